"""Website figures, for a day or a window."""

import polars as pl

from data_pipeline.staging.subject import AMOUNT, Subject

SUBJECT = Subject(
    name="web_days",
    grain="One row per period (mostly a day), dimension, segment and measure.",
    columns={
        "first_date": pl.Date(),
        "date": pl.Date(),
        "dimension": pl.String(),
        "segment": pl.String(),
        "measure": pl.String(),
        "value": AMOUNT,
    },
    key=("first_date", "date", "dimension", "segment", "measure"),
    long=True,
)
