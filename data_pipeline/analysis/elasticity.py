"""Per cent in words, and what an elasticity means for a manager."""

import math
from dataclasses import dataclass

A_TENTH_MORE = 1.1


def per_tenth(elasticity: float) -> float:
    """1.1^e − 1: what the outcome is more, as a share, with a tenth more of the metric."""
    return A_TENTH_MORE**elasticity - 1


def of_tenth(share: float) -> float:
    """The elasticity at which a tenth more of the metric goes with `share` more of the outcome."""
    return math.log1p(share) / math.log(A_TENTH_MORE)


def percent(share: float, *, signed: bool = False) -> str:
    """A share as a reader writes it: “+6%”, “0.4%”."""
    size = 100 * share
    digits = 0 if abs(size) >= 1 or round(abs(size), 1) == 0 else 1
    mark = "+" if signed and round(size, digits) > 0 else ""
    written = f"{abs(size):,.{digits}f}%"
    return f"{mark}{'−' if round(size, digits) < 0 else ''}{written}"


@dataclass(frozen=True)
class Needed:
    """How many more of the metric are needed, as shares of today's: `low` to `high`; both 0 where
    the figures support none, None (with `why_not`) where they cannot tell."""

    low: float | None
    high: float | None
    why_not: str = ""


def needed(verdict: str, interval: tuple[float, float] | None, more: float) -> Needed:
    """(1 + more)^(1/e) − 1 at both ends of the elasticity's interval.

    verdict, interval: from `together`; more: what the outcome should be more, as a share above 0.
    “nothing to see” gives 0: more of the metric was of no visible use. Only “moved together” with
    an interval above 0 gives a range; its upper end may be infinite in size, and is then None.
    """
    assert more > 0, "asked for no more of the outcome"
    if verdict == "nothing to see":
        return Needed(0.0, 0.0)
    if verdict != "moved together" or interval is None or interval[1] <= 0:
        return Needed(None, None, "The figures cannot tell how many would be needed.")
    low = _needed(more, interval[1])
    return Needed(low, _needed(more, interval[0]) if interval[0] > 0 else None)


def _needed(more: float, elasticity: float) -> float | None:
    exponent = math.log1p(more) / elasticity
    return math.expm1(exponent) if exponent < 10 else None
