"""Headings compared as a reader would: case, blanks and invisible characters do not count."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from data_pipeline.contract import ANY_OTHER, Column, Pattern, Table

_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad]")
_STRAIGHT = str.maketrans("’‘`“”„", "'''\"\"\"")
_CURRENCY_IN_HEADING = " ({currency})"


@lru_cache(maxsize=100_000)
def plain(heading: str) -> str:
    """A heading as it is compared, at most 300 characters of it."""
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFKC", heading[:300]))
    return " ".join(visible.translate(_STRAIGHT).casefold().split())


def seen(heading: str) -> str:
    """A heading as a reader sees it: what is written, without what is invisible."""
    return _INVISIBLE.sub("", heading).replace("\u00a0", " ").strip()


@dataclass(frozen=True)
class Described:
    """A column of a file, its place in the line, and what its description says."""

    position: int
    heading: str
    key: str
    column: Column
    currency: str = ""


class Lookup:
    """A table's headings, ready to be compared with a line of a file."""

    def __init__(self, table: Table) -> None:
        self.known: dict[tuple[str, int], tuple[str, Column]] = {}
        self.with_currency: list[tuple[re.Pattern[str], str, Column]] = []
        self.worded: list[tuple[re.Pattern[str], str, Column]] = []
        self.other: Column | None = None
        for spellings, column in table.columns.items():
            if spellings == ANY_OTHER:
                self.other = column
                continue
            names = (spellings,) if isinstance(spellings, str) else spellings
            self._add(names, column)
        self.required = {
            key for key, column in self.known.values() if column.required and column.nth == 1
        } | {key for _, key, column in (*self.with_currency, *self.worded) if column.required}
        self.forbidden = {plain(heading) for heading in table.without}
        ways: dict[str, set[str]] = {}
        for (name, _), (key, _) in self.known.items():
            ways.setdefault(key, set()).add(name)
        forms: dict[str, list[re.Pattern[str]]] = {}
        for form, key, _ in (*self.with_currency, *self.worded):
            forms.setdefault(key, []).append(form)
        wanted = {key: ways.get(key, set()) for key in self.required}
        self._must_have = [
            names for key, names in wanted.items() if key not in forms and "" not in names
        ]
        self._must_be_like = [(wanted[key], forms[key]) for key in wanted if key in forms]

    def _add(self, names: Sequence[str], column: Column) -> None:
        key = plain(names[0]) or "without heading"
        for name in names:
            if isinstance(name, Pattern):
                self.worded.append((re.compile(name), key, column))
            elif name.endswith(_CURRENCY_IN_HEADING):
                stem = re.escape(plain(name.removesuffix(_CURRENCY_IN_HEADING)))
                pattern = re.compile(stem + r" ?\(([a-z]{3})\)")
                self.with_currency.append((pattern, plain(names[0]), column))
            else:
                self.known[plain(name), column.nth] = (key, column)

    def may_be_among(self, names: frozenset[str]) -> bool:
        """Whether this table's headings can be among a sheet's names: quick, as mostly not."""
        return all(not ways.isdisjoint(names) for ways in self._must_have) and all(
            not ways.isdisjoint(names)
            or any(form.fullmatch(name) for name in names for form in forms)
            for ways, forms in self._must_be_like
        )

    def may_fit(self, names: frozenset[str]) -> bool:
        """Whether a line of these headings can be this table's."""
        return self.may_be_among(names) and self.forbidden.isdisjoint(names)

    def describe(self, line: Sequence[str]) -> list[Described]:
        """The described columns of a line of headings."""
        times: dict[str, int] = {}
        taken: set[str] = set()  # a heading in two languages is described once
        described: list[Described] = []
        for position, heading in enumerate(line):
            name = plain(heading)
            if not name and ("", 1) not in self.known:
                continue
            times[name] = times.get(name, 0) + 1
            if found := self._find(name, times[name]):
                key, column, currency = found
                if column.nth > 1:
                    key = f"{key} {column.nth}"
                if key in taken:
                    continue
                taken.add(key)
                described.append(Described(position, seen(heading), key, column, currency))
            elif self.other is not None and name and name not in taken:
                taken.add(name)
                described.append(Described(position, seen(heading), name, self.other))
        return described

    def _find(self, name: str, nth: int) -> tuple[str, Column, str] | None:
        if known := self.known.get((name, nth)):
            return *known, ""
        for pattern, key, column in self.with_currency:
            if match := pattern.fullmatch(name):
                return key, column, match[1].upper()
        for pattern, key, column in self.worded:
            if pattern.fullmatch(name):
                return key, column, ""
        return None


_LOOKUPS: dict[int, tuple[Table, Lookup]] = {}


def lookup(table: Table) -> Lookup:
    """The table's headings, prepared once."""
    kept = _LOOKUPS.get(id(table))
    if kept is None or kept[0] is not table:
        kept = _LOOKUPS[id(table)] = (table, Lookup(table))
    return kept[1]


def spoken(columns: Mapping[str | tuple[str, ...], Column]) -> list[str]:
    """The headings an export is known by, as its platform writes them."""
    return [
        heading if isinstance(heading, str) else heading[0]
        for heading, column in columns.items()
        if column.required and heading != ANY_OTHER and not _is_any(heading)
    ]


def _is_any(heading: str | tuple[str, ...]) -> bool:
    return isinstance(heading if isinstance(heading, str) else heading[0], Pattern)
