"""One described column: its text becomes typed values, and each cell that will not go is told.

How a column is written (decimal mark, order of day and month) is decided once, from every cell of
it that has been seen, and asked when the cells cannot decide.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from data_pipeline import values
from data_pipeline.contract import Column, Kind
from data_pipeline.intake.headings import Described
from data_pipeline.intake.questions import Need
from data_pipeline.staging.subject import AMOUNT

_YES = {"yes", "true", "1", "y", "ja", "si", "sí", "oui", "sim", "x"}
_NO = {"no", "false", "0", "n", "nein", "non", "não", ""}
_SHOWN = 40


@dataclass
class Reader:
    """Reads one column of one table, piece by piece."""

    described: Described
    answers: Mapping[str, str]
    secret: bytes
    semicolons: bool
    style: values.DateStyle | None = None
    mark: str | None = None
    currency: str = ""
    needs: list[Need] = field(default_factory=list[Need])
    below: int = 0
    year_needed: bool = False

    @property
    def column(self) -> Column:
        """What the description says of it."""
        return self.described.column

    def settle_dates(self, cells: pl.Series) -> None:
        """Decide the order of day and month, or ask for it."""
        style = values.date_style_of(cells, self.column.habit)
        if style.order == "undecided":
            answer = self.answers.get("date_order")
            if answer in {"mdy", "dmy"}:
                style = values.DateStyle(answer, style.yearless)  # type: ignore[arg-type]
            else:
                self.needs.append(self._order_need(cells))
        self.style = style

    def _order_need(self, cells: pl.Series) -> Need:
        example = cells.drop_nulls()[0]
        return Need(
            "date_order",
            f"In the column “{self.described.heading}”, is “{example[:_SHOWN]}” written "
            "day first or month first?",
            {"dmy": "Day first", "mdy": "Month first"},
        )

    def read(self, cells: pl.Series) -> values.Reading:
        """Typed values, and which cells could not be read."""
        match self.column.kind:
            case Kind.TEXT:
                return _fine(cells.str.strip_chars())
            case Kind.ID:
                return _fine(cells.str.strip_chars().str.strip_chars_start("'").str.strip_chars())
            case Kind.PERSON:
                return _fine(pseudonyms(cells, self.secret))
            case Kind.CURRENCY:
                return values.Reading(*_currency(cells))
            case Kind.YES_NO:
                return _yes_no(cells)
            case Kind.DURATION:
                return values.read_durations(cells)
            case Kind.DATE:
                return values.read_dates(cells, self._dates(cells))
            case Kind.MOMENT:
                return values.read_moments(cells, self._dates(cells))
            case Kind.TIME:
                return values.read_times(cells)
            case Kind.YEARLESS:
                return self._yearless(cells)
            case _:
                return self._numbers(cells)

    def _dates(self, cells: pl.Series) -> values.DateStyle:
        if self.style is None or self.style.order == "undecided":
            self.settle_dates(cells)
        assert self.style is not None
        return self.style

    def _yearless(self, cells: pl.Series) -> values.Reading:
        style = values.date_style_of(cells, self.column.habit)
        if not style.yearless:
            self.style = style
            return self._settled_dates(cells)
        last = self.answers.get("year")
        if last is None or not last.strip().isdigit():
            self.year_needed = True
            self.needs.append(year_need(cells))
            return values.read_yearless(cells, date(2000, 12, 31))
        return values.read_yearless(cells, date(int(last), 12, 31))

    def _settled_dates(self, cells: pl.Series) -> values.Reading:
        if self.style is None or self.style.order == "undecided":
            self.settle_dates(cells)
        assert self.style is not None
        return values.read_dates(cells, self.style)

    def _numbers(self, cells: pl.Series) -> values.Reading:
        self.below += int(values.below_threshold(cells).sum())
        reading = values.read_numbers(cells, "," if self._mark(cells) == "," else ".")
        if self.column.kind is Kind.COUNT:
            whole = values.as_counts(reading.values)
            return values.Reading(reading.values, reading.bad | whole.bad)
        return reading

    def _mark(self, cells: pl.Series) -> str:
        """The decimal mark; a whole number or an amount never has exactly three decimals."""
        own = values.decimal_mark_of(cells)
        if own in {".", ","}:
            return own
        if own == "either" and self.column.kind in {Kind.COUNT, Kind.MONEY}:
            grouped_by = cells.str.extract(r"\d([.,])\d{3}(?:\D|$)").drop_nulls()
            if grouped_by.len():
                return "," if grouped_by[0] == "." else "."
        return self.mark or "."


def year_need(cells: pl.Series) -> Need:
    """Ask for the year of the last day in a column that writes none."""
    written = cells.drop_nulls()
    return Need("year", f"Which year is “{written[-1][:_SHOWN]}”, the last day in this file?")


def _fine(cells: pl.Series) -> values.Reading:
    blank = values.is_missing(cells)
    return values.Reading(
        pl.select(pl.when(~blank).then(cells)).to_series(),
        pl.repeat(value=False, n=cells.len(), eager=True),
    )


def pseudonyms(cells: pl.Series, secret: bytes) -> pl.Series:
    """A keyed pseudonym for each person: the same person, the same word; nobody can turn it back.

    Phone numbers are compared by their digits, everything else without case and blanks.
    """
    distinct = cells.drop_nulls().unique()
    words = {
        cell: hashlib.blake2b(key.encode(), key=secret, digest_size=12).hexdigest()
        for cell in distinct.to_list()
        if (key := _person_key(cell))
    }
    return cells.replace_strict(words, default=None, return_dtype=pl.String)


def _person_key(cell: str) -> str:
    if "@" not in cell and len(digits := "".join(filter(str.isdigit, cell))) >= 5:
        return digits
    return "".join(cell.casefold().split())


def _currency(cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    codes = values.currencies_of(cells)
    missing = values.is_missing(cells)
    unclear = codes.is_null() | (codes == "")
    return codes, unclear & ~missing


def _yes_no(cells: pl.Series) -> values.Reading:
    lowered = cells.str.strip_chars().str.to_lowercase()
    read = pl.select(
        pl.when(lowered.is_in(list(_YES)))
        .then(statement=True)
        .when(lowered.is_in(list(_NO)))
        .then(statement=False)
    ).to_series()
    return values.Reading(read, read.is_null() & ~values.is_missing(cells))


def kept_type(kind: Kind) -> pl.DataType | None:
    """The type a read column is kept in; None leaves it as it was read."""
    match kind:
        case Kind.COUNT:
            return pl.Int64()
        case Kind.NUMBER | Kind.MONEY | Kind.PERCENT:
            return AMOUNT
        case _:
            return None
