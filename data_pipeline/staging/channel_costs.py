"""What a channel cost in a month: money and staff hours. `date` is the first of the month."""

import polars as pl

from data_pipeline.staging.subject import AMOUNT, Subject

SUBJECT = Subject(
    name="channel_costs",
    grain="One row per channel and month.",
    columns={
        "channel": pl.String(),
        "date": pl.Date(),
        "spend": AMOUNT,
        "currency": pl.String(),
        "hours": AMOUNT,
    },
    key=("channel", "date", "currency"),
)
