"""Targets beside a workspace's own metrics: how far the year is, and where it will likely end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

import numpy as np

from data_pipeline.analysis.pace import Pace, pace
from data_pipeline.analysis.season import season_shares, spread
from data_pipeline.analysis.usual_range import UsualRange, usual_range
from data_pipeline.metrics.catalogue import METRICS, OUTCOMES, Stock
from data_pipeline.metrics.coverage import months_between
from data_pipeline.metrics.query import measure
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.targets import Target, targets, year_around, year_begins

# What may have a target: what the business is for first, followers last.
AIMED_AT = (*OUTCOMES, "followers")
AHEAD, ON, RATHER_BEHIND, BEHIND = "ahead of pace", "on pace", "rather behind pace", "behind pace"

State = Literal["to come", "under way", "over", "not known"]


@dataclass(frozen=True)
class TargetMonth:
    """A month's target beside what it brought. low and high: where 19 of 20 such months would
    lie if the business were where the target has it; None where its ups and downs are not known."""

    month: date
    target: Target
    actual: float | None
    complete: bool
    low: float | None = None
    high: float | None = None

    @property
    def difference(self) -> float | None:
        """Only of a month that is over and known."""
        if self.actual is None or not self.complete:
            return None
        return self.actual - self.target.value

    @property
    def told(self) -> str:
        """“above” or “below”: further off than a month's usual ups and downs; else “within”."""
        if self.difference is None or self.low is None or self.high is None:
            return ""
        assert self.actual is not None
        if self.actual > self.high:
            return "above"
        return "below" if self.actual < self.low else "within"


@dataclass(frozen=True)
class TargetYear:
    """A year's targets for one metric, and how far it is.

    whole: the target of the year, of a stock that of its last month. so_far and planned: what there
    is and what there should be by `until`, the last month that is over and known. unknown: months
    up to it of which the figure is not known, so that nothing can be added up. pace: where the year
    will likely end, while it is under way.
    """

    metric: str
    months: tuple[TargetMonth, ...]
    state: State
    whole: float
    until: date | None = None
    so_far: float = 0.0
    planned: float = 0.0
    unknown: tuple[date, ...] = ()
    pace: Pace | None = None

    @property
    def first(self) -> date:
        return self.months[0].month

    @property
    def last(self) -> date:
        return self.months[-1].month

    @property
    def told(self) -> str:
        """Where the year stands, by how many of its likely ends reach the target."""
        reaches = self.pace.reaches if self.pace else None
        if reaches is None:
            return ""
        if reaches >= 0.95:
            return AHEAD
        if reaches >= 0.30:
            return ON
        return RATHER_BEHIND if reaches >= 0.05 else BEHIND


def target_years(warehouse: Warehouse, metric: str) -> list[TargetYear]:
    """Every year of the business in which this metric has targets, oldest first."""
    set_for = {one.month: one for one in targets(warehouse) if one.metric == metric}
    begins = year_begins(warehouse)
    firsts = sorted({year_around(month, begins)[0] for month in set_for})
    figures = _figures(warehouse, metric)
    return [
        _judged(
            metric,
            [set_for[month] for month in year_around(first, begins) if month in set_for],
            figures,
        )
        for first in firsts
    ]


def is_a_stock(metric: str) -> bool:
    """Whether a year ends where its last month does, instead of adding its months up."""
    return isinstance(METRICS[metric].value, Stock)


def proposed(
    warehouse: Warehouse, metric: str, months: Sequence[date], total: float, *, by_season: bool
) -> list[float]:
    """A year's target over its months: by the metric's own season, or evenly. A stock gets there
    in even steps from where it is."""
    solid = _figures(warehouse, metric).solid
    if is_a_stock(metric):
        before = [value for month, value in solid.items() if month < months[0]]
        start = before[-1] if before else next(iter(solid.values()), 0.0)
        steps = np.linspace(start, total, len(months) + 1)[1:]
        return [float(round(one)) for one in steps]
    shares = own_season(warehouse, metric) if by_season else None
    return spread(total, [shares[month.month - 1] if shares else 1.0 for month in months])


