"""How alike two growing lines look that have nothing to do with each other, as measured."""

from functools import cache

import numpy as np

from data_pipeline.analysis.error_rates import error_rates

LOOK_ALIKE = "unrelated lines match beyond chance"


def look_alike(months: int) -> float | None:
    """The share of businesses without any link whose bare lines match beyond chance all the same.

    Measured on 8 kinds of simulated growing business by `task calibrate`: Pearson's correlation of
    the two lines as they are, two-sided p below 0.05. Between the lengths measured the share lies
    on a straight line; above the longest it is the longest's. Minimum data: 12 months (None below).
    """
    measured = _measured()
    if months < min(measured):
        return None
    return float(np.interp(months, list(measured), list(measured.values())))


def in_ten(share: float) -> str:
    """“9 in 10”, “nearly all”: a share as people say it, before what it is a share of."""
    tenths = round(10 * share)
    return "nearly all" if tenths == 10 else f"{tenths} in 10"


@cache
def _measured() -> dict[int, float]:
    """By months, the fewest first."""
    shares = {
        int(one.case.split()[0]): one.share for one in error_rates() if one.check == LOOK_ALIKE
    }
    return dict(sorted(shares.items()))
