"""The kinds of file a workspace has described itself, kept beside its uploads as files of data."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from data_pipeline.contract import Source
from data_pipeline.problems import Problem, Refused, refused
from data_pipeline.sources import all_sources
from data_pipeline.warehouse.description import PREFIX, Description, described_in, description_from
from data_pipeline.warehouse.disk import disk_is_there, move_durably

FOLDER = "sources"
LARGEST = 200_000  # bytes


@dataclass(frozen=True)
class OwnSources:
    """A workspace's descriptions and sources by name, and what is wrong with files of them."""

    descriptions: Mapping[str, Description] = field(default_factory=dict[str, Description])
    sources: Mapping[str, Source] = field(default_factory=dict[str, Source])
    problems: tuple[Problem, ...] = ()

    def as_json(self) -> tuple[dict[str, Any], ...]:
        """For the process that reads uploads."""
        return tuple(one.as_json() for one in self.descriptions.values())


def own_sources(workspace: Path) -> OwnSources:
    """What the workspace has described. Read again only when one of its files has changed."""
    found = sorted((workspace / FOLDER).glob("*.json"))
    stats = [(path, path.stat()) for path in found]
    return _loaded(tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in stats))


@lru_cache(maxsize=64)
def _loaded(files: tuple[tuple[Path, int, int], ...]) -> OwnSources:
    descriptions: dict[str, Description] = {}
    problems: list[Problem] = []
    for path, _, size in files:
        try:
            one = _described(path.read_bytes(), path.name, size)
            descriptions[one.name] = one
        except Refused as refusal:
            problems += refusal.problems
    sources = {name: one.source() for name, one in descriptions.items()}
    return OwnSources(descriptions, sources, tuple(problems))


def known_sources(workspace: Path) -> Mapping[str, Source]:
    """Every source that files of the workspace may be from, by name."""
    return {**own_sources(workspace).sources, **all_sources()}


def way_to(workspace: Path, source: str) -> str:
    """Where a manager finds the export; nothing of one whose description was taken away."""
    known = known_sources(workspace).get(source)
    return known.where if known else ""


def called(source: str) -> str:
    """What a manager calls a source: a workspace's own has its label for a name."""
    known = all_sources().get(source)
    return known.label if known else source.removeprefix(PREFIX)


def sources_from(descriptions: tuple[Mapping[str, Any], ...]) -> list[Source]:
    """The sources that descriptions in plain data stand for."""
    return [description_from(one).source() for one in descriptions]


def received_description(content: bytes, file: str) -> Description:
    """A description somebody gave, checked as if it came from a stranger."""
    return _described(content, file, len(content))


def keep_description(workspace: Path, description: Description) -> None:
    """Keep it in place of one of the same name."""
    checked = description_from(description.as_json())
    if checked.label.casefold() in {one.label.casefold() for one in all_sources().values()}:
        raise refused(
            f"“{checked.label}” is an export So What knows already", "", "Choose another name."
        )
    folder = workspace / FOLDER
    target = folder / f"{_file_name(checked.label)}.json"
    with disk_is_there(workspace):
        folder.mkdir(exist_ok=True)
        partial = target.with_suffix(".part")
        partial.write_bytes(checked.as_file())
        move_durably(partial, target)


def remove_description(workspace: Path, description: Description) -> None:
    """Files of this kind are asked about again; what was kept of earlier ones stays."""
    (workspace / FOLDER / f"{_file_name(description.label)}.json").unlink(missing_ok=True)


def _described(content: bytes, file: str, size: int) -> Description:
    if size > LARGEST:
        raise refused("This is too long for a description", file, "Take the one So What wrote.")
    return described_in(content, file)


def _file_name(label: str) -> str:
    """Letters every file system keeps; a mark of the whole label tells alike ones apart."""
    latin = unicodedata.normalize("NFKD", label.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")
    mark = blake2b(label.encode(), digest_size=4).hexdigest()
    return f"{slug}-{mark}" if slug else mark
