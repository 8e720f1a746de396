"""What the ledger says: uploads, their files, the snapshot, the anchors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data_pipeline.warehouse import ledger
from data_pipeline.warehouse.current import StagedFile


@dataclass(frozen=True)
class Upload:
    """One upload of the ledger."""

    id: str
    seq: int
    file: str
    sha256: str
    bytes: int
    received_at: datetime
    received_by: str
    undone_at: datetime | None
    answers: Mapping[str, str]
    receipt: Mapping[str, Any]


def snapshot_in(connection: Connection) -> tuple[int, list[tuple[str, str]]]:
    """The newest snapshot: its number (0 before the first) and its files by mart."""
    table = ledger.snapshots
    row = connection.execute(
        sa.select(table.c.id, table.c.marts).order_by(table.c.id.desc()).limit(1)
    ).first()
    return (0, []) if row is None else (int(row[0]), list(row[1].items()))


def live_by_hash(connection: Connection) -> dict[str, str]:
    """Live uploads by the hash of their bytes."""
    query = sa.select(ledger.uploads.c.sha256, ledger.uploads.c.id).where(
        ledger.uploads.c.undone_at.is_(None)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def files_in(connection: Connection, folder: Path) -> list[StagedFile]:
    """The staged files of live uploads, in order of arrival."""
    staged, uploads = ledger.staged_files.c, ledger.uploads.c
    query = (
        sa.select(
            staged.path,
            staged.upload_id,
            uploads.seq,
            staged.source,
            staged.subject,
            staged.channel,
            staged.rows,
            staged.left_out,
            staged.first_day,
            staged.last_day,
        )
        .join_from(ledger.staged_files, ledger.uploads)
        .where(uploads.undone_at.is_(None))
        .order_by(uploads.seq, staged.path)
    )
    return [StagedFile(folder / row[0], *row[1:]) for row in connection.execute(query)]


def anchors_in(connection: Connection) -> list[tuple[str, str, date, int]]:
    """Follower totals entered by hand."""
    table = ledger.anchors.c
    query = sa.select(table.channel, table.account, table.day, table.followers)
    return [(row[0], row[1], row[2], row[3]) for row in connection.execute(query)]


def upload_from(row: sa.RowMapping) -> Upload:
    """An upload from its row."""
    return Upload(**dict(row))


def now() -> datetime:
    """The time in UTC, to the second."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
