"""One described column: its text becomes typed values, and each cell that will not go is told.

How a column is written (decimal mark, order of day and month) is decided once, from every cell of
it that has been seen, and asked when the cells cannot decide.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b

import polars as pl

from data_pipeline import values
from data_pipeline.contract import NUMBERS, Column, DateHabit, Kind
from data_pipeline.intake.headings import Described
from data_pipeline.intake.people import person_keys
from data_pipeline.intake.questions import Need
from data_pipeline.intake.rewritten import is_rewritten
from data_pipeline.staging.subject import AMOUNT
from data_pipeline.warehouse.channel_rules import CHANNELS, UNKNOWN, channel_of

# What a spreadsheet writes for TRUE in its own language is among them.
_YES = {
    *("yes", "true", "1", "y", "ja", "si", "sí", "sì", "oui", "sim", "x", "wahr", "vrai"),
    *("verdadero", "verdadeiro", "vero", "waar"),
}
_NO = {
    *("no", "false", "0", "n", "nein", "non", "não", "nee", "", "falsch", "faux"),
    *("falso", "onwaar"),
}
_NOBODY = {
    *("anonymous", "anonym", "anonyme", "anónimo", "anônimo", "anonimo", "anoniem"),
    *("unknown", "unavailable", "private", "restricted", "withheld", "blocked"),
}
# What happened or did not; likes, comments and followers are corrected by figures below nought.
_SEEN_OR_NOT = {
    *("impressions", "views", "video_views", "reach", "viewers", "visitors", "page_views"),
    *("sessions", "users", "new_users", "events", "recipients", "delivered", "seconds"),
    *("clicks", "website_clicks", "call_taps", "directions", "key_events", "active_users"),
}
_SHOWN = 40
_FIGURES = NUMBERS - {Kind.DURATION}
# How often a cell of these comes tells nothing of how it is read.
_READ_ALONE = _FIGURES | {Kind.TEXT, Kind.YES_NO, Kind.CHOICE, Kind.CHANNEL}
WORTH_REMEMBERING = 20_000
PEOPLE_REMEMBERED = 500_000
_PLAIN_ID = r"^[A-Za-z0-9_-]{9,}$"  # longer than any word for nothing
_LONG_NUMBER = r"^\s*'?[0-9]{16,}\s*$"
DIGITS_KEPT = 15  # of a number, by a spreadsheet
_FEWEST_NOUGHTS = 3  # in all ids together: fewer are there by chance
_PART_OF_A_DAY = r"^\s*0?[.,][0-9]{5,}\s*$"
_CUT_SHORT = r"^\s*'?\d(?:[.,]\d+)?[eE]\+\d{2}\s*$"  # 1.09112E+18: no id any more


@dataclass
class Reader:
    """Reads one column of one table, piece by piece."""

    described: Described
    answers: Mapping[str, str]
    secret: bytes
    semicolons: bool
    style: values.DateStyle | None = None
    mark: str | None = None
    currency: str = ""
    needs: list[Need] = field(default_factory=list[Need])
    other_days: pl.Series | None = None
    below: int = 0
    cut_short: int = 0
    below_nought: str = ""
    year_needed: bool = False
    ends_as_written: tuple[str, str] | None = None
    in_no_order: bool = False
    year_from_elsewhere: int = 0
    pseudonyms: "Pseudonyms" = field(init=False)

    def __post_init__(self) -> None:
        self.pseudonyms = Pseudonyms(self.secret, self.answers.get("region", ""))

    @property
    def column(self) -> Column:
        """What the description says of it."""
        return self.described.column

    def settle_dates(self, cells: pl.Series) -> None:
        """Decide the order of day and month, or ask for it."""
        style = values.date_style_of(cells, self._habit(cells))
        if style.order == "mixed":
            style = self._likeliest(cells, style)
        if style.order == "undecided" and self.other_days is not None:
            together = values.date_style_of(pl.concat([cells, self.other_days]))
            style = together if together.order in {"mdy", "dmy"} else style
        if style.order == "undecided":
            answer = self.answers.get("date_order")
            if answer in {"mdy", "dmy"}:
                style = values.DateStyle(answer, style.yearless)  # type: ignore[arg-type]
            else:
                self.needs.append(self._order_need(cells))
        self.style = style

    def _likeliest(self, cells: pl.Series, mixed: values.DateStyle) -> values.DateStyle:
        """The order most cells agree with, so that only the others are wrong.

        Not where a spreadsheet has made real dates of some: it may have taken months for days.
        """
        if cells.str.contains(r"^\s*[0-9]{4}-|^[0-9]{5}([.,][0-9]+)?$").any():
            return mixed
        orders = [values.DateStyle("mdy"), values.DateStyle("dmy")]
        bad = [int(values.read_moments(cells, one).bad.sum()) for one in orders]
        if bad[0] == bad[1]:
            return mixed
        return orders[0] if bad[0] < bad[1] else orders[1]

    def _habit(self, cells: pl.Series) -> DateHabit | None:
        """The order this source is known to write, unless another program wrote these dates.

        Who writes dots never writes the month first.
        """
        dotted = cells.str.contains(r"^\s*\d{1,2}\.\s?\d{1,2}\.\s?(\d{4}|\d\d)\b").drop_nulls()
        if dotted.len() and dotted.all():
            return "dmy"
        rewritten = is_rewritten(cells, self.column, semicolons=self.semicolons)
        return None if rewritten else self.column.habit

    def _order_need(self, cells: pl.Series) -> Need:
        example = cells.drop_nulls()[0]
        return Need(
            "date_order",
            f"In the column “{self.described.heading}”, is “{example[:_SHOWN]}” written "
            "day first or month first?",
            {"dmy": "Day first", "mdy": "Month first"},
        )

    def read(self, cells: pl.Series) -> values.Reading:
        """Typed values, and which cells could not be read."""
        if self.column.kind is Kind.TEXT and not (self.column.becomes or self.column.required):
            return values.Reading(cells, values.nowhere(cells))
        if self.column.kind in _READ_ALONE:
            return self._read_once_each(cells)
        return self._read(cells)

    def _read_once_each(self, cells: pl.Series) -> values.Reading:
        """In a long column of few texts each text is read once, and what it says is handed out."""
        read = values.once_each(cells, self._reading_of)
        no = values.nowhere(cells)
        if "below" in read.columns:
            self.below += int(read["below"].sum())
        return values.Reading(
            read["value"].alias(cells.name), read["bad"] if "bad" in read.columns else no
        )

    def _reading_of(self, cells: pl.Series) -> pl.DataFrame:
        """What each cell says; `bad` and `below` only where there is such a cell."""
        reading = self._read(cells)
        read = {"value": reading.values}
        if reading.bad.any():
            read["bad"] = reading.bad
        if self.column.kind in _FIGURES and (below := values.below_threshold(cells)).any():
            read["below"] = below
        return pl.DataFrame(read)

    def _read(self, cells: pl.Series) -> values.Reading:
        match self.column.kind:
            case Kind.TEXT:
                return _fine(cells.str.strip_chars())
            case Kind.ID:
                return self._identifiers(cells)
            case Kind.PERSON:
                return self._people(cells)
            case Kind.CHOICE:
                return _chosen(cells, self.column.words)
            case Kind.CHANNEL:
                return _channels(cells)
            case Kind.MONTH:
                return self._months(cells)
            case Kind.CURRENCY:
                return values.Reading(*_currency(cells))
            case Kind.YES_NO:
                return _yes_no(cells)
            case Kind.DURATION:
                is_mean = self.column.measure or not self.column.becomes
                days = not is_mean and _are_parts_of_days(cells)
                return values.read_durations(cells, days=days)
            case Kind.DATE:
                return self._settled_dates(cells)
            case Kind.MOMENT:
                return self._moments(cells)
            case Kind.TIME:
                return values.read_times(cells)
            case Kind.YEARLESS:
                return self._yearless(cells)
            case Kind.DAY_OF_YEAR:
                return self._day_of_year(cells)
            case _:
                return self._numbers(cells)

    def _identifiers(self, cells: pl.Series) -> values.Reading:
        shortened = cut_short(cells)
        if cells.str.contains(_PLAIN_ID).all() and not shortened.any():
            return values.Reading(cells, values.nowhere(cells))
        self.cut_short += int(shortened.sum())
        bare = cells.str.strip_chars().str.strip_chars_start("'").str.strip_chars()
        return _fine(pl.select(pl.when(~shortened).then(bare)).to_series())

    def _people(self, cells: pl.Series) -> values.Reading:
        """Pseudonyms. A phone number that a spreadsheet rounded is many people's: nobody's here."""
        shortened = cells.str.contains(_CUT_SHORT).fill_null(value=False)
        if shortened.any():
            self.cut_short += int(shortened.sum())
            cells = pl.select(pl.when(~shortened).then(cells)).to_series().alias(cells.name)
        return values.Reading(self.pseudonyms.of(cells), values.nowhere(cells))

    @property
    def waits(self) -> bool:
        """Whether its days cannot be told before the manager has answered."""
        return self.style is not None and self.style.order == "undecided"

    def _moments(self, cells: pl.Series) -> values.Reading:
        style = self._dates(cells)
        if not self.waits:
            return values.read_moments(cells, style)
        month_first = values.read_moments(cells, values.DateStyle("mdy"))
        day_first = values.read_moments(cells, values.DateStyle("dmy"))
        agreed = pl.when(month_first.values == day_first.values).then(day_first.values)
        return values.Reading(pl.select(agreed).to_series(), month_first.bad & day_first.bad)

    def _dates(self, cells: pl.Series) -> values.DateStyle:
        if self.style is None or self.style.order == "undecided":
            self.settle_dates(cells)
        assert self.style is not None
        return self.style

    def _yearless(self, cells: pl.Series) -> values.Reading:
        style = values.date_style_of(cells, self.column.habit)
        if not style.yearless:
            self.style = style
            dated = self._settled_dates(cells)
            if self.waits or dated.bad.any() or not _years_are_guessed(dated.values):
                years = dated.values.dt.year().drop_nulls().unique()
                self.year_from_elsewhere = int(years[0]) if len(years) == 1 else 0
                return dated
            return self._with_year(dated.values.dt.to_string("%B %-d"), cells)
        return self._with_year(cells, cells)

    def _with_year(self, cells: pl.Series, written: pl.Series) -> values.Reading:
        """Days in the year that was answered, or only as days until it is."""
        answer, ends = self.answers.get("year", "").strip(), values.ends_without_years(cells)
        is_year = re.fullmatch(r"(?:19|20)[0-9]{2}", answer) is not None
        if ends is None:
            self.in_no_order = bool(values.read_days_of_year(cells).values.is_not_null().any())
        elif not is_year:
            self.year_needed = True
            self.ends_as_written = _at(written, ends)
            self.needs.append(year_need(cells[ends[1]]))
        return values.read_yearless(cells, date(int(answer) if is_year else 2000, 12, 31))

    def _day_of_year(self, cells: pl.Series) -> values.Reading:
        is_kept = bool(self.column.becomes)
        if values.date_style_of(cells, self.column.habit).yearless:
            ends = None if is_kept else values.ends_without_years(cells)
            self.ends_as_written = _at(cells, ends) if ends else None
            return values.read_days_of_year(cells)
        if not is_kept:
            return _fine(cells)
        return self._settled_dates(cells)

    def _settled_dates(self, cells: pl.Series) -> values.Reading:
        moments = self._moments(cells)
        return values.Reading(moments.values.dt.date(), moments.bad)

    def _months(self, cells: pl.Series) -> values.Reading:
        """Months, and the days that a spreadsheet makes of them."""
        months = values.read_months(cells)
        if not months.bad.any():
            return months
        days = self._moments(pl.select(pl.when(months.bad).then(cells)).to_series())
        read = pl.select(pl.coalesce(months.values, days.values.dt.date().dt.month_start()))
        return values.Reading(read.to_series(), months.bad & days.bad)

    def _numbers(self, cells: pl.Series) -> values.Reading:
        if values.plainly_written(cells) == "counts":
            return values.Reading(cells, values.nowhere(cells))
        reading = values.read_numbers(cells, "," if self._mark(cells) == "," else ".")
        bad = reading.bad | values.rounded_powers(cells)
        below_nought = _below_nought(reading.values)
        if self.column.never_negative:
            bad = bad | below_nought
        elif self.column.becomes in _SEEN_OR_NOT and below_nought.any():
            self.below_nought = self.below_nought or str(cells.filter(below_nought)[0])
        if self.column.kind is Kind.COUNT:
            bad = bad | values.as_counts(reading.values).bad
        return values.Reading(reading.values, bad)

    def _mark(self, cells: pl.Series) -> str:
        """The decimal mark; a whole number or an amount never has exactly three decimals."""
        own = values.decimal_mark_of(cells)
        if own in {".", ","}:
            return own
        if own == "either" and self.column.kind in {Kind.COUNT, Kind.MONEY}:
            grouped_by = cells.str.extract(r"\d([.,])\d{3}(?:\D|$)").drop_nulls()
            if grouped_by.len():
                return "," if grouped_by[0] == "." else "."
        return self.mark or "."


def cut_short(cells: pl.Series) -> pl.Series:
    """Ids that a spreadsheet took for numbers and rounded: the last digits are lost."""
    return cells.str.contains(_CUT_SHORT).fill_null(value=False) | _rounded(cells)


def _below_nought(figures: pl.Series) -> pl.Series:
    signed = figures.str.starts_with("-").fill_null(value=False)
    return signed & figures.str.contains("[1-9]") if signed.any() else signed


def _rounded(cells: pl.Series) -> pl.Series:
    """Ids of more than 15 digits where each has nothing but noughts behind the fifteenth."""
    long = cells.str.contains(_LONG_NUMBER).fill_null(value=False)
    if not long.any():
        return long
    ids = cells.filter(long).str.strip_chars("' ").unique()
    lost = ids.str.slice(DIGITS_KEPT)
    by_chance = int(lost.str.len_chars().sum()) < _FEWEST_NOUGHTS
    return long & (not by_chance and bool(lost.str.contains("^0+$").all()))


def _years_are_guessed(days: pl.Series) -> bool:
    """A spreadsheet gives one year to days of two: in the middle the list jumps by a year."""
    days = days.drop_nulls()
    if days.is_empty() or days.dt.year().n_unique() > 1:
        return False
    steps = days.diff().dt.total_days().drop_nulls()
    return bool((steps > 0).any() and (steps < 0).any() and (steps.abs() > 300).any())


def _at(cells: pl.Series, ends: tuple[int, int]) -> tuple[str, str]:
    first, last = (str(cells[place]).strip() for place in ends)
    return first, last


def year_need(newest: str) -> Need:
    """Ask for the year of the last day in a column that writes none."""
    return Need("year", f"Which year is “{newest[:_SHOWN]}”, the last day in this file?")


def _are_parts_of_days(cells: pl.Series) -> bool:
    """Whether 41 seconds are written 0.000474537, as a spreadsheet holds them."""
    parts = cells.str.contains(_PART_OF_A_DAY)
    if not parts.any():
        return False
    return not (~(parts | cells.str.contains(r"^\s*0?\s*$"))).any()


def _fine(cells: pl.Series) -> values.Reading:
    blank = values.is_missing(cells)
    return values.Reading(
        pl.select(pl.when(~blank).then(cells)).to_series(),
        values.nowhere(cells),
    )


def pseudonyms(cells: pl.Series, secret: bytes) -> pl.Series:
    """A keyed pseudonym for each person: the same one, the same word; nobody can turn it back."""
    return Pseudonyms(secret).of(cells)


class Pseudonyms:
    """Gives people their pseudonyms and remembers them: in a long log the same ones come again."""

    def __init__(self, secret: bytes, region: str = "") -> None:
        self._keyed = blake2b(key=secret, digest_size=12)
        self._region = region
        self._forget()

    def of(self, cells: pl.Series) -> pl.Series:
        """A pseudonym for each cell that names a person."""
        if cells.len() < WORTH_REMEMBERING:
            return self._words(cells)
        if self._known.len() > PEOPLE_REMEMBERED:
            self._forget()
        people = cells.cast(self._people.dtype).to_physical()
        unknown = (people >= self._known.len()).arg_true()
        new = unknown.gather(values.first_of_each(people.gather(unknown)))
        self._known = pl.concat([self._known, self._words(cells.gather(new))]).rechunk()
        return self._known.gather(people).alias(cells.name)

    def _forget(self) -> None:
        """`_people` numbers the texts seen since; `_known` has each one's word at its number."""
        # A series, though empty: numbers are given out anew once no series of their type is left.
        self._people = pl.Series(dtype=pl.Categorical(pl.Categories.random()))
        self._known = pl.Series(dtype=pl.String)

    def _words(self, cells: pl.Series) -> pl.Series:
        named = pl.select(pl.when(~values.is_missing(cells)).then(cells)).to_series()
        words = [
            self._word(key) if key and key not in _NOBODY else None
            for key in person_keys(named, self._region).to_list()
        ]
        return pl.Series(words, dtype=pl.String).alias(cells.name)

    def _word(self, key: str) -> str:
        keyed = self._keyed.copy()
        keyed.update(key.encode())
        return keyed.hexdigest()


