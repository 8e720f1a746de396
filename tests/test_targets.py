"""What a year should bring: kept with its past, spread over months, and told as a range."""

from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from data_pipeline.analysis.pace import pace
from data_pipeline.analysis.season import season_shares, spread
from data_pipeline.metrics.judged_targets import (
    TargetYear,
    own_season,
    proposed,
    target_years,
)
from data_pipeline.problems import Refused
from data_pipeline.warehouse import Warehouse, ledger, open_warehouse
from data_pipeline.warehouse.targets import (
    set_targets,
    targets,
    year_around,
    year_begins,
)
from tests.small_business import small_business

MARCH, APRIL = date(2025, 3, 1), date(2025, 4, 1)
YEAR = year_around(MARCH, 1)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return open_warehouse(tmp_path / "business")


def standing(warehouse: Warehouse) -> dict[date, float]:
    return {one.month: one.value for one in targets(warehouse)}


def at(warehouse: Warehouse, when: datetime) -> None:
    """As if the newest rows had been written then."""
    table = ledger.targets
    with ledger.writing(warehouse.engine) as connection:
        newest = sa.select(sa.func.max(table.c.set_at)).scalar_subquery()
        connection.execute(sa.update(table).where(table.c.set_at == newest).values(set_at=when))


# -- in the ledger --------------------------------------------------------------------------------


def test_a_target_counts_until_a_later_one_is_set(warehouse: Warehouse):
    assert set_targets(warehouse, "calls", {MARCH: 90.0, APRIL: 100.0}) == 2
    assert set_targets(warehouse, "calls", {MARCH: 90.0, APRIL: 120.0}) == 1
    assert standing(warehouse) == {MARCH: 90.0, APRIL: 120.0}


def test_a_target_that_was_changed_keeps_when_and_from_what(warehouse: Warehouse):
    set_targets(warehouse, "calls", {MARCH: 90.0})
    at(warehouse, datetime(2025, 2, 3))
    set_targets(warehouse, "calls", {MARCH: 70.0})
    [one] = targets(warehouse)
    assert (one.value, one.first_value) == (70.0, 90.0)
    assert one.set_at == datetime(2025, 2, 3)
    assert one.changed_at is not None
    assert one.changed_at > one.set_at


def test_a_target_taken_back_is_none_and_begins_anew(warehouse: Warehouse):
    set_targets(warehouse, "calls", {MARCH: 90.0})
    set_targets(warehouse, "calls", {MARCH: None})
    assert targets(warehouse) == []
    set_targets(warehouse, "calls", {MARCH: 80.0})
    [one] = targets(warehouse)
    assert (one.first_value, one.changed_at) == (80.0, None)


@pytest.mark.parametrize("wrong", [-1.0, float("nan"), float("inf")])
def test_what_cannot_be_a_target_changes_nothing(warehouse: Warehouse, wrong: float):
    with pytest.raises(Refused, match="can't be a target"):
        set_targets(warehouse, "calls", {MARCH: 90.0, APRIL: wrong})
    assert targets(warehouse) == []


@pytest.mark.parametrize(
    ("begins", "month", "first"),
    [
        (1, date(2025, 12, 1), date(2025, 1, 1)),
        (4, date(2025, 3, 1), date(2024, 4, 1)),
        (4, date(2025, 4, 1), date(2025, 4, 1)),
        (12, date(2025, 11, 1), date(2024, 12, 1)),
    ],
)
def test_a_year_begins_where_the_business_says(begins: int, month: date, first: date):
    months = year_around(month, begins)
    assert months[0] == first
    assert len(months) == 12
    assert month in months


def test_a_year_begins_in_january_unless_it_is_told(warehouse: Warehouse):
    assert year_begins(warehouse) == 1
    warehouse.keep_setting("year_begins", 7)
    assert year_begins(warehouse) == 7


# -- over the months ------------------------------------------------------------------------------


@given(st.integers(0, 10**7), st.lists(st.floats(0.01, 1), min_size=1, max_size=12))
def test_months_add_up_to_their_year_in_whole_numbers(total: int, shares: list[float]):
    months = spread(total, shares)
    assert sum(months) == total
    assert all(month == int(month) and month >= 0 for month in months)
    exact = [share / sum(shares) * total for share in shares]
    assert all(abs(month - wanted) < 1 for month, wanted in zip(months, exact, strict=True))


