"""Every verdict as somebody sees it: on its page, in So what?'s one sentence, and on a link."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from data_pipeline.metrics.judged import judge_together
from data_pipeline.warehouse import Warehouse, open_warehouse
from pages.view.how_many import how_many
from pages.view.verdicts import for_analysts, rests_on, told_at_once, until
from sharing.reports.frozen import frozen_report
from tests.judged_business import no_use, of_use, too_young
from tests.seen_page import pictures, shown, words

PAGE = "followers_and_outcomes"
TOO_MUCH = ("drives", "caused", "because", "proves", "significant", "p-value", "fake", "impact")
BUSINESSES = (no_use, of_use, too_young)


@pytest.fixture(scope="module", params=BUSINESSES, ids=lambda make: make.__name__)
def any_business(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _made(request.param, tmp_path_factory)


@pytest.fixture(scope="module")
def useful(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _made(of_use, tmp_path_factory)


@pytest.fixture(scope="module")
def useless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _made(no_use, tmp_path_factory)


@pytest.fixture(scope="module")
def young(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _made(too_young, tmp_path_factory)


def _made(make: Callable[[Path], Warehouse], factory: pytest.TempPathFactory) -> Path:
    return make(factory.mktemp("judged") / "business").folder


# -- the page -------------------------------------------------------------------------------------


def test_what_moved_together_is_said_drawn_and_not_called_a_cause(useful: Path):
    seen = shown(PAGE, useful)
    said = words(seen)
    assert said.startswith("Followers and revenue moved together: about +")
    assert "In months when followers jumped, revenue rose the month after" in said
    assert "This is a pattern, not proof of cause." in said
    assert "The full dot, 1 month later, is the one that stands out." in said
    assert any("the line through them means" in chart.alt for chart in pictures(seen))


def test_where_nothing_is_to_be_seen_no_line_is_drawn(useless: Path):
    seen = shown(PAGE, useless)
    assert words(seen).startswith("Followers made no visible difference to revenue")
    assert "at most 0.2% either way for every 10% more" in words(seen)
    drawn = [chart.alt for chart in pictures(seen)]
    assert any("no line is drawn" in alt for alt in drawn)


def test_a_refusal_says_what_is_missing_and_when_and_draws_no_changes(young: Path):
    seen = shown(PAGE, young)
    said = words(seen)
    assert said.startswith("Followers and revenue: no answer yet")
    assert "We need 24 months to take the season out; you have 16." in said
    assert "It can be judged once December 2022 is complete." in said
    assert not [chart for chart in pictures(seen) if "beyond what is usual" in chart.alt]


def test_no_verdict_says_too_much(any_business: Path):
    for mover in ("followers", "conversations"):
        said = words(shown(PAGE, any_business, mover=mover)).lower()
        assert not [word for word in TOO_MUCH if word in said]


def test_every_verdict_names_its_months_and_what_could_not_have_been_seen(any_business: Path):
    verdict = judge_together(open_warehouse(any_business), "followers", "revenue")
    told = " ".join([verdict.claim, *rests_on(verdict)])
    if verdict.verdict == "refused":
        assert "24 months" in told
    else:
        assert "Months used: the changes of" in told
        assert re.search(r"\d%", told)


def test_the_question_is_kept_in_the_address(useful: Path):
    seen = shown(PAGE, useful)
    seen.selectbox(key="choose_from_mover").set_value("conversations").run()
    assert "conversations" in seen.query_params["mover"]
    assert words(seen).startswith("Conversations made no visible difference to revenue")
    again = shown(PAGE, useful, mover="conversations")
    assert again.title[0].value == seen.title[0].value


@pytest.mark.parametrize("asked", ["junk", "revenue", "../..", "followers;"])
def test_what_nobody_can_ask_is_the_usual_question(useful: Path, asked: str):
    seen = shown(PAGE, useful, mover=asked, outcome=asked, more=asked, look=asked)
    assert not seen.exception
    assert words(seen).startswith("Followers and revenue moved together")


def test_the_months_chosen_are_the_months_judged(useful: Path):
    said = words(shown(PAGE, useful, months="2021-01..2022-06"))
    assert said.startswith("Followers and revenue: no answer yet")
    assert "you have 18" in said


def test_the_share_of_businesses_that_look_as_alike_is_that_of_this_history(useful: Path):
    said = words(shown(PAGE, useful))
    assert "So do those of nearly all simulated growing businesses with 48 months" in said


# -- for analysts ---------------------------------------------------------------------------------


def test_the_fold_holds_the_figures(useful: Path):
    verdict = judge_together(open_warehouse(useful), "followers", "revenue")
    told = for_analysts(verdict).replace("\\", "")
    assert "| Elasticity | 0." in told
    assert "| 90% interval | 0." in told
    assert "p, corrected for the delays looked at | under 0.001" in told
    assert re.findall(r"\n\| (\d) \(\d+ rows\) \|", told) == ["0", "1", "2", "3"]
    assert "Rolling forecasts: skill" in told


# -- how many -------------------------------------------------------------------------------------


def test_none_are_needed_where_the_data_support_none(useless: Path):
    told = how_many(open_warehouse(useless), "revenue", 0.1)
    assert told
    assert told.question == "How many followers do you need for 10% more revenue?"
    assert told.answer == "0 more."


def test_a_number_comes_with_its_interval(useful: Path):
    warehouse = open_warehouse(useful)
    told = how_many(warehouse, "revenue", 0.1)
    verdict = judge_together(warehouse, "followers", "revenue")
    assert told
    assert verdict.interval
    written = re.findall(r"\d[\d,]*", told.answer)
    low, high, today = (int(number.replace(",", "")) for number in written)
    assert low == pytest.approx((1.1 ** (1 / verdict.interval[1]) - 1) * today, abs=1)
    assert high == pytest.approx((1.1 ** (1 / verdict.interval[0]) - 1) * today, abs=1)
    assert any("only if the pattern of these months holds." in line for line in told.lines)


def test_a_goal_beyond_what_was_ever_seen_is_said_to_be(useful: Path):
    told = how_many(open_warehouse(useful), "revenue", 1.0)
    assert told
    assert any("far beyond any change they have seen" in line for line in told.lines)


def test_without_an_answer_it_says_why(young: Path):
    told = how_many(open_warehouse(young), "revenue", 0.1)
    assert told
    assert told.answer == "Your figures give no number."
    assert any("We need 24 months" in line for line in told.lines)
    assert any(line == "It can be judged once December 2022 is complete." for line in told.lines)


def test_how_much_more_is_kept_in_the_address(useless: Path):
    said = words(shown(PAGE, useless, more="50"))
    assert "How many followers do you need for 50% more revenue?" in said


# -- So what?'s sentence --------------------------------------------------------------------------


def test_the_first_page_says_in_one_sentence_what_moved(useful: Path):
    said = words(shown("so_what", useful))
    assert (
        "Followers: revenue rose the month after. Engagement and conversations: nothing to be seen."
        in said
    )
    assert "From the month-to-month changes of 3 pairs" in said


def test_where_nothing_moved_it_says_so(useless: Path):
    said = words(shown("so_what", useless))
    assert "Followers, engagement and conversations: nothing to be seen." in said


def test_too_young_to_be_judged_is_said_with_the_months_that_are_lacking(young: Path):
    said = words(shown("so_what", young))
    assert (
        "Whether followers, engagement or conversations had anything to do with it can be judged in"
        " 8 months." in said
    )


def test_the_claims_are_those_that_stand_among_all(useful: Path):
    told = told_at_once(open_warehouse(useful), ["revenue"])
    assert told
    assert [(one, other) for one, other, _ in told.claims] == [("followers", "revenue")]


def test_every_tile_is_marked_or_says_why_not(any_business: Path):
    seen = shown("so_what", any_business)
    said = words(seen)
    assert seen.metric[-1].label == "Followers"
    for tile in seen.metric[:-1]:
        assert tile.label
        assert re.search(r"a normal month|its usual range", said)


# -- on a link ------------------------------------------------------------------------------------


def test_the_link_says_what_the_screen_says(useful: Path):
    warehouse = open_warehouse(useful)
    page = unescape(frozen_report(warehouse, "A business", date(2024, 12, 1)))
    told, needed = told_at_once(warehouse, ["revenue"]), how_many(warehouse, "revenue", 0.1)
    assert told
    assert needed
    assert told.sentence in page
    assert f"<h2>{needed.question}</h2>" in page
    assert f"<strong>{needed.answer}</strong>" in page
    assert all(line in page for line in needed.lines)
    assert not [word for word in TOO_MUCH if f" {word}" in page.lower()]
    assert len(page.encode()) <= 300_000


def test_a_link_of_an_earlier_month_judges_no_later_one(useful: Path):
    page = unescape(frozen_report(open_warehouse(useful), "A business", date(2022, 4, 1)))
    assert "can be judged in 8 months" in page
    assert "Your figures give no number." in page


def test_when_to_ask_again_is_told_only_where_waiting_helps(useless: Path, useful: Path):
    for folder in (useless, useful):
        verdict = judge_together(open_warehouse(folder), "followers", "revenue")
        assert until(verdict) == ""
