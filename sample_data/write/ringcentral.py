"""RingCentral › Reports › Call log › Export: several lines a call, newest call first."""

from collections.abc import Sequence
from datetime import date

from sample_data.calls import Call
from sample_data.dice import Dice
from sample_data.write.csv_text import as_csv

OUR_NUMBER = "01632 960100"
HEAD = (
    "Type", "Direction", "From", "To", "Extension", "Forwarded To", "Name", "Date", "Time",
    "Action", "Action Result", "Result Description", "Duration", "Included", "Purchased",
)  # fmt: skip
DESCRIPTIONS = {
    "Accepted": "The call connected to and was accepted by this number.",
    "No Answer": "The phone number you dialed was not answered.",
    "Hang Up": "The caller hung up before the call was answered.",
}


def call_log(calls: Sequence[Call]) -> bytes:
    lines = [line for call in reversed(calls) for line in _lines(call)]
    return as_csv([HEAD, *lines], quote_all=True).encode()


def _lines(call: Call) -> list[tuple[str, ...]]:
    """The call itself, then its legs: lines without a type."""
    numbers = (
        (call.other_number, OUR_NUMBER) if call.is_incoming else (OUR_NUMBER, call.other_number)
    )
    extension = "" if call.is_incoming else call.extension
    purchased = f"{0.02 * (1 + call.seconds // 60):.2f}" if call.is_answered else "-"
    whole = _line("Voice", call, numbers, extension, call.seconds, ("0.0", purchased))
    dice = Dice("legs", call.at, call.other_number)
    if not call.is_incoming:
        return [whole]
    rang = max(1, call.seconds - dice.whole(1, 12))
    legs = [_line("", call, (call.other_number, ""), call.extension, rang, ("-", "-"))]
    return [whole, *legs * (2 if dice.chance(0.25) else 1)]


def _line(
    kind: str,
    call: Call,
    numbers: tuple[str, str],
    extension: str,
    seconds: int,
    cost: tuple[str, str],
) -> tuple[str, ...]:
    return (
        kind,
        "Incoming" if call.is_incoming else "Outgoing",
        *numbers,
        extension,
        "",
        "",
        f"{call.at:%a %m/%d/%Y}",
        f"{call.at.hour % 12 or 12}:{call.at:%M} {'AM' if call.at.hour < 12 else 'PM'}",
        "Phone Call" if call.is_incoming else "VoIP Call",
        call.result,
        DESCRIPTIONS.get(call.result, ""),
        f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}",
        *cost,
    )


def name_of(downloaded: date) -> str:
    dice = Dice("call log", downloaded)
    hour, minute, second = dice.whole(20, 21), dice.whole(0, 59), dice.whole(0, 59)
    return f"CallLog_{downloaded:%Y%m%d}-{hour}{minute:02}{second:02}.csv"
