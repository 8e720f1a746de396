"""Follower jumps, recorded results, and the estimate of what spend returned."""

import numpy as np
import polars as pl
import pytest

from data_pipeline.analysis.channels import HIDDEN_CAUSE, Channels, channels
from data_pipeline.analysis.follower_jumps import FollowerJumps, follower_jumps
from data_pipeline.analysis.recorded_results import recorded_results, wilson
from data_pipeline.analysis.timeline import Timeline
from tests.calibration.businesses import Account, Spending, account, advertised, noise
from tests.calibration.checks import FIRST, frame
from tests.test_judge_together import BANNED


def judged(one: Account) -> FollowerJumps:
    months = Timeline("month", FIRST, len(one.followers))
    return follower_jumps(months, one.followers, engagements=one.engagements)


# -- followers ------------------------------------------------------------------------------------


def test_a_jump_that_engagement_did_not_follow_is_told_without_blame():
    verdict = judged(account(np.random.default_rng(1), 24, jump=0.4, matched=False))
    assert verdict.verdict == "not matched"
    assert verdict.jumps[0].period == "Sep 2022"
    assert verdict.interval is not None
    assert verdict.interval[1] < 0
    assert "may be bought, inactive or simply early: check what happened in Sep 2022" in (
        verdict.words
    )
    assert not [word for word in BANNED if word in verdict.words.casefold()]


def test_a_jump_that_engagement_followed_is_matched():
    verdict = judged(account(np.random.default_rng(1), 24, jump=0.4, matched=True))
    assert verdict.verdict == "matched"


def test_steady_growth_has_no_jump():
    verdict = judged(account(np.random.default_rng(2), 24))
    assert (verdict.verdict, verdict.jumps) == ("no jump", ())
    assert "could not have been seen" in verdict.words


def test_a_jump_without_engagements_is_no_more_than_a_jump():
    one = account(np.random.default_rng(1), 24, jump=0.4)
    alone = follower_jumps(Timeline("month", FIRST, 24), one.followers)
    assert alone.verdict == "jump, engagement not known"


def test_a_jump_that_melts_away_is_told():
    one = account(np.random.default_rng(1), 24, jump=0.4, matched=False)
    one.followers[22:] *= 0.8
    assert judged(one).jumps[0].purged
    assert "Many left again" in judged(one).words


def test_a_later_jump_is_no_reason_to_call_an_earlier_one_purged():
    assert not judged(account(np.random.default_rng(1), 24, jump=0.4)).jumps[0].purged


def test_a_jump_too_early_to_know_what_was_usual_is_not_judged():
    one = account(np.random.default_rng(1), 16, jump=0.4, matched=False)
    early = Account(np.roll(one.followers, -8), np.roll(one.engagements, -8))
    early.followers[8:] = early.followers[7] * 1.02 ** np.arange(1, 9)
    verdict = judged(early)
    assert verdict.verdict == "jump, engagement not known"


def test_a_day_on_which_followers_jump_is_held_against_its_weekday():
    dice = np.random.default_rng(4)
    days = Timeline("day", FIRST, 120)
    busy = 0.004 + 0.02 * (days.seasons == 5)
    gained = busy + np.abs(noise(dice, 120, 0.001))
    assert follower_jumps(days, 5000 * np.exp(np.cumsum(gained))).verdict == "no jump"
    gained[100] += 0.12
    followers = 5000 * np.exp(np.cumsum(gained))
    engagements = dice.poisson(0.05 * followers * np.where(np.arange(120) < 100, 1, 1 / 1.12))
    judged_days = follower_jumps(days, followers, engagements=engagements.astype(float))
    assert [one.period for one in judged_days.jumps] == ["2021-04-11"]
    assert judged_days.verdict == "not matched"


@pytest.mark.parametrize("months", [1, 6, 12])
def test_a_year_of_counts_is_needed(months: int):
    verdict = judged(account(np.random.default_rng(1), 24, jump=0.4))
    one = account(np.random.default_rng(1), 24)
    short = follower_jumps(Timeline("month", FIRST, months), one.followers[:months])
    assert short.verdict == "refused"
    assert f"{13 - months} more" in (short.refused_because or "")
    assert verdict.verdict != "refused"


# -- recorded results -----------------------------------------------------------------------------


def test_recorded_results_are_told_with_the_interval_of_their_share():
    told = recorded_results({"social": 5, "search": 45}, {"social": 500.0}, {"social": 1500.0})
    assert [one.channel for one in told] == ["search", "social"]
    social = told[1]
    assert (social.share, social.cost, social.revenue_per_unit) == (0.1, 100.0, 3.0)
    assert social.low < 0.1 < social.high
    assert social.cost_low is not None
    assert social.cost_high is not None
    assert social.cost_low < 100 < social.cost_high
    assert told[0].cost is None
    assert recorded_results({}) == []


def test_the_interval_of_a_share_is_wilsons():
    assert wilson(0, 10, 0.95) == (0.0, pytest.approx(0.2775, abs=1e-4))
    assert wilson(5, 10, 0.95) == (pytest.approx(0.2366, abs=1e-4), pytest.approx(0.7634, abs=1e-4))
    assert wilson(0, 0) == (0.0, 1.0)


