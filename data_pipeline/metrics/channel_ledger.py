"""Every channel in one ledger: hours, money and what was recorded as its results, side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from data_pipeline.analysis.recorded_results import Recorded, recorded_results
from data_pipeline.metrics.catalogue import METRICS, OUTCOMES
from data_pipeline.metrics.judged import by_channel
from data_pipeline.metrics.query import EVERYTHING, Scope, measure
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.channel_rules import ADVERTISING, UNKNOWN


@dataclass(frozen=True)
class Entry:
    """One channel. What is not on record is None, never 0. got: each outcome recorded from it;
    share: its part of the outcome asked for; a_result: what one of those took, in money and in
    hours, over the months in which that is on record."""

    channel: str
    hours: float | None
    spent: float | None
    got: Mapping[str, float]
    followers: float | None
    share: Recorded | None
    a_result: Recorded | None
    a_result_in_hours: Recorded | None


@dataclass(frozen=True)
class Ledger:
    """Channels, most of the outcome first, the unknown last. months: in which the outcome is
    complete; with_costs: those of them that have any cost on record. ads_by_reports: whether
    advertising's money is what the platforms' own reports say, as none is on record by hand."""

    outcome: str
    entries: tuple[Entry, ...]
    months: tuple[date, ...]
    with_costs: tuple[date, ...]
    ads_by_reports: bool = False

    @property
    def known(self) -> tuple[Entry, ...]:
        return tuple(one for one in self.entries if one.channel != UNKNOWN)

    @property
    def total(self) -> float:
        return sum(one.got.get(self.outcome, 0.0) for one in self.entries)

    @property
    def unknown(self) -> float:
        return sum(one.got.get(self.outcome, 0.0) for one in self.entries if one.channel == UNKNOWN)


def channel_ledger(warehouse: Warehouse, outcome: str, scope: Scope = EVERYTHING) -> Ledger:
    """The channels over the months in which the outcome is complete.

    What a result cost is worked out over the months with a cost on record, for both: a year's
    results over a quarter's money would make each look cheap.
    """
    months = _complete(warehouse, outcome, scope)
    costs = _cost_months(warehouse, months)
    spent, hours = (by_channel(warehouse, name, costs) for name in ("channel_spend", "staff_hours"))
    by_reports = _ads_by_reports(warehouse, costs or months) if not spent.get(ADVERTISING) else None
    if by_reports:
        spent[ADVERTISING] = by_reports
    got = {name: by_channel(warehouse, name, months) for name in OUTCOMES}
    shares = _recorded(outcome, got[outcome])
    meanwhile = by_channel(warehouse, outcome, costs)
    in_money, in_hours = (_recorded(outcome, meanwhile, took) for took in (spent, hours))
    followers = _followers(warehouse, months)
    named = {*spent, *hours, *followers, *(one for each in got.values() for one in each)}
    entries = [
        Entry(
            channel,
            hours.get(channel),
            spent.get(channel),
            {name: each[channel] for name, each in got.items() if channel in each},
            followers.get(channel),
            shares.get(channel),
            in_money.get(channel),
            in_hours.get(channel),
        )
        for channel in named
        if scope.channels is None or channel in scope.channels
    ]
    entries.sort(key=lambda one: (one.channel == UNKNOWN, -one.got.get(outcome, 0), one.channel))
    return Ledger(outcome, tuple(entries), tuple(months), tuple(costs), bool(by_reports))


def _complete(warehouse: Warehouse, outcome: str, scope: Scope) -> list[date]:
    figures = measure(warehouse, outcome, scope=Scope(scope.months))
    return figures.filter("complete").drop_nulls("value")["month"].to_list()


def _cost_months(warehouse: Warehouse, months: Sequence[date]) -> list[date]:
    on_record = {
        month
        for name in ("channel_spend", "staff_hours")
        for month in measure(warehouse, name, by=("channel",)).drop_nulls("value")["month"]
    }
    return [month for month in months if month in on_record]


def _ads_by_reports(warehouse: Warehouse, months: Sequence[date]) -> float | None:
    figures = measure(warehouse, "ad_spend").filter(pl.col("month").is_in(list(months)))
    return sum(figures["value"].drop_nulls().to_list()) or None


def _recorded(
    outcome: str, results: Mapping[str, float], took: Mapping[str, float] | None = None
) -> dict[str, Recorded]:
    """Of money there is no interval: it is no count whose chance is known. A channel that took
    something and has no result on record has none."""
    if METRICS[outcome].unit != "count":
        return {}
    counted = {name: round(results.get(name, 0)) for name in {**results, **(took or {})}}
    return {one.channel: one for one in recorded_results(counted, took)}


def _followers(warehouse: Warehouse, months: Sequence[date]) -> dict[str, float]:
    if not months:
        return {}
    figures = measure(
        warehouse, "followers", by=("channel",), scope=Scope((months[-1], months[-1]))
    )
    return dict(figures.drop_nulls("value").select("channel", "value").iter_rows())
