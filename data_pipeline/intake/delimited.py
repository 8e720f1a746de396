"""Text → rows, with a word about every quotation mark that would have swallowed some."""

import csv
import re
from collections.abc import Iterable, Iterator

from data_pipeline.intake.dialect import (
    Dialect,
    dialect_of,
    physical_lines,
    unwrap,
    without_quoting,
)
from data_pipeline.intake.sheet import Limits, Sheet, without_empty_edge
from data_pipeline.problems import Refused, refused

# Fed behind the last line: where it does not come back as a row of its own, a quote is open.
END = "\ue000end of the file\ue000"

# What a program leaves in a file that two people changed: both versions of some lines.
TWO_VERSIONS = re.compile(r"^<{7} .*\r?$(?s:.*?)^={7}\r?$(?s:.*?)^>{7} ", re.MULTILINE)


def sheet_of_text(text: str, file: str, member: str, limits: Limits) -> Sheet:
    """A text that fits in memory as one sheet with all its rows."""
    _refuse_two_versions(text, file)
    dialect = dialect_of(text)
    lines = text_lines(physical_lines(text[dialect.skip :]), dialect)
    try:
        rows = list(rows_of(lines, dialect, file, limits))
    except Refused as refusal:
        rows = _rows_with_literal_quotes(text, dialect, file, limits)
        if rows is None:
            raise refusal from None
    if not any(any(cell.strip() for cell in row) for row in rows):
        raise refused("It holds only blank lines", file, "Export it again and look inside.")
    sheet = without_empty_edge(rows)
    return Sheet("", member, sheet, delimiter=dialect.delimiter, ending=text[-1:])


def _refuse_two_versions(text: str, file: str) -> None:
    found = TWO_VERSIONS.search(text) if "<<<<<<<" in text else None
    if found:
        raise refused(
            "Some lines stand in it in two versions, between “<<<<<<<” and “>>>>>>>”",
            file,
            "Export it again, or keep one version of those lines and take the marks out.",
            row=text.count("\n", 0, found.start()) + 1,
        )


def text_lines(lines: Iterable[str], dialect: Dialect) -> Iterable[str]:
    return map(unwrap, lines) if dialect.is_wrapped else lines


def rows_of(
    lines: Iterable[str], dialect: Dialect, file: str, limits: Limits
) -> Iterator[list[str]]:
    """All rows in order, blank ones too; refused at one that can't be told from the next."""
    csv.field_size_limit(limits.cell_characters)
    taken: list[str] = []
    rows = dialect.rows(_remembered(lines, taken))
    number = 0
    while True:
        number += 1
        taken.clear()
        try:
            row = next(rows)
        except csv.Error:
            raise _too_long(file, number, limits) from None
        if row == [END] and not taken:
            return
        if _swallowed(row, taken, dialect):
            raise _unclosed(file, number)
        if len(row) > limits.columns or number > limits.rows:
            raise _too_large(file, number, limits)
        yield row


def _remembered(lines: Iterable[str], taken: list[str]) -> Iterator[str]:
    for line in lines:
        taken.append(line)
        yield line
    yield END


def _swallowed(row: list[str], lines: list[str], dialect: Dialect) -> bool:
    """Whether a quote that was never closed made several rows into this one."""
    if row and row[-1].endswith(END):
        return True
    return len(lines) > 1 and not _is_clean(lines, dialect)


def _is_clean(lines: list[str], dialect: Dialect) -> bool:
    try:
        return len(list(csv.reader(lines, delimiter=dialect.delimiter, strict=True))) == 1
    except csv.Error:
        return False


def _rows_with_literal_quotes(
    text: str, dialect: Dialect, file: str, limits: Limits
) -> list[list[str]] | None:
    """The rows if quotation marks mean nothing in this file: all equally wide, no cell quoted."""
    literal = without_quoting(dialect)
    lines = text_lines(physical_lines(text[dialect.skip :]), literal)
    try:
        rows = list(rows_of(lines, literal, file, limits))
    except Refused:
        return None
    filled = [row for row in rows if row]
    is_quoted = any(len(cell) > 1 and cell[0] == cell[-1] == '"' for row in filled for cell in row)
    widths = {len(row) for row in filled}
    return rows if widths != {1} and len(widths) == 1 and not is_quoted else None


def _unclosed(file: str, row: int) -> Refused:
    return refused(
        "A quotation mark opens here and is not closed",
        file,
        "Export the file again; if that doesn't help, remove the mark or close it.",
        row=row,
    )


def _too_long(file: str, row: int, limits: Limits) -> Refused:
    return refused(
        f"A cell has more than {limits.cell_characters:,} characters",
        file,
        "Perhaps a quotation mark opens here and is not closed. Export the file again.",
        row=row,
    )


def _too_large(file: str, row: int, limits: Limits) -> Refused:
    return refused(
        f"There are more than {limits.columns:,} columns or {limits.rows:,} rows",
        file,
        "Export a shorter period or fewer columns.",
        row=row,
    )
