"""Archives → files on disk, within limits that hold even when an archive lies about its sizes."""

import gzip
import struct
import tempfile
import weakref
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from data_pipeline.intake.sheet import Limits
from data_pipeline.problems import Refused, refused

BLOCK = 1_000_000

# Up to here even a text of one repeated letter is harmless, whatever its ratio.
UNPACKS_FREELY = 20_000_000

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
AGAIN = "It was probably cut off on its way here. Download or copy it again."
UNLOCK = "Save it without a password and upload that."


class Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True)
class Spooled:
    """A file of ours on disk. It goes when nothing refers to it any more, or with the process."""

    path: Path

    def __post_init__(self) -> None:
        weakref.finalize(self, self.path.unlink, missing_ok=True)


@dataclass(frozen=True)
class Member:
    """A file from inside an archive."""

    name: str
    file: Spooled


def spool() -> tuple[Spooled, IO[bytes]]:
    """A new file of our own, and the handle to write it by."""
    handle = tempfile.NamedTemporaryFile(prefix="so-what-", delete=False)  # noqa: SIM115
    return Spooled(Path(handle.name)), handle


def _all(_: str) -> bool:
    return True


def members_of_zip(
    path: Path, file: str, limits: Limits, of_interest: Callable[[str], bool] = _all
) -> Iterator[Member | Refused]:
    """The members one after the other; a refusal in the place of one that can't be taken."""
    with _opened(path, file) as archive:
        infos = [info for info in archive.infolist() if of_interest(info.filename)]
        wanted = [info for info in infos if not _is_left_over(info.filename)]
        _check_directory(infos, file, limits)
        for info in wanted:
            inside = f"{file} › {info.filename}"
            try:
                _check_member(info, inside)
                with archive.open(info) as content:
                    yield Member(info.filename, _spooled(content, info.file_size, inside, limits))
            except Refused as refusal:
                yield refusal
            except DAMAGED:
                yield refused("This member of the archive is damaged", inside, AGAIN)


def check_workbook(path: Path, file: str, limits: Limits) -> list[str]:
    """The names inside a zip that is to be read as a whole, once all of it has been seen sound."""
    with _opened(path, file) as archive:
        _check_directory(archive.infolist(), file, limits)
        try:
            for info in archive.infolist():
                with archive.open(info) as content:
                    for _ in _blocks(content, file, limits.unpacked_bytes):
                        pass
        except DAMAGED:
            raise refused("The workbook is damaged", file, AGAIN) from None
        return archive.namelist()


def unpacked_gzip(path: Path, file: str, limits: Limits) -> Spooled:
    most = min(limits.unpacked_bytes, _by_ratio(path.stat().st_size, limits))
    try:
        with gzip.open(path) as content:
            return _spooled(content, most, file, limits)
    except DAMAGED:
        raise refused("The compressed file is damaged", file, AGAIN) from None


def names_in_zip(path: Path, file: str) -> list[str]:
    with _opened(path, file) as archive:
        return archive.namelist()


def _opened(path: Path, file: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except DAMAGED:
        raise refused("The archive is damaged", file, AGAIN) from None


def _is_left_over(name: str) -> bool:
    """Folders, and what operating systems leave in archives without being asked."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    last = parts[-1] if parts else ""
    return (
        name.endswith(("/", "\\"))
        or "__MACOSX" in parts
        or last.startswith("._")
        or last.casefold() in (".ds_store", "thumbs.db", "desktop.ini")
    )


def _check_directory(infos: list[zipfile.ZipInfo], file: str, limits: Limits) -> None:
    if len(infos) > limits.members:
        raise refused(
            f"The archive has more than {limits.members:,} members", file, "Upload fewer at a time."
        )
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if unpacked > limits.unpacked_bytes or unpacked > _by_ratio(packed, limits):
        raise _too_much(file)


def _check_member(info: zipfile.ZipInfo, inside: str) -> None:
    name = info.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":":
        raise refused(
            "The archive asks to be unpacked outside of its folder",
            inside,
            "Only open archives you made yourself or downloaded from the platform.",
        )
    if info.flag_bits & 1:
        raise refused("This member of the archive is protected with a password", inside, UNLOCK)


def _spooled(content: Readable, most: int, file: str, limits: Limits) -> Spooled:
    spooled, handle = spool()
    with handle:
        for block in _blocks(content, file, min(most, limits.file_bytes)):
            handle.write(block)
    return spooled


def _blocks(content: Readable, file: str, most: int) -> Iterator[bytes]:
    """The content in pieces; counted, since the directory of an archive may lie."""
    seen = 0
    while block := content.read(BLOCK):
        seen += len(block)
        if seen > most:
            raise _too_much(file)
        yield block


def _by_ratio(packed: int, limits: Limits) -> int:
    return max(UNPACKS_FREELY, packed * limits.unpack_ratio)


def _too_much(file: str) -> Refused:
    return refused(
        "It unpacks to far more than an export holds", file, "Unpack it and upload the files in it."
    )
