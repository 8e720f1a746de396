"""Targets by month: what the business means to get. Kept with when they were set and changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import isfinite

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data_pipeline.problems import refused
from data_pipeline.warehouse import ledger
from data_pipeline.warehouse.store import Warehouse

YEAR_BEGINS = "year_begins"  # the setting: the month in which the business's year begins
JANUARY = 1


@dataclass(frozen=True)
class Target:
    """What is meant to be reached in a month; of a stock, at its close.

    first_value: what it was when it was set; changed_at: when it was last given another value.
    """

    metric: str
    month: date
    value: float
    set_at: datetime
    first_value: float
    changed_at: datetime | None = None


def targets(warehouse: Warehouse) -> list[Target]:
    """Every target that stands, by metric and month."""
    with ledger.reading(warehouse.engine) as connection:
        standing = _standing(connection)
    return [standing[key] for key in sorted(standing)]


def set_targets(warehouse: Warehouse, metric: str, values: Mapping[date, float | None]) -> int:
    """Set months' targets, None takes one back; how many were changed by it.

    What was set before stays in the ledger: a target that moves with the year is none.
    """
    wrong = [value for value in values.values() if value is not None and not _may_be(value)]
    if wrong:
        raise refused(f"{wrong[0]:g} can't be a target", "", "It should be 0 or more.")
    with ledger.writing(warehouse.engine) as connection:
        standing = _standing(connection)
        now = {month: standing.get((metric, month)) for month in values}
        changed = [
            {"metric": metric, "month": month, "value": value, "set_at": _now()}
            for month, value in values.items()
            if value != (before.value if (before := now[month]) else None)
        ]
        if changed:
            connection.execute(sa.insert(ledger.targets), changed)
    return len(changed)


def year_begins(warehouse: Warehouse) -> int:
    """The month in which the business's year begins, 1 to 12."""
    kept = warehouse.setting(YEAR_BEGINS)
    return kept if isinstance(kept, int) and 1 <= kept <= 12 else JANUARY


def year_around(month: date, begins: int) -> list[date]:
    """The twelve months of the business's year that this month is in."""
    first = month.year - (month.month < begins)
    places = range(first * 12 + begins - 1, first * 12 + begins + 11)
    return [date(place // 12, place % 12 + 1, 1) for place in places]


def _standing(connection: Connection) -> dict[tuple[str, date], Target]:
    """What the ledger's rows, read in order, have come to."""
    table = ledger.targets
    standing: dict[tuple[str, date], Target] = {}
    for row in connection.execute(sa.select(table).order_by(table.c.id)):
        key = (row.metric, row.month)
        before = standing.pop(key, None)
        if row.value is not None:
            standing[key] = (
                Target(row.metric, row.month, row.value, row.set_at, row.value)
                if before is None
                else Target(
                    row.metric,
                    row.month,
                    row.value,
                    before.set_at,
                    before.first_value,
                    row.set_at,
                )
            )
    return standing


def _may_be(value: float) -> bool:
    return isfinite(value) and value >= 0


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
