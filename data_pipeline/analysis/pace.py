"""Where a year will end: what there is, and a range for what is still to come."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from data_pipeline.analysis.changes import logs
from data_pipeline.analysis.elasticity import percent
from data_pipeline.analysis.expected import (
    MONTHS_FOR_A_SEASON,
    Rows,
    design_of,
    drawn,
    fitted,
    restless,
    shapes,
    whitened,
)
from data_pipeline.analysis.timeline import Floats, Places
from data_pipeline.analysis.verdict import LEVEL

FEWEST_MONTHS = 12


@dataclass(frozen=True)
class Pace:
    """so_far: the figure of the year's known months. low, expected, high: the year's end, in
    `level` of cases; by_month: the same at each close on the way. reaches: the share of futures
    that meet the target. All None, with `refused_because`, where nothing may be said; so_far is
    always told."""

    so_far: float
    low: float | None = None
    expected: float | None = None
    high: float | None = None
    reaches: float | None = None
    level: float = LEVEL
    months_used: int = 0
    refused_because: str | None = None
    words: str = ""
    by_month: tuple[tuple[float, float, float], ...] = ()


def pace(
    months: Floats,
    seasons: Places,
    ahead: int,
    *,
    so_far: float,
    target: float,
    kind: Literal["flow", "stock"] = "flow",
) -> Pace:
    """The range of a target year's end: what is there plus 2,000 futures of the months ahead.

    months: every complete month's figure, oldest first, NaN where unknown; seasons: the calendar
    month of these and of the `ahead` that follow, 0 to 11; so_far: the year's total of a flow, or
    a stock's last count. A flow adds its months up, a stock ends where its last month does. Model:
    see `expected`, on logs. Minimum data: 12 known months, no figure below zero, no more months
    ahead than there are known; else refused.
    """
    known = np.flatnonzero(np.isfinite(months))
    if reason := _reason(months[known], ahead):
        return Pace(so_far, months_used=len(known), refused_because=reason, words=reason)
    future = _futures(months, seasons, ahead)
    closes = so_far + future.cumsum(axis=1) if kind == "flow" else future
    by_month = np.quantile(closes, [0.5 - LEVEL / 2, 0.5, 0.5 + LEVEL / 2], axis=0).T.tolist()
    low, expected, high = by_month[-1]
    reaches = float(np.mean(closes[:, -1] >= target))
    words = (
        f"{so_far:,.0f} so far; {low:,.0f} to {high:,.0f} by the end, if nothing changes. "
        f"{percent(reaches)} of such futures reach {target:,.0f}. From {len(known)} months."
    )
    ways = tuple((one[0], one[1], one[2]) for one in by_month)
    return Pace(so_far, low, expected, high, reaches, LEVEL, len(known), None, words, ways)


def _reason(known: Floats, ahead: int) -> str:
    if len(known) < FEWEST_MONTHS:
        more = FEWEST_MONTHS - len(known)
        return f"We need 12 months to tell a range; there are {len(known)}. {more} more are needed."
    if np.any(known < 0):
        return "A figure falls below zero, so growth cannot be told in per cent."
    if not 0 < ahead <= len(known):
        return f"{ahead} months ahead cannot be told from {len(known)}."
    return "" if float(np.std(known)) > 0 else "The figure never varied, so nothing tells a range."


def _futures(months: Floats, seasons: Places, ahead: int) -> Floats:
    known = np.flatnonzero(np.isfinite(months))
    places = np.concatenate([known, len(months) + np.arange(ahead)])
    values = months[known]
    y = np.concatenate([logs(values), np.full(ahead, float(logs(values)[-1]))])
    rows = Rows(y, design_of(places, trend=True), places, seasons[places])
    seen = len(known) >= MONTHS_FOR_A_SEASON
    grid = shapes(season=True, slopes=True) if seen else restless()
    white = whitened(rows, grid)
    paths = drawn(white, fitted(white, len(known)), len(places))
    mended = 0.5 if np.any(values == 0) else 0.0
    return np.maximum(0.0, np.exp(np.minimum(paths, 700.0)) - mended)
