"""Web pages → sheets of text. Some platforms call a page that holds one table a workbook.

Every table of the page is a sheet; cells over several columns or rows fill the first of them.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

from data_pipeline.intake.encoding import decoded
from data_pipeline.intake.sheet import Limits, Sheet
from data_pipeline.problems import refused

LARGEST = 50_000_000  # bytes; such a page is read as a whole
_WIDEST = 200  # columns that one cell may take
_UNSEEN = frozenset({"script", "style", "head", "template"})
_SAID_ENCODING = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{3,20})", re.IGNORECASE)


def sheets_of_page(path: Path, file: str, member: str, limits: Limits) -> list[Sheet]:
    """A sheet for each table of at least two rows and two columns; none where it holds no such."""
    if path.stat().st_size > LARGEST:
        raise refused(
            f"The web page is larger than {LARGEST / 1e6:,.0f} MB", file, "Export it as csv."
        )
    page = _Tables()
    page.feed(_text(path.read_bytes()))
    page.close()
    if any(_is_table(rows, file, limits) for rows in page.unfinished()):
        raise refused(
            "The web page ends in the middle of a table",
            file,
            "It was probably cut off on its way. Export or copy it again.",
        )
    return [Sheet("", member, rows) for rows in page.tables if _is_table(rows, file, limits)]


def _text(content: bytes) -> str:
    """The page's own word for its encoding, where it says one that reads it."""
    said = _SAID_ENCODING.search(content[:4_000])
    if said and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode(said[1].decode().lower())
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded(content)


def _is_table(rows: list[list[str]], file: str, limits: Limits) -> bool:
    if len(rows) > limits.rows or any(len(row) > limits.columns for row in rows):
        raise refused(
            f"A table has more than {limits.columns:,} columns or {limits.rows:,} rows",
            file,
            "Export a shorter period or fewer columns.",
        )
    filled = [row for row in rows if sum(1 for cell in row if cell) > 1]
    return len(filled) > 1


class _Tables(HTMLParser):
    """Collects the cells of every table; a table within a cell is one of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._open: list[list[list[str]]] = []
        self._cells: list[tuple[list[str], int] | None] = []
        self._unseen = 0
        self._ended = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._open.append([])
            self._cells.append(None)
            self.tables.append(self._open[-1])
        elif self._open and tag == "tr":
            self._close_cell()
            self._open[-1].append([])
        elif self._open and tag in {"td", "th"}:
            self._close_cell()
            self._cells[-1] = ([], _columns(dict(attrs).get("colspan")))
        elif tag == "br":
            self.handle_data("\n")

    def unfinished(self) -> list[list[list[str]]]:
        """The tables that nothing closed, in a page that nothing closed."""
        return [] if self._ended else self._open

    def handle_endtag(self, tag: str) -> None:
        self._ended = self._ended or tag in {"body", "html"}
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif self._open and tag in {"td", "th", "tr"}:
            self._close_cell()
        elif self._open and tag == "table":
            self._close_cell()
            self._open.pop()
            self._cells.pop()

    def handle_data(self, data: str) -> None:
        if self._cells and self._cells[-1] is not None and not self._unseen:
            self._cells[-1][0].append(data)

    def close(self) -> None:
        super().close()
        self._close_cell()

    def _close_cell(self) -> None:
        if not self._cells or self._cells[-1] is None:
            return
        texts, columns = self._cells[-1]
        self._cells[-1] = None
        if not self._open[-1]:
            self._open[-1].append([])
        lines = (" ".join(line.split()) for line in "".join(texts).split("\n"))
        written = "\n".join(line for line in lines if line)
        self._open[-1][-1] += [written, *[""] * (columns - 1)]


def _columns(said: str | None) -> int:
    return min(int(said), _WIDEST) if said and said.isdecimal() and said != "0" else 1
