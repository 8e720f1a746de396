"""So what?, Followers and outcomes, Outcomes and Glossary, as somebody who opens them sees them."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data_pipeline.metrics.catalogue import METRICS
from data_pipeline.warehouse import Warehouse, open_warehouse
from data_pipeline.warehouse.notes import add_note, notes
from pages.glossary import own_rules, rules_written
from tests.seen_page import pictures, shown, words
from tests.small_business import CALLS, small_business
from tests.tables import fill

PAGES = ("so_what", "followers_and_outcomes", "outcomes", "glossary")
HOSTILE = "![x](https://evil.example/a.png) :red[$y$] <b>"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "business"
    small_business(folder)
    return folder


@pytest.fixture
def business(built: Path, tmp_path: Path) -> Path:
    """Two years of a small business, to be changed at will."""
    return Path(shutil.copytree(built, tmp_path / "business"))


@pytest.fixture(autouse=True)
def _nothing_cached() -> Iterator[None]:
    yield
    st.cache_data.clear()


# -- every page ---------------------------------------------------------------------------------


def test_importing_a_page_draws_nothing():
    def imported() -> None:
        import importlib

        for name in ("so_what", "followers_and_outcomes", "outcomes", "glossary"):
            importlib.reload(importlib.import_module(f"pages.{name}"))

    seen = AppTest.from_function(imported, default_timeout=60).run()
    assert not seen.exception
    assert not seen.main.children


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_draws_without_a_fault(business: Path, name: str, theme: str):
    seen = shown(name, business, theme=theme)
    assert not seen.exception
    assert len(seen.title) == 1


@pytest.mark.parametrize("name", PAGES)
def test_a_page_draws_before_the_first_upload(tmp_path: Path, name: str):
    seen = shown(name, tmp_path / "empty")
    assert not seen.exception
    assert len(seen.title) == 1


@pytest.mark.parametrize("name", PAGES[:3])
def test_an_empty_page_names_an_export_and_the_way_to_it(tmp_path: Path, name: str):
    said = words(shown(name, tmp_path / "empty"))
    wanted = {"followers_and_outcomes": "LinkedIn"}.get(name, "RingCentral")
    assert "Uploads" in said
    assert wanted in said


@pytest.mark.parametrize("name", PAGES)
def test_no_page_says_more_than_figures_side_by_side_can(business: Path, name: str):
    said = words(shown(name, business)).lower()
    for too_much in ("correlat", "drives", "caused", "because", "proves", "significant"):
        assert too_much not in said


@pytest.mark.parametrize("name", PAGES[:3])
@pytest.mark.parametrize("asked", ["2025-01..2025-06", "junk", "2030-01..2031-01", "..", "%00"])
def test_no_address_breaks_a_page(business: Path, name: str, asked: str):
    seen = shown(name, business, months=asked, outcome=asked)
    assert not seen.exception
    assert not seen.error


@pytest.mark.parametrize("name", PAGES[:3])
def test_every_chart_says_what_it_shows(business: Path, name: str):
    drawn = pictures(shown(name, business))
    assert drawn
    assert all(len(chart.alt) > 20 for chart in drawn)


@pytest.mark.parametrize("name", PAGES[:3])
def test_a_second_look_shows_the_same_as_the_first(business: Path, name: str):
    first, second = shown(name, business), shown(name, business)
    rows = [[len(one.data.data) for one in chart.datasets] for chart in pictures(first)]
    assert rows
    assert all(rows)
    assert [[len(one.data.data) for one in chart.datasets] for chart in pictures(second)] == rows


# -- So what? -----------------------------------------------------------------------------------


def test_the_page_opens_with_the_month_and_its_tiles_hold_the_same_figures(business: Path):
    seen = shown("so_what", business)
    assert words(seen).startswith(
        "December 2025 brought 22 calls, 8 enquiries, 3 new accounts and £1,080 of revenue"
    )
    tiles = [(tile.label, tile.value) for tile in seen.metric]
    assert tiles == [
        ("Calls received", "22"),
        ("Web enquiries", "8"),
        ("New accounts", "3"),
        ("Revenue", "£1,080"),
        ("Followers", "1,230"),
    ]


def test_followers_come_last_and_carry_no_verdict(business: Path):
    seen = shown("so_what", business)
    assert seen.metric[-1].label == "Followers"
    assert "+10 in the month" in words(seen)


def test_a_month_that_goes_on_is_said_and_not_judged(tmp_path: Path):
    small_business(tmp_path, days_short=3)
    said = words(shown("so_what", tmp_path))
    assert "November 2025 brought" in said
    assert "Dec 2025 so far: 22" in said


def test_what_the_month_lacks_is_named(tmp_path: Path):
    warehouse = small_business(tmp_path, calls=CALLS[:14])
    day = "call_id|date|direction|answered\nx|2025-03-31|in|yes"
    fill(warehouse, "calls", day, "phone")
    said = words(shown("so_what", tmp_path))
    assert "March 2025: 1 of 5 exports complete." in said
    assert "books, crm, forms and platform (Instagram)" in said


def test_the_outcome_beside_followers_is_kept_in_the_address(business: Path):
    seen = shown("so_what", business)
    seen.segmented_control[0].set_value("revenue").run()
    assert "revenue" in seen.header[0].value
    assert "revenue" in seen.query_params["outcome"]
    again = shown("so_what", business, outcome="revenue")
    assert again.header[0].value == seen.header[0].value


def test_a_range_in_the_address_tells_its_own_last_month(business: Path):
    said = words(shown("so_what", business, months="2025-01..2025-06"))
    assert said.startswith("June 2025 brought")


def test_a_note_is_added_drawn_and_taken_away(business: Path):
    seen = shown("so_what", business)
    seen.date_input[0].set_value(date(2025, 3, 10))
    seen.text_input[0].set_value("Giveaway begins")
    seen.button[0].click().run()
    assert [note.text for note in notes(open_warehouse(business))] == ["Giveaway begins"]
    assert any(b"Giveaway begins" in chart.SerializeToString() for chart in pictures(seen))
    seen.button(key="remove_note_1").click().run()
    assert notes(open_warehouse(business)) == []


def test_a_note_without_a_day_is_asked_for_one(business: Path):
    seen = shown("so_what", business)
    seen.text_input[0].set_value("Giveaway begins")
    seen.button[0].click().run()
    assert "Choose the day" in seen.error[0].value
    assert notes(open_warehouse(business)) == []


def test_who_may_not_edit_is_offered_no_notes(business: Path):
    seen = shown("so_what", business, may_edit=False)
    assert not seen.text_input
    assert not seen.button


def test_a_note_is_shown_as_it_was_typed(business: Path):
    add_note(open_warehouse(business), date(2025, 3, 10), HOSTILE)
    seen = shown("so_what", business)
    note = next(one.value for one in seen.markdown if "evil" in one.value)
    assert HOSTILE in note.replace("\\", "").replace("\u2060", "")
    assert "![" not in note
    assert ":red[" not in note


# -- Followers and outcomes ---------------------------------------------------------------------


def test_the_page_opens_with_its_answer_and_says_what_the_year_did(business: Path):
    seen = shown("followers_and_outcomes", business)
    assert words(seen).startswith("Followers and enquiries: no answer yet")
    assert "In the year to December 2025: followers +11%" in words(seen)


def test_a_channel_of_which_only_gains_are_known_is_never_drawn_as_an_audience(tmp_path: Path):
    small_business(tmp_path, counted=False)
    seen = shown("followers_and_outcomes", tmp_path)
    assert "Instagram: gains only." in words(seen)
    assert "Followers by channel" not in words(seen)
    assert "Net new followers" in words(seen)
    assert "By channel" not in seen.segmented_control(key="choose_look").options


def test_a_count_and_what_is_carried_on_from_it_are_told_apart(business: Path):
    seen = shown("followers_and_outcomes", business)
    tables = [table.value for table in seen.dataframe]
    known = next(table for table in tables if "How it is known" in table.columns)
    assert known["How it is known"].tolist()[-1] == "counted"
    assert known["How it is known"].tolist()[0] == "carried on from 31 Jan 2024"


def test_the_share_gap_says_how_much_has_no_known_source(business: Path):
    said = words(shown("followers_and_outcomes", business, outcome="enquiries"))
    assert "Instagram: 100% of followers, 33% of enquiries with a known source" in said
    assert "25% of enquiries have no known source" in said


def test_calls_whose_source_nobody_told_are_not_shared_out(business: Path):
    said = words(shown("followers_and_outcomes", business, outcome="calls"))
    assert "Calls: no source is known, so enquiries are shown." in said


@pytest.mark.parametrize(
    ("look", "told"),
    [
        ("channels", "Followers by channel"),
        ("net", "Net new followers"),
        ("engaged", "Engagement of a month for every 100 followers at its close."),
        ("engaged", "No month in which followers jumped"),
        ("each", "Each figure by itself"),
    ],
)
def test_the_followers_themselves_are_shown_one_picture_at_a_time(
    business: Path, look: str, told: str
):
    seen = shown("followers_and_outcomes", business, look=look)
    assert not seen.exception
    assert told in words(seen)


# -- Outcomes -----------------------------------------------------------------------------------


def table_of(seen: AppTest, heading: str) -> Any:
    return next(one.value for one in seen.dataframe if heading in one.value.columns)


def test_a_month_stands_beside_its_usual_range_and_the_year_before(business: Path):
    months = table_of(shown("outcomes", business, outcome="calls"), "A year before")
    december, january = months.iloc[0], months.iloc[-1]
    assert (december["Calls"], december["A year before"]) == (22, 22)
    assert december["Verdict"] == "a normal month"
    assert december["Usual from"] < 22 < december["Usual to"]
    assert january.isna()["A year before"]
    assert january["Verdict"] == ""


def test_a_month_that_goes_on_is_in_the_table_and_not_compared(tmp_path: Path):
    small_business(tmp_path, days_short=3)
    months = table_of(shown("outcomes", tmp_path, outcome="calls"), "A year before")
    assert months.iloc[0]["Verdict"] == "not complete"
    assert months.isna().iloc[0]["Change in %"]


def test_answered_calls_stand_beside_the_calls(business: Path):
    said = words(shown("outcomes", business, outcome="calls"))
    assert "Share of calls answered" in said
    assert "No export says where the calls came from." in said


def test_the_unknown_pile_is_drawn_and_told(business: Path):
    said = words(shown("outcomes", business, outcome="enquiries"))
    assert "Of 25% the channel is not known" in said


def test_failed_payments_and_other_currencies_are_named_and_not_added(business: Path):
    warehouse = open_warehouse(business)
    table = """
        revenue_id | kind   | date       | amount | currency
        a          | failed | 2025-12-31 | 500    | GBP
        b          | sale   | 2025-12-31 | 900    | EUR
        """
    fill(warehouse, "revenue", table, "books")
    said = words(shown("outcomes", business, outcome="revenue"))
    assert "£1,080 of revenue" in said
    assert "£500 of payments failed" in said
    assert "€900 came in another currency and is not in the figures" in said


# -- Glossary -----------------------------------------------------------------------------------


def test_every_metric_is_explained(business: Path):
    said = words(shown("glossary", business))
    for metric in METRICS.values():
        assert metric.label in said
        assert metric.meaning in said
        assert metric.formula in said


def test_a_search_narrows_to_what_speaks_of_it(business: Path):
    seen = shown("glossary", business)
    seen.text_input[0].set_value("Reach").run()
    said = words(seen)
    assert "Reach on an average day" in said
    assert "Missed" not in said
    seen.text_input[0].set_value("zzz").run()
    assert "Nothing here speaks of that" in seen.info[0].value


def test_answers_that_no_rule_knows_are_named(business: Path):
    fill(
        open_warehouse(business),
        "enquiries",
        f"enquiry_id|date|source_text\nz|2025-12-31|{HOSTILE}",
        "forms",
    )
    seen = shown("glossary", business)
    said = next(one.value for one in seen.markdown if "no rule knows" in one.value)
    assert HOSTILE in said.replace("\\", "").replace("\u2060", "")
    assert "![" not in said


def test_a_rule_of_ones_own_comes_first_and_counts_for_past_months(business: Path):
    warehouse: Warehouse = open_warehouse(business)
    kept = rules_written([("a friend", "Trade shows and events"), (" ", "X"), ("van", None)])
    assert kept == [["a friend", "events"]]
    warehouse.keep_setting("channel_rules", kept)
    assert own_rules(warehouse.setting("channel_rules")) == kept
    said = words(shown("outcomes", business, outcome="enquiries"))
    table = table_of(shown("outcomes", business, outcome="enquiries"), "Trade shows and events")
    assert "Referrals" not in table.columns
    assert "Of 25%" in said


def test_who_may_not_edit_cannot_change_the_rules(business: Path):
    assert not shown("glossary", business, may_edit=False).button
