"""A table nobody has described: where its headings are, and what the cells of each column are.

What a column is, its cells decide, by the same readers that will read it later. A line of totals or
a damaged cell must not hide that a column holds days: a few cells may be otherwise.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from pathlib import Path

import polars as pl

from data_pipeline import values
from data_pipeline.contract import ANY_OTHER
from data_pipeline.intake.headings import plain
from data_pipeline.intake.read_file import read_file
from data_pipeline.intake.recognise import HEADING_WITHIN
from data_pipeline.intake.sheet import Sheet
from data_pipeline.values.currencies import CODES, SIGNS
from data_pipeline.warehouse.description import LONGEST_TEXT

MOST_ROWS = 5_000
MOST_COLUMNS = 60
MOST_TABLES = 20
FEW_WORDS = 12
LINES_SHOWN = 6
LONGEST_CELL = 80
_PLAIN_NUMBER = r"^\s*[-+]?\d+(?:[.,]\d+)?\s*$"
_HOLDS_A_FIGURE = re.compile(r"^[\s\d.,:/%€$£+-]*\d[\s\d.,:/%€$£+-]*$")
_DAY_WORDS = re.compile(r"dat(e|um|a)|fecha|\b(day|tag|jour)\b|when|wann|created|zeitstempel")
_E_MAIL = r"^\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$"
_LINK = r"(?i)^\s*(https?://|www\.)\S+\s*$"
_PHONE = r"^\s*\(?(\+|0)[\d\s()/.-]{6,}$"
_CLOCK = r"^\s*\d{1,3}:\d{2}(:\d{2})?\s*$|\d\s*(h|min|m|s|sec|sek)\.?\s*$"
_ID = r"^\S*\d\S*$"
_YES_NO = {"yes", "no", "true", "false", "ja", "nein", "oui", "non", "sí", "si", "sim", "não"}


class Nature(StrEnum):
    """What the cells of a column are."""

    NOTHING = "nothing"
    DAY = "day"
    MOMENT = "moment"
    MONTH = "month"
    MONEY = "money"
    WHOLE = "whole"
    NUMBER = "number"
    DURATION = "duration"
    YES_NO = "yes_no"
    CURRENCY = "currency"
    CONTACT = "contact"
    LINK = "link"
    WORDS = "words"
    ID = "id"
    TEXT = "text"


@dataclass(frozen=True)
class SeenColumn:
    """A column with a heading.

    words: its different cells, where they are few. is_order_open: whether nothing in it tells day
    and month apart. gap: the longest stretch of days without a row. currency: the one that its
    heading names. is_in_money: whether each cell names its currency.
    """

    position: int
    heading: str
    nature: Nature
    examples: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    is_order_open: bool = False
    gap: int = 0
    currency: str = ""
    is_in_money: bool = False


@dataclass(frozen=True)
class SeenTable:
    """A table of an unknown file: its place, its columns, and the first lines as they stand."""

    sheet: str
    member: str
    heading_row: int
    rows: int
    headings: tuple[str, ...]
    columns: tuple[SeenColumn, ...]
    lines: tuple[tuple[str, ...], ...]


def tables_in(path: Path, file: str) -> list[SeenTable]:
    """Every table of a file that has a line of headings, the longest first."""
    seen = [seen_table(sheet) for sheet in read_file(path, file)[:MOST_TABLES]]
    return sorted((one for one in seen if one is not None), key=lambda one: -one.rows)


def seen_table(sheet: Sheet) -> SeenTable | None:
    """The sheet's table, or None where no line looks like headings."""
    at = heading_line(sheet.head)
    if at is None:
        return None
    headings = [cell.strip() for cell in sheet.head[at]][:MOST_COLUMNS]
    below = [line for line in sheet.head[at + 1 : at + 1 + MOST_ROWS] if any(map(str.strip, line))]
    names = [plain(heading) for heading in headings]
    columns = [
        seen_column(position, heading, _cells(below, position))
        for position, heading in enumerate(headings)
        if names.index(names[position]) == position and _may_be_described(heading)
    ]
    lines = [tuple(_shown(cell) for cell in line[: len(headings)]) for line in below[:LINES_SHOWN]]
    return SeenTable(
        sheet.name, sheet.member, at + 1, len(below), tuple(headings), tuple(columns), tuple(lines)
    )


def _may_be_described(heading: str) -> bool:
    return heading not in {"", ANY_OTHER} and len(heading) <= LONGEST_TEXT


def heading_line(head: Sequence[Sequence[str]]) -> int | None:
    """The first line as wide as the table that holds words only, each of them once."""
    filled = [
        [cell.strip() for cell in line if cell.strip()] for line in head[: 2 * HEADING_WITHIN]
    ]
    widest = max((len(cells) for cells in filled), default=0)
    for at, cells in enumerate(filled[:HEADING_WITHIN]):
        is_wide = len(cells) > 1 and 2 * len(cells) > widest
        if is_wide and not any(_HOLDS_A_FIGURE.match(cell) for cell in cells):
            return at if any(filled[at + 1 :]) and len(set(cells)) == len(cells) else None
    return None


def seen_column(position: int, heading: str, cells: Sequence[str]) -> SeenColumn:
    """What a column's cells are."""
    series = pl.Series([cell[:300] for cell in cells], dtype=pl.String)
    filled = series.filter(~values.is_missing(series))
    nature = nature_of(heading, filled)
    different = filled.str.strip_chars().unique(maintain_order=True)
    is_dated = nature in {Nature.DAY, Nature.MOMENT}
    return SeenColumn(
        position,
        heading,
        nature,
        examples=tuple(_shown(cell) for cell in different[:3].to_list()),
        words=tuple(different.to_list()) if different.len() <= FEW_WORDS else (),
        is_order_open=is_dated and values.date_style_of(filled).order == "undecided",
        gap=_longest_gap(filled) if is_dated else 0,
        currency=currency_in(heading),
        is_in_money=nature is Nature.MONEY
        and bool((values.currencies_of(filled).fill_null("") != "").all()),
    )


