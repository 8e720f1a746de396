"""Salesforce report of opportunities: new accounts.

The footer (total, copyright, “Confidential Information”) is known from documentation, the headings
from memory. The manager chooses the columns: a stage and a close date are needed. Won and lost are
told by the words of the stage. Days are written by the user's own settings, so that the order of
day and month may be asked. The “xls” is a web page with a table in it. Names are not kept.
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


def _accounts(deals: pl.DataFrame) -> pl.DataFrame:
    is_won = pl.col("is_won") if "is_won" in deals.columns else None
    created = [pl.col("created_date")] if "created_date" in deals.columns else []
    deals = deals.with_columns(status_of(pl.col("stage"), is_won).alias("status"))
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
                ("Opportunity ID", "Opportunity Id", "Opportunity-ID", "ID de l'opportunité",
                 "Id. de oportunidad", "ID da oportunidade", "ID opportunità"): identifier(
                    "account_id"
                ),
                ("Opportunity Name", "Name der Opportunity", "Opportunity-Name",
                 "Nom de l'opportunité", "Nom de l'opportunité", "Nombre de la oportunidad",
                 "Nombre de oportunidad", "Nome da oportunidade", "Nome opportunità",
                 "Naam opportunity", "Opportunitynaam"): known_by(text("")),
                ("Stage", "Phase", "Étape", "Etapa", "Fase"): known_by(text("stage")),
                ("Close Date", "Schlusstermin", "Schlussdatum", "Abschlussdatum",
                 "Date de clôture", "Fecha de cierre", "Data de fechamento",
                 "Data chiusura", "Data di chiusura", "Sluitingsdatum"): required(
                    date("closed_date", such_as="31/03/2025")
                ),
                ("Created Date", "Erstelldatum", "Erstellungsdatum", "Date de création",
                 "Fecha de creación", "Data de criação", "Data creazione", "Data di creazione",
                 "Aanmaakdatum", "Gemaakt op"): date("created_date", such_as="31/03/2025"),
                ("Won", "Gewonnen", "Gagnée", "Ganada", "Vinta"): yes_no("is_won"),
                ("Amount", "Betrag", "Montant", "Importe", "Valor", "Importo", "Bedrag",
                 "Ammontare", "Amount ({currency})"): money("amount"),
                ("Amount Currency", "Opportunity Currency", "Currency", "Betrag Währung",
                 "Montant Devise"): currency(),
                ("Lead Source", "Lead-Quelle", "Origine de la piste", "Origen del prospecto",
                 "Origem do lead", "Fonte lead", HEARD_OF_US): text("source_text"),
            },
            grouped=True,
            finish=_accounts,
        )
    ],
)  # fmt: skip
