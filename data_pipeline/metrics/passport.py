"""Where a figure comes from: its meaning, its formula with the inputs, the files behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from data_pipeline.metrics.breaks import Break, breaks_in
from data_pipeline.metrics.catalogue import METRICS, Metric, Rate, Ratio, Stock, Total, Unique
from data_pipeline.metrics.coverage import coverage, label_of, month_end
from data_pipeline.metrics.feeding import is_fed_by, subjects_of
from data_pipeline.metrics.health import retold_months
from data_pipeline.metrics.query import EVERYTHING, Scope, measure, reporting_currency
from data_pipeline.metrics.rates import StatedRate, rates_used
from data_pipeline.staging.restated import Restated
from data_pipeline.warehouse import Warehouse


@dataclass(frozen=True)
class Behind:
    """One file that a figure rests on."""

    file: str
    source: str
    rows: int
    received: date
    by: str


@dataclass(frozen=True)
class Passport:
    """All that can be said of one figure."""

    metric: Metric
    month: date | None
    value: float | None
    inputs: tuple[tuple[str, float | None], ...]
    files: tuple[Behind, ...]
    complete: bool
    rates: tuple[StatedRate, ...]
    breaks: tuple[Break, ...]
    restated: tuple[Restated, ...]


def passport(
    warehouse: Warehouse, name: str, month: date | None = None, scope: Scope = EVERYTHING
) -> Passport:
    """The passport of a metric, for one month or for all that is shown."""
    metric = METRICS[name]
    months = (month, month) if month else scope.months
    narrowed = Scope(months, scope.channels)
    figures = measure(warehouse, name, scope=narrowed)
    value = figures["value"][0] if month and figures.height else None
    return Passport(
        metric,
        month,
        value,
        _inputs(warehouse, metric, narrowed) if month else (),
        tuple(files_behind(warehouse, metric, months)),
        bool(figures["complete"].all()) if figures.height else False,
        _rates(warehouse, metric, months),
        tuple(breaks_in(warehouse, name, scope.channels)),
        tuple(_restated(warehouse, metric, narrowed)),
    )


def _restated(warehouse: Warehouse, metric: Metric, scope: Scope) -> Iterator[Restated]:
    """What newer files told anew of the months looked at."""
    for upload in retold_months(warehouse):
        for one in upload.figures:
            first, last = scope.months or (one.month, one.month)
            channels = scope.channels or (one.channel,)
            inside = first <= one.month <= last and one.channel in channels
            if inside and is_fed_by(metric, one.subject, one.figure):
                yield one


def _rates(
    warehouse: Warehouse, metric: Metric, months: tuple[date, date] | None
) -> tuple[StatedRate, ...]:
    marts = warehouse.marts()
    if marts.snapshot == 0:
        return ()
    return rates_used(marts, metric, reporting_currency(warehouse), months)


def _inputs(
    warehouse: Warehouse, metric: Metric, scope: Scope
) -> tuple[tuple[str, float | None], ...]:
    """What the formula was fed with in this month."""
    match metric.value:
        case Rate(top, bottom):
            return tuple(
                (METRICS[part].label, _single(measure(warehouse, part, scope=scope)))
                for part in (top, bottom)
            )
        case Ratio(top, bottom):
            both = f"{top} is not null and {bottom} is not null"
            row = warehouse.marts().query(
                f"select sum({top}) as top, sum({bottom}) as bottom from marts.{metric.mart} "
                f"where month = $month and {both}",
                month=scope.months[0] if scope.months else None,
            )
            return (
                (top.replace("_", " "), _number(row["top"][0])),
                (bottom.replace("_", " "), _number(row["bottom"][0])),
            )
        case Total() | Stock() | Unique():
            dimension = next(iter(metric.dimensions), None)
            if dimension is None:
                return ()
            parts = measure(warehouse, metric.name, by=(dimension,), scope=scope)
            return tuple(zip(parts[dimension].to_list(), parts["value"].to_list(), strict=True))


def _single(figures: pl.DataFrame) -> float | None:
    return figures["value"][0] if figures.height else None


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))


def files_behind(
    warehouse: Warehouse, metric: Metric, months: tuple[date, date] | None
) -> list[Behind]:
    """The live files with rows of the metric's subjects in these months, newest first."""
    subjects = subjects_of(metric)
    topics = set(metric.topics)
    feeding = {cell.source for cell in coverage(warehouse).cells if cell.topics & topics}
    uploads = {upload.id: upload for upload in warehouse.uploads()}
    found: list[Behind] = []
    for one in warehouse.files():
        inside = months is None or one.touches(months[0], month_end(months[1]))
        if one.subject in subjects and inside and (one.source in feeding or not feeding):
            upload = uploads[one.upload]
            found.append(
                Behind(
                    upload.file,
                    label_of(one.source),
                    one.rows,
                    upload.received_at.date(),
                    upload.received_by,
                )
            )
    return found[::-1]
