"""Whether a spreadsheet wrote a column's dates anew, so that its source's habit says nothing.

A platform's order of day and month settles `04/03/2025` only as long as the platform wrote it.
"""

from datetime import date
from itertools import pairwise

import polars as pl

from data_pipeline import values
from data_pipeline.contract import Column

_LOOSE = r"^\s*(?:[A-Za-z]+[.,]*\s+)?\d{1,2}([-/.])\s?\d{1,2}[-/.]\s?(\d{4}|\d\d)\b"
_DAY_FIRST_FORM = r"^\s*[1-9]/0[1-9]/"  # the first number bare, the second padded
_TWO_NUMBERS = r"^\s*(?:[A-Za-z]+[.,]*\s+)?\d{1,2}[-/.]\s?(\d{1,2})[-/.]"
_WEEKDAY = r"^\s*[A-Za-z]+[.,]*\s"  # no spreadsheet takes “Tue 07/01/2025” for a date
_FEWEST_IN_ORDER = 4  # days: fewer are soon in order by chance
_TIGHTER = 3
_LOOKED_AT = 20_000  # rows


def is_rewritten(cells: pl.Series, column: Column, *, semicolons: bool) -> bool:
    """Whether the dates are not in the form their source writes, or suit the other order better."""
    cells = cells.drop_nulls().head(_LOOKED_AT)
    form = _form(cells.head(1))
    if column.habit is None or form is None:
        return False
    theirs = _form(pl.Series([column.such_as]))
    if theirs is not None and form != theirs:
        return True
    if column.habit != "mdy":
        return False
    padded_apart = cells.str.contains(_DAY_FIRST_FORM).any()
    untouched = bool(cells.str.contains(_WEEKDAY).all())
    return (semicolons and not untouched) or padded_apart or _suits_day_first(cells)


def _form(cells: pl.Series) -> tuple[str, int] | None:
    """What parts day from month, and how long the year is, in a date that can be read two ways."""
    pieces = cells.str.extract_groups(_LOOSE).struct.unnest()
    if not pieces.height or pieces["1"][0] is None:
        return None
    return pieces["1"][0], len(pieces["2"][0])


def _suits_day_first(cells: pl.Series) -> bool:
    """Whether read day first the days stand in order or close together, and month first do not."""
    if (cells.str.extract(_TWO_NUMBERS).cast(pl.Int8) > 12).any():
        return False  # no month has such a number
    month_first, day_first = (
        values.read_dates(cells, values.DateStyle(order)) for order in ("mdy", "dmy")
    )
    if month_first.bad.any() or day_first.bad.any():
        return False
    usual, other = _days(month_first.values), _days(day_first.values)
    in_order = len(other) >= _FEWEST_IN_ORDER and _is_sorted(other) and not _is_sorted(usual)
    return in_order or _span(other) * _TIGHTER < _span(usual)


def _days(days: pl.Series) -> list[date]:
    """Each day where it begins: a day's own rows stand together."""
    read = days.drop_nulls()
    return read.filter((read != read.shift()).fill_null(value=True)).to_list()


def _is_sorted(days: list[date]) -> bool:
    steps = [after > before for before, after in pairwise(days)]
    return all(steps) or not any(steps)


def _span(days: list[date]) -> int:
    return (max(days) - min(days)).days if days else 0
