"""Microsoft Forms › Responses, saved as csv by a spreadsheet: one byte a letter."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sample_data.customers import Enquiry
from sample_data.dice import Dice
from sample_data.write.csv_text import as_csv

HEAD = (
    "Id",
    "Start time",
    "Completion time",
    "Email",
    "Name",
    "Your name",
    "Your e-mail",
    "Telephone",
    "What would you like us to make?",
    "How did you hear about us?\N{NO-BREAK SPACE}",
    "Tell us a little about it",
)


def responses(enquiries: Sequence[Enquiry], first_id: int) -> bytes:
    rows = [_row(first_id + at, enquiry) for at, enquiry in enumerate(enquiries)]
    return as_csv([HEAD, *rows]).encode("cp1252")


def _row(response: int, enquiry: Enquiry) -> tuple[object, ...]:
    started = enquiry.at - timedelta(minutes=Dice("form", enquiry.e_mail, enquiry.at).whole(1, 9))
    return (
        response,
        _written(started),
        _written(enquiry.at),
        "anonymous",
        "",
        enquiry.name,
        enquiry.e_mail,
        enquiry.phone,
        enquiry.wants,
        enquiry.heard,
        enquiry.message,
    )


def _written(at: datetime) -> str:
    return f"{at.month}/{at.day}/{at.year} {at.hour}:{at:%M}"


def name_of(first_id: int, last_id: int) -> str:
    return f"Website enquiry({first_id}-{last_id}).csv"
