"""How often each judgement is right, in short form; and that each of its guards is needed."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from data_pipeline.analysis import changes, delays
from tests.calibration.checks import (
    CHECKS,
    Check,
    Measured,
    delays_looked_for,
    false_links,
)

SHORT = 150


def failing(measured: list[Measured]) -> list[str]:
    return [
        f"{one.check}, {one.case}: {one.share:.1%} of {one.businesses}"
        for one in measured
        if not one.holds
    ]


LONG = ("campaigns", "campaigns found", "experiments promised", "returns")


@pytest.mark.parametrize(
    "check",
    [
        pytest.param(check, id=name, marks=[pytest.mark.slow] if name in LONG else [])
        for name, check in CHECKS.items()
    ],
)
def test_a_judgement_is_right_as_often_as_it_claims(check: Check):
    assert failing(check(SHORT)) == []


# Not stand-ins for what is tested, but the mistakes the checks are there to notice.
def season_left_in(values: np.ndarray, seasons: np.ndarray) -> np.ndarray:
    return values - values.mean()


def every_row_taken_for_news(a: np.ndarray, b: np.ndarray, places: np.ndarray) -> float:
    return 1.0


def looking_often_costs_nothing(p: float, looked_at: int) -> float:
    return p


def lines_instead_of_changes(values: np.ndarray) -> np.ndarray:
    return changes.logs(values)


@pytest.mark.parametrize(
    ("module", "guard", "broken", "check"),
    [
        (changes, "season_out", season_left_in, false_links),
        (changes, "effective_share", every_row_taken_for_news, false_links),
        (delays, "corrected", looking_often_costs_nothing, delays_looked_for),
        (changes, "changes", lines_instead_of_changes, false_links),
    ],
    ids=["no month effects", "no effective size", "no delay correction", "trend left in"],
)
def test_without_one_of_its_guards_it_is_gullible(
    monkeypatch: pytest.MonkeyPatch,
    module: Any,
    guard: str,
    broken: Callable[..., Any],
    check: Check,
):
    monkeypatch.setattr(module, guard, broken)
    measured = check(SHORT)
    assert any(
        one.check == "a link claimed where there is none" and not one.holds for one in measured
    )
