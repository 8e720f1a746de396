"""Zoho CRM deals: new accounts.

Known from memory only. Won and lost are told by the words of the stage; what is neither is open. A
deal counts on its closing date when it was won or lost, an open one on the day it was made. Names
are not kept.
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
from data_pipeline.platform_words.deals import status_of


def _accounts(deals: pl.DataFrame) -> pl.DataFrame:
    created = pl.col("created_date") if "created_date" in deals.columns else pl.lit(None, pl.Date)
    return deals.with_columns(status_of(pl.col("stage")).alias("status")).with_columns(
        pl.when(pl.col("status") == "open")
        .then(pl.coalesce(created, "closed_date"))
        .otherwise(pl.coalesce("closed_date", created))
        .alias("date")
    )


SOURCE = Source(
    name="zoho_deals",
    label="Zoho CRM deals",
    where="On Zoho CRM: Deals › Actions › Export Deals, with Stage and Closing Date.",
    grace=7,
    proof="memory",
    tables=[
        Table(
            subject="accounts",
            columns={
                (
                    "Record Id",
                    "Deal Id",
                    "Datensatz-ID",
                    "ID d'enregistrement",
                    "ID de registro",
                ): required(identifier("account_id")),
                ("Deal Name", "Potential Name"): known_by(text("")),
                "Stage": known_by(text("stage")),
                "Closing Date": known_by(date("closed_date", such_as="2025-03-31")),
                "Created Time": date("created_date", such_as="2025-03-31 14:05:09"),
                "Amount": money("amount"),
                "Currency": currency(),
                ("Lead Source", HEARD_OF_US): text("source_text"),
            },
            finish=_accounts,
        )
    ],
)
