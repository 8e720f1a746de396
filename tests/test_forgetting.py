"""A person who asks to be forgotten is nowhere in what is kept; names are not kept for ever."""

import gzip
import io
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from data_pipeline.cli import app
from data_pipeline.intake.forgetting import forget
from data_pipeline.intake.receive import File, receive
from data_pipeline.problems import Refused
from data_pipeline.warehouse import Warehouse, ledger, open_warehouse
from data_pipeline.warehouse.campaigns import campaigns, declare_campaign
from data_pipeline.warehouse.experiments import declare_experiment, experiments
from data_pipeline.warehouse.notes import add_note, notes
from data_pipeline.warehouse.refused_files import note_refused, refused_files
from data_pipeline.warehouse.retention import months_before
from tests.tables import rows

HEADINGS = "Date,Direction,Answered,Seconds,Source,Caller,Reference\n"
ADA, ADA_ABROAD, BOB = "01632 960 001", "+44 1632 960001", "01632 960 002"
MARCH = (
    f"{HEADINGS}2025-03-03,in,yes,60,Instagram,{ADA},C-1\n"
    f"2025-03-04,in,yes,30,Instagram,{BOB},C-2\n"
    f"2025-03-05,in,yes,10,Asked for {ADA},{BOB},C-3\n"
)
APRIL = f"{HEADINGS}2025-04-03,in,yes,20,Instagram,{ADA_ABROAD},C-4\n"
MAY = f"{HEADINGS}2025-05-03,in,yes,5,Instagram,{BOB},C-5\n"
MONDAY = date(2025, 3, 10)
CALLS = "select sum(calls), sum(call_seconds) from marts.monthly_calls"


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return open_warehouse(tmp_path / "home" / "workspaces" / "my-business")


def import_text(warehouse: Warehouse, name: str, text: str) -> str:
    return import_bytes(warehouse, name, text.encode())


def import_bytes(warehouse: Warehouse, name: str, content: bytes) -> str:
    path = warehouse.folder.parents[1] / name
    path.write_bytes(content)
    [outcome] = receive(warehouse, [File(path, name)])
    path.unlink()
    assert outcome.kept, outcome.preview.receipt.problems
    return outcome.preview.upload


def kept_bytes(warehouse: Warehouse) -> bytes:
    """Everything that lies in the workspace's folder, without what may set a number apart."""
    files = [path for path in warehouse.folder.rglob("*") if path.is_file()]
    together = b"\n".join(path.read_bytes() for path in files)
    return together.translate(None, b" \0()-.")


def originals(warehouse: Warehouse) -> int:
    return len(list((warehouse.folder / "originals").iterdir()))


def erasures(warehouse: Warehouse) -> list[tuple[int, list[str]]]:
    table = ledger.erasures.c
    with ledger.reading(warehouse.engine) as connection:
        return [
            (row[0], row[1]) for row in connection.execute(sa.select(table.rows, table.uploads))
        ]


@pytest.mark.parametrize(("asked", "region"), [(ADA, ""), (ADA_ABROAD, ""), (ADA_ABROAD, "GB")])
def test_a_forgotten_caller_is_nowhere_in_the_folder(warehouse: Warehouse, asked: str, region: str):
    if region:
        warehouse.keep_setting("region", region)
    march = import_text(warehouse, "march.csv", MARCH)
    april = import_text(warehouse, f"{ADA} april.csv", APRIL)
    import_text(warehouse, "may.csv", MAY)
    warehouse.undo(april)
    add_note(warehouse, date(2025, 3, 3), f"{ADA_ABROAD} rang")
    said = {"problems": [{"happened": f"“{ADA}” can't be read", "where": "", "mend": ""}]}
    note_refused(warehouse, "0" * 64, "broken.csv", said)
    assert b"1632960001" in kept_bytes(warehouse)

    erasure = forget(warehouse, asked)

    assert b"1632960001" not in kept_bytes(warehouse)
    assert b"1632960002" in kept_bytes(warehouse)
    assert (erasure.rows, erasure.originals) == (2, 2)
    assert rows(warehouse, CALLS) == [(3, 45)]
    assert warehouse.verify() == []
    assert originals(warehouse) == 1
    assert erasures(warehouse) == [(2, sorted([march, april]))]
    assert [note.text for note in notes(warehouse)] == ["[erased] rang"]
    assert "[erased]" in str(refused_files(warehouse)[0].receipt)


