"""The store: nothing twice, nothing lost, everything taken back."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from data_pipeline.problems import Refused
from data_pipeline.warehouse import Warehouse, ledger, open_warehouse
from data_pipeline.warehouse.store import EDITION
from tests.tables import fill, incoming_of, rows


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return open_warehouse(tmp_path / "workspace")


def calls(*lines: str) -> str:
    return "\n".join(["call_id | date | direction | answered | seconds", *lines])


FIRST = calls("1 | 2025-03-04 | in | yes | 60", "2 | 2025-03-05 | in | no | 5")
LATER = calls("2 | 2025-03-05 | in | yes | 45", "3 | 2025-03-06 | in | yes | 30")
SECONDS = "select sum(calls), sum(call_seconds) from marts.monthly_calls"


def test_the_very_same_file_changes_nothing(warehouse: Warehouse):
    upload = fill(warehouse, "calls", FIRST)
    snapshot = warehouse.snapshot()
    assert fill(warehouse, "calls", FIRST) == upload
    assert warehouse.snapshot() == snapshot
    assert len(warehouse.uploads()) == 1


def test_of_two_identical_files_at_once_one_is_kept(warehouse: Warehouse):
    both = [incoming_of(warehouse, {"calls": FIRST}) for _ in range(2)]
    assert [kept.already for kept in warehouse.keep(both)] == [False, True]
    assert rows(warehouse, SECONDS) == [(2, 65)]


def test_the_newest_upload_wins_for_each_thing(warehouse: Warehouse):
    fill(warehouse, "calls", FIRST)
    fill(warehouse, "calls", LATER)
    assert rows(warehouse, SECONDS) == [(3, 135)]


def test_undo_brings_back_what_was_replaced(warehouse: Warehouse):
    fill(warehouse, "calls", FIRST)
    later = fill(warehouse, "calls", LATER)
    assert warehouse.undo(later[:8]).id == later
    assert rows(warehouse, SECONDS) == [(2, 65)]


def test_undoing_the_older_upload_leaves_the_newer_as_it_is(warehouse: Warehouse):
    first = fill(warehouse, "calls", FIRST)
    fill(warehouse, "calls", LATER)
    warehouse.undo(first)
    assert rows(warehouse, SECONDS) == [(2, 75)]


def test_a_file_taken_back_may_come_again(warehouse: Warehouse):
    first = fill(warehouse, "calls", FIRST)
    warehouse.undo(first)
    assert rows(warehouse, SECONDS) == [(None, None)]
    again = fill(warehouse, "calls", FIRST)
    assert again != first
    assert rows(warehouse, SECONDS) == [(2, 65)]
    assert [upload.undone_at is None for upload in warehouse.uploads(undone=True)] == [True, False]


def test_an_upload_is_taken_back_once(warehouse: Warehouse):
    first = fill(warehouse, "calls", FIRST)
    warehouse.undo(first)
    with pytest.raises(Refused, match="There is no upload"):
        warehouse.undo(first)


def test_a_name_that_begins_several_uploads_is_refused(warehouse: Warehouse):
    fill(warehouse, "calls", FIRST)
    fill(warehouse, "calls", LATER)
    with pytest.raises(Refused, match="several uploads"):
        warehouse.undo("")
    assert len(warehouse.uploads()) == 2


def test_readers_keep_the_snapshot_they_began_with(warehouse: Warehouse):
    fill(warehouse, "calls", FIRST)
    before = warehouse.marts()
    fill(warehouse, "calls", LATER)
    assert before.query(SECONDS).row(0) == (2, 65)
    assert warehouse.marts().query(SECONDS).row(0) == (3, 135)


def test_two_workspaces_never_share_a_figure(tmp_path: Path):
    ours, theirs = (open_warehouse(tmp_path / name) for name in ("ours", "theirs"))
    fill(ours, "calls", FIRST)
    fill(theirs, "calls", LATER)
    assert ours.snapshot() == theirs.snapshot()
    assert rows(ours, SECONDS) == [(2, 65)]
    assert rows(theirs, SECONDS) == [(2, 75)]
    assert ours.secret() != theirs.secret()


def test_no_query_of_a_page_reaches_a_file(warehouse: Warehouse, tmp_path: Path):
    fill(warehouse, "calls", FIRST)
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(Exception, match="disabled"):
        rows(warehouse, f"select * from '{tmp_path / 'secret.csv'}'")


# -- the ledger ---------------------------------------------------------------------------------


def test_a_new_ledger_has_the_tables_the_code_speaks_of(warehouse: Warehouse):
    with warehouse.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert context.get_current_revision() == ledger.SCHEMA_VERSION
        assert compare_metadata(context, ledger.METADATA) == []


def test_a_store_of_a_newer_version_is_refused_and_left_alone(warehouse: Warehouse):
    fill(warehouse, "calls", FIRST)
    with ledger.writing(warehouse.engine) as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")
    with pytest.raises(Refused, match="newer version"):
        open_warehouse(warehouse.folder)
    with warehouse.engine.connect() as connection:
        version = connection.exec_driver_sql("select version_num from alembic_version").scalar()
    assert version == "9999"


# -- what the doctor looks at -------------------------------------------------------------------


def test_a_whole_store_has_no_fault(warehouse: Warehouse):
    fill(warehouse, "calls", FIRST)
    assert warehouse.verify() == []


def test_a_missing_file_is_found(warehouse: Warehouse):
    fill(warehouse, "calls", FIRST)
    original = next((warehouse.folder / "originals").iterdir())
    original.unlink()
    assert warehouse.verify() == [f"{original.name} is missing."]


def test_a_changed_file_is_found(warehouse: Warehouse):
    fill(warehouse, "calls", FIRST)
    staged = next((warehouse.folder / "staged").iterdir())
    content = bytearray(staged.read_bytes())
    content[len(content) // 2] ^= 1
    staged.write_bytes(content)
    assert warehouse.verify() == [f"{staged.name} is not what was kept: it has changed."]


def test_a_lost_table_of_the_snapshot_is_found(warehouse: Warehouse):
    fill(warehouse, "calls", FIRST)
    next((warehouse.folder / "marts").glob("*-monthly_calls.parquet")).unlink()
    assert any("monthly_calls" in fault for fault in warehouse.verify())


def test_what_a_killed_import_left_behind_goes_with_the_next_write(warehouse: Warehouse):
    fill(warehouse, "calls", FIRST)
    left = warehouse.folder / "staged" / "0123-0.parquet", warehouse.folder / "originals" / "0.part"
    for path in left:
        path.write_bytes(b"half")
    fill(warehouse, "calls", LATER)
    assert not any(path.exists() for path in left)
    assert warehouse.verify() == []


def test_only_the_last_snapshots_are_kept(warehouse: Warehouse):
    for number in range(25):
        fill(warehouse, "calls", calls(f"{number} | 2025-03-04 | in | yes | 60"))
    registered = {
        path.name for path in (warehouse.folder / "marts").glob("*-monthly_calls.parquet")
    }
    assert len(registered) <= 21
    assert rows(warehouse, SECONDS) == [(25, 1500)]


def test_marts_of_another_edition_are_made_anew(warehouse: Warehouse):
    fill(warehouse, "calls", FIRST)
    warehouse.keep_setting(EDITION, "an older one")
    for path in (warehouse.folder / "marts").iterdir():
        path.write_bytes(b"of no use to this edition")

    again = open_warehouse(warehouse.folder)

    assert rows(again, SECONDS) == [(2, 65)]
    assert again.verify() == []


def test_a_page_reads_one_state_and_what_it_has_written_itself(warehouse: Warehouse):
    fill(warehouse, "calls", FIRST)
    other = open_warehouse(warehouse.folder)  # as another process would
    with warehouse.one_moment():
        assert rows(warehouse, SECONDS) == [(2, 65)]
        fill(other, "calls", LATER)
        assert rows(warehouse, SECONDS) == [(2, 65)]
        warehouse.undo(warehouse.uploads()[0].id)
        fill(warehouse, "calls", LATER)
        assert rows(warehouse, SECONDS) == [(3, 135)]
    assert rows(warehouse, SECONDS) == [(3, 135)]
