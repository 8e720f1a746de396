"""Files come in: read, recognise, stage, show the difference, keep, rebuild.

Files are parsed in a process of their own with bounds on memory and time, so that a hostile or
broken one cannot take the product down. What it stages lies in the workspace's `incoming` folder
until one ledger transaction makes it visible.
"""

import logging
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from data_pipeline.intake.bounded import run_bounded
from data_pipeline.intake.difference import Difference, as_staged_files, difference
from data_pipeline.intake.receipt import Receipt
from data_pipeline.intake.stage import Ask
from data_pipeline.intake.stage_file import stage_files
from data_pipeline.problems import Place, Problem
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.current import StagedFile
from data_pipeline.warehouse.disk import digest, disk_is_there
from data_pipeline.warehouse.own_sources import own_sources
from data_pipeline.warehouse.records import Upload
from data_pipeline.warehouse.store import Incoming, StagedTable

Progress = Callable[[int, int, str], None]
Descriptions = tuple[Mapping[str, Any], ...]  # a workspace's own, as plain data
TOGETHER = 16  # small files that one process reads
SMALL = 1_000_000  # bytes
_LOG = logging.getLogger("so_what")


@dataclass(frozen=True)
class File:
    """A file as the manager gave it, and what they said of it."""

    path: Path
    name: str
    answers: Mapping[str, str] = field(default_factory=dict[str, str])
    without_bad_rows: bool = False


@dataclass
class Preview:
    """One file, staged and ready to be kept.

    already: the live upload that holds the very same bytes, and `known` what was said of it.
    """

    file: File
    upload: str
    receipt: Receipt
    tables: tuple[StagedTable, ...] = ()
    already: str = ""
    known: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def may_be_kept(self) -> bool:
        """Nothing is wrong and nothing has to be asked."""
        return self.receipt.may_come_in() and not self.already


@dataclass(frozen=True)
class Outcome:
    """What became of one file."""

    preview: Preview
    kept: bool
    difference: Difference

    def as_json(self) -> dict[str, Any]:
        """The receipt, and the counts of what changed."""
        said = {**self.preview.known, **self.preview.receipt.as_json()}
        said["upload"] = self.preview.upload if self.kept else self.preview.already
        said["already_here"] = bool(self.preview.already)
        said |= self.difference.counts()
        said["restated"] = [one.as_json() for one in self.difference.restated]
        said["refused"] = 0 if self.kept or self.preview.already else self.preview.receipt.rows()
        return said


def _nothing(done: int, total: int, name: str) -> None:
    """No progress is shown."""


def preview(
    warehouse: Warehouse, files: Sequence[File], progress: Progress = _nothing
) -> list[Preview]:
    """Stage files, each on its own: one that is refused does not stop the others."""
    staged: list[Preview] = []
    for one in previews(warehouse, files, warehouse.folder / "incoming"):
        progress(len(staged), len(files), one.file.name)
        staged.append(one)
    progress(len(files), len(files), "")
    return staged


def previews(warehouse: Warehouse, files: Sequence[File], incoming: Path) -> Iterator[Preview]:
    """Each file in turn, staged into a folder of its own below `incoming`."""
    with disk_is_there(warehouse.folder):
        live = {upload.sha256: upload for upload in warehouse.uploads()}
        secret = warehouse.secret()
        own = own_sources(warehouse.folder).as_json()
        files = _with_region(files, warehouse.setting("region"))
    yield from staged_below(incoming, files, secret, live, own)


def _with_region(files: Sequence[File], region: str | None) -> Sequence[File]:
    """What the workspace answers for each file: where phone numbers without a country are from."""
    if not region:
        return files
    return [replace(file, answers={"region": region, **file.answers}) for file in files]


def staged_below(
    incoming: Path,
    files: Sequence[File],
    secret: bytes,
    live: Mapping[str, Upload],
    own: Descriptions = (),
) -> Iterator[Preview]:
    """Each file in turn; as many are read at once as there are cores."""
    entries = [_entry(file, incoming, secret, live, own) for file in files]
    batches = list(_batches(entries))
    pool = ThreadPoolExecutor(os.cpu_count())
    try:
        for batch, receipts in zip(batches, pool.map(_receipts, batches), strict=True):
            for (preview, _), receipt in zip(batch, receipts, strict=True):
                yield _with_receipt(preview, receipt)
    finally:
        # Whoever is interrupted does not wait for files that nobody asks for any more.
        pool.shutdown(wait=False, cancel_futures=True)


Entry = tuple[Preview, Ask | None]


def _entry(
    file: File, incoming: Path, secret: bytes, live: Mapping[str, Upload], own: Descriptions
) -> Entry:
    """A file to be read; nothing has to be asked of one whose bytes are here already."""
    upload, size = uuid4().hex, file.path.stat().st_size
    receipt = Receipt(file.name, "accepted", sha256=digest(file.path), bytes=size)
    if held := live.get(receipt.sha256):
        receipt.warnings.append("This very file is already here: nothing changes.")
        return Preview(file, upload, receipt, already=held.id, known=held.receipt), None
    ask = Ask(
        file.name, dict(file.answers), secret, file.without_bad_rows, upload, incoming / upload, own
    )
    return Preview(file, upload, receipt), ask


