"""Changes set against changes: the one comparison of two growing lines that is right as often as
it claims to be."""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from data_pipeline.analysis.timeline import Flags, Floats, Places
from data_pipeline.analysis.verdict import LEVEL

PULLED_IN_AT = 2.5  # robust standard deviations
_LIKE_SD = 1.4826  # makes the median absolute deviation of normal noise its standard deviation
_FEWEST_FREEDOM = 1.0  # below it there is no interval at all
_SAME = 1e-12
POWER = 0.80


@dataclass(frozen=True)
class Link:
    """Two lines' changes side by side, their calendar averages out and their extremes pulled in.

    slope: an elasticity, the % by which the outcome's change exceeds its month's usual for 1% of
    the metric's. places: where in time the outcome's changes lie. pulled_in: places whose change
    was extreme. metric, outcome: the changes as they were compared. averages: how many calendar
    averages were taken out. pairs: months with both changes, whether or not their calendar month
    comes again.
    """

    slope: float
    correlation: float
    standard_error: float
    freedom: float
    places: Places
    metric: Floats
    outcome: Floats
    pulled_in: Places
    averages: int
    pairs: int

    @property
    def p(self) -> float:
        """Two-sided, from Student's t with the freedom that persistence leaves."""
        if self.standard_error == 0:
            return 0.0
        return float(2 * stdtr(self.freedom, -abs(self.slope) / self.standard_error))

    def interval(self, level: float = LEVEL) -> tuple[float, float]:
        """slope ± t · standard error."""
        reach = float(stdtrit(self.freedom, 0.5 + level / 2)) * self.standard_error
        return self.slope - reach, self.slope + reach

    @property
    def smallest_visible(self) -> float:
        """The correlation that would be seen four times in five."""
        return smallest_correlation(self.freedom)

    @property
    def smallest_slope(self) -> float:
        """The same as an elasticity: (t.975 + t.80) · standard error."""
        return _reach_of_power(self.freedom) * self.standard_error


def logs(values: Floats) -> Floats:
    """log v, or log(v + ½) where there is a month without any (a count's usual mending)."""
    return np.log(values + 0.5) if np.any(values == 0) else np.log(values)


def changes(values: Floats) -> Floats:
    """Log changes; the first is unknown, and so is one across a gap."""
    return np.concatenate([[np.nan], np.diff(logs(values))])


def link(metric: Floats, outcome: Floats, seasons: Places, delay: int = 0) -> Link | None:
    """The metric's changes `delay` rows before the outcome's; None where nothing can be computed.

    e = Σab / Σaa, r = Σab / √(Σaa Σbb), df = (n − 1 − K)·nₑ/n, se(e) = √(Σbb/Σaa · (1 − r²)/df),
    a and b the changes less their calendar averages (K of them), each pulled in at the median
    ± 2.5 · 1.4826 · MAD. A calendar month seen once is left out: its average would be itself.
    metric, outcome: from `changes`, in the same order; seasons: from `Timeline.seasons`.
    Minimum data: one degree of freedom; what may be told from how many is `together`'s to say.
    """
    earlier = shifted(metric, delay)
    places = usable(earlier, outcome, seasons)
    if len(places) < 3:
        return None
    recurring = seasons[places]
    averages = len(np.unique(recurring))
    return _fitted(earlier, outcome, places, recurring, averages)


def link_since(
    metric: Floats, outcome: Floats, seasons: Places, delay: int, first: int
) -> Link | None:
    """The same from place `first` on only, its season learned from all that lies before.

    Each change is set `against_earlier_years` (recursive residuals: Brown, Durbin and Evans 1975),
    so that what was known before `first` decides nothing, and a year is enough. K = 1.
    Minimum data: one degree of freedom; 12 rows from `first` on are what it was measured with.
    """
    earlier = shifted(metric, delay)
    known = np.isfinite(earlier) & np.isfinite(outcome)
    a = against_earlier_years(np.where(known, earlier, np.nan), seasons)
    b = against_earlier_years(np.where(known, outcome, np.nan), seasons)
    places = np.flatnonzero(np.isfinite(a) & (np.arange(len(a)) >= first))
    if len(places) < 3:
        return None
    return _fitted(a, b, places, np.zeros(len(places), np.intp), 1)


