"""Which lines of a table are records; the others are totals, notes, headings and examples."""

from collections.abc import Iterator

import polars as pl

from data_pipeline import values
from data_pipeline.contract import EXAMPLE
from data_pipeline.intake.recognise import Found
from data_pipeline.intake.staged import Staging
from data_pipeline.intake.totals import sums_at_the_end, totals_among
from data_pipeline.problems import Place, Problem

_FEWEST_COMPARED = 3  # records: of fewer nobody can say that all but one are whole


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
    return lines if is_record.all() else lines.filter(is_record)


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
    if staging.is_large or not found.sheet.delimiter or rows.len() < _FEWEST_COMPARED:
        return nowhere
    full = max(at for at, cell in enumerate(lines[found.heading_row - 1]) if cell.strip())
    numbers: list[int] = rows.to_list()
    widths = [len(lines[number - 1]) for number in numbers]
    if widths[-1] > full or min(widths[:-1]) <= full or not is_last[-1]:
        return nowhere
    staging.staged.problems_in_all += 1
    staging.staged.problems.append(
        Problem(
            f"The file ends here, in cell {widths[-1]} of {full + 1}",
            Place(staging.ask.file, numbers[-1], sheet=found.sheet.name),
            "It was probably cut off on its way. Export or copy it again.",
        )
    )
    return is_last
