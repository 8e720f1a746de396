"""Pipedrive deals: new accounts.

Known from memory only. A deal counts on the day it was won or lost, an open one on the day it was
made; the manager chooses which of these days are in the list. A deleted one does not count. Names
of deals, people and organisations are not kept.
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
    text,
)
from data_pipeline.platform_words.deals import status_of

_DELETED = r"(?i)^\s*(deleted|gelöscht|supprimée?|eliminad[oa]|excluíd[oa]|verwijderd)\s*$"


def _accounts(deals: pl.DataFrame) -> pl.DataFrame:
    closings = [pl.col(name) for name in ("won", "lost", "closed") if name in deals.columns]
    closed = pl.coalesce(*closings, pl.lit(None, pl.Date))
    created = pl.col("created_date") if "created_date" in deals.columns else pl.lit(None, pl.Date)
    left = deals.filter(~pl.col("said").str.contains(_DELETED).fill_null(value=False))
    return left.with_columns(
        status_of(pl.col("said")).alias("status"),
        closed.alias("closed_date"),
        created.alias("created_date"),
    ).with_columns(
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
                ("Deal - Title", "Deal - Name", "Deal - Titel", "Affaire - Titre",
                 "Trato - Título", "Negócio - Título"): known_by(text("")),
                ("Deal - Status", "Affaire - Statut", "Affaire - État", "Trato - Estado",
                 "Trato - Estatus", "Negócio - Status"): known_by(text("said")),
                ("Deal - Deal created", "Deal - Created", "Deal - Add time",
                 "Deal - Deal erstellt", "Deal - Deal erstellt am", "Deal - Erstellt am",
                 "Affaire - Affaire créée", "Affaire - Affaire créée le",
                 "Trato - Trato creado", "Trato - Trato creado el",
                 "Negócio - Negócio criado", "Negócio - Negócio criado em"): date(
                    "created_date", such_as="2025-03-31 14:05:09"
                ),
                ("Deal - Won time", "Deal - Gewonnen am", "Affaire - Gagnée le",
                 "Trato - Hora de ganado"): date("won", such_as="2025-03-31 14:05:09"),
                ("Deal - Lost time", "Deal - Verloren am", "Affaire - Perdue le",
                 "Trato - Hora de perdido"): date("lost", such_as="2025-03-31 14:05:09"),
                ("Deal - Deal closed on", "Deal - Closed on", "Deal - Close time"): date(
                    "closed", such_as="2025-03-31 14:05:09"
                ),
                ("Deal - Value", "Deal - Wert", "Affaire - Valeur", "Trato - Valor",
                 "Negócio - Valor"): money("amount"),
                ("Deal - Currency", "Deal - Currency of Value", "Deal - Währung",
                 "Affaire - Devise", "Trato - Moneda", "Negócio - Moeda"): currency(),
                ("Deal - Source channel", "Deal - Source", "Lead - Source", HEARD_OF_US): text(
                    "source_text"
                ),
            },
            finish=_accounts,
            needed=(("Deal - Deal created", "Deal - Won time", "Deal - Deal closed on"),),
        )
    ],
)  # fmt: skip
