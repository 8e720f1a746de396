"""Which lines of a table are records; the others are totals, notes, headings and examples."""

from collections.abc import Iterator, Sequence

import polars as pl

from data_pipeline import values
from data_pipeline.contract import EXAMPLE
from data_pipeline.intake.recognise import Found
from data_pipeline.intake.staged import Staging
from data_pipeline.intake.totals import (
    begins_like_a_total,
    names_a_group,
    sums_at_the_end,
    totals_among,
)
from data_pipeline.problems import Place, Problem

_FEWEST_COMPARED = 3  # records: of fewer nobody can say that all but one are whole
_FEWEST_FILLED = 12  # records: in fewer the last may well be the only one with an empty cell


def pieces_of(found: Found) -> Iterator[pl.DataFrame]:
    """The lines below the headings, as they come where the file is large."""
    # One cell more than the heading has: some platforms write there that a line is a total.
    frames = found.sheet.frames(found.heading_row + 1, found.width + 1)
    if found.last_row is not None:
        frames = (frame.filter(pl.col("row") <= found.last_row) for frame in frames)
    if found.sheet.is_large and not found.table.whole:
        yield from frames
        return
    whole = list(frames)
    if whole:
        yield pl.concat(whole)


def records_among(staging: Staging, lines: pl.DataFrame) -> pl.DataFrame:
    """The records, their described cells by key beside all cells by place."""
    found = staging.found
    cells = [name for name in lines.columns if name != "row"]
    lines = lines.filter(pl.any_horizontal(pl.col(cells).is_not_null())).select(
        "row", *cells, *[pl.col(f"c{one.position}").alias(one.key) for one in found.columns]
    )
    if found.source.template:
        lines = _without_example(staging, lines, cells)
    total = totals_among(found, lines, cells)
    is_record = _look_like_one(found, lines) & ~total & ~_headings_again(found, lines)
    if not staging.is_large:
        at = is_record.arg_true()
        sums = sums_at_the_end(found, lines.filter(is_record), cells)
        is_record = is_record.scatter(at.filter(sums), values=False)
    if not staging.is_large and not found.table.grouped:
        others = lines.filter(~(is_record | total))
        first = pl.coalesce(pl.col(cells))
        staging.notes += others.select("row", first.alias("text")).rows()
        if total.any():
            staging.own_totals.append(lines.filter(total))
    records = lines if is_record.all() else lines.filter(is_record)
    if found.sheet.delimiter and found.table.kept and not staging.is_large:
        staging.wider += _beyond(records, f"c{found.width}")
    return records


def _beyond(records: pl.DataFrame, cell: str) -> list[tuple[int, str]]:
    """What stands in this cell, and in which rows; mostly nothing."""
    if records[cell].null_count() == records.height:
        return []
    return records.select("row", pl.col(cell).str.strip_chars()).filter(pl.col(cell) != "").rows()


def _look_like_one(found: Found, lines: pl.DataFrame) -> pl.Series:
    """By default a record fills a required cell that may not be blank."""
    if found.table.records is not None:
        said = found.table.records.fill_null(value=False)
        return lines.select("row", said.alias("is record"))["is record"]
    required = [one for one in found.columns if one.column.required]
    solid = [one for one in required if not one.column.may_be_blank]
    filled = values.nowhere(lines["row"])
    for one in solid or required:
        filled = filled | (lines[one.key].str.strip_chars().fill_null("") != "")
        if filled.all():
            break
    return filled


def _headings_again(found: Found, lines: pl.DataFrame) -> pl.Series:
    """Heading lines that were pasted in once more."""
    required = [one for one in found.columns if one.column.required]
    again = ~values.nowhere(lines["row"]) if required else values.nowhere(lines["row"])
    for one in required:
        again = again & (lines[one.key].str.strip_chars() == one.heading).fill_null(value=False)
        if not again.any():
            break
    return again


def _without_example(staging: Staging, lines: pl.DataFrame, cells: list[str]) -> pl.DataFrame:
    is_example = pl.any_horizontal(pl.col(cells).str.strip_chars() == EXAMPLE)
    examples = is_example.fill_null(value=False)
    for row in lines.filter(examples)["row"]:
        staging.staged.warnings.append(
            f"Row {row:,} is the template's example and is left out. If you made it yours, "
            "clear its note and upload the file again."
        )
    return lines.filter(~examples)


def cut_off(staging: Staging, rows: pl.Series) -> pl.Series:
    """Whether the file ends in the middle of its last record, all others being whole."""
    found, lines = staging.found, staging.found.sheet.head
    is_last = rows == len(lines)
    nowhere = is_last & False
    if staging.is_large or not found.sheet.delimiter or rows.is_empty():
        return nowhere
    numbers: list[int] = rows.to_list()
    are_some = len(numbers) >= _FEWEST_COMPARED
    if are_some and found.table.grouped and _lacks_its_total(lines, numbers):
        _tell_of_the_end(staging, numbers[-1], "The total that follows the others is missing here")
        return rows == numbers[-1]
    full = max(at for at, cell in enumerate(lines[found.heading_row - 1]) if cell.strip())
    widths = [len(lines[number - 1]) for number in numbers]
    if not is_last[-1] or any(width <= full for width in widths[:-1]):
        return nowhere
    is_short = widths[-1] <= full and (are_some or found.sheet.ending not in "\r\n")
    if not is_short and not _ends_in_a_delimiter(found, numbers, full):
        return nowhere
    _tell_of_the_end(
        staging, numbers[-1], f"The file ends here, in cell {widths[-1]} of {full + 1}"
    )
    return is_last


def _ends_in_a_delimiter(found: Found, numbers: Sequence[int], full: int) -> bool:
    """Whether the text ends before the last cell of its last record, which all others fill."""
    lines = [found.sheet.head[number - 1] for number in numbers]
    return (
        len(lines) >= _FEWEST_FILLED
        and found.sheet.ending == found.sheet.delimiter
        and len(lines[-1]) == full + 1
        and all(line[full].strip() for line in lines[:-1])
    )


def _lacks_its_total(lines: Sequence[Sequence[str]], numbers: Sequence[int]) -> bool:
    """Whether groups of records are added up, but the last is not: “Total for …” ends each."""
    records = set(numbers)
    others = [number for number in range(numbers[0], len(lines) + 1) if number not in records]
    first = {one: _first_words(lines[one - 1]) for one in others}
    adds_up_a_group = any(names_a_group(first[one]) for one in others if one < numbers[-1])
    has_its_total = any(begins_like_a_total(first[one]) for one in others if one > numbers[-1])
    return adds_up_a_group and not has_its_total


def _first_words(line: Sequence[str]) -> str:
    return next((cell.strip() for cell in line if cell.strip()), "")


def _tell_of_the_end(staging: Staging, row: int, happened: str) -> None:
    staging.staged.problems_in_all += 1
    staging.staged.problems.append(
        Problem(
            happened,
            Place(staging.ask.file, row, sheet=staging.found.sheet.name),
            "It was probably cut off on its way. Export or copy it again.",
        )
    )
