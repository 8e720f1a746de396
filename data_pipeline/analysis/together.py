"""Do two figures go together? Their changes are compared, never their lines.

Two growing lines always look alike (Yule 1926; Granger and Newbold 1974): those of unrelated
growing businesses match beyond chance in most cases (`look_alike`). Changes with their calendar
averages out do so in about 4 of 100, of which the tests keep count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import polars as pl

from data_pipeline.analysis.changes import Link, changes, link
from data_pipeline.analysis.delays import (
    FEWEST_CHANGES,
    FEWEST_FREEDOM,
    USUAL_DELAYS,
    Search,
    moves_first,
    search,
)
from data_pipeline.analysis.elasticity import of_tenth, per_tenth, percent
from data_pipeline.analysis.forecast_help import ForecastHelp, forecast_help
from data_pipeline.analysis.look_alike import in_ten, look_alike
from data_pipeline.analysis.time_to_know import TimeToKnow, time_to_know
from data_pipeline.analysis.timeline import Floats, Timeline, placed, timeline
from data_pipeline.analysis.verdict import CANNOT_TELL, REFUSED, LeftOut, Verdict

MOVED_TOGETHER = "moved together"
NOTHING_TO_SEE = "nothing to see"
FEWEST = {"month": 24, "week": 52, "day": 60}
FEWEST_OUTCOMES_A_MONTH = 30.0
LEAST_VARIATION = 0.01  # of the metric's changes; below it there is nothing to learn from
BAND = 0.05  # of the outcome for a tenth more of the metric: too little to care about
SURE = 0.05
_ONE_FROM_THE_OTHER = 0.999
_DAYS_IN_A_MONTH = 30.44
_ROWS_A_MONTH = {"month": 1.0, "week": 52.18 / 12, "day": _DAYS_IN_A_MONTH}

Counted = Literal["counts", "amounts"]


@dataclass(frozen=True)
class ByDelay:
    """What one delay shows."""

    delay: int
    estimate: float
    interval: tuple[float, float]
    p: float
    rows: int


@dataclass(frozen=True)
class Change:
    """One month's change of the outcome and, `delay` earlier, of the metric: of their logarithms,
    beyond the calendar month's usual, extremes pulled in. `place` is the outcome's."""

    earlier: str
    place: str
    metric: float
    outcome: float
    pulled_in: bool


@dataclass(frozen=True)
class Compared:
    """What a picture of a judgement shows: the very changes it rests on, at one delay.

    smallest_visible: the outcome's share for a tenth more of the metric that would have been seen
    four times in five.
    """

    delay: int
    changes: tuple[Change, ...]
    smallest_visible: float


@dataclass(frozen=True, kw_only=True)
class Together(Verdict):
    """verdict: “moved together”, “nothing to see”, “cannot tell” or “refused”. estimate: an
    elasticity; `per_tenth` is the same as the outcome's share for a tenth more of the metric.
    p is corrected for the delays looked at. by_delay: each delay on its own, uncorrected.
    claim: `words` without what they rest on. compared, to_know: for pictures and pages; as JSON
    they are left out. to_know: when a link of `BAND` would be seen; None where nobody can say."""

    per_tenth: float | None = None
    by_delay: tuple[ByDelay, ...] = ()
    pulled_in: tuple[str, ...] = ()
    forecast: ForecastHelp | None = None
    claim: str = ""
    compared: Compared | None = None
    to_know: TimeToKnow | None = None

    def as_json(self) -> dict[str, Any]:
        """Without the single changes and what only pages say."""
        every = super().as_json()
        return {name: one for name, one in every.items() if name not in _ONLY_FOR_PAGES}


_ONLY_FOR_PAGES = frozenset({"claim", "compared", "to_know"})


@dataclass(frozen=True)
class Pair:
    """Two lines on one calendar, and what they are called."""

    calendar: Timeline
    metric: Floats
    outcome: Floats
    metric_name: str
    outcome_name: str

    @property
    def step(self) -> str:
        """“month”, “week” or “day”."""
        return self.calendar.step


def together(
    rows: pl.DataFrame,
    metric: str,
    outcome: str,
    *,
    labels: tuple[str, str] | None = None,
    delays: Sequence[int] = USUAL_DELAYS,
    outcome_is: Counted = "counts",
    band: float = BAND,
    breaks: Sequence[date] = (),
    one_from_the_other: bool = False,
    left_out: Sequence[LeftOut] = (),
) -> Together:
    """Whether months in which the metric jumped had, `delay` rows later, more of the outcome.

    rows: `date` and the two figures, one row a month, week or day; unknown is null, never 0. A
    stock, such as followers, is its last value. See `changes.link` for the formula, `delays.search`
    for the correction; Bartlett (1935), Quenouille (1947), Šidák (1967).
    Minimum data: 24 months, 52 weeks or 60 days, 20 pairs of changes, 5 degrees of freedom, 30
    outcomes a month where they are counted, changes of the metric of 1% or more.
    Refuses with `refused_because` where these are missing, where a definition changed in between
    (`breaks`), or where the one is counted from the other; the estimate is then None.
    """
    calendar = timeline(rows["date"].to_list())
    line_of_metric, line_of_outcome = (
        placed(calendar, rows["date"].to_list(), rows[one].to_list()) for one in (metric, outcome)
    )
    names = labels or (metric, outcome)
    pair = Pair(calendar, line_of_metric, line_of_outcome, *names)
    gaps = (*left_out, *_gaps(pair))
    reasons = _cannot_be_compared(pair, breaks, outcome_is, one_from_the_other)
    if reasons:
        return _refused(pair, reasons, gaps)
    a, b = changes(pair.metric), changes(pair.outcome)
    found = search(a, b, calendar.seasons, delays)
    if reasons := _too_little(pair, a, b, found):
        return _refused(pair, reasons, gaps)
    return _judged(pair, a, b, found, band, gaps)


# -- when not to answer ---------------------------------------------------------------------------


def _gaps(pair: Pair) -> list[LeftOut]:
    missing = ~(np.isfinite(pair.metric) & np.isfinite(pair.outcome))
    count = int(missing.sum())
    return [LeftOut(count, f"a {pair.step} in which not both are known")] if count else []


def _known_span(pair: Pair) -> int:
    known = np.flatnonzero(np.isfinite(pair.metric) & np.isfinite(pair.outcome))
    return int(known[-1] - known[0]) + 1 if len(known) else 0


def _cannot_be_compared(
    pair: Pair, breaks: Sequence[date], outcome_is: Counted, one_from_the_other: bool
) -> list[str]:
    reasons: list[str] = []
    if pair.step not in FEWEST:
        return [f"The rows are {pair.step}s. Months, weeks or days are needed."]
    span, fewest = _known_span(pair), FEWEST[pair.step]
    if span < fewest:
        reasons.append(_too_short(pair.step, span, fewest))
    if one_from_the_other or pair.metric_name == pair.outcome_name:
        reasons.append(
            f"{_first(pair.metric_name)} and {pair.outcome_name} are counted from one another, "
            "so they move together whatever happens."
        )
    within = [day for day in breaks if 0 < pair.calendar.place_of(day) < pair.calendar.places]
    if within:
        reasons.append(f"What is counted changed in {min(within):%b %Y}. Judge each side alone.")
    return reasons + unfit_figures(pair, outcome_is)


def _too_short(step: str, span: int, fewest: int) -> str:
    why = "to take the season out" if step == "month" else "to tell a link from an accident"
    more = fewest - span
    return (
        f"Two growing lines always look alike. We need {fewest} {step}s {why}; you have {span}. "
        f"{more} more {step}{'s are' if more > 1 else ' is'} needed."
    )


def unfit_figures(pair: Pair, outcome_is: Counted) -> list[str]:
    reasons = [
        f"{_first(name)}: some figures are below zero, so growth cannot be told in per cent."
        for name, line in ((pair.metric_name, pair.metric), (pair.outcome_name, pair.outcome))
        if np.any(line[np.isfinite(line)] < 0)
    ]
    known = pair.outcome[np.isfinite(pair.outcome)]
    a_month = float(known.mean()) * _ROWS_A_MONTH[pair.step] if len(known) else 0.0
    if outcome_is == "counts" and a_month < FEWEST_OUTCOMES_A_MONTH:
        reasons.append(
            f"{_first(pair.outcome_name)}: {a_month:,.0f} a month on average. At least 30 are "
            "needed: with fewer, chance alone moves a month by a fifth and more."
        )
    return reasons


def _too_little(pair: Pair, a: Floats, b: Floats, found: Search) -> list[str]:
    first = link(a, b, pair.calendar.seasons, found.asked[0])
    if first is None or not found.links:
        return [_why_no_link(pair, a, b, first)]
    one = found.links[found.best]
    if float(np.std(one.metric)) < LEAST_VARIATION:
        return [_constant(pair)]
    if abs(one.correlation) > _ONE_FROM_THE_OTHER:
        return [f"{_first(pair.metric_name)} and {pair.outcome_name} are all but the same figure."]
    return []


def _constant(pair: Pair) -> str:
    return (
        f"{_first(pair.metric_name)}: hardly any change beyond the usual growth (less than 1% from "
        f"one {pair.step} to the next), so there is nothing to learn from. More {pair.step}s like "
        "these will not help; a deliberate change will."
    )


def _why_no_link(pair: Pair, a: Floats, b: Floats, first: Link | None) -> str:
    for name, line in ((pair.metric_name, a), (pair.outcome_name, b)):
        known = line[np.isfinite(line)]
        if len(known) and float(np.std(known)) < LEAST_VARIATION / 10:
            return f"{_first(name)}: hardly any change, so there is nothing to learn from."
    pairs = int(np.sum(np.isfinite(a) & np.isfinite(b)))
    if pairs < FEWEST_CHANGES:
        return (
            f"There are {pairs} changes from one {pair.step} to the next in which both are known. "
            f"We need {FEWEST_CHANGES}: {FEWEST_CHANGES - pairs} more, or the missing {pair.step}s."
        )
    left = first.freedom if first else 0.0
    return (
        f"The {pair.step}s are too much like one another: they tell as much as {left:.0f} "
        f"independent ones, and {FEWEST_FREEDOM:.0f} are needed. 12 more {pair.step}s will help."
    )


def _refused(pair: Pair, reasons: Sequence[str], left_out: Sequence[LeftOut]) -> Together:
    words = " ".join(reasons)
    return Together(
        verdict=REFUSED,
        words=words,
        refused_because=words,
        rows_left_out=tuple(left_out),
        notes=(_look_alike(pair),),
        claim=words,
        to_know=_when_long_enough(pair),
    )


def _when_long_enough(pair: Pair) -> TimeToKnow | None:
    """Only where months are lacking: time alone mends nothing else."""
    span, fewest = _known_span(pair), FEWEST.get(pair.step, 0)
    if span >= fewest:
        return None
    return TimeToKnow(fewest, fewest - span, "")


# -- the answer ---------------------------------------------------------------------------------


def _judged(
    pair: Pair,
    a: Floats,
    b: Floats,
    found: Search,
    band: float,
    left_out: Sequence[LeftOut],
) -> Together:
    downgraded = _why_not_believed(pair, a, b, found)
    verdict = _name(found, band, downgraded)
    # Nothing was found: the first delay asked for is no pick among several.
    delay = found.best if verdict == MOVED_TOGETHER else next(iter(found.links))
    one = found.links[delay]
    months_used = pair.calendar.named(int(one.places[0])), pair.calendar.named(int(one.places[-1]))
    claim = _words(pair, verdict, one, delay, found, downgraded)
    return Together(
        verdict=verdict,
        words=f"{claim} {_seen(pair, one)}",
        estimate=one.slope,
        interval=one.interval(),
        per_tenth=per_tenth(one.slope),
        delay=delay if verdict == MOVED_TOGETHER else None,
        p=found.p,
        rows_used=len(one.places),
        rows_left_out=(*left_out, *_once_only(pair, one)),
        smallest_visible=one.smallest_visible,
        by_delay=tuple(_by_delay(found)),
        pulled_in=tuple(pair.calendar.named(int(place)) for place in one.pulled_in),
        forecast=forecast_help(a, b, pair.calendar.seasons, delay=max(1, delay)),
        notes=(f"Changes of {months_used[0]} to {months_used[1]}.", _look_alike(pair)),
        claim=claim,
        compared=_compared(pair, one, delay),
        to_know=time_to_know(one, _known_span(pair), band),
    )


def _compared(pair: Pair, one: Link, delay: int) -> Compared:
    extreme = set(one.pulled_in.tolist())
    named = pair.calendar.named
    changes_of = [
        Change(named(place - delay), named(place), float(a), float(b), place in extreme)
        for place, a, b in zip(one.places.tolist(), one.metric, one.outcome, strict=True)
    ]
    return Compared(delay, tuple(changes_of), per_tenth(one.smallest_slope))


def _name(found: Search, band: float, downgraded: str) -> str:
    if downgraded:
        return CANNOT_TELL
    if found.p < SURE:
        return MOVED_TOGETHER
    low, high = of_tenth(-band), of_tenth(band)
    intervals = [one.interval() for one in found.links.values()]
    inside = all(low <= one[0] and one[1] <= high for one in intervals)
    every_delay = len(found.links) == len(found.asked)
    return NOTHING_TO_SEE if inside and every_delay else CANNOT_TELL


def _why_not_believed(pair: Pair, a: Floats, b: Floats, found: Search) -> str:
    if moves_first(a, b, pair.calendar.seasons, found):
        return f"{_first(pair.outcome_name)} moved before {pair.metric_name} did."
    if found.p >= SURE:
        return ""
    one = found.links[found.best]
    heaviest = int(np.argmax(np.abs(one.metric * one.outcome)))
    place = int(one.places[heaviest])
    without = b.copy()
    without[place] = np.nan
    rest = link(a, without, pair.calendar.seasons, found.best)
    if rest is None or rest.slope * one.slope <= 0:
        return f"{pair.calendar.named(place)} alone carries the likeness."
    return ""


def _words(pair: Pair, verdict: str, one: Link, delay: int, found: Search, downgraded: str) -> str:
    metric, outcome = pair.metric_name, pair.outcome_name
    low, high = (per_tenth(end) for end in one.interval())
    if downgraded:
        return f"{downgraded} So we cannot tell whether {metric} and {outcome} go together."
    if verdict == MOVED_TOGETHER:
        went = "rose" if one.slope > 0 else "fell"
        return (
            f"In {pair.step}s when {metric} jumped, {outcome} {went} {when(pair.step, delay)}: "
            f"about {percent(per_tenth(one.slope), signed=True)} for every +10% (between "
            f"{percent(low, signed=True)} and {percent(high, signed=True)}). "
            "This is a pattern, not proof of cause."
        )
    if verdict == NOTHING_TO_SEE:
        widest = max(
            abs(per_tenth(end)) for link in found.links.values() for end in link.interval()
        )
        return (
            f"Growth of {metric} made no visible difference to {outcome}: at most "
            f"{percent(widest)} either way for every 10% more."
        )
    return (
        f"With {_known_span(pair)} {pair.step}s we would only have seen a strong link: with "
        f"{metric} up by 10%, {outcome} up or down by {percent(per_tenth(one.smallest_slope))} or "
        "more. We saw none; that is not proof there is none."
    )


def _first(name: str) -> str:
    """A name where a sentence begins with it."""
    return name[:1].upper() + name[1:]


def when(step: str, delay: int) -> str:
    if delay == 0:
        return f"the same {step}"
    return f"the {step} after" if delay == 1 else f"{delay} {step}s later"


def _seen(pair: Pair, one: Link) -> str:
    return (
        f"From {len(one.places)} changes between {pair.calendar.named(int(one.places[0]))} and "
        f"{pair.calendar.named(int(one.places[-1]))}; a link weaker than a correlation of "
        f"{one.smallest_visible:.2f} could easily have stayed unseen."
    )


def _once_only(pair: Pair, one: Link) -> list[LeftOut]:
    count = one.pairs - len(one.places)
    if not count:
        return []
    what = "weekday" if pair.step == "day" else "calendar month"
    return [LeftOut(count, f"a change whose {what} comes only once")]


def _by_delay(found: Search) -> list[ByDelay]:
    return [
        ByDelay(delay, one.slope, one.interval(), one.p, len(one.places))
        for delay, one in found.links.items()
    ]


def _look_alike(pair: Pair) -> str:
    share = look_alike(_known_span(pair)) if pair.step == "month" else None
    measured = f": so do those of {in_ten(share)} unrelated growing businesses" if share else ""
    return (
        f"Two rising lines look alike whatever they are{measured}. Only the changes from one "
        f"{pair.step} to the next are compared."
    )
