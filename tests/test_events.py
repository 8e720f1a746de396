"""What events cost and brought, and when their cost is the channel's."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from data_pipeline.warehouse import Warehouse, open_warehouse
from tests.tables import fill, rows

MARCH, APRIL = date(2025, 3, 1), date(2025, 4, 1)
EVENTS = """
    channel | name    | date       | spend | currency | hours | contacts | leads
    events  | Fair    | 2025-03-11 | 1850  | GBP      | 36.5  | 64       | 9
    events  | Webinar | 2025-03-31 |       | GBP      | 4     | 38       |
    events  | Expo    | 2025-04-02 | 900   | GBP      | 16    | 120      | 5
"""
COSTS = "select month, spend, staff_hours from marts.monthly_costs order by month"


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return open_warehouse(tmp_path / "workspace")


def test_an_event_counts_in_the_month_it_begins(warehouse: Warehouse):
    fill(warehouse, "events", EVENTS)
    query = "select month, events_held, contacts, leads from marts.monthly_events order by month"
    assert rows(warehouse, query) == [(MARCH, 2, 102, 9), (APRIL, 1, 120, 5)]


def test_what_events_cost_is_what_the_channel_cost(warehouse: Warehouse):
    fill(warehouse, "events", EVENTS)
    assert rows(warehouse, COSTS) == [
        (MARCH, Decimal(1850), Decimal("40.5")),
        (APRIL, Decimal(900), Decimal(16)),
    ]


def test_but_costs_told_for_the_channel_as_a_whole_stand_for_their_month(warehouse: Warehouse):
    fill(warehouse, "events", EVENTS)
    whole = "channel|date|spend|currency|hours\nevents|2025-03-01|2000|GBP|50"
    fill(warehouse, "channel_costs", whole)
    assert rows(warehouse, COSTS) == [
        (MARCH, Decimal(2000), Decimal(50)),
        (APRIL, Decimal(900), Decimal(16)),
    ]
