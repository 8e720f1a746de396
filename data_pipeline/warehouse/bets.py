"""Bets in the ledger: locked when they are declared, judged once, then never touched again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

import sqlalchemy as sa

from data_pipeline.problems import refused
from data_pipeline.warehouse import ledger
from data_pipeline.warehouse.store import Warehouse

State = Literal["waiting", "won", "lost", "open", "withdrawn"]


@dataclass(frozen=True)
class Declaration:
    """“When `metric` goes up, `outcome` will `direction` `delay` months later, by `smallest_effect`
    or more for every tenth more; look in `review_month`.”"""

    metric: str
    outcome: str
    direction: Literal["rise", "fall"]
    delay: int
    smallest_effect: float
    review_month: date


@dataclass(frozen=True)
class Bet:
    """A declaration and what became of it. judgement: its verdict as it was then."""

    id: int
    declared_at: datetime
    declared: Declaration
    judged_at: datetime | None
    result: Literal["won", "lost", "open"] | None
    judgement: Mapping[str, Any] | None
    withdrawn_at: datetime | None

    @property
    def state(self) -> State:
        """“waiting” until its months are there; “open” is a judgement: it could not be told."""
        return "withdrawn" if self.withdrawn_at else self.result or "waiting"


def bets(warehouse: Warehouse) -> list[Bet]:
    """Every bet, the newest first."""
    query = sa.select(ledger.bets).order_by(ledger.bets.c.id.desc())
    with ledger.reading(warehouse.engine) as connection:
        return [_bet(dict(row)) for row in connection.execute(query).mappings().all()]


def declare(warehouse: Warehouse, declared: Declaration, at: datetime) -> None:
    """Lock a bet. Two that wait for one pair would be two tries at one question."""
    table = ledger.bets
    waiting = sa.select(table.c.id).where(
        table.c.metric == declared.metric,
        table.c.outcome == declared.outcome,
        table.c.judged_at.is_(None),
        table.c.withdrawn_at.is_(None),
    )
    values = {name: getattr(declared, name) for name in Declaration.__annotations__}
    with ledger.writing(warehouse.engine) as connection:
        if connection.execute(waiting).first():
            raise refused(
                "A bet on these two is waiting already",
                "",
                "Wait until it is judged, or withdraw it: two at once would be two tries.",
            )
        connection.execute(sa.insert(table).values(declared_at=at, **values))


def withdraw(warehouse: Warehouse, number: int) -> None:
    """Take back a bet that is not judged yet. It stays listed."""
    if not _change(warehouse, number, {"withdrawn_at": _now()}):
        raise refused(
            "This bet can't be withdrawn", "", "It is judged or withdrawn already, and stays so."
        )


def keep_judgement(
    warehouse: Warehouse, number: int, result: str, judgement: Mapping[str, Any]
) -> bool:
    """Write down what became of a bet, once and for ever; False where that was done before."""
    return _change(
        warehouse, number, {"judged_at": _now(), "result": result, "judgement": dict(judgement)}
    )


def _change(warehouse: Warehouse, number: int, values: Mapping[str, Any]) -> bool:
    """Only a bet that waits can change: one statement asks and writes."""
    table = ledger.bets
    still_waits = sa.and_(
        table.c.id == number, table.c.judged_at.is_(None), table.c.withdrawn_at.is_(None)
    )
    with ledger.writing(warehouse.engine) as connection:
        return bool(connection.execute(sa.update(table).where(still_waits).values(values)).rowcount)


def _bet(row: dict[Any, Any]) -> Bet:
    declared = Declaration(**{name: row[name] for name in Declaration.__annotations__})
    kept = ("id", "declared_at", "judged_at", "result", "judgement", "withdrawn_at")
    return Bet(declared=declared, **{name: row[name] for name in kept})


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
