"""Originals that carry people's names and numbers are kept for a time, their rows for good."""

import calendar
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data_pipeline.warehouse import ledger
from data_pipeline.warehouse.erasure import let_go

SETTING = "retention_months"
USUAL_MONTHS = 13  # a year's comparison, and a month to make it in
# Whatever else such an export says of the people in it, it says by name.
OF_PEOPLE = ("accounts", "calls", "connections", "enquiries", "revenue")
# What people wrote to each other is never kept: the original goes with the next change.
OF_WORDS = ("interactions",)


def retire_originals(connection: Connection, today: date) -> int:
    """Let go of the originals whose time has come; how many."""
    query = sa.select(ledger.settings.c.value).where(ledger.settings.c.name == SETTING)
    months = connection.execute(query).scalar()
    last = months_before(today, USUAL_MONTHS if months is None else int(months))
    due = _hashes_of(OF_PEOPLE, connection, last) | _hashes_of(OF_WORDS, connection, today)
    for sha256 in due:
        let_go(connection, sha256, "retired")
    return len(due)


def _hashes_of(subjects: Sequence[str], connection: Connection, last: date) -> set[str]:
    """Of files received up to a day, and not again since."""
    uploads, staged = ledger.uploads.c, ledger.staged_files.c
    gone = sa.select(ledger.absent_originals.c.sha256)
    query = (
        sa.select(uploads.sha256)
        .join_from(ledger.uploads, ledger.staged_files)
        .where(staged.subject.in_(subjects), uploads.sha256.not_in(gone))
        .group_by(uploads.sha256)
        .having(sa.func.date(sa.func.max(uploads.received_at)) <= last.isoformat())
    )
    return set(connection.execute(query).scalars())


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last."""
    month = day.year * 12 + day.month - 1 - months
    year, place = divmod(month, 12)
    return date(year, place + 1, min(day.day, calendar.monthrange(year, place + 1)[1]))
