"""Months, amounts, changes and lists as a manager reads them; text from files kept as text."""

import re
import string
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

Number = int | float | Decimal

# In the words of a chart or a table: the figure is not there. It is never a nought.
NOT_KNOWN: Final = "not known"

SYMBOLS: Final = {
    "GBP": "£",
    "EUR": "€",
    "USD": "$",
    "AUD": "A$",
    "CAD": "C$",
    "NZD": "NZ$",
    "JPY": "¥",
    "INR": "₹",
}

WHOLE_CURRENCIES: Final = frozenset({"JPY", "KRW", "CLP", "VND", "ISK", "HUF"})


def month(day: date) -> str:
    """`March 2026`."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def short_month(day: date) -> str:
    """`Mar 2026`."""
    return f"{_MONTHS[day.month - 1][:3]} {day.year}"


def day(when: date) -> str:
    """`3 Mar 2026`."""
    return f"{when.day} {short_month(when)}"


def months(first: date, last: date) -> str:
    """`Jan–Mar 2026`, `Nov 2025–Jan 2026`, or one month by its full name."""
    if (first.year, first.month) == (last.year, last.month):
        return month(first)
    if first.year == last.year:
        return f"{_MONTHS[first.month - 1][:3]}–{short_month(last)}"
    return f"{short_month(first)}–{short_month(last)}"


def count(number: Number | None) -> str:
    """`1,204`."""
    return NOT_KNOWN if number is None else _written(number, places=0)


def decimal(number: Number | None, places: int = 1) -> str:
    """`1,204.5`."""
    return NOT_KNOWN if number is None else _written(number, places=places)


def money(amount: Number | None, currency: str, *, places: int = 0) -> str:
    """`£61,240`; a currency without a sign of its own is named: `CHF 61,240`."""
    if amount is None:
        return NOT_KNOWN
    written = _written(abs(amount), places=0 if currency in WHOLE_CURRENCIES else places)
    sign = "−" if amount < 0 and written.strip("0.,") else ""
    return f"{sign}{currency_sign(currency)}{written}"


def short_money(amount: Number | None, currency: str) -> str:
    """`£61k`, where there is no room for `£61,240`."""
    if amount is None:
        return NOT_KNOWN
    for size, letter in ((1_000_000, "m"), (1_000, "k")):
        if abs(amount) >= size * 10:
            return money(Decimal(str(amount)) / size, currency) + letter
        if abs(amount) >= size:
            return money(Decimal(str(amount)) / size, currency, places=1) + letter
    return money(amount, currency)


def currency_sign(currency: str) -> str:
    return SYMBOLS.get(currency, f"{currency} ")


def percent(share: Number | None) -> str:
    """`24%`; a small share keeps the decimal that tells it from nothing: `0.4%`."""
    if share is None:
        return NOT_KNOWN
    hundredths = Decimal(str(share)) * 100
    places = 1 if hundredths and abs(hundredths) < Decimal("9.95") else 0
    return f"{_written(hundredths, places=places, trim=True)}%"


def amount(value: Number | None, unit: str) -> str:
    """A figure in its unit: `count`, `decimal`, `percent`, `hours`, `minutes`, or a currency."""
    match unit:
        case "count":
            return count(value)
        case "decimal" | "index":
            return decimal(value, 0 if unit == "index" else 1)
        case "percent":
            return percent(value)
        case "hours" | "minutes":
            written = decimal(value).removesuffix(".0")
            return (
                written if value is None else f"{written} {unit[:-1] if written == '1' else unit}"
            )
        case _:
            return money(value, unit)


def between(low: Number | None, high: Number | None, unit: str = "count") -> str:
    """`64–88`, `£52k–£66k`: short enough for a tile."""
    if low is None or high is None:
        return NOT_KNOWN
    written = short_money if unit.isupper() else amount
    first, last = written(low, unit), written(high, unit)
    # A range that begins below nought would read as two dashes.
    return f"{first} to {last}" if low < 0 else f"{first}–{last}"


def change(now: Number | None, before: Number | None) -> str:
    """`+12%` against an earlier figure; without one there is nothing to compare with."""
    if now is None or before is None:
        return "nothing to compare with"
    if before <= 0:
        return f"{count(before)} before"
    return signed_percent(Decimal(str(now)) / Decimal(str(before)) - 1)


def signed_percent(share: Number) -> str:
    written = percent(share)
    return f"+{written}" if share > 0 and written != "0%" else written


def plural(number: int, one: str, several: str | None = None) -> str:
    """`1 call`, `1,204 calls`, `2 enquiries`."""
    return f"{count(number)} {one if number == 1 else several or one + 's'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """`calls, enquiries and accounts`."""
    *first, end = words or [""]
    return f"{', '.join(first)} {last} {end}" if first else end


def plain(text: str, longest: int = 200) -> str:
    """Text from a file on one line: no control, zero-width or direction marks, not too long."""
    visible = "".join(
        " " if letter.isspace() else letter
        for letter in text
        if letter.isspace() or unicodedata.category(letter) not in _UNSEEN
    )
    line = " ".join(visible.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def md(text: str, longest: int = 200) -> str:
    """Text from a file for a label that Streamlit reads as Markdown: shown just as it was typed."""
    unlinked = _ACTS_BY_ITSELF.sub(lambda found: found.group() + _JOINER, plain(text, longest))
    unjoined = _TURNS_INTO_AN_ARROW.sub(lambda found: found.group() + _JOINER, unlinked)
    return unjoined.translate(_BACKSLASHED)


def safe_cell(text: str) -> str:
    """Text for a CSV: a spreadsheet must not take it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text


def _written(number: Number, *, places: int, trim: bool = False) -> str:
    # Half up, as people round; Python's own rounding would make 2.5 calls two and 3.5 four.
    rounded = Decimal(str(number)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    written = f"{abs(rounded):,.{places}f}"
    if trim and places:
        written = written.removesuffix("." + "0" * places)
    return f"−{written}" if rounded < 0 else written


# Not from the calendar of the machine, which may speak another language than our pages.
_MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})

# Keeps two characters together on screen while no rule of Markdown recognises the pair.
_JOINER = "\u2060"

# Backslashes do not stop these: links and icons are found after the backslashes are gone.
_ACTS_BY_ITSELF = re.compile(r":(?=\S)|\bwww(?=\.)|@", re.IGNORECASE)
_TURNS_INTO_AN_ARROW = re.compile(r"[-<>=~](?=[-<>=])")
_BACKSLASHED = str.maketrans({mark: f"\\{mark}" for mark in string.punctuation})
