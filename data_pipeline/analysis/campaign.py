"""What happened after …? A window of rows against what the rows before it led us to expect."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
import polars as pl

from data_pipeline.analysis.changes import logs
from data_pipeline.analysis.elasticity import percent
from data_pipeline.analysis.expected import (
    MONTHS_FOR_A_SEASON,
    STEADY,
    Fit,
    Mixture,
    Rows,
    Shape,
    Whitened,
    design_of,
    drawn,
    expected_mean,
    fitted,
    restless,
    shapes,
    whitened,
)
from data_pipeline.analysis.timeline import A_YEAR, Floats, Places, Timeline, placed, timeline
from data_pipeline.analysis.verdict import LEVEL, REFUSED, LeftOut, Verdict

Scale = Literal["log", "original"]

CLEAR = 0.95
FEWEST_BEFORE = {"month": 12, "week": 52, "day": 90, "quarter": 12, "year": 12}
FEWEST_BEFORE_COMPARED = 12
MOST_USED = {"day": 400}
LONGEST_MONTHS = 6
MOST_PLACEBOS = 60
MOST_PLACEBOS_OF_DAYS = 10
_TWO_YEARS = 24


@dataclass(frozen=True)
class Effect:
    """Observed less expected: in the outcome's unit, and as a share of what was expected."""

    absolute: float
    absolute_interval: tuple[float, float]
    relative: float
    relative_interval: tuple[float, float]


@dataclass(frozen=True)
class Look:
    """The same calculation for one earlier window: its first row, the average effect as a share,
    whether it would have cried “effect”, and whether nothing we were told of was going on."""

    date: date
    relative: float
    cried: bool
    quiet: bool


@dataclass(frozen=True)
class Placebos:
    """The same calculation for earlier windows in which nothing was done: how many there were, and
    how many cried “effect”. looks: these, and those in which something else was going on."""

    windows: int
    cried: int
    looks: tuple[Look, ...] = ()

    @property
    def share(self) -> float | None:
        """How often it would have cried “effect”; None where no window was early enough."""
        return self.cried / self.windows if self.windows else None


@dataclass(frozen=True)
class ExpectedRow:
    """One row of the window: what was, and what was to be expected, with the interval."""

    date: date
    actual: float
    expected: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Campaign(Verdict):
    """verdict: “clear lift”, “likely lift”, “no clear change”, “likely fall”, “clear fall” or
    “refused”. estimate, interval: the average effect as a share of what was expected. p: how often
    a quiet window lies as far off. smallest_visible: half the interval, as a share. tight: with
    comparison lines, the average effect had nothing wandered; for analysts only."""

    average_effect: Effect | None = None
    total_effect: Effect | None = None
    observed_mean: float | None = None
    expected_mean: float | None = None
    placebos: Placebos | None = None
    placebo_share: float | None = None
    tight: Effect | None = None
    rows_before: int = 0
    expected: tuple[ExpectedRow, ...] = ()


@dataclass(frozen=True)
class Window:
    """The known rows up to the window's end; `before` of them lie before it."""

    name: str
    calendar: Timeline
    rows: Rows
    before: int
    original: Floats
    scale: Scale
    compared: bool
    trend: bool
    busy: tuple[tuple[date, date], ...] = ()

    @property
    def step(self) -> str:
        """“month”, “week”, “day” …"""
        return self.calendar.step

    @property
    def length(self) -> int:
        """Rows in the window."""
        return len(self.rows.y) - self.before


