"""What is said of a file: what it is, what is in it, what must be asked, what is wrong."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from data_pipeline.intake.questions import Need
from data_pipeline.intake.stage import Staged
from data_pipeline.intake.summaries import as_written, plain_decimal
from data_pipeline.problems import Problem

Status = Literal["accepted", "rejected"]


@dataclass
class Receipt:
    """The whole answer about one file. `unknown`: it can be read, but no description fits it."""

    file: str
    status: Status
    tables: list[Staged] = field(default_factory=list[Staged])
    problems: list[Problem] = field(default_factory=list[Problem])
    problems_in_all: int = 0
    warnings: list[str] = field(default_factory=list[str])
    needs: list[Need] = field(default_factory=list[Need])
    sha256: str = ""
    bytes: int = 0
    unknown: bool = False

    def rows(self) -> int:
        """Data records of every table."""
        return sum(table.rows for table in self.counted())

    def counted(self) -> list[Staged]:
        """The tables whose figures are counted: each line once, and no part beside its whole."""
        wholes = {table.source for table in self.tables if not table.part}
        return [
            table
            for table in self.tables
            if not table.again and not (table.part and table.source in wholes)
        ]

    def may_come_in(self) -> bool:
        """Whether it can be kept as it stands: nothing wrong, nothing to ask."""
        return self.status == "accepted" and not self.needs

    def readable_without_bad_rows(self) -> bool:
        """Whether the manager may choose to import what can be read."""
        return self.status == "rejected" and any(table.rows for table in self.tables)

    def as_json(self) -> dict[str, Any]:
        """The receipt as `sowhat inspect --json` prints it."""
        said: dict[str, Any] = {"status": self.status, "file": self.file}
        if self.status == "rejected":
            said["error"] = str(self.problems[0]) if self.problems else "It can't be read."
            said["problems"] = [_problem(problem) for problem in self.problems]
            said["problems_in_all"] = max(self.problems_in_all, len(self.problems))
        if self.tables:
            said |= self._figures()
        said["warnings"] = self.warnings
        said["needs"] = [need.question for need in self.needs]
        said["questions"] = [
            {"key": need.key, "question": need.question, "options": dict(need.options)}
            for need in self.needs
            if need.answerable
        ]
        return said

    def _figures(self) -> dict[str, Any]:
        sums: dict[str, Decimal] = {}
        for table in self.counted():
            for heading, amount in table.sums.items():
                sums[heading] = sums.get(heading, Decimal(0)) + amount
        firsts = [day for table in self._dated() if (day := first_day(table))]
        lasts = [day for table in self._dated() if (day := last_day(table))]
        return {
            "rows": self.rows(),
            "first_date": min(firsts, default=None),
            "last_date": max(lasts, default=None),
            "sums": {heading: plain_decimal(amount) for heading, amount in sums.items()},
            "tables": [_table(table) for table in self.tables],
        }

    def _dated(self) -> list[Staged]:
        """Whose days are the file's: a day that has its year is not compared with one without."""
        sure = [one for one in self.tables if first_day(one) and not one.days_as_written]
        return sure or [one for one in self.tables if one.kept] or self.tables


def first_day(table: Staged) -> str | None:
    """The first day, as a date; as written where the file gives no year."""
    if table.days_as_written:
        return table.days_as_written[0]
    return _iso(table.written[0] if table.written else table.first_day)


def last_day(table: Staged) -> str | None:
    """The last day, likewise."""
    if table.days_as_written:
        return table.days_as_written[1]
    return _iso(table.written[1] if table.written else table.last_day)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _problem(problem: Problem) -> dict[str, str]:
    where = problem.where.within()
    if problem.where.sheet:
        where = [f"sheet “{problem.where.sheet}”", *where]
    return {
        "happened": problem.happened,
        "where": ", ".join(where) or problem.where.file,
        "mend": problem.mend,
    }


def _table(table: Staged) -> dict[str, Any]:
    return {
        "source": table.source,
        "name": table.name,
        "subject": table.subject,
        "channel": table.channel,
        "rows": table.rows,
        "left_out": table.left_out,
        "first_date": first_day(table),
        "last_date": last_day(table),
        "sums": {heading: plain_decimal(amount) for heading, amount in table.sums.items()},
        "measures": as_written(table.measures),
    }
