"""JSON documents → sheets of text: every list of objects is a table, its keys are the headings.

Numbers stay as they are written. Three habits of those who write such documents are undone here,
since nothing further on could tell: letters told as the bytes of their UTF-8, moments told as the
time since 1970, and values that lie some levels deep.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from data_pipeline.intake.encoding import decoded
from data_pipeline.intake.sheet import Limits, Sheet
from data_pipeline.problems import Refused, refused

LARGEST = 200_000_000  # bytes; such a document is read as a whole
DEEPEST = 12  # levels; what lies deeper is no cell of a table
AGAIN = "It was probably cut off on its way. Download or copy it again."

_TIMESTAMP = re.compile(r"(^|[_.])timestamp(_ms)?$", re.IGNORECASE)
_SECONDS_OR_MILLISECONDS = re.compile(r"[1-9]\d{8,9}|[1-9]\d{11,12}")
_SECONDS = 10  # digits, at most
_START = datetime(1970, 1, 1, tzinfo=UTC)

Scalars = dict[str, str]
Json: TypeAlias = "dict[str, Json] | list[Json] | str | bool | None"  # numbers are texts here


def sheets_of_json(path: Path, file: str, member: str, limits: Limits) -> list[Sheet]:
    """A sheet for each list of objects; none where the document holds no such list."""
    if path.stat().st_size > LARGEST:
        raise refused(
            f"The JSON document is larger than {LARGEST / 1e6:,.0f} MB",
            file,
            "Ask for a shorter period, or for fewer kinds of information.",
        )
    tables: dict[str, list[Scalars]] = {}
    try:
        for name, record in _records(_parsed(path.read_bytes(), file), "", {}, 0):
            tables.setdefault(name, []).append(record)
    except RecursionError:
        raise _too_deep(file) from None
    return [_sheet(name, records, file, member, limits) for name, records in tables.items()]


def together(sheets: Iterable[Sheet], member: str) -> list[Sheet]:
    """Sheets of one name as one, whatever headings each of them lacks."""
    tables: dict[str, list[Scalars]] = {}
    for sheet in sheets:
        headings, *lines = sheet.head
        rows = tables.setdefault(sheet.name, [])
        rows += [dict(zip(headings, line, strict=True)) for line in lines]
    return [
        Sheet(name, member, _lines(_headings(records), records)) for name, records in tables.items()
    ]


def _parsed(content: bytes, file: str) -> Json:
    try:
        return json.loads(decoded(content), parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise _damaged(file, error) from None


def _damaged(file: str, error: json.JSONDecodeError) -> Refused:
    return refused(f"The JSON document is damaged in line {error.lineno:,}", file, AGAIN)


def _too_deep(file: str) -> Refused:
    return refused(
        "The JSON document is nested too deeply", file, "Upload it just as the platform gave it."
    )


def _records(value: Json, name: str, around: Scalars, depth: int) -> Iterator[tuple[str, Scalars]]:
    """Each object of a list, with the plain values of the objects that it lies in."""
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        inherited = around | _plain_values(value)
        for key, inner in value.items():
            yield from _records(inner, mended(key), inherited, depth + 1)
    elif isinstance(value, list):
        for entry in value:
            if isinstance(entry, dict):
                yield name, {**dict(_cells(entry, "", depth + 1)), **_apart(around, entry)}
            else:
                yield from _records(entry, name, around, depth + 1)


def _plain_values(members: dict[str, Json]) -> Scalars:
    return {
        mended(key): _text(key, inner)
        for key, inner in members.items()
        if not isinstance(inner, dict | list)
    }


def _apart(around: Scalars, entry: dict[str, Json]) -> Scalars:
    """What lies around a record, where the record does not say the same of itself."""
    own = {mended(key) for key in entry}
    return {key: text for key, text in around.items() if key not in own}


def _cells(value: Json, name: str, depth: int) -> Iterator[tuple[str, str]]:
    """The cells of a record: of an inner object each, of an inner list its first entry."""
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _cells(inner, f"{name}.{mended(key)}" if name else mended(key), depth + 1)
    elif isinstance(value, list):
        for entry in value[:1]:
            yield from _cells(entry, name, depth + 1)
    else:
        yield name, _text(name, value)


def _text(name: str, value: Json) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _moment(str(value)) if _TIMESTAMP.search(name) else mended(str(value))


def _moment(written: str) -> str:
    """The moment that a number of seconds or milliseconds since 1970 stands for, in UTC."""
    if written == "0":
        return ""
    if not _SECONDS_OR_MILLISECONDS.fullmatch(written):
        return written
    unit = "seconds" if len(written) <= _SECONDS else "milliseconds"
    moment = _START + timedelta(**{unit: int(written)})
    return moment.replace(tzinfo=None).isoformat(" ", timespec=unit)


def mended(text: str) -> str:
    """A text whose letters were told one byte of UTF-8 at a time, as it was meant."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text.encode("utf-8", "replace").decode("utf-8")  # half a pair of surrogates is none


def _sheet(name: str, records: Sequence[Scalars], file: str, member: str, limits: Limits) -> Sheet:
    headings = _headings(records)
    if len(records) >= limits.rows or len(headings) > limits.columns:
        raise refused(
            f"There are more than {limits.columns:,} columns or {limits.rows:,} rows",
            file,
            "Export a shorter period or fewer columns.",
        )
    if any(len(cell) > limits.cell_characters for record in records for cell in record.values()):
        raise refused(f"A value has more than {limits.cell_characters:,} characters", file, AGAIN)
    return Sheet(name, member, _lines(headings, records))


def _headings(records: Sequence[Scalars]) -> list[str]:
    """Every key that some record has."""
    return list(dict.fromkeys(key for record in records for key in record))


def _lines(headings: list[str], records: Sequence[Scalars]) -> list[list[str]]:
    return [headings, *([record.get(key, "") for key in headings] for record in records)]
