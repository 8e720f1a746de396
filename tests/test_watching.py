"""A watched folder: what appears comes in once, what is still written waits, what fails is told."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_pipeline.problems import Refused
from data_pipeline.warehouse import Warehouse, open_warehouse
from data_pipeline.warehouse.refused_files import refused_files
from data_pipeline.watching import SETTLED_AFTER, Taken, Watched, watch_folder

HEADINGS = "Date,Impressions,Likes,Engagements,New follows,Unfollows,Create Post"
MARCH = f'{HEADINGS}\n"Tue, Mar 4, 2025",100,4,9,2,1,0\n'
APRIL = f'{HEADINGS}\n"Tue, Apr 1, 2025",80,3,7,1,0,0\n'
BROKEN = f'{HEADINGS}\n"Tue, Mar 4, 2025",many,4,9,2,1,0\n"Wed, Mar 5, 2025",50,1,3,0,0,1\n'
LATER = SETTLED_AFTER + 1
STARTS_WITHIN = 60


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return open_warehouse(tmp_path / "home" / "workspaces" / "my-business")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "exports").mkdir()
    return tmp_path / "exports"


def come_to_rest(watched: Watched, now: float = 0.0) -> Taken:
    """Two looks between which nothing changes."""
    watched.look(now)
    return watched.look(now + LATER)


def files_of(warehouse: Warehouse) -> list[str]:
    return sorted(upload.file for upload in warehouse.uploads())


def waiting(warehouse: Warehouse) -> list[str]:
    return sorted(one.file for one in refused_files(warehouse))


def test_a_file_that_has_come_to_rest_comes_in(warehouse: Warehouse, folder: Path):
    (folder / "2025").mkdir()
    (folder / "2025" / "march.csv").write_text(MARCH, "utf-8")
    taken = come_to_rest(Watched(warehouse, folder))
    assert [one.difference.inserted for one in taken.outcomes] == [1]
    assert [(one.file, one.received_by) for one in warehouse.uploads()] == [
        ("march.csv", "the watched folder")
    ]
    assert list((warehouse.folder / "incoming").iterdir()) == []


def test_a_file_still_being_written_waits(warehouse: Warehouse, folder: Path):
    watched, export = Watched(warehouse, folder), folder / "march.csv"
    export.write_text(MARCH[:80], "utf-8")
    watched.look(0.0)
    export.write_text(MARCH, "utf-8")
    watched.look(LATER)
    assert files_of(warehouse) == []
    watched.look(2 * LATER)
    assert files_of(warehouse) == ["march.csv"]


@pytest.mark.parametrize(
    "name", ["march.csv.part", "march.crdownload", ".march.csv", "~$march.csv"]
)
def test_what_a_program_is_still_at_work_on_is_no_export(
    warehouse: Warehouse, folder: Path, name: str
):
    (folder / name).write_text(MARCH, "utf-8")
    assert come_to_rest(Watched(warehouse, folder)) == Taken()


def test_a_file_whose_content_has_not_arrived_waits(warehouse: Warehouse, folder: Path):
    (folder / "march.csv").touch()
    assert come_to_rest(Watched(warehouse, folder)) == Taken()
    assert waiting(warehouse) == []


def test_the_same_bytes_come_in_once_whatever_they_are_called(warehouse: Warehouse, folder: Path):
    watched = Watched(warehouse, folder)
    (folder / "march.csv").write_text(MARCH, "utf-8")
    come_to_rest(watched)
    (folder / "march (1).csv").write_text(MARCH, "utf-8")
    (folder / "march.csv").touch()
    assert come_to_rest(watched, 100.0).outcomes == []
    assert come_to_rest(Watched(warehouse, folder)).outcomes == []
    assert files_of(warehouse) == ["march.csv"]


def test_a_file_taken_back_stays_out(warehouse: Warehouse, folder: Path):
    (folder / "march.csv").write_text(MARCH, "utf-8")
    come_to_rest(Watched(warehouse, folder))
    warehouse.undo(warehouse.uploads()[0].id)
    come_to_rest(Watched(warehouse, folder))
    assert files_of(warehouse) == []


def test_a_newer_version_of_a_file_comes_in(warehouse: Warehouse, folder: Path):
    watched = Watched(warehouse, folder)
    (folder / "days.csv").write_text(MARCH, "utf-8")
    come_to_rest(watched)
    (folder / "days.csv").write_text(APRIL, "utf-8")
    come_to_rest(watched, 100.0)
    assert files_of(warehouse) == ["days.csv", "days.csv"]


def test_a_refused_file_is_listed_and_does_not_stop_the_others(warehouse: Warehouse, folder: Path):
    (folder / "broken.csv").write_text(BROKEN, "utf-8")
    (folder / "march.csv").write_text(MARCH, "utf-8")
    taken = come_to_rest(Watched(warehouse, folder))
    assert files_of(warehouse) == ["march.csv"]
    assert [one.receipt.file for one in taken.refused] == ["broken.csv"]
    [listed] = refused_files(warehouse)
    assert listed.file == "broken.csv"
    assert "“many” can't be read" in str(listed.receipt["problems"])


def test_a_mended_file_comes_in_and_is_listed_no_more(warehouse: Warehouse, folder: Path):
    watched = Watched(warehouse, folder)
    (folder / "march.csv").write_text(BROKEN, "utf-8")
    come_to_rest(watched)
    assert waiting(warehouse) == ["march.csv"]
    (folder / "march.csv").write_text(MARCH, "utf-8")
    come_to_rest(watched, 100.0)
    assert (files_of(warehouse), waiting(warehouse)) == (["march.csv"], [])


def test_a_refused_file_that_comes_in_another_way_is_listed_no_more(
    warehouse: Warehouse, folder: Path
):
    from data_pipeline.intake.receive import File, receive

    (folder / "broken.csv").write_text(BROKEN, "utf-8")
    come_to_rest(Watched(warehouse, folder))
    receive(warehouse, [File(folder / "broken.csv", "broken.csv", without_bad_rows=True)])
    assert (files_of(warehouse), waiting(warehouse)) == (["broken.csv"], [])


def test_the_uploads_page_tells_why_and_lets_a_file_be_dismissed(
    warehouse: Warehouse, folder: Path
):
    (folder / "broken.csv").write_text(BROKEN, "utf-8")
    come_to_rest(Watched(warehouse, folder))
    at = AppTest.from_function(
        _uploads_page, kwargs={"folder": str(warehouse.folder)}, default_timeout=60
    ).run()
    shown = "\n".join(str(one.value) for one in [*at.header, *at.markdown])
    said = re.sub(r"\\(?=\W)", "", shown)  # as it is read, without what guards it from Markdown
    assert "1 file of the watched folder did not come in" in said
    assert "“many” can't be read" in said
    assert "row 2, column “Impressions”" in said
    next(one for one in at.button if one.label == "Dismiss").click()
    at.run()
    assert not at.exception
    assert "watched folder" not in "\n".join(str(one.value) for one in at.header)
    come_to_rest(Watched(warehouse, folder))
    assert waiting(warehouse) == []


def _uploads_page(folder: str) -> None:
    from pathlib import Path

    from data_pipeline.warehouse import open_warehouse
    from pages import Visit
    from pages.uploads import PAGE

    PAGE.draw(Visit(Path(folder), open_warehouse(Path(folder)), "light", may_edit=True))


def test_the_folder_in_which_everything_is_kept_is_not_watched(warehouse: Warehouse):
    with pytest.raises(Refused, match="holds exports only"):
        watch_folder(warehouse, warehouse.folder.parent, print, print)


def test_a_folder_that_is_not_there_is_refused(warehouse: Warehouse, folder: Path):
    with pytest.raises(Refused, match="There is no such folder"):
        watch_folder(warehouse, folder / "none", print, print)


# -- the real thing -----------------------------------------------------------------------------


@contextmanager
def sowhat_watching(warehouse: Warehouse, folder: Path) -> Iterator[subprocess.Popen[str]]:
    home = warehouse.folder.parents[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "data_pipeline.cli", "watch", str(folder), "--home", str(home)],
        cwd=Path(__file__).parent.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def until(true: Callable[[], bool]) -> None:
    give_up = time.monotonic() + STARTS_WITHIN
    while not true():
        assert time.monotonic() < give_up, "it did not happen"
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as POSIX has them")
def test_a_watch_that_is_killed_and_begun_again_misses_nothing_and_doubles_nothing(
    warehouse: Warehouse, folder: Path
):
    with sowhat_watching(warehouse, folder) as process:
        (folder / "march.csv").write_text(MARCH, "utf-8")
        until(lambda: files_of(warehouse) == ["march.csv"])
        process.kill()
    (folder / "april.csv").write_text(APRIL, "utf-8")
    with sowhat_watching(warehouse, folder) as process:
        until(lambda: "april.csv" in files_of(warehouse))
        arriving = folder / "broken.csv.part"
        arriving.write_text(BROKEN, "utf-8")
        arriving.rename(folder / "broken.csv")
        until(lambda: waiting(warehouse) == ["broken.csv"])
        os.kill(process.pid, signal.SIGINT)
        said, _ = process.communicate(timeout=STARTS_WITHIN)
    assert process.returncode == 0
    assert "april.csv: 1 rows" in said
    assert "“many” can't be read" in said
    assert files_of(warehouse) == ["april.csv", "march.csv"]
    assert warehouse.verify() == []
