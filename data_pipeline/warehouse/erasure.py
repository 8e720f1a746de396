"""Forget a person: their rows, the originals that name them, and whatever is said of either."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection, Engine

from data_pipeline.warehouse import ledger
from data_pipeline.warehouse.disk import digest, sync
from data_pipeline.warehouse.naming import names
from data_pipeline.warehouse.records import now

ERASED = "[erased]"
# What the ledger says in words that may come from a file or from a person.
_WORDS = (
    (ledger.uploads, ("file", "answers", "receipt")),
    (ledger.refused_files, ("file", "receipt")),
    (ledger.notes, ("text",)),
    (ledger.campaigns, ("name",)),
    (ledger.experiments, ("name", "plan", "judgement")),
)


@dataclass(frozen=True)
class Person:
    """Somebody to forget: the pseudonyms they may have, and how texts name them.

    hint: finds every text that `pattern` finds, and some more, in the syntax Polars reads.
    """

    pseudonyms: frozenset[str]
    pattern: re.Pattern[str]
    hint: str


@dataclass
class Erasure:
    """What was erased: how many rows, and of which uploads the rows or the original."""

    rows: int = 0
    originals: int = 0
    uploads: set[str] = field(default_factory=set[str])


def erase(connection: Connection, folder: Path, person: Person) -> Erasure:
    """Leave no row, no original and no word of the person; the marts have to follow.

    Called under the write lock. Old files are no longer registered and go with the next sweep.
    """
    erasure = Erasure()
    for row in connection.execute(sa.select(ledger.staged_files)).mappings().all():
        _erase_rows(connection, folder, row, person, erasure)
    _erase_originals(connection, folder, person, erasure)
    for table, columns in _WORDS:
        _erase_words(connection, table, columns, person)
    connection.execute(
        sa.insert(ledger.erasures).values(
            erased_at=now(), rows=erasure.rows, uploads=sorted(erasure.uploads)
        )
    )
    return erasure


def _erase_rows(
    connection: Connection, folder: Path, row: sa.RowMapping, person: Person, erasure: Erasure
) -> None:
    """Write the other rows of a staged file under a new name."""
    if not _may_hold(folder / row["path"], person):
        return
    before = pl.read_parquet(folder / row["path"], memory_map=False)
    after = without_person(before, person)
    if after.equals(before):
        return
    path = f"staged/{row['upload_id']}-{uuid4().hex[:12]}.parquet"
    after.write_parquet(folder / path, compression="zstd", compression_level=1)
    sync(folder / path)
    connection.execute(
        sa.update(ledger.staged_files)
        .where(ledger.staged_files.c.path == row["path"])
        .values(path=path, sha256=digest(folder / path), rows=after.height)
    )
    erasure.rows += before.height - after.height
    erasure.uploads.add(row["upload_id"])


def _may_hold(path: Path, person: Person) -> bool:
    """Most files do not, and need not be read into memory."""
    rows = pl.scan_parquet(path)
    texts = pl.col(_texts(rows.collect_schema()))
    found = rows.filter(
        pl.any_horizontal(_is_theirs(person), texts.str.contains(person.hint))
    ).select(pl.len())
    return bool(found.collect(engine="streaming").item())


def _texts(schema: pl.Schema) -> list[str]:
    return [name for name, kind in schema.items() if kind == pl.String]


def _is_theirs(person: Person) -> pl.Expr:
    return pl.any_horizontal(pl.col(pl.String).is_in(list(person.pseudonyms)))


def without_person(rows: pl.DataFrame, person: Person) -> pl.DataFrame:
    """The rows that are not the person's; a text of another's that names them does so no more."""
    rest = rows.filter(~_is_theirs(person).fill_null(value=False))
    return rest.with_columns(
        pl.when(pl.col(name).str.contains(person.hint))
        .then(
            pl.col(name).map_elements(
                lambda text: person.pattern.sub(ERASED, text), return_dtype=pl.String
            )
        )
        .otherwise(pl.col(name))
        .alias(name)
        for name in _texts(rest.schema)
        if rest[name].str.contains(person.hint).any()
    )


def _erase_originals(
    connection: Connection, folder: Path, person: Person, erasure: Erasure
) -> None:
    uploads = connection.execute(sa.select(ledger.uploads.c.id, ledger.uploads.c.sha256)).all()
    hashes = {sha256 for upload, sha256 in uploads if upload in erasure.uploads}
    for sha256 in {sha256 for _, sha256 in uploads} - hashes:
        original = folder / "originals" / sha256
        if original.exists() and names(original, person.pattern):
            hashes.add(sha256)
    for sha256 in hashes:
        let_go(connection, sha256, "erased")
    erasure.originals = len(hashes)
    erasure.uploads |= {upload for upload, sha256 in uploads if sha256 in hashes}


def let_go(connection: Connection, sha256: str, why: str) -> None:
    """An original is kept no longer. It goes with the next sweep, once this write stands."""
    connection.execute(
        insert(ledger.absent_originals)
        .values(sha256=sha256, why=why, since=now())
        .on_conflict_do_nothing()
    )


def _erase_words(
    connection: Connection, table: sa.Table, columns: Sequence[str], person: Person
) -> None:
    [key] = table.primary_key.columns
    for row in connection.execute(sa.select(table)).mappings().all():
        said = {name: row[name] for name in columns}
        left = {name: _without(value, person) for name, value in said.items()}
        if left != said:
            connection.execute(sa.update(table).where(key == row[key.name]).values(left))


def _without(value: Any, person: Person) -> Any:
    """A value of the ledger or a cell, with the person's name struck out."""
    match value:
        case str():
            return person.pattern.sub(ERASED, value)
        case list():
            return [_without(one, person) for one in value]  # pyright: ignore[reportUnknownVariableType]
        case Mapping():
            return {_without(name, person): _without(one, person) for name, one in value.items()}  # pyright: ignore[reportUnknownVariableType]
        case _:
            return value


def clean_pages(engine: Engine) -> None:
    """Deleted words lie on in the ledger's free pages and its log until they are written anew."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("pragma wal_checkpoint(truncate)")
        cursor.execute("vacuum")
        cursor.execute("pragma wal_checkpoint(truncate)")
        cursor.close()
    finally:
        connection.close()
