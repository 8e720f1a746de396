"""HubSpot deals: new accounts.

Known from a real file. It holds only the columns of the view it was exported from: without the
stage and a date it is read, but nothing in it can be counted by month. Won and lost are told by the
words of the stage, in any of HubSpot's languages; what is neither is open. A deal counts on the day
it was closed, an open one on the day it was made. Names of deals and owners are not kept; what the
customer said outweighs HubSpot's own guess of where they came from.
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
from data_pipeline.platform_words.deals import status_of

_SAID, _GUESSED = "source_text", "traffic"


def _accounts(deals: pl.DataFrame) -> pl.DataFrame:
    has = set(deals.columns)
    deals = deals.with_columns(_status(has).alias("status"))
    closed, created = (
        pl.col(name) if name in has else pl.lit(None, pl.Date)
        for name in ("closed_date", "created_date")
    )
    is_closed = pl.col("status").is_in(["won", "lost"])
    sources = [pl.col(name) for name in (_SAID, _GUESSED) if name in has]
    return deals.with_columns(
        pl.when(is_closed)
        .then(pl.coalesce(closed, created))
        .otherwise(pl.coalesce(created, closed))
        .alias("date"),
        *([pl.coalesce(sources).alias("source_text")] if sources else []),
    )


def _status(has: set[str]) -> pl.Expr:
    if "stage" not in has:
        return pl.lit(None, pl.String)
    is_won, is_lost = (pl.col(name) if name in has else None for name in ("is_won", "is_lost"))
    return status_of(pl.col("stage"), is_won, is_lost)


SOURCE = Source(
    name="hubspot_deals",
    label="HubSpot deals",
    where="On HubSpot: CRM › Deals › a view with Deal Stage, Create Date and Close Date › Export.",
    grace=7,
    proof="real files",
    tables=[
        Table(
            subject="accounts",
            columns={
                (
                    "Record ID",
                    "Deal ID",
                    "Datensatz-ID",
                    "ID de registro",
                    "ID do registro",
                    "ID de l'enregistrement",
                    "ID d'enregistrement",
                    "ID d'objet",
                    "ID record",
                    "ID del record",
                    "Record-ID",
                ): required(identifier("account_id")),
                (
                    "Deal Name",
                    "Deal-Name",
                    "Dealname",
                    "Nom de la transaction",
                    "Nombre del negocio",
                    "Nome do negócio",
                    "Nome della trattativa",
                    "Nome trattativa",
                    "Nome dell'affare",
                    "Dealnaam",
                ): known_by(text("")),
                (
                    "Deal Stage",
                    "Deal-Phase",
                    "Dealphase",
                    "Phase de la transaction",
                    "Étape de la transaction",
                    "Etapa del negocio",
                    "Etapa do negócio",
                    "Fase della trattativa",
                    "Fase trattativa",
                    "Fase dell'affare",
                    "Dealfase",
                ): text("stage"),
                ("Is Closed Won", "Is Deal Closed Won"): yes_no("is_won"),
                ("Is Closed Lost", "Is Deal Closed Lost"): yes_no("is_lost"),
                (
                    "Close Date",
                    "Abschlussdatum",
                    "Date de fermeture",
                    "Date de clôture",
                    "Fecha de cierre",
                    "Data de fechamento",
                    "Data di chiusura",
                    "Sluitingsdatum",
                ): date("closed_date", such_as="2025-03-31 14:05"),
                (
                    "Create Date",
                    "Created Date",
                    "Erstellungsdatum",
                    "Erstellt am",
                    "Date de création",
                    "Fecha de creación",
                    "Data de criação",
                    "Data di creazione",
                    "Aanmaakdatum",
                ): date("created_date", such_as="2025-03-31 14:05"),
                (
                    "Amount",
                    "Betrag",
                    "Montant",
                    "Importe",
                    "Cantidad",
                    "Monto",
                    "Valor",
                    "Importo",
                    "Bedrag",
                    "Amount ({currency})",
                ): money("amount"),
                ("Currency", "Deal Currency", "Währung", "Devise", "Moneda", "Moeda"): currency(),
                ("How did you hear about us?", HEARD_OF_US): text("source_text"),
                (
                    "Original Traffic Source",
                    "Original Source",
                    "Original Source Type",
                    "Latest Traffic Source",
                    "Ursprüngliche Traffic-Quelle",
                    "Source du trafic initiale",
                    "Fuente original de tráfico",
                ): text("traffic"),
            },
            finish=_accounts,
            needed=(("Deal Stage",), ("Close Date", "Create Date")),
        )
    ],
)
