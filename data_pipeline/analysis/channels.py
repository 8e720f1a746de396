"""Which channel's spend returned more? An estimate, shown only where the figures can carry one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from data_pipeline.analysis.changes import season_out
from data_pipeline.analysis.mix import (
    HARMONICS,
    REACH,
    STEPS,
    Estimate,
    Spending,
    estimate,
    fixed_part,
)
from data_pipeline.analysis.recorded_results import Recorded
from data_pipeline.analysis.timeline import Flags, Floats, Timeline, placed, timeline
from data_pipeline.analysis.verdict import CANNOT_TELL, LEVEL, REFUSED, LeftOut, Verdict

RANKED = "one very likely returned more"
FEWEST_ROWS = {"week": 52, "month": 36}
ROWS_A_NUMBER = {"week": 10, "month": 7}
LEAST_VARIATION = 0.20
PAUSED = 0.5  # of the usual spend: at zero or halved at least once
MOST_ALIKE = 0.80
WIDEST = 1.5  # of its median
SURE = 0.90
HIDDEN_CAUSE = (
    "Did anything else push both spend and sales (season, price, a shop opening)? If so, this "
    "estimate is wrong, and so is every other made without it."
)


class Names(dict[str, str]):
    """What words call a column: its own name where nothing else is told."""

    def __missing__(self, name: str) -> str:
        return name


@dataclass(frozen=True)
class Return:
    """Outcome for each unit spent: median and interval; `next_unit` is the range for each further
    unit were spend a tenth higher. tells: whether the interval is narrow enough to speak of."""

    channel: str
    spent: float
    estimate: float
    interval: tuple[float, float]
    next_unit: tuple[float, float]
    tells: bool


@dataclass(frozen=True)
class Better:
    """p: how likely the one channel returned more for a unit than the other."""

    channel: str
    than: str
    p: float


@dataclass(frozen=True)
class Diagnostics:
    """What the figures and the sampler say of themselves."""

    rows_a_number: float
    variation: dict[str, float]
    most_alike: float
    r_hat: float | None = None
    effective_draws: float | None = None


@dataclass(frozen=True, kw_only=True)
class Channels(Verdict):
    """verdict: “one very likely returned more”, “cannot tell” or “refused”. estimate, interval: the
    return of the first channel that very likely returned more than another. recorded: what was
    recorded for each channel, where that is known. hidden_cause_warning is always shown."""

    returns: tuple[Return, ...] = ()
    p_better: tuple[Better, ...] = ()
    diagnostics: Diagnostics | None = None
    recorded: tuple[Recorded, ...] = ()
    hidden_cause_warning: str = HIDDEN_CAUSE


def channels(
    rows: pl.DataFrame,
    outcome: str,
    spend: Sequence[str],
    *,
    controls: Sequence[str] = (),
    recorded: Sequence[Recorded] = (),
    left_out: Sequence[LeftOut] = (),
    labels: Mapping[str, str] | None = None,
) -> Channels:
    """Outcome for each unit spent, a channel at a time, with how sure one may be of the order.

    rows: `date`, the outcome, spend a channel, controls; one row a week or month, nothing unknown
    in between; labels: what words call a column. Model: `mix.estimate`. Minimum data: 52 weeks or
    36 months; 10 rows (months: 7) for each channel, trend, harmonic pair × 2, control and the
    constant; spend varying by 20% or more beyond trend and season, and once at zero or halved; no
    two channels' spend alike above 0.8. Refuses otherwise with `refused_because`. Channels are
    ranked where P(better) ≥ 0.9 and both intervals are narrower than 1.5 times their median.
    Organic activity has no spend and no return: `together` is for that.
    """
    named = Names(labels or {})
    estimated = _estimated(rows, outcome, spend, controls, left_out, named)
    return replace(estimated, recorded=tuple(recorded))


def _estimated(
    rows: pl.DataFrame,
    outcome: str,
    spend: Sequence[str],
    controls: Sequence[str],
    left_out: Sequence[LeftOut],
    called: Names,
) -> Channels:
    calendar = timeline(rows["date"].to_list())
    named = (outcome, *spend, *controls)
    lines = np.column_stack(
        [placed(calendar, rows["date"].to_list(), rows[one].to_list()) for one in named]
    )
    known = np.all(np.isfinite(lines), axis=1)
    gaps = (*left_out, *_gaps(calendar, known))
    reasons = _unreadable(calendar, lines, known, outcome, spend, called)
    if reasons:
        return _refused(reasons, gaps, None)
    spans = np.flatnonzero(known)
    lines = lines[spans[0] : spans[-1] + 1]
    outcome_line, spent = lines[:, 0], lines[:, 1 : 1 + len(spend)]
    extra = lines[:, 1 + len(spend) :] if controls else None
    spending = Spending(
        outcome_line, spent, fixed_part(len(lines), calendar.step, extra), REACH[calendar.step]
    )
    checked = _checked(spending, calendar, spend)
    if reasons := _too_little(spending, calendar, checked, spend, called):
        return _refused(reasons, gaps, checked)
    return _judged(spending, calendar, spend, checked, gaps, called)


def _gaps(calendar: Timeline, known: Flags) -> list[LeftOut]:
    count = int(np.sum(~known))
    return [LeftOut(count, f"a {calendar.step} in which not everything is known")] if count else []


def _unreadable(
    calendar: Timeline,
    lines: Floats,
    known: Flags,
    outcome: str,
    spend: Sequence[str],
    called: Names,
) -> list[str]:
    step, rows = calendar.step, int(known.sum())
    if step not in FEWEST_ROWS:
        return [f"The rows are {step}s. Weeks are needed, or three years of months and more."]
    fewest = FEWEST_ROWS[step]
    if rows < fewest:
        return [f"There are {rows} {step}s. {fewest} are needed, {fewest - rows} more."]
    reasons: list[str] = []
    inside = np.flatnonzero(known)
    missing = int(inside[-1] - inside[0]) + 1 - rows
    if missing:
        are = f"{missing} {step}s in between are" if missing > 1 else f"A {step} in between is"
        reasons.append(
            f"{are} not known. What is spent goes on working in the next, so none may be missing."
        )
    if np.any(lines[known][:, 1 : 1 + len(spend)] < 0):
        reasons.append("Spend falls below zero.")
    if float(lines[known][:, 0].max()) <= 0:
        reasons.append(f"{called[outcome]} is never above zero.")
    idle = [name for place, name in enumerate(spend, 1) if not np.any(lines[known][:, place] > 0)]
    return reasons + [f"Nothing was ever spent on {called[name]}." for name in idle]


def _refused(
    reasons: Sequence[str], left_out: Sequence[LeftOut], checked: Diagnostics | None
) -> Channels:
    words = " ".join(reasons)
    return Channels(
        verdict=REFUSED,
        words=f"{words} Recorded results by channel are what can be told.",
        refused_because=words,
        rows_left_out=tuple(left_out),
        diagnostics=checked,
    )


# -- the gate -------------------------------------------------------------------------------------


def _checked(spending: Spending, calendar: Timeline, spend: Sequence[str]) -> Diagnostics:
    rows, numbers = len(spending.y), spending.fixed.shape[1] + len(spend)
    usual = fixed_part(rows, calendar.step)
    moved = spending.spend - usual @ np.linalg.lstsq(usual, spending.spend, rcond=None)[0]
    if calendar.step == "month":
        moved = np.column_stack(
            [season_out(line, calendar.seasons[: len(line)]) for line in moved.T]
        )
    variation = moved.std(axis=0) / spending.spend.mean(axis=0)
    return Diagnostics(
        rows / numbers,
        {name: float(one) for name, one in zip(spend, variation, strict=True)},
        _most_alike(spending.spend),
    )


def _most_alike(spend: Floats) -> float:
    if spend.shape[1] < 2 or np.any(spend.std(axis=0) == 0):
        return 0.0
    likeness = np.corrcoef(spend.T) - np.eye(spend.shape[1])
    return float(likeness.max())


def _too_little(
    spending: Spending,
    calendar: Timeline,
    checked: Diagnostics,
    spend: Sequence[str],
    called: Names,
) -> list[str]:
    step, needed = calendar.step, ROWS_A_NUMBER[calendar.step]
    rows, numbers = len(spending.y), spending.fixed.shape[1] + len(spend)
    reasons: list[str] = []
    if checked.rows_a_number < needed:
        reasons.append(
            f"{rows} {step}s for {numbers} unknowns ({len(spend)} channels, trend, "
            f"{HARMONICS[step]} yearly waves, controls): {needed} {step}s for each are needed, "
            f"{numbers * needed - rows} more."
        )
    reasons += [
        f"Spend on {called[name]} was too steady (it moved by {variation:.0%}; 20% is needed)."
        for name, variation in checked.variation.items()
        if variation < LEAST_VARIATION
    ]
    lowest = spending.spend.min(axis=0) / np.median(spending.spend, axis=0).clip(1e-12)
    reasons += [
        f"{called[name]} was never paused or halved, so what happens without it is not in the"
        " figures."
        for name, least in zip(spend, lowest.tolist(), strict=True)
        if least > PAUSED
    ]
    if checked.most_alike > MOST_ALIKE:
        reasons.append("Two channels' spend moved alike; merge them, or vary one alone.")
    return reasons


# -- the answer -----------------------------------------------------------------------------------


def _settled(spending: Spending) -> Estimate:
    """Sampled again for longer where the first time has not settled."""
    first = estimate(spending)
    return first if first.settled else estimate(spending, 2 * STEPS)


def _judged(
    spending: Spending,
    calendar: Timeline,
    spend: Sequence[str],
    checked: Diagnostics,
    left_out: Sequence[LeftOut],
    called: Names,
) -> Channels:
    drawn = _settled(spending)
    checked = replace(checked, r_hat=drawn.r_hat, effective_draws=drawn.effective_draws)
    if not drawn.settled:
        return _refused(["The estimate does not settle on these figures."], left_out, checked)
    returns = _returns(spending, drawn, spend)
    better = _better(drawn, spend)
    telling = {one.channel for one in returns if one.tells}
    sure = [one for one in better if one.p >= SURE and {one.channel, one.than} <= telling]
    best = next((one for one in returns if sure and one.channel == sure[0].channel), None)
    return Channels(
        verdict=RANKED if sure else CANNOT_TELL,
        words=_words(calendar, len(spending.y), returns, sure, called),
        estimate=best.estimate if best else None,
        interval=best.interval if best else None,
        rows_used=len(spending.y),
        rows_left_out=tuple(left_out),
        returns=tuple(returns),
        p_better=tuple(better),
        diagnostics=checked,
        notes=("Spend further apart from what was tried is not told by these figures.",),
    )


def _returns(spending: Spending, drawn: Estimate, spend: Sequence[str]) -> list[Return]:
    ends = [0.5 - LEVEL / 2, 0.5, 0.5 + LEVEL / 2]
    returned = np.quantile(drawn.returned, ends, axis=0).T.tolist()
    further = np.quantile(drawn.more, ends, axis=0).T.tolist()
    spent = spending.spend.sum(axis=0).tolist()
    return [
        Return(name, total, middle, (low, high), (more[0], more[2]), high - low < WIDEST * middle)
        for name, total, (low, middle, high), more in zip(
            spend, spent, returned, further, strict=True
        )
    ]


def _better(drawn: Estimate, spend: Sequence[str]) -> list[Better]:
    pairs = [
        Better(
            spend[one],
            spend[other],
            float(np.mean(drawn.returned[:, one] > drawn.returned[:, other])),
        )
        for one in range(len(spend))
        for other in range(len(spend))
        if one != other
    ]
    return sorted(pairs, key=lambda pair: -pair.p)


def _words(
    calendar: Timeline,
    rows: int,
    returns: Sequence[Return],
    sure: Sequence[Better],
    called: Names,
) -> str:
    told = ", ".join(
        f"{called[one.channel]} returned between {_amount(one.interval[0])} and "
        f"{_amount(one.interval[1])} per 1 spent"
        if one.tells
        else f"{called[one.channel]} cannot be told"
        for one in returns
    )
    order = (
        f"; {called[sure[0].channel]} very likely returned more than {called[sure[0].than]}"
        if sure
        else "; which returned more cannot be told"
    )
    return (
        f"Our estimate from {rows} {calendar.step}s: {told}{order}. {HIDDEN_CAUSE} A difference "
        "within these ranges cannot be seen; a pause of one channel for four weeks would settle it."
    )


def _amount(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:,.2g}" if value < 10 else f"{value:,.1f}"
