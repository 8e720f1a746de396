"""The order of day and month, as the whole of a file tells it where one column does not."""

from collections.abc import Sequence
from typing import Literal

import polars as pl

from data_pipeline import values
from data_pipeline.contract import Kind
from data_pipeline.intake.period import Window, window_of
from data_pipeline.intake.recognise import Found

_BY_DAY = {"channel_days", "web_days"}
_FEWEST_RUNNING = 4  # days: fewer may follow one another by chance
_ORDERS: tuple[Literal["mdy", "dmy"], ...] = ("mdy", "dmy")


def order_beside(found: Sequence[Found]) -> str | None:
    """The one order that the tables of an export agree on, where at least one of them tells it."""
    if len({one.source.name for one in found}) != 1 or len(found) < 2:
        return None
    orders = {values.date_style_of(cells).order for one in found for cells in _days(one)}
    told = orders & {"mdy", "dmy", "mixed"}
    return told.pop() if told in ({"mdy"}, {"dmy"}) else None


def order_within_window(found: Sequence[Found], name: str) -> str | None:
    """The one order in which all days of an export lie in the window that it names itself."""
    windows = [(one, window_of(one.source, one.above, name, None)) for one in found]
    columns = [(cells, window) for one, window in windows if window for cells in _days(one)]
    fitting = [order for order in _ORDERS if _lie_within(columns, order)]
    return fitting[0] if len(fitting) == 1 else None


def order_of_running_days(found: Sequence[Found]) -> str | None:
    """The one order in which the days of a series follow one another without a gap.

    Not where the other order makes them the first of each month, which is as likely; nor in a
    list, where something may fall due on the fifth of each month.
    """
    fitting: set[str] = set()
    series = [one for one in found if one.table.subject in _BY_DAY]
    for cells in (cells for one in series for cells in _days(one)):
        mdy, dmy = (_days_read(cells, order) for order in _ORDERS)
        fitting |= {"mdy"} if _run_on(mdy) and _are_no_firsts(dmy) else set()
        fitting |= {"dmy"} if _run_on(dmy) and _are_no_firsts(mdy) else set()
    return fitting.pop() if len(fitting) == 1 else None


def _days_read(cells: pl.Series, order: Literal["mdy", "dmy"]) -> pl.Series:
    return values.read_dates(cells, values.DateStyle(order)).values.drop_nulls().unique().sort()


def _run_on(days: pl.Series) -> bool:
    steps = days.diff().dt.total_days().drop_nulls()
    return len(days) >= _FEWEST_RUNNING and bool((steps == 1).all())


def _are_no_firsts(days: pl.Series) -> bool:
    return not _run_on(days) and bool((days.dt.day() > 1).any())


def _lie_within(columns: Sequence[tuple[pl.Series, Window]], order: Literal["mdy", "dmy"]) -> bool:
    return all(
        values.read_dates(cells, values.DateStyle(order)).values.is_between(*window).all()
        for cells, window in columns
    )


def _days(one: Found) -> list[pl.Series]:
    lines = one.sheet.head[one.heading_row : one.last_row]
    return [
        pl.Series([line[at] if at < len(line) else None for line in lines], dtype=pl.String)
        for at in (
            column.position
            for column in one.columns
            if column.column.kind in {Kind.DATE, Kind.MOMENT, Kind.YEARLESS}
        )
    ]
