"""How long until the figures could tell: the months after which a worthwhile link would be seen."""

from dataclasses import dataclass

import numpy as np

from data_pipeline.analysis.changes import Link, smallest_correlation
from data_pipeline.analysis.delays import FEWEST_FREEDOM
from data_pipeline.analysis.elasticity import of_tenth

LONGEST = 240  # months; after twenty years the business is another one


@dataclass(frozen=True)
class TimeToKnow:
    """months: how many there must be in all; more: how many are still to come. Both None where no
    patience helps, and an experiment is the way."""

    months: int | None
    more: int | None
    words: str


def time_to_know(one: Link, months: int, worthwhile: float) -> TimeToKnow:
    """The first length at which a link of `worthwhile` would be seen four times in five.

    worthwhile: the share of the outcome for a tenth more of the metric, such as 0.05. A link of
    elasticity e has the correlation r = |e|·s_a / √(e²·s_a² + s_b²·(1 − r̂²)), s_a and s_b the
    spreads of the changes seen; it is visible once r ≥ (t.975 + t.80)/√(df + (…)²), with df
    growing with the months at the share of new rows seen so far. Units: months (rows).
    Minimum data: a Link, which has its own.
    """
    r, new = correlation_of(one, worthwhile), share_new(one)
    for length in range(len(one.places) + 1, LONGEST):
        freedom = (length - 2 - one.averages) * new
        if freedom >= FEWEST_FREEDOM and smallest_correlation(freedom) <= r:
            needed, more = max(length, months), max(0, length - months)
            return TimeToKnow(needed, more, _words(more))
    return TimeToKnow(None, None, "No number of months will tell; a planned on/off test can.")


def correlation_of(one: Link, worthwhile: float) -> float:
    """The correlation that a link of this size would have, at the ups and downs seen."""
    noise = float(np.std(one.outcome)) * float(np.sqrt(1 - one.correlation**2))
    signal = abs(of_tenth(worthwhile)) * float(np.std(one.metric))
    return signal / float(np.hypot(signal, noise))


def share_new(one: Link) -> float:
    """How much of what a month more could tell it does tell, persistence being what it is."""
    return one.freedom / (len(one.places) - 1 - one.averages)


def _words(more: int) -> str:
    if more == 0:
        return "There are months enough to see a link of this size four times in five."
    months = "month" if more == 1 else "months"
    return f"{more} more {months} and a link of this size would be seen four times in five."
