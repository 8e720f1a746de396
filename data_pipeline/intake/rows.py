"""Typed columns of an export become rows of their subject."""

import re
from collections.abc import Sequence

import polars as pl

from data_pipeline import values
from data_pipeline.contract import Kind
from data_pipeline.intake.adding_up import currencies_beside
from data_pipeline.intake.asking import with_currency_answered
from data_pipeline.intake.columns import Reader, kept_type
from data_pipeline.intake.staged import Staging
from data_pipeline.intake.typed import currency_key
from data_pipeline.staging.subject import AMOUNT

_NEVER_DATED, _MAY_BE_DATED = "audience", "posts"


def rows_of_subject(staging: Staging, typed: pl.DataFrame) -> pl.DataFrame:
    """Exactly the subject's columns and types, one row for each thing it tells of."""
    rows = _named(staging, typed)
    if staging.found.table.finish is not None:
        rows = _with_days_beside(staging, _with_what_is_told_above(staging, rows))
        rows = staging.found.table.finish(rows)
    rows = _conformed(staging, with_currency_answered(staging, rows))
    return _dated(staging, rows)


def _named(staging: Staging, typed: pl.DataFrame) -> pl.DataFrame:
    """Columns by what they become; measures of a long subject unpivoted to rows."""
    kept = {"row": typed["row"]}
    measures: list[str] = []
    codes = currencies_beside(staging, typed)
    own: pl.Series | None = None
    for reader in staging.readers:
        becomes = _becomes(staging, reader)
        if not becomes or becomes in kept:
            continue  # a second figure of the same name is a period compared with
        kept[becomes] = _kept(reader, typed[reader.described.key])
        if reader.column.measure:
            measures.append(becomes)
        if reader.column.kind is Kind.MONEY and own is None:
            own = typed[currency_key(reader)]
    said = (kept.get("currency", codes), own)  # a sign in the cell tells where the column is blank
    if named := [one for one in said if one is not None]:
        kept["currency"] = pl.select(pl.coalesce(named)).to_series() if named[1:] else named[0]
    rows = pl.DataFrame([column.alias(name) for name, column in kept.items()])
    rows = _with_constants(staging, _zeros_missing(staging, rows))
    return _long(rows, measures) if staging.subject.long else rows


def _becomes(staging: Staging, reader: Reader) -> str:
    if reader.column.becomes == "measure?":
        return staging.found.constants.get("measure", "")
    if reader.column.becomes == "heading?":
        return reader.described.heading
    return reader.column.becomes


def _kept(reader: Reader, read: pl.Series) -> pl.Series:
    """A read column in the type it is kept in."""
    if reader.column.measure and reader.column.kind is Kind.DURATION:
        return read.cast(AMOUNT)
    to = kept_type(reader.column.kind)
    if to is None:
        return read
    return values.as_counts(read).values if to == pl.Int64() else values.as_decimal(read)


def _zeros_missing(staging: Staging, rows: pl.DataFrame) -> pl.DataFrame:
    for name in staging.found.table.zero_is_missing:
        if (
            name in rows.columns
            and (rows[name] == 0).any()
            and (rows[name].fill_null(0) == 0).all()
        ):
            staging.staged.warnings.append(
                f"“{name}” is 0 in every row: the platform had not computed it yet. "
                "Figures known from other exports stay."
            )
            rows = rows.with_columns(pl.lit(None, rows.schema[name]).alias(name))
    return rows


def _with_constants(staging: Staging, rows: pl.DataFrame) -> pl.DataFrame:
    """What the table's title and its description say of every row, and the days it is for."""
    constants = {**staging.found.constants, "channel": staging.staged.channel}
    added = [
        pl.lit(value, pl.String).alias(name)
        for name, value in constants.items()
        if name != "measure" and name in staging.subject.columns and name not in rows.columns
    ]
    if staging.period is not None and "date" not in rows.columns:
        first, last = staging.period
        added += [pl.lit(last).alias("date"), pl.lit(first).alias("first_date")]
    return rows.with_columns(added)


def _long(rows: pl.DataFrame, measures: Sequence[str]) -> pl.DataFrame:
    index = [name for name in rows.columns if name not in measures]
    long = rows.with_columns(pl.col(measures).cast(AMOUNT)).unpivot(
        measures, index=index, variable_name="measure", value_name="value"
    )
    return long.filter(pl.col("value").is_not_null())


def _with_days_beside(staging: Staging, rows: pl.DataFrame) -> pl.DataFrame:
    if not staging.found.table.beside or staging.period is None:
        return rows
    first, last = staging.period
    return rows.with_columns(first_beside=pl.lit(first), last_beside=pl.lit(last))


def _with_what_is_told_above(staging: Staging, rows: pl.DataFrame) -> pl.DataFrame:
    pattern = staging.found.table.told_above
    told = re.search(pattern, staging.found.above, re.IGNORECASE) if pattern else None
    if told is None:
        return rows
    return rows.with_columns(
        pl.lit(words, pl.String).alias(name) for name, words in told.groupdict().items()
    )


def _conformed(staging: Staging, rows: pl.DataFrame) -> pl.DataFrame:
    """Exactly the subject's columns and types; what the export does not tell is null."""
    columns = staging.subject.columns
    if "at" in rows.columns and "date" in columns and "date" not in rows.columns:
        rows = rows.with_columns(pl.col("at").dt.date().alias("date"))
    if "first_date" in columns and "first_date" not in rows.columns:
        rows = rows.with_columns(pl.col("date").alias("first_date"))
    for name in {"account", "campaign"} & set(staging.subject.key):
        named = pl.col(name) if name in rows.columns else pl.lit(None, pl.String)
        rows = rows.with_columns(named.fill_null("").alias(name))
    lacking = [
        pl.lit(None, kind).alias(name) for name, kind in columns.items() if name not in rows.columns
    ]
    return rows.with_columns(lacking).select(
        pl.lit(staging.ask.upload).alias("upload"),
        pl.lit(staging.found.source.name).alias("source"),
        pl.col("row").cast(pl.Int64),
        *[pl.col(name).cast(kind) for name, kind in columns.items()],
    )


def _dated(staging: Staging, rows: pl.DataFrame) -> pl.DataFrame:
    """Without the rows that no month can hold; a file none of whose rows has a day is asked.

    Posts stay: a list of them may tell no day at all.
    """
    subject = staging.subject
    if staging.staged.needs or subject.name == _NEVER_DATED:
        return rows
    undated = rows[subject.day].is_null()
    is_list = subject.name == _MAY_BE_DATED
    if not (is_list and undated.all()):
        staging.undated += rows["row"].filter(undated).to_list()
    return rows if is_list else rows.filter(~undated)
