"""The share of a year that each calendar month usually brings: to spread a year's target by."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from data_pipeline.analysis.changes import logs
from data_pipeline.analysis.timeline import Floats

FEWEST_MONTHS = 24


def season_shares(months: Sequence[date], values: Sequence[float]) -> list[float] | None:
    """Shares of a year, January first, that add up to 1; None where they cannot be told.

    months and values: complete, known months. Least squares of log values on a straight trend and
    a level for each calendar month; the levels are drawn towards their mean by as much as chance
    alone would have them differ (Efron and Morris 1975), so that noise is not made a plan. Minimum
    data: 24 months, each calendar month twice, no figure below zero.
    """
    places = np.array([month.month - 1 for month in months], dtype=int)
    times = np.bincount(places, minlength=12) if len(places) else np.zeros(12, int)
    if len(months) < FEWEST_MONTHS or times.min() < 2 or min(values) < 0:
        return None
    at = np.array([month.year * 12 + month.month for month in months], dtype=float)
    design = np.column_stack([np.eye(12)[places], (at - at.mean()) / 12])
    y = logs(np.array(values, dtype=float))
    fitted: Floats = np.asarray(np.linalg.lstsq(design, y, rcond=None)[0], np.float64)
    chance = float(np.sum((y - design @ fitted) ** 2)) / (len(y) - 13)
    levels = fitted[:12] - fitted[:12].mean()
    apart = float(np.sum(levels**2)) / 11
    kept = max(0.0, 1 - chance * float(np.mean(1 / times)) / apart) if apart > 0 else 0.0
    weights = np.exp(kept * levels)
    return (weights / weights.sum()).tolist()


def spread(total: float, shares: Sequence[float]) -> list[float]:
    """A total over months by their shares, in whole numbers that add up to it."""
    exact = np.array(shares, dtype=float) / sum(shares) * total
    whole = np.floor(exact)
    lacking = round(total - float(whole.sum()))
    for place in np.argsort(whole - exact, kind="stable")[:lacking]:
        whole[place] += 1
    return whole.tolist()
