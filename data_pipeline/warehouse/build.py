"""Rebuild the marts for the days an upload touched, as a new snapshot of Parquet files."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from uuid import uuid4

import duckdb
import polars as pl

from data_pipeline.staging import all_subjects
from data_pipeline.staging.measures import MEASURES
from data_pipeline.warehouse.current import StagedFile, current_rows
from data_pipeline.warehouse.duck import connect, literal

_READS = re.compile(r"\b(staging|marts)\.([a-z_]+)")
Span = tuple[date, date]


@dataclass(frozen=True)
class Mart:
    """One query, and what it reads."""

    name: str
    query: str
    staging: frozenset[str]
    marts: frozenset[str]

    def keeps_untouched_months(self) -> bool:
        """Whether months no upload touched may be taken over from the snapshot before."""
        subjects = all_subjects()
        return bool(self.staging) and not any(subjects[name].moves for name in self.staging)

    @property
    def day(self) -> str:
        """The column by which its rows belong to a month."""
        return "date" if self.name.startswith("daily_") else "month"


@cache
def all_marts() -> tuple[Mart, ...]:
    """Every mart, those that others read first."""
    folder = Path(__file__).parent.parent / "marts"
    marts: dict[str, Mart] = {}
    for path in sorted(folder.glob("*.sql")):
        query = path.read_text(encoding="utf-8")
        reads = _READS.findall(query)
        marts[path.stem] = Mart(
            path.stem,
            query,
            frozenset(name for schema, name in reads if schema == "staging"),
            frozenset(name for schema, name in reads if schema == "marts"),
        )
    order = TopologicalSorter({mart.name: mart.marts for mart in marts.values()}).static_order()
    return tuple(marts[name] for name in order)


@cache
def edition() -> str:
    """What marts are made by: queries, subjects, measures. Another edition makes them anew."""
    made_by = [
        *(f"{mart.name}\n{mart.query}" for mart in all_marts()),
        *(repr(subject) for subject in all_subjects().values()),
        repr(MEASURES),
    ]
    return hashlib.sha256("\n".join(made_by).encode()).hexdigest()


@dataclass(frozen=True)
class LedgerTables:
    """What marts read of the ledger."""

    anchors: Sequence[tuple[str, str, date, int]]
    source_channels: Mapping[str, str]
    staff: Sequence[str]


def whole_months(span: Span) -> Span:
    """The first day of the first month touched, and the last day of the last."""
    first, last = span
    following = (last.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first.replace(day=1), following - timedelta(days=1)


def build(
    folder: Path,
    files: Sequence[StagedFile],
    before: Mapping[str, str],
    touched: Span | None,
    subjects: set[str],
    ledger: LedgerTables,
) -> dict[str, str]:
    """Write a new snapshot and return its files by mart, relative to `folder`.

    `before` is the snapshot that stood; marts that read none of the touched `subjects` are taken
    over as they are. `touched` None rebuilds every month.
    """
    (folder / "marts").mkdir(parents=True, exist_ok=True)
    span = whole_months(touched) if touched and before else None
    connection = connect(folder / "incoming")
    try:
        _prepare(connection, files, span, ledger)
        snapshot = uuid4().hex[:12]
        made: dict[str, str] = {}
        changed: set[str] = set()
        for mart in all_marts():
            stale = mart.name not in before or mart.staging & subjects or mart.marts & changed
            if not stale and not (mart.name == "monthly_followers" and "anchors" in subjects):
                made[mart.name] = before[mart.name]
                _attach(connection, mart.name, folder / made[mart.name])
                continue
            changed.add(mart.name)
            made[mart.name] = f"marts/{snapshot}-{mart.name}.parquet"
            _write(connection, mart, folder, made[mart.name], before.get(mart.name), span)
            _attach(connection, mart.name, folder / made[mart.name])
    finally:
        connection.close()
    return made


def _prepare(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[StagedFile],
    span: Span | None,
    ledger: LedgerTables,
) -> None:
    for schema in ("staging", "marts", "ledger"):
        connection.execute(f"create schema {schema}")
    for subject in all_subjects().values():
        own = [one for one in files if one.subject == subject.name]
        rows = current_rows(subject, own, span)
        # Small subjects are read by several marts: settle once which rows stand.
        kind = "view" if sum(one.rows for one in own) > 500_000 else "table"
        connection.execute(f"create {kind} staging.{subject.name} as {rows}")
    _ledger_table(
        connection,
        "measures",
        pl.DataFrame(
            {
                "measure": list(MEASURES),
                "addition": [measure.addition for measure in MEASURES.values()],
            }
        ),
    )
    _ledger_table(
        connection,
        "anchors",
        pl.DataFrame(
            list(ledger.anchors),
            schema={
                "channel": pl.String,
                "account": pl.String,
                "day": pl.Date,
                "followers": pl.Int64,
            },
            orient="row",
        ),
    )
    _ledger_table(
        connection,
        "source_channels",
        pl.DataFrame(
            {
                "source_text": list(ledger.source_channels),
                "channel": list(ledger.source_channels.values()),
            },
            schema={"source_text": pl.String, "channel": pl.String},
        ),
    )
    _ledger_table(
        connection, "staff", pl.DataFrame({"person": ledger.staff}, schema={"person": pl.String})
    )


def _ledger_table(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    connection.register("handed_over", frame)
    connection.execute(f"create table ledger.{name} as select * from handed_over")
    connection.unregister("handed_over")


def _attach(connection: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    connection.execute(
        f"create view marts.{name} as select * from read_parquet({literal(str(path))})"
    )


def _write(
    connection: duckdb.DuckDBPyConnection,
    mart: Mart,
    folder: Path,
    target: str,
    before: str | None,
    span: Span | None,
) -> None:
    query = mart.query
    if span is not None and before and mart.keeps_untouched_months():
        first, last = span
        kept = literal(str(folder / before))
        query = (
            f"select * from read_parquet({kept}) "
            f"where {mart.day} not between date '{first}' and date '{last}' "
            f"union all by name ({query})"
        )
    connection.execute(
        f"copy ({query}) to {literal(str(folder / target))} (format parquet, compression zstd)"
    )


def source_texts(folder: Path, files: Sequence[StagedFile]) -> list[str]:
    """Every distinct text in which an outcome names where it came from."""
    texts: set[str] = set()
    for name, subject in all_subjects().items():
        paths = [one.path for one in files if one.subject == name]
        if paths and "source_text" in subject.columns:
            rows = pl.scan_parquet(paths).select(pl.col("source_text").drop_nulls().unique())
            texts |= set(rows.collect()["source_text"].to_list())
    return sorted(texts)
