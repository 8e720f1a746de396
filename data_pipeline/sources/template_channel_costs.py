"""Our own template for what each channel cost: money and hours of work, month by month.

Several rows for one channel and month are added up: one a person, if that is how hours are kept.
Who it was is not kept.
"""

import polars as pl

from data_pipeline.contract import (
    Source,
    Table,
    channel,
    currency,
    from_zero,
    known_by,
    like,
    money,
    month,
    number,
    required,
    text,
)


def _costs(costs: pl.DataFrame) -> pl.DataFrame:
    by = [name for name in ("channel", "date", "currency") if name in costs.columns]
    figures = [name for name in ("spend", "hours") if name in costs.columns]
    total = [
        pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).sum()).alias(name)
        for name in figures
    ]
    return costs.group_by(by, maintain_order=True).agg(pl.col("row").first(), *total)


SOURCE = Source(
    name="template_channel_costs",
    label="Channel costs (template)",
    where="On the Uploads page: Templates › Channel costs.",
    template=True,
    tables=[
        Table(
            subject="channel_costs",
            columns={
                "Month": required(month()),
                "Channel": required(channel()),
                ("Spend", "Cost", "Spend ({currency})"): known_by(
                    from_zero(like(money("spend"), "450.00"))
                ),
                "Currency": like(currency(), "GBP"),
                "Hours": from_zero(like(number("hours"), "12.5")),
                ("Staff", "Who", "Person"): text(""),
                ("Notes", "Note"): text(""),
            },
            finish=_costs,
            whole=True,
            exactly=True,
        )
    ],
)
