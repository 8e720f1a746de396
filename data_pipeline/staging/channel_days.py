"""Figures a platform gives for a day, or for a window it does not split.

A window of several days has its first day in `first_date` and its last in `date`."""

import polars as pl

from data_pipeline.staging.subject import AMOUNT, Subject

SUBJECT = Subject(
    name="channel_days",
    grain="One row per channel, account, period (mostly a day) and measure.",
    columns={
        "channel": pl.String(),
        "account": pl.String(),
        "first_date": pl.Date(),
        "date": pl.Date(),
        "measure": pl.String(),
        "value": AMOUNT,
    },
    key=("channel", "account", "first_date", "date", "measure"),
    long=True,
)
