"""HubSpot form submissions: enquiries.

Known from memory only. One line a submission: the day and the page it was sent from, then the
form's own fields. There is no id: a submission is known by its content. The page names the form;
where nobody was asked how they heard of the business, the page's campaign tag is kept instead.
"""

import polars as pl

from data_pipeline.contract import (
    E_MAIL,
    HEARD_OF_US,
    Source,
    Table,
    known_by,
    moment,
    person,
    required,
    text,
)
from data_pipeline.platform_words.forms import tell_of_tests_and_spam


def _enquiries(sent: pl.DataFrame) -> pl.DataFrame:
    named = [pl.col("title")] if "title" in sent.columns else []
    heard = [pl.col("source_text")] if "source_text" in sent.columns else []
    page, tag = pl.col("page").str.replace(r"[?#].*$", ""), r"[?&]utm_source=([^&#]+)"
    return sent.with_columns(
        pl.coalesce(*named, page).alias("form"),
        pl.coalesce(*heard, pl.col("page").str.extract(tag)).alias("source_text"),
    )


SOURCE = Source(
    name="hubspot_forms",
    label="HubSpot form submissions",
    where="On HubSpot: Marketing › Forms › the form › Submissions › Export.",
    grace=3,
    proof="memory",
    tables=[
        Table(
            subject="enquiries",
            columns={
                ("Conversion Date", "Submission Date", "Konvertierungsdatum", "Conversion-Datum",
                 "Date de conversion", "Fecha de conversión", "Data de conversão",
                 "Data di conversione", "Conversiedatum"): required(
                    moment("at", such_as="2025-03-31 14:05")
                ),
                ("Conversion Page", "Konvertierungsseite", "Conversion-Seite",
                 "Page de conversion", "Página de conversión", "Página de conversão",
                 "Pagina di conversione", "Conversiepagina"): known_by(text("page")),
                ("Conversion Title", "Form Name", "Form"): text("title"),
                ("How did you hear about us?", HEARD_OF_US): text("source_text"),
                ("Email", E_MAIL): person("person"),
            },
            finish=_enquiries,
            tells=tell_of_tests_and_spam,
        )
    ],
)  # fmt: skip
