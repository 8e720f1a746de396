"""A found table becomes typed rows of its subject, and a problem for each cell that will not go."""

import polars as pl

from data_pipeline.intake.adding_up import add_up
from data_pipeline.intake.asking import (
    ask_for_columns,
    ask_for_no_day_of_nothing,
    ask_for_period,
    settle_channel,
    settle_days,
    settle_marks,
)
from data_pipeline.intake.laying_down import Spool
from data_pipeline.intake.period import Window
from data_pipeline.intake.recognise import Found
from data_pipeline.intake.records import cut_off, pieces_of, records_among
from data_pipeline.intake.rows import rows_of_subject
from data_pipeline.intake.staged import Ask, Staged, Staging, staging_of
from data_pipeline.intake.typed import typed_columns
from data_pipeline.intake.warned import tell_at_the_end

__all__ = ["Ask", "Staged", "stage"]


def stage(found: Found, ask: Ask, period: Window | None) -> Staged:
    """Stage one found table: every piece in turn, then what is only known at the end."""
    staging = staging_of(found, ask, period)
    settle_channel(staging)
    ask_for_period(staging)
    ask_for_columns(staging)
    spool = Spool(staging)
    for lines in pieces_of(found):
        _take(staging, lines, spool)
    spool.close()
    ask_for_no_day_of_nothing(staging)
    tell_at_the_end(staging)
    return staging.staged


def _take(staging: Staging, lines: pl.DataFrame, spool: Spool) -> None:
    """The way of a piece."""
    staged = staging.staged
    records = records_among(staging, lines)
    if staging.found.table.tells is not None:
        told = staging.found.table.tells(records)
        staged.warnings += [one for one in told if one not in staged.warnings]
    if not staged.rows and not staged.left_out:
        settle_marks(staging, records)
        settle_days(staging, records)
    typed, bad = typed_columns(staging, records)
    bad = bad | cut_off(staging, records["row"])
    if staging.ask.without_bad_rows:
        staged.left_out += int(bad.sum())
        records, typed = records.filter(~bad), typed.filter(~bad)
    add_up(staging, records, typed)
    if _may_be_kept(staging):
        spool.lay(rows_of_subject(staging, typed))


def _may_be_kept(staging: Staging) -> bool:
    if not staging.found.table.kept or not staging.staged.is_all_answered():
        return False
    return staging.ask.without_bad_rows or not staging.staged.problems_in_all
