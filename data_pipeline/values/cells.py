"""What a cell of text holds before anyone asks for its value: blanks, missing marks, repeats."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import polars as pl

MISSING = frozenset(
    {"", "-", "--", "---", "–", "—", "...", "…", "undefined", "nan", "n/a", "n.a.", "null", "none"}
    | {"#n/a", "#n/a n/a", "<na>", "nil", "(no value)"}
)

BLANKS = dict.fromkeys("\t\r\n\u00a0\u2002\u2003\u2007\u2009\u202f\u3000", " ")
UNSEEN = dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\ufeff\u061c", "")
PLAIN = BLANKS | UNSEEN

WORTH_COUNTING = 1_000  # rows: below, looking for repeats costs more than it saves


@dataclass(frozen=True)
class Reading:
    """A column read: `values` is null where a cell is missing or bad, `bad` tells the two apart."""

    values: pl.Series
    bad: pl.Series


def nowhere(cells: pl.Series) -> pl.Series:
    """False for each cell."""
    return pl.Series(cells.name, [False]).new_from_index(0, len(cells))


def tidy(cells: pl.Series) -> pl.Series:
    """The cells without blanks around them and without characters nobody can see."""
    texts = cells.cast(pl.String)
    text = pl.first()
    if texts.to_frame().select((text.str.len_bytes() != text.str.len_chars()).any()).item():
        texts = texts.str.replace_many(PLAIN)
    return texts.str.strip_chars()


def is_missing(cells: pl.Series) -> pl.Series:
    return tidied_is_missing(tidy(cells))


def tidied_is_missing(texts: pl.Series) -> pl.Series:
    longest = max(map(len, MISSING))
    short = texts.str.len_chars() <= longest
    if not short.any():
        return texts.is_null()
    return texts.str.to_lowercase().is_in(list(MISSING)).fill_null(True)


def once_each(texts: pl.Series, read: Callable[[pl.Series], pl.DataFrame]) -> pl.DataFrame:
    """`read(texts)`, but with every distinct text read only once where texts repeat enough."""
    if not _repeat(texts):
        return read(texts)
    numbers = _numbered(texts)
    first = first_of_each(numbers)
    assert len(first) == cast(int, numbers.max()) + 1, "distinct texts are numbered from 0 on"
    return read(texts.gather(first)).select(pl.all().gather(numbers))


def some_distinct(texts: pl.Series) -> pl.Series:
    """The distinct texts where they are much fewer, else the texts as they are."""
    return texts.unique() if _repeat(texts) else texts


def first_of_each(numbers: pl.Series) -> pl.Series:
    """Where each number comes first, the smallest number in front."""
    places = numbers.arg_unique()
    return places.gather(numbers.gather(places).arg_sort())


def _repeat(texts: pl.Series) -> bool:
    return len(texts) > WORTH_COUNTING and 2 * cast(int, texts.approx_n_unique()) < len(texts)


def _numbered(texts: pl.Series) -> pl.Series:
    """A number for each distinct text; the last for null."""
    numbers = texts.cast(pl.Categorical(pl.Categories.random())).to_physical()
    last = cast("int | None", numbers.max())
    return numbers.fill_null(0 if last is None else last + 1)
