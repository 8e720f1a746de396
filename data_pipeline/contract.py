"""The words a source is described in.

A source is data: which tables its file holds, what their headings are in each language and year,
and what each column becomes. Recognition, typing, sums, problems, the upload page's help and the
tests all follow from the description.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal

import polars as pl

DateHabit = Literal["mdy", "dmy", "ymd"]
Frames = Callable[[pl.DataFrame], pl.DataFrame]
Headings = str | tuple[str, ...]


class Pattern(str):
    """A regular expression in the place of a heading: a question each business words itself.

    It is compared with the whole heading in plain form; the first column that fits is meant.
    """


HEARD_OF_US = Pattern(
    r".*\b(hear|heard|learn|learned|learnt) (about|of)\b.*|.*\b(find|found|discover(ed)?) us\b.*"
    r"|.*\bfind out about\b.*|.*\bauf uns aufmerksam\b.*|.*\b(von|über) uns (gehört|erfahren)\b.*"
    r"|.*\bentendu parler\b.*|.*\bnous avez-vous (connu|trouvé|découvert).*"
    r"|.*\b(nos|nosotros)\b.*\b(conoció|conociste|encontró|encontraste|supo|supiste)\b.*"
    r"|.*\b(conoció|conociste|encontró|encontraste|supo|supiste)\b.*\b(nos|nosotros)\b.*"
    r"|.*\bnos (conheceu|encontrou)\b.*|.*\bci (hai|ha|avete) (conosciut|trovat)[oi]\b.*"
    r"|.*\bover ons gehoord\b.*|.*\bons gevonden\b.*"
    r"|.*\b(how|where)\b.*\b(come|came) across us\b.*|.*\bhow do you know (of |about )?us\b.*"
    r"|.*\bwoher kenn(en|st|t)\b.*\buns\b.*|.*\buns (gefunden|entdeckt|kennengelernt)\b.*"
    r"|.*\bcomment avez-vous (connu|découvert|trouvé notre)\b.*|.*\b(enteraste|enteró) de\b.*"
    r"|.*\b(ficou a saber|soube|ouviu falar) d[aeo]\b.*|.*\bsentito parlare di\b.*"
    r"|.*\bkent u ons\b.*|.*\bken je ons\b.*|.*\bons terechtgekomen\b.*"
)
E_MAIL = Pattern(
    r"(your |business |work |contact |ihre |votre |tu |su )?e-?mail( ?adress(e)?| address| ?\d)?"
    r"|adresse (e-?mail|électronique)|(dirección de )?correo( electrónico)?"
    r"|endereço de e-?mail|indirizzo e-?mail|e-?mailadres"
)
EXAMPLE = "Example: delete this row"


class Kind(StrEnum):
    """How a column's text is read."""

    TEXT = "text"
    ID = "id"
    COUNT = "count"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    DURATION = "duration"
    DATE = "date"
    MOMENT = "moment"
    YEARLESS = "yearless"
    DAY_OF_YEAR = "day_of_year"
    TIME = "time"
    YES_NO = "yes_no"
    CURRENCY = "currency"
    MONTH = "month"
    CHOICE = "choice"
    CHANNEL = "channel"
    PERSON = "person"


NUMBERS = frozenset({Kind.COUNT, Kind.NUMBER, Kind.PERCENT, Kind.MONEY, Kind.DURATION})
DAYS = frozenset({Kind.DATE, Kind.MOMENT, Kind.YEARLESS, Kind.DAY_OF_YEAR, Kind.MONTH})


@dataclass(frozen=True)
class Column:
    """What one column of an export becomes.

    `becomes` names the subject's column, or the measure when `measure` is set; "" is read and
    summed but not kept; "heading?" stands for the export's own heading. A `required` column is
    part of how the export is known. A cell of a `tolerant` one that can't be read is left open.
    """

    kind: Kind
    becomes: str = ""
    measure: bool = False
    required: bool = False
    habit: DateHabit | None = None
    such_as: str = ""
    nth: int = 1
    may_be_blank: bool = False
    tolerant: bool = False
    never_negative: bool = False
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


def text(becomes: str) -> Column:
    """Text kept as written."""
    return Column(Kind.TEXT, becomes)


def identifier(becomes: str) -> Column:
    """An id: always text; protective blanks and apostrophes in front are taken off."""
    return Column(Kind.ID, becomes)


