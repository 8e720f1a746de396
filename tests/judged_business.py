"""Businesses whose lines are told month by month, for pages that judge them."""

from calendar import monthrange
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data_pipeline.warehouse import Warehouse, open_warehouse
from tests.tables import upload_tables

FIRST = (2021, 1)
Line = NDArray[np.float64]


def judged_business(folder: Path, followers: Line, revenue: Line, comments: Line) -> Warehouse:
    """A follower count, an amount of money and so many comments on each month's last day."""
    warehouse = open_warehouse(folder)
    ends = [_end(place) for place in range(len(followers))]
    counted = [f"instagram|{end}|{round(n)}" for end, n in zip(ends, followers, strict=True)]
    sold = [f"{end}|sale|{end}|{n:.2f}|GBP" for end, n in zip(ends, revenue, strict=True)]
    said = [f"instagram|{end}|comments|{round(n)}" for end, n in zip(ends, comments, strict=True)]
    tables = {
        "follower_counts": ["channel|date|followers", *counted],
        "revenue": ["revenue_id|kind|date|amount|currency", *sold],
        "channel_days": ["channel|date|measure|value", *said],
    }
    for subject, lines in tables.items():
        upload_tables(warehouse, {subject: "\n".join(lines)}, subject)
    return warehouse


def no_use(folder: Path, months: int = 60) -> Warehouse:
    """Followers and comments jump about; revenue grows on as if nothing were."""
    dice = np.random.default_rng(1)
    followers = 5000 * np.exp(dice.normal(0, 0.4, months))
    revenue = 40_000 * np.exp(0.01 * np.arange(months) + dice.normal(0, 0.02, months))
    return judged_business(folder, followers, revenue, 300 * np.exp(dice.normal(0, 0.4, months)))


def of_use(folder: Path, months: int = 48, elasticity: float = 0.8) -> Warehouse:
    """Revenue answers to followers a month later, and to comments not at all."""
    dice = np.random.default_rng(2)
    moves = np.cumsum(dice.normal(0.01, 0.1, months))
    later = np.concatenate([[0.0], moves[:-1]])
    revenue = 40_000 * np.exp(elasticity * later + dice.normal(0, 0.03, months))
    return judged_business(
        folder, 5000 * np.exp(moves), revenue, 300 * np.exp(dice.normal(0, 0.4, months))
    )


def too_young(folder: Path, months: int = 16) -> Warehouse:
    """As `of_use`, but opened not long ago."""
    return of_use(folder, months)


def _end(place: int) -> date:
    years, month = divmod(FIRST[1] - 1 + place, 12)
    year = FIRST[0] + years
    return date(year, month + 1, monthrange(year, month + 1)[1])
