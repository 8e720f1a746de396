"""What is missing, partial or odd is said in words, with the way to mend it."""

import importlib
import io
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_pipeline.analysis.unit_jumps import unit_jumps
from data_pipeline.intake.drop import drop, look
from data_pipeline.metrics.breaks import breaks_in
from data_pipeline.metrics.coverage import Coverage, coverage
from data_pipeline.metrics.health import (
    awaited,
    follower_totals,
    foreign_money,
    gaps,
    latest_uploads,
    new_levels,
    outages,
    retold_months,
    shared_outcomes,
    suspects,
)
from data_pipeline.warehouse import Warehouse, open_warehouse
from pages.data_health import calendar_of
from pages.view.about import about
from tests.seen_page import shown, words
from tests.tables import upload_tables

ENQUIRIES = "Date,Time,Form,Source,Person,Reference,Notes"
REVENUE = "Date,Kind,Amount,Currency,Customer,Source,Reference,Notes"
KINDS = Path(__file__).parent.parent / "sample_data" / "kinds"


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return open_warehouse(tmp_path / "my-business")


def add(warehouse: Warehouse, *lines: str, name: str = "export.csv") -> None:
    _add(warehouse, "\n".join(lines).encode(), name)


def _add(warehouse: Warehouse, content: bytes, name: str) -> None:
    dropped = drop(warehouse, [(name, io.BytesIO(content))])
    look(dropped, lambda done, total, name: None)
    assert len(dropped.add()) == 1


def enquiries_on(*days: str) -> list[str]:
    return [ENQUIRIES, *(f"{day},,Contact,,,E-{day}," for day in days)]


def days_of_x(*days: str) -> list[str]:
    headings = "Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies"
    rest = "Reposts,Profile visits,Create Post,Video views,Media views"
    return [f"{headings},{rest}", *(f'"{day}",100,5,20,1,0,2,1,4,0,13,0,0,9' for day in days)]


def january(*days: int) -> list[str]:
    return [f"{date(2025, 1, day):%a, %b} {day}, 2025" for day in days]


def test_importing_the_page_draws_nothing(capsys: pytest.CaptureFixture[str]):
    sys.modules.pop("pages.data_health", None)
    assert importlib.import_module("pages.data_health").PAGE.title == "Data health"
    assert capsys.readouterr().err == ""


# A month a tenth of its neighbours, or ten times them


def test_a_month_read_in_pence_stands_out():
    months = [410.0, 395, 402, 388, 39_900, 405, 398, 411]
    assert [(jump.at, round(jump.times)) for jump in unit_jumps(months)] == [(4, 100)]


def test_a_unit_that_stays_changed_is_told_once():
    assert [jump.at for jump in unit_jumps([410.0, 395, 402, 388, 41, 40, 39, 42, 40])] == [4]


def test_a_campaign_of_three_months_does_not_make_the_months_after_it_odd():
    months = [190.0, 200, 210, 190, 195, 205, 1500, 1600, 1400, 200, 190, 210]
    assert unit_jumps(months) == []


def test_small_counts_and_short_histories_say_nothing():
    assert unit_jumps([1.0, 0, 2, 1, 11, 1, 0, 2]) == []
    assert unit_jumps([400.0, 4]) == []


@given(
    st.lists(st.floats(100, 700), min_size=8, max_size=36),
    st.data(),
    st.sampled_from([100.0, 0.01]),
)
def test_a_wrong_decimal_mark_is_found_wherever_it_is(
    months: list[float], data: st.DataObject, times: float
):
    at = data.draw(st.integers(0, len(months) - 1))
    months[at] *= times
    assert at in [jump.at for jump in unit_jumps(months)]


@given(st.lists(st.one_of(st.none(), st.floats(100, 790)), max_size=36))
def test_months_less_than_eightfold_apart_never_stand_out(months: list[float | None]):
    assert unit_jumps(months) == []