def person(becomes: str) -> Column:
    """A phone number, e-mail address or name: only its keyed pseudonym is kept."""
    return Column(Kind.PERSON, becomes)


def count(becomes: str = "") -> Column:
    """A whole number."""
    return Column(Kind.COUNT, becomes)


def number(becomes: str = "") -> Column:
    """A number that may have decimals."""
    return Column(Kind.NUMBER, becomes)


def percent(becomes: str = "") -> Column:
    """A rate, as “12.5%” or 0.125. Rates are summed as a checksum only and never kept as such."""
    return Column(Kind.PERCENT, becomes)


def money(becomes: str = "") -> Column:
    """An amount; its currency stands in a currency column, the cell, the heading or an answer."""
    return Column(Kind.MONEY, becomes)


def duration(becomes: str = "") -> Column:
    """A length of time, in seconds."""
    return Column(Kind.DURATION, becomes)


def date(becomes: str = "date", *, habit: DateHabit | None = None, such_as: str = "") -> Column:
    """A calendar day, as written; `habit` is the order this source is known to write."""
    return Column(Kind.DATE, becomes, habit=habit, such_as=such_as or "2025-03-31")


def moment(becomes: str = "at", *, habit: DateHabit | None = None, such_as: str = "") -> Column:
    """A day and time, as the clock on the wall showed it."""
    return Column(Kind.MOMENT, becomes, habit=habit, such_as=such_as or "2025-03-31 14:05")


def yearless(becomes: str = "date", *, such_as: str = "February 28") -> Column:
    """A day without its year."""
    return Column(Kind.YEARLESS, becomes, such_as=such_as)


def day_of_year(becomes: str, *, such_as: str = "February 28") -> Column:
    """A day without its year, kept as one of 2000: something else tells it, or nobody needs it."""
    return Column(Kind.DAY_OF_YEAR, becomes, such_as=such_as)


def time_of_day(becomes: str = "time") -> Column:
    """A time of day that belongs to the date column beside it."""
    return Column(Kind.TIME, becomes)


def yes_no(becomes: str) -> Column:
    """Yes or no, true or false, 1 or 0."""
    return Column(Kind.YES_NO, becomes)


def currency(becomes: str = "currency") -> Column:
    """The currency of every amount on the row."""
    return Column(Kind.CURRENCY, becomes)


def month(becomes: str = "date") -> Column:
    """A month, as its first day."""
    return Column(Kind.MONTH, becomes, such_as="2025-03")


def choice(becomes: str, words: Mapping[str, tuple[str, ...]]) -> Column:
    """One of a few words of ours, each of which may be written in further ways."""
    return Column(Kind.CHOICE, becomes, words=words, such_as=" or ".join(words))


def channel(becomes: str = "channel") -> Column:
    """A channel, as people write it."""
    return Column(Kind.CHANNEL, becomes, such_as="Instagram, E-mail, Events or Referral")


def required(column: Column) -> Column:
    """The export is known by this column, and each record has it."""
    return replace(column, required=True)


def known_by(column: Column) -> Column:
    """The export is known by this heading; a record may leave the cell empty."""
    return replace(column, required=True, may_be_blank=True)


def tolerant(column: Column) -> Column:
    """A damaged cell is told and left open: the rest of the file is worth more than it."""
    return replace(column, tolerant=True)


def measure(name: str, kind: Kind = Kind.COUNT) -> Column:
    """A figure of a long subject: one row per measure."""
    return Column(kind, name, measure=True)


def from_zero(column: Column) -> Column:
    """The same column, in which a figure below zero is a mistake."""
    return replace(column, never_negative=True)


def like(column: Column, such_as: str) -> Column:
    """The same column, with an example of its cells."""
    return replace(column, such_as=such_as)


def second(column: Column) -> Column:
    """The same heading, the second time it appears."""
    return replace(column, nth=2)


@dataclass(frozen=True)
class Titled:
    """A one-cell title line above a table names what is in it.

    Each known title gives constants (`channel`, `measure` …); the title "" stands for any other.
    A title whose network the file does not say gives a channel of "?" and the manager is asked.
    """

    titles: Mapping[str, Mapping[str, str]]


ANY_OTHER = "*"


