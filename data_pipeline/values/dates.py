"""Dates and moments as written: the order of day and month is the column's, never a guess."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from data_pipeline.values.calendar_names import WEEKDAYS
from data_pipeline.values.cells import Reading, once_each, some_distinct, tidied_is_missing, tidy
from data_pipeline.values.date_parts import (
    calendar_day,
    clock_parts,
    date_parts,
    full_year,
    month_number,
    split_clock,
)

Order = Literal["ymd", "mdy", "dmy", "serial", "epoch_s", "epoch_ms", "undecided", "mixed"]
Habit = Literal["mdy", "dmy", "ymd"]


@dataclass(frozen=True)
class DateStyle:
    """How a column writes its dates; `yearless` where no cell names a year."""

    order: Order
    yearless: bool = False


@dataclass(frozen=True)
class Counted:
    """A style that counts time from a first day on: what its numbers lie between, and its unit."""

    least: float
    most: float
    first_day: date
    microseconds: int


COUNTED: dict[Order, Counted] = {
    "serial": Counted(20_000, 80_000, date(1899, 12, 30), 86_400_000_000),
    "epoch_s": Counted(315_532_800, 4_102_444_800, date(1970, 1, 1), 1_000_000),
    "epoch_ms": Counted(315_532_800_000, 4_102_444_800_000, date(1970, 1, 1), 1_000),
}
ORDERS: tuple[Habit, ...] = ("mdy", "dmy", "ymd")
OF_A_DAY = r"^(0?[.,][0-9]{3,})$"  # how a spreadsheet holds a time of day
ISO_DAY = r"^(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}"
ISO_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$"
MONTHS_A_YEAR, LONGEST_MONTH = 12, 31
MILLISECOND = 1_000  # microseconds: a serial's fraction is no more exact than this
_CLOCK_IN_FRONT = (
    r"^(?P<clock>\d{1,2}:\d\d(:\d\d)?( ?[AaPp][Mm])?)( [A-Z]{2,5})?,? "
    r"(?P<day>\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})$"
)
# A clock written 9.12.33 or 9h12, as in Italy and France.
_CLOCK_APART = r"\d,?\s+(?:\D{1,5}\s+)?\d{1,2}[.h]\d\d"
_DAY_BEFORE = r"^(?P<day>(?:.*\d{4}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}),?\s+(?:\D{1,5}\s+)?)"
_TO_SECONDS = _DAY_BEFORE + r"(?P<h>\d{1,2})\.(?P<m>\d\d)\.(?P<s>\d\d)$"
_TO_MINUTES = _DAY_BEFORE + r"(?P<h>\d{1,2})[.h](?P<m>\d\d)$"


def date_style_of(cells: pl.Series, habit: Habit | None = None) -> DateStyle:
    """The one order every cell of the column agrees with; a source's habit settles a tie."""
    texts = tidy(cells)
    if _iso_between(texts) is not None:
        return DateStyle("ymd")
    days = split_clock(_plainly_written(some_distinct(texts)))["day"].unique()
    written = date_parts(days).filter(pl.col("kind").is_not_null())
    counted = _counted_style_of(days)
    if counted is not None:
        return DateStyle(counted if written.is_empty() else "mixed")
    yearless = written["kind"] == "yearless"
    if yearless.any():
        return DateStyle("ymd" if yearless.all() else "mixed", yearless=yearless.all())
    return DateStyle(_order_of(written, habit))


def read_moments(cells: pl.Series, style: DateStyle) -> Reading:
    """The wall clock as written, without its zone; a date alone is its midnight."""
    texts = tidy(cells)
    if style.order in COUNTED:
        values = _read_counted(texts, COUNTED[style.order])
    else:
        values = _iso_moments(texts)
        if values is None:
            values = once_each(texts, lambda each: _read_written(each, style.order))["moment"]
    return _reading(cells, texts, values)


def read_dates(cells: pl.Series, style: DateStyle) -> Reading:
    """The calendar day as written: no clock and no zone ever shifts it."""
    moments = read_moments(cells, style)
    return Reading(moments.values.dt.date(), moments.bad)