def _currency(cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    named = values.currencies_of(cells + " 1")  # a currency is told by the amount beside it
    code = cells.str.strip_chars().str.to_uppercase().str.extract(r"^([A-Z]{3})$")
    codes = pl.select(pl.coalesce(named, code)).to_series()
    missing = values.is_missing(cells)
    unclear = codes.is_null() | (codes == "")
    return codes, unclear & ~missing


def _chosen(cells: pl.Series, words: Mapping[str, tuple[str, ...]]) -> values.Reading:
    """Each cell as our word for it."""
    ours = {written: ours for ours, ways in words.items() for written in (ours, *ways)}
    said = cells.str.strip_chars().str.to_lowercase()
    read = said.replace_strict(ours, default=None, return_dtype=pl.String)
    if read.null_count():  # “Inbound - Missed” says more than the word asked for
        first = said.str.replace(r"\s+[-–]\s.*$", "")
        read = read.fill_null(first.replace_strict(ours, default=None, return_dtype=pl.String))
    return values.Reading(read, read.is_null() & ~values.is_missing(cells))


def _channels(cells: pl.Series) -> values.Reading:
    """The channel each cell names; what names none is not guessed."""
    named = {cell: _channel(cell) for cell in cells.drop_nulls().unique().to_list()}
    read = cells.replace_strict(named, default=None, return_dtype=pl.String)
    return values.Reading(read, read.is_null() & ~values.is_missing(cells))


def _channel(written: str) -> str | None:
    name = " ".join(written.casefold().split())
    for key, label in CHANNELS.items():
        if name in {key, label.casefold()}:
            return key
    channel = channel_of(written)
    return None if channel == UNKNOWN else channel


def _yes_no(cells: pl.Series) -> values.Reading:
    lowered = cells.str.strip_chars().str.to_lowercase()
    read = pl.select(
        pl.when(lowered.is_in(list(_YES)))
        .then(statement=True)
        .when(lowered.is_in(list(_NO)))
        .then(statement=False)
    ).to_series()
    return values.Reading(read, read.is_null() & ~values.is_missing(cells))


def kept_type(kind: Kind) -> pl.DataType | None:
    """The type a read column is kept in; None leaves it as it was read."""
    match kind:
        case Kind.COUNT:
            return pl.Int64()
        case Kind.NUMBER | Kind.MONEY | Kind.PERCENT:
            return AMOUNT
        case _:
            return None
