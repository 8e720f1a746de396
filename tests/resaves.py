"""What spreadsheets, editors and other accounts make of an export without changing what it says.

Each way of saving takes an export and gives the file somebody would upload instead; None where the
export has nothing to do it to.
"""

import csv
import gzip
import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from data_pipeline.contract import NUMBERS, Kind
from data_pipeline.intake.columns import Reader
from data_pipeline.intake.headings import Described
from data_pipeline.intake.inspect import inspect
from data_pipeline.intake.read_file import read_file
from data_pipeline.intake.receipt import Receipt
from data_pipeline.intake.recognise import Found, recognise
from data_pipeline.intake.stage import Ask
from data_pipeline.problems import Refused
from data_pipeline.sources import all_sources

KINDS = Path(__file__).parent.parent / "sample_data" / "kinds"
SAMPLES = sorted(path for path in KINDS.iterdir() if path.suffix in {".csv", ".xls", ".xlsx"})

Grid = list[list[str]]
Saved = tuple[str, bytes]
At = tuple[int, int, int]  # sheet, row, cell
Cells = dict[tuple[int, int, int], list[tuple[At, Described]]]  # of each column
Written = str | float | date | timedelta

DAYS = {Kind.DATE, Kind.MOMENT}
FIGURES = NUMBERS - {Kind.DURATION}
PLAIN = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
FORMULAS_OFF = {
    "in_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


@dataclass(frozen=True)
class Export:
    """A file as it was exported: its sheets, what is described in them and what it comes to."""

    path: Path
    answers: dict[str, str]
    names: list[str]
    grids: list[Grid]
    tables: list[tuple[int, Found]]
    receipt: Receipt

    @property
    def is_one_sheet(self) -> bool:
        return len(self.grids) == 1

    def copy(self) -> list[Grid]:
        return [[list(row) for row in grid] for grid in self.grids]

    def named(self, suffix: str) -> str:
        return f"{self.path.stem}{suffix}"


def export_of(path: Path) -> Export:
    """A sample, with what the manager would answer about it."""
    beside = path.with_suffix(".json")
    is_answers = beside.exists() and path.suffix != ".json"
    answers: dict[str, str] = json.loads(beside.read_text()) if is_answers else {}
    sheets = read_file(path, path.name)
    try:
        members = recognise(path.name, sheets, all_sources().values(), answers)
    except Refused:
        members = []
    tables = [
        (place, found)
        for member in members
        for found in member.found
        for place, sheet in enumerate(sheets)
        if sheet is found.sheet
    ]
    grids = [[list(row) for row in sheet.head] for sheet in sheets]
    receipt = inspect(path, Ask(path.name, answers))
    return Export(path, answers, [sheet.name for sheet in sheets], grids, tables, receipt)


def figures(receipt: Receipt) -> dict[str, Any]:
    """What a way of saving may not change; sums to the 15 digits a spreadsheet keeps."""
    said = receipt.as_json()
    sums: dict[str, Decimal] = {}
    for heading, amount in said.get("sums", {}).items():
        name = " ".join(re.sub(r" \(column \d+\)$", "", heading).casefold().split())
        sums[name] = sums.get(name, Decimal(0)) + Decimal(amount)
    measures: dict[str, Decimal] = {}
    for table in said.get("tables", []):
        for name, value in table["measures"].items():
            measures[name] = measures.get(name, Decimal(0)) + Decimal(value)
    return {
        "sources": sorted({table.source for table in receipt.tables}),
        "rows": said.get("rows", 0),
        "days": (said.get("first_date"), said.get("last_date")),
        "sums": {name: f"{amount:.9g}" for name, amount in sorted(sums.items()) if amount},
        "measures": {name: f"{value:.9g}" for name, value in sorted(measures.items())},
    }


def described(export: Export, kinds: set[Kind] | frozenset[Kind]) -> Iterator[tuple[At, Described]]:
    """The filled cells under described headings of these kinds."""
    for sheet, found in export.tables:
        grid = export.grids[sheet]
        for column in found.columns:
            if column.column.kind not in kinds:
                continue
            for row in range(found.heading_row, min(found.last_row or len(grid), len(grid))):
                if column.position < len(grid[row]) and grid[row][column.position].strip():
                    yield (sheet, row, column.position), column


def read(export: Export, kinds: set[Kind] | frozenset[Kind]) -> dict[At, Any]:
    """What the described cells of these kinds say."""
    by_column: Cells = {}
    for at, column in described(export, kinds):
        by_column.setdefault((at[0], at[2], id(column)), []).append((at, column))
    said: dict[At, Any] = {}
    for cells in by_column.values():
        column = cells[0][1]
        texts = pl.Series([export.grids[s][r][c] for (s, r, c), _ in cells], dtype=pl.String)
        reader = Reader(column, export.answers, b"secret", False)
        reader.other_days = _other_days(export, by_column, cells[0][0])
        reading = reader.read(texts)
        for (at, _), value, bad in zip(cells, reading.values, reading.bad, strict=True):
            if value is not None and not bad:
                said[at] = value
    return said


def _other_days(export: Export, columns: Cells, own: At) -> pl.Series | None:
    """The cells of the other columns of days beside it: where it leaves their order open, they may
    tell."""
    texts = [
        export.grids[sheet][row][place]
        for cells in columns.values()
        for (sheet, row, place), column in cells
        if sheet == own[0] and place != own[2] and column.column.kind in DAYS
    ]
    return pl.Series(texts, dtype=pl.String) if texts else None


# Files


def as_csv(export: Export, grid: Grid, encoding: str = "utf-8", **how: Any) -> Saved:
    content = io.StringIO()
    csv.writer(content, **{"lineterminator": "\r\n", **how}).writerows(grid)
    return export.named(".csv"), content.getvalue().encode(encoding)


def as_workbook(
    export: Export,
    grids: list[Grid],
    *,
    written: Callable[[At, str], Written] = lambda _, text: text,
    before: tuple[tuple[str, Grid], ...] = (),
    after: tuple[tuple[str, Grid], ...] = (),
    names: list[str] | None = None,
    hidden: range = range(0),
) -> Saved:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, FORMULAS_OFF)
    formats = {
        datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"}),
        date: book.add_format({"num_format": "dd/mm/yyyy"}),
        timedelta: book.add_format({"num_format": "[h]:mm:ss"}),
    }
    for name, grid in before:
        _fill(book.add_worksheet(name), grid)
    for place, grid in enumerate(grids):
        name = (names or export.names)[place]
        sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:31] or None)
        for row, line in enumerate(grid):
            for cell, text in enumerate(line):
                if text:
                    value = written((place, row, cell), text)
                    sheet.write(row, cell, value, formats.get(type(value)))
        for row in hidden:
            sheet.set_row(row, None, None, {"hidden": True})
    for name, grid in after:
        _fill(book.add_worksheet(name), grid)
    book.close()
    return export.named(".xlsx"), content.getvalue()


