"""DuckDB in this process: quiet, bounded, and without a way to anything but our own files."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

MEMORY_LIMIT = "700MB"


def connect(spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A fresh in-memory database. It never loads extensions and prints no progress."""
    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": MEMORY_LIMIT,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "allow_persistent_secrets": "false",
            "preserve_insertion_order": "false",
        },
    )
    connection.execute("set enable_progress_bar = false")
    connection.execute("set timezone = 'UTC'")
    if spill is not None:
        connection.execute(f"set temp_directory = {literal(str(spill))}")
    return connection


def lock(connection: duckdb.DuckDBPyConnection) -> None:
    """From here on the connection reaches no file and no setting."""
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def literal(text: str) -> str:
    """A text as an SQL literal. For our own paths and names, which no parameter can carry."""
    return "'" + text.replace("'", "''") + "'"


def parquet(paths: Sequence[Path]) -> str:
    """A table function over some of our files."""
    return f"read_parquet([{', '.join(literal(str(path)) for path in paths)}])"
