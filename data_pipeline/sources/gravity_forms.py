"""Gravity Forms entries: enquiries from a website's form.

Known from documentation. One line an entry, the form's own fields among the plug-in's; the manager
chooses which and in what order: beside the day, the id or the page it was sent from is enough to
know it. Days are the site's own. The page names the form; where nobody was asked how they heard of
the business, its campaign tag is kept instead.
"""

import polars as pl

from data_pipeline.contract import (
    E_MAIL,
    HEARD_OF_US,
    Column,
    Source,
    Table,
    identifier,
    known_by,
    moment,
    person,
    required,
    text,
)
from data_pipeline.platform_words.forms import tell_of_tests_and_spam


def _enquiries(entries: pl.DataFrame) -> pl.DataFrame:
    if "page" not in entries.columns:
        return entries
    tag = pl.col("page").str.extract(r"[?&]utm_source=([^&#]+)")
    heard = [pl.col("source_text")] if "source_text" in entries.columns else []
    return entries.with_columns(
        pl.col("page").str.replace(r"[?#].*$", "").alias("form"),
        pl.coalesce(*heard, tag).alias("source_text"),
    )


def _entries(number: Column, page: Column) -> Table:
    return Table(
        subject="enquiries",
        columns={
            ("Entry Id", "Eintrags-ID", "ID de l'entrée", "ID de entrada", "ID da entrada"): number,
            (
                "Entry Date",
                "Eintragsdatum",
                "Date d'entrée",
                "Fecha de entrada",
                "Data da entrada",
            ): required(moment("at", such_as="2025-03-31 14:05:09")),
            ("Source Url", "URL source", "Quell-URL", "URL de origen", "URL de origem"): page,
            ("How did you hear about us?", HEARD_OF_US): text("source_text"),
            ("Email", E_MAIL): person("person"),
        },
        finish=_enquiries,
        tells=tell_of_tests_and_spam,
    )


_NUMBER, _PAGE = identifier("enquiry_id"), text("page")

SOURCE = Source(
    name="gravity_forms",
    label="Gravity Forms entries",
    where="In WordPress: Forms › Import/Export › Export Entries, with Entry Id and Entry Date.",
    grace=3,
    proof="documentation",
    tables=[_entries(required(_NUMBER), _PAGE), _entries(_NUMBER, known_by(_PAGE))],
)
