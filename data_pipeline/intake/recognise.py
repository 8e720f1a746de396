"""Which export is this? Answered from what is in the file; its name only breaks ties."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from data_pipeline.contract import Source, Table, Titled
from data_pipeline.intake.broken_down import is_broken_down, is_figure
from data_pipeline.intake.headings import Described, lookup, plain, seen, spoken
from data_pipeline.intake.questions import Need
from data_pipeline.intake.read_file import Sheet
from data_pipeline.problems import Place, Problem, Refused

HEADING_WITHIN = 30  # lines from the top, or from a blank line, in which headings are looked for
_UNKNOWN_TITLE = ""
_FEWEST_UNDERSTOOD = 2  # headings: many tables have one of any export's
_MOST_NAMED, _SHOWN = 5, 40  # headings that a template does not have, and letters of each


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


@dataclass(frozen=True)
class _Sighted:
    """A sheet, and the lines of it that may be headings: each line's place and its names."""

    sheet: Sheet
    lines: tuple[tuple[int, frozenset[str]], ...]
    names: frozenset[str]


@dataclass
class _Claim:
    source: Source
    found: list[Found] = field(default_factory=list[Found])
    evidence: set[tuple[str, int, int]] = field(default_factory=set[tuple[str, int, int]])
    described: set[tuple[str, int, int]] = field(default_factory=set[tuple[str, int, int]])


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
    sighted = [_sighted(sheet) for sheet in sheets]
    claims = [claim for source in sources if (claim := _claim(source, sighted))]
    name = member.rsplit("/", 1)[-1] or file
    claims = _most_specific(_surest(claims))
    if chosen := [claim for claim in claims if claim.source.name == answers.get("source")]:
        claims = chosen
    if len(claims) > 1:
        named = [
            claim
            for claim in claims
            if claim.source.file_names and re.search(claim.source.file_names, name, re.IGNORECASE)
        ]
        claims = named if len(named) == 1 else claims
    if parts := _parts_of_a_workbook(claims):
        return Recognised(member, found=parts)
    match claims:
        case []:
            return Recognised(member, unknown=unknown_export(member or file, sheets, sources))
        case [claim] if _is_doubtful(claim, name, sheets) and not chosen:
            label = claim.source.label
            options = {claim.source.name: "Yes"}
            need = Need("source", f"Is “{name}” an export of {label}?", options)
            return Recognised(member, need=need)
        case [claim]:
            return Recognised(member, found=tuple(claim.found))
        case several:
            options = {claim.source.name: claim.source.label for claim in several}
            question = f"Which export is “{name}”: {' or '.join(options.values())}?"
            return Recognised(member, need=Need("source", question, options))


def _claim(source: Source, sheets: Sequence[_Sighted]) -> _Claim | None:
    claim = _Claim(source)
    alone = False
    for sighted in sheets:
        sheet = sighted.sheet
        found = list(_tables_in(source, sighted))
        claim.found += found
        alone = alone or any(one.table.alone for one in found)
        for one in found:
            claim.evidence |= {
                (sheet.name, one.heading_row, column.position)
                for column in one.columns
                if one.table.exactly or column.key in lookup(one.table).required
            }
            claim.described |= {
                (sheet.name, one.heading_row, column.position)
                for column in one.columns
                if column.column is not lookup(one.table).other
            }
            if one.title:
                claim.evidence.add((sheet.name, one.first_line, -1))
            if one.table.preamble:
                claim.evidence.add((sheet.name, 0, -1))
            if one.table.written and _is_written(one.table, sheet.head[one.heading_row - 1]):
                claim.evidence.add((sheet.name, one.heading_row, -1))
    return claim if alone else None


def _surest(claims: Sequence[_Claim]) -> list[_Claim]:
    """A source whose headings others might have too gives way to one that is sure."""
    sure = [claim for claim in claims if not claim.source.doubtful]
    return sure or list(claims)


def _is_doubtful(claim: _Claim, name: str, sheets: Sequence[Sheet]) -> bool:
    source, names = claim.source, [name, *(sheet.name for sheet in sheets)]
    if not source.doubtful or any(one.table.looks for one in claim.found):
        return False
    return not any(
        re.search(source.file_names, one, re.IGNORECASE) for one in names if source.file_names
    )


