"""Which export is this? Answered from what is in the file; its name only breaks ties."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from data_pipeline.contract import Source, Table, Titled
from data_pipeline.intake.headings import Described, lookup, plain, spoken
from data_pipeline.intake.questions import Need
from data_pipeline.intake.read_file import Sheet
from data_pipeline.problems import Place, Problem, Refused

HEADING_WITHIN = 30  # lines from the top, or from a blank line, in which headings are looked for
_UNKNOWN_TITLE = ""


@dataclass(frozen=True)
class Found:
    """A described table, found in a file."""

    source: Source
    table: Table
    sheet: Sheet
    title: str
    heading_row: int
    first_line: int
    last_row: int | None
    width: int
    columns: tuple[Described, ...]
    other_headings: Mapping[int, str]
    constants: Mapping[str, str]
    above: str

    @property
    def name(self) -> str:
        """What the file calls this table."""
        return self.title or self.sheet.name or self.table.name or self.source.label


@dataclass(frozen=True)
class Recognised:
    """What one file (or one member of an archive) is, or what must be asked first."""

    member: str
    found: tuple[Found, ...] = ()
    need: Need | None = None
    unknown: Problem | None = None


@dataclass
class _Claim:
    source: Source
    found: list[Found] = field(default_factory=list[Found])
    evidence: set[tuple[str, int, int]] = field(default_factory=set[tuple[str, int, int]])


def recognise(
    file: str, sheets: Sequence[Sheet], sources: Iterable[Source], answers: Mapping[str, str]
) -> list[Recognised]:
    """What each member of the file is. Raises Refused when nothing in it is an export we know."""
    members: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        members.setdefault(sheet.member, []).append(sheet)
    known = list(sources)
    results = [_one(file, member, group, known, answers) for member, group in members.items()]
    if all(result.unknown for result in results):
        raise Refused([result.unknown for result in results if result.unknown])
    return results


def _one(
    file: str,
    member: str,
    sheets: Sequence[Sheet],
    sources: Sequence[Source],
    answers: Mapping[str, str],
) -> Recognised:
    claims = [claim for source in sources if (claim := _claim(source, sheets))]
    name = member.rsplit("/", 1)[-1] or file
    claims = _most_specific(claims)
    if chosen := [claim for claim in claims if claim.source.name == answers.get("source")]:
        claims = chosen
    if len(claims) > 1:
        named = [
            claim
            for claim in claims
            if claim.source.file_names and re.search(claim.source.file_names, name, re.IGNORECASE)
        ]
        claims = named if len(named) == 1 else claims
    match claims:
        case []:
            return Recognised(member, unknown=unknown_export(member or file, sheets, sources))
        case [claim]:
            return Recognised(member, found=tuple(claim.found))
        case several:
            options = {claim.source.name: claim.source.label for claim in several}
            question = f"Which export is “{name}”: {' or '.join(options.values())}?"
            return Recognised(member, need=Need("source", question, options))


def _claim(source: Source, sheets: Sequence[Sheet]) -> _Claim | None:
    claim = _Claim(source)
    alone = False
    for sheet in sheets:
        found = list(_tables_in(source, sheet))
        claim.found += found
        alone = alone or any(one.table.alone for one in found)
        for one in found:
            claim.evidence |= {
                (sheet.name, one.heading_row, column.position)
                for column in one.columns
                if one.table.exactly or column.key in lookup(one.table).required
            }
            if one.title:
                claim.evidence.add((sheet.name, one.first_line, -1))
            if one.table.preamble:
                claim.evidence.add((sheet.name, 0, -1))
    return claim if alone else None


def _most_specific(claims: Sequence[_Claim]) -> list[_Claim]:
    """Without those whose evidence is only a part of another's."""
    return [
        claim
        for claim in claims
        if not any(claim.evidence < other.evidence for other in claims if other is not claim)
    ]


def _tables_in(source: Source, sheet: Sheet) -> list[Found]:
    tables = [table for table in source.tables if _may_lie_on(table, sheet)]
    found: list[Found] = []
    for index in _heading_lines(sheet):
        line = sheet.head[index]
        fits = [one for table in tables if (one := _fit(source, table, sheet, index, line))]
        if first := [one for one in fits if not one.table.again]:
            found.append(max(first, key=lambda one: len(one.columns)))
            found += [one for one in fits if one.table.again]
    return _each_to_its_end(found)


