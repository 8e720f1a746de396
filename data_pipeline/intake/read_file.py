"""Bytes → sheets of text, as exported: any encoding, any dialect, Excel, JSON, web pages, archives.

What a file is, its content says; the extension may be wrong.
"""

from dataclasses import replace
from pathlib import Path

from data_pipeline.intake.delimited import sheet_of_text
from data_pipeline.intake.download import MEMBERS, is_download, joined, part_of
from data_pipeline.intake.encoding import decoded
from data_pipeline.intake.excel import sheets_of_workbook
from data_pipeline.intake.json_document import sheets_of_json
from data_pipeline.intake.kind import Foreign, Kind, kind_of
from data_pipeline.intake.large_csv import sheet_of_large_text
from data_pipeline.intake.sheet import Limits, Sheet
from data_pipeline.intake.unpack import (
    Member,
    Spooled,
    check_workbook,
    members_of_zip,
    names_in_zip,
    unpacked_gzip,
)
from data_pipeline.intake.web_page import sheets_of_page
from data_pipeline.problems import Problem, Refused, refused

__all__ = ["Limits", "Sheet", "read_file"]

# Up to here a text is read as a whole; above it, in pieces.
LARGE_BYTES = 16_000_000

# An archive in an archive is read, one in that is not.
DEEPEST = 2

NO_TABLE = "Upload the table as csv or Excel, as the platform exports it."
DEFAULT_LIMITS = Limits()


def read_file(path: Path, name: str, limits: Limits = DEFAULT_LIMITS) -> list[Sheet]:
    """All sheets of the file that lies at `path` and that the manager calls `name`.

    A large text is read from `path` while its frames are taken: it has to stay there as long.
    """
    return _sheets(path, name, "", limits, depth=0, spooled=None)


def _sheets(
    path: Path, file: str, member: str, limits: Limits, *, depth: int, spooled: Spooled | None
) -> list[Sheet]:
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise refused(
            f"The file is larger than {limits.file_bytes / 1e6:,.0f} MB",
            file,
            "Export a shorter period.",
        )
    kind = kind_of(path, file)
    match kind:
        case Kind.WORKBOOK:
            check_workbook(path, file, limits)
            return sheets_of_workbook(path, file, member, limits)
        case Kind.OLD_WORKBOOK:
            return sheets_of_workbook(path, file, member, limits)
        case Kind.ARCHIVE if is_download(names_in_zip(path, file), file):
            return _sheets_of_download(path, file, member, limits)
        case Kind.ARCHIVE:
            return _sheets_of_archive(path, file, member, limits, depth)
        case Kind.GZIP:
            content = unpacked_gzip(path, file, limits)
            return _sheets(
                content.path, file, member, limits, depth=_deeper(file, depth), spooled=content
            )
        case Kind.JSON:
            if sheets := sheets_of_json(path, file, member, limits):
                return sheets
            raise _refusal(Foreign("a JSON document"), file)
        case Kind.WEB_PAGE:
            if sheets := sheets_of_page(path, file, member, limits):
                return sheets
            raise _refusal(Foreign("a web page"), file)
        case Kind.TEXT if size > LARGE_BYTES:
            return [sheet_of_large_text(path, file, member, limits, spooled)]
        case Kind.TEXT:
            return [_sheet_of_small_text(path.read_bytes(), file, member, limits)]
        case _:
            raise _refusal(kind, file)


def _sheet_of_small_text(content: bytes, file: str, member: str, limits: Limits) -> Sheet:
    if not content.strip(b"\0"):
        raise refused("It holds nothing but zero bytes", file, "Download or copy it again.")
    return sheet_of_text(decoded(content), file, member, limits)


def _sheets_of_archive(
    path: Path, file: str, member: str, limits: Limits, depth: int
) -> list[Sheet]:
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    inner = _deeper(file, depth)
    for found in members_of_zip(path, file, limits):
        try:
            sheets += _sheets_of_member(found, file, member, limits, inner)
        except Refused as refusal:
            problems += refusal.problems
    if problems:
        raise Refused(problems)
    if not sheets:
        raise refused("The archive holds no table", file, NO_TABLE)
    return sheets


def _sheets_of_download(path: Path, file: str, member: str, limits: Limits) -> list[Sheet]:
    parts: dict[str, list[Sheet]] = {}
    many = replace(limits, members=MEMBERS)
    for found in members_of_zip(path, file, many, lambda name: bool(part_of(name, file))):
        if isinstance(found, Refused):
            raise found
        inside = f"{file} › {found.name}"
        sheets = sheets_of_json(found.file.path, inside, "", limits)
        parts.setdefault(part_of(found.name, file), []).extend(sheets)
    if sheets := joined(parts, member):
        return sheets
    raise refused("The download tells of nobody who follows or wrote", file, NO_TABLE)


def _sheets_of_member(
    found: Member | Refused, file: str, member: str, limits: Limits, depth: int
) -> list[Sheet]:
    """The sheets of a member; none for a picture, a document or an empty file beside the tables."""
    if isinstance(found, Refused):
        raise found
    path, inside = found.file.path, f"{file} › {found.name}"
    kind = kind_of(path, inside)
    if kind is Kind.EMPTY or isinstance(kind, Foreign):
        return []
    name = f"{member}/{found.name}" if member else found.name
    if kind is Kind.JSON:
        return sheets_of_json(path, inside, name, limits)
    if kind is Kind.WEB_PAGE:
        return sheets_of_page(path, inside, name, limits)
    return _sheets(path, inside, name, limits, depth=depth, spooled=found.file)


def _deeper(file: str, depth: int) -> int:
    if depth == DEEPEST:
        raise refused(
            "It is an archive in an archive in an archive", file, "Unpack it and upload what is in."
        )
    return depth + 1


def _refusal(kind: Kind | Foreign, file: str) -> Refused:
    match kind:
        case Kind.EMPTY:
            return refused("The file is empty", file, "Download or copy it again.")
        case Kind.BROKEN_WORKBOOK:
            return refused("The workbook is damaged", file, "Download or copy it again.")
        case Kind.LOCKED_WORKBOOK:
            return refused(
                "The workbook is protected with a password",
                file,
                "Open it in Excel, save a copy without a password and upload that.",
            )
        case Foreign(what, mend):
            return refused(f"This is {what}", file, mend)
        case _:
            raise AssertionError(f"{kind} is a kind that is read")
