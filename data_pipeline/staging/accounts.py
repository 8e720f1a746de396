"""New accounts: deals and customers.

`status` is won, lost or open; `date` is the day that decides the month:
closed when won or lost, else created."""

import polars as pl

from data_pipeline.staging.subject import AMOUNT, Subject

SUBJECT = Subject(
    name="accounts",
    grain="One row per new account, customer or deal.",
    columns={
        "account_id": pl.String(),
        "date": pl.Date(),
        "created_date": pl.Date(),
        "closed_date": pl.Date(),
        "status": pl.String(),
        "amount": AMOUNT,
        "currency": pl.String(),
        "source_text": pl.String(),
    },
    key=("source", "account_id"),
    moves=True,
)
