"""A metric, by some dimensions, over some months: a tidy frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import polars as pl

from data_pipeline.metrics.catalogue import (
    METRICS,
    OUTCOMES,
    Metric,
    Rate,
    Ratio,
    Stock,
    Total,
    Unique,
)
from data_pipeline.metrics.coverage import coverage, months_between
from data_pipeline.metrics.rates import converted
from data_pipeline.problems import refused
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.marts import KEPT_IN_MEMORY, Marts


@dataclass(frozen=True)
class Scope:
    """Which months and channels are looked at. None means all."""

    months: tuple[date, date] | None = None
    channels: tuple[str, ...] | None = None


EVERYTHING = Scope()
MOST_KEPT = 500
EVENTS = frozenset({"calls", "enquiries", "accounts", "revenue"})

# A snapshot never changes: a figure of it is worked out once, whoever asks for it.
_MEASURED: WeakKeyDictionary[Marts, dict[tuple[str, tuple[str, ...], Scope, str], pl.DataFrame]] = (
    WeakKeyDictionary()
)


def measure(
    warehouse: Warehouse,
    name: str,
    *,
    by: Sequence[str] = (),
    scope: Scope = EVERYTHING,
) -> pl.DataFrame:
    """A metric by month and dimensions: month, the dimensions, value (double), complete.

    Over no further dimension every month of the scope has a row: null where nothing is known, never
    0. `complete` says whether every expected export that feeds the figure reaches the month's end.
    Raises Refused for a dimension the metric does not have.
    """
    metric = METRICS[name]
    _check(metric, by)
    marts = warehouse.marts()
    if marts.snapshot == 0:
        return _empty(by)
    currency = reporting_currency(warehouse) if _is_of_money(metric) else ""
    known = _MEASURED.setdefault(marts, {})
    asked = (name, tuple(by), scope, currency)
    figures = known.get(asked)
    if figures is None:
        figures = known[asked] = _measured(warehouse, marts, metric, by, scope)
        while len(known) > MOST_KEPT:
            known.pop(next(iter(known)), None)
    return figures


def _is_of_money(metric: Metric) -> bool:
    if isinstance(metric.value, Rate):
        return any(
            METRICS[part].unit == "money" for part in (metric.value.top, metric.value.bottom)
        )
    return metric.unit == "money"


def _measured(
    warehouse: Warehouse, marts: Marts, metric: Metric, by: Sequence[str], scope: Scope
) -> pl.DataFrame:
    if isinstance(metric.value, Rate):
        figures = _rate(warehouse, metric.value, scope)
    else:
        figures = _figures(warehouse, marts, metric, by, scope)
    if not by:
        figures = _every_month(figures, months_known(marts, scope))
        figures = _with_months_of_nothing(warehouse, figures, metric, scope)
    incomplete = coverage(warehouse).incomplete(metric.topics, scope.channels)
    return figures.with_columns(
        (~pl.col("month").is_in(list(incomplete))).alias("complete"),
        pl.col("value").cast(pl.Float64),
    ).sort("month", *by)


def _with_months_of_nothing(
    warehouse: Warehouse, figures: pl.DataFrame, metric: Metric, scope: Scope
) -> pl.DataFrame:
    """0 where an export of events is here and none happened, instead of not known.

    Of some channels nothing happened in a month in which something is known of all of them; of all,
    in a month that one file covers from before its beginning to after its end.
    """
    if not isinstance(metric.value, Total) or not EVENTS.issuperset(metric.topics):
        return figures
    if scope.channels is not None:
        whole = measure(warehouse, metric.name, scope=Scope(scope.months))
        known = whole.drop_nulls("value")["month"]
    elif metric.name in OUTCOMES:
        known = pl.Series(coverage(warehouse).months_of_nothing(metric.topics), dtype=pl.Date)
    else:
        return figures
    nothing = pl.col("value").is_null() & pl.col("month").is_in(known.implode())
    return figures.with_columns(pl.when(nothing).then(0).otherwise(pl.col("value")).alias("value"))


def _check(metric: Metric, by: Sequence[str]) -> None:
    for dimension in by:
        if dimension not in metric.dimensions:
            has = ", ".join(metric.dimensions) or "none but the month"
            raise refused(
                f"{metric.label} can't be broken down by {dimension}", "", f"It has: {has}."
            )


def _empty(by: Sequence[str]) -> pl.DataFrame:
    dimensions = dict.fromkeys(by, pl.String)
    return pl.DataFrame(
        schema={"month": pl.Date, **dimensions, "value": pl.Float64, "complete": pl.Boolean}
    )


def _figures(
    warehouse: Warehouse, marts: Marts, metric: Metric, by: Sequence[str], scope: Scope
) -> pl.DataFrame:
    columns = ", ".join(["month", *by])
    where, values = _where(metric, scope)
    rows = f"marts.{metric.mart}"
    if metric.unit == "money":
        assert isinstance(metric.value, Total), f"{metric.name}: only totals are converted"
        rows = converted(metric.mart, metric.value.column)
        values["currency"] = reporting_currency(warehouse)
    if isinstance(metric.value, Unique) and "channel" not in by:
        columns = "month, min(channel) as channel"
    kept = f"where {' and '.join(where)}" if where else ""
    grouped = ", ".join(["month", *by])
    query = f"select {columns}, {_value(metric)} as value from {rows} {kept}"
    if isinstance(metric.value, Unique) and "channel" not in by:
        # One channel may be given for itself; of several there is no sum.
        query += f" group by {grouped} having count(distinct channel) = 1"
        return marts.query(query, **values).drop("channel")
    return marts.query(f"{query} group by {grouped}", **values)


def _value(metric: Metric) -> str:
    match metric.value:
        case Total(column):
            return f"sum({column})"
        case Ratio(top, bottom):
            both = f"filter (where {top} is not null and {bottom} is not null)"
            return f"cast(sum({top}) {both} as double) / nullif(sum({bottom}) {both}, 0)"
        case Stock(column):
            return f"sum({column})"
        case Unique():
            return "avg(daily_average)"
        case Rate():
            raise AssertionError("a rate of metrics has no mart")


def _where(metric: Metric, scope: Scope) -> tuple[list[str], dict[str, Any]]:
    conditions: list[str] = []
    values: dict[str, Any] = {}
    if scope.months is not None:
        conditions.append("month between $first and $last")
        values |= {"first": scope.months[0], "last": scope.months[1]}
    if scope.channels is not None and "channel" in metric.dimensions:
        conditions.append("list_contains($channels, channel)")
        values["channels"] = list(scope.channels)
    for column, value in _fixed(metric).items():
        conditions.append(f"{column} = ${column}")
        values[column] = value
    return conditions, values


def _fixed(metric: Metric) -> dict[str, str]:
    """The dimensions of its mart that a metric settles itself."""
    match metric.value:
        case Total(where=where):
            return dict(where)
        case Unique(measure=name):
            return {"measure": name}
        case _:
            return {}


def _rate(warehouse: Warehouse, rate: Rate, scope: Scope) -> pl.DataFrame:
    top = measure(warehouse, rate.top, scope=scope)
    bottom = measure(warehouse, rate.bottom, scope=scope)
    both = top.join(bottom, on="month", suffix=" below")
    over = pl.when(pl.col("value below") > 0).then(pl.col("value") / pl.col("value below"))
    return both.select("month", over.alias("value"))


def _every_month(figures: pl.DataFrame, months: Sequence[date]) -> pl.DataFrame:
    spine = pl.DataFrame({"month": list(months)}, schema={"month": pl.Date})
    return spine.join(figures, on="month", how="left")


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _first_and_last(marts: Marts) -> tuple[date, date] | None:
    ends = marts.query(
        """
        select min(month) as first, max(month) as last from (
            select month from marts.coverage_of_days
            union all
            select month from marts.coverage_of_things
        )
        """
    ).row(0)
    return None if ends[0] is None else (ends[0], ends[1])


def months_known(marts: Marts, scope: Scope = EVERYTHING) -> list[date]:
    """Every month from the first row of any export to the last, within the scope."""
    ends = _first_and_last(marts)
    if ends is None:
        return []
    first, last = (
        ends
        if scope.months is None
        else (
            max(ends[0], scope.months[0]),
            min(ends[1], scope.months[1]),
        )
    )
    return months_between(first, last) if first <= last else []


def reporting_currency(warehouse: Warehouse) -> str:
    """The currency figures are shown in: the setting, else the one most money comes in."""
    chosen = warehouse.setting("currency")
    if isinstance(chosen, str) and chosen:
        return chosen
    marts = warehouse.marts()
    return "GBP" if marts.snapshot == 0 else _most_used_currency(marts)


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _most_used_currency(marts: Marts) -> str:
    rows = marts.query(
        """
        select currency, sum(coalesce(orders, 0)) as movements from marts.monthly_revenue
        where currency is not null
        group by currency order by movements desc, currency limit 1
        """
    ).rows()
    return str(rows[0][0]) if rows else "GBP"
