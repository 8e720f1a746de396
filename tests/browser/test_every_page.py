"""Every page, on the sample and on a business that has nothing yet: drawn whole, wide and on a
phone, in light and in dark, without a fault and usable by everybody."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pages import all_pages
from sharing.home import OWN, Home
from tests.browser.conftest import PHONE, WIDE
from tests.browser.running import App, running
from tests.browser.seeing import accessibility_findings, ready

# The first page is where So What opens: it has no address of its own.
ADDRESSES = {page.title: page.url_path if number else "" for number, page in enumerate(all_pages())}
# These say something before there is any file.
NEED_NO_FILES = {"Uploads", "Glossary", "Method", "Settings"}
every_page = pytest.mark.parametrize("title", ADDRESSES)


@pytest.fixture(scope="module")
def app_with_nothing(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """So What as it is after “Add your own” and before the first file."""
    home = tmp_path_factory.mktemp("nothing") / "home"
    shutil.copytree(sample_home, home)
    Home(home).warehouse(OWN)
    with running(home) as started:
        yield started


def look_at(page: Page, app: App, title: str) -> list[str]:
    """Opens a page, whole; returns what will have been asked of other hosts."""
    elsewhere: list[str] = []
    page.on("request", lambda asked: _note_if_elsewhere(asked.url, app, elsewhere))
    page.goto(f"{app.url}/{ADDRESSES[title]}")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=20_000)
    ready(page)
    return elsewhere


def _note_if_elsewhere(url: str, app: App, elsewhere: list[str]) -> None:
    if not url.startswith((f"{app.url}/", "data:", "blob:")):
        elsewhere.append(url)


def expect_it_to_be_in_order(page: Page) -> None:
    """Nothing broke, everybody can use it, and nothing lies beyond the right edge."""
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_text("it is our fault")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert accessibility_findings(page) == []
    assert beyond_the_edge(page) == 0


def beyond_the_edge(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    return page.evaluate(
        """[document.documentElement, document.querySelector('[data-testid=stMain]')]
        .map(element => element.scrollWidth - element.clientWidth)
        .reduce((widest, width) => Math.max(widest, width))"""
    )


def as_on(page: Page, device: dict[str, dict[str, int]]) -> None:
    """The same page on a screen of another size."""
    width, height = device["viewport"]["width"], device["viewport"]["height"]
    page.set_viewport_size({"width": width, "height": height})
    ready(page)


def expect_pictures_in_words_and_numbers(page: Page) -> None:
    """Each picture has a text; each card with one shows its numbers in a table."""
    pictures = page.get_by_test_id("stVegaLiteChart")
    told = [picture.get_attribute("aria-label") or "" for picture in pictures.all()]
    assert all(len(words) > 20 for words in told), told
    in_cards = page.locator("[class*=st-key-card_] [data-testid=stVegaLiteChart]")
    buttons = page.get_by_role("button", name="Show the numbers")
    expect(buttons).to_have_count(in_cards.count())
    for button in buttons.all():
        button.click()
        numbers = page.get_by_test_id("stPopoverBody").get_by_test_id("stDataFrame")
        expect(numbers.locator("canvas").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(numbers).to_have_count(0)


@every_page
def test_a_page_is_in_order_in_light(page_wide: Page, app: App, title: str):
    elsewhere = look_at(page_wide, app, title)
    expect_it_to_be_in_order(page_wide)
    expect_pictures_in_words_and_numbers(page_wide)
    as_on(page_wide, PHONE)
    expect_it_to_be_in_order(page_wide)
    assert elsewhere == []


@every_page
def test_a_page_is_in_order_in_the_dark(page_phone: Page, app: App, title: str):
    page_phone.emulate_media(color_scheme="dark")
    elsewhere = look_at(page_phone, app, title)
    expect(page_phone.get_by_test_id("stApp")).to_have_css("color-scheme", "dark")
    expect_it_to_be_in_order(page_phone)
    as_on(page_phone, WIDE)
    expect_it_to_be_in_order(page_phone)
    assert elsewhere == []


@every_page
def test_a_page_without_files_says_which_would_fill_it(
    page_phone: Page, app_with_nothing: App, title: str
):
    look_at(page_phone, app_with_nothing, title)
    expect_it_to_be_in_order(page_phone)
    if title in NEED_NO_FILES:
        return
    nothing_yet = page_phone.locator(".st-key-card_nothing_yet")
    expect(nothing_yet).to_contain_text("just as the platforms gave them")
    expect(nothing_yet).to_contain_text("Export")  # the way to it: “… › Export”
    nothing_yet.get_by_role("link", name="Add files").click()
    expect(page_phone.get_by_role("heading", level=1)).to_have_text(
        "Drop this month's exports here"
    )
    expect(page_phone.get_by_test_id("stFileUploader")).to_be_visible()
