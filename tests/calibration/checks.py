"""What every judgement is held to, and how often it is right: one function a check.

Each takes how many simulated businesses a case gets (150 in the tests, 1,000 in the full form) and
returns measured figures with their bounds. The seeds are fixed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from data_pipeline.analysis import changes, delays
from data_pipeline.analysis.campaign import campaign
from data_pipeline.analysis.channels import channels
from data_pipeline.analysis.follower_jumps import NO_JUMP, NOT_MATCHED, follower_jumps
from data_pipeline.analysis.timeline import Places, Step, Timeline
from tests.calibration.businesses import (
    BEFORE_CAMPAIGNS,
    BY_DAY,
    KINDS,
    SEASONED,
    Business,
    Line,
    account,
    advertised,
    linked,
    outcomes,
    unlinked,
    weekdays,
)

SURE = 0.05
LIFT = 0.2  # of a log: 22%
DASHBOARD = (12, 3)  # metrics and outcomes on one page


@dataclass(frozen=True)
class Measured:
    """A share that was measured over so many businesses, and where it must lie."""

    check: str
    case: str
    share: float
    least: float
    most: float
    businesses: int

    @property
    def holds(self) -> bool:
        return self.least <= self.share <= self.most


Check = Callable[[int], list[Measured]]


# -- two figures together --------------------------------------------------------------------------


def months_of(count: int) -> Places:
    return np.arange(count, dtype=np.intp) % 12


def linked_changes(business: Business, delay: int = 0) -> changes.Link | None:
    a, b = changes.changes(business.metric), changes.changes(business.outcome)
    return changes.link(a, b, months_of(len(a)), delay)


def searched(business: Business) -> delays.Search:
    a, b = changes.changes(business.metric), changes.changes(business.outcome)
    return delays.search(a, b, months_of(len(a)))


def no_effect(
    months: int, times: int, spoilt: Callable[[np.random.Generator, Business], Business]
) -> tuple[dict[str, float], dict[str, float]]:
    """By kind: how often a link is claimed, and how often the interval holds the truth: none."""
    claimed: dict[str, float] = {}
    covered: dict[str, float] = {}
    for place, (name, kind) in enumerate(KINDS.items()):
        dice = np.random.default_rng((months, place))
        links = [
            one
            for _ in range(times)
            if (one := linked_changes(spoilt(dice, unlinked(kind, dice, months)))) is not None
        ]
        claimed[name] = float(np.mean([one.p < SURE for one in links]))
        covered[name] = float(np.mean([holds(one.interval(), 0.0) for one in links]))
    return claimed, covered


def holds(interval: tuple[float, float], truth: float) -> bool:
    return interval[0] <= truth <= interval[1]


def untouched(dice: np.random.Generator, business: Business) -> Business:
    return business


def spoilt(dice: np.random.Generator, business: Business) -> Business:
    """Three months missing, one month ten times too high, one without any outcome."""
    metric, outcome = business.metric.copy(), business.outcome.copy()
    gaps, odd, empty = np.split(dice.choice(len(metric), 5, replace=False), [3, 4])
    metric[gaps] = np.nan
    metric[odd] *= 10
    outcome[empty] = 0
    return Business(metric, outcome)


def false_links(times: int, lengths: tuple[int, ...] = (24, 36, 48)) -> list[Measured]:
    return [
        one
        for months in lengths
        for one in _no_effect(f"{months} months", months, times, untouched)
    ]


def false_links_in_spoilt_exports(times: int) -> list[Measured]:
    return _no_effect("36 months, with gaps and odd months", 36, times, spoilt)


def _no_effect(
    case: str,
    months: int,
    times: int,
    change: Callable[[np.random.Generator, Business], Business],
) -> list[Measured]:
    claimed, covered = no_effect(months, times, change)
    in_all = times * len(KINDS)
    mean, worst = float(np.mean([*claimed.values()])), max(claimed.values())
    most, most_of_a_kind = (0.06, 0.12) if times < 500 else (0.05, 0.09)
    return [
        Measured("a link claimed where there is none", f"{case}, all kinds", mean, 0, most, in_all),
        Measured(
            "a link claimed where there is none",
            f"{case}, worst kind",
            worst,
            0,
            most_of_a_kind,
            times,
        ),
        Measured(
            "the 90% interval holds the truth",
            f"{case}, no effect, all kinds",
            float(np.mean([*covered.values()])),
            0.87,
            0.95,
            in_all,
        ),
        Measured(
            "the 90% interval holds the truth",
            f"{case}, no effect, worst kind",
            min(covered.values()),
            0.84,
            1,
            times,
        ),
    ]


def links_found(times: int) -> list[Measured]:
    """Power, and coverage with a real effect."""
    least = {(24, 1.0): 0.60, (36, 1.0): 0.90, (48, 1.0): 0.97, (48, 0.5): 0.65}
    return [
        one
        for (months, effect), power in least.items()
        for one in _found(months, effect, power, times)
    ]


def _found(months: int, effect: float, power: float, times: int) -> list[Measured]:
    dice = np.random.default_rng((months, int(10 * effect)))
    links = [
        one
        for base in SEASONED.values()
        for _ in range(times)
        if (one := linked_changes(linked(base, dice, months, effect))) is not None
    ]
    case = f"{months} months, elasticity {effect}"
    seen = float(np.mean([one.p < SURE for one in links]))
    covered = float(np.mean([holds(one.interval(), effect) for one in links]))
    return [
        Measured("a real link is found", case, seen, power, 1, len(links)),
        Measured("the 90% interval holds the truth", case, covered, 0.87, 0.95, len(links)),
    ]


def delays_looked_for(times: int) -> list[Measured]:
    measured: list[Measured] = []
    for months in (24, 36, 48):
        dice = np.random.default_rng(months)
        none = [
            searched(unlinked(kind, dice, months)) for kind in KINDS.values() for _ in range(times)
        ]
        claims = float(np.mean([one.p < SURE for one in none if one.links]))
        case = f"best of four delays, {months} months"
        measured.append(
            Measured("a link claimed where there is none", case, claims, 0, 0.06, len(none))
        )
    return [*measured, *_delays_named(times)]


def _delays_named(times: int) -> Iterator[Measured]:
    dice = np.random.default_rng(7)
    for true in (0, 1, 2):
        found = [
            searched(linked(base, dice, 36, 0.7, true))
            for base in SEASONED.values()
            for _ in range(times)
        ]
        named = [one.best == true for one in found if one.links and one.p < SURE]
        right = float(np.mean(named))
        yield Measured(
            "the delay named is right", f"36 months, {true} later", right, 0.9, 1, len(named)
        )


def dashboards(times: int) -> list[Measured]:
    """Pages of 36 unrelated pairs; a claim anywhere is one too many."""
    kinds, measured = list(KINDS.values()), list[Measured]()
    for months in (36, 48):
        dice = np.random.default_rng(months)
        claims = [_any_claim(kinds, dice, months) for _ in range(max(20, times // 8))]
        share = float(np.mean(claims))
        case = f"a page of 36 pairs, {months} months"
        measured.append(Measured("a page with any false claim", case, share, 0, 0.10, len(claims)))
    return measured


def _any_claim(
    kinds: list[Callable[..., tuple[Line, Line]]], dice: np.random.Generator, months: int
) -> bool:
    metrics = [
        unlinked(kinds[place], dice, months).metric
        for place in dice.integers(0, len(kinds), DASHBOARD[0])
    ]
    wanted = [
        unlinked(kinds[place], dice, months).outcome
        for place in dice.integers(0, len(kinds), DASHBOARD[1])
    ]
    found = [searched(Business(one, other)) for one in metrics for other in wanted]
    return any(delays.screened([one.p for one in found if one.links]))


def by_day(times: int) -> list[Measured]:
    measured: list[Measured] = []
    for days in (400, 1000):
        links = [
            link
            for place, kind in enumerate(BY_DAY.values())
            for link in _days(np.random.default_rng((days, place)), kind, days, max(40, times // 2))
        ]
        claims = float(np.mean([one.p < SURE for one in links]))
        covered = float(np.mean([holds(one.interval(), 0.0) for one in links]))
        measured += [
            Measured(
                "a link claimed where there is none", f"{days} days", claims, 0, 0.08, len(links)
            ),
            Measured(
                "the 90% interval holds the truth", f"{days} days", covered, 0.85, 0.96, len(links)
            ),
        ]
    return measured


def _days(
    dice: np.random.Generator, kind: Callable[..., tuple[Line, Line]], days: int, times: int
) -> Iterator[changes.Link]:
    for _ in range(times):
        metric, outcome = (line + weekdays(days) for line in kind(dice, days))
        wanted = outcomes(dice, outcome, 100)
        one = changes.link(
            changes.changes(1000 * np.exp(metric)),
            changes.changes(wanted),
            np.arange(days, dtype=np.intp) % 7,
        )
        assert one is not None
        yield one


# -- campaigns -------------------------------------------------------------------------------------

FIRST = date(2021, 1, 1)


def frame(step: Step = "month", **lines: Line) -> pl.DataFrame:
    rows = len(next(iter(lines.values())))
    calendar = Timeline(step, FIRST, rows)
    return pl.DataFrame({"date": [calendar.date_of(at) for at in range(rows)], **lines})


def campaigns(times: int) -> list[Measured]:
    cases = ((12, 1), (12, 3), (24, 1), (24, 3), (36, 3))
    return [one for before, window in cases for one in _quiet(before, window, max(20, times // 3))]


def _quiet(before: int, window: int, times: int) -> list[Measured]:
    claims: list[float] = []
    covers: list[bool] = []
    for place, line in enumerate(BEFORE_CAMPAIGNS.values()):
        dice = np.random.default_rng((before, window, place))
        judged = [_campaign(line, dice, before, window, 0.0) for _ in range(times)]
        claims.append(float(np.mean([p < SURE for p, _ in judged])))
        covers += [holds(interval, 0.0) for _, interval in judged]
    case = f"{before} months before, {window} after"
    # A kind's own figure carries ± 6 points at 50 businesses.
    worst = 0.16 if times >= 200 else 0.20
    in_all = len(covers)
    return [
        Measured("an effect claimed of nothing", case, float(np.mean(claims)), 0, 0.09, in_all),
        Measured(
            "an effect claimed of nothing", f"{case}, worst kind", max(claims), 0, worst, times
        ),
        Measured("the 90% interval holds the truth", case, float(np.mean(covers)), 0.84, 1, in_all),
    ]


def _campaign(
    line: Callable[[np.random.Generator, int], Line],
    dice: np.random.Generator,
    before: int,
    window: int,
    effect: float,
) -> tuple[float, tuple[float, float]]:
    logs = line(dice, before + window)
    logs[before:] += effect
    rows = frame(calls=(600 * np.exp(logs - logs[0])).round())
    months = rows["date"].to_list()
    judged = campaign(rows, "calls", months[before], months[-1])
    assert judged.p is not None, judged.words
    assert judged.interval is not None
    return judged.p, judged.interval


def campaigns_found(times: int) -> list[Measured]:
    found: list[bool] = []
    covers: list[bool] = []
    for place, line in enumerate(BEFORE_CAMPAIGNS.values()):
        dice = np.random.default_rng((99, place))
        for _ in range(max(20, times // 3)):
            _, interval = _campaign(line, dice, 36, 3, LIFT)
            found.append(interval[0] > 0)
            covers.append(holds(interval, float(np.expm1(LIFT))))
    case = "a lift of 22%, 36 months before, 3 after"
    return [
        Measured("a real effect is found", case, float(np.mean(found)), 0.5, 1, len(found)),
        Measured(
            "the 90% interval holds the truth", case, float(np.mean(covers)), 0.84, 1, len(found)
        ),
    ]


# -- followers and channels ------------------------------------------------------------------------


def jumps(times: int) -> list[Measured]:
    def judged(seed: int, jump: float, *, matched: bool) -> list[str]:
        dice = np.random.default_rng(seed)
        months = Timeline("month", FIRST, 24)
        accounts = [account(dice, 24, jump=jump, matched=matched) for _ in range(times)]
        return [
            follower_jumps(months, one.followers, engagements=one.engagements).verdict
            for one in accounts
        ]

    flagged = float(np.mean([one != NO_JUMP for one in judged(1, 0.0, matched=True)]))
    genuine = judged(2, 0.25, matched=True)
    seen = float(np.mean([one != NO_JUMP for one in genuine]))
    wronged = float(np.mean([one == NOT_MATCHED for one in genuine]))
    bought = float(np.mean([one == NOT_MATCHED for one in judged(3, 0.40, matched=False)]))
    case = "steady growth, 24 months"
    return [
        Measured("a follower jump flagged where there is none", case, flagged, 0, 0.06, times),
        Measured("a follower jump of 25% is found", case, seen, 0.95, 1, times),
        Measured("a genuine jump called unmatched", case, wronged, 0, 0.12, times),
        Measured("an unmatched jump of 40% called so", case, bought, 0.80, 1, times),
    ]


def returns(times: int) -> list[Measured]:
    """Weekly figures of two channels with known returns."""
    covered: list[bool] = []
    right: list[bool] = []
    for seed in range(max(4, times // 40)):
        truth = advertised(np.random.default_rng(seed), 156, 2)
        names = ["search", "social"]
        rows = frame("week", sales=truth.sales, search=truth.spend[:, 0], social=truth.spend[:, 1])
        judged = channels(rows, "sales", names)
        known = dict(zip(names, truth.returned.tolist(), strict=True))
        covered += [
            holds(one.interval, known[one.channel])
            or abs(one.estimate / known[one.channel] - 1) < 0.10
            for one in judged.returns
        ]
        right += [known[one.channel] > known[one.than] for one in judged.p_better if one.p >= 0.9]
    case = "156 weeks, 2 channels"
    return [
        Measured(
            "a channel's return covered or within 10%",
            case,
            float(np.mean(covered)),
            0.8,
            1,
            len(covered),
        ),
        Measured(
            "a ranking claimed at 90% is right", case, float(np.mean(right)), 0.9, 1, len(right)
        ),
    ]


CHECKS: dict[str, Check] = {
    check.__name__.replace("_", " "): check
    for check in (
        false_links,
        false_links_in_spoilt_exports,
        links_found,
        delays_looked_for,
        dashboards,
        by_day,
        campaigns,
        campaigns_found,
        jumps,
        returns,
    )
}