def _fill(sheet: Any, grid: Grid) -> None:
    for row, line in enumerate(grid):
        sheet.write_row(row, 0, line)


def as_it_was(export: Export, grids: list[Grid]) -> Saved:
    """As text, or as a workbook of texts where it has several sheets."""
    return as_csv(export, grids[0]) if export.is_one_sheet else as_workbook(export, grids)


# Ways of saving

Way = Callable[[Export], Saved | None]
HARMLESS: dict[str, Way] = {}  # the figures stay
IN_DOUBT: dict[str, Way] = {}  # the figures stay, or the manager is asked or told


def harmless(way: Way) -> Way:
    HARMLESS[way.__name__] = way
    return way


def in_doubt(way: Way) -> Way:
    IN_DOUBT[way.__name__] = way
    return way


def _text_ways() -> None:
    """Encodings, delimiters, line ends and quotation marks."""
    hows: dict[str, dict[str, Any]] = {
        "plain csv": {},
        "with a mark": {"encoding": "utf-8-sig"},
        "in UTF-16 with tabs": {"encoding": "utf-16", "delimiter": "\t"},
        "with tabs": {"delimiter": "\t"},
        "with every cell in quotation marks": {"quoting": csv.QUOTE_ALL},
        "with bare line feeds": {"lineterminator": "\n"},
        "with bare carriage returns": {"lineterminator": "\r", "quoting": csv.QUOTE_ALL},
    }
    for name, how in hows.items():
        HARMLESS[name] = lambda export, how=how: (
            as_csv(export, export.grids[0], **how) if export.is_one_sheet else None
        )


