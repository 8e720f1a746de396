"""Cells of text become typed columns, and each cell that will not go is told."""

import re
from datetime import date

import polars as pl

from data_pipeline import values
from data_pipeline.contract import Kind
from data_pipeline.intake.columns import Reader, cut_short
from data_pipeline.intake.staged import Staging, shown
from data_pipeline.problems import Problem

_EXAMPLES = {
    Kind.COUNT: "1204",
    Kind.NUMBER: "12.5",
    Kind.PERCENT: "12.5%",
    Kind.MONEY: "1204.50",
    Kind.DURATION: "0:02:35",
    Kind.TIME: "6:14 PM",
    Kind.YES_NO: "yes or no",
    Kind.CURRENCY: "GBP",
}
_BOTH_ORDERS = (
    "Its column holds days in two orders: a spreadsheet program has probably taken months for days "
    "in some. Upload the file as the platform gave it."
)
FIRST_YEAR = 1990
YEARS_AHEAD = 5


def typed_columns(staging: Staging, records: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """The described columns by key, money's currency beside it; and which rows can't be read."""
    columns: list[pl.Series] = [records["row"]]
    bad = values.nowhere(records["row"])
    for reader in staging.readers:
        cells = records[reader.described.key]
        reading = reader.read(cells)
        bad = bad | _bad_rows(staging, reader, records["row"], cells, reading)
        for need in reader.needs:
            staging.staged.need(need)
        reader.needs.clear()
        columns.append(reading.values.alias(reader.described.key))
        if reader.column.kind is Kind.MONEY:
            columns.append(_currency_of_cells(cells, reader))
    return pl.DataFrame(columns), bad


def currency_key(reader: Reader) -> str:
    """The typed column in which an amount's own currency stands."""
    return f"currency of {reader.described.key}"


def _bad_rows(
    staging: Staging,
    reader: Reader,
    rows: pl.Series,
    cells: pl.Series,
    reading: values.Reading,
) -> pl.Series:
    """Rows that a column spoils; each is told."""
    _tell(staging, reader, rows, cells, reading.bad)
    bad = reading.bad & (not reader.column.tolerant)
    if reader.column.kind in {Kind.DATE, Kind.MOMENT} and _dates_the_row(staging, reader):
        bad = bad | _days_out_of_reach(staging, reader, rows, cells, reading.values)
    must_be_filled = reader.column.required and not reader.column.may_be_blank
    if must_be_filled and reading.values.null_count():
        excused = reading.bad | values.below_threshold(cells) | cut_short(cells)
        lacking = reading.values.is_null() & ~excused & (not reader.waits)
        _tell_lacking(staging, reader, rows.filter(lacking))
        bad = bad | lacking
    return bad


def _currency_of_cells(cells: pl.Series, reader: Reader) -> pl.Series:
    name = currency_key(reader)
    if reader.currency:
        said = pl.Series(name, [reader.currency], dtype=pl.String)
        return said.new_from_index(0, cells.len())
    codes = values.currencies_of(cells)
    return pl.select(pl.when(codes != "").then(codes)).to_series().alias(name)


def _tell(
    staging: Staging, reader: Reader, rows: pl.Series, cells: pl.Series, bad: pl.Series
) -> None:
    if not bad.any():
        return
    wrong = pl.DataFrame({"row": rows, "cell": cells}).filter(bad)
    if reader.column.tolerant:
        _tell_of_open_cells(staging, reader, wrong)
        return
    if reader.in_no_order:
        _tell_of_no_order(staging, reader, wrong.row(0))
        return
    staging.staged.problems_in_all += wrong.height
    example = reader.column.such_as or _EXAMPLES.get(reader.column.kind, "")
    mend = f"It should look like {example}." if example else "Please correct it."
    if reader.style is not None and reader.style.order == "mixed":
        mend += f" {_BOTH_ORDERS}"
    staging.staged.problems += [
        Problem(
            f"“{shown(cell)}” can't be read",
            staging.place(row, reader.described),
            _mend_of_a_spreadsheet(cell) or mend,
        )
        for row, cell in wrong.head(staging.staged.room_for_problems()).iter_rows()
    ]


def _tell_of_no_order(staging: Staging, reader: Reader, first: tuple[int, str]) -> None:
    """Days without a year that fill one and run neither way: no year of them is certain."""
    staging.staged.problems_in_all += 1
    staging.staged.problems.append(
        Problem(
            f"“{shown(first[1])}” and the other days have no year and stand in no order, so nobody "
            "can tell which of them is the last",
            staging.place(first[0], reader.described),
            "Upload the file as the platform gave it.",
        )
    )


def _mend_of_a_spreadsheet(cell: str) -> str:
    """What to do where a spreadsheet saved what it showed, not what the cell held."""
    if re.fullmatch(r"\s*#{2,}\s*", cell):
        return (
            "The column was too narrow when a spreadsheet saved the file. Widen it and save again, "
            "or upload the file as the platform gave it."
        )
    if values.rounded_powers(pl.Series([cell], dtype=pl.String)).any():
        return "A spreadsheet rounded it. Upload the file as the platform gave it."
    return ""


def _dates_the_row(staging: Staging, reader: Reader) -> bool:
    column = reader.column
    return column.becomes in {staging.subject.day, "at"} or (
        column.required and not column.may_be_blank
    )


def _days_out_of_reach(
    staging: Staging, reader: Reader, rows: pl.Series, cells: pl.Series, days: pl.Series
) -> pl.Series:
    """Days on which no business had such figures: a program's day nought, a slip of the finger."""
    out = ~days.dt.year().is_between(FIRST_YEAR, date.today().year + YEARS_AHEAD)
    out = out.fill_null(value=False)
    if not out.any():
        return out
    wrong = pl.DataFrame({"row": rows, "cell": cells}).filter(out)
    staging.staged.problems_in_all += wrong.height
    staging.staged.problems += [
        Problem(
            f"“{shown(cell)}” is a day no figure can be from",
            staging.place(row, reader.described),
            "Correct it, or import without this row.",
        )
        for row, cell in wrong.head(staging.staged.room_for_problems()).iter_rows()
    ]
    return out


def _tell_of_open_cells(staging: Staging, reader: Reader, wrong: pl.DataFrame) -> None:
    row, cell = wrong.row(0)
    more = f" (and {wrong.height - 1:,} more cells)" if wrong.height > 1 else ""
    staging.staged.warnings.append(
        f"“{shown(cell)}” can't be read: {staging.place(row, reader.described)}{more}. "
        "It is left open; the file was probably changed by a spreadsheet program."
    )


def _tell_lacking(staging: Staging, reader: Reader, rows: pl.Series) -> None:
    staging.staged.problems_in_all += rows.len()
    staging.staged.problems += [
        Problem(
            f"There is no “{reader.described.heading}”",
            staging.place(row, reader.described),
            "Fill it in, or import without this row.",
        )
        for row in rows.head(staging.staged.room_for_problems())
    ]
