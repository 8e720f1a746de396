"""What one unit of a currency was worth in another in a month. `date` is the first of the month."""

import polars as pl

from data_pipeline.staging.subject import AMOUNT, Subject

SUBJECT = Subject(
    name="exchange_rates",
    grain="One row per month and pair of currencies.",
    columns={
        "date": pl.Date(),
        "currency": pl.String(),
        "rate": AMOUNT,
        "reporting_currency": pl.String(),
    },
    key=("date", "currency", "reporting_currency"),
)
