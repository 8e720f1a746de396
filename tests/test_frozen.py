"""The frozen page says what the screen says, and is complete in itself."""

import re
from datetime import date
from html import escape, unescape
from pathlib import Path

import altair as alt
import polars as pl
import pytest

from data_pipeline.intake.receive import as_incoming, preview
from data_pipeline.metrics.query import Scope, measure
from data_pipeline.problems import Refused
from data_pipeline.warehouse import Warehouse, open_warehouse
from pages.view import charts, wording
from pages.view.colours import Theme
from pages.view.story import story_of
from sample_data.load import sample_files
from sharing.home import SAMPLE, Home
from sharing.links import make_link, page_behind
from sharing.reports.frozen import Pen, frozen_report, reportable_months

KINDS = ("CallLog", "Website enquiry", "Follows", "hubspot", "FollowerHistory")
JUNE = date(2026, 6, 1)


def fill(warehouse: Warehouse, first: str, last: str) -> list[str]:
    """The sample's calls, enquiries, accounts and followers of some months."""
    files = [
        file
        for file in sample_files()
        if first <= file.path.parent.name <= last and file.name.startswith(KINDS)
    ]
    assert files
    staged = preview(warehouse, files)
    assert all(one.may_be_kept() for one in staged)
    return [kept.upload for kept in warehouse.keep([as_incoming(one) for one in staged])]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    opened = open_warehouse(tmp_path_factory.mktemp("frozen") / "workspace")
    fill(opened, "2025-05", "2026-07")
    return opened


@pytest.fixture(scope="module")
def page(warehouse: Warehouse) -> str:
    return frozen_report(warehouse, "Harbour & Pine", JUNE, frozen_on=date(2026, 7, 3))


def test_it_says_what_the_screen_says(warehouse: Warehouse, page: str) -> None:
    known = measure(warehouse, "calls")["month"].to_list()
    story = story_of(warehouse, Scope((known[0], JUNE)))
    assert story is not None
    text = unescape(page)
    assert f"<h1>{story.headline}</h1>" in text
    assert story.basis in text
    for one in (*story.outcomes, story.followers):
        assert wording.amount(one.value, one.unit) in text
    for one in story.outcomes:
        assert one.detail in text


def test_its_table_holds_the_metrics_own_figures(warehouse: Warehouse, page: str) -> None:
    calls = measure(warehouse, "calls").filter(pl.col("month") == JUNE)["value"][0]
    row = re.search(r'<th scope="row">Jun 2026</th>(.*?)</tr>', page)
    assert row is not None
    assert f"<td>{wording.count(calls)}</td>" in row[1]


def test_it_says_when_it_was_frozen_and_how_far_its_files_go(page: str) -> None:
    assert "Frozen on 3 Jul 2026 from files up to 30 Jun 2026" in page


def test_it_is_one_page_that_loads_and_runs_nothing(page: str) -> None:
    assert not re.search(r"<(?:script|link|iframe|img|object|embed|form)\b", page)
    assert not re.search(r"\s(?:on[a-z]+|href|src|srcset|xlink:href)=", page)
    assert "url(" not in page.replace("url(#", "")
    assert set(re.findall(r"https?://[^\"'\s<]+", page)) <= {"http://www.w3.org/2000/svg"}


def test_it_is_small_enough_to_send(page: str) -> None:
    assert len(page.encode()) <= 300_000


def test_it_names_no_person_and_no_file(warehouse: Warehouse, page: str) -> None:
    for upload in warehouse.uploads():
        assert upload.file not in page
    assert "@" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    assert "CallLog" not in page


def test_it_knows_nothing_of_later_months(page: str) -> None:
    assert "Jun 2026" in page
    assert "Jul 2026" not in page.replace("Frozen on 3 Jul 2026", "")


def test_a_managers_words_are_shown_as_typed(warehouse: Warehouse) -> None:
    typed = "<script>alert(1)</script> {{ 7 * 7 }} & Söhne"
    page = frozen_report(warehouse, typed, JUNE, title=typed)
    assert escape(typed) in page
    assert "<script>" not in page


def test_every_picture_is_told_in_words(page: str) -> None:
    pictures = re.findall(r"<svg[^>]*>", page)
    assert len(pictures) >= 8
    assert all(re.search(r'role="img" aria-label="[^"]{20,}"', picture) for picture in pictures)


def test_a_month_that_is_not_there_cannot_be_frozen(warehouse: Warehouse, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="nothing to freeze for January 2020"):
        frozen_report(warehouse, "Harbour & Pine", date(2020, 1, 1))
    empty = open_warehouse(tmp_path / "empty")
    assert reportable_months(empty) == []
    with pytest.raises(Refused):
        frozen_report(empty, "Harbour & Pine", JUNE)


def test_the_newest_month_that_is_over_is_offered_first(warehouse: Warehouse) -> None:
    months = reportable_months(warehouse)
    assert months == sorted(months, reverse=True)
    assert JUNE in months


def test_what_was_frozen_outlives_an_undo(tmp_path: Path) -> None:
    home = Home(tmp_path)
    warehouse = home.warehouse(SAMPLE)
    uploads = fill(warehouse, "2026-05", "2026-07")
    sent = frozen_report(warehouse, "Harbour & Pine", JUNE)
    token = make_link(home.control, SAMPLE, "June", (JUNE, JUNE), sent)
    for upload in uploads[:8]:
        warehouse.undo(upload)
    assert frozen_report_or_refusal(warehouse) != sent
    assert page_behind(home.control, token) == sent.encode()


def frozen_report_or_refusal(warehouse: Warehouse) -> str:
    try:
        return frozen_report(warehouse, "Harbour & Pine", JUNE)
    except Refused as refusal:
        return str(refusal)


def test_in_the_dark_each_picture_has_the_dark_themes_colours() -> None:
    months = pl.DataFrame(
        {
            "month": [date(2026, month, 1) for month in (1, 2, 3)],
            "value": [3.0, 5.0, 4.0],
            "complete": [True, True, False],
        }
    )

    def drawing(theme: Theme) -> alt.LayerChart:
        colour = "#123456" if theme == "light" else "#abcdef"
        return charts.over_months(months, unit="count", colour=colour, theme=theme)

    pen = Pen()
    light = pen.draw(drawing, 300, "Three months.")
    swapped = re.sub(r"#[0-9a-f]{6}", lambda found: pen.swaps[found.group()], light)
    assert swapped == Pen().draw(lambda _theme: drawing("dark"), 300, "Three months.")
    assert swapped != light
