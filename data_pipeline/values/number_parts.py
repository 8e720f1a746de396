"""The pieces of a written number: signs, brackets, digits, exponent, unit and currency."""

import polars as pl

from data_pipeline.values.currencies import CURRENCY

PLACES_FOR_CURRENCY = ("outer", "before", "after")  # $(12.00), ($12.00) and 12.00 $
SIGNS = ("sign", "inner_sign", "trailing")

WRITTEN = (
    rf"(?i)^(?P<outer>{CURRENCY})?\s*(?P<opening>\()?\s*"
    rf"(?P<sign>[-+])?\s*(?P<before>{CURRENCY})?\s*(?P<inner_sign>[-+])?\s*"
    r"(?P<digits>[0-9][0-9., ']*|[.,][0-9]+)(?:e(?P<exponent>[-+]?[0-9]{1,2}))?\s*"
    r"(?P<unit>%|‰|k|mio|mn|m|bn|b)?\s*"
    rf"(?P<after>{CURRENCY})?\s*(?P<trailing>-)?\s*(?P<closing>\))?$"
)
MINUSES = "−\u2012–\ufe63\uff0d"
APOSTROPHES = "’‘\u02bc\u00b4`"
ARABIC_MARKS = {"\u066b": ".", "\u066c": "'", "\u066a": "%"}
ARABIC_ZEROS = (0x660, 0x6F0)
SPELLINGS = (
    dict.fromkeys(MINUSES, "-")
    | dict.fromkeys(APOSTROPHES, "'")
    | ARABIC_MARKS
    | {chr(zero + digit): str(digit) for zero in ARABIC_ZEROS for digit in range(10)}
)


def number_parts(texts: pl.Series) -> pl.DataFrame:
    """One row per text, its pieces in lower case; all null where the text is no number."""
    if (texts.str.len_bytes() != texts.str.len_chars()).any():
        texts = texts.str.replace_many(SPELLINGS)
    bare = texts.str.strip_chars_start("'").str.strip_chars_start().str.to_lowercase()
    pieces = bare.str.extract_groups(WRITTEN).struct.unnest()
    return pieces.with_columns(pl.col("digits").str.strip_chars_end())
