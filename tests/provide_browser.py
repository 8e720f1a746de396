"""Finds a Chromium for the browser tests, or gets one: `python -m tests.provide_browser`.

Looks at what the machine has first, then asks Playwright, then the system's packages.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

VARIABLE = "SOWHAT_CHROMIUM"
COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
USUAL_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
DOWNLOAD_SECONDS = 240
PACKAGES_SECONDS = 600


class NoBrowser(Exception):
    """Nothing here can show the product, and nothing could be fetched."""

    def __init__(self) -> None:
        super().__init__(
            "The browser tests need Chromium or Chrome, and none could be found or installed. "
            "Install one (Debian, Ubuntu: `sudo apt-get install chromium`; elsewhere: `playwright "
            f"install chromium`), or set {VARIABLE} to its path, and run the tests again."
        )


def provide_browser(playwright: Playwright) -> Path:
    """The path of a Chromium that starts."""
    own = Path(playwright.chromium.executable_path)
    for fetch in (_download, _install_package):
        if found := _first_that_starts(own):
            return found
        fetch()
    if found := _first_that_starts(own):
        return found
    raise NoBrowser


def _first_that_starts(own: Path) -> Path | None:
    return next(filter(_starts, (*_found_here(), own)), None)


def _found_here() -> Iterator[Path]:
    if named := os.environ.get(VARIABLE):
        yield Path(named)
    yield from (Path(found) for command in COMMANDS if (found := shutil.which(command)))
    yield from map(Path, USUAL_PLACES)


def _starts(browser: Path) -> bool:
    """A downloaded Chromium may lack the system's libraries; Debian's stand-in may be empty."""
    if not browser.is_file():
        return False
    if sys.platform == "win32":  # there, `--version` opens a window instead of answering
        return True
    return _run([str(browser), "--version"], seconds=60)


def _download() -> None:
    _say("No Chromium here; asking Playwright for its own.")
    _run([sys.executable, "-m", "playwright", "install", "chromium"], seconds=DOWNLOAD_SECONDS)


def _install_package() -> None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    _say("Playwright could not fetch one; installing the system's package.")
    install = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
    if _run(["apt-get", "update"], seconds=PACKAGES_SECONDS):
        _run(install, seconds=PACKAGES_SECONDS)


def _run(command: list[str], *, seconds: int) -> bool:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        # No pipes: a grandchild that outlives the time limit would hold one open.
        ended = subprocess.run(
            command,
            env=quiet,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    with sync_playwright() as started:
        print(provide_browser(started))