# -- what spend returned --------------------------------------------------------------------------


def spent(truth: Spending, step: str = "week") -> tuple[pl.DataFrame, list[str]]:
    names = ["tv", "search", "social", "radio", "press"][: truth.spend.shape[1]]
    lines = {name: truth.spend[:, place] for place, name in enumerate(names)}
    return frame("month" if step == "month" else "week", sales=truth.sales, **lines), names


def refusal(verdict: Channels) -> str:
    assert verdict.verdict == "refused"
    assert (verdict.estimate, verdict.returns) == (None, ())
    assert verdict.refused_because
    return verdict.refused_because


def test_returns_are_ranges_and_the_hidden_cause_is_asked_for():
    truth = advertised(np.random.default_rng(3), 156, 2)
    rows, names = spent(truth)
    verdict = channels(rows, "sales", names)
    for one, known in zip(verdict.returns, truth.returned, strict=True):
        assert one.interval[0] <= known <= one.interval[1]
    assert HIDDEN_CAUSE in verdict.words
    assert verdict.diagnostics is not None
    assert verdict.diagnostics.r_hat is not None
    assert verdict.diagnostics.r_hat <= 1.05
    both = {(one.channel, one.than): one.p for one in verdict.p_better}
    assert both["tv", "search"] + both["search", "tv"] == pytest.approx(1)
    assert verdict == channels(rows, "sales", names)
    assert not [word for word in BANNED if word in verdict.words.casefold()]


def test_a_hidden_cause_misleads_and_naming_it_as_a_control_mends_it():
    dice = np.random.default_rng(5)
    truth = advertised(dice, 156, 2)
    hidden = np.exp(noise(dice, 156, 0.5))
    truth.spend[:, 0] *= hidden
    rows, names = spent(Spending(truth.sales + 400 * hidden, truth.spend, truth.returned))
    blind = channels(rows, "sales", names)
    told = channels(rows.with_columns(demand=hidden), "sales", names, controls=["demand"])
    assert blind.returns[0].estimate > 1.5 * told.returns[0].estimate
    assert HIDDEN_CAUSE in blind.words


def test_a_control_that_is_the_trend_again_changes_nothing():
    rows, names = spent(advertised(np.random.default_rng(3), 156, 2))
    counted = rows.with_columns(t=pl.int_range(pl.len()))
    plain, twice = (
        channels(counted, "sales", names, controls=controls) for controls in ((), ("t",))
    )
    for one, other in zip(plain.returns, twice.returns, strict=True):
        assert one.estimate == pytest.approx(other.estimate, rel=0.05)


@pytest.mark.parametrize("seed", range(4))
def test_two_years_of_months_are_too_few_for_five_channels(seed: int):
    rows, names = spent(advertised(np.random.default_rng(seed), 24, 5), "month")
    assert "36 are needed, 12 more" in refusal(channels(rows, "sales", names))


def test_every_unknown_needs_its_rows():
    rows, names = spent(advertised(np.random.default_rng(1), 80, 3))
    assert "80 weeks for 9 unknowns" in refusal(channels(rows, "sales", names))


@pytest.mark.parametrize("seed", range(4))
def test_steady_spend_tells_nothing(seed: int):
    truth = advertised(np.random.default_rng(seed), 156, 2, moves=0.15, pauses=0)
    rows, names = spent(truth)
    assert "was too steady" in refusal(channels(rows, "sales", names))


def test_spend_never_paused_tells_nothing_of_doing_without():
    truth = advertised(np.random.default_rng(1), 156, 2, pauses=0)
    floor = np.maximum(truth.spend, 0.9 * np.median(truth.spend, axis=0))
    rows, names = spent(Spending(truth.sales, floor, truth.returned))
    assert "was never paused or halved" in refusal(channels(rows, "sales", names))


@pytest.mark.parametrize("seed", range(4))
def test_two_channels_that_go_up_and_down_together_cannot_be_told_apart(seed: int):
    truth = advertised(np.random.default_rng(seed), 156, 2)
    dice = np.random.default_rng(seed)
    truth.spend[:, 1] = truth.spend[:, 0] * np.exp(noise(dice, 156, 0.15))
    rows, names = spent(truth)
    assert "moved alike" in refusal(channels(rows, "sales", names))


def test_a_week_missing_in_between_is_not_papered_over():
    rows, names = spent(advertised(np.random.default_rng(1), 156, 2))
    gap = rows.filter(pl.int_range(pl.len()) != 70)
    assert "A week in between is not known" in refusal(channels(gap, "sales", names))


def test_days_are_added_up_to_weeks_first():
    truth = advertised(np.random.default_rng(1), 156, 2)
    rows = frame("day", sales=truth.sales, tv=truth.spend[:, 0], search=truth.spend[:, 1])
    assert "Weeks are needed" in refusal(channels(rows, "sales", ["tv", "search"]))
