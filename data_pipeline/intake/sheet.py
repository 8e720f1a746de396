"""A sheet of text, the limits of what is read, and the names we give to places in a file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import polars as pl

ROWS_IN_A_FRAME = 100_000


@dataclass(frozen=True)
class Limits:
    """How much one file may ask of us. Passing one is answered with a sentence that names it."""

    file_bytes: int = 2_000_000_000
    unpacked_bytes: int = 4_000_000_000
    unpack_ratio: int = 200
    members: int = 500
    rows: int = 50_000_000
    columns: int = 5_000
    cell_characters: int = 200_000
    sheets: int = 60


@dataclass(frozen=True)
class Sheet:
    """One table of text, as the file holds it. `head[i]` is the row a spreadsheet numbers i+1.

    A spreadsheet hides a leading `sep=` line, so that line has no number here either; a line break
    inside quotation marks starts no new row; a blank line is a row. `ending` is a text's last
    character: where it ends no line, the text may have been cut off.
    """

    name: str
    member: str
    head: list[list[str]]
    is_large: bool = False
    delimiter: str = ""
    stream: Callable[[int, int], Iterator[pl.DataFrame]] | None = field(default=None, repr=False)
    ending: str = ""

    def frames(self, first_row: int, width: int) -> Iterator[pl.DataFrame]:
        """The rows from `first_row` on, as columns `row` and `c0` … `c{width-1}`; empty is null."""
        if self.stream is not None:
            yield from self.stream(first_row, width)
            return
        for start in range(first_row - 1, len(self.head), ROWS_IN_A_FRAME):
            yield frame_of(self.head[start : start + ROWS_IN_A_FRAME], start + 1, width)


def frame_of(rows: list[list[str]], first_row: int, width: int) -> pl.DataFrame:
    """Rows as a frame of text, `width` cells each: short rows are filled up, long ones cut."""
    row = pl.Series("row", range(first_row, first_row + len(rows)), dtype=pl.Int64)
    cells = [
        pl.Series(
            f"c{column}",
            [(cells[column] or None) if column < len(cells) else None for cells in rows],
            dtype=pl.String,
        )
        for column in range(width)
    ]
    return pl.DataFrame([row, *cells])


def without_empty_edge(rows: list[list[str]]) -> list[list[str]]:
    """The rows without the columns in front that hold nothing in any of them."""
    edge: int | None = None
    for row in rows:
        first = next((place for place, cell in enumerate(row) if cell.strip()), None)
        edge = edge if first is None else min(first, edge or first)
        if edge == 0:
            return rows
    return [row[edge:] for row in rows] if edge else rows