def season(strength: float, years: int, noise: float, seed: int = 1) -> list[float] | None:
    dice = np.random.default_rng(seed)
    places = np.arange(12 * years)
    wave = strength * np.sin(2 * np.pi * places / 12)
    values = 100 * np.exp(0.01 * places + wave + dice.normal(0, noise, len(places)))
    months = [date(2022 + place // 12, place % 12 + 1, 1) for place in places.tolist()]
    return season_shares(months, values.tolist())


def test_a_season_is_found_beside_growth():
    shares = season(0.5, 4, 0.05)
    assert shares is not None
    assert sum(shares) == pytest.approx(1)
    wave = np.exp(0.5 * np.sin(2 * np.pi * np.arange(12) / 12))
    assert shares == pytest.approx((wave / wave.sum()).tolist(), abs=0.01)


def test_noise_is_not_made_a_plan():
    """Without a season a plan by the season is nearly even, whatever chance made of the months."""
    apart: list[float] = []
    for seed in range(40):
        shares = season(0.0, 3, 0.3, seed)
        assert shares is not None
        apart.append(max(shares) / min(shares))
    assert np.median(apart) < 1.15


def test_a_season_needs_each_calendar_month_twice():
    assert season(0.5, 1, 0.05) is None
    assert season_shares([], []) is None
    assert season(0.5, 2, 0.05) is not None


# -- beside the figures ---------------------------------------------------------------------------


def business(tmp_path: Path, months: int = 24) -> Warehouse:
    dice = np.random.default_rng(4)
    return small_business(tmp_path / "firm", calls=dice.poisson(60, months).tolist())


def judged(warehouse: Warehouse, total: float, months: list[date] = YEAR) -> TargetYear:
    values = proposed(warehouse, "calls", months, total, by_season=False)
    set_targets(warehouse, "calls", dict(zip(months, values, strict=True)))
    [year] = target_years(warehouse, "calls")
    return year


def test_a_year_under_way_ends_in_a_range(tmp_path: Path):
    year = judged(business(tmp_path, 21), 720)
    assert (year.state, year.until) == ("under way", date(2025, 9, 1))
    assert year.planned == 540
    assert year.so_far == sum(one.actual or 0 for one in year.months)
    assert year.pace is not None
    assert year.pace.low is not None
    assert year.pace.high is not None
    assert year.so_far < year.pace.low < year.pace.high
    assert len(year.pace.by_month) == 3
    assert year.pace.by_month[-1] == (year.pace.low, year.pace.expected, year.pace.high)
    assert year.told == "on pace"


def test_pace_is_how_many_likely_ends_reach_the_target(tmp_path: Path):
    warehouse = business(tmp_path, 21)
    assert judged(warehouse, 400).told == "ahead of pace"
    assert judged(warehouse, 2000).told == "behind pace"


def test_months_on_the_way_widen_to_the_end():
    months = np.random.default_rng(2).poisson(80, 30).astype(float)
    told = pace(months, np.arange(36) % 12, 6, so_far=500.0, target=1000.0)
    widths = [high - low for low, _, high in told.by_month]
    assert widths == sorted(widths)
    assert told.by_month[-1] == (told.low, told.expected, told.high)


def test_a_year_that_is_over_is_told_and_not_foreseen(tmp_path: Path):
    year = judged(business(tmp_path), 700)
    assert (year.state, year.pace) == ("over", None)


def test_a_year_to_come_is_not_foreseen(tmp_path: Path):
    year = judged(business(tmp_path), 700, year_around(date(2026, 1, 1), 1))
    assert (year.state, year.pace, year.whole) == ("to come", None, 700)


def test_a_business_of_few_months_gets_no_range(tmp_path: Path):
    year = judged(business(tmp_path, 6), 700, year_around(date(2024, 1, 1), 1))
    assert year.pace is not None
    assert year.pace.low is None
    assert "6 more are needed" in str(year.pace.refused_because)
    assert year.told == ""


def test_a_sum_with_an_unknown_month_is_not_made(tmp_path: Path):
    """The business's own figures begin in January 2024; its year had begun in October 2023."""
    warehouse = business(tmp_path, 6)
    warehouse.keep_setting("year_begins", 10)
    year = judged(warehouse, 700, year_around(date(2024, 1, 1), 10))
    assert year.state == "not known"
    assert year.unknown == (date(2023, 10, 1), date(2023, 11, 1), date(2023, 12, 1))
    assert year.pace is None


def test_months_to_come_without_a_target_leave_the_end_open(tmp_path: Path):
    warehouse = business(tmp_path, 21)
    year = judged(warehouse, 720)
    set_targets(warehouse, "calls", {date(2025, 11, 1): None})
    [year] = target_years(warehouse, "calls")
    assert year.pace is not None
    assert year.pace.refused_because == "1 of the months to come has no target."


def test_a_month_not_over_is_in_no_comparison(tmp_path: Path):
    warehouse = small_business(tmp_path / "firm", days_short=5)
    year = judged(warehouse, 252)
    last = year.months[-1]
    assert (last.complete, last.difference, last.told) == (False, None, "")
    assert last.actual is not None
    assert year.until == date(2025, 11, 1)


def test_a_month_far_from_its_target_is_signal_and_one_near_is_noise(tmp_path: Path):
    warehouse = business(tmp_path)
    set_targets(warehouse, "calls", {date(2025, 6, 1): 60.0, date(2025, 7, 1): 300.0})
    [year] = target_years(warehouse, "calls")
    assert [one.told for one in year.months] == ["within", "below"]


def test_a_stock_ends_where_its_last_month_does(tmp_path: Path):
    warehouse = small_business(tmp_path / "firm", calls=[20] * 20)
    values = proposed(warehouse, "followers", YEAR, 2000, by_season=True)
    assert values == sorted(values)
    assert values[-1] == 2000
    set_targets(warehouse, "followers", dict(zip(YEAR, values, strict=True)))
    [year] = target_years(warehouse, "followers")
    assert year.whole == 2000
    assert year.so_far == year.months[7].actual
    assert [one.low for one in year.months] == [None] * 12


def test_a_season_of_ones_own_is_what_a_year_is_spread_by(tmp_path: Path):
    calls = [30 if place % 12 < 6 else 90 for place in range(24)]
    warehouse = small_business(tmp_path / "firm", calls=calls)
    months = proposed(warehouse, "calls", YEAR, 720, by_season=True)
    assert sum(months) == 720
    assert max(months[:6]) < 40 < 80 < min(months[6:])
    assert proposed(warehouse, "calls", YEAR, 720, by_season=False) == [60.0] * 12
    assert own_season(warehouse, "followers") is None
