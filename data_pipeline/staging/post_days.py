"""Daily figures of single posts; they are parts, never added up to a channel."""

import polars as pl

from data_pipeline.staging.subject import AMOUNT, Subject

SUBJECT = Subject(
    name="post_days",
    grain="One row per channel, post, day and measure.",
    columns={
        "channel": pl.String(),
        "post_id": pl.String(),
        "date": pl.Date(),
        "measure": pl.String(),
        "value": AMOUNT,
    },
    key=("channel", "post_id", "date", "measure"),
    long=True,
)
