"""Is this month unusual? Its figure against the range that its own past makes likely.

An arrow at every ±10% would fire in three of four months in which nothing happened; a month outside
this range is one in twenty.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Floats = NDArray[np.float64]

FEWEST_MONTHS = 12
MONTHS_FOR_A_SEASON = 24
_TOO_SMALL = 0.5  # keeps a month without any out of the logarithm's way


@dataclass(frozen=True)
class UsualRange:
    """Where a month's figure lies in 95 of 100 cases if it is like the months before."""

    low: float
    high: float
    expected: float
    months: int

    def tells(self, value: float) -> str:
        """“above”, “below” or “within” the range."""
        if value > self.high:
            return "above"
        return "below" if value < self.low else "within"


def usual_range(
    earlier: Sequence[float | None], month_numbers: Sequence[int], at: int, *, level: float = 0.95
) -> UsualRange | None:
    """The prediction interval for month `at`, or None with fewer than 12 known earlier months.

    earlier: figures of complete months, None where not known; month_numbers: their place in time
    (year × 12 + month). Log-linear trend by least squares, with one yearly sine and cosine from 24
    months on: log(y + ½) = a + b·t + c·cos(2πt/12) + d·sin(2πt/12); the interval is
    ŷ ± t(n − p) · s · √(1 + x'(X'X)⁻¹x), taken back from the logarithm (Draper and Smith, Applied
    Regression Analysis, 3rd ed., section 3.1). The share of months marked when nothing changes is
    held between 3 and 7 in 100 by the tests.
    """
    known = [
        (number, value)
        for number, value in zip(month_numbers, earlier, strict=True)
        if value is not None and value >= 0 and number < at
    ]
    if len(known) < FEWEST_MONTHS:
        return None
    times = np.array([number for number, _ in known], dtype=float)
    logs = np.log(np.array([value for _, value in known], dtype=float) + _TOO_SMALL)
    design = _design(times - at, len(known))
    here = _design(np.array([0.0]), len(known))
    solved = np.linalg.lstsq(design, logs, rcond=None)[0]
    fitted: Floats = np.asarray(solved, np.float64)
    freedom = float(len(known) - design.shape[1])
    spread = float(np.sum((logs - design @ fitted) ** 2)) / freedom
    unexplained: Floats = np.asarray(np.linalg.inv(design.T @ design), np.float64)
    leverage = float((here @ unexplained @ here.T)[0, 0])
    middle = float((here @ fitted)[0])
    reach = float(stdtrit(freedom, 0.5 + level / 2)) * float(np.sqrt(spread * (1 + leverage)))
    low, expected, high = np.exp([middle - reach, middle, middle + reach]) - _TOO_SMALL
    return UsualRange(max(0.0, float(low)), float(high), max(0.0, float(expected)), len(known))


def _design(times: Floats, known: int) -> Floats:
    columns = [np.ones_like(times), times]
    if known >= MONTHS_FOR_A_SEASON:
        turn = 2 * np.pi * times / 12
        columns += [np.cos(turn), np.sin(turn)]
    return np.column_stack(columns)
