"""Notes on days: what happened then, in the manager's words. Charts draw them as thin rules."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import sqlalchemy as sa

from data_pipeline.problems import refused
from data_pipeline.warehouse import ledger
from data_pipeline.warehouse.store import Warehouse

LONGEST = 60


@dataclass(frozen=True)
class Note:
    """One note."""

    id: int
    day: date
    text: str


def notes(warehouse: Warehouse) -> list[Note]:
    """Every note, by its day."""
    table = ledger.notes.c
    query = sa.select(table.id, table.day, table.text).order_by(table.day, table.id)
    with ledger.reading(warehouse.engine) as connection:
        return [Note(row[0], row[1], row[2]) for row in connection.execute(query)]


def add_note(warehouse: Warehouse, day: date, text: str) -> None:
    """Keep a note. It must say something, in few enough words to stand on a chart."""
    words = " ".join(text.split())
    if not words:
        raise refused("The note says nothing", "", "Write in a few words what happened that day.")
    if len(words) > LONGEST:
        raise refused(f"The note has {len(words)} letters", "", f"A chart has room for {LONGEST}.")
    with ledger.writing(warehouse.engine) as connection:
        connection.execute(
            sa.insert(ledger.notes).values(
                day=day,
                kind="note",
                channel="",
                text=words,
                made_at=datetime.now(UTC).replace(tzinfo=None, microsecond=0),
            )
        )


def remove_note(warehouse: Warehouse, number: int) -> None:
    """Take a note away."""
    with ledger.writing(warehouse.engine) as connection:
        connection.execute(sa.delete(ledger.notes).where(ledger.notes.c.id == number))