def test_a_month_of_revenue_a_hundred_times_too_large_is_asked_about(warehouse: Warehouse):
    lines = [
        f"2025-{month:02}-28,sale,{90_000 if month == 4 else 900 + month},GBP,,,R-{month},"
        for month in range(1, 9)
    ]
    add(warehouse, REVENUE, *lines)
    (found,) = suspects(warehouse)
    assert (found.month, found.value) == (date(2025, 4, 1), 90_000)
    assert "90,000 in April 2025" in words(shown("data_health", warehouse.folder))


# What is awaited


def test_a_month_that_lacks_something_is_awaited(warehouse: Warehouse):
    add(warehouse, *enquiries_on("2025-03-03"))
    month = awaited(coverage(warehouse), date(2025, 3, 10))
    assert month is not None
    assert (month.month, len(month.lacking), month.goes_on) == (date(2025, 3, 1), 1, True)


def test_no_month_is_awaited_before_it_has_ended(warehouse: Warehouse):
    add(warehouse, *enquiries_on("2025-03-31"))
    whole = coverage(warehouse)
    on_the_30th, in_may = (awaited(whole, day) for day in (date(2025, 4, 30), date(2025, 5, 1)))
    assert on_the_30th is not None
    assert (on_the_30th.month, on_the_30th.lacking) == (date(2025, 3, 1), [])
    assert in_may is not None
    assert (in_may.month, len(in_may.lacking)) == (date(2025, 4, 1), 1)


def test_an_empty_workspace_awaits_nothing():
    assert awaited(Coverage((), None), date(2025, 5, 1)) is None


# What needs attention


def test_a_day_missing_inside_a_daily_series_is_a_gap(warehouse: Warehouse):
    add(warehouse, *days_of_x(*january(*range(1, 14), *range(16, 32))))
    (gap,) = gaps(warehouse)
    assert (gap.channel, gap.month, gap.days) == ("x", date(2025, 1, 1), 2)
    assert "2 days are missing within January 2025" in words(shown("data_health", warehouse.folder))


def test_a_series_that_begins_within_a_month_has_no_gap(warehouse: Warehouse):
    add(warehouse, *days_of_x(*january(*range(4, 32))))
    assert gaps(warehouse) == []


def _x_month(impressions: list[int]) -> list[str]:
    days = [date(2024, 3, 1 + place) for place in range(len(impressions))]
    lines = [
        f'"{day:%a, %b} {day.day}, 2024",{number},0,0,0,0,0,0,0,0'
        for day, number in zip(days, impressions, strict=True)
    ]
    return [X_OVERVIEW, *lines]


def test_a_day_of_nothing_on_a_busy_platform_is_asked_about(warehouse: Warehouse):
    add(warehouse, *_x_month([340] * 13 + [0] + [340] * 17))
    (one,) = outages(warehouse)
    assert (one.channel, one.first_day, one.days) == ("x", date(2024, 3, 14), 1)
    assert one.usual == pytest.approx(340 * 30 / 31)
    seen = shown("data_health", warehouse.folder)
    assert any("nothing at all on 1 day from 14 Mar 2024" in one.value for one in seen.markdown)


@pytest.mark.parametrize("impressions", [[3, 0] * 15, [340] * 20 + [0] * 11])
def test_quiet_days_and_a_platform_that_was_left_are_no_outage(
    warehouse: Warehouse, impressions: list[int]
):
    add(warehouse, *_x_month(impressions))
    assert outages(warehouse) == []


def test_a_figure_that_stays_at_another_level_is_asked_about(warehouse: Warehouse):
    lines = [
        f"{2023 + place // 12}-{place % 12 + 1:02}-{day:02},Sale,{1000 if place < 12 else 2500},"
        "GBP,,,,"
        for place in range(24)
        for day in (1, 28)
    ]
    add(warehouse, REVENUE, *lines)
    (one,) = new_levels(warehouse)
    assert (one.month, one.before, one.after) == (date(2024, 1, 1), 2000, 5000)
    seen = shown("data_health", warehouse.folder)
    assert any("a month from January 2024 on" in one.value for one in seen.markdown)