def _may_lie_on(table: Table, sheet: Sheet) -> bool:
    if table.sheets and plain(sheet.name) not in {plain(name) for name in table.sheets}:
        return False
    return not table.preamble or bool(re.search(table.preamble, _first_lines(sheet)))


def _first_lines(sheet: Sheet) -> str:
    return "\n".join(" ".join(cells).strip() for cells in sheet.head[:HEADING_WITHIN])


def _heading_lines(sheet: Sheet) -> list[int]:
    """Where a heading may stand: near the top, or within a few lines of a blank or one-cell line."""
    lines: list[int] = []
    since_break = 0
    for index, line in enumerate(sheet.head):
        filled = sum(1 for cell in line if cell.strip())
        since_break = 0 if filled <= 1 else since_break + 1
        if filled >= 1 and (index < HEADING_WITHIN or since_break <= 2):
            lines.append(index)
    return lines


def _fit(
    source: Source, table: Table, sheet: Sheet, index: int, line: Sequence[str]
) -> Found | None:
    ready = lookup(table)
    columns = ready.describe(line)
    names = {plain(cell) for cell in line if cell.strip()}
    if not ready.required <= {column.key for column in columns} or names & ready.forbidden:
        return None
    if table.exactly and len(columns) < len(names):
        return None
    title, title_line, constants = "", index, dict(table.constants)
    if table.titled:
        above = _title_above(sheet, index)
        if above is None:
            return None
        title_line, title = above
        titled = _constants_of(table.titled, title)
        if titled is None:
            return None
        constants |= titled
    described = {column.position for column in columns}
    return Found(
        source=source,
        table=table,
        sheet=sheet,
        title=title,
        heading_row=index + 1,
        first_line=title_line + 1,
        last_row=None,
        width=len(line),
        columns=tuple(columns),
        other_headings={
            position: cell.strip()
            for position, cell in enumerate(line)
            if cell.strip() and position not in described
        },
        constants=constants,
        above="\n".join(" ".join(cells).strip() for cells in sheet.head[:index]),
    )


def _title_above(sheet: Sheet, index: int) -> tuple[int, str] | None:
    for line in range(index - 1, max(index - 3, -1), -1):
        filled = [cell.strip() for cell in sheet.head[line] if cell.strip()]
        if len(filled) == 1:
            return line, filled[0]
        if filled:
            return None
    return None


def _constants_of(titled: Titled, title: str) -> Mapping[str, str] | None:
    known = {plain(name): constants for name, constants in titled.titles.items()}
    return known.get(plain(title), known.get(_UNKNOWN_TITLE))


def _each_to_its_end(found: Sequence[Found]) -> list[Found]:
    """A table ends where the next one's title or heading begins."""
    ended: list[Found] = []
    for place, one in enumerate(found):
        later = [other for other in found[place:] if other.heading_row > one.heading_row]
        end = later[0].first_line - 1 if later else None
        ended.append(Found(**{**one.__dict__, "last_row": end}))
    return ended


def unknown_export(file: str, sheets: Sequence[Sheet], sources: Sequence[Source]) -> Problem:
    """No source fits: which one comes nearest, and what it would need."""
    seen = {plain(cell) for sheet in sheets for line in sheet.head[:HEADING_WITHIN] for cell in line}
    nearest: tuple[float, Source, list[str]] | None = None
    for source in sources:
        for table in source.tables:
            wanted = spoken(table.columns)
            missing = [heading for heading in wanted if plain(heading) not in seen]
            share = 1 - len(missing) / len(wanted) if wanted else 0.0
            if len(wanted) > 1 and share >= 0.5 and (nearest is None or share > nearest[0]):
                nearest = (share, source, missing)
    if nearest is None:
        return Problem(
            "This is not an export we know",
            Place(file),
            "Upload it just as the platform gave it. The Uploads page lists the exports we read, "
            "and where to find each.",
        )
    _, source, missing = nearest
    columns = ", ".join(f"“{heading}”" for heading in missing)
    lacks = f"It has no column {columns}" if missing else "But something else is in it"
    return Problem(
        f"This is not an export we know. It comes nearest to {source.label}",
        Place(file),
        f"{lacks}. {source.where}",
    )
