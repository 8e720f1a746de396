"""Typeform responses: enquiries.

Known from a real file (2018) and documentation. The headings are the form's own questions, however
long. Newer exports hold responses that were begun and not sent: only completed ones count. Times
are UTC.
"""

import polars as pl

from data_pipeline.contract import (
    E_MAIL,
    HEARD_OF_US,
    Pattern,
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


def _sent(responses: pl.DataFrame) -> pl.DataFrame:
    sent = responses.filter(pl.col("at").is_not_null())
    if "type" not in sent.columns:
        return sent
    return sent.filter(pl.col("type").fill_null("completed").str.to_lowercase() == "completed")


def _told(lines: pl.DataFrame) -> list[str]:
    told = tell_of_tests_and_spam(lines)
    if "response type" not in lines.columns:
        return told
    is_sent = pl.col("response type").str.strip_chars().str.to_lowercase() == "completed"
    is_open = pl.col("submit date (utc)").str.strip_chars().fill_null("") == ""
    lost = lines.filter(is_sent & is_open)["row"]
    return told + [
        f"Row {row:,} is completed, but no time says when: it is left out." for row in lost
    ]


SOURCE = Source(
    name="typeform",
    label="Typeform responses",
    where="On Typeform: the form › Results › Responses › Download all responses, CSV.",
    grace=3,
    proof="real files",
    tables=[
        Table(
            subject="enquiries",
            columns={
                "#": required(identifier("enquiry_id")),
                "Submit Date (UTC)": known_by(moment("at", such_as="2025-03-31 14:05:09")),
                "Start Date (UTC)": known_by(text("")),
                "Response Type": text("type"),
                ("How did you hear about us?", HEARD_OF_US): text("source_text"),
                ("Email", E_MAIL, Pattern(r".*\be-?mail\b.*")): person("person"),
            },
            finish=_sent,
            tells=_told,
        )
    ],
)
