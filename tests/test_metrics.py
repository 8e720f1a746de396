"""Metrics: what is known, what is nothing, and what is not known."""

from datetime import date
from pathlib import Path

import pytest

from data_pipeline.metrics.catalogue import METRICS
from data_pipeline.metrics.query import Scope, measure
from data_pipeline.warehouse import Warehouse, open_warehouse
from tests.tables import fill

JANUARY, FEBRUARY, MARCH = (date(2025, month, 1) for month in (1, 2, 3))


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return open_warehouse(tmp_path / "workspace")


def values(warehouse: Warehouse, name: str, scope: Scope | None = None) -> dict[date, float | None]:
    figures = measure(warehouse, name, scope=scope or Scope())
    return dict(figures.select("month", "value").iter_rows())


def enquiries(*lines: str) -> str:
    return "\n".join(["enquiry_id | date | source_text", *lines])


def test_a_month_inside_one_file_without_an_enquiry_had_none(warehouse: Warehouse):
    fill(warehouse, "enquiries", enquiries("1 | 2025-01-20 | ", "2 | 2025-03-10 | "))
    assert values(warehouse, "enquiries") == {JANUARY: 1, FEBRUARY: 0, MARCH: 1}


def test_a_month_no_file_covers_is_not_known(warehouse: Warehouse):
    fill(warehouse, "enquiries", enquiries("1 | 2025-01-20 | "))
    fill(warehouse, "enquiries", enquiries("2 | 2025-03-10 | "))
    assert values(warehouse, "enquiries") == {JANUARY: 1, FEBRUARY: None, MARCH: 1}


def test_of_a_channel_nothing_came_in_a_month_that_is_known(warehouse: Warehouse):
    fill(warehouse, "enquiries", enquiries("1 | 2025-01-20 | Instagram"))
    fill(warehouse, "enquiries", enquiries("2 | 2025-02-10 | Google"))
    instagram = Scope(channels=("instagram",))
    assert values(warehouse, "enquiries", instagram) == {JANUARY: 1, FEBRUARY: 0}


def test_lost_deals_tell_that_no_account_was_won(warehouse: Warehouse):
    fill(warehouse, "accounts", "account_id | date | status\n1 | 2025-01-20 | lost")
    assert values(warehouse, "new_accounts") == {JANUARY: 0}


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_can_be_measured_by_each_of_its_dimensions(warehouse: Warehouse, name: str):
    fill(warehouse, "enquiries", enquiries("1 | 2025-01-20 | Instagram"))
    assert values(warehouse, name).keys() == {JANUARY}
    for dimension in METRICS[name].dimensions:
        measure(warehouse, name, by=(dimension,))
