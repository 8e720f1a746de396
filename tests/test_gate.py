"""Nothing passes the gate but what is let in by name."""

import base64
import hashlib
import logging
import re
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import dashboard
from data_pipeline.problems import Refused
from sharing.gate import Discreet, app_policy, binding, shell
from sharing.home import SAMPLE
from sharing.links import make_link
from tests.local_server import Answer, LocalServer, local_server

SESSION = "11111111-2222-3333-4444-555555555555"
STREAMLITS = [
    "/",
    "/so-what",
    "/reports-and-links",
    "/favicon.png",
    "/manifest.json",
    "/index.html",
    "/static/js/index.js",
    "/media/0123456789abcdef0123456789abcdef.csv",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/stream",
    "/_stcore/metrics",
    "/_stcore/script-health-check",
    "/_stcore/agent/openapi.json",
    "/_stcore/agent/interact",
    "/_stcore/agent/mcp",
    f"/_stcore/upload_file/{SESSION}/{SESSION}",
    "/_stcore/bidi-components/x/y.js",
    "/component/x/index.html",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
    "/app/static/x",
    "/preview/sample/2026-09",
    "/nothing/of/the/kind",
]
ODD = [
    "//_stcore/health",
    "/%5fstcore/health",
    "/healthz/",
    "/HEALTHZ",
    "/healthz/x",
    "/robots.txt/x",
    "/r",
    "/r/",
    "/r/short",
    "/r/../",
    "/r/..%2f_stcore%2fhealth",
    "/R/" + "a" * 43,
    "/r/" + "a" * 43 + "/",
    "/r/" + "a" * 43 + "/x",
    "/r/" + "a" * 44,
    "/%72/" + "a" * 43,
]
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    with local_server(tmp_path_factory.mktemp("gate")) as started:
        yield started


@pytest.fixture(scope="module")
def link(server: LocalServer) -> str:
    """A link that opens."""
    month = date(2026, 9, 1)
    return make_link(server.home.control, SAMPLE, "September", (month, month), "<p>frozen</p>")


def strangers(server: LocalServer, link: str) -> dict[str, dict[str, str]]:
    return {
        "by another name": {"Host": "so-what.example.com"},
        "by another port": {"Host": "127.0.0.1:1"},
        "from a foreign page": {"Origin": "https://elsewhere.example.com"},
        "from another server here": {"Origin": "http://localhost:3000"},
        "from a page without an address": {"Origin": "null"},
        "built into a foreign page": {
            "Sec-Fetch-Site": "cross-site",
            "Sec-Fetch-Mode": "no-cors",
        },
        "with a link": {
            "Host": "so-what.example.com",
            "Referer": f"http://{server.host}/r/{link}",
            "Cookie": f"token={link}",
            "Authorization": f"Bearer {link}",
        },
    }


def is_refused(answer: Answer, method: str) -> bool:
    body = b"" if method == "HEAD" else b"There is nothing here.\n"
    return answer.status == 404 and answer.body == body and "set-cookie" not in answer.headers


@pytest.mark.parametrize("method", METHODS)
def test_a_stranger_reaches_nothing_of_streamlits(
    server: LocalServer, link: str, method: str
) -> None:
    reached = [
        (who, path, answer)
        for who, headers in strangers(server, link).items()
        for path in [*STREAMLITS, *ODD]
        if not is_refused(answer := server.ask(method, path, headers), method)
    ]
    assert reached == []


@pytest.mark.parametrize("method", METHODS)
def test_odd_spellings_of_public_addresses_are_not_public(server: LocalServer, method: str) -> None:
    # `/r/` and its like are no pages either, so not even the owner gets the app there.
    reached = [path for path in ODD if not is_refused(server.ask(method, path), method)]
    assert reached == []


def test_what_is_public_is_so_by_any_name(server: LocalServer, link: str) -> None:
    stranger = {"Host": "so-what.example.com"}
    assert server.ask("GET", "/healthz", stranger).body == b"ok"
    assert b"Disallow: /" in server.ask("GET", "/robots.txt", stranger).body
    assert server.ask("GET", f"/r/{link}", stranger).body == b"<p>frozen</p>"


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]"])
def test_the_owner_has_the_pages_by_every_name_of_this_machine(
    server: LocalServer, name: str
) -> None:
    host = {"Host": f"{name}:{server.port}"}
    for path in ("/", "/uploads", "/favicon.png", "/_stcore/health", "/_stcore/host-config"):
        assert server.ask("GET", path, host).status == 200, path


