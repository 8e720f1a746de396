"""What the store would hold of a file's sources once the file were kept."""

from typing import Any

import polars as pl

from data_pipeline.contract import Source
from data_pipeline.intake.difference import as_staged_files, counts
from data_pipeline.intake.receive import Preview
from data_pipeline.intake.summaries import as_written, summary_of
from data_pipeline.staging import all_subjects
from data_pipeline.staging.subject import Subject
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.current import StagedFile
from data_pipeline.warehouse.own_sources import known_sources


def afterwards(warehouse: Warehouse, preview: Preview) -> dict[str, dict[str, Any]]:
    """Per source of the file: rows, first and last day, and figures, as they would stand."""
    beside = as_staged_files(warehouse.files(), preview.upload, preview.tables)
    if preview.already:
        beside = []
    names = {table.source for table in preview.receipt.tables}
    known = known_sources(warehouse.folder)
    return {name: _held(warehouse, known[name], beside) for name in sorted(names)}


def _held(warehouse: Warehouse, source: Source, beside: list[StagedFile]) -> dict[str, Any]:
    rows = 0
    days: list[pl.Series] = []
    measures: dict[str, str] = {}
    for name in sorted({table.subject for table in source.tables if table.kept}):
        subject = all_subjects()[name]
        held = warehouse.current(name, source=source.name, beside=beside)
        days += [held[column] for column in subject.days]
        measures |= as_written(summary_of(subject, each_event(held)))
        if counts(source.name, name):
            rows += records_in(subject, held)
    written = pl.concat([day.rename("day") for day in days]) if days else pl.Series("day", [])
    return {
        "rows": rows,
        "first_date": _iso(written.min()),
        "last_date": _iso(written.max()),
        "measures": measures,
    }


def each_event(held: pl.DataFrame) -> pl.DataFrame:
    """Rows that stand for several identical events, once for each of them."""
    if not (held["copies"] > 1).any():
        return held
    return held.select(pl.all().repeat_by("copies")).explode(held.columns)


def records_in(subject: Subject, held: pl.DataFrame) -> int:
    """How many lines of an export rows stand for: the measures of one day are one line."""
    if subject.long:
        return held.select(subject.record).n_unique()
    return int(held["copies"].sum())


def _iso(day: object) -> str | None:
    return None if day is None else str(day)
