"""Contact Form 7 messages kept by Flamingo: enquiries from a website's form.

Known from memory only. A column for each field, in the form's own names; known by those that the
plug-in's first form gives the e-mail address, or the name and the message. A message has no id: it
is known by its content.
"""

from data_pipeline.contract import (
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

_OWN_NAMES = {
    "e-mail": ("your-email", "Your-email", "email-address"),
    "name": ("your-name", "Your-name"),
    "message": ("your-message", "Your-message"),
}


def _known_by(*fields: str) -> Table:
    columns = {"e-mail": person("person"), "name": text(""), "message": text("")}
    return Table(
        subject="enquiries",
        columns={
            ("Date", "Datum", "Fecha", "Data"): required(
                moment("at", such_as="2025-03-31 14:05:09")
            ),
            **{
                _OWN_NAMES[field]: known_by(column) if field in fields else column
                for field, column in columns.items()
            },
            ("your-source", "how-did-you-hear", HEARD_OF_US): text("source_text"),
        },
        tells=tell_of_tests_and_spam,
    )


SOURCE = Source(
    name="contact_form_7",
    label="Contact Form 7 messages (Flamingo)",
    where="In WordPress: Flamingo › Inbound Messages › Export.",
    grace=3,
    proof="memory",
    tables=[_known_by("e-mail"), _known_by("name", "message")],
)
