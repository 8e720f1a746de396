"""Whether a table's lines are broken down further than its description knows."""

import re
from collections.abc import Sequence

from data_pipeline.contract import NUMBERS
from data_pipeline.intake.headings import Described, plain

_FIGURE = re.compile(
    r"\s*'?[-+]?[^\w\s]{0,3}\s?\d[\d.,:'’\s]*(e[-+]?\d+)?\s?[^\w\s]{0,3}\s*|\s*-{1,2}\s*|\s*#{2,}\s*",
    re.IGNORECASE,
)
_LINES_LOOKED_AT = 200


def is_figure(cell: str) -> bool:
    """Whether a cell holds a number, a share or a length of time, be it only “####”."""
    return bool(_FIGURE.fullmatch(cell))


def is_broken_down(lines: Sequence[Sequence[str]], columns: Sequence[Described]) -> bool:
    """Whether a heading comes twice, a column beside holds words, or two lines have one key."""
    records = _records(lines)
    if _says_two_things(lines[0], records):
        return True
    described = {"", *(plain(one.heading) for one in columns)}
    beside = [at for at, cell in enumerate(lines[0]) if plain(cell) not in described]
    if any(_holds_words(records, at) for at in beside):
        return True
    parts = [one.position for one in columns if one.column.kind not in NUMBERS]
    seen = {tuple(line): tuple(line[at] for at in parts if at < len(line)) for line in records}
    keys = [key for key in seen.values() if any(key)]
    return len(set(keys)) < len(keys)


def _says_two_things(headings: Sequence[str], records: Sequence[Sequence[str]]) -> bool:
    """Whether two columns of one heading differ; a column copied says nothing more."""
    columns: dict[str, tuple[str, ...]] = {}
    for at, heading in enumerate(headings):
        cells = tuple(line[at].strip() for line in records if at < len(line))
        if heading.strip() and columns.setdefault(plain(heading), cells) != cells:
            return True
    return False


def _records(lines: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The lines below the headings up to one that is no record; headings said again are none."""
    records: list[Sequence[str]] = []
    for line in lines[1:_LINES_LOOKED_AT]:
        if len(line) - line.count("") <= 1 or re.match(r"#(?!#)", line[0]):
            break
        if line != lines[0]:
            records.append(line)
    return records


def _holds_words(records: Sequence[Sequence[str]], at: int) -> bool:
    cells = (line[at].strip() for line in records if at < len(line))
    return any(cell and not is_figure(cell) for cell in cells)
