"""Any table of an analyst's (CSV, Excel, Parquet) as dates and numbers, ready to be judged."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from data_pipeline.analysis.timeline import timeline
from data_pipeline.intake.read_file import read_file
from data_pipeline.intake.sheet import Sheet
from data_pipeline.problems import Place, Problem, Refused, refused
from data_pipeline.values import (
    date_style_of,
    decimal_mark_of,
    is_missing,
    read_dates,
    read_months,
    read_numbers,
)

MOST_TOLD = 10
_WEEK = re.compile(r"(\d{4})-?W(\d{2})", re.IGNORECASE)
_QUARTER = re.compile(r"(\d{4})[- ]?Q([1-4])", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_MONTH = re.compile(r"(\d{4})M(\d{2})", re.IGNORECASE)


def read_table(path: Path, dates: str, numbers: Sequence[str]) -> pl.DataFrame:
    """Rows in order of their `date`, with the named columns as numbers; unknown is null.

    Raises Refused with every problem: a column that is not there, a cell that can't be read, two
    rows for one month, week or day.
    """
    wanted = list(dict.fromkeys([dates, *numbers]))
    table, first_row = _columns(path, wanted)
    problems: list[Problem] = []
    days = _dates(table[dates], path.name, first_row, problems)
    values = [_numbers(table[name], path.name, first_row, problems) for name in numbers]
    if problems:
        raise Refused(problems[:MOST_TOLD])
    rows = pl.DataFrame([days.alias("date"), *values]).drop_nulls("date").sort("date")
    if rows.is_empty():
        raise refused(
            "There is no row with a date", path.name, "Look whether it is the table meant."
        )
    _once_each(rows, path.name)
    return rows


# -- columns --------------------------------------------------------------------------------------


def _columns(path: Path, wanted: Sequence[str]) -> tuple[pl.DataFrame, int]:
    """The wanted columns by name, and the row a spreadsheet gives the first of them."""
    if not path.is_file():
        raise refused("There is no such file", str(path), "Look whether its name is written right.")
    if path.suffix.casefold() in (".parquet", ".pq"):
        table = _parquet(path)
        return _chosen(table.columns, wanted, path.name, lambda at: table.to_series(at)), 1
    sheets = [sheet for sheet in read_file(path, path.name) if sheet.head]
    fitting = [sheet for sheet in sheets if not _missing(sheet.head[0], wanted)]
    sheet = (fitting or sheets)[0]
    headings, cells = sheet.head[0], _cells(sheet)
    return _chosen(headings, wanted, path.name, lambda at: cells[f"c{at}"]), 2


def _parquet(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError):
        raise refused("This is no Parquet file", path.name, "Write it again.") from None


def _cells(sheet: Sheet) -> pl.DataFrame:
    frames = list(sheet.frames(2, len(sheet.head[0])))
    if not frames:
        raise refused("There is no row under the headings", sheet.name, "Look whether it is empty.")
    return pl.concat(frames)


def _chosen(
    headings: Sequence[str], wanted: Sequence[str], file: str, column: Callable[[int], pl.Series]
) -> pl.DataFrame:
    if missing := _missing(headings, wanted):
        there = ", ".join(f"“{one}”" for one in headings if one)
        mend = f"The columns are {there}."
        raise Refused(
            [Problem(f"There is no column “{one}”", Place(file), mend) for one in missing]
        )
    return pl.DataFrame([column(_at(headings, one)).alias(one) for one in wanted])


def _missing(headings: Sequence[str], wanted: Sequence[str]) -> list[str]:
    return [one for one in wanted if _at(headings, one) < 0]


def _at(headings: Sequence[str], wanted: str) -> int:
    """By its exact name, else by its name without regard to case and blanks; −1 if not there."""
    exact = [place for place, one in enumerate(headings) if one == wanted]
    loose = [
        place
        for place, one in enumerate(headings)
        if one.strip().casefold() == wanted.strip().casefold()
    ]
    return (exact or loose or [-1])[0]


# -- cells ----------------------------------------------------------------------------------------


def _numbers(cells: pl.Series, file: str, first_row: int, problems: list[Problem]) -> pl.Series:
    if cells.dtype.is_numeric() or cells.dtype == pl.Boolean:
        return cells.cast(pl.Float64).fill_nan(None)
    texts = cells.cast(pl.String).str.strip_chars()
    plain = texts.cast(pl.Float64, strict=False)
    if (plain.is_not_null() | is_missing(texts)).all():
        return plain.fill_nan(None)
    mark = decimal_mark_of(texts)
    if mark == "mixed":
        problems.append(
            Problem(
                "Points and commas are both used as decimal marks",
                Place(file, column=cells.name),
                "Use one of them throughout.",
            )
        )
        return plain
    read = read_numbers(texts, "," if mark == "," else ".")
    _complain(
        texts, read.bad, "It should be a number such as 1204 or 12.5.", file, first_row, problems
    )
    return read.values.cast(pl.Float64, strict=False)


def _dates(cells: pl.Series, file: str, first_row: int, problems: list[Problem]) -> pl.Series:
    if cells.dtype == pl.Date or isinstance(cells.dtype, pl.Datetime):
        return cells.cast(pl.Date)
    texts = cells.cast(pl.String).str.strip_chars()
    for read in (_periods, _months):
        days = read(texts)
        if days is not None:
            return days
    style = date_style_of(texts)
    if style.order in ("undecided", "mixed") or style.yearless:
        problems.append(
            Problem(
                "Which number is the day and which the month can't be told",
                Place(file, column=cells.name),
                "Write dates as 2025-03-31, or months as 2025-03.",
            )
        )
        return pl.Series(cells.name, [None] * len(cells), dtype=pl.Date)
    read = read_dates(texts, style)
    mend = "It should look like 2025-03-31 or 2025-03."
    _complain(texts, read.bad, mend, file, first_row, problems)
    return read.values


def _months(texts: pl.Series) -> pl.Series | None:
    read = read_months(texts)
    return None if read.bad.any() else read.values


def _periods(texts: pl.Series) -> pl.Series | None:
    """Weeks as 2025-W09, months as 2025M03, quarters as 2025-Q1, years as 2025; else None."""
    days = [None if text is None else _period(text) for text in texts.to_list()]
    missing = is_missing(texts).to_list()
    unread = [day is None and not gone for day, gone in zip(days, missing, strict=True)]
    return None if any(unread) else pl.Series(texts.name, days, dtype=pl.Date)


def _period(text: str) -> date | None:
    try:
        if found := _WEEK.fullmatch(text):
            return date.fromisocalendar(int(found[1]), int(found[2]), 1)
        if found := _MONTH.fullmatch(text):
            return date(int(found[1]), int(found[2]), 1)
        if found := _QUARTER.fullmatch(text):
            return date(int(found[1]), 3 * int(found[2]) - 2, 1)
        return date(int(text), 1, 1) if _YEAR.fullmatch(text) else None
    except ValueError:
        return None


def _complain(
    texts: pl.Series, bad: pl.Series, mend: str, file: str, first_row: int, problems: list[Problem]
) -> None:
    for row in bad.arg_true().to_list()[:MOST_TOLD]:
        place = Place(file, first_row + row, texts.name)
        problems.append(Problem(f"“{texts[row]}” can't be read", place, mend))


def _once_each(rows: pl.DataFrame, file: str) -> None:
    days: list[date] = rows["date"].to_list()
    calendar = timeline(days)
    times = Counter(calendar.place_of(day) for day in days)
    again = [place for place, count in times.items() if count > 1]
    if again:
        named = calendar.named(again[0])
        raise refused(
            f"There are {times[again[0]]} rows for {named}",
            file,
            f"Add them up first: one row a {calendar.step}.",
        )
