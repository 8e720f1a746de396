"""What of a file is in no table or would be covered by another: nothing is lost without a word."""

import re
from collections import Counter
from collections.abc import Sequence

from data_pipeline.intake.headings import plain
from data_pipeline.intake.recognise import Found, Recognised
from data_pipeline.intake.sheet import Sheet
from data_pipeline.problems import Place, Problem

_NAMED = 4
_WIDE = 4  # cells: a report's own head has a name and a value


def without_title(file: str, found: Sequence[Found]) -> list[Problem]:
    """Sections that have lost the line that says what they count, beside some that have theirs."""
    titled = [one for one in found if one.table.titled and not one.sheet.is_large]
    return [
        Problem(
            "The line above these headings that says what they count is missing",
            Place(file, row, sheet=sheet.name),
            "Upload the file just as the platform gave it.",
        )
        for sheet in _sheets_of(titled)
        for row in _headings_alone(sheet, [one for one in titled if one.sheet is sheet])
    ]


def _sheets_of(found: Sequence[Found]) -> list[Sheet]:
    return list({id(one.sheet): one.sheet for one in found}.values())


def _headings_alone(sheet: Sheet, found: Sequence[Found]) -> list[int]:
    headings = {_written(sheet.head[one.heading_row - 1]) for one in found}
    known = {one.heading_row for one in found}
    return [
        row
        for row, line in enumerate(sheet.head, 1)
        if row not in known and any(line) and _written(line) in headings
    ]


def _written(line: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for cell in line if (name := plain(cell)))


def told_of_the_unread(sheets: Sequence[Sheet], members: Sequence[Recognised]) -> list[str]:
    """One sentence for the sections and sheets of a known export that are none of its tables."""
    names: list[str] = []
    for member in members:
        read = {id(sheet) for sheet in _sheets_of(member.found)}
        beside = [sheet for sheet in sheets if sheet.member == member.member and member.found]
        names += [one.name for one in beside if id(one) not in read and _is_a_table(one)]
        titled = [one for one in member.found if one.table.titled and not one.sheet.is_large]
        for sheet in _sheets_of(titled):
            names += _sections(sheet, [one for one in member.found if one.sheet is sheet])
    above = [line for member in members for line in _told_of_lines_above(member.found)]
    if not names:
        return above
    few = [f"“{name}”" for name in names[:_NAMED]]
    few += [f"{len(names) - _NAMED:,} more"] if len(names) > _NAMED else []
    named = " and ".join([", ".join(few[:-1]), few[-1]] if len(few) > 1 else few)
    are = "is" if len(names) == 1 else "are"
    return [*above, f"{named} {are} left out: no page shows such figures."]


def _told_of_lines_above(found: Sequence[Found]) -> list[str]:
    """Lines as wide as a table's, above all tables of a sheet: another export's, most likely."""
    told: list[str] = []
    for sheet in _sheets_of(found):
        first = min(one.first_line for one in found if one.sheet is sheet)
        wide = [line for line in sheet.head[: first - 1] if len(_written(line)) >= _WIDE]
        if len(wide) > 1:
            label = found[0].source.label
            told.append(
                f"{len(wide):,} lines above row {first:,} are left out: they are of no table of "
                f"{label}."
            )
    return told


def told_of_titles_again(members: Sequence[Recognised]) -> list[str]:
    """Sections of one title that may be of two networks: one answer can't be right for both."""
    open_titles = Counter(
        one.title
        for member in members
        for one in member.found
        if one.constants.get("channel") == "?" and "measure" in one.constants
    )
    return [
        f"“{title}” stands in it {times:,} times, and nothing says which network each is of: of a "
        "day only the last one counts. Upload each network's in a file of its own."
        for title, times in open_titles.items()
        if times > 1
    ]


def _is_a_table(sheet: Sheet) -> bool:
    return bool(sheet.name) and sum(len(_written(line)) > 1 for line in sheet.head[:9]) > 1


def _sections(sheet: Sheet, found: Sequence[Found]) -> list[str]:
    """The titles of tables that nobody has described: one cell, below a blank line."""
    head = sheet.head
    covered = [range(one.first_line, (one.last_row or len(head)) + 1) for one in found]
    return [
        head[index][0].strip()
        for index in range(len(head) - 2)
        if not any(index + 1 in rows for rows in covered)
        and (index == 0 or not _written(head[index - 1]))
        and len(_written(head[index])) == 1
        and len(_written(head[index + 1])) > 1
        and head[index][0].strip()
        and not re.search(r"\d", head[index][0])
    ]