_text_ways()


@harmless
def in_cp1252(export: Export) -> Saved | None:
    try:
        return as_csv(export, export.grids[0], "cp1252") if export.is_one_sheet else None
    except UnicodeEncodeError:
        return None


@in_doubt
def with_semicolons(export: Export) -> Saved | None:
    return as_csv(export, export.grids[0], delimiter=";") if export.is_one_sheet else None


@in_doubt
def with_a_separator_line(export: Export) -> Saved | None:
    if not export.is_one_sheet:
        return None
    name, content = as_csv(export, export.grids[0], delimiter=";")
    return name, b"sep=;\r\n" + content


@harmless
def as_a_workbook_of_texts(export: Export) -> Saved:
    return as_workbook(export, export.grids)


@harmless
def as_a_workbook_of_values(export: Export) -> Saved:
    """Dates are dates and numbers are numbers, where a number can hold them."""
    days = read(export, DAYS)

    def written(at: At, text: str) -> Written:
        if at in days:
            return days[at]
        digits = len(re.sub(r"\D", "", text).lstrip("0"))
        return float(text) if PLAIN.fullmatch(text.strip()) and digits <= 15 else text

    return as_workbook(export, export.grids, written=written)


@harmless
def with_an_empty_sheet_first(export: Export) -> Saved:
    return as_workbook(export, export.grids, before=(("Empty", []),))


@harmless
def with_a_sheet_of_notes(export: Export) -> Saved:
    notes = [["Our notes"], ["A good month", "Ann"]]
    return as_workbook(export, export.grids, after=(("Notes", notes),))


@harmless
def with_its_sheet_renamed(export: Export) -> Saved | None:
    if not export.is_one_sheet or export.names[0]:
        return None
    return as_workbook(export, export.grids, names=["Tabelle1"])


@harmless
def with_its_sheet_copied(export: Export) -> Saved | None:
    if not export.is_one_sheet or export.names[0]:
        return None
    twice = [export.grids[0], export.grids[0]]
    return as_workbook(export, twice, names=["Sheet1", "Sheet1 (2)"])


@harmless
def with_rows_a_filter_hides(export: Export) -> Saved:
    return as_workbook(export, export.grids, hidden=range(2, 5))


@harmless
def in_an_archive(export: Export) -> Saved:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr(export.path.name, export.path.read_bytes())
        packed.writestr(f"__MACOSX/._{export.path.name}", b"left over")
    return export.named(".zip"), content.getvalue()


@harmless
def compressed(export: Export) -> Saved:
    return f"{export.path.name}.gz", gzip.compress(export.path.read_bytes())


@harmless
def with_the_wrong_suffix(export: Export) -> Saved:
    suffix = ".xls" if export.path.suffix == ".csv" else ".csv"
    return export.named(suffix), export.path.read_bytes()


@harmless
def with_empty_columns_and_rows(export: Export) -> Saved:
    grids = export.copy()
    for grid in grids:
        for row in grid:
            row += ["", "", ""]
        grid += [[""] * 4 for _ in range(5)]
    return as_it_was(export, grids)


@harmless
def with_an_empty_column_in_front(export: Export) -> Saved:
    return as_it_was(export, [[["", *row] for row in grid] for grid in export.grids])


@in_doubt
def with_blank_cells_cut(export: Export) -> Saved:
    grids = export.copy()
    for row in (row for grid in grids for row in grid):
        while row and not row[-1]:
            row.pop()
    return as_it_was(export, grids)


@harmless
def with_blanks_around_cells(export: Export) -> Saved:
    spaced = [
        [[f" {cell} " if cell else "" for cell in row] for row in grid] for grid in export.grids
    ]
    return as_it_was(export, spaced)


