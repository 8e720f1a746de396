"""What happens in the process that reads files: each is staged, its rows left as Parquet."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from data_pipeline.intake.inspect import inspect
from data_pipeline.intake.receipt import Receipt
from data_pipeline.intake.stage import Ask, Staged
from data_pipeline.problems import Refused
from data_pipeline.warehouse.disk import disk_is_there


def stage_files(asked: Sequence[tuple[Path, Ask]]) -> list[Receipt]:
    """Each file's receipt, in order."""
    return [stage_into(path, ask) for path, ask in asked]


def stage_into(path: Path, ask: Ask) -> Receipt:
    """Stage a file and leave its rows as Parquet in `ask.spool`."""
    assert ask.spool is not None
    try:
        with disk_is_there(ask.spool.parent):
            return _stage_into(path, ask, ask.spool)
    except Refused as refusal:
        return Receipt(ask.file, "rejected", problems=list(refusal.problems))


def _stage_into(path: Path, ask: Ask, spool: Path) -> Receipt:
    spool.mkdir(parents=True, exist_ok=True)
    receipt = inspect(path, ask)
    for number, table in enumerate(receipt.tables):
        if receipt.may_come_in():
            _write_rows(table, spool / f"table-{number}.parquet")
        table.frames = []
    return receipt


def _write_rows(table: Staged, path: Path) -> None:
    if table.spooled is None and table.frames:
        rows = pl.concat(table.frames)
        if rows.height:
            rows.write_parquet(path, compression="zstd", compression_level=1)
            table.spooled = path