def nature_of(heading: str, filled: pl.Series) -> Nature:
    """The first nature that nearly all filled cells are of; `heading` settles what numbers are."""
    if filled.is_empty():
        return Nature.NOTHING
    for nature, fits in _TESTS:
        if fits(heading, filled):
            return nature
    different = filled.n_unique()
    if different <= FEW_WORDS and 2 * different <= filled.len():
        return Nature.WORDS
    is_id = different == filled.len() and _mostly(filled.str.contains(_ID))
    return Nature.ID if is_id else Nature.TEXT


def currency_in(heading: str) -> str:
    """The currency a heading names, by code or by a sign that only one currency has."""
    for word in re.findall(r"[A-Z]{3}|[^\w\s()\[\].,:;/-]+", heading):
        code = word if word in CODES else SIGNS.get(word, "")
        if code:
            return code
    return ""


def _mostly(good: pl.Series) -> bool:
    """All but a cell or a twentieth."""
    bad = good.len() - int(good.fill_null(value=False).sum())
    return bad <= max(1, good.len() // 20) and 3 * bad <= good.len()


def _moments(cells: pl.Series) -> values.Reading:
    style = values.date_style_of(cells)
    is_open = style.order in {"undecided", "mixed"}
    return values.read_moments(cells, values.DateStyle("dmy") if is_open else style)


def _is_day(heading: str, cells: pl.Series) -> bool:
    """Numbers are days, counted from a first one, only where the heading speaks of days."""
    if _mostly(cells.str.contains(_PLAIN_NUMBER)) and not _DAY_WORDS.search(plain(heading)):
        return False
    if values.date_style_of(cells).yearless:
        return False
    return _mostly(~_month_first_bad(cells))


def _month_first_bad(cells: pl.Series) -> pl.Series:
    """What is unreadable in the order that suits the column best."""
    day_first = _moments(cells).bad
    month_first = values.read_moments(cells, values.DateStyle("mdy")).bad
    return day_first if day_first.sum() <= month_first.sum() else month_first


def _is_moment(heading: str, cells: pl.Series) -> bool:
    if not _is_day(heading, cells):
        return False
    clock = _moments(cells).values.dt.time().drop_nulls()
    return bool((clock != time(0)).any())


def _is_month(heading: str, cells: pl.Series) -> bool:
    is_number = _mostly(cells.str.contains(_PLAIN_NUMBER))
    return not is_number and _mostly(~values.read_months(cells).bad)


def _is_yes_no(heading: str, cells: pl.Series) -> bool:
    return bool(cells.str.strip_chars().str.to_lowercase().is_in(list(_YES_NO)).all())


def _is_currency(heading: str, cells: pl.Series) -> bool:
    return bool(cells.str.strip_chars().is_in(list(CODES)).all())


def _is_duration(heading: str, cells: pl.Series) -> bool:
    written = _mostly(cells.str.contains(_CLOCK))
    return written and _mostly(~values.read_durations(cells).bad)


def _is_number(heading: str, cells: pl.Series) -> bool:
    mark = "," if values.decimal_mark_of(cells) == "," else "."
    return _mostly(~values.read_numbers(cells, mark).bad) and _mostly(cells.str.contains(r"\d"))


def _is_money(heading: str, cells: pl.Series) -> bool:
    if not _is_number(heading, cells):
        return False
    named = values.currencies_of(cells)
    return (
        bool(currency_in(heading)) or _mostly(named != "") or _mostly(cells.str.contains("[$£€]"))
    )


def _is_whole(heading: str, cells: pl.Series) -> bool:
    return _is_number(heading, cells) and not _has_decimals(cells)


def _has_decimals(cells: pl.Series) -> bool:
    mark = "," if values.decimal_mark_of(cells) == "," else "."
    return bool(values.as_counts(values.read_numbers(cells, mark).values).bad.any())


def _fits(pattern: str) -> Callable[[str, pl.Series], bool]:
    return lambda heading, cells: _mostly(cells.str.contains(pattern))


_TESTS: tuple[tuple[Nature, Callable[[str, pl.Series], bool]], ...] = (
    (Nature.CONTACT, _fits(_E_MAIL)),
    (Nature.LINK, _fits(_LINK)),
    (Nature.MOMENT, _is_moment),
    (Nature.DAY, _is_day),
    (Nature.MONTH, _is_month),
    (Nature.YES_NO, _is_yes_no),
    (Nature.CURRENCY, _is_currency),
    (Nature.CONTACT, _fits(_PHONE)),
    (Nature.DURATION, _is_duration),
    (Nature.MONEY, _is_money),
    (Nature.WHOLE, _is_whole),
    (Nature.NUMBER, _is_number),
)


def _longest_gap(cells: pl.Series) -> int:
    days = _moments(cells).values.dt.date().drop_nulls().unique().sort()
    steps = days.diff().dt.total_days().drop_nulls()
    return int(steps.max()) if steps.len() else 0  # type: ignore[arg-type]


def _cells(below: Sequence[Sequence[str]], position: int) -> list[str]:
    return [line[position] if position < len(line) else "" for line in below]


def _shown(cell: str) -> str:
    tidy = " ".join(cell[: 4 * LONGEST_CELL].split())
    return tidy if len(tidy) <= LONGEST_CELL else f"{tidy[: LONGEST_CELL - 1]}…"
