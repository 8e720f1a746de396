"""Lines that add up the others: counted with them, every figure would be twice what it is."""

import re
from collections.abc import Collection
from decimal import Decimal

import polars as pl

from data_pipeline import values
from data_pipeline.contract import DAYS, Kind
from data_pipeline.intake.recognise import Found

_TOTAL_WORDS = (
    r"(?i)^\s*(grand\s+)?(total|totals|totale|totaal|summe|gesamt|gesamtsumme|gesamtergebnis|"
    r"gesamtwert|total g[eé]n[eé]ral|total geral|totale (complessivo|generale)|eindtotaal|"
    r"algemeen totaal|suma total|итого)\s*$|^\s*(total|totale|totaal|gesamt|summe)\s*:"
    r"|^\s*total (of|de|di) [\d.,]+ (results?|campaigns?|ad groups?|ads?|resultados|résultats|"
    r"risultati)\s*$"
)
_BEGINS_LIKE_ONE = (
    r"(?i)^\s*((grand|sub)[\s-]?)?"
    r"(totals?|totale|totaal|sum|sums|summe|somme|suma|soma|somma|som|gesamt\w*|итого)\b"
)
_MEANS = r"(?i)^\s*(average|avg\.?|mean|durchschnitt|mittelwert|moyenne|promedio|gemiddelde)\s*$"
_ADDED = {Kind.COUNT, Kind.MONEY}
_MAYBE_ADDED = {Kind.NUMBER, Kind.PERCENT}


def totals_among(found: Found, lines: pl.DataFrame, cells: list[str]) -> pl.Series:
    """Which lines say that they are totals."""
    beside_edge = pl.any_horizontal(pl.col(*cells[:2], cells[-1]).str.contains(_TOTAL_WORDS))
    anywhere = pl.any_horizontal(pl.col(cells).str.contains(_TOTAL_WORDS))
    undated = (anywhere & ~_is_dated(found)).fill_null(value=False)
    says_so = beside_edge.fill_null(value=False) | undated
    total = lines.select("row", total=says_so)["total"]
    return total & ~lines.select("row", known=_has_an_id(found))["known"] if total.any() else total


def begins_like_a_total(text: str) -> bool:
    """Whether a line with this first word adds up others."""
    return re.match(_BEGINS_LIKE_ONE, text) is not None


def names_a_group(text: str) -> bool:
    """Whether a total is one of a group of records, whose name it tells."""
    return begins_like_a_total(text) and not re.match(_TOTAL_WORDS, text)


def sums_at_the_end(found: Found, records: pl.DataFrame, cells: list[str]) -> pl.Series:
    """Whether the last record is one that somebody wrote under the others to add them up."""
    is_last = pl.Series(range(records.height), dtype=pl.Int64) == records.height - 1
    nowhere = is_last & False
    if records.height < 3 or records.tail(1).select(_is_dated(found)).item():
        return nowhere
    last = {name: records[name][-1] for name in cells if (records[name][-1] or "").strip()}
    figures = _filled(found, last, _ADDED) or _filled(found, last, _MAYBE_ADDED)
    said = pl.Series(_words_in(found, last), dtype=pl.String)
    if said.str.contains(_MEANS).any():
        return is_last
    like_one = said.is_empty() or said.str.contains(_BEGINS_LIKE_ONE).any()
    return is_last if like_one and _add_up(records.select(figures)) else nowhere


def _filled(found: Found, last: dict[str, str], kinds: Collection[Kind]) -> list[str]:
    return [
        one.key for one in found.columns if one.column.kind in kinds and f"c{one.position}" in last
    ]


def _is_dated(found: Found) -> pl.Expr:
    days = [one.key for one in found.columns if one.column.kind in DAYS]
    filled = [pl.col(day).str.strip_chars().fill_null("") != "" for day in days]
    return pl.any_horizontal(*filled) if filled else pl.lit(value=False)


def _has_an_id(found: Found) -> pl.Expr:
    """Whether a line is known by an id: then “Total” is what the thing is called."""
    ids = [one.key for one in found.columns if one.column.kind is Kind.ID and one.column.required]
    is_id = [pl.col(key).str.contains(r"[A-Za-z0-9]") & (pl.col(key) != "0") for key in ids]
    no_total = [~pl.col(key).str.contains(_TOTAL_WORDS) for key in ids]
    has = [one & other for one, other in zip(is_id, no_total, strict=True)]
    return pl.any_horizontal(*has).fill_null(value=False) if has else pl.lit(value=False)


def _words_in(found: Found, cells: dict[str, str]) -> list[str]:
    kinds = _ADDED | _MAYBE_ADDED
    figures = {f"c{one.position}" for one in found.columns if one.column.kind in kinds}
    return [
        text
        for name, text in cells.items()
        if name not in figures and any(letter.isalpha() for letter in text)
    ]


def _add_up(figures: pl.DataFrame) -> bool:
    """Whether each figure of the last line is the sum of those above, and one is not nought."""
    sums = [(said, above) for name in figures.columns for said, above in _sums(figures[name])]
    return any(above for _, above in sums) and all(said == above for said, above in sums)


def _sums(cells: pl.Series) -> list[tuple[Decimal, Decimal]]:
    """What the last cell says and what those above come to, where all of them can be read."""
    mark = values.decimal_mark_of(cells)
    reading = values.read_numbers(cells, "," if mark == "," else ".")
    said = reading.values[-1]
    if reading.bad.any() or said is None:
        return []
    return [(Decimal(said), values.exact_sum(reading.values.head(-1)))]