def _with_headings(export: Export, change: Callable[[str], str]) -> Saved:
    grids = export.copy()
    for sheet, row in {(sheet, found.heading_row - 1) for sheet, found in export.tables}:
        grids[sheet][row] = [change(cell) if cell else "" for cell in grids[sheet][row]]
    return as_it_was(export, grids)


@harmless
def with_headings_in_capitals(export: Export) -> Saved:
    return _with_headings(export, str.upper)


@harmless
def with_headings_nobody_can_tell_apart(export: Export) -> Saved:
    return _with_headings(export, lambda cell: "\u200b" + cell.replace(" ", "\u00a0") + " ")


@in_doubt
def with_columns_in_another_order(export: Export) -> Saved | None:
    """Where each sheet holds one table whose headings are all different, and may be moved."""
    grids = export.copy()
    by_sheet = dict(export.tables)
    if len({(sheet, found.heading_row) for sheet, found in export.tables}) > len(by_sheet):
        return None
    for sheet, found in by_sheet.items():
        grid, top = grids[sheet], found.heading_row - 1
        headings = [cell for cell in grid[top] if cell]
        is_fixed = found.table.begins or found.table.exactly or found.table.under
        if is_fixed or "" in found.table.columns or len(set(headings)) < len(headings):
            return None
        width = max(len(row) for row in grid[top:])
        order = random.Random(1).sample(range(width), width)
        for row in range(top, len(grid)):
            line = grid[row] + [""] * (width - len(grid[row]))
            grid[row] = [line[place] for place in order]
    return as_it_was(export, grids)


@harmless
def with_headings_again_in_the_middle(export: Export) -> Saved | None:
    """Two files of one export, one behind the other; a report in groups has no middle."""
    if not export.is_one_sheet or len({found.heading_row for _, found in export.tables}) != 1:
        return None
    if export.tables[0][1].table.grouped:
        return None
    grid, top = export.copy()[0], export.tables[0][1].heading_row
    while not any(grid[-1]):
        grid.pop()
    middle = top + (len(grid) - top) // 2
    return as_csv(export, [*grid[:middle], grid[top - 1], *grid[middle:]])


# Ways of saving that write cells anew


def _with_numbers(export: Export, form: Callable[[Decimal], str], **how: Any) -> Saved:
    grids = export.copy()
    for (sheet, row, cell), number in read(export, FIGURES).items():
        if PLAIN.fullmatch(grids[sheet][row][cell].strip()):
            grids[sheet][row][cell] = form(Decimal(number))
    if export.is_one_sheet:
        return as_csv(export, grids[0], **how)
    return as_workbook(export, grids)


def _european(number: Decimal) -> str:
    return f"{number:,f}".replace(",", " ").replace(".", ",").replace(" ", ".")


@harmless
def with_thousands_between_commas(export: Export) -> Saved:
    return _with_numbers(export, lambda number: f"{number:,f}")


@harmless
def with_thousands_between_apostrophes(export: Export) -> Saved:
    return _with_numbers(export, lambda number: f"{number:,f}".replace(",", "’"))


@in_doubt
def with_european_numbers(export: Export) -> Saved:
    return _with_numbers(export, _european, delimiter=";")


@in_doubt
def with_decimal_commas(export: Export) -> Saved:
    return _with_numbers(export, lambda number: f"{number:f}".replace(".", ","), delimiter=";")


@in_doubt
def with_powers_of_ten(export: Export) -> Saved | None:
    """Where figures are kept: of a table that is only added up nobody is told."""
    if not all(found.table.kept for _, found in export.tables):
        return None
    return _with_numbers(
        export, lambda number: f"{number:.2E}" if abs(number) > 999 else f"{number:f}"
    )


def _with_days(export: Export, day: str, moment: str, **how: Any) -> Saved | None:
    """Moments to the second: that a spreadsheet leaves seconds out is another matter."""
    grids, days = export.copy(), read(export, DAYS)
    for (sheet, row, cell), value in days.items():
        is_moment = isinstance(value, datetime) and ":" in grids[sheet][row][cell]
        grids[sheet][row][cell] = value.strftime(moment if is_moment else day)
    if not days:
        return None
    return as_csv(export, grids[0], **how) if export.is_one_sheet else as_workbook(export, grids)


