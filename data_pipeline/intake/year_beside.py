"""The year of days written without one, as posts beside them or the file's name tell it."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import polars as pl

from data_pipeline import values
from data_pipeline.intake.staged import Staged

# The days end with the last whole day; a post may have gone out since, further east even earlier.
_POSTED_SINCE = timedelta(days=3)
# Whose newest post is older may have been exported at another time.
_LONGEST_QUIET = timedelta(days=62)
# TikTok names an archive by its first day and by a second of its last.
_ENDS_NAMED = re.compile(r"(?<!\d)(20\d\d-\d\d-\d\d)_(\d{10})(?!\d)")


def year_beside(tables: Sequence[Staged]) -> int | None:
    """The year of the last of the days. Where exports of two times lie together none is told."""
    yearless = [table for table in _waiting(tables) if not table.again]
    if len({table.source for table in yearless}) < len(yearless):
        return None
    years = {_year_of(table, tables) for table in yearless}
    return years.pop() if len(years) == 1 else None


def year_in_name(file: str, tables: Sequence[Staged]) -> int | None:
    """The year of the last of the days, where the file's name tells the ends of just these days."""
    written = {table.days_as_written for table in _waiting(tables)}
    named = _ENDS_NAMED.search(file)
    if named is None or len(written) != 1:
        return None
    ends = written.pop() or ("", "")
    first, last = values.read_days_of_year(pl.Series(ends)).values
    end = datetime.fromtimestamp(int(named[2]), UTC).date()
    if first is None or last is None or not named[1].endswith(f"{first:-%m-%d}"):
        return None
    return _nearest_year(last, end)


def _waiting(tables: Sequence[Staged]) -> list[Staged]:
    return [table for table in tables if table.days_as_written and table.kept]


def _nearest_year(day: date, end: date) -> int | None:
    """The year in which that day is at most a few days from the end: the newest come later."""
    for year in (end.year - 1, end.year, end.year + 1):
        with suppress(ValueError):  # the 29th of February
            if abs(day.replace(year=year) - end) <= _POSTED_SINCE:
                return year
    return None


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
