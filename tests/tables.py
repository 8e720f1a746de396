"""Tiny tables typed as text: staged rows of a subject in, rows of a mart out."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl

from data_pipeline.staging import all_subjects
from data_pipeline.staging.subject import Subject
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.store import Incoming, StagedTable


def fill(warehouse: Warehouse, subject: str, table: str, source: str = "typed") -> str:
    """Upload a table of one subject, typed as `column | column` lines; the upload's name.

    What is not typed is null, but a row's account is "" and its first day is its day.
    """
    return upload_tables(warehouse, {subject: table}, source)


def upload_tables(warehouse: Warehouse, tables: dict[str, str], source: str = "typed") -> str:
    """Upload one file that holds tables of several subjects."""
    incoming = incoming_of(warehouse, tables, source)
    return warehouse.keep([incoming])[0].upload


def incoming_of(warehouse: Warehouse, tables: dict[str, str], source: str = "typed") -> Incoming:
    """The file, staged as an import stages it, but not kept."""
    upload = uuid4().hex
    folder = warehouse.folder / "incoming" / upload
    folder.mkdir()
    content = "\n".join([source, *(f"{name}\n{_tidy(text)}" for name, text in tables.items())])
    original = folder / "typed.txt"
    original.write_text(content, encoding="utf-8")
    staged = [
        _staged(all_subjects()[name], text, source, upload, folder / f"{name}.parquet")
        for name, text in tables.items()
    ]
    return Incoming(
        upload=upload,
        file=f"{source}.csv",
        original=original,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        size=len(content),
        tables=tuple(staged),
        answers={},
        receipt={"rows": sum(table.rows for table in staged)},
    )


def rows(warehouse: Warehouse, query: str) -> list[tuple[Any, ...]]:
    """What a query finds in the current snapshot."""
    return warehouse.marts().query(query).rows()


def _tidy(table: str) -> str:
    return "\n".join(line.strip() for line in table.strip().splitlines())


def _staged(subject: Subject, table: str, source: str, upload: str, path: Path) -> StagedTable:
    frame = _frame(subject, table, source, upload)
    frame.write_parquet(path)
    channels = set(frame["channel"]) if "channel" in frame.columns else set[str]()
    firsts, lasts = (frame[column].drop_nulls() for column in (subject.days[0], subject.days[-1]))
    return StagedTable(
        path=path,
        source=source,
        subject=subject.name,
        channel=channels.pop() if len(channels) == 1 else "",
        rows=frame.height,
        left_out=0,
        first_day=_day(firsts.min()),
        last_day=_day(lasts.max()),
    )


def _frame(subject: Subject, table: str, source: str, upload: str) -> pl.DataFrame:
    headings, *lines = (
        [cell.strip() for cell in line.split("|")] for line in _tidy(table).splitlines()
    )
    assert set(headings) <= set(subject.columns), f"{subject.name} has no such column"
    columns = {name: _column(name, kind, headings, lines) for name, kind in subject.columns.items()}
    if "first_date" in columns and "first_date" not in headings:
        columns["first_date"] = columns["date"].alias("first_date")
    bookkeeping = [
        pl.Series("upload", [upload] * len(lines), pl.String),
        pl.Series("source", [source] * len(lines), pl.String),
        pl.Series("row", range(2, len(lines) + 2), pl.Int64),
    ]
    return pl.DataFrame([*bookkeeping, *columns.values()])


def _column(
    name: str, kind: pl.DataType, headings: Sequence[str], lines: Sequence[Sequence[str]]
) -> pl.Series:
    if name not in headings:
        given = "" if name == "account" else None
        return pl.Series(name, [given] * len(lines), kind)
    place = headings.index(name)
    return pl.Series(name, [_cell(line[place], kind) for line in lines], kind)


def _cell(text: str, kind: pl.DataType) -> object:
    if not text:
        return None
    match str(kind.base_type()):
        case "Date":
            return date.fromisoformat(text)
        case "Datetime":
            return datetime.fromisoformat(text)
        case "Decimal":
            return Decimal(text)
        case "Int64":
            return int(text)
        case "Float64":
            return float(text)
        case "Boolean":
            return {"yes": True, "no": False}[text]
        case _:
            return text


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
