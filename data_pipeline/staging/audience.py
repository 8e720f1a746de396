"""Who follows or visits, by job, place, age and so on, on the day of the export."""

import polars as pl

from data_pipeline.staging.subject import AMOUNT, Subject

SUBJECT = Subject(
    name="audience",
    grain="One row per channel, account, snapshot, dimension and segment.",
    columns={
        "channel": pl.String(),
        "account": pl.String(),
        "date": pl.Date(),
        "dimension": pl.String(),
        "segment": pl.String(),
        "people": AMOUNT,
        "share": pl.Float64(),
    },
    key=("channel", "account", "date", "dimension", "segment"),
)