def _batches(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Many small files share a process, which spares its start; a large one has its own."""
    batch: list[Entry] = []
    most = TOGETHER if len(entries) > TOGETHER else 1
    for entry in entries:
        if batch and (len(batch) == most or entry[0].receipt.bytes > SMALL):
            yield batch
            batch = []
        batch.append(entry)
        if entry[0].receipt.bytes > SMALL:
            yield batch
            batch = []
    if batch:
        yield batch


def _receipts(batch: Sequence[Entry]) -> list[Receipt | None]:
    """What each file is, None where it need not be read. A batch that fails is read one by one."""
    asked = [(preview.file.path, ask) for preview, ask in batch if ask is not None]
    if not asked:
        return [None for _ in batch]
    try:
        result = run_bounded(stage_files, asked)
    except AssertionError:
        _LOG.exception("a file could not be read")
        result = "our fault"
    if isinstance(result, list):
        receipts = iter(result)
        return [None if ask is None else next(receipts) for _, ask in batch]
    if len(batch) > 1:
        return [receipt for entry in batch for receipt in _receipts([entry])]
    return [_unreadable(batch[0][0].file.name, result)]


def _unreadable(file: str, reason: str) -> Receipt:
    ours = reason == "our fault"
    problem = Problem(
        "It could not be read, and that is our fault" if ours else f"It can't be read: {reason}",
        Place(file),
        "The other files are not touched by it."
        if ours
        else "Export a shorter time, or split the file, and upload it again.",
    )
    return Receipt(file, "rejected", problems=[problem])


def _with_receipt(preview: Preview, receipt: Receipt | None) -> Preview:
    if receipt is None:
        return preview
    receipt.sha256, receipt.bytes = preview.receipt.sha256, preview.receipt.bytes
    tables = tuple(
        StagedTable(
            path=table.spooled,
            source=table.source,
            subject=table.subject,
            channel=table.channel,
            rows=table.kept_rows(),
            left_out=table.left_out,
            first_day=table.first_day,
            last_day=table.last_day,
        )
        for table in receipt.tables
        if table.spooled is not None
    )
    return replace(preview, receipt=receipt, tables=tables)


def keep(warehouse: Warehouse, previews: Sequence[Preview], *, by: str = "owner") -> list[Outcome]:
    """Keep all that may be kept in one transaction, and say what changed."""
    fit = [one for one in previews if one.may_be_kept()]
    try:
        with disk_is_there(warehouse.folder):
            changes = differences(warehouse, fit)
            incoming = [with_restated(as_incoming(one), changes[one.upload]) for one in fit]
            kept = warehouse.keep(incoming, by) if fit else []
    finally:
        for one in previews:
            discard(warehouse, one)
    for one, became in zip(fit, kept, strict=True):
        one.already = became.upload if became.already else ""
    return [
        Outcome(one, one in fit and not one.already, changes.get(one.upload) or _the_same(one))
        for one in previews
    ]


def with_restated(one: Incoming, change: Difference) -> Incoming:
    """The ledger remembers which months an upload told anew: later nobody could tell."""
    told = [each.as_json() for each in change.restated]
    return replace(one, receipt={**one.receipt, "restated": told}) if told else one


def differences(warehouse: Warehouse, fit: Sequence[Preview]) -> dict[str, Difference]:
    """Each file's against what stands and against the files kept with it before it."""
    beside: list[StagedFile] = []
    found: dict[str, Difference] = {}
    hashes: set[str] = set()
    for one in fit:
        if one.receipt.sha256 in hashes:
            found[one.upload] = Difference(unchanged=one.receipt.rows())
            continue
        hashes.add(one.receipt.sha256)
        found[one.upload] = difference(warehouse, one.upload, one.tables, beside)
        beside += as_staged_files([*warehouse.files(), *beside], one.upload, one.tables)
    return found


def _the_same(one: Preview) -> Difference:
    return Difference(unchanged=one.known.get("rows", 0) if one.already else 0)


def discard(warehouse: Warehouse, one: Preview) -> None:
    """Forget a staged file that is not kept."""
    shutil.rmtree(warehouse.folder / "incoming" / one.upload, ignore_errors=True)


def as_incoming(one: Preview) -> Incoming:
    return Incoming(
        upload=one.upload,
        file=one.file.name,
        original=one.file.path,
        sha256=one.receipt.sha256,
        size=one.receipt.bytes,
        tables=one.tables,
        answers=dict(one.file.answers)
        | ({"without_bad_rows": "yes"} if one.file.without_bad_rows else {}),
        receipt=one.receipt.as_json(),
    )


def receive(
    warehouse: Warehouse,
    files: Sequence[File],
    *,
    by: str = "owner",
    progress: Progress = _nothing,
) -> list[Outcome]:
    """The whole way in, for many files at once."""
    return keep(warehouse, preview(warehouse, files, progress), by=by)
