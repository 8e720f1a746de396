"""What a file nobody described probably is: a row of it and each column, with the reasons."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from data_pipeline.contract import ANY_OTHER, Kind, Pattern
from data_pipeline.intake.column_uses import Use, uses_of
from data_pipeline.intake.headings import plain
from data_pipeline.intake.seen_table import Nature, SeenColumn, SeenTable
from data_pipeline.sources import all_sources
from data_pipeline.warehouse.channel_rules import UNKNOWN, channel_of
from data_pipeline.warehouse.described_rows import DESCRIBABLE

WHEN = frozenset({"at", "date"})  # either tells the day; nothing needs both
HEADING_SAYS, OTHERS_SAY, CELLS_SAY, CELLS_NAME, NAME_SAYS = 4, 2, 2, 3, 3
NOT_LIKE_IT = 4  # taken off a subject for which no column speaks
ROWS_ARE = {
    "revenue": "A sale, booking or payment",
    "enquiries": "An enquiry",
    "accounts": "A new customer or account",
    "calls": "A phone call",
    "channel_days": "A day on a social channel, with its figures",
    "follower_counts": "A day's follower total",
    "posts": "A post",
    "email_campaigns": "An e-mail campaign",
    "channel_costs": "What a channel cost",
}
# What the file's name, its sheet's or a heading says of its rows.
_SPEAKS_OF = {
    "revenue": r"booking|invoice|order|payment|sale|revenue|buchung|rechnung|umsatz|zahlung",
    "enquiries": r"enquir|inquir|request|response|submission|anfrage|formular|nachricht|demande",
    "accounts": r"deal|lead|opportunit|pipeline|account|customer|client|neukunde|mitglied|member",
    "calls": r"\bcalls?\b|phone|anruf|telefon|appel",
    "channel_days": r"insight|analytics|overview|daily|statisti",
    "follower_counts": r"follower|subscriber|abonnent",
    "posts": r"\bposts?\b|content|beitr[aä]g",
    "email_campaigns": r"newsletter|campaign|mailing|kampagne",
    "channel_costs": r"cost|spend|expense|budget|kosten|ausgabe",
}
_WHAT_CELLS_ARE = {
    Nature.DAY: "its cells are days",
    Nature.MOMENT: "its cells are days and times",
    Nature.MONTH: "its cells are months",
    Nature.MONEY: "its cells are amounts of money",
    Nature.CURRENCY: "its cells are currencies",
    Nature.CONTACT: "its cells are e-mail addresses or phone numbers",
    Nature.DURATION: "its cells are lengths of time",
    Nature.LINK: "its cells are links",
    Nature.ID: "no two of its cells are the same",
}


@dataclass(frozen=True)
class Guess:
    """What one column probably is, how strongly that is believed, and why."""

    position: int
    use: Use
    strength: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Candidate:
    """What one row may be, and what the columns are then; `reason` is one sentence."""

    subject: str
    strength: int
    guesses: Mapping[int, Guess]
    reason: str


def candidates(table: SeenTable, file: str = "") -> list[Candidate]:
    """What a row may be, the likeliest first; only what the table can be at all."""
    found = [candidate_of(table, subject, file) for subject in ROWS_ARE]
    possible = [one for one in found if one is not None]
    return sorted(possible, key=lambda one: -one.strength)  # equal ones stay as listed


def candidate_of(table: SeenTable, subject: str, file: str = "") -> Candidate | None:
    """The table taken for rows of one subject; None where it has no day or not what is counted."""
    guesses = _assigned(table, subject)
    becomes = {guess.use.becomes for guess in guesses.values()}
    needed = DESCRIBABLE[subject]
    has_day = bool(WHEN & becomes)
    if not has_day or (needed and not set(needed) & becomes):
        return None
    telling = [guess for guess in guesses.values() if guess.use.telling]
    if subject in {"channel_days", "posts"} and not telling:
        return None
    strength = sum(guess.strength for guess in guesses.values())
    strength -= 0 if telling else NOT_LIKE_IT
    reasons = [_reason(table, telling or list(guesses.values()))]
    if spoken := _spoken_of(table, subject, file):
        strength += NAME_SAYS
        reasons.append(f"“{spoken}” speaks of it")
    return Candidate(subject, strength, guesses, ", and ".join(reasons))


def _spoken_of(table: SeenTable, subject: str, file: str) -> str:
    """The first name of the table's that speaks of the subject's rows."""
    names = [file, table.sheet, *table.headings]
    return next((name for name in names if re.search(_SPEAKS_OF[subject], name.lower())), "")


def _reason(table: SeenTable, guesses: Sequence[Guess]) -> str:
    strongest = sorted(guesses, key=lambda guess: -guess.strength)[:2]
    headings = {column.position: column.heading for column in table.columns}
    said = [f"“{headings[one.position]}” looks like {_in_words(one.use)}" for one in strongest]
    return " and ".join(said)


def _in_words(use: Use) -> str:
    return use.label[0].lower() + use.label[1:]


def _assigned(table: SeenTable, subject: str) -> dict[int, Guess]:
    """Each use to at most one column, the strongest belief first."""
    uses = uses_of(subject)
    every = [
        guess
        for use in uses
        for column in table.columns
        if (guess := guess_of(column, subject, use))
    ]
    every.sort(key=lambda guess: -guess.strength)  # stable: first uses, then first columns
    taken: dict[int, Guess] = {}
    used: set[str] = set()
    for guess in every:
        if guess.position not in taken and guess.use.becomes not in used:
            taken[guess.position] = guess
            used |= WHEN if guess.use.becomes in WHEN else {guess.use.becomes}
    return dict(sorted(taken.items()))


def may_be(column: SeenColumn, use: Use) -> bool:
    """Whether its cells can be read so; words that are to be told one by one have to be few."""
    kind = use.kinds.get(column.nature)
    return kind is not None and (kind is not Kind.CHOICE or bool(column.words))


def guess_of(column: SeenColumn, subject: str, use: Use) -> Guess | None:
    """How strongly a column is believed to be of a use; None where nothing speaks for it."""
    if not may_be(column, use):
        return None
    reasons: list[str] = []
    strength = 0
    if use.words.search(plain(column.heading)):
        strength += HEADING_SAYS
        reasons.append("its heading says so")
    if label := _called_so_by(subject, use.becomes).get(plain(column.heading)):
        strength += OTHERS_SAY
        reasons.append(f"{label} calls it the same")
    if column.nature in use.told_by:
        strength += CELLS_SAY
        reasons.append(_WHAT_CELLS_ARE[column.nature])
    if use.becomes in {"source_text", "channel"} and _names_channels(column):
        strength += CELLS_NAME
        reasons.append("its cells name channels")
    return Guess(column.position, use, strength, tuple(reasons)) if strength else None


def _names_channels(column: SeenColumn) -> bool:
    known = [word for word in column.words if channel_of(word) != UNKNOWN]
    return bool(column.words) and 2 * len(known) >= len(column.words)


@cache
def _called_so_by(subject: str, becomes: str) -> dict[str, str]:
    """Which known export has a column of this heading for this."""
    found: dict[str, str] = {}
    for source in (one for one in all_sources().values() if not one.template):
        for table in source.tables:
            for spellings, column in table.columns.items():
                if table.subject != subject or column.becomes != becomes or spellings == ANY_OTHER:
                    continue
                for name in (spellings,) if isinstance(spellings, str) else spellings:
                    if not isinstance(name, Pattern) and name:
                        found.setdefault(plain(name), source.label)
    return found
