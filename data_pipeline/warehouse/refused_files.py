"""Files of a watched folder that did not come in, each with its reasons, until seen to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from data_pipeline.warehouse import ledger
from data_pipeline.warehouse.records import now
from data_pipeline.warehouse.store import Warehouse


@dataclass(frozen=True)
class RefusedFile:
    """One file that waits for the manager. `file` is its path within the watched folder."""

    sha256: str
    file: str
    seen_at: datetime
    receipt: Mapping[str, Any]


def refused_files(warehouse: Warehouse) -> list[RefusedFile]:
    """Those nobody has dismissed, the newest first."""
    table = ledger.refused_files.c
    query = (
        sa.select(table.sha256, table.file, table.seen_at, table.receipt)
        .where(table.dismissed_at.is_(None))
        .order_by(table.seen_at.desc(), table.file)
    )
    with ledger.reading(warehouse.engine) as connection:
        return [RefusedFile(*row) for row in connection.execute(query)]


def note_refused(warehouse: Warehouse, sha256: str, file: str, receipt: Mapping[str, Any]) -> None:
    """List a file with what is said of it; what was said of an earlier version of it goes."""
    said = {"file": file, "receipt": dict(receipt), "seen_at": now()}
    with ledger.writing(warehouse.engine) as connection:
        _forget_versions(connection, file, sha256)
        connection.execute(
            insert(ledger.refused_files)
            .values(sha256=sha256, **said)
            .on_conflict_do_update(index_elements=["sha256"], set_=said)
        )


def came_in(warehouse: Warehouse, file: str) -> None:
    """A file that was mended is no longer listed."""
    with ledger.writing(warehouse.engine) as connection:
        _forget_versions(connection, file)


def _forget_versions(connection: sa.Connection, file: str, but: str = "") -> None:
    table = ledger.refused_files.c
    connection.execute(
        sa.delete(ledger.refused_files).where(
            table.file == file, table.sha256 != but, table.dismissed_at.is_(None)
        )
    )


def dismiss(warehouse: Warehouse, sha256: str) -> None:
    """Nothing more is said of these bytes, however often the folder is looked through."""
    with ledger.writing(warehouse.engine) as connection:
        connection.execute(
            sa.update(ledger.refused_files)
            .where(ledger.refused_files.c.sha256 == sha256)
            .values(dismissed_at=now())
        )


def settled_bytes(warehouse: Warehouse) -> set[str]:
    """The hashes a watched folder need not bring again: kept, taken back or dismissed."""
    refused = ledger.refused_files.c
    kept = sa.select(ledger.uploads.c.sha256)
    dismissed = sa.select(refused.sha256).where(refused.dismissed_at.is_not(None))
    with ledger.reading(warehouse.engine) as connection:
        return set(connection.execute(kept.union(dismissed)).scalars())
