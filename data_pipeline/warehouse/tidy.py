"""Looking after a workspace: what a killed import left is swept, what is kept is verified."""

import shutil
import time
from pathlib import Path

import duckdb
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from data_pipeline.warehouse import ledger
from data_pipeline.warehouse.disk import digest
from data_pipeline.warehouse.records import snapshot_in

SNAPSHOTS_KEPT = 20
SECONDS_STAGED = 24 * 3600  # nobody waits longer before keeping what was staged


def verify(engine: Engine, folder: Path) -> list[str]:
    """A sentence for each registered file that is missing or has changed."""
    faults: list[str] = []
    with ledger.reading(engine) as connection:
        ok = connection.exec_driver_sql("pragma integrity_check").scalar()
        if ok != "ok":
            faults.append(f"The ledger is damaged: {ok}")
        uploads = connection.execute(sa.select(ledger.uploads)).mappings().all()
        staged = connection.execute(sa.select(ledger.staged_files)).mappings().all()
        absent = set(connection.execute(sa.select(ledger.absent_originals.c.sha256)).scalars())
        _, marts = snapshot_in(connection)
    originals = {row["sha256"] for row in uploads} - absent
    expected = {f"originals/{sha256}": sha256 for sha256 in originals}
    expected |= {row["path"]: row["sha256"] for row in staged}
    for path, sha256 in expected.items():
        faults += _fault(folder / path, sha256)
    for name, path in marts:
        try:
            duckdb.read_parquet(str(folder / path)).fetchall()
        except duckdb.Error:
            faults.append(f"The table {name} of the current snapshot cannot be read.")
    return faults


def _fault(path: Path, sha256: str) -> list[str]:
    if not path.exists():
        return [f"{path.name} is missing."]
    return [] if digest(path) == sha256 else [f"{path.name} is not what was kept: it has changed."]


def sweep(connection: Connection, folder: Path) -> None:
    """Remove what a killed import left, and snapshots nobody reads any more.

    Called under the write lock: no other import can be between writing a file and registering it.
    """
    table = ledger.snapshots
    recent = connection.execute(
        sa.select(table.c.id, table.c.marts).order_by(table.c.id.desc()).limit(SNAPSHOTS_KEPT)
    ).all()
    if len(recent) == SNAPSHOTS_KEPT:
        connection.execute(sa.delete(table).where(table.c.id < recent[-1][0]))
    registered = {path for row in recent for path in row[1].values()}
    registered |= set(connection.execute(sa.select(ledger.staged_files.c.path)).scalars())
    for place in ("marts", "staged"):
        for path in (folder / place).iterdir():
            if f"{place}/{path.name}" not in registered:
                path.unlink(missing_ok=True)
    absent = connection.execute(sa.select(ledger.absent_originals.c.sha256)).scalars()
    for path in (folder / "originals" / sha256 for sha256 in absent):
        path.unlink(missing_ok=True)
    for path in (folder / "originals").glob("*.part"):
        path.unlink(missing_ok=True)
    for path in (folder / "incoming").iterdir():
        if path.stat().st_mtime < time.time() - SECONDS_STAGED:
            shutil.rmtree(path, ignore_errors=True)
