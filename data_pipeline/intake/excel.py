"""Workbooks (xlsx, xlsm, xlsb, xls, ods) → sheets of text, the way Excel writes them.

The reader hands out text with numbers cut at nine decimals, with dates, times and durations alike,
and without error cells. What that hides is asked for a second time, and only in the columns where
something can be hidden.
"""

import logging
import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Literal

import fastexcel
import polars as pl

from data_pipeline.intake.sheet import Limits, Sheet, without_empty_edge
from data_pipeline.problems import refused

ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
}

# Texts of the reader behind which something else can stand.
MAYBE_ROUNDED = r"^-?(\d*\.\d{9,}|0|\d{16,})$"
MAYBE_BOOLEAN = r"^(true|false)$"
MAYBE_MOMENT = r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$"

# A cell formatted as a time counts days from 1900; so far back it is a time of day or a length.
LONGEST_DURATION = timedelta(days=3_650)

Kind = Literal["string", "float", "boolean", "duration"]

# A sheet of charts is no news to the manager.
logging.getLogger("calamine").setLevel(logging.ERROR)


def sheets_of_workbook(path: Path, file: str, member: str, limits: Limits) -> list[Sheet]:
    """Every worksheet that holds something, hidden ones too."""
    with _readable(file):
        # By its bytes: of a path the reader would believe the name, which may be wrong.
        workbook = fastexcel.read_excel(path.read_bytes())
    if len(workbook.sheet_names) > limits.sheets:
        raise refused(
            f"It has more than {limits.sheets} sheets", file, "Save a copy with those you need."
        )
    sheets = [
        Sheet(name, member, rows)
        for name in workbook.sheet_names
        if (rows := _rows(workbook, name, file, limits))
    ]
    if not sheets:
        raise refused("Its sheets are all empty", file, "Export it again and look inside.")
    return sheets


@contextmanager
def _readable(file: str) -> Generator[None]:
    """What the reader trips over is a damaged workbook, be it an error or a panic of its own."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as failure:
        if isinstance(failure, Exception) and not isinstance(failure, fastexcel.FastExcelError):
            raise
        happened = "The workbook is damaged"
        mend = "Download or copy it again, or open it in Excel and save it as a new xlsx."
        if "assword" in str(failure):
            happened = "The workbook is protected with a password"
            mend = "Open it in Excel, save a copy without a password and upload that."
        raise refused(happened, file, mend) from None


def _rows(workbook: fastexcel.ExcelReader, name: str, file: str, limits: Limits) -> list[list[str]]:
    """All rows from the sheet's first on, so that row numbers are the spreadsheet's."""
    with _readable(file):
        sheet = _loaded(workbook, name, "string", None)
    if sheet.width > limits.columns or sheet.height > limits.rows:
        raise refused(
            f"A sheet has more than {limits.columns:,} columns or {limits.rows:,} rows",
            file,
            "Export a shorter period or fewer columns.",
            sheet=name,
        )
    if not sheet.width or not sheet.height:
        return []
    with _readable(file):
        cells = _cells(workbook, sheet)
    rows = [list(row) for row in cells.fill_null("").iter_rows()]
    while rows and not any(rows[-1]):
        rows.pop()
    return without_empty_edge(rows)


def _cells(workbook: fastexcel.ExcelReader, sheet: fastexcel.ExcelSheet) -> pl.DataFrame:
    """The cells as text, null where empty; columns are named by their place: "0", "1", …"""
    texts = _with_errors(_named_by_place(sheet), sheet)
    for maybe, kind, written in SECOND_LOOKS:
        columns = _columns_where(texts, maybe)
        if columns:
            texts = _seen_again(texts, _loaded(workbook, sheet.name, kind, columns), written)
    return texts.select(
        texts[place] if (place := str(index)) in texts.columns else pl.lit("").alias(place)
        for index in range(int(texts.columns[-1]) + 1)
    )


def _loaded(
    workbook: fastexcel.ExcelReader, name: str, kind: Kind, columns: list[str] | None
) -> fastexcel.ExcelSheet:
    """The sheet from its first row, read as cells of one kind; of all columns or of these."""
    return workbook.load_sheet(  # pyright: ignore[reportUnknownMemberType]  (Arrow has no types)
        name,
        header_row=None,
        skip_rows=0,
        dtypes=kind,
        use_columns=columns and (lambda column: str(column.absolute_index) in columns),
    )


def _named_by_place(sheet: fastexcel.ExcelSheet) -> pl.DataFrame:
    cells = sheet.to_polars()
    cells.columns = [str(column.absolute_index) for column in sheet.selected_columns]
    return cells


def _with_errors(texts: pl.DataFrame, sheet: fastexcel.ExcelSheet) -> pl.DataFrame:
    """Error cells, which the reader leaves out and lists beside, in the words of Excel."""
    errors = sheet.to_arrow_with_errors()[1]  # pyright: ignore[reportUnknownMemberType]
    for error in errors.errors if errors else []:
        kind = re.search(r"Error\((\w+)\)", error.detail)
        row, column = error.offset_position
        if kind and row < texts.height:
            texts[row, column] = ERRORS.get(kind[1], f"#{kind[1].upper()}")
    return texts


def _columns_where(texts: pl.DataFrame, pattern: str) -> list[str]:
    found = texts.select(pl.all().str.contains(pattern).any())
    return [name for name in found.columns if found[name].item()]


def _seen_again(
    texts: pl.DataFrame, sheet: fastexcel.ExcelSheet, written: Callable[[str, object], str]
) -> pl.DataFrame:
    """`texts`, with each cell written anew that the second look knows more about."""
    cells = _named_by_place(sheet)
    return texts.with_columns(
        pl.Series(
            column,
            [
                text if text is None or cell is None else written(text, cell)
                for text, cell in zip(texts[column], cells[column], strict=True)
            ],
            dtype=pl.String,
        )
        for column in cells.columns
    )


def _number(text: str, cell: object) -> str:
    """A number with the 15 digits Excel keeps, never in powers of ten; a text stays as it is."""
    assert isinstance(cell, float)
    if not re.fullmatch(MAYBE_ROUNDED, text) or float(text) == cell:
        return text
    return f"{Decimal(f'{cell:.15g}').normalize():f}"


def _boolean(text: str, cell: object) -> str:
    return text.upper() if re.fullmatch(MAYBE_BOOLEAN, text) else text


def _moment(text: str, cell: object) -> str:
    """A day, a moment or, where the cell counts hours and not days, a length of time."""
    assert isinstance(cell, timedelta)
    if cell < LONGEST_DURATION:
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    day, _, time = text.partition(" ")
    return day if time == "00:00:00" else f"{day}T{time[:8]}"


SECOND_LOOKS: tuple[tuple[str, Kind, Callable[[str, object], str]], ...] = (
    (MAYBE_ROUNDED, "float", _number),
    (MAYBE_BOOLEAN, "boolean", _boolean),
    (MAYBE_MOMENT, "duration", _moment),
)
