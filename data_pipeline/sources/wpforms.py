"""WPForms entries: enquiries from a website's form.

Known from memory only. The form's own fields, and the plug-in's beside them. Gravity Forms writes
“Entry Id” where this one writes “Entry ID”; nothing else need tell them apart. Days are written as
the site's settings have them, so that the order of day and month may be asked. An entry begun and
not sent is none. Where the name of the file tells the form, it is not kept.
"""

import polars as pl

from data_pipeline.contract import (
    E_MAIL,
    HEARD_OF_US,
    Source,
    Table,
    identifier,
    moment,
    person,
    required,
    text,
)
from data_pipeline.platform_words.forms import tell_of_tests_and_spam

_NOT_SENT = r"(?i)^\s*(partial|abandoned)\s*$"


def _sent(entries: pl.DataFrame) -> pl.DataFrame:
    kinds = [name for name in ("type", "status") if name in entries.columns]
    begun = [pl.col(name).str.contains(_NOT_SENT).fill_null(value=False) for name in kinds]
    sent = entries.filter(~pl.any_horizontal(begun)) if begun else entries
    if "page" not in sent.columns:
        return sent
    tag = pl.col("page").str.extract(r"[?&]utm_source=([^&#]+)")
    heard = [pl.col("source_text")] if "source_text" in sent.columns else []
    return sent.with_columns(
        pl.col("page").str.replace(r"[?#].*$", "").alias("form"),
        pl.coalesce(*heard, tag).alias("source_text"),
    )


SOURCE = Source(
    name="wpforms",
    label="WPForms entries",
    where="In WordPress: WPForms › Tools › Export › the form, with Entry ID and Entry Date.",
    file_names=r"^wpforms",
    grace=3,
    proof="memory",
    tables=[
        Table(
            subject="enquiries",
            columns={
                "Entry ID": required(identifier("enquiry_id")),
                "Entry Date": required(moment("at", such_as="2025-03-31 14:05:09")),
                ("Type", "Entry Type"): text("type"),
                ("Status", "Entry Status"): text("status"),
                ("Page URL", "Entry Page URL", "URL"): text("page"),
                ("How did you hear about us?", HEARD_OF_US): text("source_text"),
                ("Email", E_MAIL): person("person"),
            },
            written=("Entry ID",),
            finish=_sent,
            tells=tell_of_tests_and_spam,
        )
    ],
)
