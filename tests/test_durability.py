"""Killed, crowded, full: an import is there whole or not at all, and the next one works."""

import os
import random
import shutil
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, rule
from polars.testing import assert_frame_equal

from data_pipeline.intake.receive import File, receive
from data_pipeline.problems import Refused
from data_pipeline.warehouse import Warehouse, open_warehouse
from data_pipeline.warehouse.build import all_marts
from tests.importing import CALLS_IN_A_FILE, import_numbered, numbered_calls
from tests.tables import fill, upload_tables

PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["__main__", "data_pipeline.intake.preload", "tests.importing"])
EXPORTS = Path(__file__).parent.parent / "sample_data" / "exports"
KILLS = 200
KILLS_A_STORE = 25
FIGURES = "select sum(calls), sum(call_seconds) from marts.monthly_calls"


@contextmanager
def importing(folder: Path, first: int, count: int) -> Generator[tuple[BaseProcess, Connection]]:
    ours, theirs = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=import_numbered, args=(folder, first, count, theirs))
    process.start()
    theirs.close()
    try:
        yield process, ours
    finally:
        process.kill()
        process.join()
        ours.close()


def told_of(pipe: Connection) -> list[int]:
    """The numbers of the files that were told to be kept before the process ended."""
    numbers: list[int] = []
    while True:
        try:
            numbers.append(pipe.recv())
        except EOFError:
            return numbers


def numbers_kept(warehouse: Warehouse) -> list[int]:
    return sorted(int(upload.file.removeprefix("file_")[:-4]) for upload in warehouse.uploads())


def assert_whole(warehouse: Warehouse, numbers: list[int]) -> None:
    """Exactly these files are counted, each of them once."""
    calls, seconds = warehouse.marts().query(FIGURES).row(0) if numbers else (None, None)
    if numbers:
        assert calls == CALLS_IN_A_FILE * len(numbers)
        assert seconds == CALLS_IN_A_FILE * sum(numbers)
    assert warehouse.verify() == []