def test_two_exports_of_the_same_outcome_are_both_told(warehouse: Warehouse):
    add(warehouse, *enquiries_on("2024-02-29"))
    _add(warehouse, (KINDS / "gravity_forms.csv").read_bytes(), "gravity.csv")
    months = {cell.month for cell in coverage(warehouse).cells if cell.source == "gravity_forms"}
    shared = max(month for month in months)
    add(warehouse, *enquiries_on(f"{shared:%Y-%m}-02"), name="more.csv")
    (found,) = shared_outcomes(warehouse)
    assert found.metric == "enquiries"
    assert shared in found.months
    assert {name for name, _ in found.values} == {"gravity_forms", "template_enquiries"}
    assert "Web enquiries: several exports give it" in words(
        shown("data_health", warehouse.folder)
    ).replace("\\", "")


X_OVERVIEW = (
    "Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts"
)


def _x_days(march: int) -> list[str]:
    """The 2024 overview of X: two days of March and one of April."""
    return [
        X_OVERVIEW,
        f'"Fri, Mar 1, 2024",{march},1,1,0,0,1,0,0,0',
        '"Sat, Mar 2, 2024",100,1,1,0,0,1,0,0,0',
        '"Mon, Apr 1, 2024",500,1,1,0,0,1,0,0,0',
    ]


def test_a_newer_file_that_tells_a_past_month_anew_is_told_until_it_is_undone(
    warehouse: Warehouse,
):
    add(warehouse, *_x_days(march=0), name="first.csv")
    assert retold_months(warehouse) == []
    add(warehouse, *_x_days(march=15_882), name="second.csv")

    (told,) = retold_months(warehouse)
    assert told.file == "second.csv"
    (figure,) = told.figures
    assert (figure.channel, figure.figure) == ("x", "impressions")
    assert (figure.month, figure.before, figure.after) == (date(2024, 3, 1), 100, 15_982)
    seen = shown("data_health", warehouse.folder)
    assert "X: impressions of March 2024 100 → 15,982" in words(seen)

    inputs = dict(about(warehouse, "impressions").inputs)
    assert inputs["Told anew by a newer file"] == "X: impressions of March 2024 100 → 15,982"
    assert "Told anew by a newer file" not in dict(about(warehouse, "followers").inputs)

    warehouse.undo(told.upload)
    assert retold_months(warehouse) == []


def test_the_last_hours_of_a_month_counted_again_are_not_worth_a_word(warehouse: Warehouse):
    add(warehouse, *_x_days(march=10_000), name="first.csv")
    add(warehouse, *_x_days(march=10_050), name="second.csv")
    assert retold_months(warehouse) == []


def test_money_in_another_currency_is_in_no_figure_and_is_told(warehouse: Warehouse):
    add(
        warehouse,
        REVENUE,
        "2025-03-03,sale,100,GBP,,,R-1,",
        "2025-03-04,sale,100,GBP,,,R-2,",
        "2025-03-31,sale,35,EUR,,,R-3,",
    )
    (found,) = foreign_money(warehouse)
    assert (found.currency, found.amount, found.months) == ("EUR", 35, (date(2025, 3, 1),))
    assert "Revenue: €35 (March 2025) is in no figure; they are in GBP." in words(
        shown("data_health", warehouse.folder)
    )


def test_a_missing_month_is_named_with_the_way_to_it(warehouse: Warehouse):
    add(warehouse, *enquiries_on("2025-01-31"), name="a.csv")
    add(warehouse, *enquiries_on("2025-03-31"), name="b.csv")
    at = shown("data_health", warehouse.folder)
    assert at.title[0].value == "1 thing needs attention"
    assert "Web enquiries (template): February 2025 is missing." in words(at)
    assert "On the Uploads page: Templates › Web enquiries." in words(at)


def test_months_missing_in_a_row_are_told_as_one_span(warehouse: Warehouse):
    add(warehouse, *enquiries_on("2025-01-10"), name="a.csv")
    add(warehouse, *enquiries_on("2025-04-30"), name="b.csv")
    assert "Feb–Mar 2025 are missing" in words(shown("data_health", warehouse.folder))


