"""So What as its users have it: a process of its own, on a data home of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
LAUNCH = "from data_pipeline.cli import main; main()"
STARTED_WITHIN = 120  # seconds; the first start builds the sample business
ENDED_WITHIN = 15


@dataclass(frozen=True)
class App:
    """A running So What."""

    url: str
    home: Path
    log: Path


@contextmanager
def running(home: Path, *arguments: str) -> Iterator[App]:
    """So What on this data home, from ready to ended."""
    port = _free_port()
    command = ["serve", "--home", str(home), "--port", str(port), "--no-browser", *arguments]
    log = home.with_name(f"{home.name}-{port}.log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", LAUNCH, *command],
            cwd=home,  # anywhere but the checkout: the product finds its own files
            env=_environment(home),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    app = App(url=f"http://127.0.0.1:{port}", home=home, log=log)
    try:
        _wait_until_ready(app, process)
        yield app
    finally:
        _end(process)


def _environment(home: Path) -> dict[str, str]:
    """No setting of the machine's owner reaches the product under test."""
    inherited = {name: text for name, text in os.environ.items() if not _is_a_setting(name)}
    return {**inherited, "HOME": str(home.parent), "PYTHONPATH": str(CHECKOUT)}


def _is_a_setting(name: str) -> bool:
    return name.startswith(("SOWHAT_", "STREAMLIT_"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_ready(app: App, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + STARTED_WITHIN
    while process.poll() is None and time.monotonic() < give_up:
        if _answers(f"{app.url}/healthz"):
            return
        time.sleep(0.1)
    outcome = "never got ready" if process.poll() is None else f"ended with {process.returncode}"
    raise AssertionError(f"So What {outcome}:\n{app.log.read_text('utf-8', errors='replace')}")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except urllib.error.HTTPError as refusal:
        refusal.close()
        return False
    except OSError:
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(ENDED_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
