"""A kind of file as a workspace describes it: data that becomes a Source, and nothing that runs.

A description names headings, kinds, subjects and columns from our own lists only, so that one from
a stranger can do no more than one of our own.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from data_pipeline.contract import ANY_OTHER, Column, DateHabit, Kind, Source, Table
from data_pipeline.problems import Place, Problem, Refused
from data_pipeline.staging import all_subjects
from data_pipeline.staging.measures import MEASURES
from data_pipeline.warehouse.channel_rules import CHANNELS, UNKNOWN
from data_pipeline.warehouse.described_rows import ADDING_UP, DESCRIBABLE, WORDS, finishing

VERSION = 1
PREFIX = "own:"  # a source's name that begins so is a workspace's, and goes on with its label
LONGEST_LABEL = 60
LONGEST_TEXT = 300
MOST = 100
IN_HEADING = "({currency})"
HABITS: tuple[DateHabit, ...] = ("dmy", "mdy", "ymd")
FEWEST_TELLING = 3  # mapped headings; below, the others tell what the file is as well
_KINDS = {
    "String": {Kind.TEXT, Kind.ID},
    "Int64": {Kind.COUNT},
    "Date": {Kind.DATE, Kind.MONTH},
    "Datetime": {Kind.MOMENT},
    "Boolean": {Kind.YES_NO},
    "Decimal": {Kind.MONEY, Kind.NUMBER},
}
_ONLY = {
    "person": {Kind.PERSON},
    "caller": {Kind.PERSON},
    "customer": {Kind.PERSON},
    "currency": {Kind.CURRENCY},
    "channel": {Kind.CHANNEL},
    "seconds": {Kind.COUNT, Kind.DURATION},
}
_CODE = re.compile(r"[A-Z]{3}")
_KNOWN = {
    *("so_what_description", "label", "where", "subject", "channel", "currency"),
    *("constants", "columns", "grace"),
}
_KNOWN_OF_COLUMN = {"headings", "kind", "becomes", "order", "words", "needed"}
_MEND = "Take the file as So What wrote it, or describe the export anew."


@dataclass(frozen=True)
class DescribedColumn:
    """One column: how its heading has been spelt, how it is read, what it becomes.

    becomes: "" is a heading the file is known by, and nothing of it is kept. needed: a file without
    it is not of this kind.
    """

    headings: tuple[str, ...]
    kind: Kind
    becomes: str = ""
    order: DateHabit | None = None
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    needed: bool = True


@dataclass(frozen=True)
class Description:
    """One kind of file of this workspace."""

    label: str
    subject: str
    columns: tuple[DescribedColumn, ...]
    where: str = ""
    channel: str = ""
    currency: str = ""
    constants: Mapping[str, str] = field(default_factory=dict[str, str])
    grace: int = 7

    @property
    def name(self) -> str:
        """The source's name; its label can be told from it without looking anywhere."""
        return f"{PREFIX}{self.label}"

    def as_json(self) -> dict[str, Any]:
        """As it is kept in a file and sent to the process that reads uploads."""
        return {
            "so_what_description": VERSION,
            "label": self.label,
            "where": self.where,
            "subject": self.subject,
            "channel": self.channel,
            "currency": self.currency,
            "constants": dict(self.constants),
            "grace": self.grace,
            "columns": [_column_as_json(column) for column in self.columns],
        }

    def as_file(self) -> bytes:
        """As a file that can be sent to somebody else."""
        return json.dumps(self.as_json(), ensure_ascii=False, indent=2).encode() + b"\n"

    def source(self) -> Source:
        """The source it describes."""
        day = all_subjects()[self.subject].day
        table = Table(
            subject=self.subject,
            columns={column.headings: _column(column, day) for column in self.columns},
            constants=dict(self.constants),
            finish=finishing(self.subject, self.currency),
            whole=self.subject in ADDING_UP,
        )
        where = self.where or f"It is the file this workspace calls “{self.label}”."
        return Source(
            name=self.name,
            label=self.label,
            where=where,
            tables=[table],
            channel=self.channel,
            grace=self.grace,
        )

    def respelt(self, spellings: Mapping[str, str | None]) -> "Description":
        """With further spellings of headings, by the plainest; None marks one that is gone."""
        columns = tuple(
            _respelt(column, spellings[column.headings[0]])
            if column.headings[0] in spellings
            else column
            for column in self.columns
        )
        return replace(self, columns=columns)


def _respelt(column: DescribedColumn, heading: str | None) -> DescribedColumn:
    if heading is None:
        return replace(column, needed=False)
    spelt = with_any_currency(heading) if column.kind is Kind.MONEY else heading
    return replace(column, headings=(*column.headings, spelt), needed=True)


