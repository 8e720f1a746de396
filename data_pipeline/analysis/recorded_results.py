"""What was recorded for each channel: sums, shares, and what a result cost.

The first thing to look at, before any estimate. It tells last clicks and answers given, not which
sales would not have been.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from data_pipeline.analysis.verdict import LEVEL

WORDS = "Recorded last clicks and answers, not sales that would otherwise not have been."
FEWEST_RESULTS = 1


@dataclass(frozen=True)
class Recorded:
    """share: of all results, between `low` and `high`. cost: of a result, None where nothing was
    spent or won. revenue_per_unit: revenue for each unit spent."""

    channel: str
    results: int
    share: float
    low: float
    high: float
    cost: float | None
    cost_low: float | None
    cost_high: float | None
    revenue_per_unit: float | None


def recorded_results(
    results: Mapping[str, int],
    spent: Mapping[str, float] | None = None,
    revenue: Mapping[str, float] | None = None,
    *,
    level: float = LEVEL,
) -> list[Recorded]:
    """Channels by recorded results, most first.

    share p = x/n with Wilson's interval (1927): (p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n).
    cost = spent/x, its interval from that of the share. Units: results; money of one currency.
    Minimum data: one result; an empty list without any.
    """
    total = sum(results.values())
    if total < FEWEST_RESULTS:
        return []
    told = [
        _told(
            channel, count, total, (spent or {}).get(channel), (revenue or {}).get(channel), level
        )
        for channel, count in results.items()
    ]
    return sorted(told, key=lambda one: (-one.results, one.channel))


def _told(
    channel: str,
    count: int,
    total: int,
    spent: float | None,
    revenue: float | None,
    level: float,
) -> Recorded:
    low, high = wilson(count, total, level)
    costs = [None, None, None]
    if spent:
        costs = [spent / (share * total) if share else None for share in (count / total, high, low)]
    returned = revenue / spent if spent and revenue is not None else None
    return Recorded(
        channel, count, count / total, low, high, costs[0], costs[1], costs[2], returned
    )


def wilson(count: int, total: int, level: float = LEVEL) -> tuple[float, float]:
    """The interval of a share; 0 to 1 of nothing."""
    if total == 0:
        return 0.0, 1.0
    z = float(ndtri(0.5 + level / 2))
    share, weight = count / total, 1 + z * z / total
    reach = z * float(np.sqrt(share * (1 - share) / total + z * z / (4 * total * total)))
    middle = share + z * z / (2 * total)
    return max(0.0, (middle - reach) / weight), min(1.0, (middle + reach) / weight)
