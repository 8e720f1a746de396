"""`sowhat serve`: builds the sample business at the first start, then serves the screen."""

import gc
import logging
import os
import socket
import sys
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
import uvicorn
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from starlette.middleware import Middleware
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

from data_pipeline.problems import Refused, refused
from sample_data.load import is_loaded, load
from sharing.gate import LOOPBACK_NAMES, Discreet, Gate, binding, local_owner
from sharing.home import SAMPLE, VARIABLE, Home
from sharing.routes import own_routes

WRONG_USAGE = 2
LOG = logging.getLogger("so_what")


@dataclass(frozen=True)
class Screen:
    """What is served: Streamlit's script; its pages, loaded before the first visit, with the
    address of the one that opens first; and what is said of a fault."""

    script: Path
    load_pages: Callable[[], str]
    on_error: Callable[[Exception], bool | None]


def serve(
    screen: Screen,
    home: Path,
    *,
    port: int,
    address: str,
    open_browser: bool,
) -> int:
    """Serve until told to stop; returns the exit code."""
    try:
        listening = _bound(binding(address), port)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return WRONG_USAGE
    with listening, suppress(KeyboardInterrupt):
        _keep_quiet()
        kept = Home(home.resolve())
        build_sample(kept)
        app = build_app(screen, kept, port)
        url = f"http://{'[::1]' if address == '::1' else '127.0.0.1'}:{port}"
        print(f"So What is open at {url} (Ctrl-C ends it).", flush=True)
        if open_browser:
            webbrowser.open(url)
        _run(app, listening)
    return 0


def build_app(screen: Screen, home: Home, port: int) -> st.App:
    """The gate, our own routes, and Streamlit behind them."""
    os.environ[VARIABLE] = str(home.folder)  # the script's runs find it there
    front_page = screen.load_pages()
    gc.collect()
    gc.freeze()  # what is loaded stays; to search it after each page would take as long as the page
    app = st.App(
        screen.script,
        routes=own_routes(home),
        middleware=[Middleware(Gate, who=local_owner(port), front_page=front_page)],
        on_script_error=screen.on_error,
    )
    for name, value in server_settings(port).items():
        config.set_option(name, value)
    # Our pages are not scripts; until the first visit Streamlit takes any folder of that name for
    # a folder of them, and would answer a page's address with “not found”.
    PagesManager.uses_pages_directory = False
    return app


def server_settings(port: int) -> dict[str, object]:
    """What the server relies on, whatever a file on this machine says."""
    return {
        "browser.gatherUsageStats": False,
        "browser.serverAddress": "127.0.0.1",
        "browser.serverPort": port,
        "client.allowedOrigins": [],
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "global.developmentMode": False,
        "runner.magicEnabled": False,
        "server.address": "127.0.0.1",
        "server.allowedHosts": [name.strip("[]") for name in LOOPBACK_NAMES],
        "server.baseUrlPath": "",
        "server.corsAllowedOrigins": [],
        "server.disconnectedSessionTTL": 30,
        "server.enableAgentApi": False,
        "server.enableCORS": True,
        "server.enableStaticServing": False,
        "server.enableXsrfProtection": True,
        "server.fileWatcherType": "none",
        "server.headless": True,
        "server.maxMessageSize": 20,
        "server.port": port,
    }


def build_sample(home: Home) -> None:
    """The sample business, at the first start or after one that was cut short."""
    warehouse = home.warehouse(SAMPLE)
    if is_loaded(warehouse):
        return
    console = Console(stderr=True)
    if not console.is_terminal:
        print("Building the sample business …", flush=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("Building the sample business", total=None)
        faults = load(
            warehouse, lambda done, total, _name: bar.update(task, completed=done, total=total)
        )
    for fault in faults:
        LOG.warning("not in the sample business: %s", fault)


def _bound(address: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    try:
        if os.name != "nt":  # there it would share a port that is in use
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((address, port))
    except OSError as error:
        listening.close()
        raise refused(
            f"Port {port} can't be used ({os.strerror(error.errno or 0)})",
            "",
            f"So What may be open already at http://{address}:{port}; "
            "else choose another with --port.",
        ) from error
    return listening


def _run(app: st.App, listening: socket.socket) -> None:
    settings = uvicorn.Config(
        app,
        access_log=False,  # addresses hold tokens
        log_config=None,
        log_level="warning",
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=20_000_000,
        timeout_graceful_shutdown=3,
    )
    uvicorn.Server(settings).run(sockets=[listening])


def _keep_quiet() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")
    for handler in logging.getLogger().handlers:
        handler.addFilter(Discreet())
    # It warns of loading pages before the server runs, which is what we want.
    logging.getLogger("streamlit.runtime.caching.cache_data_api").setLevel(logging.ERROR)
    for name in ("uvicorn", "uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).addFilter(Discreet())
