"""What is only known when a whole table has been read, in sentences."""

from collections.abc import Sequence

import polars as pl

from data_pipeline.contract import Kind
from data_pipeline.intake.own_totals import tell_of_own_totals
from data_pipeline.intake.staged import Staged, Staging, shown

_ROWS_NAMED = 5
_TABLES_NAMED = 4
_ONE_ROW_EACH = {"channel_days", "follower_counts", "posts", "email_campaigns", "revenue"}


def tell_at_the_end(staging: Staging) -> None:
    """Everything a manager should know of it that stops nothing."""
    _tell_of_notes(staging)
    _tell_of_cells_beyond(staging)
    _tell_of_a_year_from_elsewhere(staging)
    _tell_of_thresholds(staging)
    _tell_of_ids_cut_short(staging)
    _tell_of_figures_below_nought(staging)
    _tell_of_rows_superseded(staging)
    _date_what_is_not_kept(staging)
    _tell_of_undated(staging)
    tell_of_own_totals(staging)


def _tell_of_notes(staging: Staging) -> None:
    notes = staging.notes
    if not notes:
        return
    line = "line that is" if len(notes) == 1 else "lines that are"
    staging.staged.warnings.append(
        f"{len(notes):,} {line} not a record left out (row {_named([row for row, _ in notes])}): "
        f"“{shown(notes[0][1])}”."
    )


def _tell_of_cells_beyond(staging: Staging) -> None:
    """A comma that nobody quoted moves all cells after it one column on."""
    wider = staging.wider
    if wider:
        rows = "row has" if len(wider) == 1 else "rows have"
        staging.staged.warnings.append(
            f"{len(wider):,} {rows} more cells than there are headings (row "
            f"{_named([row for row, _ in wider])}): “{shown(wider[0][1])}” stands beyond the last. "
            "If a comma in a text or a figure moved the cells before it, they are under the wrong "
            "headings: upload the file as the platform gave it."
        )


def _tell_of_a_year_from_elsewhere(staging: Staging) -> None:
    """A spreadsheet takes the year in which it opened the file."""
    for reader in staging.readers:
        if year := reader.year_from_elsewhere:
            staging.staged.warnings.append(
                f"The export writes its days without a year; that they are of {year} was added by "
                "another program, mostly a spreadsheet. Look whether it is right."
            )


def _tell_of_thresholds(staging: Staging) -> None:
    below = sum(reader.below for reader in staging.readers)
    if below:
        say, they = ("cell says", "it is") if below == 1 else ("cells say", "they are")
        staging.staged.warnings.append(
            f"{below:,} {say} only “less than …”: {they} left open, not counted as 0."
        )


def _tell_of_figures_below_nought(staging: Staging) -> None:
    for reader in staging.readers:
        if reader.below_nought:
            staging.staged.warnings.append(
                f"“{shown(reader.below_nought)}” in the column “{reader.described.heading}” is "
                "below nought, which cannot be. It is added up as it stands: look at the export."
            )


def _number_of(times: int, thing: str) -> str:
    return f"{times:,} {thing}" + ("" if times == 1 else "s")


def _tell_of_ids_cut_short(staging: Staging) -> None:
    for reader in staging.readers:
        if not reader.cut_short:
            continue
        is_person = reader.column.kind is Kind.PERSON
        cut = _number_of(reader.cut_short, "phone number" if is_person else "id")
        why = "" if is_person else ", so that later exports of the same are not counted twice"
        said = f"A spreadsheet cut short {cut} in the column “{reader.described.heading}”"
        if is_person:
            said += ": left open, since a shortened one may be many people's"
        staging.staged.warnings.append(f"{said}. Upload the file as the platform gave it{why}.")


def _tell_of_rows_superseded(staging: Staging) -> None:
    """Days, posts and orders have one row each: of several only the last is kept."""
    frames, subject = staging.staged.frames, staging.subject
    if subject.name not in _ONE_ROW_EACH or not frames:
        return
    key = [name for name in subject.key if name in subject.columns]
    rows = pl.concat(frames).drop_nulls(key)
    if subject.name == "revenue":  # a payment may be tried again and again
        rows = rows.filter(pl.col("kind").is_in(["sale", "refund"]))
    again = rows.filter(~pl.struct(key).is_last_distinct())
    if again.height:
        number = again["row"].n_unique()
        row, tells = ("row", "tells") if number == 1 else ("rows", "tell")
        staging.staged.warnings.append(
            f"{number:,} {row} of “{shown(staging.staged.name)}” {tells} of what a later row "
            f"tells again (row {_named(again['row'].unique().sort().to_list())}): the last counts."
        )


def _date_what_is_not_kept(staging: Staging) -> None:
    if not staging.found.table.kept and staging.period is not None:
        staging.staged.first_day, staging.staged.last_day = staging.period


def _tell_of_undated(staging: Staging) -> None:
    if staging.undated:
        staging.staged.warnings.append(
            f"No day stands in row {_named(staging.undated)}: that is counted in no month."
        )


def told_of_what_is_not_kept(tables: Sequence[Staged]) -> list[str]:
    """One sentence, however many tables of an export are read and go nowhere."""
    names = list(
        dict.fromkeys(f"“{table.name}”" for table in tables if table.rows and not table.kept)
    )
    if not names:
        return []
    few = names if len(names) <= _TABLES_NAMED else [*names[: _TABLES_NAMED - 1], "others"]
    named = " and ".join([", ".join(few[:-1]), few[-1]] if len(few) > 1 else few)
    are, them = ("is", "it") if len(few) == 1 else ("are", "them")
    return [
        f"{named} {are} read and added up, but no page shows such figures: "
        f"nothing of {them} is kept."
    ]


def told_of_no_revenue(tables: Sequence[Staged]) -> list[str]:
    """Books and balances also move money that nobody paid for anything."""
    nothing = [
        table
        for table in tables
        if table.subject == "revenue" and table.kept and table.rows and not table.kept_rows()
    ]
    return [
        f"No row of “{table.name}” is a sale or a refund: nothing of it is counted."
        for table in nothing
        if not table.needs and not table.problems
    ]


def _named(rows: list[int]) -> str:
    """The first few rows, and how many more there are."""
    few = ", ".join(f"{row:,}" for row in rows[:_ROWS_NAMED])
    return few if len(rows) <= _ROWS_NAMED else f"{few} and {len(rows) - _ROWS_NAMED:,} more"
