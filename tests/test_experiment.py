"""Experiments: what the lot allows to be said, how small an effect a plan can see, and that a plan
stays what it was."""

from datetime import date, timedelta
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_pipeline.analysis.experiment import (
    FEWEST_PAIRS,
    Experiment,
    all_lots,
    drawn_plan,
    experiment,
    interval_of_lots,
    power,
    share_of_lots,
)
from data_pipeline.metrics.experiments import power_of, standings, verdict_from
from data_pipeline.problems import Refused
from data_pipeline.warehouse import Warehouse, open_warehouse
from data_pipeline.warehouse.experiments import (
    Planned,
    declare_experiment,
    experiments,
    withdraw_experiment,
)
from tests.tables import fill
from tests.test_judge_together import BANNED

MONDAY = date(2025, 1, 6)
PAIRS = st.integers(FEWEST_PAIRS, 10)
# Of counts: lots often tie, and a tie counts.
DIFFERENCES = st.lists(st.integers(-30, 30), min_size=FEWEST_PAIRS, max_size=9).map(
    lambda counts: np.array(counts, dtype=float)
)


# -- the plan -------------------------------------------------------------------------------------


@given(PAIRS, st.integers(0, 2**31 - 1))
def test_of_each_two_weeks_one_is_on_and_a_seed_draws_the_same_plan_again(pairs: int, seed: int):
    plan = drawn_plan(2 * pairs, seed)
    assert [sum(plan[week : week + 2]) for week in range(0, 2 * pairs, 2)] == [1] * pairs
    assert plan == drawn_plan(2 * pairs, seed)


def test_every_plan_is_drawn_as_often_as_any_other():
    first_on = np.mean([drawn_plan(12, seed)[::2] for seed in range(2_000)], axis=0)
    assert np.all(np.abs(first_on - 0.5) < 0.05)
    assert len({drawn_plan(12, seed) for seed in range(2_000)}) == 2**6


# -- judged by the lot, against every lot written out ---------------------------------------------


def share_by_hand(differences: np.ndarray, effect: float = 0.0) -> float:
    """Of all lots, one by one."""
    left = differences - effect
    seen = abs(left.sum())
    reached = [
        abs(sum(sign * one for sign, one in zip(signs, left, strict=True))) >= seen - 1e-7
        for signs in product((1, -1), repeat=len(left))
    ]
    return float(np.mean(reached))


@given(DIFFERENCES)
@settings(max_examples=25, deadline=None)
def test_the_share_of_lots_is_what_counting_every_lot_gives(differences: np.ndarray):
    assert share_of_lots(differences, all_lots(len(differences))) == share_by_hand(differences)


@given(st.integers(0, 10_000), st.integers(FEWEST_PAIRS, 8))
@settings(max_examples=25, deadline=None)
def test_the_interval_is_every_effect_that_counting_the_lots_does_not_rule_out(
    seed: int, pairs: int
):
    differences = np.random.default_rng(seed).normal(5, 10, pairs)
    low, high = interval_of_lots(differences, all_lots(pairs))
    step = 1e-4
    for end, outward in ((low, -step), (high, step)):
        assert share_by_hand(differences, end - outward) > 0.10
        assert share_by_hand(differences, end + outward) <= 0.10


def played(dice: np.random.Generator, pairs: int, effect: float) -> np.ndarray:
    """Weeks of a business that grows, has a season and odd weeks; the plan drawn by lot."""
    weeks = np.arange(2 * pairs)
    usual = 40 + weeks + 10 * np.sin(weeks / 8) + 8 * dice.standard_t(3, 2 * pairs)
    on = np.array(drawn_plan(2 * pairs, int(dice.integers(2**31))))
    line = (usual + effect * on).reshape(-1, 2)
    switch = on.reshape(-1, 2)
    return line[switch] - line[~switch]


@pytest.mark.parametrize("pairs", [6, 8, 12])
def test_a_switch_that_does_nothing_is_called_an_effect_no_oftener_than_claimed(pairs: int):
    dice, lots = np.random.default_rng(pairs), all_lots(pairs)
    shares = np.array([share_of_lots(played(dice, pairs, 0.0), lots) for _ in range(1_000)])
    assert np.mean(shares <= 0.05) <= 0.05 + 0.02  # three standard errors of a thousand
    assert np.mean(shares <= 0.10) <= 0.10 + 0.03


@pytest.mark.parametrize("pairs", [6, 12])
def test_the_interval_holds_the_truth_nine_times_in_ten(pairs: int):
    dice, lots = np.random.default_rng(pairs), all_lots(pairs)
    held = 0
    for _ in range(1_000):
        low, high = interval_of_lots(played(dice, pairs, 7.0), lots)
        held += low <= 7.0 <= high
    assert held / 1_000 >= 0.90 - 0.03


