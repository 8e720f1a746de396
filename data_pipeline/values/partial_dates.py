"""Dates that leave something out: months without a day, days without a year."""

from datetime import date

import polars as pl

from data_pipeline.values.cells import Reading, once_each, tidied_is_missing, tidy
from data_pipeline.values.date_parts import (
    calendar_day,
    date_parts,
    folded_letters,
    full_year,
    month_number,
)

MONTH_FORMS = (
    r"^(?P<year>[0-9]{4})[-/. ](?P<month>[0-9]{1,2})(?:[-/.]0?1(?:[ t]00:00(?::00)?)?)?$",
    r"^(?P<year>[0-9]{4})(?P<month>[0-9]{2})$",
    r"^(?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})$",
    r"^(?P<month>[a-z]{3,})\.?,?[\s\-/]*(?:de |of )?(?P<year>[0-9]{4}|'?[0-9]{2})$",
    r"^(?P<year>[0-9]{4})[\s\-/]+(?P<month>[a-z]{3,})\.?$",
)
PIECES = ("year", "month")

LEAP_YEAR, ITS_DAYS = 2000, 366
LONGEST_GAP = 92  # days: over a longer gap nobody can say whether a list goes on or goes back


def read_months(cells: pl.Series) -> Reading:
    """A month as its first day."""
    texts = tidy(cells)
    values = once_each(texts, _months)["month"]
    bad = values.is_null() & ~tidied_is_missing(texts)
    return Reading(values.rename(cells.name), bad.rename(cells.name))


def read_yearless(cells: pl.Series, last_day: date) -> Reading:
    """`April 12` in a list of days whose newest is the last such day up to `last_day`.

    The list may run oldest or newest first, or stand in no order where one long gap tells its two
    ends. Where it does neither no year is certain, and every cell is bad.
    """
    texts = tidy(cells)
    in_leap_year = once_each(texts, _in_leap_year)["day"]
    rows = in_leap_year.is_not_null().arg_true()
    values = pl.repeat(None, len(texts), dtype=pl.Date, eager=True)
    values = values.scatter(rows, _with_years(in_leap_year.gather(rows), last_day))
    bad = values.is_null() & ~tidied_is_missing(texts)
    return Reading(values.rename(cells.name), bad.rename(cells.name))


def ends_without_years(cells: pl.Series) -> tuple[int, int] | None:
    """Where the oldest and the newest of days without a year stand, if anybody can tell."""
    in_leap_year = once_each(tidy(cells), _in_leap_year)["day"]
    rows = in_leap_year.is_not_null().arg_true()
    order = _newest_first(in_leap_year.gather(rows)) if len(rows) else None
    return None if order is None else (rows[order[-1]], rows[order[0]])


def read_days_of_year(cells: pl.Series) -> Reading:
    """Days without a year, in any order, as days of one leap year."""
    texts = tidy(cells)
    values = once_each(texts, _in_leap_year)["day"]
    bad = values.is_null() & ~tidied_is_missing(texts)
    return Reading(values.rename(cells.name), bad.rename(cells.name))


def _months(texts: pl.Series) -> pl.DataFrame:
    folded = folded_letters(texts)
    forms = [folded.str.extract_groups(form).struct.unnest() for form in MONTH_FORMS]
    pieces = pl.DataFrame(
        {name: pl.select(pl.coalesce(form[name] for form in forms)).to_series() for name in PIECES}
    )
    year, month = full_year(pl.col("year")), month_number(pl.col("month"))
    return pieces.select(month=calendar_day(year, month, pl.lit(1)))


def _in_leap_year(texts: pl.Series) -> pl.DataFrame:
    """Each month and day as a day of one leap year; null where it is not a day without a year."""
    month, day = month_number(pl.col("month")), pl.col("day").cast(pl.Int64)
    return date_parts(texts).select(
        day=pl.when(pl.col("kind") == "yearless").then(calendar_day(pl.lit(LEAP_YEAR), month, day))
    )


def _with_years(days: pl.Series, last_day: date) -> pl.Series:
    """Days of one leap year moved into theirs; all null where nobody can tell which is newest."""
    dated = pl.repeat(None, len(days), dtype=pl.Date, eager=True)
    order = _newest_first(days)
    return dated if order is None else dated.scatter(order, _years_back_from(days[order], last_day))


def _newest_first(days: pl.Series) -> pl.Series | None:
    """Where the days stand, newest first; None where they run neither way and fill the year."""
    places = pl.Series(range(len(days)), dtype=pl.Int64)
    of_year = days.dt.ordinal_day().cast(pl.Int64)
    if _run_onward(of_year):
        return places.reverse()
    if _run_onward(of_year.reverse()):
        return places
    sorted_days = of_year.unique().sort()
    following = (sorted_days.shift(-1, fill_value=sorted_days[0]) - sorted_days) % ITS_DAYS
    ends = sorted_days.filter(following > LONGEST_GAP)
    return ((ends[0] - of_year) % ITS_DAYS).arg_sort().cast(pl.Int64) if len(ends) == 1 else None


def _run_onward(of_year: pl.Series) -> bool:
    return bool((of_year.diff().drop_nulls() % ITS_DAYS <= LONGEST_GAP).all())


def _years_back_from(days: pl.Series, last_day: date) -> pl.Series:
    """The newest day first: wherever the calendar jumps up, the year before begins."""
    calendar = pl.col("day").dt
    day_of_year = calendar.month().cast(pl.Int64) * 100 + calendar.day()
    newest_is_next = day_of_year.first() > last_day.month * 100 + last_day.day
    years = last_day.year - newest_is_next.cast(pl.Int64)
    crossed = (day_of_year.diff() > 0).fill_null(False).cast(pl.Int64).cum_sum()
    day = calendar_day(years - crossed, calendar.month(), calendar.day())
    return days.rename("day").to_frame().select(day).to_series()
