"""Pipedrive deals: new accounts.

Known from memory only. A deal counts on the day it was won or lost, an open one on the day it was
made. Names of deals, people and organisations are not kept.
"""

import polars as pl

from data_pipeline.contract import (
    HEARD_OF_US,
    Source,
    Table,
    currency,
    date,
    identifier,
    known_by,
    money,
    required,
    text,
)


def _accounts(deals: pl.DataFrame) -> pl.DataFrame:
    said = pl.col("said").str.to_lowercase().fill_null("")
    status = (
        pl.when(said.is_in(["won", "gewonnen", "gagné", "ganado", "ganho"]))
        .then(pl.lit("won"))
        .when(said.is_in(["lost", "verloren", "perdu", "perdido"]))
        .then(pl.lit("lost"))
        .otherwise(pl.lit("open"))
    )
    closings = [pl.col(name) for name in ("won", "lost", "closed") if name in deals.columns]
    closed = pl.coalesce(*closings, pl.lit(None, pl.Date))
    return deals.with_columns(status.alias("status"), closed.alias("closed_date")).with_columns(
        pl.when(pl.col("status") == "open")
        .then(pl.col("created_date"))
        .otherwise(pl.coalesce("closed_date", "created_date"))
        .alias("date")
    )


SOURCE = Source(
    name="pipedrive_deals",
    label="Pipedrive deals",
    where="On Pipedrive: Deals › list view › … › Export results, with status and dates.",
    grace=7,
    proof="memory",
    tables=[
        Table(
            subject="accounts",
            columns={
                ("Deal - ID", "ID"): identifier("account_id"),
                ("Deal - Title", "Deal - Name"): known_by(text("")),
                "Deal - Status": known_by(text("said")),
                ("Deal - Deal created", "Deal - Created"): required(
                    date("created_date", such_as="2025-03-31 14:05:09")
                ),
                "Deal - Won time": date("won", such_as="2025-03-31 14:05:09"),
                "Deal - Lost time": date("lost", such_as="2025-03-31 14:05:09"),
                "Deal - Deal closed on": date("closed", such_as="2025-03-31 14:05:09"),
                "Deal - Value": money("amount"),
                "Deal - Currency": currency(),
                ("Deal - Source channel", "Deal - Source", "Lead - Source", HEARD_OF_US): text(
                    "source_text"
                ),
            },
            finish=_accounts,
        )
    ],
)
