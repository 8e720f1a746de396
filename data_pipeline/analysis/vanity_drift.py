"""Did the audience run ahead of what it is for? A year's growth of both, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from scipy.special import betaincinv

from data_pipeline.analysis.timeline import Timeline
from data_pipeline.analysis.verdict import LEVEL

AVERAGED = 3


@dataclass(frozen=True)
class VanityDrift:
    """audience, outcome: growth in a year, as shares. interval: the outcome's, where it is counted;
    None where chance has no known size, as of money."""

    audience: float
    outcome: float
    interval: tuple[float, float] | None

    @property
    def tells(self) -> str:
        """“ahead” where the audience grew faster than the outcome can have, “behind” where slower;
        empty where that cannot be told."""
        if self.interval is None:
            return ""
        low, high = self.interval
        return "ahead" if self.audience > high else "behind" if self.audience < low else ""


def vanity_drift(
    audience: Mapping[date, float], outcome: Mapping[date, float], *, counted: bool
) -> VanityDrift | None:
    """mean of the last 3 months ÷ mean of the same 3 a year before − 1, of both.

    audience, outcome: complete months by their first day. The interval is that of a ratio of two
    Poisson counts a and b: θ/(1 + θ) within Clopper and Pearson's (1934) limits of a in a + b; it
    knows the chance of counts and no other. Minimum data: those six months of both (None without).
    """
    shared = sorted(set(audience) & set(outcome))
    if not shared:
        return None
    end = Timeline("month", shared[-1], 1)
    now = [end.date_of(-back) for back in range(AVERAGED)]
    then = [end.date_of(-back - 12) for back in range(AVERAGED)]
    if not set(now + then) <= set(shared):
        return None
    a, b = (sum(outcome[month] for month in months) for months in (now, then))
    followed, before = (sum(audience[month] for month in months) for months in (now, then))
    if b <= 0 or before <= 0 or a < 0:
        return None
    return VanityDrift(followed / before - 1, a / b - 1, _limits(a, b) if counted else None)


def _limits(a: float, b: float) -> tuple[float, float]:
    """Of a/b − 1."""
    tail = (1 - LEVEL) / 2
    low = float(betaincinv(a, b + 1, tail)) if a else 0.0
    high = float(betaincinv(a + 1, b, 1 - tail))
    return low / (1 - low) - 1, high / (1 - high) - 1
