"""What is only known when a whole table has been read, in sentences."""

from data_pipeline.intake.staged import Staging, shown

_ROWS_NAMED = 5


def tell_at_the_end(staging: Staging) -> None:
    """Everything a manager should know of it that stops nothing."""
    _tell_of_notes(staging)
    _tell_of_thresholds(staging)
    _tell_of_ids_cut_short(staging)
    _tell_of_what_is_not_kept(staging)
    _tell_of_undated(staging)


def _tell_of_notes(staging: Staging) -> None:
    notes = staging.notes
    if not notes:
        return
    line = "line that is" if len(notes) == 1 else "lines that are"
    staging.staged.warnings.append(
        f"{len(notes):,} {line} not a record left out (row {_named([row for row, _ in notes])}): "
        f"“{shown(notes[0][1])}”."
    )


def _tell_of_thresholds(staging: Staging) -> None:
    below = sum(reader.below for reader in staging.readers)
    if below:
        staging.staged.warnings.append(
            f"{below:,} cells say only “less than …”: they are left open, not counted as 0."
        )


def _tell_of_ids_cut_short(staging: Staging) -> None:
    for reader in staging.readers:
        if reader.cut_short:
            staging.staged.warnings.append(
                f"A spreadsheet cut short {reader.cut_short:,} ids in the column "
                f"“{reader.described.heading}”. Upload the file as the platform gave it, so "
                "that later exports of the same are not counted twice."
            )


def _tell_of_what_is_not_kept(staging: Staging) -> None:
    if staging.found.table.kept:
        return
    if staging.period is not None:
        staging.staged.first_day, staging.staged.last_day = staging.period
    staging.staged.warnings.append(
        f"“{staging.found.name}” is read and added up, but no page shows such figures: "
        "nothing of it is kept."
    )


def _tell_of_undated(staging: Staging) -> None:
    if staging.undated:
        staging.staged.warnings.append(
            f"No day stands in row {_named(staging.undated)}: that is counted in no month."
        )


def _named(rows: list[int]) -> str:
    """The first few rows, and how many more there are."""
    few = ", ".join(f"{row:,}" for row in rows[:_ROWS_NAMED])
    return few if len(rows) <= _ROWS_NAMED else f"{few} and {len(rows) - _ROWS_NAMED:,} more"
