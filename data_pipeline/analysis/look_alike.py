"""How alike two growing lines look that have nothing to do with each other, as measured."""

import csv
from functools import cache
from pathlib import Path

import numpy as np

LOOK_ALIKE = "unrelated lines match beyond chance"
MEASURED = Path(__file__).with_name("measured_error_rates.csv")


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
    with MEASURED.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["check"] == LOOK_ALIKE]
    shares = {int(row["case"].split()[0]): float(row["measured"]) for row in rows}
    return dict(sorted(shares.items()))