def test_the_first_page_has_one_address(server: LocalServer) -> None:
    answer = server.ask("GET", f"/{dashboard.front_page()}")
    assert (answer.status, answer.headers["location"]) == (307, "/")


def test_following_a_link_to_us_from_elsewhere_is_allowed(server: LocalServer) -> None:
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert server.ask("GET", "/uploads", followed).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/mcp",
        "/auth/login",
        "/auth/logout",
        "/oauth2callback",
        "/component/x/index.html",
        "/app/static/x",
        "/index.html",
    ],
)
def test_what_no_page_of_ours_needs_is_closed_to_the_owner_too(
    server: LocalServer, path: str
) -> None:
    for method in METHODS:
        assert is_refused(server.ask(method, path), method), method


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_pages_and_public_addresses_are_only_read(
    server: LocalServer, link: str, method: str
) -> None:
    for path in ("/", "/so-what", "/healthz", "/robots.txt", f"/r/{link}", "/_stcore/health"):
        assert is_refused(server.ask(method, path), method), path


def test_the_websocket_opens_for_a_page_of_ours(server: LocalServer) -> None:
    assert handshake(server, {"Origin": f"http://{server.host}"}) == 101


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://elsewhere.example.com"},
        {"Origin": "http://localhost:3000"},
        {"Origin": "http://so-what.example.com", "Host": "so-what.example.com"},
    ],
)
def test_the_websocket_opens_for_nobody_else(server: LocalServer, headers: dict[str, str]) -> None:
    assert handshake(server, headers) == 403


@pytest.mark.parametrize("path", ["/", "/so-what", "/_stcore/stream/", "/_stcore/health", "/r/x"])
def test_there_is_one_websocket_only(server: LocalServer, path: str) -> None:
    assert handshake(server, {"Origin": f"http://{server.host}"}, path) == 403


def handshake(server: LocalServer, headers: dict[str, str], path: str = "/_stcore/stream") -> int:
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(b"sixteen bytes ok").decode(),
    }
    return server.ask("GET", path, {**upgrade, **headers}).status


def test_every_answer_says_how_it_may_be_used(server: LocalServer, link: str) -> None:
    for path in ("/", "/so-what", "/favicon.png", "/healthz", f"/r/{link}", "/r/x", "/x/y"):
        headers = server.ask("GET", path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["x-frame-options"] == "DENY", path
        assert headers["cross-origin-resource-policy"] == "same-origin", path
        assert "server" not in headers, path
    assert "frame-ancestors 'none'" in server.ask("GET", "/").headers["content-security-policy"]
    assert server.ask("GET", "/").headers["cache-control"] == "no-store"


def test_only_the_inline_scripts_of_the_page_itself_may_run() -> None:
    page = shell()
    policy = app_policy(page)
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) >= 2
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
    assert "unsafe-eval" not in policy


@pytest.mark.parametrize(
    "address", ["0.0.0.0", "::", "192.168.1.20", "example.com", "127.0.0.1.example.com", ""]
)
def test_no_other_address_is_listened_on(address: str) -> None:
    with pytest.raises(Refused, match=r"does not listen on .* until sign-in is set up"):
        binding(address)


def test_asking_for_another_address_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dashboard.serve(tmp_path / "home", address="0.0.0.0", open_browser=False) == 2
    said = capsys.readouterr().err
    assert said == (
        "So What does not listen on “0.0.0.0” until sign-in is set up. It would show your figures "
        "to whoever can reach it: leave --address out, or use 127.0.0.1.\n"
    )
    assert not (tmp_path / "home").exists()


def test_a_port_in_use_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert dashboard.serve(tmp_path / "home", port=port, open_browser=False) == 2
    assert f"Port {port} can't be used" in capsys.readouterr().err


def test_logs_keep_what_opens_something_to_themselves(server: LocalServer, link: str) -> None:
    server.ask("GET", f"/r/{link}")
    assert link not in server.log.read_text("utf-8")
    record = logging.LogRecord(
        "x", logging.INFO, "x", 1, 'GET /r/%s and "/media/%s"', (link, "abc.csv"), None
    )
    assert Discreet().filter(record)
    assert record.getMessage() == 'GET /r/… and "/media/…"'


def test_a_process_that_parses_files_need_not_load_the_screen() -> None:
    source = Path(dashboard.__file__).read_text("utf-8")
    imported = re.findall(r"^(?:from|import) (\w+)", source, re.MULTILINE)
    assert set(imported) <= {"__future__", "pathlib", "typing"}
