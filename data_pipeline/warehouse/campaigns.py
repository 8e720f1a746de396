"""Campaigns a manager declares: a name and the days on which it could work. Charts shade them."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from data_pipeline.problems import Place, Problem, Refused
from data_pipeline.warehouse import ledger
from data_pipeline.warehouse.records import now
from data_pipeline.warehouse.store import Warehouse

LONGEST = 40


@dataclass(frozen=True)
class Declared:
    """One campaign."""

    id: int
    name: str
    first_day: date
    last_day: date

    def meets(self, first: date, last: date) -> bool:
        """Whether it ran on any of these days."""
        return self.first_day <= last and self.last_day >= first


def campaigns(warehouse: Warehouse) -> list[Declared]:
    """Every campaign, by its first day."""
    table = ledger.campaigns.c
    query = (
        sa.select(table.id, table.name, table.first_day, table.last_day)
        .where(table.removed_at.is_(None))
        .order_by(table.first_day, table.id)
    )
    with ledger.reading(warehouse.engine) as connection:
        return [Declared(row[0], row[1], row[2], row[3]) for row in connection.execute(query)]


def declare_campaign(warehouse: Warehouse, name: str, first_day: date, last_day: date) -> None:
    """Keep a campaign. Raises Refused with all that is amiss."""
    words = " ".join(name.split())
    if problems := _amiss(words, first_day, last_day):
        raise Refused(problems)
    with ledger.writing(warehouse.engine) as connection:
        connection.execute(
            sa.insert(ledger.campaigns).values(
                name=words, first_day=first_day, last_day=last_day, declared_at=now()
            )
        )


def _amiss(words: str, first_day: date, last_day: date) -> list[Problem]:
    told = (
        (not words, "The campaign has no name", "Give it one of a few words."),
        (
            len(words) > LONGEST,
            f"The name has {len(words)} letters",
            f"A chart has room for {LONGEST}.",
        ),
        (last_day < first_day, "The campaign ends before it begins", "Exchange the two days."),
    )
    return [Problem(happened, Place(""), mend) for amiss, happened, mend in told if amiss]


def remove_campaign(warehouse: Warehouse, number: int) -> None:
    """Take a campaign away; that it was declared stays on record."""
    with ledger.writing(warehouse.engine) as connection:
        connection.execute(
            sa.update(ledger.campaigns)
            .where(ledger.campaigns.c.id == number)
            .values(removed_at=now())
        )
