"""What happened after a campaign, and where a year will end: ranges that hold, and refusals."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from data_pipeline.analysis.campaign import Campaign, campaign
from data_pipeline.analysis.expected import (
    Rows,
    design_of,
    drawn,
    expected_mean,
    fitted,
    shapes,
    whitened,
)
from data_pipeline.analysis.pace import pace
from tests.calibration.businesses import growth, noise, outcomes, season, walk
from tests.calibration.checks import frame
from tests.test_judge_together import BANNED


def calls(before: int, during: int = 3, effect: float = 0.0, seed: int = 4) -> pl.DataFrame:
    dice = np.random.default_rng(seed)
    months = before + during
    logs = growth(dice, months) + noise(dice, months, 0.05)
    logs[before:] += effect
    return frame(calls=(500 * np.exp(logs)).round())


def judged(rows: pl.DataFrame, during: int = 3, **options: object) -> Campaign:
    days = rows["date"].to_list()
    return campaign(rows, "calls", days[-during], days[-1], **options)  # type: ignore[arg-type]


# -- answers --------------------------------------------------------------------------------------


def test_a_clear_lift_is_told_with_its_range_and_its_total():
    verdict = judged(calls(36, effect=0.4))
    assert verdict.verdict == "clear lift"
    assert verdict.interval is not None
    assert verdict.interval[0] < np.expm1(0.4) < verdict.interval[1]
    assert verdict.total_effect is not None
    assert f"about {verdict.total_effect.absolute:,.0f} extra in all" in verdict.words
    assert verdict.words.startswith("calls in Jan 2024 to Mar 2024: ")
    assert "From 36 months before." in verdict.words


def test_a_fall_that_added_up_may_be_none_is_not_clear():
    before = np.exp(np.random.default_rng(3).normal(3.5, 0.2, 36)).round()
    one_good_one_bad = frame(calls=np.append(before, [44.0, 12.0]))
    verdict = judged(one_good_one_bad, 2)
    assert verdict.total_effect is not None
    low, high = verdict.total_effect.absolute_interval
    assert low < 0 < high
    assert verdict.interval is not None
    assert verdict.interval[1] < 0
    assert verdict.verdict == "likely fall"
    assert "though perhaps none" in verdict.words


def test_a_fall_is_told_as_one():
    verdict = judged(calls(36, effect=-0.5))
    assert verdict.verdict == "clear fall"
    assert "fewer in all" in verdict.words


def test_nothing_is_told_as_nothing_with_what_could_not_have_been_seen():
    verdict = judged(calls(36))
    assert verdict.verdict == "no clear change"
    assert verdict.smallest_visible is not None
    assert "could not have been seen" in verdict.words


def test_quiet_windows_before_are_judged_the_same_way():
    verdict = judged(calls(36, effect=0.4))
    assert verdict.placebos is not None
    assert verdict.placebos.windows == 36 - 12 - 3 + 1
    assert verdict.placebo_share == verdict.placebos.cried / verdict.placebos.windows
    assert f"of {verdict.placebos.windows} quiet periods" in verdict.words


def test_within_two_years_a_lift_is_never_clear_as_it_may_be_the_season():
    verdict = judged(calls(20, effect=0.6))
    assert verdict.verdict == "likely lift"
    assert verdict.notes[0].startswith("With less than two years before it")


def test_a_yearly_peak_is_not_credited_to_the_campaign_in_it():
    dice = np.random.default_rng(3)
    logs = growth(dice, 36) + season(dice, 36) + noise(dice, 36, 0.04)
    rows = frame(calls=(500 * np.exp(logs)).round())
    peak = campaign(rows, "calls", date(2023, 11, 1), date(2023, 12, 31))
    assert peak.verdict == "no clear change"


def test_a_comparison_line_tells_a_small_effect():
    dice = np.random.default_rng(6)
    market = 100 + 5 * walk(dice, 60, 1.0)
    sales = 1.2 * market + dice.normal(0, 1, 60)
    sales[45:] += 6
    rows = frame("week", calls=sales, market=market)
    alone = judged(rows, 12)
    beside = judged(rows, 15, compare=["market"], scale="original", trend=False)
    assert beside.average_effect is not None
    low, high = beside.average_effect.absolute_interval
    assert low < 6 < high
    assert high - low < 4
    assert alone.verdict in ("no clear change", "refused")
    assert beside.tight is not None
    assert "could not touch" in beside.notes[0]


def test_the_total_of_plain_amounts_is_their_average_times_the_rows():
    verdict = judged(calls(36, effect=0.2), scale="original")
    assert verdict.average_effect is not None
    assert verdict.total_effect is not None
    assert verdict.total_effect.absolute == pytest.approx(3 * verdict.average_effect.absolute)


def test_the_same_figures_get_the_same_answer_to_the_last_bit():
    assert judged(calls(24, effect=0.1)) == judged(calls(24, effect=0.1))


def test_a_day_missing_from_the_window_or_before_is_left_out_with_its_reason():
    rows = calls(36, effect=0.4).with_columns(
        calls=pl.when(pl.int_range(pl.len()).is_in([7, 37])).then(None).otherwise("calls")
    )
    verdict = judged(rows)
    assert verdict.rows_used == 37
    assert [(left.rows, left.reason) for left in verdict.rows_left_out] == [
        (2, "a month in which not everything is known")
    ]


def test_rows_after_the_window_are_not_looked_at():
    rows = calls(36, effect=0.4)
    days = rows["date"].to_list()
    early = campaign(rows, "calls", days[30], days[32])
    without = campaign(rows[:33], "calls", days[30], days[32])
    assert early.interval == without.interval
    assert (6, "after the window") in [(left.rows, left.reason) for left in early.rows_left_out]


# -- refusals -------------------------------------------------------------------------------------


def refusal(verdict: Campaign) -> str:
    assert verdict.verdict == "refused"
    assert verdict.estimate is None
    assert verdict.refused_because
    return verdict.refused_because


def test_too_few_months_before_are_refused():
    words = refusal(judged(calls(7)))
    assert words.startswith("Only 7 months before the campaign: any answer would be a guess.")
    assert "5 more" in words
    assert refusal(judged(calls(0, 2), 2)).startswith("Not one whole month before the campaign: ")
    assert refusal(judged(calls(1, 2), 2)).startswith("Only 1 month before the campaign: ")


def test_a_window_longer_than_a_quarter_of_what_went_before_is_refused():
    assert "no more than 3 can be told" in refusal(judged(calls(12, 4), 4))
    assert "no more than 6 can be told" in refusal(judged(calls(48, 7), 7))


def test_two_things_at_once_cannot_be_told_apart():
    words = refusal(judged(calls(36, effect=0.4), overlapping=["A price cut"]))
    assert words.startswith("A price cut happened at the same time")


def test_a_month_never_seen_before_may_simply_be_that_month():
    rows = calls(15, 2).with_columns(
        calls=pl.when(pl.col("date").dt.month() == 4).then(None).otherwise("calls")
    )
    seen_again = rows.with_columns(
        calls=pl.when(pl.col("date") == date(2022, 4, 1)).then(700.0).otherwise("calls")
    )
    assert "April may simply be April" in refusal(judged(seen_again, 2))


def test_an_empty_window_is_refused():
    rows = calls(36)
    verdict = campaign(rows, "calls", date(2030, 1, 1), date(2030, 2, 28))
    assert "There are no figures in the window." in refusal(verdict)


def test_comparison_lines_that_say_the_same_are_refused():
    rows = calls(36).with_columns(one=pl.int_range(pl.len()) * 3.0 + 5)
    twice = rows.with_columns(two=pl.col("one") * 2)
    verdict = judged(twice, compare=["one", "two"], scale="original", trend=False)
    assert "say the same" in refusal(verdict)


@pytest.mark.parametrize("trend", [True, False])
def test_more_comparison_lines_than_the_months_before_carry_are_refused(trend: bool):
    dice = np.random.default_rng(8)
    names = [f"market_{place}" for place in range(6)]
    rows = calls(13).with_columns(**{name: 100 + dice.normal(0, 5, 16) for name in names})
    verdict = judged(rows, compare=names, trend=trend)
    assert "6 comparison lines are too many for 13 months." in refusal(verdict)


def test_no_word_claims_more_than_was_seen():
    for effect in (-0.5, 0.0, 0.15, 0.5):
        said = judged(calls(36, effect=effect)).words.casefold()
        assert not [word for word in BANNED if word in said]


# -- the engine -----------------------------------------------------------------------------------


def test_drawn_paths_have_the_exact_mixtures_mean():
    dice = np.random.default_rng(8)
    places = np.arange(33)
    y = growth(dice, 33) + noise(dice, 33)
    rows = Rows(y, design_of(places, trend=True), places, places % 12)
    white = whitened(rows, shapes(season=True, slopes=True))
    fit = fitted(white, 30)
    exact = expected_mean(white, fit, 33)
    means = drawn(white, fit, 33, 20_000).mean(axis=1)
    for share in (0.05, 0.5, 0.95):
        assert np.quantile(means, share) == pytest.approx(exact.quantile(share), abs=0.01)


def test_a_gap_takes_its_time():
    places = np.array([0, 1, 2, 3, 10, 11])
    assert design_of(places, trend=True)[:, 1].tolist() == pytest.approx(
        ((places - places.mean()) / places.std()).tolist()
    )


# -- targets --------------------------------------------------------------------------------------


def test_nine_in_ten_years_end_within_their_range():
    within: list[bool] = []
    for seed in range(60):
        dice = np.random.default_rng(seed)
        months = outcomes(dice, growth(dice, 36) + noise(dice, 36, 0.08))
        told = pace(
            months[:30], np.arange(36) % 12, 6, so_far=float(months[24:30].sum()), target=1.0
        )
        assert told.low is not None
        assert told.high is not None
        within.append(told.low <= float(months[24:].sum()) <= told.high)
    assert 0.80 <= np.mean(within) <= 0.99


def test_a_stock_ends_where_its_last_month_does_and_a_target_is_a_share_of_futures():
    followers = (
        1000 * np.power(1.02, np.arange(24.0)) * np.exp(noise(np.random.default_rng(1), 24, 0.01))
    )
    told = pace(followers, np.arange(27) % 12, 3, so_far=followers[-1], target=1e9, kind="stock")
    assert told.expected == pytest.approx(1000 * 1.02**26, rel=0.1)
    assert told.reaches == 0


def test_a_range_needs_a_year_of_months():
    told = pace(np.full(9, 10.0), np.arange(12), 3, so_far=90.0, target=120.0)
    assert told.low is None
    assert told.refused_because == (
        "We need 12 months to tell a range; there are 9. 3 more are needed."
    )