def own_season(warehouse: Warehouse, metric: str) -> list[float] | None:
    """The share of a year that each calendar month usually brings; None where it is not known."""
    solid = _figures(warehouse, metric).solid
    return None if is_a_stock(metric) else season_shares(list(solid), list(solid.values()))


@dataclass(frozen=True)
class _Figures:
    """A metric by month: what is known, and what of it is complete."""

    known: dict[date, float]
    complete: frozenset[date]

    @property
    def solid(self) -> dict[date, float]:
        return {month: value for month, value in self.known.items() if month in self.complete}


def _figures(warehouse: Warehouse, metric: str) -> _Figures:
    rows = measure(warehouse, metric).sort("month")
    known = rows.drop_nulls("value")
    return _Figures(
        dict(zip(known["month"].to_list(), known["value"].to_list(), strict=True)),
        frozenset(rows.filter("complete")["month"].to_list()),
    )


def _judged(metric: str, aims: Sequence[Target], figures: _Figures) -> TargetYear:
    months = tuple(_month(one, figures) for one in aims)
    stock = is_a_stock(metric)
    whole = aims[-1].value if stock else sum(one.value for one in aims)
    over = [one for one in months if one.difference is not None]
    if not over:
        return TargetYear(metric, months, "to come", whole)
    until = over[-1].month
    so_far, planned = (
        (figures.known[until], over[-1].target.value)
        if stock
        else (sum(one.actual or 0.0 for one in over), sum(one.target.value for one in over))
    )
    unknown = tuple(
        one.month for one in months if one.month < until and one.difference is None and not stock
    )
    if unknown:
        return TargetYear(metric, months, "not known", whole, until, so_far, planned, unknown)
    last = months[-1].month
    if until == last:
        return TargetYear(metric, months, "over", whole, until, so_far, planned)
    ends = _pace(figures, until, aims, so_far, whole, stock)
    return TargetYear(metric, months, "under way", whole, until, so_far, planned, pace=ends)


def _month(aim: Target, figures: _Figures) -> TargetMonth:
    actual, complete = figures.known.get(aim.month), aim.month in figures.complete
    # A total that is carried on has no usual range: it is the sum of all that came before.
    usual = None if is_a_stock(aim.metric) or not complete else _usual(figures, aim.month)
    if usual is None or usual.expected <= 0:
        return TargetMonth(aim.month, aim, actual, complete)
    low, high = (aim.value * one / usual.expected for one in (usual.low, usual.high))
    return TargetMonth(aim.month, aim, actual, complete, low, high)


def _usual(figures: _Figures, month: date) -> UsualRange | None:
    earlier = {one: value for one, value in figures.solid.items() if one < month}
    numbers = [_number(one) for one in earlier]
    return usual_range(list(earlier.values()), numbers, _number(month))


def _number(month: date) -> int:
    return month.year * 12 + month.month


def _pace(
    figures: _Figures,
    until: date,
    aims: Sequence[Target],
    so_far: float,
    whole: float,
    stock: bool,
) -> Pace:
    """Months that have no target in between do not count, so the end could not be added up."""
    ahead = months_between(until, aims[-1].month)[1:]
    aimed_at = {one.month for one in aims}
    if not stock and (without := [month for month in ahead if month not in aimed_at]):
        has = "has" if len(without) == 1 else "have"
        reason = f"{len(without)} of the months to come {has} no target."
        return Pace(so_far, refused_because=reason, words=reason)
    solid = figures.solid
    past = months_between(min(solid), until)
    months = tuple(solid.get(month, float("nan")) for month in past)
    seasons = tuple(month.month - 1 for month in [*past, *ahead])
    return _paced(months, seasons, len(ahead), so_far, whole, "stock" if stock else "flow")


# The same figures end the same way: it is worked out once, whoever looks.
@lru_cache(maxsize=256)
def _paced(
    months: tuple[float, ...],
    seasons: tuple[int, ...],
    ahead: int,
    so_far: float,
    whole: float,
    kind: Literal["flow", "stock"],
) -> Pace:
    return pace(
        np.array(months),
        np.array(seasons, dtype=np.intp),
        ahead,
        so_far=so_far,
        target=whole,
        kind=kind,
    )
