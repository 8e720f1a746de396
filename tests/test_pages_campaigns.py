"""Campaigns and experiments as somebody who opens them sees them."""

import io
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data_pipeline.metrics.daily import monday_of
from data_pipeline.warehouse import open_warehouse
from data_pipeline.warehouse.campaigns import campaigns, declare_campaign
from data_pipeline.warehouse.experiments import declare_experiment, experiments
from data_pipeline.warehouse.notes import add_note
from pages.view import campaign_charts, charts
from pages.view.cards import to_csv
from tests.seen_page import pictures, words
from tests.small_business import small_business
from tests.test_judge_together import BANNED

HOSTILE = "![x](https://evil.example/a) :red[y]"
PARTS = ("campaigns", "experiments")


def page(part: str, folder: str, may_edit: bool, theme: str) -> None:
    from pathlib import Path

    from data_pipeline.warehouse import open_warehouse
    from pages import Visit
    from pages.view.campaigns import draw_campaigns
    from pages.view.experiments import draw_experiments

    visit = Visit(Path(folder), open_warehouse(Path(folder)), theme, may_edit)  # type: ignore[arg-type]
    {"campaigns": draw_campaigns, "experiments": draw_experiments}[part](visit)


def shown(
    part: str, folder: Path, *, may_edit: bool = True, theme: str = "light", **asked: str
) -> AppTest:
    seen = AppTest.from_function(
        page, args=(part, str(folder), may_edit, theme), default_timeout=60
    )
    for word, text in asked.items():
        seen.query_params[word] = text
    return seen.run()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "business"
    small_business(folder)
    return folder


@pytest.fixture
def business(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "business"))


@pytest.fixture(autouse=True)
def _nothing_cached() -> Iterator[None]:
    yield
    st.cache_data.clear()


def run_autumn(folder: Path, name: str = "Autumn fair") -> None:
    declare_campaign(open_warehouse(folder), name, date(2025, 10, 1), date(2025, 11, 30))


def plan(folder: Path, first: date, *, name: str = "Evening replies", weeks: int = 12) -> None:
    declare_experiment(
        open_warehouse(folder),
        name,
        "replies the same evening",
        "enquiries",
        first,
        weeks,
        today=first - timedelta(days=1),
        smallest=2.5,
    )


# -- both -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_draws_without_a_fault_and_claims_no_more_than_was_seen(
    business: Path, part: str, theme: str
):
    run_autumn(business)
    plan(business, date(2025, 7, 7))
    seen = shown(part, business, theme=theme)
    assert not seen.exception
    assert pictures(seen)
    assert not [word for word in BANNED if word in words(seen).casefold()]


@pytest.mark.parametrize("part", PARTS)
def test_it_draws_before_the_first_upload(tmp_path: Path, part: str):
    seen = shown(part, tmp_path)
    assert not seen.exception
    assert not pictures(seen)


@pytest.mark.parametrize("part", PARTS)
def test_who_may_not_edit_is_offered_no_form(business: Path, part: str):
    seen = shown(part, business, may_edit=False)
    assert not seen.text_input
    assert not seen.date_input


# -- campaigns ------------------------------------------------------------------------------------


def test_a_campaign_is_told_by_each_outcome_with_its_totals(business: Path):
    run_autumn(business)
    seen = shown("campaigns", business)
    said = words(seen)
    assert "Autumn fair, enquiries: no clear change" in said
    assert [tile.label.replace("\\", "") for tile in seen.metric] == [
        "Was, Oct–Nov 2025",
        "Expected without it",
        "Difference in all",
    ]
    assert seen.metric[0].value == "16"
    for label in ("Calls received", "Web enquiries", "New accounts", "Revenue"):
        assert f"**{label}: " in said
    assert "4 looks at once" in said
    assert "by the month, Oct–Nov 2025" in said


def test_the_outcome_and_the_campaign_are_kept_in_the_address(business: Path):
    run_autumn(business)
    declare_campaign(open_warehouse(business), "Spring", date(2025, 4, 1), date(2025, 4, 30))
    seen = shown("campaigns", business, outcome="calls", campaign="1")
    assert seen.header[0].value.startswith("Autumn fair, calls")
    other = shown("campaigns", business, outcome="calls", campaign="2")
    assert other.header[0].value.startswith("Spring, calls")