def test_what_was_declared_of_a_person_is_struck_out(warehouse: Warehouse):
    declare_campaign(warehouse, f"Leaflets, {ADA}", date(2025, 3, 3), date(2025, 3, 5))
    declare_experiment(
        warehouse, f"Ask {ADA}", f"{ADA} rings", "calls", MONDAY, 12, today=date(2025, 3, 1)
    )
    before = experiments(warehouse)[0]
    forget(warehouse, ADA)
    assert [one.name for one in campaigns(warehouse)] == ["Leaflets, [erased]"]
    [after] = experiments(warehouse)
    assert (after.name, after.switched) == ("Ask [erased]", "[erased] rings")
    assert (after.on, after.first_week) == (before.on, before.first_week)
    assert b"1632960001" not in kept_bytes(warehouse)


def test_what_is_left_goes_on_as_it_was(warehouse: Warehouse):
    march = import_text(warehouse, "march.csv", MARCH)
    forget(warehouse, ADA)
    calls = warehouse.current("calls").sort("call_id")
    assert calls["call_id"].to_list() == ["C-2", "C-3"]
    assert calls["source_text"].to_list() == ["Instagram", "Asked for [erased]"]
    warehouse.undo(march)
    import_text(warehouse, "march.csv", MARCH.replace(f"in,yes,60,Instagram,{ADA}", "in,yes,60,,"))
    assert rows(warehouse, CALLS) == [(3, 100)]
    assert warehouse.verify() == []


def test_the_file_itself_is_known_and_does_not_bring_them_back(warehouse: Warehouse):
    import_text(warehouse, "march.csv", MARCH)
    forget(warehouse, ADA)
    path = warehouse.folder.parents[1] / "march.csv"
    path.write_text(MARCH, "utf-8")
    [outcome] = receive(warehouse, [File(path, "march.csv")])
    assert outcome.preview.already
    assert rows(warehouse, CALLS) == [(2, 40)]


def test_an_address_goes_from_a_column_that_was_never_read(warehouse: Warehouse):
    text = (
        "Date,Time,Form,Source,Person,Reference,Notes\n2025-03-03,,Contact,,,E-1,Ada@Example.com\n"
    )
    import_text(warehouse, "enquiries.csv", text)
    assert b"ada@examplecom" in kept_bytes(warehouse).lower()
    erasure = forget(warehouse, "ada@example.com")
    assert (erasure.rows, erasure.originals) == (0, 1)
    assert b"ada@examplecom" not in kept_bytes(warehouse).lower()
    assert warehouse.verify() == []


def workbook(text: str) -> bytes:
    content = io.BytesIO()
    pl.read_csv(text.encode(), infer_schema=False).write_excel(content)
    return content.getvalue()


def archive(text: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("inside/may.csv", text)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "packed"),
    [
        ("may.csv", lambda text: text.encode("utf-16")),
        ("may.xlsx", workbook),
        ("may.zip", archive),
        ("may.csv.gz", lambda text: gzip.compress(text.encode())),
    ],
)
def test_an_original_that_names_them_goes_whatever_packs_it(warehouse, name, packed):
    """Only a note that is not kept names her: no row leads to this original."""
    text = f"{HEADINGS.strip()},Notes\n2025-05-03,in,yes,5,Instagram,{BOB},C-5,for {ADA}\n"
    import_bytes(warehouse, name, packed(text))
    erasure = forget(warehouse, ADA_ABROAD)
    assert (erasure.rows, erasure.originals, originals(warehouse)) == (0, 1, 0)
    assert rows(warehouse, CALLS) == [(1, 5)]
    assert warehouse.verify() == []


def test_somebody_nobody_knows_changes_no_figure(warehouse: Warehouse):
    import_text(warehouse, "march.csv", MARCH)
    erasure = forget(warehouse, "+44 1632 960999")
    assert (erasure.rows, erasure.originals) == (0, 0)
    assert rows(warehouse, CALLS) == [(3, 100)]
    assert originals(warehouse) == 1


