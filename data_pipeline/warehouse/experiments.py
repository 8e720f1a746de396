"""Experiments a manager declares: a plan of weeks, drawn by lot before it begins, and locked.

One may be withdrawn until it is judged and stays on record: nobody draws until a plan pleases.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from data_pipeline.analysis.experiment import FEWEST_PAIRS, MOST_PAIRS, drawn_plan
from data_pipeline.problems import Place, Problem, Refused, refused
from data_pipeline.warehouse import ledger
from data_pipeline.warehouse.records import now
from data_pipeline.warehouse.store import Warehouse

LONGEST = 60
WEEKS = (2 * FEWEST_PAIRS, 2 * MOST_PAIRS)
A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Planned:
    """One experiment. on: a week each, from `first_week` (a Monday). smallest: the effect, a week,
    that was to be seen four times in five, as it was told at the declaration."""

    id: int
    declared_at: datetime
    name: str
    switched: str
    outcome: str
    seed: int
    first_week: date
    on: tuple[bool, ...]
    smallest: float | None
    judged_at: datetime | None
    judgement: Mapping[str, Any] | None
    withdrawn_at: datetime | None

    @property
    def weeks(self) -> list[date]:
        """The Monday of every week of the plan."""
        return [self.first_week + number * A_WEEK for number in range(len(self.on))]

    @property
    def last_day(self) -> date:
        """The Sunday of its last week."""
        return self.first_week + len(self.on) * A_WEEK - timedelta(days=1)


def experiments(warehouse: Warehouse) -> list[Planned]:
    """Every experiment, the newest first; those withdrawn too."""
    query = sa.select(ledger.experiments).order_by(ledger.experiments.c.id.desc())
    with ledger.reading(warehouse.engine) as connection:
        return [_planned(row) for row in connection.execute(query).mappings()]


def _planned(row: sa.RowMapping) -> Planned:
    plan: Mapping[str, Any] = row["plan"]
    return Planned(
        row["id"],
        row["declared_at"],
        row["name"],
        plan["switched"],
        row["outcome"],
        row["seed"],
        date.fromisoformat(plan["first_week"]),
        tuple(plan["on"]),
        plan["smallest"],
        row["judged_at"],
        row["judgement"],
        row["withdrawn_at"],
    )


def declare_experiment(
    warehouse: Warehouse,
    name: str,
    switched: str,
    outcome: str,
    first_week: date,
    weeks: int,
    *,
    today: date,
    smallest: float | None = None,
) -> None:
    """Draw a plan and lock it. Raises Refused with all that is amiss."""
    words = {"name": " ".join(name.split()), "switched": " ".join(switched.split())}
    if problems := [*_of_words(words), *_of_weeks(first_week, weeks, today)]:
        raise Refused(problems)
    seed = secrets.randbelow(2**31)
    plan = {
        "switched": words["switched"],
        "first_week": first_week.isoformat(),
        "on": list(drawn_plan(weeks, seed)),
        "smallest": smallest,
    }
    with ledger.writing(warehouse.engine) as connection:
        connection.execute(
            sa.insert(ledger.experiments).values(
                declared_at=now(), name=words["name"], outcome=outcome, seed=seed, plan=plan
            )
        )


def _of_words(words: Mapping[str, str]) -> list[Problem]:
    asked = {
        "name": _problem("The experiment has no name", "Give it one of a few words."),
        "switched": _problem(
            "It isn't said what is switched on and off",
            "Say what is done in the weeks that are on, and left out in the others.",
        ),
    }
    empty = [asked[one] for one, said in words.items() if not said]
    long = [
        _problem(f"“{said[:20]}…” has {len(said)} letters", f"There is room for {LONGEST}.")
        for said in words.values()
        if len(said) > LONGEST
    ]
    return [*empty, *long]


def _of_weeks(first_week: date, weeks: int, today: date) -> list[Problem]:
    problems: list[Problem] = []
    if first_week.weekday() != 0:
        problems.append(_problem("The first week doesn't begin on a Monday", "Choose a Monday."))
    if first_week <= today:
        problems.append(
            _problem(
                "The first week has begun already",
                "A plan is drawn before it begins: choose a Monday to come.",
            )
        )
    if weeks % 2 or not WEEKS[0] <= weeks <= WEEKS[1]:
        problems.append(
            _problem(
                f"{weeks} weeks can't be drawn in pairs",
                f"Choose an even number from {WEEKS[0]} to {WEEKS[1]}.",
            )
        )
    return problems


def _problem(happened: str, mend: str) -> Problem:
    return Problem(happened, Place(""), mend)


def withdraw_experiment(warehouse: Warehouse, number: int) -> None:
    """Give an experiment up before it is judged; it stays listed."""
    table = ledger.experiments.c
    with ledger.writing(warehouse.engine) as connection:
        changed = connection.execute(
            sa.update(ledger.experiments)
            .where(table.id == number, table.judged_at.is_(None), table.withdrawn_at.is_(None))
            .values(withdrawn_at=now())
        )
    if changed.rowcount != 1:
        raise refused(
            "This experiment can't be withdrawn", "", "It is judged, or withdrawn already."
        )


def keep_judgement(
    warehouse: Warehouse,
    number: int,
    verdict: Mapping[str, Any],
    values: Sequence[float | None],
) -> None:
    """Keep a verdict and the weeks it rests on as they are now; the first one stands for ever."""
    table = ledger.experiments.c
    with ledger.writing(warehouse.engine) as connection:
        connection.execute(
            sa.update(ledger.experiments)
            .where(table.id == number, table.judged_at.is_(None), table.withdrawn_at.is_(None))
            .values(judged_at=now(), judgement={"verdict": dict(verdict), "values": list(values)})
        )