def test_more_pairs_than_can_be_written_out_are_judged_by_a_sample_of_lots():
    differences = np.random.default_rng(3).normal(3, 5, 15)
    sampled = share_of_lots(differences, all_lots(15))
    kept = 1.0 - 2.0 * ((np.arange(2**15)[:, None] >> np.arange(15)) & 1)
    exact = np.mean(np.abs(kept @ differences) >= abs(differences.sum()) - 1e-9)
    assert sampled == pytest.approx(exact, abs=0.01)


# -- verdicts -------------------------------------------------------------------------------------


def weeks_with(
    effect: float, pairs: int = 8, seed: int = 5
) -> tuple[list[float], tuple[bool, ...]]:
    dice, on = np.random.default_rng(seed), drawn_plan(2 * pairs, 11)
    return list(np.round(dice.normal(30, 4, 2 * pairs) + effect * np.array(on))), on


def judged(effect: float, **options: int) -> Experiment:
    values, on = weeks_with(effect, **options)
    return experiment(values, on, label="Enquiries", switched="evening replies")


def test_a_switch_that_works_is_told_with_its_range():
    verdict = judged(10)
    assert verdict.verdict == "clear lift"
    assert verdict.effect is not None
    assert verdict.weeks_on_mean is not None
    assert verdict.weeks_off_mean is not None
    low, high = verdict.effect.absolute_interval
    assert low < 10 < high
    assert verdict.effect.absolute == pytest.approx(verdict.weeks_on_mean - verdict.weeks_off_mean)
    assert verdict.estimate == pytest.approx(verdict.effect.absolute / verdict.weeks_off_mean)
    assert "weeks with “evening replies” brought" in verdict.words
    assert "From 8 pairs of weeks" in verdict.words


def test_a_switch_that_harms_is_told_as_a_fall():
    assert judged(-12).verdict == "clear fall"


def test_nothing_is_told_as_nothing_with_what_could_not_have_been_seen():
    verdict = judged(0)
    assert verdict.verdict == "no clear change"
    assert "could not have been seen" in verdict.words


def test_a_week_that_is_not_whole_takes_its_pair_with_it():
    values, on = weeks_with(10)
    verdict = experiment([None, *values[1:]], on, label="Enquiries")
    assert (verdict.pairs, verdict.rows_used) == (7, 14)
    assert [(one.rows, one.reason) for one in verdict.rows_left_out] == [
        (2, "a week of a pair that is not whole")
    ]


def test_fewer_than_six_pairs_are_refused_with_what_is_missing():
    values, on = weeks_with(10, pairs=6)
    verdict = experiment([None, *values[1:]], on, label="Enquiries")
    assert verdict.verdict == "refused"
    assert verdict.estimate is None
    assert "6 are needed, 1 more" in (verdict.refused_because or "")


def test_weeks_of_nothing_at_all_say_nothing_and_divide_by_nothing():
    verdict = experiment([0.0] * 12, drawn_plan(12, 1), label="Calls")
    assert verdict.verdict == "no clear change"
    assert verdict.p == 1
    assert verdict.as_json()["estimate"] is None


def test_no_word_claims_more_than_was_seen():
    for effect in (-12, 0, 3, 12):
        said = judged(effect).words.casefold()
        assert not [word for word in BANNED if word in said]


def test_a_verdict_that_was_kept_is_the_same_verdict():
    verdict = judged(10)
    assert verdict_from(verdict.as_json()) == verdict
    values, on = weeks_with(10, pairs=6)
    refused = experiment([None, *values[1:]], on, label="Enquiries")
    assert verdict_from(refused.as_json()) == refused


# -- before it begins -----------------------------------------------------------------------------


@pytest.mark.parametrize("weeks", [12, 24, 40])
def test_the_smallest_effect_is_seen_four_times_in_five(weeks: int):
    dice, pairs = np.random.default_rng(weeks), weeks // 2
    lots = all_lots(pairs)[:4_000] if pairs > 12 else all_lots(pairs)
    seen: list[float] = []
    for _ in range(12):  # businesses, whose past tells their noise only roughly
        told = power(list(dice.normal(100, 20, 104)), weeks)
        assert told.smallest is not None
        seen += [
            share_of_lots(dice.normal(0, 20 * 2**0.5, pairs) + told.smallest, lots) <= 0.05
            for _ in range(40)
        ]
    assert 0.70 <= np.mean(seen) <= 0.90


def test_more_weeks_see_smaller_effects():
    past = list(np.random.default_rng(1).normal(100, 20, 104))
    told = [power(past, weeks).smallest or 0 for weeks in (12, 16, 24, 52)]
    assert told == sorted(told, reverse=True)
    assert told[0] > 2 * told[-1]