@pytest.mark.parametrize("person", ["Ada", "", "12", "@"])
def test_what_may_mean_many_is_not_erased(warehouse: Warehouse, person: str):
    with pytest.raises(Refused, match="neither a phone number nor an e-mail address"):
        forget(warehouse, person)


def test_the_uploads_page_says_that_an_original_was_erased(warehouse: Warehouse):
    import_text(warehouse, "march.csv", MARCH)
    forget(warehouse, ADA)
    at = AppTest.from_function(
        _history, kwargs={"folder": str(warehouse.folder)}, default_timeout=60
    ).run()
    assert not at.exception
    assert any("Its original was erased" in str(one.value) for one in at.markdown)


def _history(folder: str) -> None:
    from pathlib import Path

    from data_pipeline.warehouse import open_warehouse
    from pages.view.upload_history import show_history

    show_history(open_warehouse(Path(folder)), may_edit=True)


def test_the_command_asks_first(warehouse: Warehouse):
    import_text(warehouse, "march.csv", MARCH)
    words = ["forget", ADA, "--home", str(warehouse.folder.parents[1])]
    assert CliRunner().invoke(app, words, input="n\n").exit_code == 1
    assert originals(warehouse) == 1
    done = CliRunner().invoke(app, [*words, "--yes"])
    assert "1 rows and 1 originals are removed" in done.stdout
    assert rows(warehouse, CALLS) == [(2, 40)]


# -- retention ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 25), 13, date(2025, 10, 25)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 1), 12, date(2025, 1, 1)),
    ],
)
def test_months_before_a_day(day: date, months: int, before: date):
    assert months_before(day, months) == before


def later(months: int) -> date:
    return months_before(date.today(), -months)


def test_after_thirteen_months_only_pseudonymised_rows_remain(warehouse: Warehouse):
    import_text(warehouse, "march.csv", MARCH)
    assert warehouse.tidy(later(12)) == 0
    assert originals(warehouse) == 1
    assert warehouse.tidy(later(14)) == 1
    assert originals(warehouse) == 0
    assert rows(warehouse, CALLS) == [(3, 100)]
    assert warehouse.verify() == []
    assert list(warehouse.absent_originals().values()) == ["retired"]


def test_the_manager_may_say_for_how_many_months(warehouse: Warehouse):
    warehouse.keep_setting("retention_months", 2)
    import_text(warehouse, "march.csv", MARCH)
    assert warehouse.tidy(later(3)) == 1


def test_an_original_that_names_nobody_stays(warehouse: Warehouse):
    headings = "Date,Impressions,Likes,Engagements,New follows,Unfollows,Create Post\n"
    import_text(warehouse, "x.csv", headings + '"Tue, Mar 4, 2025",100,4,9,2,1,0\n')
    assert warehouse.tidy(later(120)) == 0
    assert originals(warehouse) == 1


def test_a_retired_original_that_is_uploaded_again_is_kept_again(warehouse: Warehouse):
    march = import_text(warehouse, "march.csv", MARCH)
    warehouse.tidy(later(14))
    warehouse.undo(march)
    import_text(warehouse, "march.csv", MARCH)
    assert originals(warehouse) == 1
    assert warehouse.absent_originals() == {}
    assert warehouse.verify() == []
    assert warehouse.tidy(later(14)) == 1


def test_the_doctor_tidies_when_asked(warehouse: Warehouse):
    march = import_text(warehouse, "march.csv", MARCH)
    with ledger.writing(warehouse.engine) as connection:
        received = months_before(date.today(), 14)
        connection.execute(
            sa.update(ledger.uploads)
            .where(ledger.uploads.c.id == march)
            .values(received_at=pl.select(pl.lit(received).cast(pl.Datetime)).item())
        )
    words = ["doctor", "--tidy", "--home", str(warehouse.folder.parents[1])]
    done = CliRunner().invoke(app, words)
    assert "1 originals" in done.stdout
    assert "All is well" in done.stdout
    assert originals(warehouse) == 0
