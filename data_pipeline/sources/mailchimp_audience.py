"""Mailchimp audience: who receives the newsletter, since when.

Known from memory only. Three lists, alone or in one archive: subscribed, unsubscribed and cleaned
contacts. A subscriber is no enquiry: nobody asked for anything but mail. Those subscribed are kept
as pseudonyms by the day they confirmed. Who went is not in that list, so that a month's count
shrinks with time: it is no series of subscribers gained. The lists of those who went are read and
counted, and not kept. Names and addresses are not kept.
"""

from data_pipeline.contract import (
    Headings,
    Source,
    Table,
    count,
    date,
    known_by,
    person,
    text,
)

_ADDRESS: Headings = ("Email Address", "E-Mail-Adresse", "Adresse e-mail", "Correo electrónico",
                      "Dirección de correo electrónico")  # fmt: skip
_WENT = ("UNSUB_TIME", "CLEAN_TIME")
_MOMENT = "2025-03-31 14:05:09"


def _list(name: str, went: str) -> Table:
    return Table(
        subject="connections",
        name=name,
        columns={_ADDRESS: known_by(text("")), went: known_by(date(such_as=_MOMENT)),
                 "MEMBER_RATING": count(), "LEID": text("")},
        kept=False,
    )  # fmt: skip


SOURCE = Source(
    name="mailchimp_audience",
    label="Mailchimp audience",
    where="On Mailchimp: Audience › All contacts › Export audience.",
    channel="email",
    grace=31,
    proof="memory",
    tables=[
        Table(
            subject="connections",
            name="Subscribed",
            columns={
                _ADDRESS: known_by(person("person")),
                "CONFIRM_TIME": known_by(date(such_as=_MOMENT)),
                "OPTIN_TIME": text(""),
                "LEID": text(""),
                "MEMBER_RATING": known_by(count()),
            },
            without=_WENT,
        ),
        _list("Unsubscribed", "UNSUB_TIME"),
        _list("Cleaned", "CLEAN_TIME"),
    ],
)
