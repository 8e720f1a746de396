"""A figure that stays at another level is told; growth, bursts and chance are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_pipeline.analysis.level_shifts import Shift, level_shifts


def test_a_figure_that_stays_three_times_as_high_is_told_once_with_both_levels():
    months = [100.0, 110, 90, 100, 105, 95, 300, 310, 290, 300, 320, 280, 300]
    assert level_shifts(months) == [Shift(6, 100.0, 300.0)]


def test_a_fall_is_told_as_a_rise_is():
    assert level_shifts([300.0] * 6 + [100.0] * 6) == [Shift(6, 300.0, 100.0)]


def test_months_that_are_not_known_neither_help_nor_hinder():
    months = [100.0, None, 110, 90, 100, None, None, 300, 290, None, 310, 300]
    assert level_shifts(months) == [Shift(7, 100.0, 300.0)]


def test_a_figure_that_falls_to_nothing_is_left_to_the_calendar_of_exports():
    assert level_shifts([100.0] * 6 + [0.0] * 6) == []


@pytest.mark.parametrize("months", [[10.0] * 3 + [30.0] * 9, [100.0] * 9 + [300.0] * 3])
def test_too_few_months_on_one_side_say_nothing(months: list[float]):
    assert level_shifts(months) == []


def test_a_burst_of_three_months_is_no_new_level():
    assert level_shifts([100.0] * 8 + [400.0] * 3 + [100.0] * 8) == []


@given(st.floats(20, 1e6), st.floats(1.0, 1.49), st.integers(8, 48))
def test_steady_growth_is_never_a_shift(first: float, growth: float, number: int):
    assert level_shifts([first * growth**month for month in range(number)]) == []


@given(st.lists(st.floats(100, 149) | st.none(), max_size=48))
def test_levels_within_half_again_are_never_a_shift(months: list[float | None]):
    assert level_shifts(months) == []


@given(
    st.lists(st.floats(20, 1e6) | st.none(), max_size=48), st.integers(1, 10).map(lambda n: 2**n)
)
def test_the_unit_does_not_matter(months: list[float | None], unit: int):
    larger = [None if value is None else value * unit for value in months]
    assert [one.at for one in level_shifts(larger)] == [one.at for one in level_shifts(months)]
