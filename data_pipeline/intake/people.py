"""When two texts name the same person: a phone number by its digits, all else by its letters.

A number written with its country's code has one key whatever the region. One written without it is
taken as the region's; where no region is told, it is compared without the noughts before it.
"""

import re
from collections.abc import Set

import polars as pl

SHORTEST_NUMBER = 5  # digits; fewer are an extension, which many people have
_EXTENSION = r"(?i)\s*(?:ext\.?|x|#)\s*\d+\s*$"
_NOUGHT_IN_BRACKETS = r"^(\s*(?:\+|00)\s*\d+[\s.-]*)\(0\)"
_WORD_BEFORE = r"(?i)^(?:tel|phone)\s*:"
_SEPARATED = r"[^0-9A-Za-z,;|\t\r\n\"'<>]{0,4}"


def person_key(text: str, region: str = "") -> str:
    """What stands for the person, whichever way they are written."""
    return person_keys(pl.Series([text]), region)[0]


def person_keys(cells: pl.Series, region: str = "") -> pl.Series:
    """The key of each cell's person."""
    bare, lettered = cells, cells.str.contains(r"[@#(:\pL]")
    if lettered.any():
        bare = bare.str.replace(_EXTENSION, "").str.replace(_WORD_BEFORE, "")
        bare = bare.str.replace(_NOUGHT_IN_BRACKETS, "${1}")
        lettered = bare.str.contains(r"[@\pL]")
    digits = bare.str.replace_all(r"\D", "")
    is_number = (digits.str.len_bytes() >= SHORTEST_NUMBER) & ~lettered
    keys = digits.str.strip_chars_start("0")
    if region:
        keys = _international(bare, keys, is_number, region)
    if is_number.all():
        return keys
    written = cells.str.to_lowercase().str.replace_all(r"\s", "")
    return pl.select(pl.when(is_number).then(keys).otherwise(written)).to_series()


def _international(
    cells: pl.Series, keys: pl.Series, is_number: pl.Series, region: str
) -> pl.Series:
    named = zip(cells.to_list(), keys.to_list(), is_number.to_list(), strict=True)
    found = [
        (_number(cell, region) or key) if number and cell is not None else key
        for cell, key, number in named
    ]
    return pl.Series(found, dtype=pl.String)


def _number(text: str, region: str) -> str:
    """Country code and national number; nothing where no such number can exist."""
    # Imported here: its tables of every country take a while, and few imports need them.
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164).lstrip("+")


def regions() -> Set[str]:
    """The regions whose way of writing numbers is known, such as GB."""
    import phonenumbers

    return phonenumbers.SUPPORTED_REGIONS


def possible_keys(text: str, region: str = "") -> set[str]:
    """Every key the person may have been given, whatever the region was at the time."""
    keys = {person_key(text), person_key(text, region)}
    if not person_key(text).isdigit():
        return keys
    national = _national(text, region).lstrip("0")
    return {*keys, national, *_with_any_country(national)}


def _national(text: str, region: str) -> str:
    """The number without its country's code, as far as that can be told."""
    import phonenumbers

    number = _number(text, region)
    if not number:
        return person_key(text)
    return phonenumbers.national_significant_number(phonenumbers.parse(f"+{number}", None))


def _with_any_country(national: str) -> set[str]:
    """Nobody said which country's it is: every country in which there can be such a number."""
    import phonenumbers

    codes = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    found = {f"{code}{nought}{national}" for code in codes for nought in ("", "0")}
    return {one for one in found if _number(f"+{one}", "") == one}


def pattern_of(text: str, region: str = "") -> re.Pattern[str]:
    """The person as a text may name them, however the digits are set apart."""
    if not person_key(text).isdigit():
        words = r"\s+".join(re.escape(word) for word in text.split())
        return re.compile(rf"(?<![\w.+-]){words}(?![\w-])", re.IGNORECASE)
    national = hint_of(text, region)
    before = rf"(?<!\d)(?:(?:\+|00)?\d{{1,3}}{_SEPARATED})??(?:\(?0\)?{_SEPARATED})?"
    return re.compile(rf"{before}{national}(?!\d)")


def hint_of(text: str, region: str = "") -> str:
    """What every text that names the person holds, in a syntax without looks around."""
    if not person_key(text).isdigit():
        return r"(?i)" + r"\s+".join(re.escape(word) for word in text.split())
    return _SEPARATED.join(_national(text, region).lstrip("0"))


def calling_code(region: str) -> int:
    """The country's code of a region: 44 for GB."""
    import phonenumbers

    return phonenumbers.country_code_for_region(region)
