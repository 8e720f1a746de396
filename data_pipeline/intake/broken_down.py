"""Whether a table's lines are broken down further than its description knows."""

import re
from collections.abc import Sequence

from data_pipeline.contract import NUMBERS
from data_pipeline.intake.headings import Described, plain

_FIGURE = re.compile(
    r"\s*'?[-+]?[^\w\s]{0,3}\s?\d[\d.,:'’\s]*(e[-+]?\d+)?\s?[^\w\s]{0,3}\s*|\s*-{1,2}\s*", re.IGNORECASE
)
_LINES_LOOKED_AT = 200


def is_figure(cell: str) -> bool:
    """Whether a cell holds a number, a share or a length of time."""
    return bool(_FIGURE.fullmatch(cell))


def is_broken_down(lines: Sequence[Sequence[str]], columns: Sequence[Described]) -> bool:
    """Whether a heading comes twice, a column beside holds words, or two lines have one key."""
    names = [plain(cell) for cell in lines[0] if cell.strip()]
    if len(set(names)) < len(names):
        return True
    records = _records(lines[1:])
    described = {one.position for one in columns}
    beside = [
        at for at, cell in enumerate(lines[0]) if cell.strip() and at not in described
    ]
    if any(_holds_words(records, at) for at in beside):
        return True
    parts = [one.position for one in columns if one.column.kind not in NUMBERS]
    seen = {tuple(line): tuple(line[at] for at in parts if at < len(line)) for line in records}
    keys = [key for key in seen.values() if any(key)]
    return len(set(keys)) < len(keys)


def _records(below: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The lines up to one that is no record any more."""
    records: list[Sequence[str]] = []
    for line in below[:_LINES_LOOKED_AT]:
        if len(line) - line.count("") <= 1:
            break
        records.append(line)
    return records


def _holds_words(records: Sequence[Sequence[str]], at: int) -> bool:
    cells = (line[at].strip() for line in records if at < len(line))
    return any(cell and not is_figure(cell) for cell in cells)
