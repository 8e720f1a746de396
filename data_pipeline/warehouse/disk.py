"""Files that survive a crash, and what is said when the disk is full."""

import hashlib
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from data_pipeline.problems import Refused, refused

FREE_BYTES = int(os.environ.get("SOWHAT_FREE_BYTES", "50000000"))
_FULL = ("no space left", "disk is full", "database or disk")


def digest(path: Path) -> str:
    """A file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def move_durably(source: Path, target: Path) -> None:
    """Put a finished file in its place."""
    sync(source)
    source.replace(target)


def copy_durably(source: Path, target: Path) -> None:
    """Copy a file so that its place holds all of it or nothing."""
    partial = target.with_suffix(".part")
    shutil.copyfile(source, partial)
    sync(partial)
    partial.replace(target)


def sync(path: Path) -> None:
    """Wait until a file is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def check_free_space(folder: Path, size: int) -> None:
    """Refuse before anything is written if the rows of `size` bytes would not fit."""
    if shutil.disk_usage(folder).free < 2 * size + FREE_BYTES:
        raise _disk_full(folder)


def _disk_full(folder: Path) -> Refused:
    free = shutil.disk_usage(folder).free // 1_000_000
    return refused(
        f"There is not enough room on the disk ({free:,} MB free)",
        "",
        "Nothing was changed. Make room, then upload again.",
    )


@contextmanager
def disk_is_there(folder: Path) -> Generator[None]:
    """A full disk is the manager's to mend: say so, and change nothing."""
    try:
        yield
    except Exception as error:  # DuckDB, Polars, SQLite: each says it in a class of its own
        if _tells_of_full_disk(str(error).lower(), folder):
            raise _disk_full(folder) from error
        raise


def _tells_of_full_disk(said: str, folder: Path) -> bool:
    # SQLite without room for its shared index says no more than “disk I/O error”.
    no_room = "disk i/o error" in said and shutil.disk_usage(folder).free < 1_000_000
    return no_room or any(sign in said for sign in _FULL)
