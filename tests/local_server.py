"""So What's own server in a process of its own, on a home whose sample counts as built."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sample_data.load import LOADED, edition
from sharing.home import SAMPLE, Home

CHECKOUT = Path(__file__).resolve().parents[1]
START = "import sys, dashboard; from pathlib import Path; " + (
    "sys.exit(dashboard.serve(Path(sys.argv[1]), port=int(sys.argv[2]), open_browser=False))"
)


@dataclass(frozen=True)
class Answer:
    """What came back; the date is left out, for it differs from second to second."""

    status: int
    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class LocalServer:
    """A running server and its home."""

    port: int
    home: Home
    log: Path

    @property
    def host(self) -> str:
        """The name its owner's browser gives it."""
        return f"127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """One request, sent just as it is written."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in {"Host": self.host, **(headers or {})}.items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            kept = {name.lower(): value for name, value in answer.getheaders()}
            kept.pop("date", None)
            return Answer(answer.status, kept, answer.read() if answer.status != 101 else b"")
        finally:
            connection.close()


@contextmanager
def local_server(folder: Path) -> Iterator[LocalServer]:
    """From started to ended."""
    home = Home(folder / "home")
    home.warehouse(SAMPLE).keep_setting(LOADED, edition())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", START, str(home.folder), str(port)],
            cwd=CHECKOUT,
            env={**os.environ, "HOME": str(folder)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = LocalServer(port, home, log)
    try:
        _wait(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(20)


def _wait(server: LocalServer, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + 90
    while process.poll() is None and time.monotonic() < give_up:
        try:
            if server.ask("GET", "/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{server.log.read_text('utf-8')}")
