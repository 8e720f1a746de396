"""What happened, where, and how to mend it: the answers to everything a file can get wrong."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where in a file: rows as the spreadsheet numbers them, columns by their heading."""

    file: str
    row: int | None = None
    column: str | None = None
    sheet: str = ""

    def __str__(self) -> str:
        parts = [self.file] if self.file else []
        if self.sheet:
            parts.append(f"sheet “{self.sheet}”")
        return ", ".join([*parts, *self.within()])

    def within(self) -> list[str]:
        """The place inside the file, without its name."""
        row = [] if self.row is None else [f"row {self.row:,}"]
        column = [] if self.column is None else [f"column “{self.column}”"]
        return row + column


@dataclass(frozen=True)
class Problem:
    """One thing a manager can mend, told as a sentence."""

    happened: str
    where: Place
    mend: str

    def __str__(self) -> str:
        place = str(self.where)
        return f"{self.happened}{f' ({place})' if place else ''}. {self.mend}".strip()


class Refused(Exception):
    """A file is not taken, and nothing has changed. Carries every problem found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


def refused(
    happened: str,
    file: str,
    mend: str,
    *,
    row: int | None = None,
    column: str | None = None,
    sheet: str = "",
) -> Refused:
    """The refusal of a file for one reason."""
    return Refused([Problem(happened, Place(file, row, column, sheet), mend)])
