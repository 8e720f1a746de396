"""Rows of a subject are laid down: in memory, or as Parquet where the file is large."""

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from data_pipeline.intake.staged import Staging
from data_pipeline.intake.summaries import summary_of


class Spool:
    """Where the rows of one table go, piece by piece."""

    def __init__(self, staging: Staging) -> None:
        self.staging = staging
        self._writer: pq.ParquetWriter | None = None

    def lay(self, rows: pl.DataFrame) -> None:
        """Take a piece's rows, the days they cover and what is counted from them."""
        staging = self.staging
        if staging.subject.day in rows.columns and rows.height:
            _stretch(staging, rows)
        staging.staged.measures.update(summary_of(staging.subject, rows))
        if staging.is_large and staging.ask.spool is not None:
            self._write(rows, staging.ask.spool)
        else:
            staging.staged.frames.append(rows)

    def close(self) -> None:
        """No more rows come."""
        if self._writer is not None:
            self._writer.close()

    def _write(self, rows: pl.DataFrame, folder: Path) -> None:
        day = self.staging.subject.day
        if not rows[day].is_sorted():
            rows = rows.sort(day, maintain_order=True)
        arrow = rows.to_arrow()
        if self._writer is None:
            self._writer = self._opened(folder, arrow.schema, rows)
        self._writer.write_table(arrow)

    def _opened(self, folder: Path, schema: pa.Schema, rows: pl.DataFrame) -> pq.ParquetWriter:
        path = folder / f"{len(list(folder.iterdir()))}.parquet"
        self.staging.staged.spooled = path
        repetitive = _repetitive(rows)
        rising = [name for name in rows.columns if name not in repetitive and _counts(rows[name])]
        return pq.ParquetWriter(
            path,
            schema,
            compression="zstd",
            compression_level=1,
            use_dictionary=repetitive,  # pyright: ignore[reportArgumentType]
            column_encoding=dict.fromkeys(rising, "DELTA_BINARY_PACKED"),
            write_statistics=list(self.staging.subject.days),  # a month is found by its days
        )


def _counts(column: pl.Series) -> bool:
    """Whole numbers and times that hardly repeat mostly go up from row to row."""
    return column.dtype.is_integer() or column.dtype.is_temporal()


def _repetitive(rows: pl.DataFrame) -> list[str]:
    """Columns in which the same values come again and again: only there a dictionary pays."""
    different = rows.select(pl.all().approx_n_unique()).row(0, named=True)
    return [name for name, values in different.items() if 4 * values < rows.height]


def _stretch(staging: Staging, rows: pl.DataFrame) -> None:
    """Widen the days the table covers."""
    subject, staged = staging.subject, staging.staged
    first_column = "first_date" if "first_date" in rows.columns else subject.day
    for day in (rows[first_column].min(), rows[subject.day].max()):
        if isinstance(day, datetime):
            day = day.date()
        if isinstance(day, date):
            staged.first_day = min(day, staged.first_day or day)
            staged.last_day = max(day, staged.last_day or day)
