"""Money that is not in the revenue: payments that failed, and amounts in other currencies."""

import polars as pl

from data_pipeline.metrics.query import EVERYTHING, Scope, reporting_currency
from data_pipeline.metrics.rates import without_rate
from data_pipeline.warehouse import Warehouse

SCHEMA = {"currency": pl.String, "revenue": pl.Float64, "failed_payments": pl.Float64}


def money_apart(warehouse: Warehouse, scope: Scope = EVERYTHING) -> pl.DataFrame:
    """By currency: sales less refunds, and payments that failed, over the months in scope. The
    reporting currency's revenue is in the figures, and so is what has a stated rate; the rest is
    told here and added to nothing."""
    marts = warehouse.marts()
    if marts.snapshot == 0:
        return pl.DataFrame(schema=SCHEMA)
    months = scope.months or (None, None)
    return marts.query(
        f"""
        select
            currency,
            cast(sum(revenue) filter (where apart) as double) as revenue,
            cast(sum(failed_payments) as double) as failed_payments
        from (
            select currency, month, revenue, null as failed_payments, true as apart
            from {without_rate("monthly_revenue")}
            union all
            select currency, month, revenue, failed_payments, currency = $reporting as apart
            from marts.monthly_revenue
        )
        where
            currency is not null
            and ($first is null or month >= cast($first as date))
            and ($last is null or month <= cast($last as date))
        group by currency
        order by currency = $reporting desc, currency
        """,
        first=months[0],
        last=months[1],
        reporting=reporting_currency(warehouse),
    )
