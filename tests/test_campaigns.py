"""Campaigns of a workspace: by the month or by the day, beside one another, and never more than
the figures carry."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from data_pipeline.analysis.campaign import campaign
from data_pipeline.metrics.campaigns import Told, told_of
from data_pipeline.metrics.daily import daily, weekly
from data_pipeline.metrics.query import measure
from data_pipeline.problems import Refused
from data_pipeline.warehouse import Warehouse, open_warehouse
from data_pipeline.warehouse.campaigns import (
    Declared,
    campaigns,
    declare_campaign,
    remove_campaign,
)
from pages.view import story
from tests.calibration.businesses import growth, noise
from tests.calibration.checks import frame
from tests.small_business import MONTHS, small_business
from tests.tables import fill, rows

FIRST = date(2024, 1, 1)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return open_warehouse(tmp_path / "workspace")


# -- an outcome by the day ------------------------------------------------------------------------


def enquiries(*days: str) -> str:
    return "\n".join(["enquiry_id|date", *(f"{place}|{day}" for place, day in enumerate(days))])


def test_a_day_without_an_enquiry_is_nought_and_one_beyond_the_export_is_not_there(
    warehouse: Warehouse,
):
    fill(warehouse, "enquiries", enquiries("2025-01-02", "2025-01-02", "2025-01-04", "2025-01-31"))
    days = daily(warehouse, "enquiries")
    assert days.rows()[:3] == [
        (date(2025, 1, 2), 2.0),
        (date(2025, 1, 3), 0.0),
        (date(2025, 1, 4), 1.0),
    ]
    assert days["date"].to_list()[-1] == date(2025, 1, 31)


def test_the_day_on_which_an_export_stops_is_not_whole(warehouse: Warehouse):
    fill(warehouse, "calls", "call_id|date|direction\n1|2025-01-31|in\n2|2025-02-10|in")
    assert daily(warehouse, "calls")["date"].to_list()[-1] == date(2025, 2, 9)


def test_a_month_of_which_an_export_is_missing_is_a_gap(warehouse: Warehouse):
    for day in ("2025-01-31", "2025-03-31"):
        fill(warehouse, "calls", f"call_id|date|direction\n{day}|{day}|in")
    fill(warehouse, "calls", "call_id|date|direction\n9|2025-02-03|in\n8|2025-03-31|in", "other")
    known = daily(warehouse, "calls").drop_nulls("value")["date"].dt.strftime("%Y-%m").unique()
    assert sorted(known) == ["2025-01", "2025-03"]


def test_days_add_up_to_their_months(tmp_path: Path):
    warehouse = small_business(tmp_path)
    for name in ("calls", "enquiries", "new_accounts", "revenue"):
        days = daily(warehouse, name).group_by(month=pl.col("date").dt.truncate("1mo"))
        added = dict(days.agg(pl.col("value").sum()).iter_rows())
        months = measure(warehouse, name).filter("complete")
        assert added == dict(months.select("month", "value").iter_rows()), name


def test_money_is_told_in_the_reporting_currency_by_the_rate_of_its_month(warehouse: Warehouse):
    fill(
        warehouse,
        "revenue",
        """
        revenue_id | kind   | date       | amount | currency
        1          | sale   | 2025-01-02 | 100    | GBP
        2          | sale   | 2025-01-02 | 50     | EUR
        3          | refund | 2025-01-31 | -10    | GBP
        4          | failed | 2025-01-31 | 999    | GBP
        """,
    )
    warehouse.keep_setting("currency", "GBP")
    fill(
        warehouse,
        "exchange_rates",
        "date|currency|reporting_currency|rate\n2025-01-01|EUR|GBP|0.8",
    )
    days = dict(daily(warehouse, "revenue").iter_rows())
    assert days[date(2025, 1, 2)] == pytest.approx(140)
    assert days[date(2025, 1, 31)] == -10


def test_an_upload_to_one_month_leaves_the_days_of_others(warehouse: Warehouse):
    fill(warehouse, "calls", "call_id|date|direction\n1|2025-01-31|in\n2|2025-02-28|in")
    fill(warehouse, "calls", "call_id|date|direction\n3|2025-03-31|in\n4|2025-03-31|out")
    found = rows(warehouse, "select date, value from marts.daily_outcomes order by date")
    assert [(str(day), int(value)) for day, value in found] == [
        ("2025-01-31", 1),
        ("2025-02-28", 1),
        ("2025-03-31", 1),
    ]


def test_only_a_week_of_seven_whole_days_has_a_figure(warehouse: Warehouse):
    fill(warehouse, "calls", "call_id|date|direction\n1|2025-01-01|in\n2|2025-01-16|in")
    assert weekly(warehouse, "calls").rows() == [
        (date(2024, 12, 30), None),  # begins before anything is known
        (date(2025, 1, 6), 0.0),
        (date(2025, 1, 13), None),
    ]


def test_before_the_first_upload_there_is_no_day(warehouse: Warehouse):
    assert daily(warehouse, "calls").is_empty()
    assert weekly(warehouse, "calls").is_empty()


# -- declared -------------------------------------------------------------------------------------


def declared(warehouse: Warehouse, *spans: tuple[str, date, date]) -> list[Declared]:
    for name, first, last in spans:
        declare_campaign(warehouse, name, first, last)
    return campaigns(warehouse)


def test_a_campaign_is_kept_until_it_is_removed(warehouse: Warehouse):
    [one] = declared(warehouse, ("Trade  show", date(2025, 5, 8), date(2025, 6, 30)))
    assert (one.name, one.first_day, one.last_day) == (
        "Trade show",
        date(2025, 5, 8),
        date(2025, 6, 30),
    )
    remove_campaign(warehouse, one.id)
    assert campaigns(warehouse) == []


def test_all_that_is_amiss_is_said_at_once(warehouse: Warehouse):
    with pytest.raises(Refused) as refusal:
        declare_campaign(warehouse, "x" * 41, date(2025, 5, 8), date(2025, 5, 7))
    assert "The name has 41 letters. A chart has room for 40." in str(refusal.value)
    assert "ends before it begins" in str(refusal.value)
    with pytest.raises(Refused):
        declare_campaign(warehouse, "  ", date(2025, 5, 8), date(2025, 5, 8))


def test_charts_shade_a_campaign_and_a_note_it_took_up_is_not_told_twice(tmp_path: Path):
    from data_pipeline.warehouse.notes import add_note

    warehouse = small_business(tmp_path)
    add_note(warehouse, date(2025, 5, 8), "Trade show")
    add_note(warehouse, date(2025, 3, 1), "New number")
    declared(warehouse, ("Trade show", date(2025, 5, 8), date(2025, 6, 30)))
    assert story.notes_on(warehouse, ["calls"]).rows() == [
        (date(2025, 5, 8), "Trade show", "campaign", date(2025, 6, 30)),
        (date(2025, 3, 1), "New number", "note", None),
    ]


# -- judged ---------------------------------------------------------------------------------------


def business(folder: Path, a_day: Iterable[int]) -> Warehouse:
    """So many calls on each day from 2024 on."""
    warehouse = open_warehouse(folder)
    lines = [
        f"{day}-{place}|{FIRST + timedelta(days=day)}|in"
        for day, calls in enumerate(a_day)
        for place in range(int(calls))
    ]
    fill(warehouse, "calls", "\n".join(["call_id|date|direction", *lines]))
    return warehouse


def told(warehouse: Warehouse, *spans: tuple[str, date, date], outcome: str = "calls") -> Told:
    """The last of these campaigns, beside the others."""
    every = declared(warehouse, *spans)
    newest = max(every, key=lambda one: one.id)
    return told_of(warehouse, newest, every, outcome)


A_FORTNIGHT = ("Leaflets", date(2024, 9, 9), date(2024, 9, 22))


def test_a_fortnight_is_judged_by_the_day_where_days_hold_enough(tmp_path: Path):
    dice = np.random.default_rng(4)
    calls = dice.poisson(12, 305)
    during = (date(2024, 9, 9) - FIRST).days
    calls[during : during + 14] += dice.poisson(10, 14)
    one = told(business(tmp_path, calls), A_FORTNIGHT)
    assert one.step == "day"
    assert one.verdict.verdict == "clear lift"
    assert one.verdict.words.startswith("Calls received from 9 Sep 2024 to 22 Sep 2024: ")
    assert one.verdict.total_effect is not None
    low, high = one.verdict.total_effect.absolute_interval
    assert low < 140 < high
    assert len(one.verdict.expected) == 14


def test_a_fortnight_of_a_few_calls_a_day_is_judged_by_the_month(tmp_path: Path):
    calls = np.random.default_rng(4).poisson(1.5, 366)
    calls[-1] = 1  # the year ends with a call, so that it is whole
    one = told(business(tmp_path, calls), ("Leaflets", date(2024, 12, 2), date(2024, 12, 8)))
    assert one.step == "month"


def test_whole_months_are_judged_by_the_month(tmp_path: Path):
    one = told(small_business(tmp_path), ("Summer", date(2025, 10, 1), date(2025, 11, 30)))
    assert (one.step, one.shortened) == ("month", False)
    assert [row.date for row in one.verdict.expected] == [MONTHS[21], MONTHS[22]]


def test_a_campaign_longer_than_can_be_told_is_judged_by_its_beginning(tmp_path: Path):
    one = told(small_business(tmp_path), ("Giveaway", date(2025, 3, 10), date(2025, 12, 31)))
    assert one.shortened
    assert len(one.verdict.expected) == 3  # a quarter of the 14 months before
    assert one.verdict.verdict != "refused"


def test_two_campaigns_of_one_month_cannot_be_told_apart(tmp_path: Path):
    one = told(
        small_business(tmp_path),
        ("Leaflets", date(2025, 10, 1), date(2025, 10, 5)),
        ("Summer", date(2025, 10, 6), date(2025, 10, 31)),
    )
    assert one.verdict.verdict == "refused"
    assert "Leaflets happened at the same time" in one.verdict.words


def test_a_campaign_that_ran_before_is_named_and_its_months_are_no_quiet_periods(tmp_path: Path):
    warehouse = small_business(tmp_path)
    alone = told(warehouse, ("Autumn", date(2025, 11, 1), date(2025, 11, 30)))
    assert alone.verdict.placebos is not None
    every = declared(warehouse, ("Spring", date(2025, 4, 1), date(2025, 5, 31)))
    beside = told_of(warehouse, alone.declared, every, "calls")
    assert [one.name for one in beside.meanwhile] == ["Spring"]
    assert beside.verdict.placebos is not None
    assert beside.verdict.placebos.windows == alone.verdict.placebos.windows - 2
    assert len(beside.verdict.placebos.looks) == alone.verdict.placebos.windows
    busy = [one.date for one in beside.verdict.placebos.looks if not one.quiet]
    assert busy == [date(2025, 4, 1), date(2025, 5, 1)]


def test_a_look_at_an_earlier_period_is_what_a_campaign_there_would_have_been_told():
    dice = np.random.default_rng(3)
    logs = growth(dice, 36) + noise(dice, 36, 0.08)
    lines = frame(calls=(500 * np.exp(logs)).round())
    days = lines["date"].to_list()
    now = campaign(lines, "calls", days[-2], days[-1])
    assert now.placebos is not None
    look = now.placebos.looks[-1]
    then = campaign(lines, "calls", look.date, days[days.index(look.date) + 1])
    assert look.cried == (then.p is not None and then.p < 0.10)
    # The calendar's places are scaled by the rows there are, so they agree but for rounding.
    assert look.relative == pytest.approx(then.estimate, abs=1e-4)


def test_too_few_months_before_are_refused_with_what_is_missing(tmp_path: Path):
    one = told(small_business(tmp_path), ("Opening", date(2024, 6, 1), date(2024, 6, 30)))
    assert one.verdict.verdict == "refused"
    assert "12 are needed, 7 more" in one.verdict.words
