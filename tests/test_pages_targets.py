"""Targets, as somebody who opens the page sees it."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_pipeline.metrics.judged_targets import proposed
from data_pipeline.warehouse import Warehouse, open_warehouse
from data_pipeline.warehouse.targets import set_targets, targets, year_around
from tests.seen_page import shown, words
from tests.small_business import small_business

YEAR = year_around(date(2025, 1, 1), 1)
CALLS = [20 + (7 * place) % 11 for place in range(21)]


def click(seen: AppTest, label: str) -> AppTest:
    next(one for one in seen.button if one.label == label).click()
    seen.run()
    assert not seen.exception
    return seen


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "business"
    small_business(folder, calls=CALLS)
    return folder


@pytest.fixture
def business(built: Path, tmp_path: Path) -> Path:
    """21 months of a small business, to September 2025."""
    return Path(shutil.copytree(built, tmp_path / "business"))


def aim(folder: Path, metric: str, total: float) -> Warehouse:
    warehouse = open_warehouse(folder)
    values = proposed(warehouse, metric, YEAR, total, by_season=False)
    set_targets(warehouse, metric, dict(zip(YEAR, values, strict=True)))
    return warehouse


def test_importing_the_page_draws_nothing():
    def imported() -> None:
        import importlib

        importlib.reload(importlib.import_module("pages.targets"))

    seen = AppTest.from_function(imported, default_timeout=60).run()
    assert not seen.exception
    assert not seen.main.children


def test_before_the_first_upload_an_export_is_named(tmp_path: Path):
    said = words(shown("targets", tmp_path / "empty"))
    assert "No targets yet" in said
    assert "RingCentral" in said


def test_before_the_first_target_the_page_says_what_one_is_for(business: Path):
    seen = shown("targets", business)
    assert seen.title[0].value == "No targets yet"
    assert "Set what a year should bring" in words(seen)
    assert not seen.get("vega_lite_chart")


def test_the_sentence_says_how_far_and_the_next_where_it_will_end(business: Path):
    aim(business, "calls", 300)
    seen = shown("targets", business)
    so_far = sum(CALLS[12:])
    assert f"{so_far} by September 2025, where the plan had 225" in words(seen).splitlines()[0]
    assert "2025 will likely end between" in words(seen)
    assert "reaching 300 is" in words(seen)
    [chart] = seen.get("vega_lite_chart")
    assert "the target is 300" in chart.proto.alt  # type: ignore[attr-defined]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("total", [100, 300, 5000])
def test_no_word_says_more_than_the_figures_can(business: Path, theme: str, total: float):
    for metric in ("calls", "revenue", "followers"):
        aim(business, metric, total)
    for metric in ("calls", "revenue", "followers"):
        seen = shown("targets", business, theme=theme, target=metric)
        assert not seen.exception
        said = words(seen).lower()
        for too_much in ("drives", "caused", "because", "proves", "significant", "p-value"):
            assert too_much not in said


@pytest.mark.parametrize("asked", ["followers", "junk", "%00", "2030-01"])
def test_no_address_breaks_the_page(business: Path, asked: str):
    aim(business, "calls", 300)
    aim(business, "followers", 3000)
    seen = shown("targets", business, target=asked, year=asked)
    assert not seen.exception
    assert not seen.error


def test_followers_come_last(business: Path):
    aim(business, "followers", 3000)
    aim(business, "calls", 300)
    assert (
        shown("targets", business).get("button_group")[0].proto.options[-1].content == "Followers"
    )  # type: ignore[attr-defined]
    assert str(shown("targets", business).title[0].value).startswith("Calls")


def test_a_target_that_was_changed_says_so(business: Path):
    aim(business, "calls", 300)
    aim(business, "calls", 240)
    assert "at first it was 300" in words(shown("targets", business))


def test_a_target_set_after_the_month_was_over_says_so(business: Path):
    aim(business, "calls", 300)
    assert "12 months were over by then" in words(shown("targets", business))


def test_a_year_is_set_and_taken_back(business: Path):
    seen = shown("targets", business)
    seen.number_input[0].set_value(480.0)
    seen.run()
    click(seen, "Keep these targets")
    warehouse = open_warehouse(business)
    kept = targets(warehouse)
    assert {one.metric for one in kept} == {"calls"}
    assert [one.month for one in kept] == YEAR
    assert sum(one.value for one in kept) == 480
    assert "12 months changed" in words(seen)
    click(seen, "Take this year’s targets back")
    assert targets(warehouse) == []


def test_a_year_runs_as_the_business_says(business: Path):
    open_warehouse(business).keep_setting("year_begins", 4)
    seen = shown("targets", business)
    assert seen.selectbox(key="aim_year").options[0] == "Apr 2025–Mar 2026"


def test_the_month_a_year_begins_in_is_a_setting(business: Path):
    seen = shown("settings", business)
    box = next(one for one in seen.selectbox if "year begins" in one.label)
    box.set_value(7)
    next(one for one in seen.button if one.label == "Save").click()
    seen.run()
    assert not seen.exception
    assert open_warehouse(business).setting("year_begins") == 7


def test_who_may_only_look_sets_nothing(business: Path):
    aim(business, "calls", 300)
    seen = shown("targets", business, may_edit=False)
    assert not seen.button
    assert not seen.number_input


def test_targets_are_steps_on_the_outcomes_own_chart(business: Path):
    assert "thin steps" not in words(shown("outcomes", business))
    aim(business, "calls", 300)
    assert "thin steps are the targets" in words(shown("outcomes", business))