def test_a_campaign_is_declared_and_removed(business: Path):
    seen = shown("campaigns", business)
    assert "No campaign is declared yet" in words(seen)
    seen.text_input[0].set_value("Autumn fair")
    seen.date_input[0].set_value(date(2025, 10, 1))
    seen.date_input[1].set_value(date(2025, 11, 30))
    next(one for one in seen.button if one.label == "Declare it").click().run()
    [kept] = campaigns(open_warehouse(business))
    assert (kept.name, kept.last_day) == ("Autumn fair", date(2025, 11, 30))
    seen.button(key="remove_campaign_1").click().run()
    assert campaigns(open_warehouse(business)) == []


def test_what_is_amiss_is_said_and_nothing_kept(business: Path):
    seen = shown("campaigns", business)
    go = next(one for one in seen.button if one.label == "Declare it")
    go.click().run()
    assert "Choose the first and the last day" in words(seen)
    seen.date_input[0].set_value(date(2025, 11, 30))
    seen.date_input[1].set_value(date(2025, 10, 1))
    next(one for one in seen.button if one.label == "Declare it").click().run()
    assert "ends before it begins" in words(seen)
    assert campaigns(open_warehouse(business)) == []


def test_a_note_becomes_a_campaign(business: Path):
    add_note(open_warehouse(business), date(2025, 10, 3), "Autumn fair")
    seen = shown("campaigns", business)
    seen.button(key="from_note_1").click().run()
    assert seen.text_input[0].value == "Autumn fair"
    assert seen.date_input[0].value == date(2025, 10, 3)
    next(one for one in seen.button if one.label == "Declare it").click().run()
    assert [one.name for one in campaigns(open_warehouse(business))] == ["Autumn fair"]


def test_a_refusal_says_what_is_missing_and_draws_nothing(business: Path):
    declare_campaign(open_warehouse(business), "Opening", date(2024, 6, 1), date(2024, 6, 30))
    seen = shown("campaigns", business)
    assert "Opening, enquiries: cannot be told" in words(seen)
    assert "12 are needed, 7 more" in words(seen)
    assert not pictures(seen)


def test_a_comparison_is_offered_and_off_until_it_is_chosen(business: Path):
    run_autumn(business)
    seen = shown("campaigns", business, outcome="calls")
    assert seen.multiselect[0].value == []
    assert "Conversations" in seen.multiselect[0].options
    assert "Calls answered" not in seen.multiselect[0].options
    seen.multiselect[0].select("engagements").run()
    assert not seen.exception
    assert "could not touch what it is compared with" in words(seen)


def test_a_name_is_shown_as_it_was_typed(business: Path):
    run_autumn(business, HOSTILE)
    seen = shown("campaigns", business)
    assert HOSTILE in seen.header[0].value.replace("\\", "").replace("\u2060", "")
    assert not [one for one in [*seen.header, *seen.markdown] if "![" in one.value]


# -- experiments ----------------------------------------------------------------------------------


def test_an_experiment_is_planned_with_what_it_could_show_and_locked(business: Path):
    seen = shown("experiments", business)
    assert "would show a difference of" in words(seen)
    seen.text_input(key="experiment_name").set_value("Evenings")
    seen.text_input(key="experiment_switched").set_value("evening replies")
    seen.button(key="go_experiment").click().run()
    [planned] = experiments(open_warehouse(business))
    assert planned.name == "Evenings"
    assert planned.first_week == monday_of(date.today()) + timedelta(days=7)
    assert len(planned.on) == 24
    assert planned.smallest is not None
    assert "Evenings: begins on" in words(seen)
    assert "0 of 24 weeks are here whole" in words(seen)


def test_a_plan_without_a_name_is_not_drawn(business: Path):
    seen = shown("experiments", business)
    seen.button(key="go_experiment").click().run()
    assert "The experiment has no name" in words(seen)
    assert "what is switched on and off" in words(seen)
    assert experiments(open_warehouse(business)) == []


def test_one_that_is_over_is_judged_and_shown(business: Path):
    plan(business, date(2025, 7, 7))
    seen = shown("experiments", business)
    said = words(seen)
    assert "Evening replies: " in said
    assert "From 6 pairs of weeks" in said
    assert "Judged once" in said
    assert [tile.label for tile in seen.metric] == [
        "An average week on",
        "An average week off",
        "Difference a week",
    ]
    assert experiments(open_warehouse(business))[0].judged_at is not None


def test_several_that_are_over_stand_below_one_another(business: Path):
    plan(business, date(2025, 7, 7))
    plan(business, date(2025, 3, 3), name="Morning replies")
    seen = shown("experiments", business)
    assert not seen.exception
    assert len(seen.metric) == 6


