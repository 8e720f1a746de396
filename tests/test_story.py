"""What is said of a month, in words: the same on the screen, in a link and in a report."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from data_pipeline.analysis.usual_range import UsualRange
from data_pipeline.metrics.catalogue import METRICS
from data_pipeline.metrics.query import Scope, measure
from data_pipeline.warehouse import open_warehouse
from data_pipeline.warehouse.notes import add_note
from pages.view import charts, story
from pages.view.story import Figure, headline, story_of
from tests.small_business import CALLS, MONTHS, small_business
from tests.tables import fill

MARCH = date(2026, 3, 1)
LAST = MONTHS[-1]


def figure(
    name: str, value: float | None, *, low: float = 0, high: float = 0, complete: bool = True
) -> Figure:
    metric = METRICS[name]
    usual = UsualRange(low, high, (low + high) / 2, 24) if high else None
    months = pl.DataFrame([(MARCH, value, complete)], schema=charts.MONTHS, orient="row")
    unit = story.unit_of(metric, "GBP")
    return Figure(metric, unit, months, MARCH, value, complete, usual)


# -- the headline -------------------------------------------------------------------------------


def test_a_month_like_the_others():
    outcomes = [
        figure("calls", 142, low=118, high=156),
        figure("revenue", 61_240, low=5e4, high=7e4),
    ]
    assert headline(MARCH, outcomes) == (
        "March 2026 brought 142 calls and £61,240 of revenue: a normal month."
    )


def test_what_is_unusual_is_said_of_the_figure_itself():
    outcomes = [
        figure("calls", 142, low=118, high=156),
        figure("enquiries", 96, low=64, high=88),
        figure("new_accounts", 1, low=5, high=20),
        figure("revenue", 61_240, low=52_000, high=66_000),
    ]
    assert headline(MARCH, outcomes) == (
        "March 2026 brought 142 calls, 96 enquiries, 1 new account and £61,240 of revenue. "
        "Enquiries were above their usual range; new accounts were below their usual range; "
        "the rest was normal."
    )


def test_money_alone_is_one_amount():
    assert headline(MARCH, [figure("revenue", 90_000, low=1, high=80_000)]) == (
        "March 2026 brought £90,000 of revenue. Revenue was above its usual range."
    )


def test_one_enquiry_is_not_one_enquirie():
    assert headline(MARCH, [figure("enquiries", 1)]) == "March 2026 brought 1 enquiry."


def test_a_month_that_is_not_complete_is_not_judged():
    outcomes = [figure("calls", 3, low=118, high=156, complete=False)]
    assert headline(MARCH, outcomes) == "March 2026 brought 3 calls so far."
    assert outcomes[0].detail == "the month is not complete"
    assert not outcomes[0].stands_out


def test_what_is_not_known_is_not_said_to_be_nought():
    assert headline(MARCH, [figure("calls", None)]) == (
        "March 2026: no calls, enquiries, accounts or revenue are here yet."
    )


def test_normal_is_said_only_of_what_has_a_usual_range():
    outcomes = [figure("calls", 142, low=118, high=156), figure("enquiries", 9)]
    assert headline(MARCH, outcomes) == (
        "March 2026 brought 142 calls and 9 enquiries. Calls were normal."
    )


# -- the story of a workspace -------------------------------------------------------------------


def test_the_story_is_of_the_last_month_that_is_over(tmp_path: Path):
    told = story_of(small_business(tmp_path, days_short=3))
    assert told is not None
    assert told.month == MONTHS[-2]
    assert told.unfinished == LAST
    assert [one.value for one in told.outcomes] == [CALLS[-2], 8, 3, 1080]


def test_every_figure_of_the_story_is_the_metric_itself(tmp_path: Path):
    warehouse = small_business(tmp_path)
    told = story_of(warehouse)
    assert told is not None
    for one in (*told.outcomes, told.followers):
        shown = measure(warehouse, one.metric.name).filter(month=told.month)["value"].item()
        assert one.value == shown


def test_before_the_first_upload_there_is_no_story(tmp_path: Path):
    assert story_of(open_warehouse(tmp_path)) is None


def test_a_chosen_range_is_told_of_its_own_last_month_from_all_that_came_before(tmp_path: Path):
    warehouse = small_business(tmp_path)
    told = story_of(warehouse, Scope((MONTHS[15], MONTHS[17])))
    assert told is not None
    assert told.month == MONTHS[17]
    calls = told.outcomes[0]
    assert calls.months["month"].to_list() == MONTHS[15:18]
    assert calls.earlier == 17
    assert calls.year_before == CALLS[5]


def test_a_missing_export_is_named_and_its_month_is_not_judged(tmp_path: Path):
    warehouse = small_business(tmp_path, calls=CALLS[:14])
    day = "\n".join(["call_id|date|direction|answered", "x|2025-04-30|in|yes"])
    fill(warehouse, "calls", day, "phone")
    told = story_of(warehouse)
    assert told is not None
    assert told.month == date(2025, 4, 1)
    assert sorted(told.lacking) == ["books", "crm", "forms", "platform (Instagram)"]
    assert "brought 1 call" in told.headline


def test_followers_are_told_by_what_a_month_changed(tmp_path: Path):
    told = story_of(small_business(tmp_path))
    assert told is not None
    assert story.followers_told(told.followers) == ("+10 in the month", "at the month's close")


def test_gains_alone_are_told_as_gains(tmp_path: Path):
    warehouse = small_business(tmp_path, counted=False)
    assert story.only_gains(warehouse) == ["instagram"]
    told = story_of(warehouse)
    assert told is not None
    assert told.followers.value is None
    assert "Data health" in story.followers_told(told.followers)[1]


# -- followers beside the rest ------------------------------------------------------------------


def test_the_index_says_what_grew_and_what_did_not(tmp_path: Path):
    made = story.index_of(small_business(tmp_path), "new_accounts")
    assert made is not None
    index, base = made
    assert base == "100 is the average of Jan–Mar 2024"
    assert story.index_told(index, "new_accounts") == (
        "Followers grew by 21%, new accounts barely moved"
    )


def test_an_index_needs_the_outcome(tmp_path: Path):
    warehouse = open_warehouse(tmp_path)
    fill(warehouse, "follower_counts", "channel|date|followers\nx|2025-01-31|10")
    assert story.index_of(warehouse, "calls") is None


def test_the_share_gap_counts_a_year_and_leaves_the_unknown_pile_apart(tmp_path: Path):
    warehouse = small_business(tmp_path)
    gap = story.share_gap_of(warehouse, "enquiries", LAST)
    assert gap is not None
    assert (gap.known, gap.unknown) == (72, 24)
    assert story.gap_told(gap, "enquiries") == (
        "Instagram: 100% of followers, 33% of enquiries with a known source"
    )
    assert "25% of enquiries have no known source" in story.gap_details(gap, "enquiries", LAST)


def test_a_month_that_is_not_complete_is_in_no_share(tmp_path: Path):
    warehouse = small_business(tmp_path, days_short=2)
    gap = story.share_gap_of(warehouse, "enquiries", LAST)
    assert gap is None or gap.known + gap.unknown == 88


def test_where_no_call_tells_its_source_another_outcome_is_shown(tmp_path: Path):
    warehouse = small_business(tmp_path)
    assert story.known_sources(warehouse, LAST, "calls") == "enquiries"
    assert story.known_sources(warehouse, LAST, "new_accounts") == "new_accounts"


def test_a_year_is_compared_only_with_a_whole_year(tmp_path: Path):
    warehouse = small_business(tmp_path)
    assert story.year_told(warehouse, LAST) == (
        "In the year to December 2025: followers +11%, calls 0%, enquiries 0%, new accounts 0% "
        "and revenue 0%"
    )
    assert "calls" not in story.year_told(warehouse, MONTHS[-2])


def test_a_months_range_knows_nothing_of_later_months(tmp_path: Path):
    long = small_business(tmp_path / "long")
    short = small_business(tmp_path / "short", calls=CALLS[:18])
    ranges = story.usual_months(long, "calls").select("month", "low", "high")
    assert (
        ranges.head(18).rows()
        == story.usual_months(short, "calls").select("month", "low", "high").rows()
    )
    assert ranges["low"].is_null().to_list() == [True] * 12 + [False] * 12


def test_a_month_is_held_beside_the_same_month_a_year_before(tmp_path: Path):
    warehouse = small_business(tmp_path, days_short=3)
    beside = dict(story.beside_last_year(warehouse, "calls").select("month", "year_before").rows())
    assert beside[MONTHS[12]] == CALLS[0]
    assert beside[MONTHS[11]] is None
    assert beside[LAST] is None  # it still goes on


# -- notes and changes of definition ------------------------------------------------------------


def test_notes_and_changed_definitions_are_drawn_where_they_concern(tmp_path: Path):
    warehouse = small_business(tmp_path)
    add_note(warehouse, date(2025, 3, 10), "Giveaway  begins")
    assert story.notes_on(warehouse, ["calls"]).rows() == [
        (date(2025, 3, 10), "Giveaway begins", "note", None)
    ]
    kinds = story.notes_on(warehouse, ["impressions", "views"])["kind"].to_list()
    assert kinds == ["note", "break"]


def test_a_change_at_meta_breaks_no_line_of_somebody_who_has_only_linkedin(tmp_path: Path):
    warehouse = open_warehouse(tmp_path)
    fill(warehouse, "channel_days", "channel|date|measure|value\nlinkedin|2025-01-31|views|3")
    assert story.notes_on(warehouse, ["views"]).is_empty()


@pytest.mark.parametrize("text", ["", "  ", "a" * 61])
def test_a_note_has_to_say_something_and_have_room_on_a_chart(tmp_path: Path, text: str):
    from data_pipeline.problems import Refused

    with pytest.raises(Refused):
        add_note(open_warehouse(tmp_path), MARCH, text)
