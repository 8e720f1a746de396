"""A file's own total line, held against what its rows add up to: parts that miss the whole."""

from decimal import Decimal

import polars as pl

from data_pipeline.contract import Kind
from data_pipeline.intake.columns import Reader
from data_pipeline.intake.staged import Staging
from data_pipeline.staging.measures import MEASURES

_ROUNDED = Decimal("0.005")  # of the total; some platforms write “12.5K”
_COLUMNS_NAMED = 3


def tell_of_own_totals(staging: Staging) -> None:
    """Where no total line of the file agrees with the rows above it, both are said."""
    if not staging.own_totals:
        return
    lines = pl.concat(staging.own_totals, how="diagonal")
    apart = [said for reader in staging.readers if (said := _apart(staging, reader, lines))]
    if apart:
        more = len(apart) - _COLUMNS_NAMED
        rest = [f"and {more} more"] if more > 0 else []
        staging.staged.warnings.append(
            f"Row {lines['row'][0]:,}, the file's own total, does not agree with its rows: "
            f"{'; '.join([*apart[:_COLUMNS_NAMED], *rest])}. What counts is the rows. If the "
            "export was filtered or cut short, export it again."
        )


def _apart(staging: Staging, reader: Reader, lines: pl.DataFrame) -> str:
    """“Views: 1,204, the rows give 1,190”; nothing where they agree or nobody can tell."""
    described = reader.described
    if not _adds_up(staging, reader):
        return ""
    read = reader.read(lines[described.key])
    told = [Decimal(str(value)) for value in read.values.drop_nulls().to_list()]
    sums = [
        amount
        for heading, amount in staging.staged.sums.items()
        if heading == described.heading or heading.startswith(f"{described.heading} [")
    ]
    if not told or len(sums) != 1 or read.bad.any():
        return ""
    own = min(told, key=lambda one: abs(one - sums[0]))
    if abs(own - sums[0]) <= max(Decimal(1), abs(own) * _ROUNDED):
        return ""
    return f"“{described.heading}” {own:,f}, the rows give {sums[0]:,f}"


def _adds_up(staging: Staging, reader: Reader) -> bool:
    """Different people never do, nor do averages and rates."""
    name, subject = reader.column.becomes, staging.subject
    if reader.column.kind not in {Kind.COUNT, Kind.MONEY}:
        return False
    known = MEASURES.get(name)
    if known is not None:
        return known.addition == "flow"
    return not subject.long and name in subject.columns