def against_earlier_years(values: Floats, seasons: Places) -> Floats:
    """Each change less the average of its calendar month's earlier ones, times √(m/(m + 1)), m of
    them: of one spread, and independent of what they are set against. The first is unknown."""
    news = np.full_like(values, np.nan)
    for season in np.unique(seasons):
        places = np.flatnonzero((seasons == season) & np.isfinite(values))
        years = np.arange(1, len(places))
        before = np.cumsum(values[places])[:-1] / years
        news[places[1:]] = (values[places[1:]] - before) * np.sqrt(years / (years + 1))
    return news


def _fitted(
    metric: Floats, outcome: Floats, places: Places, recurring: Places, averages: int
) -> Link | None:
    a, metric_extremes = prepared(metric[places], recurring)
    b, outcome_extremes = prepared(outcome[places], recurring)
    own_a, own_b, shared = float(a @ a), float(b @ b), float(a @ b)
    freedom = (len(places) - 1 - averages) * effective_share(a, b, places)
    if own_a < _SAME or own_b < _SAME or freedom < _FEWEST_FREEDOM:
        return None
    r = min(1.0, max(-1.0, shared / np.sqrt(own_a * own_b)))
    error = float(np.sqrt(own_b / own_a * (1 - r * r) / freedom))
    extremes = places[metric_extremes | outcome_extremes]
    pairs = int(np.sum(np.isfinite(metric) & np.isfinite(outcome)))
    return Link(shared / own_a, float(r), error, freedom, places, a, b, extremes, averages, pairs)


def shifted(line: Floats, delay: int) -> Floats:
    """The line `delay` rows later; negative delays bring it forward."""
    moved = np.full_like(line, np.nan)
    if delay >= 0:
        moved[delay:] = line[: len(line) - delay]
    else:
        moved[:delay] = line[-delay:]
    return moved


def usable(metric: Floats, outcome: Floats, seasons: Places) -> Places:
    """Places where both changes are known, without calendar months that come only once."""
    known = np.isfinite(metric) & np.isfinite(outcome)
    times = np.bincount(seasons[known], minlength=int(seasons.max()) + 1)
    return np.flatnonzero(known & (times[seasons] > 1))


def prepared(values: Floats, seasons: Places) -> tuple[Floats, Flags]:
    """Calendar averages out, extremes pulled in, averages out again; and which were extreme."""
    level = season_out(values, seasons)
    middle = float(np.median(level))
    reach = PULLED_IN_AT * _LIKE_SD * float(np.median(np.abs(level - middle)))
    extreme = np.abs(level - middle) > reach
    return season_out(np.clip(level, middle - reach, middle + reach), seasons), extreme


def season_out(values: Floats, seasons: Places) -> Floats:
    """Each value less the average of its calendar month (or weekday)."""
    times = np.bincount(seasons)
    averages = np.bincount(seasons, values) / np.maximum(times, 1)
    return values - averages[seasons]


def effective_share(a: Floats, b: Floats, places: Places) -> float:
    """nₑ/n = 1 / max(1, 1 + 2 Σ (1 − j/n) ρₐ(j) ρ_b(j)), j up to n/5: how many of the rows are new.

    Bartlett (1935), Quenouille (1947). Rows are set at their true distance in time.
    """
    n = len(a)
    lags = np.arange(1, n // 5 + 1)
    persistence = 1 + 2 * np.sum((1 - lags / n) * _own(a, places, lags) * _own(b, places, lags))
    return 1 / max(1.0, float(persistence))


def _own(values: Floats, places: Places, lags: Places) -> Floats:
    line = np.zeros(int(places[-1] - places[0]) + 1)
    line[places - places[0]] = values
    whole = np.correlate(line, line, "full")[len(line) - 1 :]
    return whole[lags] / max(float(whole[0]), _SAME)


def smallest_correlation(freedom: float, sure: float = 0.975) -> float:
    """r = (t.975 + t.80) / √(df + (t.975 + t.80)²): seen in four of five such businesses. Where
    one direction alone counts, `sure` is 0.95."""
    reach = _reach_of_power(freedom, sure)
    return reach / float(np.sqrt(freedom + reach * reach))


def _reach_of_power(freedom: float, sure: float = 0.975) -> float:
    return float(stdtrit(freedom, sure) + stdtrit(freedom, POWER))
