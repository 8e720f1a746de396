"""`task bench`: what the product costs, set against a floor measured in the same run.

CPU seconds are those of every process that takes part; on a shared machine only they are fair.
"""

import argparse
import ctypes
import gc
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

PR_SET_CHILD_SUBREAPER = 36
ROWS_OF_A_GIGABYTE = 10_000_000
SHARE_WHEN_SMALL = 0.05
MONTHLY_ROWS = 10_000
FIRST_DAY = "2023-01-01"


@dataclass(frozen=True)
class Cost:
    """What a run took, with all its processes."""

    cpu: float
    wall: float
    peak_mb: float

    def __str__(self) -> str:
        return f"{self.cpu:7.2f} s CPU, {self.wall:7.2f} s wall, {self.peak_mb:6.0f} MB at most"


def main() -> None:
    """Everything in turn, or one part."""
    asked = _asked()
    if asked.part:
        PARTS[asked.part](*asked.arguments)
        return
    # Processes whose parent ended come to us, so that none goes uncounted.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    share = SHARE_WHEN_SMALL if asked.small else 1.0
    with TemporaryDirectory(prefix="sowhat-bench-") as scratch:
        _sample_business(Path(scratch))
        _monthly_export(Path(scratch))
        _large_log(Path(scratch), int(ROWS_OF_A_GIGABYTE * share))
        _pages(Path(scratch))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="a twentieth of the large file")
    parser.add_argument("--part", choices=sorted(PARTS), help=argparse.SUPPRESS)
    parser.add_argument("arguments", nargs="*", help=argparse.SUPPRESS)
    return parser.parse_args()


def _tell(what: str, cost: object, goal: str = "") -> None:
    print(f"{what:44} {cost}{f'   goal: {goal}' if goal else ''}", flush=True)


def _part(name: str, *arguments: object) -> tuple[Cost, Any]:
    """Run one part in a process of its own."""
    return _cost_of([sys.executable, "-m", "tests.bench", "--part", name, *map(str, arguments)])


