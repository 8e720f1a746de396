"""The gate in front of everything: web requests and websockets, ours and Streamlit's.

What is not let in by name is turned away. Two exact addresses and the links are public; the rest is
the owner's, and in local use the owner is whoever sits at this machine: a browser here, on an
address of ours, on a page of ours. `who` is the one place that decides; sign-in belongs there.
"""

import base64
import hashlib
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data_pipeline.problems import refused

PUBLIC = frozenset({"/healthz", "/robots.txt"})
LINK = re.compile(r"/r/[A-Za-z0-9_-]{43}")
# The page itself, and what its scripts ask for. Streamlit answers more than this.
PAGES = re.compile(r"/[a-z0-9-]{0,60}")
ASSETS = re.compile(r"/static/(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9._@+~-]+|/favicon\.png|/manifest\.json")
DATA = re.compile(r"/_stcore/(?:health|host-config)|/media/[A-Za-z0-9._-]+")
PREVIEW = re.compile(r"/preview/[a-z0-9-]{1,61}/[0-9]{4}-[0-9]{2}")
UPLOAD = re.compile(r"/_stcore/upload_file/[A-Za-z0-9-]+/[A-Za-z0-9-]+")
STREAM = "/_stcore/stream"
NO_PAGE = frozenset(
    {"/r", "/preview", "/login", "/logout", "/oauth2callback", "/auth", "/media", "/static"}
)
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")

EVERY_ANSWER = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
APP_ANSWER = {"Referrer-Policy": "same-origin"}
FROZEN_ANSWER = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Actor:
    """Who is asking."""

    name: str
    role: Literal["owner", "editor", "viewer"]


Who = Callable[[Scope], Actor | None]


def binding(address: str) -> str:
    """The address to listen on; any but this machine's own is refused."""
    if address == "localhost":
        return "127.0.0.1"
    if address in ("127.0.0.1", "::1"):
        return address
    raise refused(
        f"So What does not listen on “{address}” until sign-in is set up",
        "",
        "It would show your figures to whoever can reach it: "
        "leave --address out, or use 127.0.0.1.",
    )


def local_owner(port: int) -> Who:
    """Local use: whoever asks by an address of this machine, from a page that is ours."""
    hosts = {f"{name}:{port}" for name in LOOPBACK_NAMES}

    def who(scope: Scope) -> Actor | None:
        headers = Headers(scope=scope)
        named = headers.getlist("host")
        if len(named) != 1 or named[0] not in hosts:  # another name may be a stranger's
            return None
        origin = headers.get("origin")
        websocket = scope["type"] == "websocket"
        if (websocket or origin is not None) and origin != f"http://{named[0]}":
            return None
        return None if _fetched_by_a_stranger(headers) else Actor("owner", "owner")

    return who


def _fetched_by_a_stranger(headers: Headers) -> bool:
    """A foreign page may point to ours by a link; it may not build ours into itself."""
    return (
        headers.get("sec-fetch-site", "none") in ("cross-site", "same-site")
        and headers.get("sec-fetch-mode") != "navigate"
    )


class Gate:
    """Plain ASGI, so that nothing passes it by."""

    def __init__(self, app: ASGIApp, who: Who, front_page: str) -> None:
        self.app = app
        self.who = who
        self.front_page = front_page
        self.shell = shell()
        self.app_policy = app_policy(self.shell)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        if scope["type"] == "http" and _is_public(scope):
            return await self.app(scope, receive, _with_headers(send, EVERY_ANSWER))
        if _is_known(scope) and self.who(scope) is not None:
            answer = self._with_app_headers(scope, send)
            if scope["type"] == "http" and PAGES.fullmatch(scope["path"]):
                return await self._page(scope["path"])(scope, receive, answer)
            return await self.app(scope, receive, answer)
        if scope["type"] == "websocket":
            return await send({"type": "websocket.close", "code": 1008})
        return await not_found()(scope, receive, _with_headers(send, EVERY_ANSWER))

    def _page(self, path: str) -> Response:
        # Streamlit knows the page that opens first by no other address than this.
        if path == f"/{self.front_page}":
            return RedirectResponse("/")
        return HTMLResponse(self.shell)

    def _with_app_headers(self, scope: Scope, send: Send) -> Send:
        if PREVIEW.fullmatch(scope["path"]):
            return _with_headers(send, EVERY_ANSWER)
        headers = {
            **EVERY_ANSWER,
            **APP_ANSWER,
            "Content-Security-Policy": self.app_policy,
        }
        if not scope["path"].startswith("/static/"):
            headers["Cache-Control"] = "no-store"
        return _with_headers(send, headers)


def not_found() -> Response:
    """The one answer to everything that is not there, or not for you."""
    return PlainTextResponse("There is nothing here.\n", 404, FROZEN_ANSWER)


def _is_public(scope: Scope) -> bool:
    asked = scope["path"]
    if scope["method"] not in ("GET", "HEAD"):
        return False
    return _as_sent(scope) and (asked in PUBLIC or LINK.fullmatch(asked) is not None)


def _is_known(scope: Scope) -> bool:
    """Whether it is an address that our pages ask for."""
    asked = scope["path"]
    if not _as_sent(scope):
        return False
    if scope["type"] == "websocket":
        return asked == STREAM
    if UPLOAD.fullmatch(asked):
        return scope["method"] in ("PUT", "DELETE")
    if scope["method"] not in ("GET", "HEAD") or asked in NO_PAGE:
        return False
    return any(known.fullmatch(asked) for known in (PAGES, ASSETS, DATA, PREVIEW))


def _as_sent(scope: Scope) -> bool:
    """Our addresses need no escapes: with one, an address is read differently by whoever reads."""
    raw = scope.get("raw_path")
    return raw is None or bytes(raw).partition(b"?")[0] == scope["path"].encode()


def _with_headers(send: Send, headers: dict[str, str]) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer = MutableHeaders(scope=message)
            for name, value in headers.items():
                answer[name] = value
        await send(message)

    return send_with_headers


def shell() -> str:
    """The page in which Streamlit's scripts run, made ours.

    Told where its server is, it does not try below a page's own address first: the refusals would
    stand in the browser's console.
    """
    page = (Path(st.__file__).parent / "static" / "index.html").read_text("utf-8")
    told = "<script>window.__streamlit = { BACKEND_BASE_URL: window.location.origin }</script>"
    page = page.replace("<title>Streamlit</title>", f"<title>So What</title>{told}", 1)
    assert told in page, "Streamlit's page has changed"
    return re.sub(r'<link rel="service-desc"[^>]*>', "", page)


def app_policy(page: str) -> str:
    """The content security policy of the app: only the page's own inline scripts may run."""
    inline = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = " ".join(f"'sha256-{_sha256(script)}'" for script in inline)
    return (
        f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        "media-src 'self'; worker-src 'self' blob:; manifest-src 'self'; frame-src 'none'; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def _sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


class Discreet(logging.Filter):
    """Keeps out of the logs what opens something: links' tokens and session names."""

    SECRET = re.compile(r"(/r/|/upload_file/|/media/)[^\s\"'?]+")

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if (discreet := self.SECRET.sub(r"\1…", said)) != said:
            record.msg, record.args = discreet, ()
        return True
