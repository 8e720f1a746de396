"""What a subject is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

AMOUNT = pl.Decimal(28, 6)
BOOKKEEPING: Mapping[str, pl.DataType] = {
    "upload": pl.String(),
    "source": pl.String(),
    "row": pl.Int64(),
}


@dataclass(frozen=True)
class Subject:
    """One staged table.

    key: the columns that say which thing a row tells about. Where any of them is null the row is
        known by its full content, and by how many such rows one file holds.
    merge: "newest row" wins whole; "newest cell" lets an empty cell keep the older upload's figure.
    day: the column whose month a row belongs to.
    moves: a later export may give the same thing another day (a deal closes, a draft goes out).
    long: one row per measure.
    """

    name: str
    grain: str
    columns: Mapping[str, pl.DataType]
    key: tuple[str, ...]
    merge: Literal["newest row", "newest cell"] = "newest row"
    day: str = "date"
    moves: bool = False
    long: bool = False

    def __post_init__(self) -> None:
        assert {*self.key, self.day} <= {*self.columns, "source"}, f"{self.name}: unknown key"

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """The columns of its Parquet files, bookkeeping first."""
        return {**BOOKKEEPING, **self.columns}

    @property
    def record(self) -> tuple[str, ...]:
        """What tells one line of an export from another: a line gives all measures of a day."""
        return tuple(column for column in self.key if not (self.long and column == "measure"))

    @property
    def days(self) -> tuple[str, ...]:
        """The columns in which a row's first and last day stand."""
        return ("first_date", self.day) if "first_date" in self.columns else (self.day,)

    def sql_types(self) -> dict[str, str]:
        """The columns' types as SQL names them."""
        return {name: _SQL_TYPES[str(kind.base_type())] for name, kind in self.columns.items()}


_SQL_TYPES = {
    "String": "varchar",
    "Int64": "bigint",
    "Float64": "double",
    "Boolean": "boolean",
    "Date": "date",
    "Datetime": "timestamp",
    "Decimal": "decimal(28, 6)",
}
