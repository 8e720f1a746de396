"""The order of day and month, as another table of the same file tells it."""

from collections.abc import Sequence

import polars as pl

from data_pipeline import values
from data_pipeline.contract import Kind
from data_pipeline.intake.recognise import Found


def order_beside(found: Sequence[Found]) -> str | None:
    """The one order that the tables of an export agree on, where at least one of them tells it."""
    if len({one.source.name for one in found}) != 1 or len(found) < 2:
        return None
    orders = {values.date_style_of(cells).order for one in found for cells in _days(one)}
    told = orders & {"mdy", "dmy", "mixed"}
    return told.pop() if told in ({"mdy"}, {"dmy"}) else None


def _days(one: Found) -> list[pl.Series]:
    lines = one.sheet.head[one.heading_row : one.last_row]
    return [
        pl.Series([line[at] if at < len(line) else None for line in lines], dtype=pl.String)
        for at in (
            column.position
            for column in one.columns
            if column.column.kind in {Kind.DATE, Kind.MOMENT}
        )
    ]
