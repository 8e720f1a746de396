"""What is here, what is partial, what is missing: source by month.

A month is complete for a metric when every export that feeds it and is expected reaches its end.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from weakref import WeakKeyDictionary

import polars as pl

from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.current import StagedFile
from data_pipeline.warehouse.marts import Marts
from data_pipeline.warehouse.own_sources import called, known_sources

State = Literal["here", "partial", "missing"]
ENDED_AFTER = 3  # months without a row: the business has stopped sending this export
# Kept when the manager has them, never waited for.
NOT_EXPECTED = frozenset({"follower_counts", "channel_costs", "connections", "events"})


@dataclass(frozen=True)
class Cell:
    """One source in one month. `left_out` rows of it could not be read when it came in."""

    source: str
    channel: str
    month: date
    state: State
    topics: frozenset[str]
    rows: int
    last_day: date | None
    left_out: int = 0


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

    def months_of_nothing(self, topics: Iterable[str]) -> list[date]:
        """Months whose exports of these topics are all here, and hold no row."""
        wanted = set(topics)
        rows: dict[date, list[int]] = {}
        for cell in self.cells:
            if cell.topics & wanted:
                rows.setdefault(cell.month, []).append(cell.rows if cell.state == "here" else 1)
        return [month for month, held in rows.items() if not any(held)]

    def lacking(self, month: date) -> list[Cell]:
        """What is missing or partial in a month."""
        return [cell for cell in self.cells if cell.month == month and cell.state != "here"]

    def expected(self, month: date) -> int:
        """How many exports the month should have."""
        return sum(1 for cell in self.cells if cell.month == month)


def label_of(source: str) -> str:
    """What a manager calls a source."""
    return called(source)


# A change of the live uploads always makes a snapshot, so that one stands for its files too.
_OF_SNAPSHOT: WeakKeyDictionary[Marts, Coverage] = WeakKeyDictionary()


def coverage(warehouse: Warehouse) -> Coverage:
    """The calendar of the current snapshot, worked out once."""
    marts = warehouse.marts()
    known = _OF_SNAPSHOT.get(marts)
    if known is None:
        grace = {name: one.grace for name, one in known_sources(warehouse.folder).items()}
        known = _OF_SNAPSHOT[marts] = _coverage(marts, warehouse.files(), grace)
    return known


def _coverage(marts: Marts, files: Sequence[StagedFile], grace: Mapping[str, int]) -> Coverage:
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
    return calendar(reach, files, grace)


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
    lossy = _of_lossy_sources(files)
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
            left_out = _left_out(lossy, str(source), str(channel or ""), month)
            if left_out and state == "here":
                state = "partial"
            cells.append(
                Cell(
                    str(source),
                    str(channel or ""),
                    month,
                    state,
                    topics,
                    int(row["held"]) if row else 0,
                    row["last_day"] if row else None,
                    left_out,
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


def _of_lossy_sources(files: Sequence[StagedFile]) -> list[StagedFile]:
    """Mostly none; a workspace of hundreds of files is not searched for every month."""
    lossy = {one.source for one in files if one.left_out}
    return [one for one in files if one.source in lossy]


def _left_out(files: Sequence[StagedFile], source: str, channel: str, month: date) -> int:
    """Rows left out of files that reach into the month, unless a later file came without loss."""
    own = [
        one
        for one in files
        if one.source == source
        and one.first_day is not None
        and one.last_day is not None
        and (not channel or one.channel in ("", channel))
        and one.touches(month, month_end(month))
    ]
    return sum(
        one.left_out
        for one in own
        if one.left_out and not any(_makes_good(other, one, month) for other in own)
    )


def _makes_good(later: StagedFile, lossy: StagedFile, month: date) -> bool:
    assert later.first_day is not None
    assert later.last_day is not None
    assert lossy.first_day is not None
    assert lossy.last_day is not None
    return (
        later.seq > lossy.seq
        and not later.left_out
        and later.first_day <= max(lossy.first_day, month)
        and later.last_day >= min(lossy.last_day, month_end(month))
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
