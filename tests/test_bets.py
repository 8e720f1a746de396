"""Bets: locked when made, judged once by the months after, and never by what was known before."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data_pipeline.analysis.bet import (
    LOST,
    OPEN,
    WON,
    BetVerdict,
    Claim,
    Direction,
    Trial,
    decided,
    new_months_needed,
    put_to_the_test,
)
from data_pipeline.analysis.changes import changes, link, link_since
from data_pipeline.analysis.delays import stand_together
from data_pipeline.analysis.elasticity import per_tenth
from data_pipeline.analysis.screening import Asked, after_all
from data_pipeline.analysis.together import Together
from data_pipeline.metrics.judged import judge_pairs, judge_together
from data_pipeline.metrics.judged_bets import (
    after,
    declare_bet,
    earliest_review,
    how_long,
    months_missing,
    movers,
    settle,
    wanted,
)
from data_pipeline.problems import Refused
from data_pipeline.warehouse import Warehouse, open_warehouse
from data_pipeline.warehouse.bets import Bet, Declaration, bets, keep_judgement, withdraw
from tests.calibration.businesses import (
    KINDS,
    SEASONED,
    Business,
    growth,
    linked,
    outcomes,
    season,
    unlinked,
    walk,
)
from tests.calibration.checks import frame, months_of
from tests.tables import upload_tables

BANNED = ("drives", "caused", "because", "proves", "significant", "p-value", "impact")
FIRST = date(2022, 1, 1)
MADE = datetime(2024, 12, 10, 9, 30)  # after 36 months
REVIEW = date(2025, 12, 1)


def trial(
    business: Business,
    direction: Direction = "rise",
    smallest: float = 0.05,
    delay: int = 0,
    new: int = 12,
    **options: Any,
) -> Trial:
    rows = frame(metric=business.metric, outcome=business.outcome)
    days = rows["date"].to_list()
    claim = Claim(direction, delay, smallest, days[-new], days[-1])
    return put_to_the_test(
        rows, "metric", "outcome", claim, labels=("conversations", "enquiries"), **options
    )


def verdict(business: Business, *args: Any, **options: Any) -> BetVerdict:
    return decided([trial(business, *args, **options)])[0]


def a_link(effect: float, months: int = 60, delay: int = 0, seed: int = 2) -> Business:
    return linked(SEASONED["season and growth"], np.random.default_rng(seed), months, effect, delay)


# -- what decides a bet ----------------------------------------------------------------------------


def test_a_link_that_goes_on_wins_the_bet_and_is_told_as_a_pattern():
    won = verdict(a_link(1.2, delay=1, seed=3), delay=1, new=24)
    assert (won.verdict, won.delay, won.rows_used) == (WON, 1, 24)
    assert won.interval is not None
    assert won.interval[0] <= 1.2 <= won.interval[1]
    assert "In months when conversations jumped, enquiries rose the month after: about +" in (
        won.words
    )
    assert "The bet was +5% or more. This is a pattern, not proof of cause." in won.words
    assert "all later than the bet" in won.words
    assert "could easily have stayed unseen" in won.words


def test_what_was_known_when_the_bet_was_made_decides_nothing():
    """A link that was there for three years and is gone in the two after does not win."""
    rng, known = np.random.default_rng(3), 36
    surprises = walk(rng, 60, 0.09)
    metric = growth(rng, 60) + season(rng, 60) + surprises
    followed = 1.5 * np.concatenate([surprises[:known], np.full(60 - known, surprises[known - 1])])
    outcome = growth(rng, 60) + season(rng, 60) + followed + walk(rng, 60, 0.06)
    gone = Business(1000 * np.exp(metric), outcomes(rng, outcome))
    whole = link(changes(gone.metric), changes(gone.outcome), months_of(60))
    assert whole is not None
    assert whole.p < 0.01, "all months together still tell of a link"
    assert verdict(gone, new=24).verdict != WON


def test_the_same_link_loses_the_bet_on_the_other_direction():
    lost = verdict(a_link(1.2), "fall", new=24)
    assert lost.verdict == LOST
    assert "The bet was −5% or more, and that lies outside." in lost.words


def test_a_link_too_small_for_the_bet_loses_although_it_is_there():
    business = a_link(0.6, 120)
    assert verdict(business, smallest=0.15, new=72).verdict == LOST
    assert verdict(business, smallest=0.02, new=72).verdict == WON


def test_a_link_seen_but_of_uncertain_size_stays_open():
    business = a_link(0.6, 120)
    size = per_tenth(trial(business, new=72).link.slope)  # type: ignore[union-attr]
    told = verdict(business, smallest=size + 0.005, new=72)
    assert told.verdict == OPEN
    assert "of the bet cannot be told: it stays open." in told.words


def test_a_fall_is_won_by_a_fall():
    assert verdict(a_link(-1.2), "fall", new=24).verdict == WON
    assert verdict(a_link(-1.2), "rise", new=24).verdict == LOST


def test_a_link_at_another_delay_is_not_what_was_bet_on():
    at_two = a_link(1.2, delay=2)
    assert verdict(at_two, delay=2, new=24).verdict == WON
    assert verdict(at_two, delay=0, new=24).verdict != WON


def test_too_few_of_the_new_months_leave_it_open_with_the_reason():
    business = a_link(1.2)
    outcome = business.outcome.copy()
    outcome[-9::2] = np.nan
    told = verdict(Business(business.metric, outcome))
    assert told.verdict == OPEN
    assert told.estimate is None
    assert told.refused_because
    assert "stays open" in told.words


def test_few_outcomes_and_a_change_of_definition_leave_it_open():
    business = a_link(1.2)
    few = Business(business.metric, np.round(business.outcome / business.outcome.mean() * 8))
    assert "At least 30 are needed" in (verdict(few).refused_because or "")
    days = frame(metric=business.metric)["date"].to_list()
    assert "What is counted changed in" in (verdict(business, breaks=[days[-5]]).words)
    assert verdict(business, breaks=[days[-40]], new=24).verdict == WON


def test_a_month_after_the_review_month_changes_nothing():
    business = a_link(1.2, 60)
    rows = frame(metric=business.metric, outcome=business.outcome)
    days = rows["date"].to_list()
    claim = Claim("rise", 0, 0.05, days[24], days[47])
    labels = ("conversations", "enquiries")
    early = put_to_the_test(rows[:48], "metric", "outcome", claim, labels=labels)
    late = put_to_the_test(rows, "metric", "outcome", claim, labels=labels)
    assert decided([early]) == decided([late])


def test_the_new_months_alone_carry_the_slope():
    """Other figures before, with the same seasonal averages, give the same link."""
    business, rng = a_link(1.0, 48), np.random.default_rng(1)
    a, b = changes(business.metric), changes(business.outcome)
    first = link_since(a, b, months_of(48), 0, 36)
    other = b.copy()
    for month in range(12):
        years = np.arange(month + 12, 36, 12)
        moved = rng.normal(0, 0.3, len(years))
        other[years] += moved - moved.mean()
    second = link_since(a, other, months_of(48), 0, 36)
    assert first is not None
    assert second is not None
    assert second.slope == pytest.approx(first.slope)


def test_bets_due_together_pay_for_one_another_and_for_those_withdrawn():
    one = trial(a_link(0.6, seed=7), smallest=0.01)
    assert 0.05 / 3 < one.p < 0.05
    assert decided([one])[0].verdict == WON
    assert decided([one], withdrawn=2)[0].verdict == OPEN
    nothing = trial(unlinked(KINDS["random walks"], np.random.default_rng(1), 60), new=24)
    assert decided([one, nothing, nothing])[0].verdict == OPEN
    assert (
        "3 bets were made for the same month; each is counted."
        in decided([one, nothing, nothing])[0].notes
    )


def test_a_smaller_effect_needs_more_months_and_a_tiny_one_never_shows():
    business = a_link(0.0, 48)
    known = link(changes(business.metric), changes(business.outcome), months_of(48))
    assert known is not None
    needed = [new_months_needed(known, size) for size in (0.20, 0.10, 0.08)]
    assert needed[0] == 12
    assert all(needed)
    assert needed == sorted(needed, key=lambda one: one or 99)
    assert new_months_needed(known, 0.001) is None


def test_no_word_of_a_bet_claims_more_than_was_seen():
    rng = np.random.default_rng(4)
    told = [verdict(unlinked(kind, rng, 48)).words for kind in KINDS.values()]
    told += [verdict(a_link(size, seed=seed)).words for size in (-1, 0.5, 1) for seed in range(4)]
    assert not [word for word in BANNED for words in told if word in words.lower()]


# -- many pairs at once ----------------------------------------------------------------------------


def found(verdict: str, p: float | None) -> Asked:
    known = Together(
        verdict=verdict, words="", p=p, delay=0, smallest_visible=0.5, notes=("Changes of 2024.",)
    )
    return Asked("posts", "enquiries", known)


def test_a_link_that_many_looks_explain_is_not_told():
    asked = [found("moved together", 0.03), *[found("cannot tell", 0.4)] * 11]
    told = after_all(asked)
    assert told[0].verdict == "cannot tell"
    assert told[0].delay is None
    assert "12 pairs were looked at" in told[0].words
    assert "Changes of 2024." in told[0].words
    assert told[1:] == [one.found for one in asked[1:]]


def test_a_link_that_many_looks_do_not_explain_still_stands():
    told = after_all([found("moved together", 0.001), *[found("cannot tell", 0.4)] * 11])
    assert told[0].verdict == "moved together"
    assert told[0].notes[-1] == "Still stands with every pair looked at counted (12)."


def test_a_refused_pair_costs_the_others_nothing_and_a_doubted_one_eases_nothing():
    refused = [found("refused", None)] * 30
    assert after_all([found("moved together", 0.03), *refused])[0].verdict == "moved together"
    doubted = [found("cannot tell", 0.0001)] * 9
    assert after_all([found("moved together", 0.03), *doubted])[0].verdict == "cannot tell"


def test_one_pair_asked_alone_is_judged_as_alone():
    for stands in (after_all, lambda pairs: after_all(pairs, stand_together)):
        assert stands([found("moved together", 0.049)])[0].verdict == "moved together"
    assert after_all([]) == []


# -- in a workspace --------------------------------------------------------------------------------


def business(folder: Path, figures: Business, name: str = "my-business") -> Warehouse:
    warehouse = open_warehouse(folder / name)
    add_months(warehouse, figures, 0, len(figures.metric))
    return warehouse


def add_months(warehouse: Warehouse, figures: Business, first: int, last: int) -> str:
    months = [after(FIRST, place) for place in range(first, last)]
    comments = counted(figures.metric * 0.3, first, last)
    heard = counted(figures.outcome / 25, first, last)
    return upload_tables(
        warehouse,
        {"channel_days": _comments(months, comments), "enquiries": _enquiries(months, heard)},
    )


def counted(line: np.ndarray, first: int, last: int) -> Sequence[int]:
    return [int(one) for one in np.round(line[first:last])]


def _comments(months: Sequence[date], comments: Sequence[int]) -> str:
    lines = [
        f"instagram|{end_of(month)}|{measure}|{value}"
        for month, count in zip(months, comments, strict=True)
        for measure, value in (("comments", count), ("engagements", 10 * count))
    ]
    return "\n".join(["channel|date|measure|value", *lines])


def _enquiries(months: Sequence[date], heard: Sequence[int]) -> str:
    lines = [
        f"{month:%Y-%m}-{number}|{end_of(month) if number == count - 1 else month}|"
        for month, count in zip(months, heard, strict=True)
        for number in range(count)
    ]
    return "\n".join(["enquiry_id|date|source_text", *lines])


def end_of(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


BET = Declaration("conversations", "enquiries", "rise", 1, 0.02, REVIEW)


@pytest.fixture(scope="module")
def figures() -> Business:
    return a_link(1.3, 48, delay=1, seed=3)


@pytest.fixture
def warehouse(tmp_path: Path, figures: Business) -> Warehouse:
    """Three years, then a bet can be made."""
    return business(tmp_path, Business(figures.metric[:36], figures.outcome[:36]))


def refusal(warehouse: Warehouse, declared: Declaration, at: datetime = MADE) -> str:
    with pytest.raises(Refused) as refused:
        declare_bet(warehouse, declared, at)
    return str(refused.value)


def only(warehouse: Warehouse) -> Bet:
    (bet,) = bets(warehouse)
    return bet


def test_a_bet_waits_for_its_months_and_is_judged_once_when_they_are_here(
    warehouse: Warehouse, figures: Business
):
    declare_bet(warehouse, BET, MADE)
    assert settle(warehouse)[0].state == "waiting"
    add_months(warehouse, figures, 36, 47)
    assert settle(warehouse)[0].state == "waiting"
    assert months_missing(warehouse, only(warehouse)) == [REVIEW]

    last = add_months(warehouse, figures, 47, 48)
    (judged,) = settle(warehouse)
    assert judged.state == WON
    assert judged.declared == BET
    assert judged.judgement is not None
    assert judged.judgement["delay"] == 1
    assert judged.judgement["rows_used"] == 12
    assert "between Jan 2025 and Dec 2025" in judged.judgement["words"]

    warehouse.undo(last)
    assert settle(warehouse) == [judged]


def test_a_judged_bet_is_locked_for_ever(warehouse: Warehouse, figures: Business):
    declare_bet(warehouse, BET, MADE)
    add_months(warehouse, figures, 36, 48)
    (judged,) = settle(warehouse)
    with pytest.raises(Refused, match="can't be withdrawn"):
        withdraw(warehouse, judged.id)
    assert not keep_judgement(warehouse, judged.id, "lost", {"words": "another word"})
    assert only(warehouse) == judged


def test_a_bet_not_yet_judged_may_be_withdrawn_stays_listed_and_is_never_judged(
    warehouse: Warehouse, figures: Business
):
    declare_bet(warehouse, BET, MADE)
    withdraw(warehouse, only(warehouse).id)
    add_months(warehouse, figures, 36, 48)
    (bet,) = settle(warehouse)
    assert (bet.state, bet.judgement) == ("withdrawn", None)
    declare_bet(warehouse, BET, MADE)
    assert [one.state for one in bets(warehouse)] == ["waiting", "withdrawn"]


def test_a_missing_month_is_waited_for_and_after_three_more_no_longer(
    warehouse: Warehouse, figures: Business
):
    declare_bet(warehouse, BET, MADE)
    longer = a_link(1.3, 60, delay=1, seed=3)
    add_months(warehouse, longer, 36, 40)
    add_months(warehouse, longer, 41, 50)
    (waiting,) = settle(warehouse)
    assert waiting.state == "waiting"
    assert months_missing(warehouse, waiting) == [date(2025, 5, 1)]
    add_months(warehouse, longer, 50, 51)
    assert settle(warehouse)[0].state != "waiting"


def test_two_tries_at_one_question_are_refused(warehouse: Warehouse):
    declare_bet(warehouse, BET, MADE)
    again = replace(BET, direction="fall", delay=0)
    assert "waiting already" in refusal(warehouse, again)


def test_a_bet_on_months_already_known_is_refused(warehouse: Warehouse):
    told = refusal(warehouse, replace(BET, review_month=date(2025, 11, 1)))
    assert "November 2025 can't be the month to look" in told
    assert "from December 2025" in told
    assert earliest_review(MADE) == REVIEW
    assert "can't be" in refusal(warehouse, replace(BET, review_month=date(2030, 1, 1)))


def test_a_bet_needs_something_to_move_and_an_outcome_of_its_own(warehouse: Warehouse):
    assert "can't be bet on" in refusal(warehouse, replace(BET, metric="enquiries"))
    assert "can't be bet on" in refusal(warehouse, replace(BET, outcome="engagements"))
    assert "complete months" in refusal(warehouse, replace(BET, outcome="calls"))


def test_without_a_year_of_figures_nothing_can_be_bet_on(tmp_path: Path, figures: Business):
    short = business(tmp_path, Business(figures.metric[:12], figures.outcome[:12]))
    assert (movers(short), wanted(short)) == ([], [])
    assert "complete months are here" in refusal(short, BET)


def test_only_what_is_here_is_offered(warehouse: Warehouse):
    assert movers(warehouse) == ["conversations", "engagements"]
    assert wanted(warehouse) == ["enquiries"]
    assert movers(open_warehouse(warehouse.folder.parent / "empty")) == []


def test_the_wait_is_told_from_the_business_s_own_ups_and_downs(
    warehouse: Warehouse, tmp_path: Path, figures: Business
):
    large = how_long(warehouse, "conversations", "enquiries", 1, 0.10).months
    small = how_long(warehouse, "conversations", "enquiries", 1, 0.03).months
    assert large is not None
    assert small is None or small >= large >= 12
    first = Business(figures.metric[:14], figures.outcome[:14])
    short = business(tmp_path, first, "short")
    assert how_long(short, "conversations", "enquiries", 1, 0.05).known is False


def test_a_page_of_pairs_pays_for_every_pair(warehouse: Warehouse):
    told = judge_pairs(warehouse, ["conversations", "engagements"], ["enquiries", "calls"])
    assert [pair[:2] for pair in told] == [
        ("conversations", "enquiries"),
        ("conversations", "calls"),
        ("engagements", "enquiries"),
        ("engagements", "calls"),
    ]
    alone = judge_together(warehouse, "conversations", "enquiries")
    assert alone.verdict == told[0][2].verdict == "moved together"
    assert "(2)" in told[0][2].notes[-1]
    assert told[1][2].verdict == "refused"
