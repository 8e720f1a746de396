"""A table's figures added up exactly, by the export's own headings: what a manager can check."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal

import polars as pl

from data_pipeline import values
from data_pipeline.contract import NUMBERS, Kind
from data_pipeline.intake.columns import Reader
from data_pipeline.intake.headings import Described
from data_pipeline.intake.period import Window
from data_pipeline.intake.staged import Staging
from data_pipeline.intake.typed import currency_key

_IDENTIFYING = re.compile(
    r"(?i)\b(id|ids|uuid|sku|code|zip|postal|phone|telephone|mobile|fax|number|no|nr|num|last4|year|url|link)\b|#"
)
_PLAINLY_A_NUMBER = r"^\s*'?[-+]?[\d.,]{1,18}%?\s*$"


def add_up(staging: Staging, records: pl.DataFrame, typed: pl.DataFrame) -> None:
    """Sums of a piece's figures, and the days it holds."""
    staging.staged.rows += records.height
    for reader in staging.readers:
        _add_column(staging, reader, typed)
    if not staging.is_large:
        _add_up_other_numbers(staging, records)
    _note_days_as_written(staging)
    _note_days(staging, typed)


def currencies_beside(staging: Staging, typed: pl.DataFrame) -> pl.Series | None:
    """The codes of a currency column, where there is one."""
    for reader in staging.readers:
        if reader.column.kind is Kind.CURRENCY:
            return typed[reader.described.key].str.to_uppercase().alias("currency")
    return None


def _add_column(staging: Staging, reader: Reader, typed: pl.DataFrame) -> None:
    read = typed[reader.described.key]
    heading = _sum_key(staging, reader.described)
    if reader.column.kind is Kind.MONEY:
        for currency, amount in _money(staging, reader, typed).items():
            key = f"{heading} [{currency}]" if currency and not reader.currency else heading
            _add(staging, key, amount)
    elif reader.column.kind is Kind.DURATION:
        _add(staging, heading, _plain_sum(read))
    elif reader.column.kind in NUMBERS:
        _add(staging, heading, values.exact_sum(read))


def _money(staging: Staging, reader: Reader, typed: pl.DataFrame) -> dict[str, Decimal]:
    """The sum of each currency; a blank cell counts as nameless only where no cell has a name."""
    beside, code = currencies_beside(staging, typed), typed[currency_key(reader)]
    if beside is not None:
        code = pl.select(pl.coalesce(code, beside)).to_series()
    amounts = pl.DataFrame({"code": code.fill_null(""), "amount": typed[reader.described.key]})
    if (amounts["code"] != "").any():
        amounts = amounts.filter((pl.col("code") != "") | pl.col("amount").is_not_null())
    return {
        str(currency): values.exact_sum(part["amount"])
        for (currency,), part in amounts.group_by("code", maintain_order=True)
    }


def _add(staging: Staging, key: str, amount: Decimal) -> None:
    staging.staged.sums[key] = staging.staged.sums.get(key, Decimal(0)) + amount


def _plain_sum(read: pl.Series) -> Decimal:
    """The sum of lengths of time, whatever order they stand in."""
    total = read.cast(pl.Decimal(38, 12)).sum()
    return total.normalize() if isinstance(total, Decimal) and total else Decimal(0)


def _sum_key(staging: Staging, described: Described) -> str:
    found = staging.found
    headings = [one.heading for one in found.columns] + list(found.other_headings.values())
    return _apart(described.heading, described.position, headings.count(described.heading))


def _apart(heading: str, position: int, times: int) -> str:
    return heading if times == 1 else f"{heading} (column {position + 1})"


def _add_up_other_numbers(staging: Staging, records: pl.DataFrame) -> None:
    """Columns the description leaves out are summed too where they plainly hold numbers."""
    others = staging.found.other_headings
    repeated = Counter(others.values())
    repeated.update(one.heading for one in staging.found.columns)
    for position, heading in others.items():
        numbers = None if _IDENTIFYING.search(heading) else _numbers_in(records[f"c{position}"])
        if numbers is not None:
            key = _apart(heading, position, repeated[heading])
            _add(staging, key, values.exact_sum(numbers))


def _numbers_in(cells: pl.Series) -> pl.Series | None:
    filled = cells.drop_nulls()
    if filled.len() and values.plainly_written(cells) == "counts":
        return cells
    if filled.is_empty() or not filled.str.contains(_PLAINLY_A_NUMBER).all():
        return None
    mark = values.decimal_mark_of(cells)
    reading = values.read_numbers(cells, "," if mark == "," else ".")
    is_empty = not reading.values.drop_nulls().len()
    return None if reading.bad.any() or is_empty else reading.values


def _note_days_as_written(staging: Staging) -> None:
    """A file without years can only give its days as they stand."""
    for reader in staging.readers:
        if reader.ends_as_written:
            staging.staged.days_as_written = reader.ends_as_written


def _note_days(staging: Staging, typed: pl.DataFrame) -> None:
    """The days of every row as they are written, also of rows without a figure."""
    for reader in staging.readers:
        if reader.column.becomes in {staging.subject.day, "at"} and not reader.year_needed:
            days = typed[reader.described.key].cast(pl.Date, strict=False)
            staging.staged.written = _widened(staging.staged.written, days)


def _widened(known: Window | None, days: pl.Series) -> Window | None:
    """The first and last day so far: as the file has them, whatever a source makes of them."""
    first, last = days.min(), days.max()
    if not isinstance(first, date) or not isinstance(last, date):
        return known
    return (min(known[0], first), max(known[1], last)) if known else (first, last)
