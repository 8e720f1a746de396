"""What a manager says of a file nobody described, beginning with what is proposed; and the
description that comes of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from data_pipeline.contract import DateHabit, Kind
from data_pipeline.intake.column_uses import use_named, uses_of
from data_pipeline.intake.proposal import WHEN, Candidate, guess_of, may_be
from data_pipeline.intake.seen_table import Nature, SeenColumn, SeenTable
from data_pipeline.staging import all_subjects
from data_pipeline.warehouse.described_rows import WORDS
from data_pipeline.warehouse.description import (
    FEWEST_TELLING,
    LONGEST_LABEL,
    DescribedColumn,
    Description,
    with_any_currency,
)

LONGEST_PAUSE = 31  # days a month's file may be quiet at its end and be whole all the same
USUAL_PAUSE = 3
_EVENTS = frozenset({"revenue", "enquiries", "accounts", "calls", "posts", "email_campaigns"})
_SAID: Mapping[str, str] = {
    "sale": r"paid|complete|success|confirm|settled|bezahlt|bestätigt|gebucht|pay[ée]|pagad|betaald"
    r"|^(yes|ja|oui|s[ií]|sim|true)$",
    "refund": r"refund|credit|erstatt|gutschrift|rembours|devuel|terug",
    "failed": r"fail|cancel|void|declin|stor[nm]|abgesagt|abgelehnt|annul|geannuleerd|no.?show",
    "pending": r"pend|open|unpaid|due|draft|reserv|offen|ausstehend|option|^(no|nein|non|nee)$",
    "won": r"won|new|custom|active|gewonnen|neu|aktiv|kunde|gagn|ganad",
    "lost": r"lost|closed lost|verloren|perdu|perdid|cancel|stor",
    "in": r"in|ein|recei|entr",
    "out": r"out|aus|made|sort|sali",
}
_ORDER: Mapping[str, tuple[str, ...]] = {
    "kind": ("refund", "failed", "pending", "sale"),
    "status": ("lost", "won"),
    "direction": ("out", "in"),
}


@dataclass(frozen=True)
class Choices:
    """What is chosen so far. uses: by column, what it becomes. words: by a cell's word, ours."""

    subject: str
    uses: Mapping[int, str]
    label: str
    channel: str = ""
    currency: str = ""
    order: str = ""
    where: str = ""
    words: Mapping[str, str] = field(default_factory=dict[str, str])

    def column(self, table: SeenTable, *becomes: str) -> SeenColumn | None:
        """The column that becomes one of these."""
        chosen = {position for position, use in self.uses.items() if use in becomes}
        return next((one for one in table.columns if one.position in chosen), None)


def first_choices(table: SeenTable, candidate: Candidate, label: str) -> Choices:
    """What is proposed, as if it had been chosen."""
    uses = {position: guess.use.becomes for position, guess in candidate.guesses.items()}
    choices = Choices(candidate.subject, uses, label)
    sort = choices.column(table, *(name for _, name in WORDS))
    words = _meant_by(candidate.subject, uses[sort.position], sort) if sort else {}
    money = _money_column(table, choices)
    currency = money.currency if money else ""
    return Choices(candidate.subject, uses, label, currency=currency, words=words)


def _meant_by(subject: str, becomes: str, column: SeenColumn) -> dict[str, str]:
    return {word: meant(subject, becomes, word) for word in column.words}


def meant(subject: str, becomes: str, word: str) -> str:
    """Our word for a word of the file's; the usual one where nothing speaks for another."""
    for ours in _ORDER[becomes]:
        if re.search(_SAID[ours], word.strip().lower()):
            return ours
    return WORDS[subject, becomes][0]


def days_offered(table: SeenTable) -> list[SeenColumn]:
    """The columns that may tell which month a row belongs to."""
    return [
        column
        for column in table.columns
        if column.nature in {Nature.DAY, Nature.MOMENT, Nature.MONTH}
    ]


def uses_offered(column: SeenColumn, subject: str) -> list[str]:
    """What this column can be, its cells being what they are."""
    return [use.becomes for use in uses_of(subject) if may_be(column, use)]


def reason_for(column: SeenColumn, subject: str, becomes: str) -> str:
    """Why a column is proposed for a use, in a few words."""
    guess = guess_of(column, subject, use_named(subject, becomes))
    return " and ".join(guess.reasons[:2]) if guess else ""


def questions_of(table: SeenTable, choices: Choices) -> list[str]:
    """What the table leaves open: only that is asked, one after the other."""
    asked: list[str] = []
    if len(days_offered(table)) > 1:
        asked.append("day")
    day = choices.column(table, *WHEN)
    if day is not None and day.is_order_open:
        asked.append("order")
    if "channel" in all_subjects()[choices.subject].columns and not choices.column(
        table, "channel"
    ):
        asked.append("channel")
    if choices.column(table, *(name for _, name in WORDS)):
        asked.append("words")
    money = _money_column(table, choices)
    names_none = money is not None and not (money.currency or money.is_in_money)
    if names_none and not choices.column(table, "currency"):
        asked.append("currency")
    return asked


def _money_column(table: SeenTable, choices: Choices) -> SeenColumn | None:
    return choices.column(table, "amount", "spend", "revenue")


def describe(table: SeenTable, choices: Choices) -> Description:
    """The description of files like this one."""
    day = choices.column(table, *WHEN)
    columns = [
        _described(table, one, choices) for one in table.columns if choices.uses.get(one.position)
    ]
    if len(columns) < FEWEST_TELLING:
        columns += [
            DescribedColumn((one.heading,), Kind.TEXT)
            for one in table.columns
            if not choices.uses.get(one.position)
        ]
    told = {column.becomes for column in columns}
    constants = {
        name: ours[0]
        for (subject, name), ours in WORDS.items()
        if subject == choices.subject and name not in told
    }
    return Description(
        label=choices.label,
        subject=choices.subject,
        columns=tuple(columns),
        where=choices.where,
        channel="" if "channel" in told else choices.channel,
        currency="" if "currency" in told else choices.currency,
        constants=constants,
        grace=_grace(choices.subject, day.gap if day else 0),
    )


def _described(table: SeenTable, column: SeenColumn, choices: Choices) -> DescribedColumn:
    becomes = choices.uses[column.position]
    kind = use_named(choices.subject, becomes).kinds[column.nature]
    order = choices.order if column.is_order_open else ""
    words: dict[str, tuple[str, ...]] = {}
    if kind is Kind.CHOICE:
        for word, ours in choices.words.items():
            words[ours] = (*words.get(ours, ()), word.strip().lower())
    heading = with_any_currency(column.heading)
    others = [with_any_currency(one.heading) for one in table.columns if one is not column]
    if kind is not Kind.MONEY or heading in others:
        heading = column.heading
    return DescribedColumn((heading,), kind, becomes, cast(DateHabit, order) or None, words)


def _grace(subject: str, gap: int) -> int:
    """Events come as they come: a file is whole though its last days were as quiet as others."""
    return min(LONGEST_PAUSE, max(USUAL_PAUSE, gap)) if subject in _EVENTS else 0


def label_from(file: str) -> str:
    """A file's name without its ending, its dates and its numbers."""
    stem = re.sub(r"\.\w{2,5}$", "", file.rsplit("/", 1)[-1])
    words = re.sub(r"[\d_.()\[\]-]+", " ", stem).split()
    label = " ".join(words)[:LONGEST_LABEL].strip() or "Our own export"
    return label[0].upper() + label[1:]
