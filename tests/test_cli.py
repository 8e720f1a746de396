"""The `sowhat` command: what it prints, what it ends with, what it leaves behind."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from data_pipeline.cli import app
from data_pipeline.metrics.catalogue import METRICS
from data_pipeline.warehouse import open_warehouse
from tests.tables import fill

ACCEPTED, REFUSED, MISUSED = 0, 1, 2
HEADINGS = "Date,Impressions,Likes,Engagements,New follows,Unfollows,Create Post"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOWHAT_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def sowhat(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def said(*words: object) -> list[dict[str, Any]]:
    return [json.loads(line) for line in sowhat(*words).stdout.splitlines()]


def export(folder: Path, name: str, *rows: str, headings: str = HEADINGS) -> Path:
    """An X account overview, which needs no answer."""
    path = folder / name
    path.write_text("\n".join([headings, *rows]), encoding="utf-8")
    return path


@pytest.fixture
def march(tmp_path: Path) -> Path:
    days = ('"Tue, Mar 4, 2025",100,4,9,2,1,0', '"Wed, Mar 5, 2025",50,1,3,0,0,1')
    return export(tmp_path, "march.csv", *days)


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """Overlaps March by a day that has changed, and by one that has not."""
    days = (
        '"Tue, Mar 4, 2025",100,4,9,2,1,0',
        '"Wed, Mar 5, 2025",60,1,3,0,0,1',
        '"Thu, Mar 6, 2025",7,0,0,0,0,0',
    )
    return export(tmp_path, "later.csv", *days)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    days = ('"Tue, Mar 4, 2025",many,4,9,2,1,0', '"Wed, Mar 5, 2025",50,1,3,0,0,1')
    return export(tmp_path, "broken.csv", *days)


# -- inspect ------------------------------------------------------------------------------------


def test_inspect_says_one_json_object_a_file_and_leaves_nothing_behind(
    home: Path, march: Path, later: Path
):
    first, second = said("inspect", march, later, "--json", "--workspace", home / "none")
    assert (first["status"], first["rows"], first["sums"]["Impressions"]) == ("accepted", 2, "150")
    assert (second["first_date"], second["last_date"]) == ("2025-03-04", "2025-03-06")
    assert not home.exists()


def test_inspect_says_what_the_store_would_hold_and_changes_nothing(
    home: Path, march: Path, later: Path
):
    sowhat("import", march)
    before = sorted((path, path.stat().st_mtime_ns) for path in home.rglob("*") if path.is_file())
    (receipt,) = said("inspect", later, "--json", "--workspace", "my-business")
    after = receipt["after"]["x_overview"]
    assert (after["rows"], after["first_date"], after["last_date"]) == (
        3,
        "2025-03-04",
        "2025-03-06",
    )
    assert after["measures"]["impressions"] == "167"
    left = sorted((path, path.stat().st_mtime_ns) for path in home.rglob("*") if path.is_file())
    assert left == before


def test_what_is_here_already_adds_nothing(home: Path, march: Path):
    (alone,) = said("inspect", march, "--json", "--workspace", "my-business")
    sowhat("import", march)
    (again,) = said("inspect", march, "--json", "--workspace", "my-business")
    assert again["after"] == alone["after"]


def test_two_identical_calls_are_two_afterwards(home: Path, tmp_path: Path):
    call = "2025-03-04 10:00:00,Answered Call,Website,60,Yes"
    log = export(
        tmp_path,
        "calls.csv",
        call,
        call,
        headings="Start Time,Call Status,Number Name,Duration (seconds),First-Time Caller",
    )
    (receipt,) = said("inspect", log, "--json", "--workspace", "my-business")
    after = receipt["after"]["callrail_calls"]
    assert (after["rows"], after["measures"]["call_seconds"]) == (2, "120")


def test_a_cell_that_cannot_be_read_is_told_with_its_place(home: Path, broken: Path):
    result = sowhat("inspect", broken)
    assert result.exit_code == REFUSED
    assert "“many” can't be read (broken.csv, row 2, column “Impressions”)." in result.stdout


def test_the_rest_may_be_read_without_the_bad_row(home: Path, broken: Path):
    result = sowhat("inspect", broken, "--json", "--without-bad-rows")
    assert result.exit_code == ACCEPTED
    assert json.loads(result.stdout)["rows"] == 1


# -- import -------------------------------------------------------------------------------------


def counts(receipt: dict[str, Any]) -> list[int]:
    return [receipt[name] for name in ("inserted", "replaced", "unchanged", "refused")]


def test_import_counts_what_is_new_replaced_and_the_same(home: Path, march: Path, later: Path):
    assert [counts(one) for one in said("import", march, "--json")] == [[2, 0, 0, 0]]
    assert [counts(one) for one in said("import", later, "--json")] == [[1, 1, 1, 0]]
    assert [counts(one) for one in said("import", later, "--json")] == [[0, 0, 3, 0]]


def test_files_of_one_import_are_set_against_each_other(home: Path, march: Path, later: Path):
    receipts = said("import", march, later, march, "--json")
    assert [counts(one) for one in receipts] == [[2, 0, 0, 0], [1, 1, 1, 0], [0, 0, 2, 0]]


def test_one_refused_file_does_not_stop_the_others(
    home: Path, march: Path, broken: Path, tmp_path: Path
):
    result = sowhat("import", broken, march, tmp_path / "absent.csv", "--json")
    receipts = {one["file"]: one for one in map(json.loads, result.stdout.splitlines())}
    assert result.exit_code == MISUSED
    assert counts(receipts["march.csv"]) == [2, 0, 0, 0]
    assert counts(receipts["broken.csv"]) == [0, 0, 0, 2]
    assert "There is no such file" in receipts["absent.csv"]["error"]
    assert sowhat("import", broken, march).exit_code == REFUSED


def test_a_file_that_waits_for_an_answer_is_taken_when_it_has_it(home: Path, tmp_path: Path):
    days = ("04/03/2025,1,1,1,1,1,1", "05/03/2025,1,1,1,1,1,1")
    path = export(tmp_path, "x.csv", *days)
    waiting = sowhat("import", path)
    assert waiting.exit_code == REFUSED
    assert "--answer date_order=dmy|mdy" in waiting.stdout
    (receipt,) = said("import", path, "--json", "--answer", "date_order=dmy")
    assert receipt["first_date"] == "2025-03-04"
    assert receipt["inserted"] == 2


def test_a_folder_is_walked_without_what_systems_leave_in_it(home: Path, tmp_path: Path):
    folder = tmp_path / "exports"
    for name in ("b/two.csv", "a/one.csv", ".hidden/three.csv", "a/.DS_Store", "b/Thumbs.db"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        day = f'"Tue, Mar 4, 2025",{ord(name[0])},4,9,2,1,0'
        export((folder / name).parent, Path(name).name, day)
    receipts = said("import", folder, "--json")
    assert [one["file"] for one in receipts] == ["one.csv", "two.csv"]


# -- what is kept -------------------------------------------------------------------------------


def test_undo_takes_back_and_the_list_tells(home: Path, march: Path, later: Path):
    sowhat("import", march)
    sowhat("import", later)
    newest, oldest = json.loads(sowhat("uploads", "--json").stdout)
    assert (newest["file"], oldest["file"], oldest["rows"]) == ("later.csv", "march.csv", 2)
    assert sowhat("undo", newest["upload"][:8]).exit_code == ACCEPTED
    assert [one["file"] for one in json.loads(sowhat("uploads", "--json").stdout)] == ["march.csv"]
    every = json.loads(sowhat("uploads", "--json", "--all").stdout)
    assert [bool(one["undone_at"]) for one in every] == [True, False]
    assert sowhat("undo", newest["upload"]).exit_code == MISUSED


def test_the_doctor_finds_what_is_gone(home: Path, march: Path):
    sowhat("import", march)
    assert sowhat("doctor").exit_code == ACCEPTED
    original = next((home / "workspaces" / "my-business" / "originals").iterdir())
    original.unlink()
    result = sowhat("doctor")
    assert result.exit_code == REFUSED
    assert f"{original.name} is missing." in result.stdout


def test_a_workspace_may_be_a_folder_anywhere(home: Path, march: Path, tmp_path: Path):
    folder = tmp_path / "clients" / "northgate"
    assert sowhat("import", march, "--workspace", folder).exit_code == ACCEPTED
    assert len(open_warehouse(folder).uploads()) == 1
    assert not home.exists()


@pytest.mark.parametrize("command", ["uploads", "doctor", "undo abc", "measure calls"])
def test_reading_makes_no_workspace(home: Path, command: str):
    result = sowhat(*command.split())
    assert result.exit_code == MISUSED
    assert "There is no workspace “my-business”." in result.stderr
    assert not home.exists()


# -- figures ------------------------------------------------------------------------------------


@pytest.fixture
def figures(home: Path) -> Path:
    warehouse = open_warehouse(home / "workspaces" / "my-business")
    fill(
        warehouse,
        "revenue",
        """
        revenue_id | kind | date       | amount  | currency | source_text
        1          | sale | 2025-01-04 | 1000.10 | GBP      | LinkedIn
        2          | sale | 2025-03-31 | 0.20    | GBP      |
        """,
    )
    headings = "call_id | date | direction | answered | source_text"
    for call in ("1 | 2025-01-31 | in | yes | =cmd()", "2 | 2025-03-31 | in | no | LinkedIn"):
        fill(warehouse, "calls", f"{headings}\n{call}", source="=1+1")
    return warehouse.folder


def test_figures_are_exact_and_a_month_that_no_file_covers_is_empty(figures: Path):
    lines = sowhat("measure", "revenue", "calls", "--format", "csv").stdout.splitlines()
    assert lines[0] == "metric,month,value,complete"
    assert [line.rsplit(",", 1)[0] for line in lines[1:]] == [
        "revenue,2025-01-01,1000.1",
        "revenue,2025-02-01,0.0",
        "revenue,2025-03-01,0.2",
        "calls,2025-01-01,1",
        "calls,2025-02-01,",
        "calls,2025-03-01,1",
    ]


def test_months_can_be_narrowed(figures: Path):
    words = ("measure", "calls", "--from", "2025-02", "--to", "2025-03", "--format", "json")
    months = json.loads(sowhat(*words).stdout)
    assert [(one["month"], one["value"]) for one in months] == [
        ("2025-02-01", None),
        ("2025-03-01", 1),
    ]


def test_no_text_of_a_file_becomes_a_formula(figures: Path):
    lines = sowhat("measure", "calls", "--by", "source", "--format", "csv").stdout.splitlines()
    assert {line.split(",")[2] for line in lines[1:]} == {"'=1+1"}


def test_figures_leave_as_parquet(figures: Path, tmp_path: Path):
    target = tmp_path / "figures.parquet"
    target.write_bytes(sowhat("measure", "calls", "--format", "parquet").stdout_bytes)
    assert pl.read_parquet(target)["value"].sum() == 2


@pytest.mark.parametrize(
    "words",
    [
        "measure nosuch",
        "measure calls --by nosuch",
        "measure calls --from March",
        "measure calls --from 2025-03 --to 2025-01",
        "measure calls --format nosuch",
        "import nosuch.csv",
        "inspect nosuch.csv",
        "nosuch",
    ],
)
def test_wrong_usage_ends_with_two_and_says_why(figures: Path, words: str):
    result = sowhat(*words.split())
    assert result.exit_code == MISUSED
    assert "Traceback" not in result.output
    assert result.output.strip()


def test_every_metric_is_listed_with_its_meaning():
    listed = json.loads(sowhat("metrics", "--json").stdout)
    assert [one["name"] for one in listed] == list(METRICS)
    assert all(one["meaning"] for one in listed)


@pytest.mark.parametrize(
    "command", ["serve", "inspect", "import", "uploads", "undo", "doctor", "metrics", "measure"]
)
def test_help_shows_an_example(command: str):
    result = sowhat(command, "--help")
    assert result.exit_code == ACCEPTED
    assert f"sowhat {command}" in result.stdout


# -- as a real process --------------------------------------------------------------------------


def run(home: Path, *words: object, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "data_pipeline.cli", *map(str, words)],
        env={**os.environ, "SOWHAT_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def test_markup_and_escapes_in_a_file_name_stay_text(home: Path, tmp_path: Path):
    path = export(tmp_path, "[red]a\x1b[31m.csv", '"Tue, Mar 4, 2025",1,4,9,2,1,0')
    result = run(home, "import", path)
    assert result.returncode == ACCEPTED
    assert result.stdout.startswith("[red]a�[31m.csv: 1 rows")
    assert result.stderr == ""


def test_a_reader_that_leaves_ends_the_command_quietly(home: Path):
    command = f"{sys.executable} -m data_pipeline.cli metrics | true"
    result = subprocess.run(
        command, shell=True, capture_output=True, text=True, check=False, env={**os.environ}
    )
    assert result.stderr == ""