def with_any_currency(heading: str) -> str:
    """“Amount (EUR)” of this month may be “Amount (GBP)” of the next, and is then in pounds."""
    stem = re.sub(r"\s*\([A-Z]{3}\)$", "", heading)
    return heading if stem == heading or not stem else f"{stem} {IN_HEADING}"


def _column(column: DescribedColumn, day: str) -> Column:
    is_day = column.becomes in {day, "at"}
    return Column(
        column.kind,
        column.becomes,
        measure=column.becomes in MEASURES and column.kind in {Kind.COUNT, Kind.NUMBER},
        required=column.needed or is_day,
        may_be_blank=not is_day,
        habit=column.order,
        words=column.words,
        such_as=" or ".join(column.words) or ("2025-03-31" if is_day else ""),
    )


def _column_as_json(column: DescribedColumn) -> dict[str, Any]:
    said: dict[str, Any] = {
        "headings": list(column.headings),
        "kind": column.kind.value,
        "becomes": column.becomes,
    }
    if column.order:
        said["order"] = column.order
    if column.words:
        said["words"] = {ours: list(theirs) for ours, theirs in column.words.items()}
    if not column.needed:
        said["needed"] = False
    return said


def described_in(content: bytes, file: str) -> Description:
    """The description a file holds. Raises Refused with everything that is wrong with it."""
    try:
        said = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Refused([_problem("This is not a description that So What wrote", file)]) from None
    return description_from(said, file)


def description_from(said: object, file: str = "") -> Description:
    """A description from plain data."""
    reading = _Reading(file)
    description = reading.description(said)
    if reading.problems or description is None:
        raise Refused(reading.problems)
    return description


def _problem(happened: str, file: str) -> Problem:
    return Problem(happened, Place(file), _MEND)


