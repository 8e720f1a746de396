"""A month in which followers jumped, and whether engagement came along. Totals identify nobody:
all that can be said of a jump is whether it was matched."""

from dataclasses import dataclass

import numpy as np

from data_pipeline.analysis.changes import season_out
from data_pipeline.analysis.elasticity import percent
from data_pipeline.analysis.expected import Rows, design_of, expected_mean, fitted, shapes, whitened
from data_pipeline.analysis.timeline import Floats, Timeline
from data_pipeline.analysis.verdict import LEVEL, REFUSED, LeftOut, Verdict

NO_JUMP = "no jump"
MATCHED = "matched"
NOT_MATCHED = "not matched"
JUMP_ONLY = "jump, engagement not known"
FEWEST_EARLIER = {"month": 12, "week": 52, "day": 60}
FEWEST = {"month": 13, "week": 52, "day": 60}
LEAST_RISE = 0.05  # beyond the usual growth
_LEAST_SPREAD = 0.004
_JUMP = {"month": 4.0, "week": 4.0, "day": 6.0}  # robust standard deviations
_LIKE_SD = 1.4826
WINDOW = {"month": 3, "week": 4, "day": 28}
PURGE_WITHIN = {"month": 6, "week": 26, "day": 183}
PURGE = 0.20


@dataclass(frozen=True)
class Matched:
    """engagements (or reach) a follower after the jump against before: change, as a share."""

    of: str
    change: float
    interval: tuple[float, float]
    matched: bool


@dataclass(frozen=True)
class Jump:
    """rise: the period's growth, as a share. beyond_usual: robust standard deviations. purged: a
    later fall of over a fifth of the jump within six periods."""

    period: str
    rise: float
    beyond_usual: float
    matched: tuple[Matched, ...]
    purged: bool


@dataclass(frozen=True, kw_only=True)
class FollowerJumps(Verdict):
    """verdict: “no jump”, “matched”, “not matched”, “jump, engagement not known” or “refused”; of
    several jumps the worst. estimate, interval: change of engagements a follower at the jump.
    drift: change of engagements a follower over the whole history, as a share; no verdict."""

    jumps: tuple[Jump, ...] = ()
    drift: float | None = None


def follower_jumps(
    calendar: Timeline,
    followers: Floats,
    *,
    engagements: Floats | None = None,
    reach: Floats | None = None,
    left_out: tuple[LeftOut, ...] = (),
) -> FollowerJumps:
    """Jumps of a follower count, and whether engagements and reach a follower held.

    followers: the count at each period's end, NaN where unknown; engagements, reach: the period's
    totals. g = change of log followers (days: less their weekday's average); z = (g − median of the
    others) / max(1.4826 MAD, 0.004); a jump is z > 4 (days: 6) with g more than 5 points above that
    median. Matched unless the 90% interval of log(engagements/followers) over the jump's and the
    next two months (4 weeks, 28 days in all), against what the periods before led to expect
    (`expected`, no season), lies below 0.
    Minimum data: 13 months, 52 weeks or 60 days of followers; 12 months (52, 60) before a jump to
    judge whether it was matched. Refuses with `refused_because`.
    """
    known = int(np.isfinite(followers).sum())
    reason = _reason(calendar, followers, known)
    if reason:
        return FollowerJumps(
            verdict=REFUSED, words=reason, refused_because=reason, rows_left_out=left_out
        )
    ratios = {
        name: _ratio(line, followers)
        for name, line in (("engagements", engagements), ("reach", reach))
        if line is not None
    }
    jumps = tuple(
        _told(calendar, followers, ratios, *found) for found in _found(calendar, followers)
    )
    return _judged(calendar, jumps, ratios, known, left_out)


def _reason(calendar: Timeline, followers: Floats, known: int) -> str:
    fewest = FEWEST.get(calendar.step)
    if fewest is None:
        return f"The rows are {calendar.step}s. Months, weeks or days are needed."
    if known < fewest:
        return (
            f"There are follower counts of {known} {calendar.step}s. {fewest} are needed, "
            f"{fewest - known} more, to know what growth is usual."
        )
    if np.any(followers[np.isfinite(followers)] <= 0):
        return "A follower count is zero or below, so growth cannot be told in per cent."
    return ""