def test_when_all_is_here_nothing_is_said_to_need_attention(warehouse: Warehouse):
    add(warehouse, *enquiries_on("2025-03-03", "2025-03-31"))
    at = shown("data_health", warehouse.folder)
    assert at.title[0].value == "Everything expected is here"
    assert "What needs attention" not in words(at)


def test_a_change_of_definition_is_told_only_where_it_lies_within_what_is_here(
    warehouse: Warehouse,
):
    add(warehouse, *days_of_x(*january(*range(1, 32))))
    assert breaks_in(warehouse) == []


@pytest.mark.parametrize(
    ("source", "told"),
    [("linkedin_personal", ["LinkedIn counts reposts"]), ("linkedin_content", [])],
)
def test_a_change_of_one_export_breaks_no_other_of_its_channel(
    warehouse: Warehouse, source: str, told: list[str]
):
    days = "linkedin|2024-02-29|impressions|90\nlinkedin|2024-05-31|impressions|140"
    upload_tables(warehouse, {"channel_days": f"channel|date|measure|value\n{days}"}, source)
    assert [one.label for one in breaks_in(warehouse, "impressions", ["linkedin"])] == told


def test_the_calendar_shows_when_an_export_was_not_yet_expected(warehouse: Warehouse):
    add(warehouse, *enquiries_on("2025-03-31"))
    figures = calendar_of(coverage(warehouse), date(2025, 2, 1), date(2025, 3, 1))
    assert figures["state"].to_list() == ["not_expected", "here"]


def test_the_oldest_data_comes_first(warehouse: Warehouse):
    add(warehouse, *enquiries_on("2025-03-31"))
    add(warehouse, REVENUE, "2025-01-31,sale,100,GBP,,,R-1,", name="money.csv")
    assert [one.last_day for one in latest_uploads(warehouse)] == [
        date(2025, 1, 31),
        date(2025, 3, 31),
    ]


# Follower totals


def test_gains_alone_are_no_total_until_one_is_entered(warehouse: Warehouse):
    add(warehouse, *days_of_x(*january(*range(1, 32))))
    (only_gains,) = follower_totals(warehouse)
    assert (only_gains.followers, only_gains.counted) == (None, None)
    at = shown("data_health", warehouse.folder)
    assert "not how many there are" in words(at)

    at.date_input[0].set_value(date(2025, 1, 10))
    at.number_input[0].set_value(500)
    (keep,) = [one for one in at.button if one.label == "Keep this total"]
    keep.click().run()
    (total,) = follower_totals(warehouse)
    assert (total.channel, total.followers, total.counted) == ("x", 521, date(2025, 1, 10))
    assert "521, counted on 10 Jan 2025." in words(at)

    (remove,) = [one for one in at.button if one.label == "Remove"]
    remove.click().run()
    assert warehouse.anchors() == []


def test_a_total_without_a_day_is_not_kept(warehouse: Warehouse):
    add(warehouse, *days_of_x(*january(*range(1, 32))))
    at = shown("data_health", warehouse.folder)
    at.number_input[0].set_value(500)
    (keep,) = [one for one in at.button if one.label == "Keep this total"]
    keep.click().run()
    assert at.error[0].value.startswith("Choose the day")
    assert warehouse.anchors() == []


def test_a_changed_original_is_found(warehouse: Warehouse):
    add(warehouse, *enquiries_on("2025-03-31"))
    at = shown("data_health", warehouse.folder)
    (check,) = [one for one in at.button if one.label == "Check the store"]
    check.click().run()
    assert at.success[0].value == "All is as it was kept."

    (original,) = (warehouse.folder / "originals").iterdir()
    original.write_bytes(b"something else")
    (check,) = [one for one in at.button if one.label == "Check the store"]
    check.click().run()
    assert "it has changed" in at.error[0].value


def test_an_empty_workspace_says_where_exports_are(warehouse: Warehouse):
    at = shown("data_health", warehouse.folder)
    assert at.title[0].value == "Nothing is here yet"
    assert "Uploads" in words(at)
