"""What is here, what is partial, what is missing: source by month.

A month is complete for a metric when every export that feeds it and is expected reaches its end.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

import polars as pl

from data_pipeline.sources import all_sources
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.current import StagedFile
from data_pipeline.warehouse.marts import Marts

State = Literal["here", "partial", "missing"]
ENDED_AFTER = 3  # months without a row: the business has stopped sending this export
# Kept when the manager has them, never waited for.
NOT_EXPECTED = frozenset({"follower_counts", "channel_costs"})


@dataclass(frozen=True)
class Cell:
    """One source in one month."""

    source: str
    channel: str
    month: date
    state: State
    topics: frozenset[str]
    rows: int
    last_day: date | None


@dataclass(frozen=True)
class Coverage:
    """The calendar of a workspace."""

    cells: tuple[Cell, ...]
    unfinished: date | None

    def incomplete(self, topics: Iterable[str], channels: Sequence[str] | None) -> set[date]:
        """Months in which an expected export of these topics is partial or missing."""
        wanted = set(topics)
        return {
            cell.month
            for cell in self.cells
            if cell.state != "here"
            and cell.topics & wanted
            and (channels is None or not cell.channel or cell.channel in channels)
        }

    def lacking(self, month: date) -> list[Cell]:
        """What is missing or partial in a month."""
        return [cell for cell in self.cells if cell.month == month and cell.state != "here"]

    def expected(self, month: date) -> int:
        """How many exports the month should have."""
        return sum(1 for cell in self.cells if cell.month == month)


def label_of(source: str) -> str:
    """What a manager calls a source."""
    known = all_sources().get(source)
    return known.label if known else source


def coverage(warehouse: Warehouse) -> Coverage:
    """The calendar of the current snapshot."""
    marts = warehouse.marts()
    return _coverage(marts, tuple(warehouse.files()))


@cache
def _coverage(marts: Marts, files: tuple[StagedFile, ...]) -> Coverage:
    if marts.snapshot == 0:
        return Coverage((), None)
    reach = marts.query(
        """
        select source, channel, month, topic, held, first_day, last_day
        from marts.coverage_of_days
        union all by name
        select source, channel, month, topic, held, first_day, last_day
        from marts.coverage_of_things
        """
    )
    return calendar(reach, files, {name: one.grace for name, one in all_sources().items()})


def calendar(
    reach: pl.DataFrame, files: Sequence[StagedFile], grace: Mapping[str, int]
) -> Coverage:
    """States by source, channel and month from how far rows reach.

    reach: source, channel, month, topic, held, last_day. A source is expected from its first month
    on, until it has been away for more than `ENDED_AFTER` months.
    """
    awaited = reach.filter(~pl.col("topic").is_in(list(NOT_EXPECTED)))
    if not awaited.height:
        return Coverage((), None)
    months = awaited.group_by("source", "channel", "month").agg(
        pl.col("topic").unique(), pl.col("held").sum(), pl.col("last_day").max()
    )
    latest = max(months["month"].to_list())
    over = _is_over(months.filter(pl.col("month") == latest), latest, grace)
    cells: list[Cell] = []
    for (source, channel), own in months.group_by("source", "channel", maintain_order=True):
        held = {row["month"]: row for row in own.iter_rows(named=True)}
        topics = frozenset(topic for row in held.values() for topic in row["topic"])
        last = min(latest, _months_after(max(held), ENDED_AFTER))
        for month in months_between(min(held), last):
            row = held.get(month)
            state = _state(
                row, month, grace.get(str(source), 0), month < latest or over, month < max(held)
            )
            if state == "missing" and _spanned(files, str(source), month):
                state = "here"
            cells.append(
                Cell(
                    str(source),
                    str(channel or ""),
                    month,
                    state,
                    topics,
                    int(row["held"]) if row else 0,
                    row["last_day"] if row else None,
                )
            )
    cells.sort(key=lambda cell: (label_of(cell.source), cell.channel, cell.month))
    return Coverage(tuple(cells), None if over else latest)


def _is_over(latest_rows: pl.DataFrame, month: date, grace: Mapping[str, int]) -> bool:
    """Whether the last month with rows has ended in them: some export reaches its last day."""
    end = month_end(month)
    strictest = min(grace.get(row, 0) for row in latest_rows["source"])
    return any(
        day >= end - timedelta(days=strictest)
        for source, day in latest_rows.select("source", "last_day").iter_rows()
        if grace.get(source, 0) == strictest
    )


def _state(
    row: Mapping[str, object] | None, month: date, grace: int, over: bool, goes_on: bool
) -> State:
    if row is None:
        return "missing"
    last = row["last_day"]
    assert isinstance(last, date)
    reaches_end = last >= month_end(month) - timedelta(days=grace)
    # Rows of a later month vouch for an export of events; a daily series must reach each end.
    return "here" if over and (reaches_end or (grace > 0 and goes_on)) else "partial"


def _spanned(files: Sequence[StagedFile], source: str, month: date) -> bool:
    """One file from before to after the month: nothing happened in it, and that is known."""
    return any(
        one.source == source
        and one.first_day is not None
        and one.last_day is not None
        and one.first_day < month
        and one.last_day > month_end(month)
        for one in files
    )


def month_end(month: date) -> date:
    """The last day of a month."""
    return _months_after(month, 1) - timedelta(days=1)


def _months_after(month: date, months: int) -> date:
    number = month.year * 12 + month.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def months_between(first: date, last: date) -> list[date]:
    """Every month from first to last, both included."""
    count = (last.year - first.year) * 12 + last.month - first.month
    return [_months_after(first, step) for step in range(count + 1)]
