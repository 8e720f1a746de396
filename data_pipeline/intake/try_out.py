"""An unknown file looked at, and a description of it tried out. Nothing is kept."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from data_pipeline.intake.bounded import run_bounded
from data_pipeline.intake.receipt import Receipt
from data_pipeline.intake.receive import File, staged_below
from data_pipeline.intake.seen_table import SeenTable, tables_in
from data_pipeline.problems import Problem, Refused, refused
from data_pipeline.staging import all_subjects
from data_pipeline.staging.subject import BOOKKEEPING
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.description import Description

ROWS_SHOWN = 12


@dataclass(frozen=True)
class Tried:
    """What the description makes of the file: the first rows, and months with their sums."""

    receipt: Receipt
    rows: pl.DataFrame = field(default_factory=pl.DataFrame)
    months: pl.DataFrame = field(default_factory=pl.DataFrame)


def look_at(path: Path, file: str) -> list[SeenTable]:
    """The tables of an unknown file, read in a process of its own. Raises Refused."""
    seen = run_bounded(_tables_or_problems, path, file)
    if isinstance(seen, str):
        raise refused(f"It can't be read: {seen}", file, "Export a shorter time.")
    if isinstance(seen, tuple):
        raise Refused(seen)
    if not seen:
        raise refused(
            "It has no line of headings",
            file,
            "Write a heading above each column, then drop it again.",
        )
    return seen


def _tables_or_problems(path: Path, file: str) -> list[SeenTable] | tuple[Problem, ...]:
    try:
        return tables_in(path, file)
    except Refused as refusal:
        return refusal.problems


def try_out(warehouse: Warehouse, file: File, description: Description, folder: Path) -> Tried:
    """The file as it would be staged, below a folder of the drop's own."""
    answers = {**file.answers, "source": description.name}
    asked = File(file.path, file.name, answers, file.without_bad_rows)
    own = (description.as_json(),)
    (one,) = staged_below(folder, [asked], warehouse.secret(), {}, own)
    try:
        own_tables = [table for table in one.tables if table.source == description.name]
        rows = [pl.read_parquet(table.path) for table in own_tables]
        staged = pl.concat(rows) if rows else pl.DataFrame()
    finally:
        shutil.rmtree(folder / one.upload, ignore_errors=True)
    if staged.is_empty():
        return Tried(one.receipt)
    return Tried(one.receipt, _shown(staged), by_month(staged, description.subject))


def _shown(rows: pl.DataFrame) -> pl.DataFrame:
    filled = [
        name
        for name in rows.columns
        if name not in BOOKKEEPING and rows[name].null_count() < rows.height
    ]
    return rows.select(filled).head(ROWS_SHOWN)


def by_month(rows: pl.DataFrame, subject: str) -> pl.DataFrame:
    """Rows and sums of each month; each currency and each measure for itself."""
    whole = all_subjects()[subject]
    apart = [
        name
        for name in ("currency", "measure")
        if name in rows.columns and rows[name].null_count() < rows.height
    ]
    figures = [
        name
        for name, kind in whole.columns.items()
        if kind.is_numeric() and rows[name].null_count() < rows.height
    ]
    month = pl.col(whole.day).dt.month_start().alias("month")
    return (
        rows.group_by(month, *apart)
        .agg(pl.len().alias("rows"), pl.col(figures).sum())
        .sort("month", *apart)
    )
