"""A text too large for memory: DuckDB reads it in pieces, Python where DuckDB can't.

DuckDB is several times as fast, but it skips blank lines and stops at a row of another width.
Where that happens, the careful reader goes on from the first row that has not been handed out.
"""

import codecs
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from data_pipeline.intake.delimited import rows_of, text_lines
from data_pipeline.intake.dialect import SAMPLE_CHARACTERS, Dialect, dialect_of
from data_pipeline.intake.encoding import SAMPLE_BYTES, encoding_of, is_utf8
from data_pipeline.intake.sheet import Limits, Sheet, frame_of
from data_pipeline.intake.unpack import Spooled, spool
from data_pipeline.problems import refused

ROWS_SHOWN = 300
ROWS_IN_A_FRAME = 100_000
CELLS_IN_A_FRAME = 500_000
BLOCK = 8_000_000
MEMORY = "400MB"

# What DuckDB trips over on its way comes out of the Arrow batches as an OSError.
STOPS_AT = (duckdb.Error, OSError)


@dataclass(frozen=True)
class Survey:
    """What one quick look at all bytes tells."""

    is_utf8: bool
    has_zeros: bool
    has_blank_lines: bool
    has_even_ends: bool
    # Without those that are blank at the end.
    lines: int


@dataclass(frozen=True)
class LargeText:
    """A text on disk in UTF-8, without a `sep=` line, zero characters or outer quotation marks."""

    path: Path
    dialect: Dialect
    head: list[list[str]]
    survey: Survey
    file: str
    limits: Limits
    # Keeps a file of ours on disk for as long as this is in use.
    spooled: Spooled | None

    def frames(self, first_row: int, width: int) -> Iterator[pl.DataFrame]:
        row = first_row
        if self._may_be_fast(first_row):
            try:
                for frame in self._fast(first_row, width):
                    if row == first_row and not self._agrees(frame):
                        break
                    yield frame
                    row += frame.height
                    self._check_rows(row)
                else:
                    self._check_complete(row - 1)
                    return
            except STOPS_AT:
                pass
        yield from self._careful(row, width)

    def _may_be_fast(self, first_row: int) -> bool:
        """DuckDB skips blank lines without counting them, and loses rows where line ends differ.

        From a row we haven't seen we let it not begin either: nothing would show where it landed.
        """
        survey = self.survey
        is_even = survey.has_even_ends and not survey.has_blank_lines
        rows = self.head[first_row - 1 :]
        return is_even and bool(rows) and all(rows)

    def _fast(self, first_row: int, width: int) -> Iterator[pl.DataFrame]:
        cells = len(self.head[first_row - 1])
        taken = min(cells, width)
        lacking = [pl.lit(None, pl.String).alias(f"c{place}") for place in range(taken, width)]
        with closing(_connection()) as connection:
            rows = connection.sql(
                _reading(self.dialect.delimiter, cells, taken),
                params={"path": str(self.path), "skip": first_row - 1},
            )
            for batch in rows.to_arrow_reader(ROWS_IN_A_FRAME):
                frame = pl.DataFrame(batch).with_columns(lacking)
                yield _numbered(frame, first_row)
                first_row += frame.height

    def _agrees(self, frame: pl.DataFrame) -> bool:
        """Both readers find the same first row: they agree about what stands above it."""
        if frame.is_empty():
            return False
        row = frame["row"][0]
        expected = frame_of([self.head[row - 1]], row, frame.width - 1)
        return frame.head(1).equals(expected)

    def _careful(self, first_row: int, width: int) -> Iterator[pl.DataFrame]:
        at_once = max(1, CELLS_IN_A_FRAME // max(width, 1))
        with self.path.open(encoding="utf-8-sig", newline="") as lines:
            rows = islice(rows_of(lines, self.dialect, self.file, self.limits), first_row - 1, None)
            while taken := list(islice(rows, at_once)):
                yield frame_of(taken, first_row, width)
                first_row += len(taken)

    def _check_complete(self, last_row: int) -> None:
        """DuckDB has been seen to lose a row without a word, where quotation marks are misplaced.

        Without line breaks in cells, rows are lines; else they have to be counted.
        """
        if last_row == self.survey.lines:
            return
        with self.path.open(encoding="utf-8-sig", newline="") as lines:
            numbers = (number for number, row in enumerate(self.dialect.rows(lines), 1) if row)
            if max(numbers, default=0) == last_row:
                return
        raise refused(
            "Its rows can't be told apart with certainty",
            self.file,
            "Open it in a spreadsheet, save it as csv and upload that.",
        )

    def _check_rows(self, row: int) -> None:
        if row > self.limits.rows + 1:
            raise refused(
                f"There are more than {self.limits.rows:,} rows",
                self.file,
                "Export a shorter period.",
            )


def sheet_of_large_text(
    path: Path, file: str, member: str, limits: Limits, spooled: Spooled | None
) -> Sheet:
    """A text on disk as a sheet that shows its first rows and hands out all of them in pieces."""
    survey = _survey(path)
    sample = _first_bytes(path)
    encoding, mark = encoding_of(sample, is_utf8=survey.is_utf8 or is_utf8(sample))
    dialect = dialect_of(sample[mark:].decode(encoding, errors="replace")[:SAMPLE_CHARACTERS])
    is_plain = encoding == "utf-8" and survey.is_utf8 and not survey.has_zeros
    if not is_plain or dialect.skip or dialect.is_wrapped:
        spooled = _rewritten(path, encoding, mark, dialect)
        path, survey = spooled.path, _survey(spooled.path)
        dialect = Dialect(dialect.delimiter)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        head = list(islice(rows_of(lines, dialect, file, limits), ROWS_SHOWN))
    text = LargeText(path, dialect, head, survey, file, limits, spooled)
    return Sheet("", member, head, True, dialect.delimiter, stream=text.frames)


def _survey(path: Path) -> Survey:
    is_valid, has_zeros, has_blank_lines = True, False, False
    ends = Counter[bytes]()
    decoder = codecs.getincrementaldecoder("utf-8")()
    before = b""
    with path.open("rb") as content:
        while block := content.read(BLOCK):
            is_valid = is_valid and _goes_on(decoder, block)
            has_zeros = has_zeros or b"\0" in block
            # A blank line at the very end is followed by nothing that could be misnumbered.
            filled = block if len(block) == BLOCK else block.rstrip(b"\r\n")
            has_blank_lines = has_blank_lines or _has_blank_line((before or b"\n") + filled)
            ends.update(_ends(filled, before))
            before = block[-3:]
    lines = max(ends[b"\n"], ends[b"\r"]) + 1
    return Survey(is_valid, has_zeros, has_blank_lines, _is_even(ends), lines)


def _has_blank_line(block: bytes) -> bool:
    feeds = _line_feeds(block)
    if (feeds[1:] & feeds[:-1]).any():
        return True
    return b"\r" in block and (b"\n\r\n" in block or b"\r\r" in block)


def _line_feeds(block: bytes) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Where they are: in lines as short as exports' several times as fast as searching bytes."""
    return np.frombuffer(block, np.uint8) == ord("\n")


def _ends(block: bytes, before: bytes) -> dict[bytes, int]:
    """How often each line end occurs; a pair may lie across two blocks."""
    ends = {b"\n": int(np.count_nonzero(_line_feeds(block)))}
    if b"\r" in block or before.endswith(b"\r"):
        ends[b"\r"] = block.count(b"\r")
        ends[b"\r\n"] = block.count(b"\r\n") + (before[-1:] + block[:1] == b"\r\n")
    return ends


def _is_even(ends: Counter[bytes]) -> bool:
    """One kind of line end throughout."""
    pairs = ends[b"\r\n"]
    if pairs:
        return ends[b"\r"] == ends[b"\n"] == pairs
    return not (ends[b"\r"] and ends[b"\n"])


def _goes_on(decoder: codecs.IncrementalDecoder, block: bytes) -> bool:
    if block.isascii() and not decoder.getstate()[0]:
        return True
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return False
    return True


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as content:
        return content.read(SAMPLE_BYTES)


def _rewritten(path: Path, encoding: str, mark: int, dialect: Dialect) -> Spooled:
    """The same text as UTF-8 in a file of our own, in pieces."""
    spooled, handle = spool()
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    skip = dialect.skip
    with handle, path.open("rb") as content:
        content.seek(mark)
        while block := content.read(BLOCK):
            handle.write(decoder.decode(block)[skip:].replace("\0", "").encode())
            skip = 0
    if not dialect.is_wrapped:
        return spooled
    unwrapped, handle = spool()
    with handle, spooled.path.open(encoding="utf-8", newline="") as lines:
        handle.writelines(line.encode() for line in text_lines(lines, dialect))
    return unwrapped


def _connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    connection.execute("set enable_progress_bar = false")
    return connection


def _reading(delimiter: str, cells: int, taken: int) -> str:
    """Every cell is text; names of columns are our own."""
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(cells))
    wanted = ", ".join(f"c{place}" for place in range(taken))
    written = delimiter.replace("'", "''")
    return f"""
        select {wanted}
        from read_csv(
            $path, columns = {{{columns}}}, skip = $skip, delim = '{written}',
            header = false, auto_detect = false, quote = '"', escape = '"', nullstr = ''
        )
    """


def _numbered(frame: pl.DataFrame, first_row: int) -> pl.DataFrame:
    rows = pl.int_range(first_row, first_row + frame.height, dtype=pl.Int64, eager=True)
    return frame.insert_column(0, rows.alias("row"))