@harmless
def with_days_year_first(export: Export) -> Saved | None:
    return _with_days(export, "%Y-%m-%d 00:00:00", "%Y-%m-%d %H:%M:%S")


@harmless
def with_months_named(export: Export) -> Saved | None:
    return _with_days(export, "%d-%b-%y", "%d-%b-%y %H:%M:%S")


@harmless
def with_days_counted(export: Export) -> Saved | None:
    grids, days = export.copy(), read(export, DAYS)
    for (sheet, row, cell), value in days.items():
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        serial = (moment - datetime(1899, 12, 30)) / timedelta(days=1)
        grids[sheet][row][cell] = f"{serial:.10f}".rstrip("0").rstrip(".")
    return as_it_was(export, grids) if days else None


@in_doubt
def with_days_first_and_dots(export: Export) -> Saved | None:
    return _with_days(export, "%d.%m.%Y", "%d.%m.%Y %H:%M:%S", delimiter=";")


@in_doubt
def with_days_first_and_slashes(export: Export) -> Saved | None:
    return _with_days(export, "%d/%m/%Y", "%d/%m/%Y %H:%M:%S", delimiter=";")


@in_doubt
def with_days_first_and_hyphens(export: Export) -> Saved | None:
    return _with_days(export, "%d-%m-%Y", "%d-%m-%Y %H:%M:%S")


@in_doubt
def with_months_first(export: Export) -> Saved | None:
    return _with_days(export, "%-m/%-d/%Y", "%-m/%-d/%Y %-I:%M:%S %p")


@in_doubt
def with_days_taken_for_months(export: Export) -> Saved | None:
    """A day-first spreadsheet made dates of what it could, and left the rest as text.

    Only where each column of days holds such a rest: of the others nobody can tell.
    """
    days = read(export, DAYS)
    late = {(sheet, cell) for (sheet, _, cell), day in days.items() if day.day > 12}

    def written(at: At, text: str) -> Written:
        day = days.get(at)
        if day is None or day.day > 12:
            clock = " %H:%M:%S" if ":" in text else ""
            return day.strftime(f"%m/%d/%Y{clock}") if day else text
        return day.replace(day=day.month, month=day.day)

    if not late or late != {(sheet, cell) for sheet, _, cell in days}:
        return None
    return as_workbook(export, export.grids, written=written)


@in_doubt
def with_columns_too_narrow(export: Export) -> Saved | None:
    grids, days = export.copy(), read(export, DAYS)
    for sheet, row, cell in days:
        grids[sheet][row][cell] = "########"
    return as_it_was(export, grids) if days else None


@in_doubt
def with_a_total_below(export: Export) -> Saved | None:
    """What a manager adds: a word and the sums of whole numbers and amounts."""
    numbers = read(export, FIGURES)
    if not export.is_one_sheet or len(export.tables) != 1 or export.tables[0][1].last_row:
        return None
    grid = export.copy()[0]
    while not any(grid[-1]):
        grid.pop()
    total = [""] * len(grid[export.tables[0][1].heading_row - 1])
    for place in {cell for _, _, cell in numbers}:
        summed = sum(Decimal(number) for at, number in numbers.items() if at[2] == place)
        total[place] = f"{summed:f}"
    free = [place for place, cell in enumerate(total) if not cell]
    if not numbers or not free:
        return None
    total[free[0]] = "Total"
    return as_csv(export, [*grid, total])


def with_ids(export: Export, change: Callable[[str], str]) -> Saved | None:
    """With every number that only an id is long enough to be written anew."""
    grids = export.copy()
    ids = [row for grid in grids for row in grid if any(map(_is_long_id, row))]
    for row in ids:
        row[:] = [change(cell) if _is_long_id(cell) else cell for cell in row]
    return as_it_was(export, grids) if ids else None


def _is_long_id(cell: str) -> bool:
    return bool(re.fullmatch(r"\d{16,}", cell.strip()))
