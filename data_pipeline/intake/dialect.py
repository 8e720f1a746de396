"""How a text separates its cells: its delimiter, a `sep=` line, quotes around whole lines."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from math import log2

SAMPLE_CHARACTERS = 300_000
CANDIDATES = (",", ";", "\t", "|")

SEPARATOR_LINE = re.compile(
    r'"?sep=(?P<delimiter>[^\r\n"]?)"?[\s,;]*?(\r\n|\r|\n|$)', re.IGNORECASE
)
WRAPPED = re.compile(r'"((?:[^"]|"")*)"[,;\t]*')
_ONE_NUMBER = re.compile(r'"\d{1,3}(?P<mark>[,.])\d{3}(?:(?P=mark)\d{3})*"')


@dataclass(frozen=True)
class Dialect:
    delimiter: str
    # Characters of the `sep=` line, which a spreadsheet obeys and does not show.
    skip: int = 0
    # Each physical line is one quoted cell that itself holds a line of csv.
    is_wrapped: bool = False
    # False when quotation marks are ordinary characters, as in a table of sizes in inches.
    is_quoted: bool = True

    def rows(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """The rows of these lines; the lines keep their line ends."""
        quoting = csv.QUOTE_MINIMAL if self.is_quoted else csv.QUOTE_NONE
        return csv.reader(lines, delimiter=self.delimiter, quoting=quoting)


def dialect_of(text: str) -> Dialect:
    """The dialect of a text, judged by its beginning."""
    declared = SEPARATOR_LINE.match(text)
    skip = declared.end() if declared else 0
    sample = text[skip : skip + SAMPLE_CHARACTERS]
    candidates = _candidates(declared["delimiter"] if declared else "")
    delimiter, score = _best(sample, candidates)
    if score < 1:
        unwrapped = "".join(unwrap(line) for line in physical_lines(sample))
        inner, inner_score = _best(unwrapped, candidates)
        if inner_score >= 1 and _is_wrapped(sample, inner):
            return Dialect(inner, skip, is_wrapped=True)
    return Dialect(delimiter, skip)


def without_quoting(dialect: Dialect) -> Dialect:
    return replace(dialect, is_quoted=False)


def physical_lines(text: str) -> Iterable[str]:
    """The lines with their ends, whichever of the three ends they have."""
    return io.StringIO(text, newline="")


def unwrap(line: str) -> str:
    """Take one pair of quotation marks off a line that stands in them as a whole."""
    content = line.rstrip("\r\n")
    wrapped = WRAPPED.fullmatch(content)
    return wrapped[1].replace('""', '"') + line[len(content) :] if wrapped else line


def _candidates(declared: str) -> tuple[str, ...]:
    """The declared delimiter first, so that it wins a tie."""
    others = tuple(mark for mark in CANDIDATES if mark != declared)
    return (declared, *others) if declared.strip() or declared == "\t" else others


def _best(sample: str, candidates: tuple[str, ...]) -> tuple[str, float]:
    scored = [(delimiter, _consistency(sample, delimiter)) for delimiter in candidates]
    return max(scored, key=lambda pair: pair[1])


def _consistency(sample: str, delimiter: str) -> float:
    """How often a row of several cells is followed by one as wide. A lone row counts a little."""
    widths = _widths(sample, delimiter)
    wide = [width for width in widths if width > 1]
    if not wide:
        return 0
    same = Counter(width for width, following in pairwise(widths) if width == following > 1)
    return sum(count * log2(width) for width, count in same.items()) + len(wide) / len(widths) / 2


def _widths(sample: str, delimiter: str) -> list[int]:
    """Cells in each row that is not blank, up to the first that breaks the rules of quoting."""
    rows = csv.reader(physical_lines(sample), delimiter=delimiter, strict=True)
    widths: list[int] = []
    with suppress(csv.Error):
        widths.extend(len(row) for row in rows if any(row))
    return widths


def _is_wrapped(sample: str, delimiter: str) -> bool:
    """Nearly every line of several cells stands in quotation marks; notes above have one cell."""
    lines = [line.rstrip("\r\n") for line in physical_lines(sample)]
    filled = [line for line in lines if line.strip('",; \t') and delimiter in line]
    wrapped = [line for line in filled if WRAPPED.fullmatch(line)]
    if any(_ONE_NUMBER.fullmatch(line) for line in wrapped):
        return False  # “1,234,567” is a number with its thousands, not a line of three cells
    return bool(filled) and wrapped[:1] == filled[:1] and len(wrapped) * 2 > len(filled)