def _ratio(line: Floats, followers: Floats) -> Floats:
    """log(engagements ÷ followers); a period without any engagement counts as a half."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(np.where(line > 0, line, np.where(line == 0, 0.5, np.nan)) / followers)


def _found(calendar: Timeline, followers: Floats) -> list[tuple[int, float, float, float]]:
    """Place, growth, how far beyond the usual, and the usual growth, of each jump."""
    growth = np.concatenate([[np.nan], np.diff(np.log(followers))])
    places = np.flatnonzero(np.isfinite(growth))
    if calendar.step == "day":
        middle = float(growth[places].mean())
        growth[places] = middle + season_out(growth[places], calendar.seasons[places])
    found: list[tuple[int, float, float, float]] = []
    for place in places:
        others = growth[places[places != place]]
        usual = float(np.median(others))
        spread = max(_LIKE_SD * float(np.median(np.abs(others - usual))), _LEAST_SPREAD)
        grown = float(growth[place])
        beyond = (grown - usual) / spread
        if beyond > _JUMP[calendar.step] and grown - usual > LEAST_RISE:
            found.append((int(place), grown, beyond, usual))
    return found


def _told(
    calendar: Timeline,
    followers: Floats,
    ratios: dict[str, Floats],
    place: int,
    grown: float,
    beyond: float,
    usual: float,
) -> Jump:
    matched = [_matched(calendar.step, name, ratio, place) for name, ratio in ratios.items()]
    gained = followers[place] - followers[place - 1]
    later = followers[place : place + PURGE_WITHIN[calendar.step] + 1]
    fallen = followers[place] - np.nanmin(later)
    return Jump(
        calendar.named(place),
        float(np.expm1(grown)),
        beyond,
        tuple(one for one in matched if one is not None),
        bool(fallen > PURGE * gained),
    )


def _matched(step: str, name: str, ratio: Floats, place: int) -> Matched | None:
    known = np.flatnonzero(np.isfinite(ratio[: place + WINDOW[step]]))
    before = int(np.sum(known < place))
    if (
        before < FEWEST_EARLIER[step]
        or before == len(known)
        or float(np.std(ratio[known[:before]])) == 0
    ):
        return None
    rows = Rows(ratio[known], design_of(known, trend=True), known, np.zeros_like(known))
    white = whitened(rows, shapes(season=False, slopes=True, days=step == "day"))
    mixture = expected_mean(white, fitted(white, before), len(known))
    actual = float(ratio[known[before:]].mean())
    low, high = mixture.interval(LEVEL)
    ends = float(np.expm1(actual - high)), float(np.expm1(actual - low))
    return Matched(name, float(np.expm1(actual - mixture.quantile(0.5))), ends, ends[1] >= 0)


def _judged(
    calendar: Timeline,
    jumps: tuple[Jump, ...],
    ratios: dict[str, Floats],
    known: int,
    left_out: tuple[LeftOut, ...],
) -> FollowerJumps:
    worst = max(jumps, key=_worry, default=None)
    verdict = _name(worst)
    told = next((one for one in worst.matched if not one.matched), None) if worst else None
    told = told or (worst.matched[0] if worst and worst.matched else None)
    return FollowerJumps(
        verdict=verdict,
        words=_words(calendar, worst, verdict, told, known),
        estimate=told.change if told else None,
        interval=told.interval if told else None,
        rows_used=known,
        rows_left_out=left_out,
        smallest_visible=LEAST_RISE,
        jumps=jumps,
        drift=_drift(ratios.get("engagements")),
    )


def _worry(jump: Jump) -> tuple[int, float]:
    kinds = (NO_JUMP, JUMP_ONLY, MATCHED, NOT_MATCHED)
    return kinds.index(_name(jump)), jump.rise


def _name(jump: Jump | None) -> str:
    if jump is None:
        return NO_JUMP
    if not jump.matched:
        return JUMP_ONLY
    return MATCHED if all(one.matched for one in jump.matched) else NOT_MATCHED


def _words(
    calendar: Timeline, jump: Jump | None, verdict: str, told: Matched | None, known: int
) -> str:
    base = (
        f"From {known} {calendar.step}s; a jump of less than 5 points above the usual growth, or "
        "followers who come evenly, could not have been seen."
    )
    if jump is None:
        return f"Followers grew as usual in every {calendar.step}. {base}"
    rose = f"Followers jumped {percent(jump.rise)} in {jump.period}"
    purged = " Many left again within six months." if jump.purged else ""
    if verdict == NOT_MATCHED and told:
        return (
            f"{rose}; {told.of} a follower fell {percent(abs(told.change))} below what was to be "
            f"expected.{purged} New followers who do not engage may be bought, inactive or simply "
            f"early: check what happened in {jump.period}. {base}"
        )
    if verdict == MATCHED:
        return f"{rose}, and engagement came along as far as can be told.{purged} {base}"
    needed = f"{FEWEST_EARLIER[calendar.step]} {calendar.step}s"
    return (
        f"{rose}. Whether engagement came along cannot be told: that needs engagements of {needed} "
        f"before and of the jump itself.{purged} {base}"
    )


def _drift(ratio: Floats | None) -> float | None:
    """The last quarter of the history against the first: geometric means."""
    if ratio is None:
        return None
    known = ratio[np.isfinite(ratio)]
    quarter = len(known) // 4
    return float(np.expm1(known[-quarter:].mean() - known[:quarter].mean())) if quarter else None
