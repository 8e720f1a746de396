"""What a manager does with So What, from the first start to the link for the boss."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from data_pipeline.warehouse import open_warehouse
from pages.view import wording
from sharing import control
from sharing.gate import FROZEN_ANSWER
from sharing.home import LABELS, OWN, SAMPLE, Home
from tests.browser.conftest import EVERY_VISITOR
from tests.browser.running import CHECKOUT, LAUNCH, App
from tests.browser.seeing import ready

SAMPLE_DATA = CHECKOUT / "sample_data"
EXPORTS = SAMPLE_DATA / "exports"
KINDS = SAMPLE_DATA / "kinds"
TOLD = json.loads((SAMPLE_DATA / "truth.json").read_text("utf-8"))
TRUTH: dict[str, Any] = {month["month"]: month for month in TOLD["months"]}

SIX_OF_APRIL = {
    "harbour-and-pine-joinery_content_1777925884260.xls": "LinkedIn content",
    "account_overview_analytics.csv": "X account overview",
    "CallLog_20260504-205543.csv": "RingCentral call log",
    "Website enquiry(2406-2504).csv": "Microsoft Forms responses",
    "orders_export_1.csv": "Shopify orders",
    "campaigns.csv": "Mailchimp campaigns",
}
APRIL = [EXPORTS / "2026-04" / name for name in SIX_OF_APRIL]
CALLS_OF_APRIL, ENQUIRIES_OF_APRIL, ORDERS_OF_APRIL = APRIL[2:5]
CALLS_OF_MAY = EXPORTS / "2026-05" / "CallLog_20260602-204020.csv"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de") * 40
NOBODYS_TOKEN = "A" * 43


# -- what a manager does -------------------------------------------------------------------------


def look_at(page: Page, app: App, business: str = "", address: str = "") -> None:
    """Opens So What anew, on one of the businesses it holds."""
    page.goto(f"{app.url}/{address}")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=20_000)
    ready(page)
    if business:
        page.get_by_role("combobox", name="Business").click()
        page.get_by_role("option", name=business, exact=True).click()
        ready(page)


def go_to(page: Page, title: str) -> None:
    """By the navigation: the visit and its business stay."""
    page.get_by_test_id("stHeader").get_by_role("link", name=title, exact=True).click()
    ready(page)


def drop(page: Page, files: Iterable[Path | FilePayload]) -> None:
    """All at once, as from a folder."""
    page.get_by_test_id("stFileUploader").locator("input").set_input_files(list(files))  # pyright: ignore[reportArgumentType]
    expect(page.get_by_role("button", name="Start again")).to_be_visible(timeout=60_000)
    ready(page)


def add(page: Page, number: int) -> None:
    files = f"{number} file" if number == 1 else f"{number} files"
    page.get_by_role("button", name=f"Add {files}", exact=True).click()
    expect(page.locator(".st-key-card_done")).to_contain_text(f"{files} added", timeout=60_000)
    ready(page)


def headline(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def tiles(page: Page) -> dict[str, str]:
    """Label and value, in their order on the page."""
    every = page.locator("[class*=st-key-tile_]").get_by_test_id("stMetric").all()
    return {
        tile.get_by_test_id("stMetricLabel").inner_text(): tile.get_by_test_id(
            "stMetricValue"
        ).inner_text()
        for tile in every
    }


def sowhat(app: App, *arguments: str) -> None:
    """The command line, as a second process on the same home."""
    told = subprocess.run(
        [sys.executable, "-c", LAUNCH, *arguments, "--home", str(app.home)],
        cwd=app.home,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr


def a_business(app: App, name: str, *files: Path) -> str:
    """Another workspace with these files in it; returns what it is called on screen."""
    if files:
        sowhat(app, "import", "--workspace", name, *map(str, files))
    else:
        Home(app.home).warehouse(name)
    return name.replace("-", " ").capitalize()


def kept_files(app: App, business: str) -> list[str]:
    return [one.file for one in open_warehouse(app.home / "workspaces" / business).uploads()]


def amount(money: str) -> str:
    return wording.money(Decimal(money), "GBP")


def sources_told(lines: int, bad_row: int = 0, source: str = "A friend") -> bytes:
    """March 2025's enquiries as our own template has them; one row's date may not exist."""
    rows = ["Date,Time,Form,Source,Person,Reference,Notes"]
    for row in range(2, lines + 2):
        day = "2025-02-31" if row == bad_row else f"2025-03-{min(row - 1, 31):02}"
        rows.append(f"{day},09:15,Contact,{source},,E-{row},")
    return "\n".join(rows).encode()


def a_file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "text/csv", "buffer": content}


# -- on the sample: before anybody adds anything of their own ------------------------------------


def test_the_first_start_shows_the_sample_and_followers_last(page_wide: Page, app: App):
    september = TRUTH[TOLD["last_complete_month"]]
    look_at(page_wide, app)
    expect(page_wide.get_by_text("Sample: Harbour & Pine Joinery")).to_be_visible()
    revenue = amount(september["revenue"]["total"])
    assert headline(page_wide).startswith(
        f"September 2026 brought {september['calls_incoming']} calls, {september['enquiries']} "
        f"enquiries, {september['accounts']} new accounts and {revenue} of revenue."
    )
    assert tiles(page_wide) == {
        "Calls received": str(september["calls_incoming"]),
        "Web enquiries": str(september["enquiries"]),
        "New accounts": str(september["accounts"]),
        "Revenue": revenue,
        "Followers": f"{september['followers']['total']:,}",
    }
    every = page_wide.locator("[class*=st-key-tile_]")
    muted = page_wide.locator("[class*=st-key-tile_muted_]")
    expect(muted).to_have_count(1)
    expect(every.last).to_contain_text("Followers")
    first, last = every.first.get_by_test_id("stMetricValue"), muted.get_by_test_id("stMetricValue")
    assert colour(first) != colour(last)


def colour(of: Locator) -> str:
    return of.evaluate("element => getComputedStyle(element).color")


def test_a_copied_address_shows_the_same_months_and_outcome(
    page_wide: Page, page_phone: Page, app: App
):
    look_at(page_wide, app)
    choose_months(page_wide, later_start=2, earlier_end=2)
    page_wide.get_by_role("radio", name="Revenue").click()
    page_wide.wait_for_url("**outcome=revenue**")
    ready(page_wide)
    assert "months=2024-01..2026-08" in page_wide.url
    look_at(page_phone, app, address=page_wide.url.removeprefix(f"{app.url}/"))
    assert headline(page_phone) == headline(page_wide)
    assert headline(page_phone).startswith("August 2026 brought")
    expect(page_phone.get_by_role("radio", name="Revenue")).to_be_checked()
    page_phone.get_by_role("button", name="Months").click()
    expect(page_phone.get_by_role("slider").first).to_have_attribute("aria-valuetext", "Jan 2024")
    expect(page_phone.get_by_role("slider").last).to_have_attribute("aria-valuetext", "Aug 2026")


def choose_months(page: Page, *, later_start: int, earlier_end: int) -> None:
    page.get_by_role("button", name="Months").click()
    for slider, key, times in (
        (page.get_by_role("slider").first, "ArrowRight", later_start),
        (page.get_by_role("slider").last, "ArrowLeft", earlier_end),
    ):
        for _ in range(times):
            slider.press(key)
        ready(page)
    page.wait_for_url("**months=**")
    page.keyboard.press("Escape")


# -- on businesses of one's own ------------------------------------------------------------------


def test_files_are_recognised_added_and_taken_back(page_wide: Page, app: App):
    page = page_wide
    april, may = TRUTH["2026-04"], TRUTH["2026-05"]
    look_at(page, app)
    page.get_by_role("button", name="Add your own").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You have followers. So what?")
    go_to(page, "Uploads")
    drop(page, APRIL)
    prepared = page.locator(".st-key-card_ready")
    expect(prepared).to_contain_text("6 files ready to add")
    for name, what in SIX_OF_APRIL.items():
        expect(prepared).to_contain_text(f"{what}, ")
        expect(prepared).to_contain_text(name)
    assert kept_files(app, OWN) == []
    add(page, 6)
    page.get_by_role("link", name="See what it changed").click()
    brought = (
        f"April 2026 brought {april['calls_incoming']} calls, {april['enquiries']} enquiries and "
        f"{amount(april['revenue']['shop'])} of revenue."
    )
    expect(page.get_by_role("heading", level=1)).to_have_text(brought)
    go_to(page, "Uploads")
    drop(page, [CALLS_OF_MAY])
    add(page, 1)
    go_to(page, "So what?")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        f"May 2026 brought {may['calls_incoming']} calls."
    )
    go_to(page, "Uploads")
    take_back(page, CALLS_OF_MAY.name)
    go_to(page, "So what?")
    expect(page.get_by_role("heading", level=1)).to_have_text(brought)
    assert sorted(kept_files(app, OWN)) == sorted(SIX_OF_APRIL)


def take_back(page: Page, name: str) -> None:
    card = page.locator("[class*=st-key-card_upload_]").filter(has_text=name)
    card.get_by_role("button", name="Undo").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("go again.")
    dialog.get_by_role("button", name="Take it back").click()
    expect(page.locator(".st-key-card_done")).to_contain_text(f"{name} is taken back.")
    expect(card).to_have_count(0)
    ready(page)


def test_a_bet_is_withdrawn_only_after_a_second_thought(page_wide: Page, app: App):
    a_business(app, "beside-the-sample")
    look_at(page_wide, app, LABELS[SAMPLE], "bets")
    record = page_wide.get_by_role("heading", level=1)
    expect(record).to_have_text("3 bets: 1 won, 1 open, 1 waiting")
    page_wide.get_by_role("button", name="Withdraw").click()
    dialog = page_wide.get_by_role("dialog")
    expect(dialog).to_contain_text("When there is a rise in conversations, then calls")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    page_wide.get_by_role("button", name="Withdraw").click()
    dialog.get_by_role("button", name="Withdraw the bet").click()
    expect(dialog).to_have_count(0)
    ready(page_wide)
    expect(record).to_have_text("3 bets: 1 won, 1 open, 1 withdrawn")
    expect(page_wide.get_by_role("button", name="Withdraw")).to_have_count(0)


def test_a_file_that_cannot_be_read_explains_itself(page_wide: Page, app: App):
    page = page_wide
    look_at(page, app, a_business(app, "unreadable"), "uploads")
    drop(page, [a_file("harbour.csv", PNG), a_file("march.csv", sources_told(31, bad_row=21))])
    picture = page.locator("[class*=st-key-card_wrong_]").filter(has_text="harbour.csv")
    expect(picture).to_contain_text("can't be added as it is")
    expect(picture).to_contain_text("picture")
    enquiries = page.locator("[class*=st-key-card_wrong_]").filter(has_text="march.csv")
    expect(enquiries).to_contain_text("Column “Date”")
    expect(enquiries).to_contain_text("row 21: “2025-02-31”")
    assert kept_files(app, "unreadable") == []
    enquiries.get_by_role("button", name="Import without this 1 row").click()
    expect(page.locator(".st-key-card_ready")).to_contain_text(
        "1 row left out: its months are marked as incomplete.", timeout=30_000
    )
    add(page, 1)
    assert kept_files(app, "unreadable") == ["march.csv"]
    go_to(page, "Data health")
    expect(page.locator(".st-key-card_attention")).to_contain_text(
        "1 row could not be read and was left out in March 2025."
    )
    go_to(page, "So what?")
    expect(page.get_by_role("heading", level=1)).to_contain_text("30 enquiries so far")


def test_what_only_the_manager_knows_is_asked_and_a_file_comes_in_once(page_wide: Page, app: App):
    page = page_wide
    look_at(page, app, a_business(app, "questions"), "uploads")
    drop(page, [KINDS / "tiktok_overview.csv", KINDS / "meta_daily_no_network.csv"])
    asked = page.locator(".st-key-card_questions")
    expect(asked).to_contain_text("2 questions before these can be added")
    expect(asked).to_contain_text("Which year is “January 7”, the last day in this file?")
    asked.get_by_role("combobox").fill("2024")
    page.get_by_role("option", name="2024", exact=True).click()
    asked.get_by_text("Instagram", exact=True).click()
    ready(page)
    asked.get_by_role("button", name="Go on").click()
    prepared = page.locator(".st-key-card_ready")
    expect(prepared).to_contain_text("2 files ready to add", timeout=30_000)
    expect(prepared).to_contain_text("29 Dec 2023 to 7 Jan 2024")
    add(page, 2)
    drop(page, [KINDS / "tiktok_overview.csv"])
    expect(page.get_by_text("1 file already here")).to_be_visible()
    expect(page.locator(".st-key-go_add")).to_have_count(0)
    assert len(kept_files(app, "questions")) == 2


def test_text_from_files_is_only_text(page_wide: Page, app: App):
    page = page_wide
    name = "**bold** <img src=x onerror=alert(1)> [x](http:evil.example) :material/home: $x$.csv"
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(f"a file's name ran: {dialog.message}"))
    look_at(page, app, a_business(app, "hostile-names"), "uploads")
    source = "**bold** <img src=x onerror=alert(1)> [x](http://evil.example)"
    drop(page, [a_file(name, sources_told(31, source=source))])
    assert name in as_seen(page.locator(".st-key-card_ready"))
    add(page, 1)
    history = page.locator("[class*=st-key-card_upload_]")
    assert name in as_seen(history)
    nothing_acts(page)
    history.get_by_role("button", name="Undo").click()
    assert name in as_seen(page.get_by_role("dialog"))
    nothing_acts(page)
    page.get_by_role("button", name="Leave it").click()
    go_to(page, "Glossary")
    assert source in as_seen(page.locator(".st-key-card_channels"))
    nothing_acts(page)
    assert [url for url in asked if not url.startswith((app.url, "data:", "blob:"))] == []


def as_seen(part: Locator) -> str:
    """What the eye reads: a joiner without width keeps signs from becoming links or icons."""
    return part.inner_text().replace("\u2060", "")


def nothing_acts(page: Page) -> None:
    expect(page.locator("img[src=x], a[href*=evil], .katex")).to_have_count(0)
    expect(page.get_by_text("bold", exact=True)).to_have_count(0)


def test_an_import_by_another_process_is_seen_on_the_next_load(page_wide: Page, app: App):
    april = TRUTH["2026-04"]
    business = a_business(app, "two-processes", CALLS_OF_APRIL)
    look_at(page_wide, app, business)
    calls = f"April 2026 brought {april['calls_incoming']} calls"
    expect(page_wide.get_by_role("heading", level=1)).to_have_text(f"{calls}.")
    sowhat(app, "import", "--workspace", "two-processes", str(ENQUIRIES_OF_APRIL))
    look_at(page_wide, app, business)
    expect(page_wide.get_by_role("heading", level=1)).to_have_text(
        f"{calls} and {april['enquiries']} enquiries."
    )


# -- links ---------------------------------------------------------------------------------------


def test_a_frozen_month_opens_for_whoever_has_the_link_until_it_is_revoked(
    page_wide: Page, browser: Browser, app: App
):
    page, name = page_wide, "frozen-month"
    business = a_business(app, name, CALLS_OF_APRIL, ENQUIRIES_OF_APRIL, ORDERS_OF_APRIL)
    look_at(page, app, business)
    on_screen, shown = headline(page), tiles(page)
    go_to(page, "Reports and links")
    link = make_a_link(page)
    seen = opened_by_a_stranger(browser, link)
    assert seen == (on_screen, [shown[label] for label in shown])
    sent = answer(link)

    warehouse = Home(app.home).warehouse(name)
    calls = next(one for one in warehouse.uploads() if one.file == CALLS_OF_APRIL.name)
    warehouse.undo(calls.id)
    go_to(page, "So what?")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("calls,")
    assert answer(link) == sent

    go_to(page, "Reports and links")
    page.get_by_role("button", name="Revoke", exact=True).click()
    page.get_by_role("button", name="Revoke the link").click()
    expect(page.get_by_text("No link is open.")).to_be_visible()
    nobodys = answer(f"{app.url}/r/{NOBODYS_TOKEN}")
    assert nobodys[0] == 404
    assert answer(link) == nobodys

    page.get_by_role("button", name="Done").click()
    ready(page)
    ended = make_a_link(page)
    assert answer(ended)[0] == 200
    end_every_link(Home(app.home))
    assert answer(ended) == nobodys


def make_a_link(page: Page) -> str:
    page.get_by_role("button", name="Freeze this month and make a link").click()
    expect(page.get_by_text("Copy the link now")).to_be_visible(timeout=60_000)
    ready(page)
    return page.locator(".st-key-card_link_made").get_by_test_id("stCode").inner_text().strip()


def opened_by_a_stranger(browser: Browser, link: str) -> tuple[str, list[str]]:
    """In a browser that has never been here. Returns its headline and the tiles' values."""
    asked: list[str] = []
    stranger = browser.new_context(**EVERY_VISITOR)
    try:
        page = stranger.new_page()
        page.on("request", lambda request: asked.append(request.url))
        came = page.goto(link, wait_until="networkidle")
        assert came is not None
        assert came.status == 200
        policy = came.headers["content-security-policy"]
        assert policy == FROZEN_ANSWER["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert page.locator("script").count() == 0
        assert asked == [link]
        assert stranger.cookies() == []
        return headline(page), page.locator(".tile .value").all_inner_texts()
    finally:
        stranger.close()


def answer(link: str) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers, without the time of day."""
    try:
        with urllib.request.urlopen(link, timeout=30) as came:
            status, body, headers = came.status, came.read(), came.headers
    except urllib.error.HTTPError as refusal:
        with refusal:
            status, body, headers = refusal.code, refusal.read(), refusal.headers
    named = {name.lower(): value for name, value in headers.items() if name.lower() != "date"}
    return status, body, named


def end_every_link(home: Home) -> None:
    """As if their days were over."""
    with home.control.engine.begin() as connection:
        connection.execute(sa.update(control.links).values(expires_at=datetime(2025, 1, 1)))
