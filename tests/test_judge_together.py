"""Two figures side by side: what is claimed, what is refused, and in which words."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from data_pipeline.analysis.changes import changes, link, smallest_correlation
from data_pipeline.analysis.delays import corrected, screened
from data_pipeline.analysis.elasticity import Needed, needed, of_tenth, per_tenth, percent
from data_pipeline.analysis.forecast_help import forecast_help
from data_pipeline.analysis.time_to_know import time_to_know
from data_pipeline.analysis.timeline import Timeline, timeline
from data_pipeline.analysis.together import Together, together
from tests.calibration.businesses import (
    KINDS,
    SEASONED,
    Business,
    growth,
    linked,
    noise,
    outcomes,
    shared_season,
    unlinked,
)
from tests.calibration.checks import frame

BANNED = ("drives", "caused", "because", "proves", "significant", "p-value", "impact", "fake")


def judged(business: Business, **options: object) -> Together:
    rows = frame(engagements=business.metric, enquiries=business.outcome)
    return together(rows, "engagements", "enquiries", **options)  # type: ignore[arg-type]


def business(months: int, effect: float, delay: int = 0, seed: int = 3) -> Business:
    dice = np.random.default_rng(seed)
    return linked(SEASONED["season and growth"], dice, months, effect, delay)


# -- answers --------------------------------------------------------------------------------------


def test_a_link_is_found_at_its_delay_and_told_as_a_pattern():
    verdict = judged(business(48, 1.0, delay=1))
    assert (verdict.verdict, verdict.delay) == ("moved together", 1)
    assert verdict.interval is not None
    assert verdict.interval[0] <= 1.0 <= verdict.interval[1]
    assert "enquiries rose the month after: about +" in verdict.words
    assert verdict.words.count("for every +10%") == 1
    assert "This is a pattern, not proof of cause." in verdict.words
    assert "between Mar 2021 and Dec 2024" in verdict.words


def test_where_nothing_is_seen_it_says_what_could_not_have_been_seen():
    dice = np.random.default_rng(0)
    verdict = judged(unlinked(KINDS["random walks"], dice, 27))
    assert verdict.verdict == "cannot tell"
    assert verdict.delay is None
    assert verdict.smallest_visible is not None
    assert f"correlation of {verdict.smallest_visible:.2f}" in verdict.words
    assert "that is not proof there is none" in verdict.words


def test_a_metric_that_jumps_about_beside_a_steady_outcome_makes_no_visible_difference():
    dice = np.random.default_rng(1)
    metric = 1000 * np.exp(noise(dice, 60, 0.4))
    outcome = (4000 * np.exp(growth(dice, 60) + noise(dice, 60, 0.02))).round()
    verdict = judged(Business(metric, outcome))
    assert verdict.verdict == "nothing to see"
    assert "made no visible difference to enquiries: at most" in verdict.words
    assert needed(verdict.verdict, verdict.interval, 0.1) == Needed(0.0, 0.0)


def test_an_outcome_that_moves_first_is_not_credited_to_the_metric():
    one = business(60, 1.2, delay=2)
    verdict = judged(Business(one.outcome, one.metric.round()))
    assert verdict.verdict == "cannot tell"
    assert verdict.words.startswith("Enquiries moved before engagements did.")


def test_the_months_pulled_in_are_named():
    one = business(48, 1.0)
    one.metric[30] *= 20
    assert {"Jul 2023", "Aug 2023"} <= set(judged(one).pulled_in)


def test_three_missing_months_are_left_out_with_their_reason():
    one = business(48, 1.0)
    one.metric[[5, 20, 33]] = np.nan
    verdict = judged(one)
    assert verdict.verdict == "moved together"
    told = {left.reason: left.rows for left in verdict.rows_left_out}
    assert told["a month in which not both are known"] == 3


def test_the_same_figures_get_the_same_answer_to_the_last_bit():
    assert judged(business(36, 0.7)) == judged(business(36, 0.7))


def test_a_scale_of_its_own_changes_nothing():
    one = business(36, 0.7)
    other = judged(Business(one.metric * 1000, one.outcome * 8))
    assert other.estimate == pytest.approx(judged(one).estimate, rel=1e-9)


# -- refusals -------------------------------------------------------------------------------------


def refusal(verdict: Together) -> str:
    assert verdict.verdict == "refused"
    assert verdict.estimate is None
    assert verdict.interval is None
    assert verdict.refused_because == verdict.words
    return verdict.words


@pytest.mark.parametrize("months", [1, 2, 11, 12, 18, 23])
def test_fewer_than_24_months_are_refused_and_told_how_many_are_missing(months: int):
    words = refusal(judged(business(months, 1.0)))
    assert f"We need 24 months to take the season out; you have {months}." in words
    assert f"{24 - months} more month" in words


@pytest.mark.parametrize("usual", [2, 8, 25])
def test_fewer_than_30_outcomes_a_month_are_refused(usual: int):
    dice = np.random.default_rng(usual)
    words = refusal(judged(unlinked(KINDS["straight growth"], dice, 36, usual)))
    assert "a month on average. At least 30 are needed" in words


def test_small_amounts_of_money_are_no_small_counts():
    one = business(48, 1.0)
    verdict = judged(Business(one.metric, one.outcome / 1000), outcome_is="amounts")
    assert verdict.verdict == "moved together"


@pytest.mark.parametrize("steady", [np.full(36, 500.0), 500 * 1.01 ** np.arange(36)])
def test_a_metric_that_never_varies_is_refused(steady: np.ndarray):
    one = Business(steady, business(36, 0.0).outcome)
    assert "nothing to learn from" in refusal(judged(one))


def test_too_few_neighbouring_months_are_refused():
    one = business(30, 1.0)
    one.metric[1::3] = np.nan
    words = refusal(judged(one))
    assert "We need 20" in words


def test_a_figure_below_zero_has_no_growth():
    one = business(36, 1.0)
    one.metric[4] = -3
    assert "Engagements: some figures are below zero" in refusal(judged(one))


def test_a_change_of_definition_in_between_is_refused():
    words = refusal(judged(business(36, 1.0), breaks=[date(2022, 6, 1)]))
    assert words == "What is counted changed in Jun 2022. Judge each side alone."


def test_a_metric_counted_from_the_outcome_is_refused():
    assert "counted from one another" in refusal(judged(business(36, 1.0), one_from_the_other=True))
    one = business(36, 1.0)
    assert "all but the same figure" in refusal(judged(Business(one.outcome * 3, one.outcome)))


def test_a_lonely_year_of_quarters_is_refused():
    rows = frame("quarter", metric=np.arange(1.0, 31), outcome=np.arange(100.0, 130))
    assert "Months, weeks or days" in refusal(together(rows, "metric", "outcome"))


def test_no_word_claims_more_than_was_seen():
    dice = np.random.default_rng(9)
    for months in (12, 24, 48):
        for one in (business(months, 1.0), unlinked(shared_season, dice, months)):
            verdict = judged(one)
            said = " ".join([verdict.words, *verdict.notes]).casefold()
            assert not [word for word in BANNED if word in said]


# -- what it stands on ----------------------------------------------------------------------------


def test_a_gap_in_the_months_gives_no_change_across_it():
    known = changes(np.array([100.0, 110.0, np.nan, 121.0, 133.1]))
    assert np.isfinite(known).tolist() == [False, True, False, False, True]


def test_a_month_without_any_outcome_is_zero_and_not_missing():
    assert np.isfinite(changes(np.array([3.0, 0.0, 2.0]))[1:]).all()


def test_the_smallest_visible_correlation_is_the_published_one():
    visible = [round(smallest_correlation(freedom), 2) for freedom in (11, 23, 35, 44)]
    assert visible == [0.68, 0.52, 0.44, 0.4]


def test_four_looks_are_paid_for():
    assert corrected(0.05, 1) == pytest.approx(0.05)
    assert corrected(0.05, 4) == pytest.approx(0.1855, abs=1e-4)


def test_screening_keeps_the_pairs_that_accidents_do_not_explain():
    assert screened([]) == []
    assert screened([0.001, 0.2, 0.9, 0.03]) == [True, False, False, True]
    assert screened([0.09, 0.5, 0.9, 0.7]) == [False] * 4


def test_per_cent_reads_as_a_manager_writes_it():
    assert [percent(0.058, signed=True), percent(-0.121), percent(0.004), percent(0.0)] == [
        "+6%",
        "−12%",
        "0.4%",
        "0%",
    ]
    assert of_tenth(per_tenth(0.7)) == pytest.approx(0.7)


def test_followers_needed_are_a_range_or_not_told():
    assert needed("cannot tell", (-1.0, 1.0), 0.1).why_not
    wanted = needed("moved together", (0.5, 1.0), 0.1)
    assert wanted.low == pytest.approx(0.1)
    assert wanted.high == pytest.approx(0.21)
    assert needed("moved together", (-1.0, -0.5), 0.1).low is None


def test_more_months_are_asked_for_until_a_link_would_be_seen():
    one = business(30, 0.5)
    months = np.arange(30, dtype=np.intp) % 12
    found = link(changes(one.metric), changes(one.outcome), months)
    assert found is not None
    small, large = (time_to_know(found, 30, share) for share in (0.03, 0.10))
    assert small.months is not None
    assert large.months is not None
    assert small.months > large.months
    assert time_to_know(found, 30, 0.0001).months is None


def test_knowing_what_moves_the_outcome_helps_its_forecast_and_knowing_noise_does_not():
    months = np.arange(48, dtype=np.intp) % 12
    helped, hurt = [], []
    for seed in range(20):
        one = business(48, 1.0, delay=1, seed=seed)
        useful = forecast_help(changes(one.metric), changes(one.outcome), months)
        dice = np.random.default_rng(seed)
        stray = outcomes(dice, noise(dice, 48))
        useless = forecast_help(changes(stray), changes(one.outcome), months)
        assert useful is not None
        assert useless is not None
        helped.append(useful.skill)
        hurt.append(useless.skill)
    assert np.median(helped) > 0.2
    assert np.median(hurt) < 0


def test_dates_lie_on_the_calendar_their_distance_tells():
    days = {
        "day": [date(2025, 3, 1), date(2025, 3, 2), date(2025, 3, 5)],
        "week": [date(2025, 3, 2), date(2025, 3, 9), date(2025, 3, 23)],
        "month": [date(2025, 1, 31), date(2025, 2, 28), date(2025, 5, 31)],
        "year": [date(2020, 12, 31), date(2021, 12, 31)],
    }
    assert {step: timeline(dates).step for step, dates in days.items()} == {s: s for s in days}
    assert timeline(days["month"]).places == 5
    assert Timeline("month", date(2024, 11, 1), 3).date_of(2) == date(2025, 1, 1)


def test_rows_may_come_in_any_order():
    one = business(36, 1.0)
    rows = frame(engagements=one.metric, enquiries=one.outcome)
    upside_down = rows.select(pl.all().reverse())
    assert together(upside_down, "engagements", "enquiries") == judged(one)
