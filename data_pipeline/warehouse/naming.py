"""Which kept files name a person: originals of any kind, searched as the bytes they hold."""

import gzip
import re
import zipfile
from collections.abc import Generator
from pathlib import Path
from typing import IO

PIECE = 8_000_000  # bytes
OVERLAP = 400  # a name that one piece begins and the next one ends


def names(path: Path, pattern: re.Pattern[str]) -> bool:
    """Whether a file names the person, in whatever it packs."""
    with path.open("rb") as content:
        return any(pattern.search(text) for text in _texts(content))


def _texts(content: IO[bytes]) -> Generator[str]:
    start = content.read(4)
    content.seek(0)
    if start.startswith(b"PK"):
        yield from _members(content)
    elif start.startswith(b"\x1f\x8b"):
        with gzip.open(content) as unpacked:
            yield from _pieces(unpacked)
    else:
        yield from _pieces(content)


def _members(content: IO[bytes]) -> Generator[str]:
    """A workbook is an archive too, and an archive may hold others."""
    try:
        archive = zipfile.ZipFile(content)
    except zipfile.BadZipFile:
        content.seek(0)
        yield from _pieces(content)
        return
    with archive:
        for member in archive.infolist():
            yield member.filename
            if not member.is_dir():
                with archive.open(member) as unpacked:
                    yield from _texts(unpacked)


def _pieces(content: IO[bytes] | gzip.GzipFile) -> Generator[str]:
    """Numbers and addresses are plain letters: without noughts UTF-16 reads as UTF-8 does."""
    before = b""
    while piece := content.read(PIECE):
        whole = before + piece.replace(b"\0", b"")
        yield whole.decode("utf-8", "replace")
        before = whole[-OVERLAP:]