class _Reading:
    """Reads plain data of which nothing is certain, and notes what is wrong with it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def wrong(self, happened: str) -> None:
        self.problems.append(_problem(happened, self.file))

    def description(self, said: object) -> Description | None:
        whole = self._mapping(said, "The description", _KNOWN)
        if whole.get("so_what_description") != VERSION:
            self.wrong("This is not a description that this So What can read")
            return None
        subject = self._one_of(whole, "subject", DESCRIBABLE)
        if not subject:
            return None
        description = Description(
            label=self._label(whole),
            subject=subject,
            columns=self._columns(whole.get("columns"), subject),
            where=self._text(whole, "where"),
            channel=self._one_of(whole, "channel", {"", *CHANNELS} - {UNKNOWN}),
            currency=self._currency(whole),
            constants=self._constants(whole.get("constants", {}), subject),
            grace=self._grace(whole),
        )
        self._check_whole(description)
        return description

    def _mapping(self, said: object, what: str, known: Iterable[str]) -> Mapping[str, object]:
        if not isinstance(said, dict):
            self.wrong(f"{what} is not a list of names and values")
            return {}
        given = cast(dict[str, object], said)
        for name in sorted(set(given) - set(known)):
            self.wrong(f"{what} holds “{name[:40]}”, which So What does not know")
        return given

    def _text(self, said: Mapping[str, object], key: str) -> str:
        given = said.get(key, "")
        if not isinstance(given, str) or len(given) > LONGEST_TEXT:
            self.wrong(f"“{key}” is not a text of at most {LONGEST_TEXT} characters")
            return ""
        return given.strip()

    def _label(self, said: Mapping[str, object]) -> str:
        label = self._text(said, "label")
        if complaint := label_complaint(label):
            self.wrong(complaint)
        return label

    def _one_of(self, said: Mapping[str, object], key: str, words: Iterable[str]) -> str:
        given = said.get(key, "")
        if given not in set(words):
            self.wrong(f"“{str(given)[:40]}” is no {key} that So What knows")
            return ""
        return str(given)

    def _currency(self, said: Mapping[str, object]) -> str:
        given = self._text(said, "currency")
        if given and not _CODE.fullmatch(given):
            self.wrong(f"“{given[:40]}” is not a currency's code, such as GBP")
        return given

    def _grace(self, said: Mapping[str, object]) -> int:
        given = said.get("grace", 7)
        if type(given) is not int or not 0 <= given <= 31:
            self.wrong("“grace” is not a number of days from 0 to 31")
            return 0
        return given

    def _constants(self, said: object, subject: str) -> dict[str, str]:
        words = {name: ours for (of, name), ours in WORDS.items() if of == subject}
        given = self._mapping(said, "“constants”", words)
        for name, word in given.items():
            if name in words and word not in words[name]:
                self.wrong(f"“{str(word)[:40]}” is no {name} that So What knows")
        return {name: str(word) for name, word in given.items()}

    def _columns(self, said: object, subject: str) -> tuple[DescribedColumn, ...]:
        if not isinstance(said, list) or not 1 <= len(cast(list[object], said)) <= MOST:
            self.wrong(f"“columns” is not a list of 1 to {MOST} columns")
            return ()
        read = [self._column(one, subject) for one in cast(list[object], said)]
        return tuple(column for column in read if column is not None)

    def _column(self, said: object, subject: str) -> DescribedColumn | None:
        column = self._mapping(said, "A column", _KNOWN_OF_COLUMN)
        before = len(self.problems)
        headings = self._headings(column.get("headings"))
        becomes = self._one_of(column, "becomes", {"", *columns_of(subject)})
        kind = self._one_of(column, "kind", kinds_for(subject, becomes))
        order = self._one_of(column, "order", {"", *HABITS})
        words = self._words(column.get("words", {}), subject, becomes)
        needed = column.get("needed", True)
        if not isinstance(needed, bool):
            self.wrong("“needed” is neither true nor false")
        if len(self.problems) > before:
            return None
        return DescribedColumn(
            headings, Kind(kind), becomes, cast(DateHabit, order) or None, words, needed is True
        )

    def _headings(self, said: object) -> tuple[str, ...]:
        spellings = self._texts(said)
        if not spellings or any(not text.strip() or text == ANY_OTHER for text in spellings):
            self.wrong("A column has no heading")
        return spellings

    def _texts(self, said: object) -> tuple[str, ...]:
        texts = cast(list[object], said) if isinstance(said, list) else []
        short = [text for text in texts if isinstance(text, str) and len(text) <= LONGEST_TEXT]
        if len(short) != len(texts) or len(texts) > MOST:
            self.wrong(f"A list holds more than {MOST} short texts, or other things")
            return ()
        return tuple(short)

    def _words(self, said: object, subject: str, becomes: str) -> dict[str, tuple[str, ...]]:
        ours = WORDS.get((subject, becomes), ())
        given = self._mapping(said, "“words”", ours)
        return {word: self._texts(theirs) for word, theirs in given.items() if word in ours}

    def _check_whole(self, description: Description) -> None:
        becomes = [column.becomes for column in description.columns if column.becomes]
        for name in sorted({name for name in becomes if becomes.count(name) > 1}):
            self.wrong(f"Two columns become “{name}”")
        for problem in lacking(description.subject, becomes, description.channel):
            self.wrong(problem)
        spellings = [text for column in description.columns for text in column.headings]
        if len(set(spellings)) < len(spellings):
            self.wrong("Two columns have the same heading")


def label_complaint(label: str) -> str:
    """What is wrong with a name for a kind of file, if anything."""
    if not 2 <= len(label) <= LONGEST_LABEL:
        return f"The name has to have 2 to {LONGEST_LABEL} characters"
    if label != " ".join(label.split()) or any(
        unicodedata.category(letter)[0] == "C" for letter in label
    ):
        return "The name has characters that cannot be seen"
    return ""


def columns_of(subject: str) -> list[str]:
    """What a column of the subject's files may become."""
    columns = all_subjects()[subject].columns
    if all_subjects()[subject].long:
        adding = [one.name for one in MEASURES.values() if one.addition != "rate"]
        return ["channel", "date", "account", *adding]
    return list(columns)


def kinds_for(subject: str, becomes: str) -> set[Kind]:
    """How a column may be read that becomes this."""
    if not becomes:
        return {Kind.TEXT}
    if (subject, becomes) in WORDS:
        return {Kind.CHOICE}
    if becomes in _ONLY:
        return _ONLY[becomes]
    whole = all_subjects()[subject]
    if whole.long and becomes in MEASURES:
        return {Kind.COUNT, Kind.NUMBER}
    return _KINDS[str(whole.columns[becomes].base_type())]


def lacking(subject: str, becomes: Sequence[str], channel: str) -> list[str]:
    """What is not told yet, without which nothing could be counted."""
    said: list[str] = []
    if not {all_subjects()[subject].day, "at"} & set(becomes):
        said.append("No column tells the day")
    if "channel" in all_subjects()[subject].columns and not (channel or "channel" in becomes):
        said.append("Nothing tells which channel the figures are of")
    needed = DESCRIBABLE[subject]
    if needed and not set(needed) & set(becomes):
        names = " or ".join(name.replace("_", " ") for name in needed)
        said.append(f"No column tells the {names}")
    if all_subjects()[subject].long and not set(MEASURES) & set(becomes):
        said.append("No column holds a figure")
    return said