def test_a_short_past_cannot_tell_how_much_a_week_varies():
    told = power([None, None, *np.random.default_rng(1).normal(100, 20, 20)], 16)
    assert told.smallest is None
    assert told.why_not.startswith("Only 20 whole weeks before: 4 more are needed")


def test_the_same_past_gets_the_same_answer():
    past = list(np.random.default_rng(1).normal(100, 20, 104))
    assert power(past, 30) == power(past, 30)


# -- declared, locked, judged once ----------------------------------------------------------------


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return open_warehouse(tmp_path / "workspace")


def declare(warehouse: Warehouse, first: date = MONDAY, weeks: int = 12) -> Planned:
    before = first - timedelta(days=3)
    declare_experiment(
        warehouse, "Evenings", "evening replies", "enquiries", first, weeks, today=before
    )
    return experiments(warehouse)[0]


def upload_weeks(
    warehouse: Warehouse, planned: Planned, *, on: int, off: int, weeks: int | None = None
) -> None:
    """So many enquiries in each week, and the day after the last, for that one is not whole."""
    shown = list(zip(planned.weeks, planned.on, strict=True))[:weeks]
    lines = [
        f"{week}-{place}|{week + timedelta(days=place % 7)}"
        for week, is_on in shown
        for place in range(on if is_on else off)
    ]
    following = shown[-1][0] + timedelta(days=7)
    fill(warehouse, "enquiries", "\n".join(["enquiry_id|date", *lines, f"z|{following}"]))


def test_a_plan_is_kept_as_it_was_drawn(warehouse: Warehouse):
    planned = declare(warehouse)
    assert planned.on == drawn_plan(12, planned.seed)
    assert planned.weeks[0] == MONDAY
    assert planned.last_day == date(2025, 3, 30)
    assert experiments(open_warehouse(warehouse.folder)) == [planned]


def test_a_plan_is_drawn_before_it_begins_or_not_at_all(warehouse: Warehouse):
    with pytest.raises(Refused) as refusal:
        declare_experiment(
            warehouse, " ", "x" * 61, "calls", MONDAY + timedelta(1), 13, today=date(2025, 2, 1)
        )
    said = str(refusal.value)
    for part in (
        "has no name",
        "61 letters",
        "doesn't begin on a Monday",
        "has begun already",
        "13 weeks can't be drawn in pairs",
    ):
        assert part in said
    assert experiments(warehouse) == []


def test_it_is_not_judged_before_its_last_week_is_whole(warehouse: Warehouse):
    planned = declare(warehouse)
    upload_weeks(warehouse, planned, on=12, off=6, weeks=11)
    [standing] = standings(warehouse)
    assert standing.verdict is None
    assert standing.whole == 11
    assert experiments(warehouse)[0].judged_at is None


def test_it_is_judged_once_and_later_figures_change_nothing(warehouse: Warehouse):
    planned = declare(warehouse)
    upload_weeks(warehouse, planned, on=12, off=6)
    [standing] = standings(warehouse)
    assert standing.verdict is not None
    assert standing.verdict.verdict == "clear lift"
    assert standing.verdict.effect is not None
    assert standing.verdict.effect.absolute == 6
    fill(warehouse, "enquiries", f"enquiry_id|date\nlate|{planned.weeks[0]}", "later")
    [again] = standings(warehouse)
    assert again.verdict == standing.verdict
    assert again.values == standing.values
    assert experiments(warehouse)[0].judged_at is not None


def test_one_may_be_withdrawn_until_it_is_judged_and_stays_on_record(warehouse: Warehouse):
    planned = declare(warehouse)
    withdraw_experiment(warehouse, planned.id)
    upload_weeks(warehouse, planned, on=12, off=6)
    [standing] = standings(warehouse)
    assert standing.verdict is None
    assert standing.planned.withdrawn_at is not None
    with pytest.raises(Refused):
        withdraw_experiment(warehouse, planned.id)


def test_a_judged_one_cannot_be_withdrawn(warehouse: Warehouse):
    planned = declare(warehouse)
    upload_weeks(warehouse, planned, on=12, off=6)
    standings(warehouse)
    with pytest.raises(Refused):
        withdraw_experiment(warehouse, planned.id)


def test_a_plan_is_weighed_by_the_weeks_of_the_business_itself(warehouse: Warehouse):
    dice = np.random.default_rng(2)
    lines = [
        f"{week}-{number}|{MONDAY + timedelta(days=7 * week + number % 7)}"
        for week in range(60)
        for number in range(int(dice.poisson(20)))
    ]
    fill(warehouse, "enquiries", "\n".join(["enquiry_id|date", *lines]))
    told = power_of(warehouse, "enquiries", 24)
    assert told.smallest is not None
    assert told.usual == pytest.approx(20, abs=2)
    assert 3 < told.smallest < 9  # a week's chance alone is √20
