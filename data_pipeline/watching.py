"""Take in what appears in a folder that a cloud drive keeps in step.

The ledger alone remembers what was done, so the watch may be ended and begun again at any time: the
same bytes never come in twice, and a file that was taken back stays out.
"""

import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from watchfiles import watch

from data_pipeline.intake.drop import Drop, drop, look
from data_pipeline.intake.folders import files_below
from data_pipeline.intake.receive import Outcome, Preview
from data_pipeline.problems import Refused, refused
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.disk import digest
from data_pipeline.warehouse.refused_files import came_in, note_refused, settled_bytes

SETTLED_AFTER = 2.0  # seconds without a change; then nobody writes any more
LOOKS_EVERY = 60.0  # seconds; network drives do not always tell of changes
WAKES_EVERY = 500  # milliseconds
TOGETHER = 500  # files that come in with one write
BY = "the watched folder"
_UNFINISHED = {".crdownload", ".download", ".part", ".partial", ".tmp"}

Shape = tuple[int, int]


@dataclass(frozen=True)
class Taken:
    """What one look brought: files that came in, and files that wait for the manager."""

    outcomes: Sequence[Outcome] = ()
    refused: Sequence[Preview] = ()


@dataclass
class Watched:
    """A folder, and what was seen of its files so far.

    done: files that were looked at, as they were then.
    waiting: files that still change, as they are and since when.
    """

    warehouse: Warehouse
    folder: Path
    done: dict[Path, Shape] = field(default_factory=dict[Path, Shape])
    waiting: dict[Path, tuple[Shape, float]] = field(
        default_factory=dict[Path, tuple[Shape, float]]
    )

    def look(self, now: float) -> Taken:
        """Take in the files that have come to rest by `now`."""
        self._see(now)
        settled = [
            path for path, (_, since) in self.waiting.items() if now - since >= SETTLED_AFTER
        ]
        return self._take(settled[:TOGETHER]) if settled else Taken()

    def _see(self, now: float) -> None:
        """Note which files are new or have changed, and since when they are as they are."""
        before, self.waiting = self.waiting, {}
        for path in files_below(self.folder):
            shape = _shape(path)
            if shape is None or self.done.get(path) == shape:
                continue
            known = before.get(path)
            self.waiting[path] = known if known and known[0] == shape else (shape, now)

    def _take(self, paths: Sequence[Path]) -> Taken:
        spooled: list[Path] = []
        dropped = drop(self.warehouse, _contents(paths, spooled))
        sources = {file.path: path for file, path in zip(dropped.unseen, spooled, strict=True)}
        still = {path: shape for path in paths if (shape := _shape(path))}
        unchanged = [path for path in spooled if still.get(path) == self.waiting[path][0]]
        self._leave_out(dropped, sources, unchanged)
        look(dropped, _quietly)
        taken = self._keep(dropped, sources)
        for path in unchanged:
            self.done[path] = self.waiting.pop(path)[0]
        return taken

    def _leave_out(
        self, dropped: Drop, sources: dict[Path, Path], unchanged: Sequence[Path]
    ) -> None:
        """Files that changed while they were copied, and bytes that were seen to before."""
        known = settled_bytes(self.warehouse)
        dropped.unseen = [
            file
            for file in dropped.unseen
            if sources[file.path] in unchanged and digest(file.path) not in known
        ]

    def _keep(self, dropped: Drop, sources: dict[Path, Path]) -> Taken:
        unfit = [one for one in dropped.previews if not (one.may_be_kept() or one.already)]
        outcomes = dropped.add(by=BY)
        for one in outcomes:
            came_in(self.warehouse, self._named(sources[one.preview.file.path]))
        for one in unfit:
            name = self._named(sources[one.file.path])
            note_refused(self.warehouse, one.receipt.sha256, name, one.receipt.as_json())
        return Taken(outcomes, unfit)

    def _named(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()


def _shape(path: Path) -> Shape | None:
    """Size and time of the last change; None while it is plainly unfinished, or gone."""
    try:
        found = path.stat()
    except OSError:
        return None
    # An empty file is one whose content the drive has not brought yet.
    unfinished = path.suffix.lower() in _UNFINISHED or not found.st_size
    return None if unfinished else (found.st_size, found.st_mtime_ns)


def _contents(paths: Sequence[Path], spooled: list[Path]) -> Generator[tuple[str, BinaryIO]]:
    """Each file opened in turn; one that has gone meanwhile is left to the next look."""
    for path in paths:
        try:
            content = path.open("rb")
            content.peek(1)  # a drive without a connection opens what it cannot read
        except OSError:
            continue
        with content:
            spooled.append(path)
            yield path.name, content


def _quietly(done: int, total: int, name: str) -> None:
    """Nobody watches a bar here."""


def watch_folder(
    warehouse: Warehouse,
    folder: Path,
    tell: Callable[[Taken], None],
    complain: Callable[[Refused], None],
) -> None:
    """Until interrupted: look whenever something changes, and now and then in any case."""
    _check(warehouse, folder)
    watched, looked, resting = Watched(warehouse, folder), -LOOKS_EVERY, False
    wakes = watch(
        folder,
        watch_filter=None,
        rust_timeout=WAKES_EVERY,
        yield_on_timeout=True,
        raise_interrupt=False,
    )
    for changes in wakes:
        now = time.monotonic()
        due = now - looked >= LOOKS_EVERY
        if not due and (resting or not (changes or watched.waiting)):
            continue
        looked = now
        try:
            tell(watched.look(now))
            resting = False
        except Refused as refusal:
            # Nothing came in (a full disk, say): the same files are tried again in a while.
            complain(refusal)
            resting = True


def _check(warehouse: Warehouse, folder: Path) -> None:
    if not folder.is_dir():
        raise refused("There is no such folder", str(folder), "Look whether it is written right.")
    if warehouse.folder.resolve().is_relative_to(folder.resolve()):
        raise refused(
            "What is kept lies in the very folder to be watched",
            str(folder),
            "Watch a folder that holds exports only.",
        )
