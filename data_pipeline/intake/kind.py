"""What kind of file these bytes are, whatever its name says."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from data_pipeline.intake.compound import is_sound
from data_pipeline.intake.encoding import encoding_of
from data_pipeline.intake.unpack import names_in_zip

START = 65_536


class Kind(Enum):
    WORKBOOK = auto()
    OLD_WORKBOOK = auto()
    LOCKED_WORKBOOK = auto()
    BROKEN_WORKBOOK = auto()
    ARCHIVE = auto()
    GZIP = auto()
    JSON = auto()
    WEB_PAGE = auto()
    TEXT = auto()
    EMPTY = auto()


@dataclass(frozen=True)
class Foreign:
    """A file that holds no table we read, by the name people have for it, and what helps."""

    name: str
    mend: str = "Upload the table as csv or Excel, as the platform exports it."


ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

MAGIC = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF87a": "a picture",
    b"GIF89a": "a picture",
    b"II*\0": "a picture",
    b"MM\0*": "a picture",
    b"PAR1": "a Parquet file",
    b"ARROW1\0": "an Arrow file",
    b"SQLite format 3\0": "a database",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"\xfd7zXZ\0": "an xz archive",
    b"BZh9": "a bzip2 archive",
    b"(\xb5/\xfd": "a Zstandard archive",
    b"{\\rtf": "a rich text document",
    b"\x7fELF": "a program",
    b"MZ\x90\0": "a program",
    b"ID3": "a sound file",
    b"bplist00": "an Apple property list",
    b"\x09\x00\x04\x00": "a workbook from before Excel 97",
    b"\x09\x02\x06\x00": "a workbook from before Excel 97",
    b"\x09\x04\x06\x00": "a workbook from before Excel 97",
}

INSIDE_ZIP = (
    ("xl/", Kind.WORKBOOK),
    ("word/", Foreign("a Word document")),
    ("ppt/", Foreign("a PowerPoint presentation")),
)

INSIDE_OLE = (
    ("EncryptedPackage", Kind.LOCKED_WORKBOOK),
    ("WordDocument", Foreign("a Word document")),
    ("PowerPoint Document", Foreign("a PowerPoint presentation")),
    ("__properties_version1.0", Foreign("an Outlook message")),
)

# In an xls the record that says "encrypted" comes directly after the first one.
LOCKED_XLS = re.compile(rb"\x09\x08.\x00\x00[\x05\x06].{12}\x2f\x00", re.DOTALL)

WEB_PAGE = re.compile(r"\s*<(!--|(!doctype\s+html|html|head|body|table|meta|div)\b)", re.IGNORECASE)
XML = re.compile(r"\s*<(\?xml|!doctype|rss|svg)\b", re.IGNORECASE)
# An object with a first name, or a list of objects, lists, texts or numbers.
JSON = re.compile(
    r"""\s*(\{\s*("[^"\n]*"\s*:|\}) | \[\s*([\[{\]] | "[^"\n]*"\s*[,\]] | [-\d.]+\s*[,\]]))""",
    re.VERBOSE,
)
# Characters below the blank that no text holds.
CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def kind_of(path: Path, file: str) -> Kind | Foreign:
    with path.open("rb") as content:
        start = content.read(START)
    if not start:
        return Kind.EMPTY
    if start.startswith(ZIP):
        return _kind_of_zip(names_in_zip(path, file))
    if start.startswith(OLE):
        return _kind_of_ole(path.read_bytes())
    if start.startswith(b"\x1f\x8b"):
        return Kind.GZIP
    return _foreign(start) or _kind_of_text(start)


def _foreign(start: bytes) -> Foreign | None:
    for magic, name in MAGIC.items():
        if start.startswith(magic):
            return Foreign(name)
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return Foreign("a picture")
    return Foreign("a film or picture") if start[4:8] == b"ftyp" else None


def _kind_of_zip(names: list[str]) -> Kind | Foreign:
    if any(name.endswith(".iwa") for name in names) or "Index.zip" in names:
        return Foreign(
            "an Apple Numbers document",
            "Open it in Numbers, choose File › Export To › Excel, and upload what that makes.",
        )
    if "mimetype" in names and "content.xml" in names:
        return Kind.WORKBOOK
    if "[Content_Types].xml" in names:
        for folder, kind in INSIDE_ZIP:
            if any(name.startswith(folder) for name in names):
                return kind
    return Kind.ARCHIVE


def _kind_of_ole(content: bytes) -> Kind | Foreign:
    if not is_sound(content):
        return Kind.BROKEN_WORKBOOK
    for stream, kind in INSIDE_OLE:
        if stream.encode("utf-16-le") in content:
            return kind
    return Kind.LOCKED_WORKBOOK if LOCKED_XLS.search(content) else Kind.OLD_WORKBOOK


def _kind_of_text(start: bytes) -> Kind | Foreign:
    encoding, mark = encoding_of(start, is_utf8=True)
    text = start[mark:].decode(encoding, errors="replace")
    if WEB_PAGE.match(text):
        return Kind.WEB_PAGE
    if XML.match(text):
        return Foreign("an XML document")
    if JSON.match(text):
        return Kind.JSON
    is_binary = len(CONTROLS.findall(text)) * 20 > len(text)
    return Foreign("not a table, but data for a program") if is_binary else Kind.TEXT
