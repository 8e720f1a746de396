"""Figures on an even calendar: one place a day, week, month, quarter or year; unknown is a gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from statistics import median_low
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
Flags = NDArray[np.bool_]
Step = Literal["day", "week", "month", "quarter", "year"]

_STEPS: tuple[tuple[float, Step], ...] = (
    (3, "day"),
    (14, "week"),
    (45, "month"),
    (180, "quarter"),
)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
A_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}


@dataclass(frozen=True)
class Timeline:
    """Even places in time, oldest first."""

    step: Step
    first: date
    places: int

    def place_of(self, day: date) -> int:
        """Where a date lies; before the first it is negative."""
        if self.step in ("day", "week"):
            return (day - self.first).days // (1 if self.step == "day" else 7)
        months = (day.year - self.first.year) * 12 + day.month - self.first.month
        return months // _MONTHS[self.step]

    def date_of(self, place: int) -> date:
        """The date on which a place begins."""
        if self.step in ("day", "week"):
            return self.first + timedelta(days=place * (1 if self.step == "day" else 7))
        year, month = divmod(self.first.year * 12 + self.first.month - 1, 12)
        year, month = divmod(year * 12 + month + place * _MONTHS[self.step], 12)
        return date(year, month + 1, 1)

    def named(self, place: int) -> str:
        """A place as a table writes it."""
        begins = self.date_of(place)
        if self.step in ("month", "quarter"):
            return f"{begins:%b %Y}"
        return f"{begins.year}" if self.step == "year" else begins.isoformat()

    def spoken(self, place: int) -> str:
        """A place as a sentence says it."""
        begins = self.date_of(place)
        in_days = self.step in ("day", "week")
        return f"{begins.day} {begins:%b %Y}" if in_days else self.named(place)

    @cached_property
    def seasons(self) -> Places:
        """What recurs: the calendar month, the quarter or the weekday; nothing where weeks go by,
        since a year of them is too long to be averaged."""
        at = np.arange(self.places, dtype=np.intp)
        match self.step:
            case "day":
                return (at + self.first.weekday()) % 7
            case "month":
                return (at + self.first.month - 1) % 12
            case "quarter":
                return (at + (self.first.month - 1) // 3) % 4
            case _:
                return np.zeros(self.places, np.intp)


def timeline(dates: Sequence[date]) -> Timeline:
    """The calendar on which these dates lie. Its step is their usual distance."""
    assert dates, "a calendar needs a date"
    days = sorted(set(dates))
    gaps = [(later - sooner).days for sooner, later in pairwise(days)]
    usual = median_low(gaps) if gaps else 30
    step = _step(usual)
    first = days[0] if step in ("day", "week") else days[0].replace(day=1)
    if step == "year":
        first = first.replace(month=1)
    even = Timeline(step, first, 1)
    return Timeline(step, first, even.place_of(days[-1]) + 1)


def _step(usual: float) -> Step:
    for longest, step in _STEPS:
        if usual <= longest:
            return step
    return "year"


def placed(calendar: Timeline, dates: Sequence[date], values: Sequence[float | None]) -> Floats:
    """Values at their places; NaN where none is known. Two rows at one place are our mistake."""
    line = np.full(calendar.places, np.nan)
    for day, value in zip(dates, values, strict=True):
        if value is not None:
            line[calendar.place_of(day)] = value
    return line
