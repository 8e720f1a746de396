"""How the followers of a channel are known: counted that month, or carried on from a count."""

import polars as pl

from data_pipeline.metrics.query import EVERYTHING, Scope
from data_pipeline.warehouse import Warehouse

SCHEMA = {
    "month": pl.Date,
    "channel": pl.String,
    "followers": pl.Float64,
    "counted": pl.Boolean,
    "counted_date": pl.Date,
}


def follower_totals(warehouse: Warehouse, scope: Scope = EVERYTHING) -> pl.DataFrame:
    """By month and channel: the total at the close, whether every account's was counted within the
    month, and the day of the count it rests on. Months without a total are left out."""
    marts = warehouse.marts()
    if marts.snapshot == 0:
        return pl.DataFrame(schema=SCHEMA)
    totals = marts.query(
        """
        select
            month,
            channel,
            cast(sum(followers) as double) as followers,
            bool_and(basis = 'counted') as counted,
            max(counted_date) as counted_date
        from marts.monthly_followers
        where followers is not null
        group by month, channel
        order by month, channel
        """
    )
    if scope.months is not None:
        totals = totals.filter(pl.col("month").is_between(*scope.months))
    if scope.channels is not None:
        totals = totals.filter(pl.col("channel").is_in(scope.channels))
    return totals
