"""Judgements on figures, held against cases whose truth is known."""

from collections.abc import Callable
from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_pipeline.analysis.index_lines import indexed
from data_pipeline.analysis.share_gap import share_gap
from data_pipeline.analysis.usual_range import FEWEST_MONTHS, usual_range

Draw = Callable[[np.random.Generator, int], np.ndarray]
SEASON = 0.15 * np.sin(2 * np.pi * np.arange(60) / 12)
NOTHING_CHANGED: dict[str, Draw] = {
    "many calls": lambda dice, months: dice.poisson(90, months),
    "few accounts": lambda dice, months: dice.poisson(14, months),
    "revenue": lambda dice, months: 50_000 * np.exp(dice.normal(0, 0.2, months)),
    "steady growth": lambda dice, months: np.exp(
        4 + 0.01 * np.arange(months) + dice.normal(0, 0.15, months)
    ),
}


def marked(draw: Draw, months: int, times: int = 3_000) -> float:
    """How often the last of so many months is called unusual."""
    dice, unusual = np.random.default_rng(7), 0
    for _ in range(times):
        *earlier, last = draw(dice, months + 1).tolist()
        usual = usual_range(earlier, range(months), months)
        assert usual is not None
        unusual += usual.tells(last) != "within"
    return unusual / times


@pytest.mark.parametrize("months", [12, 23, 24, 35, 47])
@pytest.mark.parametrize("kind", NOTHING_CHANGED)
def test_a_month_like_the_others_is_marked_about_once_in_twenty(kind, months):
    assert 0.03 <= marked(NOTHING_CHANGED[kind], months) <= 0.07


@pytest.mark.parametrize("months", [24, 36, 48])
def test_a_season_is_not_taken_for_something_unusual(months):
    def seasonal(dice: np.random.Generator, count: int) -> np.ndarray:
        return np.exp(5 + SEASON[:count] + dice.normal(0, 0.1, count))

    assert 0.03 <= marked(seasonal, months) <= 0.07


def test_a_doubled_month_is_seen():
    def doubled(dice: np.random.Generator, count: int) -> np.ndarray:
        calls = dice.poisson(90, count)
        calls[-1] = dice.poisson(180)
        return calls

    assert marked(doubled, 24, times=500) > 0.95


def test_a_year_of_months_is_needed_and_missing_ones_do_not_count():
    year = [10.0, 12, 11, 9, 10, 12, 11, 9, 10, 12, 11, 9]
    assert len(year) == FEWEST_MONTHS
    assert usual_range(year, range(12), 12) is not None
    assert usual_range([*year[:11], None], range(12), 12) is None


@given(st.lists(st.floats(0, 1e6), min_size=12, max_size=48))
def test_a_range_is_never_below_nought_and_holds_what_it_expects(figures):
    usual = usual_range(figures, range(len(figures)), len(figures))
    assert usual is not None
    assert 0 <= usual.low <= usual.expected <= usual.high


@given(st.lists(st.floats(0, 1e6), min_size=12, max_size=24), st.floats(0, 1e6))
def test_a_later_month_does_not_change_what_an_earlier_one_was_held_against(figures, later):
    at = len(figures)
    alone = usual_range(figures, range(at), at)
    assert usual_range([*figures, later], [*range(at), at], at) == alone


# Index


def months(*values: float | None, complete: bool = True) -> pl.DataFrame:
    days = [date(2025 + place // 12, place % 12 + 1, 1) for place in range(len(values))]
    return pl.DataFrame(
        {"month": days, "value": values, "complete": [complete] * len(values)},
        schema={"month": pl.Date, "value": pl.Float64, "complete": pl.Boolean},
    )


def line(index: object, series: str) -> list[float | None]:
    return index.lines.filter(series=series)["value"].to_list()  # type: ignore[attr-defined]


def test_an_index_begins_at_the_average_of_three_months():
    made = indexed({"followers": months(10, 20, 30, 40), "calls": months(5, 5, 5, 5)})
    assert made is not None
    assert line(made, "followers") == [50, 75, 100, 150]  # averages of up to three months
    assert line(made, "calls") == [100, 100, 100, 100]


def test_a_month_that_is_not_known_is_a_gap_and_is_in_no_average():
    made = indexed({"calls": months(10, 10, 10, None, 40)})
    assert made is not None
    assert line(made, "calls") == [100, 100, 100, None, 250]


def test_a_month_that_is_not_complete_makes_no_point():
    figures = pl.concat([months(10, 10, 10), months(1, 1, 1, 1, complete=False).tail(1)])
    made = indexed({"calls": figures})
    assert made is not None
    assert line(made, "calls") == [100, 100, 100, None]


def test_without_three_months_that_all_series_share_there_is_no_index():
    assert indexed({"followers": months(10, 20, None, 30), "calls": months(5, None, 5, 5)}) is None
    assert indexed({}) is None


@given(
    st.lists(st.floats(1, 1e6), min_size=3, max_size=36),
    st.floats(0.01, 100),
)
def test_an_index_does_not_depend_on_the_size_of_what_it_measures(figures, times):
    small = indexed({"calls": months(*figures)})
    large = indexed({"calls": months(*(one * times for one in figures))})
    assert small is not None
    assert large is not None
    assert line(large, "calls") == pytest.approx(line(small, "calls"))


# Share gap

CHANNELS = ("instagram", "linkedin", "email", "referral")
COUNTS = st.dictionaries(st.sampled_from(CHANNELS), st.integers(0, 500), min_size=1)


@given(COUNTS, COUNTS, st.integers(0, 300), st.data())
def test_whatever_the_unknown_are_every_share_lies_within_its_bounds(
    followers, known, unknown, data
):
    gap = share_gap(followers, {**known, "unknown": unknown})
    shares = {one.channel: one for one in gap.shares}
    dealt = [data.draw(st.sampled_from(sorted(shares))) for _ in range(min(unknown, 40))]
    rest = unknown - len(dealt)
    dealt_out = {channel: known.get(channel, 0) + dealt.count(channel) for channel in shares}
    dealt_out[next(iter(shares))] += rest
    total = sum(dealt_out.values())
    for channel, count in dealt_out.items():
        one = shares[channel]
        if total:
            assert one.low is not None
            assert one.high is not None
            assert one.low - 1e-9 <= count / total <= one.high + 1e-9


@given(COUNTS, COUNTS)
def test_known_shares_add_up_to_one(followers, known):
    gap = share_gap(followers, known)
    if gap.known:
        assert sum(one.outcome_share or 0 for one in gap.shares) == pytest.approx(1)
    if sum(followers.values()):
        assert sum(one.followers_share or 0 for one in gap.shares) == pytest.approx(1)


def test_a_channel_without_a_known_total_has_no_share_of_followers_rather_than_none_of_them():
    gap = share_gap({"instagram": 100}, {"email": 3, "unknown": 1})
    email = next(one for one in gap.shares if one.channel == "email")
    assert email.followers_share is None
    assert (email.outcome_share, email.low, email.high) == (1, 0.75, 1)
    assert gap.unknown_share == 0.25