def _most_specific(claims: Sequence[_Claim]) -> list[_Claim]:
    """Without those whose evidence, or else whose columns, are only a part of another's."""
    left = [
        claim
        for claim in claims
        if not any(claim.evidence < other.evidence for other in claims if other is not claim)
    ]
    return [
        claim
        for claim in left
        if not any(claim.described < other.described for other in left if other is not claim)
    ]


def _parts_of_a_workbook(claims: Sequence[_Claim]) -> tuple[Found, ...]:
    """What exports of one family hold that lie in one workbook, each on sheets of its own."""
    families = {claim.source.family for claim in claims}
    if len(claims) < 2 or len(families) > 1 or "" in families:
        return ()
    sheets = [sheet for claim in claims for sheet in {id(one.sheet) for one in claim.found}]
    parts = tuple(one for claim in claims for one in claim.found)
    return parts if len(sheets) == len(set(sheets)) else ()


def _tables_in(source: Source, sighted: _Sighted) -> list[Found]:
    sheet = sighted.sheet
    tables = [
        table
        for table in source.tables
        if lookup(table).may_be_among(sighted.names) and _may_lie_on(table, sheet)
    ]
    found: list[Found] = []
    for index, names in sighted.lines if tables else ():
        if found and _is_said_again(found[-1], index):
            continue
        fits = [one for table in tables if (one := _fit(source, table, sheet, index, names))]
        if first := [one for one in fits if not one.table.again]:
            found.append(max(first, key=lambda one: len(one.columns)))
            found += [one for one in fits if one.table.again]
    return _each_to_its_end(found)


def _is_said_again(table: Found, index: int) -> bool:
    """The same headings once more, with nothing but records between: no new table begins."""
    lines = table.sheet.head[table.heading_row - 1 : index + 1]
    if [cell.strip() for cell in lines[0]] != [cell.strip() for cell in lines[-1]]:
        return False
    return all(sum(1 for cell in line if cell.strip()) > 1 for line in lines)


def _may_lie_on(table: Table, sheet: Sheet) -> bool:
    if table.sheets and plain(sheet.name) not in {plain(name) for name in table.sheets}:
        return False
    return not table.preamble or bool(re.search(table.preamble, _first_lines(sheet)))


def _first_lines(sheet: Sheet) -> str:
    return "\n".join(" ".join(cells).strip() for cells in sheet.head[:HEADING_WITHIN])


def _sighted(sheet: Sheet) -> _Sighted:
    """Headings stand near the top, or within a few lines of a blank or one-cell line."""
    lines: list[tuple[int, frozenset[str]]] = []
    since_break = 0
    for index, line in enumerate(sheet.head):
        filled = len(line) - line.count("")
        since_break = 0 if filled <= 1 else since_break + 1
        if filled >= 1 and (index < HEADING_WITHIN or since_break <= 2):
            lines.append((index, frozenset(plain(cell) for cell in line if cell.strip())))
    every_name = frozenset(name for _, names in lines for name in names)
    return _Sighted(sheet, tuple(lines), every_name)


def _fit(
    source: Source, table: Table, sheet: Sheet, index: int, names: frozenset[str]
) -> Found | None:
    ready, line = lookup(table), sheet.head[index]
    if not ready.may_fit(names):
        return None
    if table.under and not _stands_under(table.under, sheet, index):
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
    columns = ready.describe(line)
    if not ready.required <= {column.key for column in columns}:
        return None
    if table.exactly and len(columns) < len(names):
        return None
    if not _is_written(table, line) and not _has_lost_its_capitals(line):
        return None
    if table.looks and not _looks_like(table, columns, sheet.head[index + 1 :]):
        return None
    if table.begins and not (columns[0].key in ready.required and _is_first(columns[0], line)):
        return None
    if table.unbroken and is_broken_down(sheet.head[index:], columns):
        return None
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
            position: seen(cell)
            for position, cell in enumerate(line)
            if seen(cell) and position not in described
        },
        constants=constants,
        above="\n".join(" ".join(cells).strip() for cells in sheet.head[:index]),
    )


def _is_first(column: Described, line: Sequence[str]) -> bool:
    return not any(cell.strip() for cell in line[: column.position])


