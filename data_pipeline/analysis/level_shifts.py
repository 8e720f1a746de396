"""A figure that stays at another level from one month on: something happened, or a platform began
to count differently. The reader is asked, not told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

APART = 1.5  # every month after is this many times every month before, or as much below
WINDOW = 6  # months on each side
FEWEST = 4  # known months on each side without which nothing is said
LEAST = 20.0  # below this, levels are chance


@dataclass(frozen=True)
class Shift:
    """The place of the first month at the new level, and the medians before and from it on."""

    at: int
    before: float
    after: float


def level_shifts(months: Sequence[float | None]) -> list[Shift]:
    """Places where the six known months from there on all lie apart from the six before.

    Growth is no shift: the lowest month after must be 1.5 times the highest before, or the other
    way round. Of places in a row the one with the widest gap stands. None is an unknown month.
    """
    found: list[tuple[float, Shift]] = []
    for at in range(1, len(months)):
        before, after = _known(months[:at][::-1]), _known(months[at:])
        apart = _apart(before, after)
        if months[at] is None or apart < APART:
            continue
        one = Shift(at, median(before), median(after))
        if found and at - found[-1][1].at < WINDOW:
            if apart > found[-1][0]:
                found[-1] = (apart, one)
        else:
            found.append((apart, one))
    return [shift for _, shift in found]


def _known(months: Sequence[float | None]) -> list[float]:
    return [value for value in months if value is not None][:WINDOW]


def _apart(before: Sequence[float], after: Sequence[float]) -> float:
    """How many times the one side's lowest month is the other's highest; 0 where it can't be."""
    if min(len(before), len(after)) < FEWEST or max(*before, *after) < LEAST:
        return 0.0
    upward = min(after) / max(before) if max(before) > 0 else 0.0
    downward = min(before) / max(after) if max(after) > 0 else 0.0
    return max(upward, downward)
