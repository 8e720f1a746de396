"""What every judgement is held to, and how often it is right: one function a check.

Each takes how many simulated businesses a case gets (150 in the tests, 1,000 in the full form) and
returns measured figures with their bounds. The seeds are fixed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from scipy.special import stdtr

from data_pipeline.analysis import changes, delays
from data_pipeline.analysis.bet import LOST, WON, Claim, Direction, decided, put_to_the_test
from data_pipeline.analysis.campaign import campaign
from data_pipeline.analysis.channels import channels
from data_pipeline.analysis.delays import stand_together
from data_pipeline.analysis.elasticity import per_tenth
from data_pipeline.analysis.experiment import Experiment, drawn_plan, experiment, power
from data_pipeline.analysis.follower_jumps import NO_JUMP, NOT_MATCHED, follower_jumps
from data_pipeline.analysis.forecast_help import ForecastHelp, forecast_help
from data_pipeline.analysis.look_alike import LOOK_ALIKE
from data_pipeline.analysis.pace import pace
from data_pipeline.analysis.time_to_know import time_to_know
from data_pipeline.analysis.timeline import Places, Step, Timeline
from data_pipeline.analysis.usual_range import usual_range
from tests.calibration.businesses import (
    BEFORE_CAMPAIGNS,
    BY_DAY,
    GROWING,
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
NOTHING_CALLED_EFFECT = "an effect claimed of nothing"
HOLDS = "the 90% interval holds the truth"
WON_OF_NOTHING = "a bet on nothing is won"
QUIET_CALLED_UNUSUAL = "a quiet month called unusual"


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


def first_pages(times: int) -> list[Measured]:
    """Three unrelated metrics beside four outcomes, as the first page looks at them all at once."""
    kinds, measured = list(KINDS.values()), list[Measured]()
    for months in (24, 36, 48):
        dice = np.random.default_rng(months)
        claims = [_any_on_the_first_page(kinds, dice, months) for _ in range(max(100, times // 2))]
        share, case = float(np.mean(claims)), f"3 metrics, 4 outcomes, {months} months"
        measured.append(Measured("a page with any false claim", case, share, 0, 0.10, len(claims)))
    return measured


def _any_on_the_first_page(
    kinds: list[Callable[..., tuple[Line, Line]]], dice: np.random.Generator, months: int
) -> bool:
    chosen = [unlinked(kinds[one], dice, months) for one in dice.integers(0, len(kinds), 4)]
    found = [
        searched(Business(one.metric, other.outcome)) for one in chosen[:3] for other in chosen
    ]
    told = [one.p for one in found if one.links]
    return any(stand_together(told))


def look_alikes(times: int) -> list[Measured]:
    """How often the bare lines of two figures that grow, each by itself, match beyond chance: what
    a page says beside two lines that both rise. The more months, the surer one is deceived."""
    measured: list[Measured] = []
    for months, least in {12: 0.35, 18: 0.6, 24: 0.7, 30: 0.75, 36: 0.85, 48: 0.9, 60: 0.9}.items():
        dice = np.random.default_rng(months)
        alike = [
            _lines_match(unlinked(kind, dice, months)) for kind in GROWING for _ in range(times)
        ]
        share, case = float(np.mean(alike)), f"{months} months"
        measured.append(Measured(LOOK_ALIKE, case, share, least, 1, len(alike)))
    return measured


def _lines_match(business: Business) -> bool:
    """Pearson's r of the lines as they are, two-sided p < 0.05: the mistake itself."""
    freedom = len(business.metric) - 2
    r = float(np.corrcoef(business.metric, business.outcome)[0, 1])
    t = r * np.sqrt(freedom / (1 - r * r))
    return float(2 * stdtr(freedom, -abs(t))) < SURE


