"""Currencies are added only by a rate the business stated for the month, and that is told."""

from datetime import date
from pathlib import Path

import pytest

from data_pipeline.metrics.health import foreign_money
from data_pipeline.metrics.money_apart import money_apart
from data_pipeline.metrics.passport import passport
from data_pipeline.metrics.query import measure
from data_pipeline.metrics.rates import StatedRate
from data_pipeline.warehouse import Warehouse, open_warehouse
from pages.view.about import about
from tests.tables import fill

MARCH, APRIL = date(2025, 3, 1), date(2025, 4, 1)
SALES = """
    revenue_id | kind | date       | amount | currency
    1          | sale | 2025-03-04 | 100    | GBP
    2          | sale | 2025-03-05 | 50     | EUR
    3          | sale | 2025-04-02 | 10     | EUR
    4          | sale | 2025-03-09 | 1000   | JPY
    5          | sale | 2025-04-09 | 5      | GBP
"""
RATES = """
    date       | currency | rate | reporting_currency
    2025-03-01 | EUR      | 0.8  | GBP
    2025-03-01 | GBP      | 200  | JPY
"""


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    store = open_warehouse(tmp_path / "workspace")
    store.keep_setting("currency", "GBP")
    fill(store, "revenue", SALES)
    return store


def revenue(warehouse: Warehouse, by: tuple[str, ...] = ()) -> dict[object, float]:
    figures = measure(warehouse, "revenue", by=by)
    return dict(figures.select("month", "value").iter_rows())


def apart(warehouse: Warehouse) -> dict[str, float]:
    rows = money_apart(warehouse).select("currency", "revenue").iter_rows()
    return {currency: amount for currency, amount in rows if amount}


def test_without_a_rate_nothing_is_added(warehouse: Warehouse):
    assert revenue(warehouse) == {MARCH: 100, APRIL: 5}
    assert apart(warehouse) == {"GBP": 105, "EUR": 60, "JPY": 1000}


def test_a_months_rate_converts_that_month_and_no_other(warehouse: Warehouse):
    fill(warehouse, "exchange_rates", RATES)
    assert revenue(warehouse) == {MARCH: 100 + 50 * 0.8 + 1000 / 200, APRIL: 5}
    assert apart(warehouse) == {"GBP": 105, "EUR": 10}
    assert [
        (one.what, one.currency, one.amount, one.months) for one in foreign_money(warehouse)
    ] == [("Revenue", "EUR", 10.0, (APRIL,))]


def test_the_rates_used_stand_in_the_passport(warehouse: Warehouse):
    fill(warehouse, "exchange_rates", RATES)
    euro, yen = StatedRate(MARCH, "EUR", 0.8), StatedRate(MARCH, "JPY", 0.005)
    assert passport(warehouse, "revenue", MARCH).rates == (euro, yen)
    assert passport(warehouse, "revenue", APRIL).rates == ()
    assert passport(warehouse, "calls", MARCH).rates == ()
    assert ("1 EUR in Mar 2025", "0.8 GBP, as stated") in about(warehouse, "revenue", MARCH).inputs


def test_the_same_rates_serve_another_reporting_currency(warehouse: Warehouse):
    fill(warehouse, "exchange_rates", RATES)
    warehouse.keep_setting("currency", "EUR")
    assert revenue(warehouse) == {MARCH: 50 + 100 / 0.8, APRIL: 10}
    assert apart(warehouse) == {"EUR": 60, "GBP": 5, "JPY": 1000}


def test_a_corrected_rate_counts_and_can_be_taken_back(warehouse: Warehouse):
    fill(warehouse, "exchange_rates", RATES)
    corrected = fill(warehouse, "exchange_rates", RATES.replace("0.8 ", "0.9 "))
    assert revenue(warehouse)[MARCH] == 100 + 45 + 5
    warehouse.undo(corrected)
    assert revenue(warehouse)[MARCH] == 100 + 40 + 5


def test_parts_add_up_to_the_whole_in_one_currency(warehouse: Warehouse):
    fill(warehouse, "exchange_rates", RATES)
    by_channel = measure(warehouse, "revenue", by=("channel",))
    assert by_channel["value"].sum() == sum(revenue(warehouse).values())


def test_spend_is_converted_as_revenue_is(warehouse: Warehouse):
    fill(warehouse, "exchange_rates", RATES)
    costs = "channel | date | spend | currency\nx | 2025-03-01 | 10 | EUR\nx | 2025-04-01 | 7 | EUR"
    fill(warehouse, "channel_costs", costs)
    spend = measure(warehouse, "channel_spend").drop_nulls("value")
    assert spend["value"].to_list() == [8.0]
    assert ("Spend", "EUR", 7.0) in [
        (one.what, one.currency, one.amount) for one in foreign_money(warehouse)
    ]


def test_rates_alone_make_no_month_and_are_not_expected(tmp_path: Path):
    store = open_warehouse(tmp_path / "workspace")
    fill(store, "exchange_rates", RATES)
    assert measure(store, "revenue").is_empty()
