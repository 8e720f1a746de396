"""What is known of a table on its way in, and what has come of it so far."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from data_pipeline.intake.columns import Reader
from data_pipeline.intake.headings import Described
from data_pipeline.intake.period import Window
from data_pipeline.intake.questions import Need
from data_pipeline.intake.recognise import Found
from data_pipeline.problems import Place, Problem
from data_pipeline.staging import all_subjects
from data_pipeline.staging.subject import Subject

PROBLEMS_KEPT = 200  # more are counted, not listed
_SHOWN = 60


@dataclass(frozen=True)
class Ask:
    """What the manager has said about a file, and how to treat it.

    own: the workspace's own descriptions, as plain data: it goes to another process.
    """

    file: str
    answers: Mapping[str, str] = field(default_factory=dict[str, str])
    secret: bytes = b"so-what"
    without_bad_rows: bool = False
    upload: str = ""
    spool: Path | None = None
    own: tuple[Mapping[str, Any], ...] = ()


@dataclass
class Staged:
    """One table, staged.

    frames: its subject's rows, unless they were spooled to `spooled` because the file is large.
    sums: exact sums keyed by the export's own headings; money per currency; durations in seconds.
    written: the first and last day as the file has them, whatever its source makes of them.
    measures: what the product will count from it, by our own names.
    again: the same lines as the table before, for another subject.
    kept: whether its rows go anywhere.
    part: its figures are parts of another table's.
    """

    source: str
    name: str
    subject: str
    channel: str
    headings: tuple[str, ...] = ()
    rows: int = 0
    left_out: int = 0
    first_day: date | None = None
    last_day: date | None = None
    days_as_written: tuple[str, str] | None = None
    written: Window | None = None
    sums: dict[str, Decimal] = field(default_factory=dict[str, Decimal])
    measures: Counter[str] = field(default_factory=Counter[str])
    frames: list[pl.DataFrame] = field(default_factory=list[pl.DataFrame])
    spooled: Path | None = None
    problems: list[Problem] = field(default_factory=list[Problem])
    problems_in_all: int = 0
    warnings: list[str] = field(default_factory=list[str])
    needs: list[Need] = field(default_factory=list[Need])
    again: bool = False
    kept: bool = True
    part: bool = False

    def kept_rows(self) -> int:
        """How many rows of the subject it gave."""
        if self.spooled is not None:
            with pq.ParquetFile(self.spooled) as rows:
                return rows.metadata.num_rows
        return sum(frame.height for frame in self.frames)

    def need(self, need: Need) -> None:
        """Ask the manager, but nothing twice."""
        if need not in self.needs:
            self.needs.append(need)

    def is_all_answered(self) -> bool:
        """Whether no question is open that an answer could settle."""
        return not any(need.answerable for need in self.needs)

    def room_for_problems(self) -> int:
        """How many more problems are listed."""
        return PROBLEMS_KEPT - len(self.problems)


@dataclass
class Staging:
    """One found table on its way: how its columns are read, and what has become of it so far.

    period: the days it is for, where they do not stand in its rows.
    notes: lines that are no records, and what they say.
    undated: rows that no month can hold.
    own_totals: the file's own total lines.
    wider: records with a cell that has no heading above it, and what that says.
    """

    found: Found
    ask: Ask
    period: Window | None
    staged: Staged
    readers: Sequence[Reader]
    notes: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    undated: list[int] = field(default_factory=list[int])
    own_totals: list[pl.DataFrame] = field(default_factory=list[pl.DataFrame])
    wider: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])

    @property
    def subject(self) -> Subject:
        """What its rows become."""
        return all_subjects()[self.found.table.subject]

    @property
    def is_large(self) -> bool:
        """Whether it comes in pieces."""
        return self.found.sheet.is_large

    def place(self, row: int, described: Described) -> Place:
        """A cell, as the manager finds it again."""
        return Place(self.ask.file, row, described.heading, self.found.sheet.name)


def staging_of(found: Found, ask: Ask, period: Window | None) -> Staging:
    """A table before its first row."""
    semicolons = found.sheet.delimiter == ";"
    readers = [
        Reader(one, ask.answers, ask.secret, semicolons, currency=one.currency)
        for one in found.columns
    ]
    staged = Staged(
        found.source.name,
        found.name,
        found.table.subject,
        found.constants.get("channel", found.source.channel),
        tuple(one.heading for one in found.columns),
        again=found.table.again,
        kept=found.table.kept,
        part=found.table.part,
    )
    return Staging(found, ask, period, staged, readers)


def shown(cell: object) -> str:
    """A cell in a sentence."""
    written = str(cell)
    return written if len(written) <= _SHOWN else f"{written[: _SHOWN - 3]}…"
