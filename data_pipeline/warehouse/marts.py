"""The current snapshot's tables in memory: a page costs the same whatever lies behind it."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
import polars as pl

from data_pipeline.warehouse.duck import connect, lock, parquet

KEPT_IN_MEMORY = 16


@dataclass(frozen=True)
class Marts:
    """One snapshot. Every query has a cursor of its own: a half-read one would block the next."""

    snapshot: int
    connection: duckdb.DuckDBPyConnection

    def query(self, sql: str, **parameters: Any) -> pl.DataFrame:
        """Run one of our own queries; values are bound."""
        cursor = self.connection.cursor()
        try:
            return cursor.sql(sql, params=parameters or None).pl()
        finally:
            cursor.close()


_KEPT: OrderedDict[tuple[str, int], Marts] = OrderedDict()
_LOCK = Lock()


def loaded(folder: Path, snapshot: int, files: Mapping[str, Path]) -> Marts:
    """The snapshot's marts, loaded once a process."""
    key = (str(folder.resolve()), snapshot)
    with _LOCK:
        if key in _KEPT:
            _KEPT.move_to_end(key)
            return _KEPT[key]
        marts = Marts(snapshot, _load(files))
        _KEPT[key] = marts
        while len(_KEPT) > KEPT_IN_MEMORY:
            # Not closed: a page may still be reading it. It goes when the last reader lets go.
            _KEPT.popitem(last=False)
        return marts


def _load(files: Mapping[str, Path]) -> duckdb.DuckDBPyConnection:
    connection = connect()
    connection.execute("create schema marts")
    for name, path in files.items():
        connection.execute(f"create table marts.{name} as from {parquet([path])}")
    lock(connection)
    return connection
