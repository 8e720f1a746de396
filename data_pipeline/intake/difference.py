"""What keeping a file would change, counted in rows and cells before anything is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from data_pipeline.sources import all_sources
from data_pipeline.staging import all_subjects
from data_pipeline.staging.restated import Restated, restated
from data_pipeline.staging.subject import Subject
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.current import StagedFile, current_rows
from data_pipeline.warehouse.duck import connect
from data_pipeline.warehouse.store import StagedTable

CELLS_SHOWN = 200


@dataclass(frozen=True)
class Change:
    """One cell that would change."""

    what: str
    column: str
    before: str
    after: str


@dataclass
class Difference:
    """Rows new, replaced and the same; the first cells that would change; months told anew."""

    inserted: int = 0
    replaced: int = 0
    unchanged: int = 0
    cells: list[Change] = field(default_factory=list[Change])
    cells_in_all: int = 0
    restated: list[Restated] = field(default_factory=list[Restated])

    def counts(self) -> dict[str, Any]:
        """The counts as the command prints them."""
        return {
            "inserted": self.inserted,
            "replaced": self.replaced,
            "unchanged": self.unchanged,
        }

    def add(self, other: "Difference") -> None:
        """Take another table's difference in."""
        self.inserted += other.inserted
        self.replaced += other.replaced
        self.unchanged += other.unchanged
        self.cells_in_all += other.cells_in_all
        self.cells += other.cells[: CELLS_SHOWN - len(self.cells)]
        self.restated += other.restated


def difference(
    warehouse: Warehouse,
    upload: str,
    tables: Sequence[StagedTable],
    beside: Sequence[StagedFile] = (),
) -> Difference:
    """What keeping an upload's staged tables would change in what stands, and in `beside`."""
    files = [*warehouse.files(), *beside]
    whole = Difference()
    for new in as_staged_files(files, upload, tables):
        change = _of_table(all_subjects()[new.subject], new, files)
        if not counts(new.source, new.subject):
            change.inserted = change.replaced = change.unchanged = 0
        whole.add(change)
    return whole


def as_staged_files(
    files: Sequence[StagedFile], upload: str, tables: Sequence[StagedTable]
) -> list[StagedFile]:
    """An upload's staged tables as they would lie in the store, newer than all `files`."""
    newest = 1 + max((one.seq for one in files), default=0)
    return [table.as_file(table.path, upload, newest) for table in tables]


def counts(source: str, subject: str) -> bool:
    """Whether a source's rows of a subject are counted: lines read once more count once."""
    known = all_sources().get(source)
    if known is None:
        return True  # a workspace's own: it reads no line twice
    return any(not table.again for table in known.tables if table.subject == subject)


def _of_table(subject: Subject, new: StagedFile, files: Sequence[StagedFile]) -> Difference:
    rivals = [one for one in files if one.subject == subject.name and _may_meet(subject, one, new)]
    if not rivals and not subject.long:
        return Difference(inserted=new.rows)
    span = None
    if new.first_day and new.last_day and not subject.moves:
        span = (new.first_day, new.last_day)
    connection = connect()
    try:
        for name, held in (("before", rivals), ("after", [*rivals, new]), ("new", [new])):
            connection.execute(
                f"create temp table {name}_rows as {current_rows(subject, held, span)}"
            )
        after, before, given = (
            connection.sql(f"select * from {name}_rows").pl() for name in ("after", "before", "new")
        )
    finally:
        connection.close()
    return compare(subject, before, after, given)


def _may_meet(subject: Subject, one: StagedFile, new: StagedFile) -> bool:
    if "source" in subject.key and one.source != new.source:
        return False
    if subject.moves or new.first_day is None or new.last_day is None:
        return True
    return one.touches(new.first_day, new.last_day)


def compare(
    subject: Subject, before: pl.DataFrame, after: pl.DataFrame, given: pl.DataFrame
) -> Difference:
    """Rows by key where they have one, else by content and number."""
    key = list(subject.key)
    keyed = pl.all_horizontal(pl.col(key).is_not_null())
    figures = [name for name in subject.columns if name not in key]
    joined = after.filter(keyed).join(
        before.filter(keyed), on=key, how="left", suffix=" before", maintain_order="left"
    )
    known = joined.join(given.filter(keyed).select(key), on=key, how="semi")
    present = pl.col("copies before").is_not_null()
    differs = pl.any_horizontal(
        pl.lit(value=False),  # a subject may be all key
        *[pl.col(name).ne_missing(pl.col(f"{name} before")) for name in figures],
    )
    changed = known.filter(present & differs)
    new, replaced, same = _lines(subject, known, present, differs)
    content = _content_counts(before.filter(~keyed), given.filter(~keyed))
    cells, cells_in_all = _cells(changed, key, figures)
    return Difference(
        inserted=new + content[0],
        replaced=replaced,
        unchanged=same + content[1],
        cells=cells,
        cells_in_all=cells_in_all,
        restated=restated(subject, known.filter(present)) if changed.height else [],
    )


def _lines(
    subject: Subject, known: pl.DataFrame, present: pl.Expr, differs: pl.Expr
) -> tuple[int, int, int]:
    """Lines new, replaced and the same: not the measures on them, but the export's own lines."""
    lines = (
        known.with_columns(new=~present, same=present & ~differs)
        .group_by(subject.record)
        .agg(pl.col("new").all(), pl.col("same").all())
    )
    new, same = int(lines["new"].sum()), int(lines["same"].sum())
    return new, lines.height - new - same, same


def _content_counts(before: pl.DataFrame, given: pl.DataFrame) -> tuple[int, int]:
    """How many events without an id are new, and how many were here already."""
    if not given.height:
        return 0, 0
    columns = [name for name in given.columns if name != "copies"]
    offered = given.group_by(columns).agg(pl.col("copies").sum())
    held = before.group_by(columns).agg(pl.col("copies").sum())
    both = offered.join(held, on=columns, how="left", suffix=" before", nulls_equal=True)
    same = both.select(
        pl.min_horizontal("copies", pl.col("copies before").fill_null(0)).sum()
    ).item()
    total = int(offered["copies"].sum())
    return total - int(same or 0), int(same or 0)


def _cells(changed: pl.DataFrame, key: list[str], figures: list[str]) -> tuple[list[Change], int]:
    cells: list[Change] = []
    in_all = 0
    for name in figures:
        differing = changed.filter(pl.col(name).ne_missing(pl.col(f"{name} before")))
        in_all += differing.height
        for row in differing.head(max(0, CELLS_SHOWN - len(cells))).iter_rows(named=True):
            what = " · ".join(str(row[part]) for part in key if row[part] not in (None, ""))
            cells.append(Change(what, name, _said(row[f"{name} before"]), _said(row[name])))
    return cells, in_all


def _said(value: object) -> str:
    if value is None:
        return "—"
    written = str(value)
    return written.rstrip("0").rstrip(".") if "." in written else written