@dataclass(frozen=True)
class Table:
    """One table of an export.

    columns: headings (several spellings as a tuple, the plainest first) to what they become. The
        spelling "" is a column without a heading. A
        heading ending in "({currency})" gives its amounts' currency; `ANY_OTHER` stands for each
        column not described.
    sheets: the worksheets it may lie on; none means any.
    without: headings that show it is another export after all.
    records: which lines are records, over the text keyed by the plainest heading in lower case.
        By default a line is a record when any required cell is filled.
    finish: reshapes typed rows, whose columns carry `becomes` names. It sees a large file piece by
        piece, unless `whole`.
    zero_is_missing: columns in which a platform writes 0 throughout for "not computed yet".
    exactly: the heading line holds nothing but described columns.
    alone: whether a file is known by this table; if not, it counts only beside one that is.
    preamble: a regular expression that the sheet's first lines must fit.
    looks: regular expressions that the first record's cells must fit, by their plainest heading in
        lower case, where headings are too common to tell.
    kept: whether its rows go anywhere; those that do not are read and summed, and that is told.
    beside: its `finish` is told what days the tables before it in the file cover, in the columns
        `first_beside` and `last_beside`; they are missing where there is no such table.
    again: it reads another table's lines once more, for a second subject; they count once.
    needed: groups of headings; where a file has none of a group its rows can be read, but nothing
        can be counted from them, and the manager is told which columns to add.
    begins: the heading line begins with a required column.
    told_above: a regular expression for what the lines above the headings tell of the whole table;
        its named groups are given to `finish` as columns of text.
    grouped: the lines between records are groups' names, totals and footers, not worth a word.
    under: a regular expression that the line above the headings must fit; the headings are then
        a line of words, for a table whose columns can be any.
    unbroken: a record is known by its described cells that are no figures. Lines broken down
        further (a heading twice, words in a column beside, the same cells twice) are another's.
    part: its figures are parts of another table's: beside that one they are read, and counted
        only there.
    tells: what its lines say of the whole export, in sentences for the manager.
    written: headings written just so, capitals and all, where nothing else tells two apart.
    """

    subject: str
    columns: Mapping[Headings, Column]
    name: str = ""
    sheets: tuple[str, ...] = ()
    titled: Titled | None = None
    constants: Mapping[str, str] = field(default_factory=dict[str, str])
    without: tuple[str, ...] = ()
    records: pl.Expr | None = None
    finish: Frames | None = None
    whole: bool = False
    zero_is_missing: tuple[str, ...] = ()
    exactly: bool = False
    alone: bool = True
    preamble: str = ""
    looks: Mapping[str, str] = field(default_factory=dict[str, str])
    kept: bool = True
    again: bool = False
    beside: bool = False
    needed: tuple[tuple[str, ...], ...] = ()
    begins: bool = False
    grouped: bool = False
    told_above: str = ""
    under: str = ""
    unbroken: bool = False
    part: bool = False
    tells: Callable[[pl.DataFrame], Sequence[str]] | None = None
    written: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """One kind of export.

    `where` tells a manager the way to it on the platform. `period` says where a window stands that
    is not in the rows: a regular expression with the groups `first` and `last` over the lines above
    the heading, or over the file's name; `period_habit` is the order of day and month it is known
    to be written in. `file_names` is a regular expression that settles which of
    several fitting sources a file is from. `grace` is how many days before a month's end its last
    row may lie when the month is whole (a call log may have a quiet weekend). `proof` says how sure
    the description is. A `doubtful` source has headings that others might have too: unless
    `file_names` fits the name of the file or its sheet, or a table `looks` like its own, the
    manager is asked. `template` marks our own templates, whose example row is not a record. Sources
    of one `family` may share a workbook, each on sheets of its own.
    """

    name: str
    label: str
    where: str
    tables: Sequence[Table]
    channel: str = ""
    period_above: str = ""
    period_in_name: str = ""
    period_habit: DateHabit | None = None
    file_names: str = ""
    grace: int = 0
    proof: Literal["real files", "documentation", "memory"] = "documentation"
    doubtful: bool = False
    template: bool = False
    family: str = ""

    def __post_init__(self) -> None:
        assert self.tables, f"{self.name} has no table"
        for table in self.tables:
            assert any(column.required for column in table.columns.values()) or table.titled, (
                f"{self.name}: a table must be known by something"
            )
