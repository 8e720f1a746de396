"""Tables that lie in one file twice: a sheet copied in the workbook, an export downloaded twice.

Counted with the first they would double every figure.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from data_pipeline.contract import DAYS
from data_pipeline.intake.headings import plain
from data_pipeline.intake.recognise import Found, Recognised

_COPY_MARK = (
    r"(?i)(\s*[-–]\s*(copy|kopie|copie|copia|cópia)|\s*\(\d+\)|\s+copy|\s+kopie)+(?=\.\w+$|$)"
)
_SEVERAL = 2  # rows: one and the same may stand in two tables by chance


@dataclass(frozen=True)
class _Held:
    """A table, and its lines as often as they stand in it."""

    found: Found
    lines: Counter[tuple[str, ...]]


def without_copies(members: Sequence[Recognised]) -> tuple[list[Recognised], list[str]]:
    """The members without tables that hold nothing but another's rows, and a word about each."""
    held = [
        _Held(found, _lines(found))
        for member in members
        for found in member.found
        if not found.sheet.is_large
    ]
    held.sort(key=lambda one: -one.lines.total())
    copies: list[Found] = []
    names: dict[str, list[str]] = {}  # of the copies, by the name of what they copy
    for place, one in enumerate(held):
        original = next((other for other in held[:place] if _is_copy(one, other, copies)), None)
        if original is not None:
            copies.append(one.found)
            of_one = names.setdefault(_name(original.found), [])
            of_one += [_name(one.found)] if _name(one.found) not in of_one else []
    left = [
        replace(
            member,
            found=tuple(found for found in member.found if all(found is not one for one in copies)),
        )
        for member in members
    ]
    return left, [_told(copied, original) for original, copied in names.items()]


def _told(copies: list[str], original: str) -> str:
    more = f" and {len(copies) - 1:,} more" if len(copies) > 1 else ""
    hold = "hold" if more else "holds"
    return f"“{copies[0]}”{more} {hold} only rows that “{original}” holds too: they count once."


def _lines(found: Found) -> Counter[tuple[str, ...]]:
    lines = found.sheet.head[found.heading_row : found.last_row]
    cells = (_bare(line) for line in lines)
    return Counter(line for line in cells if line)


def _bare(line: Sequence[str]) -> tuple[str, ...]:
    cells = [cell.strip() for cell in line]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _is_copy(one: _Held, other: _Held, copies: Sequence[Found]) -> bool:
    if any(other.found is copy for copy in copies) or not _may_be_one(one.found, other.found):
        return False
    if one.lines == other.lines and _lie_together(one.found, other.found):
        return one.lines.total() > 0
    is_dated = any(column.column.kind in DAYS for column in one.found.columns)
    return is_dated and one.lines.total() >= _SEVERAL and one.lines <= other.lines


def _may_be_one(one: Found, other: Found) -> bool:
    """Whether both are the same table, under the same headings, in places that mean nothing."""
    if one.table is not other.table or one.constants != other.constants:
        return False
    if one.title != other.title or _headings(one) != _headings(other):
        return False
    if one.sheet.member == other.sheet.member:
        return one.sheet is not other.sheet
    # Else the file's name may say which network it is from.
    return _lie_together(one, other) or one.constants.get("channel") != "?"


def _lie_together(one: Found, other: Found) -> bool:
    return _unmarked(one.sheet.member) == _unmarked(other.sheet.member)


def _headings(found: Found) -> list[str]:
    return [plain(cell) for cell in found.sheet.head[found.heading_row - 1] if cell.strip()]


def _unmarked(member: str) -> str:
    return re.sub(_COPY_MARK, "", member.rsplit("/", 1)[-1])


def _name(found: Found) -> str:
    return found.sheet.name or found.sheet.member.rsplit("/", 1)[-1]
