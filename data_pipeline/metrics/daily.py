"""An outcome by the day and by the week: only what is whole."""

from collections.abc import Iterable
from datetime import date, timedelta
from weakref import WeakKeyDictionary

import polars as pl

from data_pipeline.metrics.catalogue import METRICS, OUTCOMES, Metric
from data_pipeline.metrics.coverage import Cell, coverage, month_end
from data_pipeline.metrics.query import measure, reporting_currency
from data_pipeline.metrics.rates import converted
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.marts import Marts

DAYS = {"date": pl.Date, "value": pl.Float64}
A_WEEK = 7

# A snapshot never changes: its days are worked out once, whoever asks for them.
_DAILY: WeakKeyDictionary[Marts, dict[tuple[str, str], pl.DataFrame]] = WeakKeyDictionary()


def daily(warehouse: Warehouse, name: str) -> pl.DataFrame:
    """`date`, `value`: an outcome on every day from its first to the last that is whole.

    0 where nothing happened on a day that its exports cover; null where they do not. Of a month
    that is not complete, the days before the one at which the first of its exports stops are whole.
    """
    assert name in OUTCOMES, f"{name} is not known by the day"
    marts = warehouse.marts()
    if marts.snapshot == 0:
        return pl.DataFrame(schema=DAYS)
    known = _DAILY.setdefault(marts, {})
    asked = (name, reporting_currency(warehouse))
    if asked not in known:
        known[asked] = _daily(warehouse, marts, *asked)
    return known[asked]


def _daily(warehouse: Warehouse, marts: Marts, name: str, currency: str) -> pl.DataFrame:
    happened = _happened(marts, METRICS[name], currency)
    if happened.is_empty():
        return pl.DataFrame(schema=DAYS)
    first = happened["date"].to_list()[0]
    whole = [day for day in _whole_days(warehouse, METRICS[name]) if day >= first]
    if not whole:
        return pl.DataFrame(schema=DAYS)
    known = pl.DataFrame({"date": whole}, schema={"date": pl.Date})
    known = known.join(happened, on="date", how="left").with_columns(pl.col("value").fill_null(0.0))
    calendar = pl.DataFrame({"date": _days(whole[0], whole[-1])}, schema={"date": pl.Date})
    return calendar.join(known, on="date", how="left").sort("date")


def weekly(warehouse: Warehouse, name: str) -> pl.DataFrame:
    """`date` (a Monday), `value`: `daily` added up; null for a week in which a day is not whole."""
    weeks = (
        daily(warehouse, name)
        .group_by(pl.col("date").dt.truncate("1w"))
        .agg(pl.col("value").sum(), whole=pl.col("value").count() == A_WEEK)
        .sort("date")
    )
    return weeks.select("date", pl.when("whole").then("value").alias("value"))


def monday_of(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def _happened(marts: Marts, metric: Metric, currency: str) -> pl.DataFrame:
    if metric.unit == "money":
        rows, values = converted("daily_outcomes", "value"), {"currency": currency}
    else:
        rows, values = "marts.daily_outcomes", {}
    query = (
        f"select date, cast(sum(value) as double) as value from {rows} "
        "where metric = $metric group by date order by date"
    )
    return marts.query(query, metric=metric.name, **values)


def _whole_days(warehouse: Warehouse, metric: Metric) -> list[date]:
    cells = [one for one in coverage(warehouse).cells if one.topics & set(metric.topics)]
    figures = measure(warehouse, metric.name).drop_nulls("value")
    days: list[date] = []
    for month, complete in figures.select("month", "complete").iter_rows():
        of_month = [one for one in cells if one.month == month]
        last = month_end(month) if complete else _last_whole_day(of_month)
        if last is not None:
            days += _days(month, last)
    return days


def _last_whole_day(cells: Iterable[Cell]) -> date | None:
    """An export is mostly made in the middle of its last day, so that one is not whole."""
    short = [one for one in cells if one.state != "here"]
    if any(one.left_out or one.last_day is None for one in short):
        return None
    ends = [one.last_day for one in short if one.last_day is not None]
    return min(ends) - timedelta(days=1) if ends else None


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]
