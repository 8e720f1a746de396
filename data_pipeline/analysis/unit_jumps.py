"""A month that is a tenth of its neighbours, or ten times them: perhaps another unit.

A decimal mark read the wrong way, thousands written as “1.2” or cents taken for pounds give such
months; so does a campaign. The reader is asked, not told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

TIMES = 8.0  # a tenth of a quiet month and ten times a lively one are not exactly that
NEIGHBOURS = 6  # months; a campaign of three must not become the usual
FEWEST = 3  # known neighbours without which nothing is said
LEAST = 20.0  # below this, a tenth and ten times are everyday


@dataclass(frozen=True)
class Jump:
    """The place of the month among those given, its value, and what is usual around it."""

    at: int
    value: float
    usual: float

    @property
    def times(self) -> float:
        """How many times the usual the month is; below one, a part of it."""
        return self.value / self.usual


def unit_jumps(months: Sequence[float | None]) -> list[Jump]:
    """Months about ten times, or a tenth of, the median of the six known months before; the first
    months are set against the three after them too. Of several in a row the first; None is a month
    that is not known.
    """
    found: list[Jump] = []
    last = -2
    for at, value in enumerate(months):
        jump = _jump(months, at, value)
        if jump is None:
            continue
        if at > last + 1:
            found.append(jump)
        last = at
    return found


def _jump(months: Sequence[float | None], at: int, value: float | None) -> Jump | None:
    if value is None or value <= 0:
        return None
    before, after = _known(months[:at][::-1]), _known(months[at + 1 :])
    neighbours = before if len(before) >= FEWEST else before + after[:FEWEST]
    if len(neighbours) < FEWEST:
        return None
    usual = median(neighbours)
    stands_out = usual > 0 and max(usual, value) >= LEAST and _is_far(value / usual)
    return Jump(at, value, usual) if stands_out else None


def _known(months: Sequence[float | None]) -> list[float]:
    return [value for value in months if value is not None][:NEIGHBOURS]


def _is_far(times: float) -> bool:
    return times >= TIMES or times <= 1 / TIMES