def read_times(cells: pl.Series) -> Reading:
    """The time of day, where the date stands in a column of its own."""
    texts = tidy(cells)
    parts = texts.str.extract(OF_A_DAY).str.replace(",", ".", literal=True).cast(pl.Float64)
    since_midnight = (parts * 86_400).round().cast(pl.Int64) * 1_000_000_000
    moments = read_moments("2000-01-01 " + texts, DateStyle("ymd")).values
    clocks = pl.select(pl.coalesce(moments.dt.time(), since_midnight.cast(pl.Time)))
    return _reading(cells, texts, clocks.to_series())


def _plainly_written(texts: pl.Series) -> pl.Series:
    """“14:05:09 UTC 2025-03-31” and “31/03/2025 14.05” as everybody else writes them."""
    if texts.str.contains(r"^\d{1,2}:\d\d").any():
        texts = texts.str.replace(_CLOCK_IN_FRONT, "${day} ${clock}")
    has_colons = texts.str.contains(":", literal=True).all()  # soon said, and nearly always so
    if not has_colons and texts.str.contains(_CLOCK_APART).any():
        texts = texts.str.replace(_TO_SECONDS, "${day}${h}:${m}:${s}")
        texts = texts.str.replace(_TO_MINUTES, "${day}${h}:${m}")
    return texts


def _reading(cells: pl.Series, texts: pl.Series, values: pl.Series) -> Reading:
    bad = values.is_null()
    if bad.any():
        bad = bad & ~tidied_is_missing(texts)
    return Reading(values.rename(cells.name), bad.rename(cells.name))


def _counted_style_of(texts: pl.Series) -> Order | None:
    """The counting style all numbers fit, if one does: serials, epoch seconds or milliseconds."""
    numbers = texts.cast(pl.Float64, strict=False).drop_nulls().drop_nans()
    for order, counted in COUNTED.items():
        if len(numbers) and numbers.is_between(counted.least, counted.most).all():
            return order
    return None


def _order_of(written: pl.DataFrame, habit: Habit | None) -> Order:
    orders = _orders_fitting(written, habit)
    if not orders:
        return "mixed"
    if len(orders) == 1:
        return orders[0]
    if (written["kind"] == "named").all():
        return habit or "ymd"  # nothing is left for an order to decide
    return habit if habit in orders else "undecided"


def _orders_fitting(written: pl.DataFrame, habit: Habit | None) -> list[Order]:
    first, second = (pl.col(name).cast(pl.Int64) for name in ("first", "second"))
    numbers = written.filter(pl.col("kind") == "loose")
    numbers = numbers.filter((first <= MONTHS_A_YEAR) | (second <= MONTHS_A_YEAR))
    year_first = bool((written["kind"] == "year_first").any())
    no_day_first = (second > MONTHS_A_YEAR) | ((first > LONGEST_MONTH) & _short_year())
    fits = {
        "mdy": not year_first and not _any(numbers, first > MONTHS_A_YEAR),
        "dmy": not year_first and not _any(numbers, no_day_first),
        "ymd": numbers.is_empty() or _may_be_year_first(numbers, habit),
    }
    fitting: list[Order] = [order for order in ORDERS if fits[order]]
    return _true_to_weekdays(written, fitting) if len(fitting) > 1 else fitting


def _true_to_weekdays(written: pl.DataFrame, orders: list[Order]) -> list[Order]:
    """Those orders in which “Fri 01/08/2025” is a Friday; all of them where it never is one."""
    named = written.filter((pl.col("kind") == "loose") & pl.col("weekday").is_not_null())
    return [order for order in orders if _fall_on_their_weekdays(named, order)] or orders


def _fall_on_their_weekdays(named: pl.DataFrame, order: Order) -> bool:
    year, month, day = _roles(order)
    days = calendar_day(full_year(year), month_number(month), day.cast(pl.Int64))
    return all(
        on is not None and on.weekday() in WEEKDAYS[weekday]
        for weekday, on in named.select("weekday", on=days).iter_rows()
    )


def _may_be_year_first(numbers: pl.DataFrame, habit: Habit | None) -> bool:
    """Whether `25-03-31` may be 2025, not 2031: where it well may, nobody but a person knows."""
    second, third = (pl.col(name).cast(pl.Int64) for name in ("second", "third"))
    lengths = (pl.col(name).str.len_bytes() for name in ("first", "second", "third"))
    padded = pl.all_horizontal(length == 2 for length in lengths)
    if _any(numbers, ~(padded & (second <= MONTHS_A_YEAR) & (third <= LONGEST_MONTH))):
        return False
    hyphens = bool((numbers["between"] == "-").all())
    days_last = numbers["third"].n_unique() > numbers["first"].n_unique()
    return habit == "ymd" or hyphens or days_last


