"""Files dropped in one go: they lie on disk, asked about together, until added or thrown away."""

import logging
import shutil
import time
import weakref
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from data_pipeline.intake.difference import Difference
from data_pipeline.intake.questions import Need
from data_pipeline.intake.receive import (
    File,
    Outcome,
    Preview,
    Progress,
    differences,
    keep,
    previews,
)
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.disk import check_free_space, disk_is_there

_LOG = logging.getLogger("so_what")

FORGOTTEN_AFTER = 24 * 60 * 60  # seconds; whoever dropped them has gone


@dataclass(frozen=True)
class Question:
    """One question, and the files that ask it."""

    need: Need
    previews: tuple[Preview, ...]


@dataclass(eq=False)
class Drop:
    """What was dropped. Its folder goes when nobody holds it any more."""

    warehouse: Warehouse
    folder: Path
    unseen: list[File] = field(default_factory=list[File])
    previews: list[Preview] = field(default_factory=list[Preview])
    changes: dict[str, Difference] = field(default_factory=dict[str, Difference])

    def __post_init__(self) -> None:
        self._thrown_away = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)

    def ready(self) -> list[Preview]:
        """What can be added as it is."""
        return [one for one in self.previews if one.may_be_kept()]

    def here_already(self) -> list[Preview]:
        """Files whose very bytes are in the store."""
        return [one for one in self.previews if one.already]

    def wrong(self) -> list[Preview]:
        """Files that are refused."""
        return [one for one in self.previews if one.receipt.status == "rejected"]

    def unanswerable(self) -> list[Preview]:
        """Files that lack what no answer can give."""
        return [
            one
            for one in self.previews
            if one not in self.wrong() and any(not need.answerable for need in one.receipt.needs)
        ]

    def questions(self) -> list[Question]:
        """Every open question once, with all the files that ask it."""
        asking: list[tuple[Need, list[Preview]]] = []
        for one in self.previews:
            if one in self.wrong() or one in self.unanswerable():
                continue
            for need in one.receipt.needs:
                for known, askers in asking:
                    if known == need:
                        askers.append(one)
                        break
                else:
                    asking.append((need, [one]))
        return [Question(need, tuple(askers)) for need, askers in asking]

    def add(self, by: str = "owner") -> list[Outcome]:
        """Keep all that is ready in one write; the rest is thrown away."""
        try:
            return keep(self.warehouse, self.ready(), by=by)
        finally:
            self.throw_away()

    def throw_away(self) -> None:
        """Nothing was kept, and nothing stays."""
        self._thrown_away()


def drop(warehouse: Warehouse, given: Iterable[tuple[str, BinaryIO]]) -> Drop:
    """Spool files to disk, to be looked at; nothing is kept."""
    incoming = warehouse.folder / "incoming"
    _forget_old(incoming)
    dropped = Drop(warehouse, incoming / f"drop-{uuid4().hex}")
    dropped.folder.mkdir()
    with disk_is_there(warehouse.folder):
        dropped.unseen = [
            File(_spooled(dropped.folder / str(number), content), name)
            for number, (name, content) in enumerate(given)
        ]
    check_free_space(warehouse.folder, sum(one.path.stat().st_size for one in dropped.unseen))
    return dropped


def answer(dropped: Drop, answers: Mapping[str, Mapping[str, str]]) -> None:
    """Note what was answered for uploads; their files have to be looked at again."""
    dropped.unseen += [
        replace(one.file, answers={**one.file.answers, **answers[one.upload]})
        for one in dropped.previews
        if one.upload in answers
    ]


def without_bad_rows(dropped: Drop, one: Preview, *, chosen: bool) -> None:
    """Look again at a file, leaving out what can't be read, or not."""
    dropped.unseen.append(replace(one.file, without_bad_rows=chosen))


def look(dropped: Drop, progress: Progress) -> None:
    """Look at each file not seen yet. Whoever is interrupted goes on where they were."""
    total = len(dropped.unseen)
    for seen in previews(dropped.warehouse, list(dropped.unseen), dropped.folder):
        progress(total - len(dropped.unseen), total, seen.file.name)
        places = {one.file.path: place for place, one in enumerate(dropped.previews)}
        place = places.get(seen.file.path, len(dropped.previews))
        dropped.previews[place : place + 1] = [seen]
        del dropped.unseen[0]
    dropped.changes = differences(dropped.warehouse, dropped.ready())


def _spooled(path: Path, content: BinaryIO) -> Path:
    with path.open("wb") as spooled:
        shutil.copyfileobj(content, spooled, 1 << 20)
    return path


def _forget_old(incoming: Path) -> None:
    """A server that was stopped could not throw away what its visitors had dropped."""
    for folder in incoming.glob("drop-*"):
        if time.time() - folder.stat().st_mtime > FORGOTTEN_AFTER:
            shutil.rmtree(folder, ignore_errors=True)
