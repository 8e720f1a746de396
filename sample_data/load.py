"""Brings the sample business's exports into a workspace, as its manager would have."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

from data_pipeline.intake.difference import as_staged_files, difference
from data_pipeline.intake.receipt import Receipt
from data_pipeline.intake.receive import (
    File,
    Preview,
    Progress,
    as_incoming,
    discard,
    preview,
    with_restated,
)
from data_pipeline.metrics.judged_bets import declare_bet
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.bets import Declaration, bets
from data_pipeline.warehouse.campaigns import campaigns, declare_campaign
from data_pipeline.warehouse.current import StagedFile
from data_pipeline.warehouse.notes import add_note, notes
from data_pipeline.warehouse.store import Incoming

EXPORTS = Path(__file__).parent / "exports"
LOADED = "sample_loaded"
# What the business's manager wrote on its time line.
NOTES = ((date(2025, 3, 10), "Giveaway"), (date(2026, 5, 8), "Trade show"))
# What its manager declared, and the days on which it could work. Nobody is told how it came out.
CAMPAIGNS = (
    ("Giveaway", date(2025, 3, 10), date(2026, 2, 28)),
    ("Trade show", date(2026, 5, 8), date(2026, 6, 30)),
)
# What its manager bet, and when: the newest waits for months that are still to come.
LOOK = date(2026, 6, 1)
BETS = (
    (date(2025, 5, 12), Declaration("conversations", "enquiries", "rise", 1, 0.02, LOOK)),
    (date(2025, 5, 12), Declaration("followers", "enquiries", "rise", 0, 0.02, LOOK)),
    (LOOK, Declaration("conversations", "calls", "rise", 1, 0.02, date(2027, 6, 1))),
)
CORRECTION = "2026-03/Feb-01-2026_*.csv"  # Instagram's posts once more, now with their views
TIKTOK = frozenset({"Overview.csv", "FollowerHistory.csv"})
NO_CURRENCY = ("Sales by Customer Detail", "hubspot-crm-exports", "channel_costs")


def load(warehouse: Warehouse, progress: Progress) -> list[str]:
    """Bring in what is not there yet. Returns what was not taken, and why: our own mistakes.

    All files become visible in one write, so a start that is cut short leaves none; the next one
    begins again.
    """
    staged = preview(warehouse, sample_files(), progress)
    warehouse.keep(list(_incoming(warehouse, [one for one in staged if one.may_be_kept()])))
    for one in staged:
        discard(warehouse, one)
    written = {(note.day, note.text) for note in notes(warehouse)}
    for day, words in NOTES:
        if (day, words) not in written:
            add_note(warehouse, day, words)
    declared = {one.name for one in campaigns(warehouse)}
    for name, first, last in CAMPAIGNS:
        if name not in declared:
            declare_campaign(warehouse, name, first, last)
    known = {(bet.declared_at.date(), bet.declared) for bet in bets(warehouse)}
    for day, declared in BETS:
        if (day, declared) not in known:
            declare_bet(warehouse, declared, datetime.combine(day, time(9)))
    warehouse.keep_setting(LOADED, edition())
    return [
        f"{one.file.path.parent.name}/{one.file.name}: {_why(one.receipt)}"
        for one in staged
        if not one.may_be_kept() and not one.already
    ]


def _incoming(warehouse: Warehouse, fit: list[Preview]) -> Iterator[Incoming]:
    """Nobody asks what hundreds of files would change in an empty workspace; but what the
    correction changed stays known."""
    beside: list[StagedFile] = []
    for one in fit:
        incoming = as_incoming(one)
        if one.file.path.match(CORRECTION):
            change = difference(warehouse, one.upload, one.tables, beside)
            incoming = with_restated(incoming, change)
        yield incoming
        beside += as_staged_files(beside, one.upload, one.tables)


def is_loaded(warehouse: Warehouse) -> bool:
    """Whether these very exports have been brought in; what was undone since stays undone."""
    return warehouse.setting(LOADED) == edition()


def sample_files() -> list[File]:
    """Every export, with what its manager would answer about it."""
    return [File(path, path.name, answers(path)) for path in exports()]


def answers(path: Path) -> dict[str, str]:
    """What only the manager knows: TikTok's days have no year, some amounts no currency."""
    if path.name in TIKTOK:
        return {"year": path.parent.name[:4]}
    return {"currency": "GBP"} if any(sign in path.name for sign in NO_CURRENCY) else {}


def _why(receipt: Receipt) -> str:
    return " ".join([*map(str, receipt.problems), *(need.question for need in receipt.needs)])


def exports() -> list[Path]:
    """Every file of the sample business, in order of its months."""
    return sorted(path for path in EXPORTS.glob("*/*") if path.is_file())


@cache
def edition() -> str:
    """Which exports these are: another edition is loaded beside what is there."""
    listed = [f"{path.parent.name}/{path.name} {path.stat().st_size}" for path in exports()]
    return hashlib.sha256("\n".join(listed).encode()).hexdigest()
