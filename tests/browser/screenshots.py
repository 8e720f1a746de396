"""Takes the pictures that the README shows, of the sample business: `task screenshots`."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import BROWSER_ARGUMENTS, EVERY_VISITOR, WIDE
from tests.browser.running import CHECKOUT, App, running
from tests.browser.seeing import ready
from tests.browser.test_journeys import APRIL, drop, go_to, look_at, make_a_link
from tests.provide_browser import provide_browser

PICTURES = CHECKOUT / "sample_data" / "pictures"
NARROW: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True}
HIGHEST = 1800  # a page that is longer shows how it begins
LARGEST = 200_000  # bytes
# Of each picture: where it is taken, and on which screen.
SHOWN = {
    "so-what": ("", WIDE),
    "so-what-phone": ("", NARROW),
    "followers-and-outcomes": ("followers-and-outcomes", WIDE),
    "outcomes": ("outcomes", WIDE),
    "data-health": ("data-health", WIDE),
}


def main() -> None:
    """All of them, from a home of their own."""
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "home"
        home.mkdir()
        path = provide_browser(playwright)
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS)
        with running(home) as app:
            take_all(browser, app)
        browser.close()


def take_all(browser: Browser, app: App) -> None:
    """The one with files of one's own last: from then on, the sample is not the first shown."""
    for name, (address, screen) in SHOWN.items():
        with _page(browser, screen) as page:
            look_at(page, app, address=address)
            _fit(page)
            ready(page)
            _keep(name, page)
    with _page(browser, WIDE) as page:
        look_at(page, app, address="reports-and-links")
        page.goto(make_a_link(page))
        _fit(page)
        _keep("frozen-link", page)
    with _page(browser, WIDE) as page:
        look_at(page, app)
        page.get_by_role("button", name="Add your own").click()
        page.get_by_text("You have followers. So what?").wait_for()
        ready(page)
        go_to(page, "Uploads")
        drop(page, APRIL)
        _fit(page)
        _keep("uploads", page)


@contextmanager
def _page(browser: Browser, screen: dict[str, Any]) -> Iterator[Page]:
    context = browser.new_context(**EVERY_VISITOR, **screen, color_scheme="light")
    yield context.new_page()
    context.close()


def _fit(page: Page) -> None:
    """As high as what is on the page, whole cards of it; Streamlit's page scrolls within itself."""
    height = page.evaluate(
        """highest => {
            const bottoms = selector => [...document.querySelectorAll(selector)]
                .map(element => Math.ceil(element.getBoundingClientRect().bottom));
            const whole = Math.max(...bottoms('[data-testid=stMainBlockContainer] > *, main'));
            const cards = '[class*=st-key-card_], [class*=st-key-tile_], .card';
            const shown = bottoms(cards).filter(each => each <= highest);
            return (whole <= highest ? whole : Math.max(...shown)) + 12;
        }""",
        HIGHEST,
    )
    page.set_viewport_size({"width": page.evaluate("window.innerWidth"), "height": height})
    page.wait_for_timeout(500)  # charts and sticky parts settle in the new height


def _keep(name: str, page: Page) -> None:
    with Image.open(BytesIO(page.screenshot())) as taken:
        # By coverage a thin line keeps its colour beside large grounds; the means keep theirs.
        few = taken.convert("RGB").quantize(
            256, method=Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE
        )
    path = PICTURES / f"{name}.png"
    few.save(path, optimize=True)
    size = path.stat().st_size
    assert size <= LARGEST, f"{path.name} is {size:,} bytes"
    print(f"{path.relative_to(CHECKOUT)}: {few.width} × {few.height}, {size:,} bytes")


if __name__ == "__main__":
    main()