def campaign(
    rows: pl.DataFrame,
    outcome: str,
    start: date,
    end: date,
    *,
    label: str = "",
    compare: Sequence[str] = (),
    scale: Scale = "log",
    trend: bool = True,
    overlapping: Sequence[str] = (),
    busy: Sequence[tuple[date, date]] = (),
    left_out: Sequence[LeftOut] = (),
) -> Campaign:
    """The outcome between two dates against what the rows before them led to expect.

    rows: `date`, the outcome and comparison lines, one row a month, week or day; unknown is null.
    compare: lines that the campaign could not touch (another branch, a market); they are
    regressors, and are known in every row used. scale: “log” tells effects in per cent of a growing
    figure; “original” adds them. overlapping: what else happened then; it is a reason to refuse.
    busy: days on which something else went on before: windows that meet them are not quiet ones.
    Model and weights: see `expected`. Effect = mean observed − mean expected, totals from 2,000
    draws with a fixed seed. Minimum data: 12 months (52 weeks, 90 days) before, the window at most
    a quarter of them and at most 6 months; with comparison lines, which carry season and growth,
    12 rows before and the window no longer than these. Refuses with `refused_because`.
    """
    name = label or outcome
    calendar = timeline(rows["date"].to_list())
    lines = [
        placed(calendar, rows["date"].to_list(), rows[one].to_list()) for one in (outcome, *compare)
    ]
    first, last = calendar.place_of(start), calendar.place_of(end)
    gaps = [*left_out, *_not_used(calendar, lines, first, last)]
    if reasons := _unreadable(calendar, lines, first, last, scale, overlapping):
        return _refused(reasons, gaps)
    window = replace(_window(name, calendar, lines, first, last, scale, trend), busy=tuple(busy))
    if reasons := _too_little(window):
        return _refused(reasons, gaps)
    return _judged(window, gaps)


# -- what can be used -----------------------------------------------------------------------------


def _oldest_used(calendar: Timeline, first: int) -> int:
    return max(0, first - MOST_USED.get(calendar.step, first))


def _known(lines: Sequence[Floats]) -> Places:
    return np.flatnonzero(np.all(np.isfinite(np.stack(lines)), axis=0))


def _not_used(calendar: Timeline, lines: Sequence[Floats], first: int, last: int) -> list[LeftOut]:
    unknown = calendar.places - len(_known(lines))
    after = max(0, calendar.places - 1 - last)
    old = _oldest_used(calendar, first)
    told = (
        (unknown, f"a {calendar.step} in which not everything is known"),
        (after, "after the window"),
        (old, f"more than {MOST_USED.get(calendar.step)} {calendar.step}s before the window"),
    )
    return [LeftOut(count, reason) for count, reason in told if count]


def _unreadable(
    calendar: Timeline,
    lines: Sequence[Floats],
    first: int,
    last: int,
    scale: Scale,
    overlapping: Sequence[str],
) -> list[str]:
    reasons = [
        f"{what} happened at the same time; the two cannot be told apart." for what in overlapping
    ]
    if last < first:
        return [*reasons, "The window ends before it begins."]
    known = _known(lines)
    if not np.any((known >= first) & (known <= last)):
        reasons.append("There are no figures in the window.")
    if scale == "log" and any(np.any(line[known] < 0) for line in lines):
        reasons.append("A figure falls below zero, so growth cannot be told in per cent.")
    months = calendar.seasons[known] if calendar.step == "month" else np.zeros(0, np.intp)
    before = int(np.sum(known < first))
    if len(months) and FEWEST_BEFORE["month"] <= before < _TWO_YEARS and len(lines) == 1:
        reasons += _months_never_seen(calendar, known, months, first, last)
    return reasons


def _months_never_seen(
    calendar: Timeline, known: Places, months: Places, first: int, last: int
) -> list[str]:
    inside = (known >= first) & (known <= last)
    new = sorted(set(months[inside].tolist()) - set(months[known < first].tolist()))
    names = [f"{date(2000, month + 1, 1):%B}" for month in new]
    return [f"{name} is the only {name} there is: {name} may simply be {name}." for name in names]


