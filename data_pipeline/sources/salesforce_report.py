"""Salesforce report of opportunities: new accounts.

The footer (total, copyright, “Confidential Information”) is known from documentation, the headings
from memory. The manager chooses the columns: a stage and a close date are needed. Won and lost are
told by the words of the stage. Days are written by the user's own settings, so that the order of
day and month may be asked. Names are not kept.
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
    yes_no,
)


def _accounts(deals: pl.DataFrame) -> pl.DataFrame:
    stage = pl.col("stage").str.to_lowercase().fill_null("")
    is_won = stage.str.contains(r"\bwon\b|gewonnen|gagné|ganad")
    if "is_won" in deals.columns:
        is_won = is_won | pl.col("is_won").fill_null(value=False)
    is_lost = stage.str.contains(r"\blost\b|verloren|perdu|perdid")
    status = pl.when(is_won).then(pl.lit("won")).when(is_lost).then(pl.lit("lost"))
    created = [pl.col("created_date")] if "created_date" in deals.columns else []
    deals = deals.with_columns(status.otherwise(pl.lit("open")).alias("status"))
    return deals.with_columns(
        pl.when(pl.col("status") == "open")
        .then(pl.coalesce(*created, "closed_date"))
        .otherwise(pl.col("closed_date"))
        .alias("date")
    )


SOURCE = Source(
    name="salesforce_report",
    label="Salesforce report of opportunities",
    where="On Salesforce: Reports › an opportunity report with Stage and Close Date › Export › "
    "Details Only, CSV.",
    grace=7,
    proof="documentation",
    tables=[
        Table(
            subject="accounts",
            columns={
                ("Opportunity ID", "Opportunity Id"): identifier("account_id"),
                ("Opportunity Name",): known_by(text("")),
                "Stage": known_by(text("stage")),
                "Close Date": required(date("closed_date", such_as="31/03/2025")),
                "Created Date": date("created_date", such_as="31/03/2025"),
                "Won": yes_no("is_won"),
                ("Amount", "Amount ({currency})"): money("amount"),
                ("Amount Currency", "Opportunity Currency", "Currency"): currency(),
                ("Lead Source", HEARD_OF_US): text("source_text"),
            },
            grouped=True,
            finish=_accounts,
        )
    ],
)
