"""The year of days written without one, as dated posts of the same channel beside them tell it."""

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from data_pipeline import values
from data_pipeline.intake.staged import Staged

# The days end with the last whole day; a post may have gone out since, further east even earlier.
_POSTED_SINCE = timedelta(days=3)
# Whose newest post is older may have been exported at another time.
_LONGEST_QUIET = timedelta(days=62)


def year_beside(tables: Sequence[Staged]) -> int | None:
    """The year of the last of the days. Where exports of two times lie together none is told."""
    yearless = [table for table in tables if table.days_as_written and not table.again]
    if len({table.source for table in yearless}) < len(yearless):
        return None
    years = {_year_of(table, tables) for table in yearless}
    return years.pop() if len(years) == 1 else None


def _year_of(table: Staged, tables: Sequence[Staged]) -> int | None:
    posted = _newest_post(tables, table.channel)
    if posted is None or table.days_as_written is None:
        return None
    return _first_year_from(posted, table.days_as_written[1])


def _newest_post(tables: Sequence[Staged], channel: str) -> date | None:
    days = [
        table.last_day for table in tables if (table.subject, table.channel) == ("posts", channel)
    ]
    return max((day for day in days if day), default=None)


def _first_year_from(posted: date, written: str) -> int | None:
    """The first year in which that day is not before the post, and not long after it either."""
    day = values.read_days_of_year(pl.Series([written])).values[0]
    if not isinstance(day, date):
        return None
    for year in (posted.year - 1, posted.year, posted.year + 1):
        try:
            since = day.replace(year=year) - posted
        except ValueError:
            continue  # the 29th of February is in no other year
        if -_POSTED_SINCE <= since <= _LONGEST_QUIET:
            return year
    return None
