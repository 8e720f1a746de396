"""Amounts in other currencies, by the rate that the business stated for their month."""

from dataclasses import dataclass
from datetime import date

from data_pipeline.metrics.catalogue import METRICS, Metric, Rate, Total
from data_pipeline.warehouse.marts import Marts

# Joined to figures that have a month and a currency; binds the reporting currency.
_RATES = """
    left join marts.monthly_exchange_rates as rates
    on
        figures.month = rates.month
        and figures.currency = rates.currency
        and rates.reporting_currency = ${reporting}
"""


@dataclass(frozen=True)
class StatedRate:
    """What one unit of a currency was taken for in a month."""

    month: date
    currency: str
    rate: float


def converted(mart: str, column: str, *, reporting: str = "currency") -> str:
    """The SQL of a mart's rows with `column` in the reporting currency, which is bound as
    `reporting`. Rows in a currency without a rate for their month are left out."""
    return f"""(
        select figures.* replace (
            case
                when rates.rate is null then figures.{column}
                else cast(cast(figures.{column} as double) * rates.rate as decimal(38, 6))
            end as {column}
        )
        from marts.{mart} as figures
        {_RATES.format(reporting=reporting)}
        where figures.currency = ${reporting} or rates.rate is not null
    )"""


def without_rate(mart: str, *, reporting: str = "reporting") -> str:
    """The SQL of a mart's rows that are in no figure: no rate is stated for them."""
    return f"""(
        select figures.*
        from marts.{mart} as figures
        {_RATES.format(reporting=reporting)}
        where figures.currency is distinct from ${reporting} and rates.rate is null
    )"""


def rates_used(
    marts: Marts, metric: Metric, reporting: str, months: tuple[date, date] | None
) -> tuple[StatedRate, ...]:
    """The rates by which a metric's amounts of other currencies are in it, newest first."""
    found = {one for mart in _marts_of_money(metric) for one in _used(marts, mart, reporting)}
    if months:
        found = {one for one in found if months[0] <= one.month <= months[1]}
    return tuple(sorted(found, key=lambda one: (-one.month.toordinal(), one.currency)))


def _marts_of_money(metric: Metric) -> set[str]:
    match metric.value:
        case Rate(top, bottom):
            return _marts_of_money(METRICS[top]) | _marts_of_money(METRICS[bottom])
        case Total() if metric.unit == "money":
            return {metric.mart}
        case _:
            return set()


def _used(marts: Marts, mart: str, reporting: str) -> list[StatedRate]:
    rows = marts.query(
        f"""
        select distinct figures.month, figures.currency, rates.rate
        from marts.{mart} as figures
        {_RATES.format(reporting="reporting")}
        where rates.rate is not null and figures.currency != $reporting
        """,
        reporting=reporting,
    )
    return [StatedRate(*row) for row in rows.iter_rows()]