def test_what_is_still_missing_is_said(business: Path):
    plan(business, date(2025, 12, 1))
    said = words(shown("experiments", business))
    assert "4 of 12 weeks are here whole" in said
    assert "Still missing: the figures to 22 Feb 2026" in said


def test_an_experiment_is_withdrawn_and_stays_listed(business: Path):
    plan(business, monday_of(date.today()) + timedelta(days=7))
    seen = shown("experiments", business)
    seen.button(key="withdraw_1").click().run()
    assert experiments(open_warehouse(business))[0].withdrawn_at is not None
    assert "1 experiment withdrawn" in [one.label for one in seen.expander]


def test_the_plan_is_a_table_a_spreadsheet_may_open(business: Path):
    from data_pipeline.metrics.experiments import standings
    from pages.view.experiments import plan_table

    declare_experiment(
        open_warehouse(business),
        "x",
        "=1+1",
        "calls",
        date(2026, 1, 5),
        12,
        today=date(2026, 1, 1),
    )
    [standing] = standings(open_warehouse(business))
    written = pl.read_csv(io.BytesIO(to_csv(plan_table(standing))))
    assert written["Week"].to_list() == list(range(1, 13))
    assert written["From Monday"][0] == "2026-01-05"
    assert written["To Sunday"][11] == "2026-03-29"
    on = [one.startswith("On: ") for one in written["Do"]]
    assert on == list(standing.planned.on)


# -- pictures -------------------------------------------------------------------------------------


def weeks(*values: float | None) -> pl.DataFrame:
    rows = [
        (date(2026, 1, 5) + timedelta(days=7 * place), place % 2 == 0, value)
        for place, value in enumerate(values)
    ]
    return pl.DataFrame(rows, schema=campaign_charts.WEEKS, orient="row")


def looks(*effects: float) -> pl.DataFrame:
    earlier = [
        (date(2025, place + 1, 1), one, None, None, "quiet") for place, one in enumerate(effects)
    ]
    own = (date(2025, 12, 1), 0.2, 0.05, 0.4, "campaign")
    return pl.DataFrame([*earlier, own], schema=campaign_charts.LOOKS, orient="row")


EXPECTED = pl.DataFrame(
    [(date(2025, 5, 1), 120.0, 90.0, 70.0, 110.0)], schema=campaign_charts.EXPECTED, orient="row"
)
FIGURES = pl.DataFrame(
    [(date(2025, month, 1), 80.0 + month if month != 3 else None) for month in range(1, 8)],
    schema=campaign_charts.FIGURES,
    orient="row",
)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_picture_is_one_that_vega_understands(theme: Any):
    drawn = [
        campaign_charts.after_campaign(
            FIGURES, EXPECTED, by_day=False, unit="GBP", colour="#8a2c14", theme=theme
        ),
        campaign_charts.earlier_looks(
            looks(0.1, -0.2), by_day=False, colour="#8a2c14", theme=theme
        ),
        campaign_charts.plan_calendar(weeks(1, 2, 3, None), today=date(2026, 1, 10), theme=theme),
        campaign_charts.pairs_of_weeks(
            weeks(1, 2, 3, None), unit="count", colour="#8a2c14", theme=theme
        ),
    ]
    for chart in drawn:
        chart.to_dict(validate=True)
        assert charts.to_svg(chart, alt_text="x").startswith("<svg role=")


def test_pictures_are_told_in_a_sentence():
    assert campaign_charts.after_campaign_alt(EXPECTED, title="Revenue", unit="GBP") == (
        "Revenue: £120 in the window, where the time before led to expect about £90."
    )
    assert campaign_charts.earlier_looks_alt(looks(0.1, -0.2)) == (
        "This campaign’s difference of +20% beside 2 earlier periods, whose differences lie "
        "between −20% and +10%."
    )
    assert "no earlier period" in campaign_charts.earlier_looks_alt(looks())
    assert campaign_charts.plan_calendar_alt(weeks(1, 2, 3, None)) == (
        "A plan of 4 weeks. On in the weeks of 5 Jan 2026 and 19 Jan 2026."
    )
    assert campaign_charts.pairs_of_weeks_alt(
        weeks(1, 2, 3, None), title="Calls", unit="count"
    ) == ("Calls by week: 2 in an average week on and 2 in an average week off.")