def _is_written(table: Table, line: Sequence[str]) -> bool:
    return {*table.written} <= {" ".join(seen(cell).split()) for cell in line}


def _has_lost_its_capitals(line: Sequence[str]) -> bool:
    """Whether a program wrote all headings alike, so that capitals tell nothing any more."""
    words = "".join(line)
    return words.isupper() or words.islower()


def _looks_like(table: Table, columns: Sequence[Described], below: Sequence[Sequence[str]]) -> bool:
    """Whether the first record's cells are of the form that tells this table from others."""
    first = next((line for line in below if any(cell.strip() for cell in line)), ())
    cells = {
        column.key: first[column.position].strip()
        for column in columns
        if column.position < len(first)
    }
    return all(re.search(form, cells.get(key, "")) for key, form in table.looks.items())


def _stands_under(form: str, sheet: Sheet, index: int) -> bool:
    """Whether a line of words stands under what the headings of this table stand under."""
    above = " ".join(sheet.head[index - 1]).strip() if index else ""
    words = [cell for cell in sheet.head[index] if cell.strip()]
    return len(words) > 1 and not any(map(is_figure, words)) and bool(re.search(form, above))


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
        if one.table.under and later and later[0].heading_row == one.heading_row + 1:
            continue  # headings above the headings
        ends = [other.first_line - 1 for other in later[:1]]
        if one.title and (line := _next_title(one.sheet, one.heading_row)):
            ends.append(line)
        end = min(ends, default=None)
        ended.append(replace(one, last_row=end))
    return ended


def _next_title(sheet: Sheet, heading_row: int) -> int | None:
    """The blank line that comes before a further title, whatever that title's table is."""
    for index in range(heading_row, len(sheet.head) - 1):
        following = [cell.strip() for cell in sheet.head[index + 1] if cell.strip()]
        is_blank = not any(cell.strip() for cell in sheet.head[index])
        if is_blank and len(following) == 1 and not re.search(r"\d", following[0]):
            return index + 1
    return None


def _nearest(
    sheets: Sequence[Sheet], sources: Sequence[Source]
) -> tuple[Source, Table, list[str], list[str]] | None:
    """The source that understands most columns of some line, the headings it would need, and those
    it does not know."""
    best: tuple[int, Source, Table, list[str], list[str]] | None = None
    lines = [line for sheet in sheets for line in sheet.head[:HEADING_WITHIN] if len(line) > 1]
    for source in sources:
        for table in (one for one in source.tables if one.alone and not one.preamble):
            ready, wanted = lookup(table), spoken(table.columns)
            for line in lines if len(wanted) > 1 else ():
                columns = [one for one in ready.describe(line) if one.column is not ready.other]
                found = {one.key for one in columns}
                missing = [heading for heading in wanted if plain(heading) not in found]
                enough = 2 * len(missing) <= len(wanted) > len(missing) + 1
                if enough and (best is None or len(found) > best[0]):
                    places = {one.position for one in columns}
                    others = [seen(cell) for at, cell in enumerate(line) if at not in places]
                    best = len(found), source, table, missing, [one for one in others if one]
    return best and best[1:]


def unknown_export(file: str, sheets: Sequence[Sheet], sources: Sequence[Source]) -> Problem:
    """No source fits: which one comes nearest, and what it would need."""
    nearest = _nearest(sheets, sources)
    if nearest is None:
        return Problem(
            "This is not an export we know",
            Place(file),
            "Upload it just as the platform gave it. The Uploads page lists the exports we read, "
            "and where to find each.",
        )
    source, table, missing, others = nearest
    columns = ", ".join(f"“{heading.replace('{currency}', '…')}”" for heading in missing)
    lacks = f"It has no column {columns}" if missing else "But something else is in it"
    if source.template and others and not missing:
        named = ", ".join(f"“{heading[:_SHOWN]}”" for heading in others[:_MOST_NAMED])
        lacks = f"Take out what the template has no column for: {named}"
    if table.sheets and not missing:
        lacks = "One table of it does not tell what it is: upload the whole workbook"
    if table.titled and not missing:
        lacks = "The line above the headings that says what they count is missing"
    return Problem(
        f"This is not an export we know. It comes nearest to {source.label}",
        Place(file),
        f"{lacks}. {source.where}",
    )
