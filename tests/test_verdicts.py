"""What stands behind a verdict's words: the changes it rests on, and several told at once."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import binomtest

from data_pipeline.analysis.changes import changes, link
from data_pipeline.analysis.delays import stand_together
from data_pipeline.analysis.elasticity import per_tenth
from data_pipeline.analysis.look_alike import in_ten, look_alike
from data_pipeline.analysis.timeline import timeline
from data_pipeline.analysis.together import Together, together
from data_pipeline.analysis.vanity_drift import vanity_drift
from tests.calibration.businesses import SEASONED, Business, linked
from tests.calibration.checks import frame


def judged(months: int, *, gap: int | None = None) -> tuple[Business, Together]:
    dice = np.random.default_rng(3)
    business = linked(SEASONED["season and growth"], dice, months, 1.0, 1)
    if gap is not None:
        business.metric[gap] = np.nan
    rows = frame(engagements=business.metric, enquiries=business.outcome)
    return business, together(rows, "engagements", "enquiries")


# -- the picture is the method's own --------------------------------------------------------------


def test_the_changes_drawn_are_the_very_changes_compared():
    business, verdict = judged(48, gap=20)
    days = frame(engagements=business.metric, enquiries=business.outcome)["date"].to_list()
    seasons = timeline(days).seasons
    one = link(changes(business.metric), changes(business.outcome), seasons, 1)
    assert verdict.compared
    assert one
    drawn = verdict.compared
    assert [each.metric for each in drawn.changes] == one.metric.tolist()
    assert [each.outcome for each in drawn.changes] == one.outcome.tolist()
    a, b = (np.array([getattr(each, side) for each in drawn.changes]) for side in SIDES)
    assert float(a @ b / (a @ a)) == pytest.approx(verdict.estimate, rel=1e-12)


SIDES = ("metric", "outcome")


def test_each_change_is_named_by_both_its_months():
    _, verdict = judged(48)
    assert verdict.compared
    assert verdict.compared.delay == verdict.delay == 1
    assert (verdict.compared.changes[0].earlier, verdict.compared.changes[0].place) == (
        "Feb 2021",
        "Mar 2021",
    )
    months = [each.place for each in verdict.compared.changes]
    assert len(set(months)) == len(months) == verdict.rows_used


def test_a_month_pulled_in_is_marked():
    business, _ = judged(48)
    business.metric[30] *= 20
    verdict = together(
        frame(engagements=business.metric, enquiries=business.outcome), "engagements", "enquiries"
    )
    assert verdict.compared
    marked = {each.place for each in verdict.compared.changes if each.pulled_in}
    assert marked == set(verdict.pulled_in)
    assert marked


def test_what_could_not_have_been_seen_is_where_power_reaches_four_in_five():
    """At the elasticity named, the correlation is the smallest that would be seen."""
    business, verdict = judged(48)
    seasons = np.arange(48) % 12
    one = link(changes(business.metric), changes(business.outcome), seasons, 1)
    assert one
    assert verdict.compared
    noise = float(one.outcome @ one.outcome) * (1 - one.correlation**2)
    signal = one.smallest_slope**2 * float(one.metric @ one.metric)
    assert np.sqrt(signal / (signal + noise)) == pytest.approx(one.smallest_visible, rel=1e-9)
    assert verdict.compared.smallest_visible == per_tenth(one.smallest_slope)


def test_the_single_changes_stay_out_of_the_json():
    _, verdict = judged(48)
    assert {"compared", "claim", "to_know"}.isdisjoint(verdict.as_json())
    assert verdict.words.startswith(verdict.claim)


@pytest.mark.parametrize(("months", "more"), [(12, 12), (23, 1)])
def test_a_refusal_for_want_of_months_says_how_many_are_wanted(months: int, more: int):
    _, verdict = judged(months)
    assert verdict.compared is None
    assert verdict.to_know
    assert verdict.to_know.more == more


def test_a_refusal_that_time_does_not_mend_promises_nothing():
    dice = np.random.default_rng(3)
    business = linked(SEASONED["season and growth"], dice, 36, 1.0)
    rows = frame(engagements=business.metric, enquiries=business.outcome / 100)
    verdict = together(rows, "engagements", "enquiries")
    assert verdict.verdict == "refused"
    assert verdict.to_know is None


# -- several told at once -------------------------------------------------------------------------


def test_of_many_looked_at_only_the_surest_stand():
    assert stand_together([0.04]) == [True]
    assert stand_together([0.04, 0.5, 0.9]) == [False, False, False]
    assert stand_together([0.002, *[0.5] * 8]) == [True, *[False] * 8]
    assert stand_together([]) == []


def test_by_accident_any_stands_in_at_most_one_of_ten():
    dice = np.random.default_rng(5)
    pages = [any(stand_together(list(dice.uniform(0, 1, 9)))) for _ in range(4000)]
    assert 0.08 < float(np.mean(pages)) < 0.12


# -- lines that look alike ------------------------------------------------------------------------


def test_the_longer_two_lines_grow_the_more_alike_they_look():
    shares = [look_alike(months) for months in range(12, 72)]
    known = [share for share in shares if share is not None]
    assert len(known) == len(shares)
    assert all(one <= other for one, other in pairwise(known))
    assert known[0] == pytest.approx(0.5, abs=0.05)
    assert known[24] == pytest.approx(0.88, abs=0.05)


def test_of_a_history_shorter_than_measured_nothing_is_said():
    assert look_alike(11) is None


def test_a_share_is_told_as_people_tell_it():
    assert [in_ten(share) for share in (0.5, 0.88, 0.97)] == ["5 in 10", "9 in 10", "nearly all"]


# -- whether the audience ran ahead ---------------------------------------------------------------


def months(values: list[float], first: int = 2024) -> dict[date, float]:
    return {
        date(first + place // 12, place % 12 + 1, 1): value for place, value in enumerate(values)
    }


def test_followers_that_grew_faster_than_chance_could_explain_ran_ahead():
    followers = months([1000.0 + 50 * place for place in range(15)])
    enquiries = months([40.0] * 15)
    drift = vanity_drift(followers, enquiries, counted=True)
    assert drift
    assert drift.audience == pytest.approx((1600 + 1650 + 1700) / (1000 + 1050 + 1100) - 1)
    assert drift.outcome == 0
    assert drift.interval
    assert drift.interval[0] < 0 < drift.interval[1]
    assert drift.tells == "ahead"


def test_its_interval_is_clopper_and_pearsons():
    drift = vanity_drift(months([1.0] * 15), months([12.0] * 12 + [20.0] * 3), counted=True)
    assert drift
    exact = binomtest(60, 96).proportion_ci(0.9, method="exact")
    assert drift.interval == pytest.approx(
        (exact.low / (1 - exact.low) - 1, exact.high / (1 - exact.high) - 1), rel=1e-9
    )


def test_money_has_no_chance_of_a_known_size():
    drift = vanity_drift(months([1.0] * 15), months([900.0] * 15), counted=False)
    assert drift
    assert (drift.interval, drift.tells) == (None, "")


def test_a_month_missing_of_the_six_leaves_it_untold():
    followers = months([1000.0] * 15)
    del followers[date(2024, 2, 1)]
    assert vanity_drift(followers, months([40.0] * 15), counted=True) is None
    assert vanity_drift({}, {}, counted=True) is None
    assert vanity_drift(months([9.0] * 14), months([9.0] * 14), counted=True) is None
