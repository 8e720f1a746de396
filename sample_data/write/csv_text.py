"""The dialects of csv that the platforms write."""

import csv
import io
from collections.abc import Iterable, Sequence

Row = Sequence[object]


def as_csv(rows: Iterable[Row], *, quote_all: bool = False, line_end: str = "\n") -> str:
    """Cells in quotes where they need them, or all of them."""
    text = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(text, quoting=quoting, lineterminator=line_end).writerows(rows)
    return text.getvalue()


def quoted_where_blank(rows: Iterable[Row]) -> str:
    """Meta's posts: a blank is reason enough for quotes."""
    return "".join(",".join(_cell(str(value)) for value in row) + "\n" for row in rows)


def _cell(text: str) -> str:
    if any(mark in text for mark in ' ,"\n'):
        return '"' + text.replace('"', '""') + '"'
    return text