def _cost_of(command: list[str]) -> tuple[Cost, Any]:
    """What a command and every process it leaves behind took, and the JSON it printed last."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    printed = process.stdout.read()
    wall = time.perf_counter() - start
    cpu, peak = 0.0, 0
    while True:
        try:
            pid, status, used = os.wait4(-1, 0)
        except ChildProcessError:
            break
        cpu += used.ru_utime + used.ru_stime
        peak = max(peak, used.ru_maxrss)
        if pid == process.pid:
            process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed: {printed}")
    lines = printed.strip().splitlines()
    return Cost(cpu, wall, peak / 1000), json.loads(lines[-1]) if lines else None


# -- the sample business ------------------------------------------------------------------------


def _sample_business(scratch: Path) -> None:
    cost, _ = _part("sample", scratch / "sample")
    _tell("sample business from nothing", cost, "10 s on 2 cores")


def _load_sample(folder: str) -> None:
    from data_pipeline.warehouse import open_warehouse
    from sample_data.load import load

    not_taken = load(open_warehouse(Path(folder)), lambda done, total, name: None)
    assert not not_taken, not_taken


# -- one monthly export -------------------------------------------------------------------------


def _monthly_export(scratch: Path) -> None:
    log = scratch / "CallLog.csv"
    write_call_log(log, MONTHLY_ROWS, months=1)
    _, cpu = _part("click", scratch / "sample", log)
    _tell("one month's export, click to figures", f"{cpu:7.2f} s CPU", "0.5 s")


def _click(folder: str, log: str) -> None:
    """In a process that has done it before, as a server has."""
    from data_pipeline.intake.receive import File, receive
    from data_pipeline.metrics.catalogue import OUTCOMES
    from data_pipeline.metrics.query import measure
    from data_pipeline.warehouse import open_warehouse

    warehouse = open_warehouse(Path(folder))
    first = Path(log).with_name("warm.csv")
    lines = Path(log).read_text(encoding="utf-8").splitlines(keepends=True)
    first.write_text("".join(lines[:100]), encoding="utf-8")
    for path in (first, Path(log)):
        before = _cpu_of_tree()
        (outcome,) = receive(warehouse, [File(path, path.name)])
        for name in OUTCOMES:
            measure(warehouse, name)
        assert outcome.kept, outcome.as_json()
    print(_cpu_of_tree() - before)


def _cpu_of_tree() -> float:
    """CPU seconds of this process and all below it, the ended ones too."""
    ticks = 0
    parents: dict[int, int] = {}
    spent: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            parents[int(folder.name)] = int(fields[1])
            spent[int(folder.name)] = sum(map(int, fields[11:15]))
    for pid, own in spent.items():
        above = pid
        while above and above != os.getpid():
            above = parents.get(above, 0)
        ticks += own if above else 0
    return ticks / os.sysconf("SC_CLK_TCK")


# -- a gigabyte ---------------------------------------------------------------------------------


def _large_log(scratch: Path, rows: int) -> None:
    log = scratch / "LargeCallLog.csv"
    write_call_log(log, rows, months=36)
    print(f"-- a call log of {rows:,} calls, {log.stat().st_size / 1e6:,.0f} MB")
    floor, _ = _part("raw", log, scratch / "raw.parquet")
    _tell("DuckDB, CSV to Parquet", floor)
    command = [sys.executable, "-m", "data_pipeline.cli", "import", str(log), "--json"]
    cost, _ = _cost_of([*command, "--workspace", str(scratch / "large")])
    _tell("sowhat import", cost, "under 1 GB")
    _tell("  of the floor's CPU", f"{cost.cpu / floor.cpu:7.2f} ×", "2 ×")
    rebuilt, _ = _part("rebuild", scratch / "large")
    _tell("every month's figures built anew", rebuilt)
    # The same business once more, with all these calls: its pages differ by nothing else.
    shutil.copytree(scratch / "sample", scratch / "busy")
    _cost_of([*command, "--workspace", str(scratch / "busy")])
    log.unlink()


def _raw(log: str, target: str) -> None:
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    connection.execute(
        f"copy (from read_csv('{log}')) to '{target}' (format parquet, compression zstd)"
    )


def _rebuild(folder: str) -> None:
    from data_pipeline.warehouse import open_warehouse

    open_warehouse(Path(folder)).keep_setting("channel_rules", [])


def write_call_log(path: Path, rows: int, *, months: int) -> None:
    """A call log in CallRail's format: as many callers as calls have in a busy firm."""
    seconds = months * 30 * 86_400
    duckdb.connect().execute(
        f"""
        copy (
            select
                case when i % 5 = 0 then 'Missed Call' else 'Answered Call' end as "Call Status",
                list_extract(['Website', 'Google Business', 'Brochure'], 1 + i % 3)
                    as "Number Name",
                strftime(
                    timestamp '{FIRST_DAY}' + to_seconds(i * {seconds} // {rows}),
                    '%m/%d/%Y %I:%M:%S %p'
                ) as "Start Time",
                hash(i) % 900 as "Duration (seconds)",
                case when hash(i + 7) % 3 = 0 then 'Yes' else 'No' end as "First-Time Caller",
                list_extract(
                    ['Google Organic', 'Direct', 'Google Ads', 'Facebook', 'Referral'],
                    cast(1 + hash(i + 1) % 5 as bigint)
                ) as "Source",
                '+1 415-555-' || lpad(cast(hash(i + 3) % 300000 as varchar), 6, '0')
                    as "Phone Number",
                'CAL' || lpad(cast(i as varchar), 12, '0') as "Call ID"
            from range({rows}) as numbered(i)
        ) to '{path}' (header)
        """
    )


# -- pages --------------------------------------------------------------------------------------


def _pages(scratch: Path) -> None:
    few, many = (_part("pages", scratch / name)[1] for name in ("sample", "busy"))
    for title, cpu in few.items():
        _tell(f"page “{title}”", f"{1000 * cpu:7.0f} ms CPU", "150 ms")
        _tell("  with millions of events behind it", f"{many[title] / cpu:7.2f} ×", "1.2 ×")


def _draw_pages(folder: str) -> None:
    from streamlit.logger import set_log_level

    import pages

    set_log_level("error")  # it would warn at each run that no browser looks
    every = pages.all_pages()
    gc.freeze()  # as the server does
    print(json.dumps({page.title: _cpu_of_drawing(page.title, folder) for page in every}))


def _cpu_of_drawing(title: str, folder: str) -> float:
    """Of twenty runs in a warm session the second dearest: the 95th percentile."""
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_function(_draw, kwargs={"title": title, "folder": folder})
    app.run(timeout=120)
    assert not app.exception, app.exception
    spent: list[float] = []
    for _ in range(20):
        start = time.process_time()
        app.run(timeout=120)
        spent.append(time.process_time() - start)
    return sorted(spent)[-2]


def _draw(title: str, folder: str) -> None:
    # Streamlit runs this function's source alone: it imports for itself.
    from pathlib import Path

    from data_pipeline.warehouse import open_warehouse
    from pages import Visit, all_pages, draw_page

    visit = Visit(Path(folder), open_warehouse(Path(folder)), "light", may_edit=True)
    draw_page(next(page for page in all_pages() if page.title == title), visit)


PARTS: dict[str, Callable[..., None]] = {
    "sample": _load_sample,
    "click": _click,
    "raw": _raw,
    "rebuild": _rebuild,
    "pages": _draw_pages,
}

if __name__ == "__main__":
    main()
