"""Headings that moved or were renamed since a file was described: told, never an error."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data_pipeline.intake.headings import plain, spoken
from data_pipeline.intake.recognise import Found
from data_pipeline.warehouse.description import IN_HEADING, PREFIX, Description

_ENOUGH = 0.5  # of the headings a file is known by: below, it is another kind of file


@dataclass(frozen=True)
class Renamed:
    """A file that is nearly one described: which headings it lacks, and which are new in it."""

    description: Description
    lacking: tuple[str, ...]
    new: tuple[str, ...]


def moved_headings(found: Found) -> list[str]:
    """A sentence where a described file's columns stand in another order than they were seen."""
    if not found.source.name.startswith(PREFIX):
        return []
    seen = [plain(heading) for heading in spoken(found.table.columns)]
    here = [one.key for one in found.columns if one.key in seen]
    if here == [key for key in seen if key in here]:
        return []
    return ["Its columns stand in another order than before: they are told by their headings."]


def renamed_in(line: Sequence[str], descriptions: Mapping[str, Description]) -> Renamed | None:
    """The described kind that this line of headings is nearest to, if it is near at all."""
    nearest: tuple[float, Renamed] | None = None
    for description in descriptions.values():
        found = _compared(line, description)
        needed = [column for column in description.columns if column.needed]
        share = 1 - len(found.lacking) / max(1, len(needed))
        enough = found.lacking and share >= _ENOUGH
        if enough and (nearest is None or share > nearest[0]):
            nearest = share, found
    return nearest[1] if nearest else None


def _compared(line: Sequence[str], description: Description) -> Renamed:
    names = {plain(heading): heading for heading in line if heading.strip()}
    lacking: list[str] = []
    for column in description.columns:
        own = [name for name in names if any(_fits(text, name) for text in column.headings)]
        for name in own:
            del names[name]
        if not own and column.needed:
            lacking.append(column.headings[0])
    return Renamed(description, tuple(lacking), tuple(names.values()))


def _fits(spelling: str, name: str) -> bool:
    if spelling.endswith(IN_HEADING):
        stem = plain(spelling.removesuffix(IN_HEADING))
        return name.startswith(f"{stem} (") and name.endswith(")")
    return plain(spelling) == name
