"""Trade shows, webinars and other events we were at: what they cost, and whom we met there.

`date` is the first day: an event belongs to the month in which it begins. Contacts are people
spoken to; leads are those of them who may buy. Both are as counted there, by whoever was there.
"""

import polars as pl

from data_pipeline.staging.subject import AMOUNT, Subject

SUBJECT = Subject(
    name="events",
    grain="One row per event.",
    columns={
        "channel": pl.String(),
        "name": pl.String(),
        "kind": pl.String(),
        "date": pl.Date(),
        "last_date": pl.Date(),
        "spend": AMOUNT,
        "currency": pl.String(),
        "hours": AMOUNT,
        "contacts": pl.Int64(),
        "leads": pl.Int64(),
    },
    key=("channel", "name", "date"),
)
