"""The real product in a child process, and a real browser looking at it.

`app` is a running So What with a copy of the sample business to itself; `page_wide` and
`page_phone` are empty pages whose tests fail when the browser's console reports an error.
"""

import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.running import App, running
from tests.provide_browser import provide_browser

HERE = Path(__file__).parent
LOG_LINES = 60

BROWSER_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
EVERY_VISITOR: dict[str, Any] = {
    "locale": "en-GB",
    "timezone_id": "Europe/London",
    "reduced_motion": "reduce",
}
WIDE: dict[str, Any] = {"viewport": {"width": 1440, "height": 1000}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 3,
    "is_mobile": True,
    "has_touch": True,
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks this folder's tests, and runs them last: the quick ones have their say first.

    They must not run in between, either: Playwright keeps an event loop running, in which no other
    test could start its own.
    """
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.path.is_relative_to(HERE))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failed test shows what the product wrote meanwhile."""
    report = yield
    app = getattr(item, "funcargs", {}).get("app")
    if report.failed and isinstance(app, App):
        written = app.log.read_text("utf-8", errors="replace").splitlines()
        report.sections.append((f"So What wrote ({app.log})", "\n".join(written[-LOG_LINES:])))
    return report


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data home on which So What has been started once, so that it holds the sample business."""
    home = tmp_path_factory.mktemp("sample") / "home"
    home.mkdir()
    with running(home):
        return home


@pytest.fixture(scope="module")
def app(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """A running So What that this module's tests may change as they like."""
    home = tmp_path_factory.mktemp("app") / "home"
    shutil.copytree(sample_home, home)
    with running(home) as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = provide_browser(playwright)
        launched = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def console_errors() -> Iterator[list[str]]:
    """What the browser's console complained of; a test that expects a complaint clears it."""
    complaints: list[str] = []
    yield complaints
    assert complaints == []


@pytest.fixture
def page_wide(browser: Browser, console_errors: list[str]) -> Iterator[Page]:
    with _visitor(browser, WIDE) as visitor:
        yield _page(visitor, console_errors)


@pytest.fixture
def page_phone(browser: Browser, console_errors: list[str]) -> Iterator[Page]:
    with _visitor(browser, PHONE) as visitor:
        yield _page(visitor, console_errors)


@contextmanager
def _visitor(browser: Browser, device: dict[str, Any]) -> Iterator[BrowserContext]:
    context = browser.new_context(**EVERY_VISITOR, **device)
    yield context
    context.close()


def _page(visitor: BrowserContext, console_errors: list[str]) -> Page:
    page = visitor.new_page()
    page.on("pageerror", lambda error: console_errors.append(str(error)))
    page.on(
        "console",
        lambda message: console_errors.append(message.text) if message.type == "error" else None,
    )
    return page