@pytest.mark.slow
def test_an_import_killed_at_any_moment_is_there_whole_or_not_at_all(tmp_path: Path):
    moments = random.Random(20250301)
    for store in range(KILLS // KILLS_A_STORE):
        warehouse = open_warehouse(tmp_path / str(store))
        for _ in range(KILLS_A_STORE):
            _kill_once(warehouse, moments)
        following = len(warehouse.uploads()) + 1
        fill(warehouse, "calls", numbered_calls(following), source=f"file_{following}")
        assert_whole(warehouse, list(range(1, following + 1)))


def _kill_once(warehouse: Warehouse, moments: random.Random) -> None:
    """Kill an import in its work. It begins with the very file at which the last was killed."""
    before = numbers_kept(warehouse)
    with importing(warehouse.folder, len(before) + 1, 1000) as (process, pipe):
        told = [pipe.recv()] if moments.random() < 0.7 else []
        time.sleep(moments.uniform(0, 0.1))
        process.kill()
        process.join()
        told += told_of(pipe)
    after = numbers_kept(warehouse)
    assert set(before) | set(told) <= set(after), "a file told to be kept is lost"
    assert after == list(range(1, len(after) + 1)), "a file is there twice, or one too many"
    assert_whole(warehouse, after)


@pytest.mark.slow
def test_two_import_while_a_third_reads_and_only_ever_sees_whole_states(tmp_path: Path):
    warehouse = open_warehouse(tmp_path / "workspace")
    seen: list[int] = []
    with (
        importing(warehouse.folder, 100, 12) as (one, first_pipe),
        importing(warehouse.folder, 200, 12) as (other, second_pipe),
    ):
        while one.is_alive() or other.is_alive():
            seen.append(_calls_seen(warehouse))
        told = told_of(first_pipe) + told_of(second_pipe)
    assert sorted(told) == numbers_kept(warehouse) == [*range(100, 112), *range(200, 212)]
    assert seen == sorted(seen), "a reader went back in time"
    assert len(set(seen)) > 3, "nothing was read while files came in"
    assert_whole(warehouse, told)


def _calls_seen(warehouse: Warehouse) -> int:
    marts = warehouse.marts()
    if not marts.snapshot:
        return 0
    calls, seconds = marts.query(FIGURES).row(0)
    covered = marts.query("select sum(held) from marts.coverage_of_days").item()
    assert calls == covered, "two tables of different moments"
    assert calls % CALLS_IN_A_FILE == 0, "half an upload"
    assert seconds % CALLS_IN_A_FILE == 0
    return int(calls)


# -- a full disk --------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Generator[Path]:
    """A disk of a few megabytes, where this process may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be mounted as root, and not in every container")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize("left", [0, 20_000, 60_000, 200_000])
def test_a_full_disk_refuses_cleanly_and_works_again_with_room(
    small_disk: Path, left: int, monkeypatch: pytest.MonkeyPatch
):
    # Without the look at the free space beforehand, the disk runs full in the midst of the work.
    monkeypatch.setattr("data_pipeline.warehouse.disk.FREE_BYTES", -(10**9))
    warehouse = open_warehouse(small_disk / "workspace")
    fill(warehouse, "calls", numbered_calls(1), source="file_1")
    _fill_up(small_disk, left)
    assert "not enough room" in _why_the_disk_stops_it(warehouse)
    (small_disk / "ballast").unlink()
    assert_whole(open_warehouse(warehouse.folder), [1])
    fill(warehouse, "calls", numbered_calls(99), source="file_99")
    assert_whole(warehouse, [1, 99])


def _why_the_disk_stops_it(warehouse: Warehouse) -> str:
    """Import until it is refused, be it while files are read or while they are kept."""
    for path in sorted(EXPORTS.glob("*/account_overview_analytics.csv")):
        try:
            (outcome,) = receive(warehouse, [File(path, path.name)])
        except Refused as refusal:
            return str(refusal)
        if not outcome.kept:
            return str(outcome.preview.receipt.problems[0])
    raise AssertionError("the disk never ran full")


def _fill_up(disk: Path, left: int) -> None:
    free = shutil.disk_usage(disk).free
    (disk / "ballast").write_bytes(b"\0" * max(0, free - left))


def test_a_file_that_would_not_fit_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    warehouse = open_warehouse(tmp_path / "workspace")
    monkeypatch.setattr("data_pipeline.warehouse.disk.FREE_BYTES", 10**18)
    with pytest.raises(Refused, match="not enough room"):
        fill(warehouse, "calls", numbered_calls(1))
    assert warehouse.uploads() == []
    assert list((warehouse.folder / "originals").iterdir()) == []


# -- in any order -------------------------------------------------------------------------------


DAYS = st.sampled_from(["2025-01-30", "2025-01-31", "2025-02-01", "2025-03-15"])
AMOUNTS = st.integers(1, 5)


def lines_of(heading: str, form: str, *parts: st.SearchStrategy[object]) -> st.SearchStrategy[str]:
    lines = st.lists(st.tuples(*parts), min_size=1, max_size=4)
    return lines.map(lambda rows: "\n".join([heading, *(form.format(*row) for row in rows)]))


KEYED_CALLS = lines_of(
    "call_id | date | direction | answered | seconds",
    "{} | {} | in | yes | {}",
    AMOUNTS,
    DAYS,
    AMOUNTS,
)
CALLS_WITHOUT_ID = lines_of(
    "at | date | direction | answered | seconds",
    "{0} 10:00:00 | {0} | in | no | {1}",
    DAYS,
    AMOUNTS,
)
POSTS = lines_of(
    "channel | post_id | date | likes | views",
    "x | {} | {} | {} | {}",
    AMOUNTS,
    DAYS,
    AMOUNTS,
    st.sampled_from(["", "7", "9"]),
)
ORDERS = lines_of(
    "revenue_id | kind | date | amount | currency",
    "{} | sale | {} | {} | GBP",
    AMOUNTS,
    DAYS,
    AMOUNTS,
)
GAINS = lines_of("channel | date | measure | value", "x | {} | followers_net | {}", DAYS, AMOUNTS)
TABLES = st.one_of(
    st.tuples(st.just("calls"), KEYED_CALLS),
    st.tuples(st.just("calls"), CALLS_WITHOUT_ID),
    st.tuples(st.just("posts"), POSTS),
    st.tuples(st.just("revenue"), ORDERS),
    st.tuples(st.just("channel_days"), GAINS),
)
FILES = st.lists(TABLES, min_size=1, max_size=2)


class AnyOrder(RuleBasedStateMachine):
    """Importing and undoing in any order is the same as importing what remains."""

    uploads = Bundle("uploads")

    @initialize()
    def open(self) -> None:
        self.folder = TemporaryDirectory()
        self.warehouse = open_warehouse(Path(self.folder.name) / "lived")
        self.live: dict[str, dict[str, str]] = {}

    @rule(target=uploads, file=FILES)
    def bring(self, file: list[tuple[str, str]]) -> object:
        upload = upload_tables(self.warehouse, dict(file))
        self.live[upload] = dict(file)
        return upload

    @rule(upload=uploads)
    def undo(self, upload: str) -> None:
        if upload in self.live:
            self.warehouse.undo(upload)
            del self.live[upload]

    def teardown(self) -> None:
        assert self.warehouse.verify() == []
        fresh = open_warehouse(Path(self.folder.name) / "fresh")
        for file in self.live.values():
            upload_tables(fresh, file)
        if self.live:
            for mart in all_marts():
                assert_same(self.warehouse, fresh, mart.name)
        self.folder.cleanup()


def assert_same(lived: Warehouse, fresh: Warehouse, mart: str) -> None:
    first, second = (one.marts().query(f"select * from marts.{mart}") for one in (lived, fresh))
    keys = [name for name in first.columns if first.schema[name] in (pl.Date, pl.String)]
    assert_frame_equal(first.sort(keys), second.sort(keys), check_exact=False)


AnyOrder.TestCase.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
TestAnyOrder = pytest.mark.slow(AnyOrder.TestCase)
