"""Follower totals: the stock, on the days it is known."""

import polars as pl

from data_pipeline.staging.subject import Subject

SUBJECT = Subject(
    name="follower_counts",
    grain="One row per channel, account and day with a known total.",
    columns={
        "channel": pl.String(),
        "account": pl.String(),
        "date": pl.Date(),
        "followers": pl.Int64(),
    },
    key=("channel", "account", "date"),
)
