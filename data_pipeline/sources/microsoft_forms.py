"""Microsoft Forms responses: enquiries from a form.

Known from a real file that a spreadsheet had saved; by origin it is a workbook. One line a
submission; the questions are the form's own, with no-break blanks in them. The one that asks how
people heard of the business is kept, an e-mail address only as a pseudonym. An enquiry counts on
the day it was completed; its id is the response's number and the minute it was begun, since two
forms both begin at 1.
"""

import polars as pl

from data_pipeline.contract import (
    E_MAIL,
    HEARD_OF_US,
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


def _enquiries(responses: pl.DataFrame) -> pl.DataFrame:
    begun = pl.col("begun").dt.strftime("%Y-%m-%d %H:%M")
    return responses.with_columns(
        pl.concat_str(pl.col("number"), begun, separator=" ", ignore_nulls=True).alias("enquiry_id")
    )


SOURCE = Source(
    name="microsoft_forms",
    label="Microsoft Forms responses",
    where="On Microsoft Forms: open the form › Responses › Open in Excel.",
    grace=3,
    proof="real files",
    tables=[
        Table(
            subject="enquiries",
            columns={
                ("Id", "Id."): required(identifier("number")),
                (
                    "Start time",
                    "Startzeit",
                    "Heure de début",
                    "Hora de inicio",
                    "Hora de início",
                    "Ora di inizio",
                    "Begintijd",
                    "Starttijd",
                ): known_by(moment("begun", such_as="3/31/2025 14:05")),
                (
                    "Completion time",
                    "Fertigstellungszeit",
                    "Endzeit",
                    "Abschlusszeit",
                    "Heure de fin",
                    "Heure d'achèvement",
                    "Hora de finalización",
                    "Hora de conclusão",
                    "Hora da conclusão",
                    "Hora de finalização",
                    "Ora di completamento",
                    "Ora di fine",
                    "Tijd van voltooien",
                    "Tijd van voltooiing",
                    "Tijdstip van voltooien",
                    "Voltooiingstijd",
                ): required(moment("at", such_as="3/31/2025 14:05")),
                "Email": text(""),
                ("How did you hear about us?", HEARD_OF_US): text("source_text"),
                ("Your e-mail", E_MAIL): person("person"),
            },
            finish=_enquiries,
            tells=tell_of_tests_and_spam,
        )
    ],
)
