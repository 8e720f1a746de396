"""A file of a kind never seen: told in under a minute, and known from then on."""

import os
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running import App
from tests.browser.seeing import accessibility_findings, ready
from tests.browser.test_journeys import a_business, a_file, add, drop, go_to, look_at

HALL = "Datum;Name;Betrag (EUR);Wie gefunden\n"
OCTOBER = HALL + (
    "03.10.2026;Anna Beispiel;1.204,50;Facebook\n"
    "13.10.2026;TSV Muster;120,00;Instagram\n"
    "17.10.2026;Chor Beispiel;80,00;Empfehlung\n"
    "28.10.2026;Otto Muster;95,50;Facebook\n"
)
NOVEMBER = HALL + "02.11.2026;Anna Beispiel;300,00;Facebook\n29.11.2026;Neu Muster;20,00;\n"
WITHIN = 60  # seconds, from the click on the offer to the file that is ready


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def on_uploads_of(page: Page, app: App, empty: str) -> None:
    """By way of a link that only a business without files has: then it is the one drawn."""
    look_at(page, app, empty)
    page.get_by_role("link", name="Add files").first.click()
    expect(page.get_by_test_id("stFileUploader")).to_be_visible(timeout=20_000)
    ready(page)


def tell(page: Page) -> None:
    """What is proposed is right."""
    press(page, "Tell So What what it is")
    expect(page.get_by_role("radio", name="A sale, booking or payment")).to_be_checked()
    ready(page)
    picture(page, "row")
    press(page, "Next")
    expect(page.get_by_text("4 rows in 1 month")).to_be_visible(timeout=20_000)
    ready(page)
    picture(page, "check")
    press(page, "That is right")
    expect(page.get_by_role("heading", name="1 file ready to add")).to_be_visible(timeout=20_000)
    ready(page)


def picture(page: Page, name: str) -> None:
    """Pictures to look at, for whoever asks for them."""
    if folder := os.environ.get("SOWHAT_PICTURES"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(folder) / f"mapping-{name}-{width}.png", full_page=True)


def test_a_file_of_a_kind_never_seen_is_told_in_under_a_minute(
    page_wide: Page, app: App, tmp_path: Path
):
    church, other = a_business(app, "church-hall"), a_business(app, "other-hall")
    look_at(page_wide, app, church)
    go_to(page_wide, "Uploads")
    drop(page_wide, [a_file("hall_bookings_2026-10.csv", OCTOBER.encode())])
    began = time.monotonic()
    tell(page_wide)
    assert time.monotonic() - began < WITHIN
    add(page_wide, 1)

    go_to(page_wide, "Outcomes")
    page_wide.get_by_role("radio", name="Revenue", exact=True).click()
    expect(page_wide.get_by_role("heading", level=1)).to_contain_text("€1,500", timeout=20_000)

    go_to(page_wide, "Uploads")
    drop(page_wide, [a_file("hall_bookings_2026-11.csv", NOVEMBER.encode())])
    expect(
        page_wide.get_by_text("Hall bookings, 2 Nov 2026 to 29 Nov 2026, 2 rows")
    ).to_be_visible()
    add(page_wide, 1)

    page_wide.get_by_text("Kinds of file you told So What about").click()
    with page_wide.expect_download() as given:
        press(page_wide, "Download the description")
    description = given.value.path().read_bytes()

    look_at(page_wide, app, other)
    go_to(page_wide, "Uploads")
    uploader = page_wide.get_by_test_id("stFileUploader").locator("input")
    uploader.set_input_files([a_file("Hall bookings.so-what.json", description)])
    expect(page_wide.get_by_text("So What now knows “Hall bookings”.")).to_be_visible(
        timeout=20_000
    )
    ready(page_wide)
    drop(page_wide, [a_file("november.csv", NOVEMBER.encode())])
    expect(
        page_wide.get_by_text("Hall bookings, 2 Nov 2026 to 29 Nov 2026, 2 rows")
    ).to_be_visible()


@pytest.mark.parametrize("device", ["page_wide", "page_phone"])
def test_everybody_can_tell_what_a_file_is(device: str, app: App, request: pytest.FixtureRequest):
    page: Page = request.getfixturevalue(device)
    business = a_business(app, f"hall-{device.replace('_', '-')}")
    on_uploads_of(page, app, business)
    drop(page, [a_file("hall_bookings_2026-10.csv", OCTOBER.encode())])
    press(page, "Tell So What what it is")
    expect(page.get_by_role("radio", name="A sale, booking or payment")).to_be_checked()
    ready(page)
    picture(page, "row")
    assert accessibility_findings(page) == []
    press(page, "Next")
    expect(page.get_by_text("4 rows in 1 month")).to_be_visible(timeout=20_000)
    page.get_by_text("What each column is, and why").click()
    ready(page)
    picture(page, "check")
    assert accessibility_findings(page) == []
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wider)


def test_a_kind_of_file_can_be_forgotten(page_wide: Page, app: App):
    business = a_business(app, "forgetful-hall")
    on_uploads_of(page_wide, app, business)
    drop(page_wide, [a_file("hall_bookings_2026-10.csv", OCTOBER.encode())])
    tell(page_wide)
    page_wide.get_by_text("Kinds of file you told So What about").click()
    press(page_wide, "Forget it")
    page_wide.get_by_role("dialog").get_by_role("button", name="Forget it").click()
    expect(page_wide.get_by_text("Kinds of file you told So What about")).to_have_count(0)