def bets_on_nothing(times: int) -> list[Measured]:
    """Bets on an unlinked business, judged by the months after them; and on the closest of many
    pairs, as whoever bets on a hint does."""
    cases = ((24, 12), (36, 12), (36, 24))
    measured = [one for known, new in cases for one in _won_of_nothing(known, new, times)]
    dice, kinds = np.random.default_rng(72), list(KINDS.values())
    picked = [_bet_on_the_closest(kinds, dice) for _ in range(max(60, times // 3))]
    case, share = "picked as the closest of 72", float(np.mean(picked))
    return [*measured, Measured(WON_OF_NOTHING, case, share, 0, 0.10, len(picked))]


def _won_of_nothing(known: int, new: int, times: int) -> list[Measured]:
    won: list[float] = []
    for place, kind in enumerate(KINDS.values()):
        dice = np.random.default_rng((known, new, place))
        results = [_bet(unlinked(kind, dice, known + new), known) for _ in range(times)]
        won.append(float(np.mean([one == WON for one in results])))
    most, most_of_a_kind = (0.06, 0.12) if times < 500 else (0.05, 0.09)
    case, mean, in_all = (
        f"{known} months before, {new} after",
        float(np.mean(won)),
        times * len(won),
    )
    return [
        Measured(WON_OF_NOTHING, f"{case}, all kinds", mean, 0, most, in_all),
        Measured(WON_OF_NOTHING, f"{case}, worst kind", max(won), 0, most_of_a_kind, times),
    ]


def bets_on_a_link(times: int) -> list[Measured]:
    """Of a link that is there, half its size is bet, and its very size."""
    dice = np.random.default_rng(12)
    true = [linked(base, dice, 48, 1.0, 1) for base in SEASONED.values() for _ in range(times)]
    half, whole = per_tenth(0.5), per_tenth(1.0)
    won = float(np.mean([_bet(one, 36, 1, half) == WON for one in true]))
    lost = float(np.mean([_bet(one, 36, 1, whole) == LOST for one in true]))
    case = "36 months before, 12 after, elasticity 1.0"
    return [
        Measured("a bet on a real link is won", case, won, 0.6, 1, len(true)),
        Measured("a true bet is lost", case, lost, 0, 0.08, len(true)),
    ]


def _bet(
    business: Business,
    known: int,
    delay: int = 0,
    smallest: float = 0.001,
    direction: Direction = "rise",
) -> str:
    """What becomes of a bet made after so many months."""
    rows = frame(metric=business.metric, outcome=business.outcome)
    days = rows["date"].to_list()
    claim = Claim(direction, delay, smallest, days[known], days[-1])
    tested = put_to_the_test(rows, "metric", "outcome", claim, labels=("posts", "enquiries"))
    return decided([tested])[0].verdict


def _bet_on_the_closest(
    kinds: list[Callable[..., tuple[Line, Line]]], dice: np.random.Generator
) -> bool:
    known, chosen = 36, [unlinked(kinds[one], dice, 48) for one in dice.integers(0, len(kinds), 9)]
    pairs = [Business(one.metric, other.outcome) for one in chosen[:6] for other in chosen[6:]]
    found = [searched(Business(one.metric[:known], one.outcome[:known])) for one in pairs]
    told = [place for place, one in enumerate(found) if one.links]
    best = min(told, key=lambda place: found[place].p)
    delay = found[best].best
    direction = "rise" if found[best].links[delay].slope > 0 else "fall"
    return _bet(pairs[best], known, delay, direction=direction) == WON


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


def campaigns_by_day(times: int) -> list[Measured]:
    """Campaigns of some weeks, each day a count of a few, with weekdays and a season."""
    cases = ((3, 180, 14), (3, 365, 28), (12, 180, 14), (12, 365, 28))
    return [one for case in cases for one in _quiet_days(*case, max(60, times // 3))]


def _quiet_days(a_day: int, before: int, window: int, times: int) -> list[Measured]:
    dice = np.random.default_rng((a_day, before, window))
    judged = [_days_of_nothing(dice, a_day, before, window) for _ in range(times)]
    claims = float(np.mean([p < SURE for p, _ in judged]))
    covered = float(np.mean([holds(interval, 0.0) for _, interval in judged]))
    case = f"{a_day} a day, {before} days before, {window} after"
    chance = 3 * (0.07 * 0.93 / times) ** 0.5
    return [
        Measured(NOTHING_CALLED_EFFECT, case, claims, 0, round(0.07 + chance, 3), times),
        Measured(HOLDS, case, covered, round(0.87 - 1.3 * chance, 3), 1, times),
    ]


def _days_of_nothing(
    dice: np.random.Generator, a_day: int, before: int, window: int
) -> tuple[float, tuple[float, float]]:
    days = np.arange(before + window)
    logs = np.log(a_day) + 0.2 * np.sin(2 * np.pi * (days / 365.25 + dice.random()))
    logs += weekdays(len(days)) + np.cumsum(dice.normal(0, 0.01, len(days)))
    rows = frame("day", calls=dice.poisson(np.exp(logs)).astype(float))
    dates = rows["date"].to_list()
    judged = campaign(rows, "calls", dates[before], dates[-1])
    assert judged.p is not None, judged.words
    assert judged.interval is not None
    return judged.p, judged.interval


# -- experiments -----------------------------------------------------------------------------------


def experiments(times: int) -> list[Measured]:
    """Weeks switched by a lot, in businesses with a season, growth and odd weeks."""
    return [one for pairs in (6, 8, 12, 26) for one in _switched(pairs, times)]


def _switched(pairs: int, times: int) -> list[Measured]:
    dice = np.random.default_rng(pairs)
    effect = 7.0
    judged = [_weeks_switched(dice, pairs, size) for _ in range(times) for size in (0.0, effect)]
    claims = float(np.mean([one.p <= SURE for one in judged[::2] if one.p is not None]))
    covered = [
        holds(one.effect.absolute_interval, truth)
        for side, truth in ((judged[::2], 0.0), (judged[1::2], effect))
        for one in side
        if one.effect
    ]
    case = f"{pairs} pairs of weeks, drawn by lot"
    chance = 3 * (SURE * (1 - SURE) / times) ** 0.5
    return [
        Measured(NOTHING_CALLED_EFFECT, case, claims, 0, round(SURE + chance, 3), times),
        Measured(HOLDS, case, float(np.mean(covered)), round(0.9 - chance, 3), 1, len(covered)),
    ]


def _weeks_switched(dice: np.random.Generator, pairs: int, effect: float) -> Experiment:
    weeks = np.arange(2 * pairs)
    on = drawn_plan(2 * pairs, int(dice.integers(2**31)))
    usual = 60 + weeks + 10 * np.sin(weeks / 8) + 8 * dice.standard_t(3, 2 * pairs)
    return experiment(list(usual + effect * np.array(on)), on, label="calls")


def experiments_promised(times: int) -> list[Measured]:
    """An effect of the size told before the first week, in a business that goes on as it did."""
    measured: list[Measured] = []
    for weeks in (12, 24, 52):
        dice = np.random.default_rng(weeks)
        found = [_promise_kept(dice, weeks) for _ in range(max(120, times // 2))]
        share, case = float(np.mean(found)), f"the size promised for {weeks} weeks"
        measured.append(Measured("a real effect is found", case, share, 0.68, 0.92, len(found)))
    return measured


def _promise_kept(dice: np.random.Generator, weeks: int) -> bool:
    line = 100 + 15 * dice.normal(size=104 + weeks)
    promised = power(list(line[:104]), weeks).smallest
    assert promised is not None
    on = drawn_plan(weeks, int(dice.integers(2**31)))
    judged = experiment(list(line[104:] + promised * np.array(on)), on, label="calls")
    return judged.verdict == "clear lift"


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


# -- one figure by itself --------------------------------------------------------------------------

STEADY = ("growth", "season")  # of the quiet lines: those in which nothing changes


def quiet_months(times: int) -> list[Measured]:
    """How often a month like those before it is called unusual."""
    measured: list[Measured] = []
    for months in (12, 24, 36):
        dice = np.random.default_rng((months, 95))
        steady = (
            [BEFORE_CAMPAIGNS[name] for name in STEADY]
            if months >= 24
            else [BEFORE_CAMPAIGNS["growth"]]
        )
        called = [
            _called_unusual(outcomes(dice, line(dice, months + 1)))
            for line in steady
            for _ in range(times)
        ]
        share = float(np.mean(called))
        case = f"{months} months before"
        measured.append(Measured(QUIET_CALLED_UNUSUAL, case, share, 0.02, 0.08, len(called)))
    return measured


def _called_unusual(line: Line) -> bool:
    at = len(line) - 1
    usual = usual_range(line[:-1].tolist(), range(at), at)
    assert usual
    return usual.tells(float(line[-1])) != "within"


def forecasts_helped(times: int) -> list[Measured]:
    """A metric that has nothing to do with the outcome, and one that moves it."""
    measured: list[Measured] = []
    for months in (30, 36, 48):
        dice = np.random.default_rng((months, 4))
        found = [
            one
            for kind in KINDS.values()
            for _ in range(max(20, times // 3))
            if (one := _helped(unlinked(kind, dice, months)))
        ]
        worse, case = float(np.mean([one.skill < 0 for one in found])), f"{months} months"
        sure = float(np.mean([one.p < SURE for one in found]))
        measured += [
            Measured("an unlinked metric makes forecasts worse", case, worse, 0.6, 1, len(found)),
            Measured("a forecast helped by nothing", case, sure, 0, 0.10, len(found)),
        ]
    dice = np.random.default_rng(40)
    true = [
        one
        for base in SEASONED.values()
        for _ in range(times)
        if (one := _helped(linked(base, dice, 36, 1.0, 1)))
    ]
    better, case = float(np.mean([one.skill > 0 for one in true])), "36 months, elasticity 1.0"
    return [*measured, Measured("a real link helps the forecast", case, better, 0.7, 1, len(true))]


def _helped(business: Business) -> ForecastHelp | None:
    a, b = changes.changes(business.metric), changes.changes(business.outcome)
    return forecast_help(a, b, months_of(len(a)))


def waits(times: int) -> list[Measured]:
    """After the months it told, how many links of that size are found."""
    dice = np.random.default_rng(80)
    found = [
        seen
        for base in SEASONED.values()
        for _ in range(max(20, times // 3))
        if (seen := _found_in_time(base, dice, 0.7)) is not None
    ]
    case = "told from 30 months, elasticity 0.7"
    share = float(np.mean(found))
    return [Measured("a link is found in the time told", case, share, 0.65, 0.95, len(found))]


def _found_in_time(
    base: Callable[[np.random.Generator, int], Line], dice: np.random.Generator, effect: float
) -> bool | None:
    """None where no number of months up to ten years was told."""
    before = linked_changes(linked(base, dice, 30, 0.0))
    wait = time_to_know(before, 30, per_tenth(effect)).months if before else None
    if wait is None or wait > 120:
        return None
    after = linked_changes(linked(base, dice, wait, effect))
    return after is not None and after.p < SURE


def years_ends(times: int) -> list[Measured]:
    """Whether half a year's end lies in the range told."""
    dice = np.random.default_rng(60)
    inside = [
        _ends_inside(outcomes(dice, line(dice, 42)))
        for line in BEFORE_CAMPAIGNS.values()
        for _ in range(max(20, times // 10))
    ]
    case, share = "36 months before, 6 ahead", float(np.mean(inside))
    return [Measured("the range of a year's end holds it", case, share, 0.82, 0.97, len(inside))]


def _ends_inside(line: Line) -> bool:
    told = pace(line[:36], months_of(42), 6, so_far=0.0, target=1.0)
    assert told.low is not None
    assert told.high is not None
    return told.low <= float(line[36:].sum()) <= told.high


CHECKS: dict[str, Check] = {
    check.__name__.replace("_", " "): check
    for check in (
        false_links,
        false_links_in_spoilt_exports,
        links_found,
        delays_looked_for,
        dashboards,
        first_pages,
        look_alikes,
        bets_on_nothing,
        bets_on_a_link,
        by_day,
        campaigns,
        campaigns_found,
        campaigns_by_day,
        experiments,
        experiments_promised,
        jumps,
        returns,
        quiet_months,
        forecasts_helped,
        waits,
        years_ends,
    )
}