def _short_year() -> pl.Expr:
    return pl.col("third").str.len_bytes() == 2


def _any(numbers: pl.DataFrame, holds: pl.Expr) -> bool:
    return bool(numbers.select(holds.any()).item())


def _read_counted(texts: pl.Series, counted: Counted) -> pl.Series:
    numbers = texts.cast(pl.Float64, strict=False)
    numbers = numbers.set(~numbers.is_between(counted.least, counted.most), None)
    since = (numbers * (counted.microseconds / MILLISECOND)).round().cast(pl.Int64) * MILLISECOND
    first = pl.Series([counted.first_day]).cast(pl.Datetime("us"))
    return first.new_from_index(0, len(since)) + since.cast(pl.Duration("us"))


def _iso_moments(texts: pl.Series) -> pl.Series | None:
    """A short cut for a column of nothing but `2025-03-01`, or each with `14:05:06` behind it."""
    between = _iso_between(texts)
    if between is None:
        return None
    if not between:
        return texts.str.to_date("%Y-%m-%d", strict=False).cast(pl.Datetime("us"))
    return texts.str.to_datetime(f"%Y-%m-%d{between}%H:%M:%S", time_unit="us", strict=False)


def _iso_between(texts: pl.Series) -> Literal["", " ", "T"] | None:
    """What stands between day and clock where all cells are ISO, in which no order matters."""
    first = texts.first()
    if not isinstance(first, str) or not re.match(ISO_DAY, first):
        return None
    between: Literal["", " ", "T"] = "T" if "T" in first else " " if " " in first else ""
    form = ISO_DAY + (between + ISO_CLOCK if between else "$")
    return between if texts.str.contains(form).all(ignore_nulls=False) else None


def _read_written(texts: pl.Series, order: Order) -> pl.DataFrame:
    halves = split_clock(_plainly_written(texts))
    days = once_each(halves["day"], lambda each: _days(each, order))
    clocks = once_each(halves["clock"], clock_parts)
    dated = pl.concat([days, clocks, halves.select("clock")], how="horizontal")
    clock_time = pl.when(pl.col("clock").is_null()).then(0).otherwise(_since_midnight())
    return dated.select(
        moment=pl.col("date").cast(pl.Datetime("us")) + clock_time.cast(pl.Duration("us"))
    )


def _since_midnight() -> pl.Expr:
    """Microseconds; null where the hour does not exist, such as 25:00 or 13:00 am."""
    hour, afternoon = pl.col("hour"), pl.col("afternoon")
    of_twelve = pl.when(hour <= 12).then(hour % 12 + 12 * afternoon.cast(pl.Int64))
    of_day = pl.when(hour <= 23).then(hour)
    hours = pl.when(afternoon.is_null()).then(of_day).otherwise(of_twelve)
    return hours * 3_600_000_000 + pl.col("past_hour")


def _days(texts: pl.Series, order: Order) -> pl.DataFrame:
    """The calendar day of each text, and the hour written after it."""
    year, month, day = _roles(order)
    parts = date_parts(texts)
    date_written = calendar_day(full_year(year), month_number(month), day.cast(pl.Int64))
    readable = pl.col("kind").is_not_null() & (pl.col("kind") != "yearless")
    return parts.select(pl.when(readable).then(date_written).alias("date"), "hour")


def _roles(order: Order) -> list[pl.Expr]:
    """Which piece is the year, the month and the day. Without a decided order: none of them."""
    first, second, third = pl.col("first"), pl.col("second"), pl.col("third")
    short = pl.when(third.str.len_bytes() == 2)
    undecided = [pl.lit(None, pl.String)] * 3
    loose = {
        "dmy": [third, second, first],
        "mdy": [third, first, second],
        "ymd": [short.then(first), short.then(second), short.then(third)],
    }.get(order, undecided)
    settled = [pl.col("year"), pl.col("month"), pl.col("day")]
    is_settled = first.is_null()
    return [
        pl.when(is_settled).then(sure).otherwise(by_order)
        for sure, by_order in zip(settled, loose, strict=True)
    ]
