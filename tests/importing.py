"""Importing in processes of their own, for tests that kill them or read beside them."""

from multiprocessing.connection import Connection
from pathlib import Path

from data_pipeline.warehouse import open_warehouse
from tests.tables import fill

CALLS_IN_A_FILE = 3


def numbered_calls(number: int) -> str:
    """The `number`-th file: calls nobody else has, a known number of seconds each."""
    lines = [
        f"{number}-{place} | 2025-{1 + number % 3:02}-04 | in | yes | {number}"
        for place in range(CALLS_IN_A_FILE)
    ]
    return "\n".join(["call_id | date | direction | answered | seconds", *lines])


def import_numbered(folder: Path, first: int, count: int, told: Connection) -> None:
    """Import files one after another and tell the number of each one that is kept."""
    warehouse = open_warehouse(folder)
    for number in range(first, first + count):
        fill(warehouse, "calls", numbered_calls(number), source=f"file_{number}")
        told.send(number)
    told.close()
