"""Our own template for new accounts. One row an account or deal.

The date is the day it was won or lost; of an open one, the day it was begun.
"""

import polars as pl

from data_pipeline.contract import (
    Source,
    Table,
    choice,
    currency,
    date,
    identifier,
    known_by,
    like,
    money,
    required,
    text,
)


def _accounts(accounts: pl.DataFrame) -> pl.DataFrame:
    is_open = pl.col("status") == "open"
    return accounts.with_columns(
        pl.when(is_open).then(pl.col("date")).alias("created_date"),
        pl.when(~is_open).then(pl.col("date")).alias("closed_date"),
    )


SOURCE = Source(
    name="template_accounts",
    label="New accounts (template)",
    where="On the Uploads page: Templates › New accounts.",
    template=True,
    grace=7,
    tables=[
        Table(
            subject="accounts",
            columns={
                "Date": required(date()),
                "Status": required(
                    choice(
                        "status",
                        {
                            "won": ("new", "closed won", "customer", "yes"),
                            "lost": ("closed lost", "no"),
                            "open": ("in progress", "pending"),
                        },
                    )
                ),
                ("Amount", "Amount ({currency})"): known_by(like(money("amount"), "1204.50")),
                "Currency": like(currency(), "GBP"),
                "Source": like(text("source_text"), "Instagram"),
                ("Reference", "Account ID"): like(identifier("account_id"), "A-1001"),
                ("Notes", "Note"): text(""),
            },
            finish=_accounts,
            exactly=True,
        )
    ],
)