def _window(
    name: str,
    calendar: Timeline,
    lines: Sequence[Floats],
    first: int,
    last: int,
    scale: Scale,
    trend: bool,
) -> Window:
    known = _known(lines)
    used = known[(known >= _oldest_used(calendar, first)) & (known <= last)]
    scaled = [logs(line[used]) if scale == "log" else line[used] for line in lines]
    compared = np.column_stack(scaled[1:]) if scaled[1:] else None
    design = design_of(used, trend=trend, compared=compared)
    rows = Rows(scaled[0], design, used, calendar.seasons[used])
    before = int(np.sum(used < first))
    return Window(name, calendar, rows, before, lines[0][used], scale, compared is not None, trend)


def _too_little(window: Window) -> list[str]:
    before, length, step = window.before, window.length, window.step
    fewest = FEWEST_BEFORE_COMPARED if window.compared else FEWEST_BEFORE[step]
    reasons: list[str] = []
    if before < fewest:
        more = fewest - before
        reasons.append(
            f"{_counted(before, step)} before the campaign: any answer would be a guess. "
            f"{fewest} are needed, {more} more."
        )
        return reasons
    longest = before if window.compared else max(1, before // 4)
    if step == "month" and not window.compared:
        longest = min(longest, LONGEST_MONTHS)
    if length > longest:
        reasons.append(
            f"The campaign lasted {length} {step}s. From the {before} before it, no more than "
            f"{longest} can be told."
        )
    columns = window.rows.design.shape[1]
    if np.linalg.matrix_rank(window.rows.design[:before]) < min(columns, before):
        reasons.append(
            "The comparison lines say the same as one another, or nothing at all. Keep one, or "
            "choose others."
        )
    elif before - columns < 8:
        lines = columns - (2 if window.trend else 1)
        reasons.append(f"{lines} comparison lines are too many for {before} {step}s. Keep fewer.")
    if float(np.std(window.rows.y[:before])) == 0:
        reasons.append(f"{window.name} never varied before, so nothing tells its usual range.")
    return reasons


def _counted(rows: int, step: str) -> str:
    return f"Only {rows} {step}{'' if rows == 1 else 's'}" if rows else f"Not one whole {step}"


def _refused(reasons: Sequence[str], left_out: Sequence[LeftOut]) -> Campaign:
    words = " ".join(reasons)
    return Campaign(
        verdict=REFUSED, words=words, refused_because=words, rows_left_out=tuple(left_out)
    )


# -- the answer -----------------------------------------------------------------------------------


def _grid(window: Window) -> tuple[Shape, ...]:
    # A year of months must have come round once and a half; weekdays do so in any window allowed.
    once_and_a_half = MONTHS_FOR_A_SEASON * A_YEAR[window.step] // 12
    seen = window.step == "day" or window.before >= once_and_a_half
    if window.step == "month" and not seen and not window.compared:
        return restless()
    season = seen and window.step in ("day", "month", "quarter")
    return shapes(season=season, slopes=window.trend, days=window.step == "day")


def _judged(window: Window, left_out: Sequence[LeftOut]) -> Campaign:
    white = whitened(window.rows, _grid(window))
    fit = fitted(white, window.before)
    until = len(window.rows.y)
    mixture = expected_mean(white, fit, until)
    actual = float(window.rows.y[window.before :].mean())
    average = _average(window, mixture, actual, LEVEL)
    placebos = _placebos(window, white)
    tail = mixture.below(actual)
    paths = _back(window, drawn(white, fit, until))
    total = _total(window, paths, average)
    verdict = _name(window, mixture, actual, total)
    low, high = mixture.interval(LEVEL)
    return Campaign(
        verdict=verdict,
        words=_words(window, verdict, average, total, placebos, (high - low) / 2, mixture),
        estimate=average.relative,
        interval=average.relative_interval,
        p=2 * min(tail, 1 - tail),
        rows_used=until,
        rows_left_out=tuple(left_out),
        smallest_visible=_reach(window, (high - low) / 2, mixture),
        average_effect=average,
        total_effect=total,
        observed_mean=float(window.original[window.before :].mean()),
        expected_mean=float(window.original[window.before :].mean()) - average.absolute,
        placebos=placebos,
        placebo_share=placebos.share,
        tight=_tight(window, actual) if window.compared else None,
        rows_before=window.before,
        expected=_rows(window, paths),
        notes=_notes(window),
    )


def _average(window: Window, mixture: Mixture, actual: float, level: float) -> Effect:
    """Observed less expected, a row. In logs the mean is a geometric one."""
    quantiles = [mixture.quantile(0.5), *mixture.interval(level)]
    observed = float(window.original[window.before :].mean())
    if window.scale == "log":
        shares = [float(np.expm1(actual - one)) for one in quantiles]
        absolute = [observed * (1 - 1 / (1 + share)) for share in shares]
    else:
        absolute = [actual - one for one in quantiles]
        shares = [(actual - one) / abs(one) if one else float("nan") for one in quantiles]
    middle, low, high = absolute
    return Effect(middle, (high, low), shares[0], (shares[2], shares[1]))


def _back(window: Window, paths: Floats) -> Floats:
    if window.scale == "original":
        return paths
    mended = 0.5 if np.any(window.original == 0) else 0.0
    return np.exp(np.minimum(paths, 700.0)) - mended


def _total(window: Window, paths: Floats, average: Effect) -> Effect:
    observed = float(window.original[window.before :].sum())
    length = window.length
    if window.scale == "original" or length == 1:
        low, high = average.absolute_interval
        return Effect(
            average.absolute * length,
            (low * length, high * length),
            average.relative,
            average.relative_interval,
        )
    sums = paths.sum(axis=1)
    middle, low, high = np.quantile(sums, [0.5, 0.5 - LEVEL / 2, 0.5 + LEVEL / 2]).tolist()
    return Effect(
        observed - middle,
        (observed - high, observed - low),
        observed / middle - 1,
        (observed / high - 1, observed / low - 1),
    )


def _rows(window: Window, paths: Floats) -> tuple[ExpectedRow, ...]:
    low, middle, high = np.quantile(paths, [0.5 - LEVEL / 2, 0.5, 0.5 + LEVEL / 2], axis=0).tolist()
    places = window.rows.places[window.before :].tolist()
    actual = window.original[window.before :].tolist()
    return tuple(
        ExpectedRow(window.calendar.date_of(place), was, usual, least, most)
        for place, was, usual, least, most in zip(places, actual, middle, low, high, strict=True)
    )


def _tight(window: Window, actual: float) -> Effect:
    white = whitened(window.rows, STEADY)
    mixture = expected_mean(white, fitted(white, window.before), len(window.rows.y))
    return _average(window, mixture, actual, CLEAR)


def _name(window: Window, mixture: Mixture, actual: float, total: Effect) -> str:
    below = mixture.below(actual)
    side = "lift" if below > 0.5 else "fall"
    beyond = max(below, 1 - below)
    doubtful = _season_unknown(window) or _may_be_nothing(total)
    if beyond > 0.5 + CLEAR / 2 and not doubtful:
        return f"clear {side}"
    return f"likely {side}" if beyond > 0.5 + LEVEL / 2 else "no clear change"


def _may_be_nothing(total: Effect) -> bool:
    """Rows that differ much can be low in the middle and yet, added up, not surely low."""
    low, high = total.absolute_interval
    return low <= 0 <= high


def _season_unknown(window: Window) -> bool:
    return window.step == "month" and window.before < _TWO_YEARS and not window.compared


def _placebos(window: Window, white: Whitened) -> Placebos:
    fewest = FEWEST_BEFORE_COMPARED if window.compared else FEWEST_BEFORE[window.step]
    fewest = max(fewest, window.rows.design.shape[1] + 8)
    starts = np.arange(fewest, window.before - window.length + 1)
    most = MOST_PLACEBOS_OF_DAYS if len(window.rows.y) > 120 else MOST_PLACEBOS
    if len(starts) > most:
        starts = starts[np.linspace(0, len(starts) - 1, most).round().astype(int)]
    looks = tuple(_look(window, white, int(start)) for start in starts)
    quiet = [one for one in looks if one.quiet]
    return Placebos(len(quiet), sum(one.cried for one in quiet), looks)


def _look(window: Window, white: Whitened, start: int) -> Look:
    until = start + window.length
    fit: Fit = fitted(white, start)
    actual = float(window.rows.y[start:until].mean())
    mixture = expected_mean(white, fit, until)
    below, middle = mixture.below(actual), mixture.quantile(0.5)
    relative = float(np.expm1(actual - middle))
    if window.scale == "original":
        relative = (actual - middle) / abs(middle) if middle else float("nan")
    places = window.rows.places
    first = window.calendar.date_of(int(places[start]))
    following = window.calendar.date_of(int(places[until - 1]) + 1)
    quiet = not any(begin < following and end >= first for begin, end in window.busy)
    return Look(first, relative, max(below, 1 - below) > 0.5 + LEVEL / 2, quiet)


# -- its words ------------------------------------------------------------------------------------


def _reach(window: Window, half: float, mixture: Mixture) -> float | None:
    if window.scale == "log":
        return float(np.expm1(half))
    middle = abs(mixture.quantile(0.5))
    return half / middle if middle else None


def _when(window: Window) -> str:
    calendar, places = window.calendar, window.rows.places[window.before :]
    first, last = calendar.spoken(int(places[0])), calendar.spoken(int(places[-1]))
    if calendar.step == "day":
        return f"on {first}" if first == last else f"from {first} to {last}"
    return f"in {first}" if first == last else f"in {first} to {last}"


def _words(
    window: Window,
    verdict: str,
    average: Effect,
    total: Effect,
    placebos: Placebos,
    half: float,
    mixture: Mixture,
) -> str:
    low, high = average.relative_interval
    side, more = ("above", "extra") if average.relative > 0 else ("below", "fewer")
    range_ = f"between {percent(low, signed=True)} and {percent(high, signed=True)}"
    about = f"{abs(total.absolute):,.0f} {more} in all"
    if _may_be_nothing(total):
        about += ", though perhaps none"
    reach = _reach(window, half, mixture)
    quiet = _quiet(placebos)
    base = f"From {window.before} {window.step}s before."
    if verdict == "no clear change":
        unseen = (
            f" A change smaller than {percent(reach)} could not have been seen." if reach else ""
        )
        return f"{window.name} {_when(window)}: within the usual range.{unseen} {base}{quiet}"
    what = (
        f"{percent(abs(average.relative))} {side} what the earlier {window.step}s led us to expect"
    )
    unseen = f" A change smaller than {percent(reach)} could not have been seen." if reach else ""
    if verdict.startswith("clear"):
        return (
            f"{window.name} {_when(window)}: {what} ({range_}), about {about}. Nothing else we "
            f"were told of happened at the time. {base}{unseen}{quiet}"
        )
    return (
        f"{window.name} {_when(window)}: probably {what} ({range_}), about {about}; about 1 "
        f"quiet period in 15 would look like this. {base}{unseen}{quiet}"
    )


def _quiet(placebos: Placebos) -> str:
    if not placebos.windows:
        return ""
    periods = "period" if placebos.windows == 1 else "periods"
    return (
        f" The same look cried “effect” in {placebos.cried} of {placebos.windows} quiet {periods}."
    )


def _notes(window: Window) -> tuple[str, ...]:
    notes: list[str] = []
    if _season_unknown(window):
        notes.append(
            "With less than two years before it, the season cannot be told from the campaign."
        )
    if window.compared:
        notes.append("This holds only if the campaign could not touch what it is compared with.")
    return tuple(notes)
