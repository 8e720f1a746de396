"""HubSpot contacts: new customers, for whoever keeps no deals.

Known from memory only. It holds the columns of the view it was exported from: the lifecycle stage
and a day are needed. A contact is a new account when its stage is customer or evangelist, on the
day it became one; where the view lacks that day, on the day it was created. All others are people,
not accounts, and are left out. Deals of the same months give the same customers once more: Data
health says so. Names, addresses and numbers are not kept.
"""

import polars as pl

from data_pipeline.contract import (
    HEARD_OF_US,
    Column,
    Headings,
    Source,
    Table,
    date,
    identifier,
    known_by,
    required,
    text,
)

_CUSTOMER = (
    r"(?i)^\s*(customer|evangelist|kunde|kundin|fürsprecher|client|ambassadeur|promoteur|cliente|"
    r"promotor|evangelista|divulgador|klant|ambassadeur)\b"
)
_NOT_YET = r"(?i)\b(potenti|potenci|potenzi)"  # a “client potentiel” is a lead
_SAID, _GUESSED = "source_text", "traffic"
_FIRST: Headings = ("First Name", "Vorname", "Prénom", "Nombre", "Nome", "Voornaam")
_LAST: Headings = ("Last Name", "Nachname", "Nom de famille", "Apellidos", "Sobrenome", "Cognome",
                   "Achternaam")  # fmt: skip
_EMAIL: Headings = ("Email", "E-Mail", "E-mail", "Correo")
_STAGE: Headings = (
    "Lifecycle Stage", "Lifecycle-Phase", "Phase du cycle de vie", "Étape du cycle de vie",
    "Etapa del ciclo de vida", "Fase do ciclo de vida", "Fase del ciclo di vita",
    "Levenscyclusfase",
)  # fmt: skip
_BECAME: Headings = (
    "Became a Customer Date", "Became a customer date", "Date entered customer",
    'Date entered "Customer (Lifecycle Stage Pipeline)"', "Datum der Kundenwerdung",
    "Date de conversion en client", "Fecha en que se convirtió en cliente",
)  # fmt: skip
_CREATED: Headings = (
    "Create Date", "Created Date", "Erstellungsdatum", "Erstellt am", "Date de création",
    "Fecha de creación", "Data de criação", "Data di creazione", "Aanmaakdatum",
)  # fmt: skip


def _customers(contacts: pl.DataFrame) -> pl.DataFrame:
    has = set(contacts.columns)
    if "stage" not in has:
        return contacts.clear()
    days = [pl.col(name) for name in ("closed_date", "created_date") if name in has]
    sources = [pl.col(name) for name in (_SAID, _GUESSED) if name in has]
    stage = pl.col("stage")
    customers = contacts.filter(stage.str.contains(_CUSTOMER) & ~stage.str.contains(_NOT_YET))
    return customers.with_columns(
        pl.lit("won").alias("status"),
        pl.coalesce(*days, pl.lit(None, pl.Date)).alias("date"),
        *([pl.coalesce(sources).alias("source_text")] if sources else []),
    )


def _told(lines: pl.DataFrame) -> list[str]:
    if "became a customer date" in lines.columns or "create date" not in lines.columns:
        return []
    return [
        "“Became a Customer Date” is not in it: customers count on the day their contact was "
        "created. Add that column to the view and export it again to have the day they bought."
    ]


def _known_by(*signature: Headings) -> Table:
    columns: dict[Headings, Column] = {
        ("Record ID", "Contact ID", "Datensatz-ID", "ID de registro", "ID do registro",
         "ID de l'enregistrement", "ID d'enregistrement", "ID d'objet", "ID record",
         "ID del record", "Record-ID"): required(identifier("account_id")),
        _FIRST: text(""),
        _LAST: text(""),
        _EMAIL: text(""),
        _STAGE: text("stage"),
        _BECAME: date("closed_date", such_as="2025-03-31 14:05"),
        _CREATED: date("created_date", such_as="2025-03-31 14:05"),
        ("How did you hear about us?", HEARD_OF_US): text(_SAID),
        ("Original Traffic Source", "Original Source", "Original Source Type",
         "Latest Traffic Source", "Ursprüngliche Traffic-Quelle", "Source du trafic initiale",
         "Fuente original de tráfico"): text(_GUESSED),
    }  # fmt: skip
    return Table(
        subject="accounts",
        columns={
            names: known_by(column) if names in signature else column
            for names, column in columns.items()
        },
        without=("Deal Name", "Created Time", "Modified Time", "Lead Source", "Ticket name"),
        finish=_customers,
        needed=(("Lifecycle Stage",), ("Became a Customer Date", "Create Date")),
        tells=_told,
    )


SOURCE = Source(
    name="hubspot_contacts",
    label="HubSpot contacts",
    where="On HubSpot: CRM › Contacts › a view with Lifecycle Stage and Became a Customer Date › "
    "Export.",
    grace=31,
    proof="memory",
    tables=[
        _known_by(_FIRST, _LAST),
        _known_by(_STAGE, _FIRST),
        _known_by(_STAGE, _LAST),
        _known_by(_STAGE, _EMAIL),
    ],
)
