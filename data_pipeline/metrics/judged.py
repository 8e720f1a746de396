"""The verdicts of `analysis` on a workspace's own metrics: what pages, reports and commands ask."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

import polars as pl

from data_pipeline.analysis.campaign import Campaign, campaign
from data_pipeline.analysis.delays import USUAL_DELAYS
from data_pipeline.analysis.follower_jumps import FollowerJumps, follower_jumps
from data_pipeline.analysis.timeline import placed, timeline
from data_pipeline.analysis.together import Counted, Together, together
from data_pipeline.analysis.verdict import LeftOut, Verdict
from data_pipeline.metrics.breaks import breaks_in
from data_pipeline.metrics.catalogue import METRICS, Metric, Rate, Ratio, metric_named
from data_pipeline.metrics.query import EVERYTHING, Scope, measure, reporting_currency
from data_pipeline.problems import refused
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.marts import Marts

MOST_KEPT = 500

V = TypeVar("V", bound=Verdict)

# A snapshot never changes: a verdict on it is worked out once, whoever asks for it.
_JUDGED: WeakKeyDictionary[Marts, dict[tuple[object, ...], Verdict]] = WeakKeyDictionary()


def complete_months(
    warehouse: Warehouse, names: Sequence[str], scope: Scope = EVERYTHING
) -> tuple[pl.DataFrame, list[LeftOut]]:
    """`date` (a month's first day) and one column a metric; what is not complete is null.

    A month that is not complete is left out, never made larger. Raises Refused where there is no
    complete month at all.
    """
    rows = pl.DataFrame(schema={"date": pl.Date})
    partial: set[date] = set()
    for name in names:
        figures = measure(warehouse, metric_named(name).name, scope=scope)
        partial |= set(figures.filter(~pl.col("complete"))["month"].to_list())
        solid = figures.filter("complete").select(date="month", **{name: "value"})
        rows = rows.join(solid, on="date", how="full", coalesce=True)
    if rows.is_empty():
        raise refused("There is no complete month yet", "", "Import the exports first.")
    rows = rows.sort("date")
    after = [month for month in partial if month > rows["date"].to_list()[-1]]
    left_out = [LeftOut(len(after), "a month that is not complete")] if after else []
    return rows, left_out


def judge_together(
    warehouse: Warehouse,
    metric: str,
    outcome: str,
    scope: Scope = EVERYTHING,
    *,
    delays: Sequence[int] = USUAL_DELAYS,
) -> Together:
    """Whether two metrics move together: `analysis.together` on complete months."""

    def judge() -> Together:
        rows, left_out = complete_months(warehouse, list(dict.fromkeys([metric, outcome])), scope)
        one, other = metric_named(metric), metric_named(outcome)
        return together(
            rows,
            metric,
            outcome,
            labels=(one.label, other.label),
            delays=delays,
            outcome_is=counted_as(other),
            breaks=[
                each.day
                for name in (metric, outcome)
                for each in breaks_in(warehouse, name, scope.channels)
            ],
            one_from_the_other=share_a_part(one, other),
            left_out=left_out,
        )

    return _once(warehouse, ("together", metric, outcome, scope, tuple(delays)), judge)


def judge_campaign(
    warehouse: Warehouse,
    outcome: str,
    first: date,
    last: date,
    scope: Scope = EVERYTHING,
    *,
    compare: Sequence[str] = (),
    overlapping: Sequence[str] = (),
) -> Campaign:
    """What happened between two days, in whole months: `analysis.campaign` on complete months."""

    def judge() -> Campaign:
        rows, left_out = complete_months(warehouse, [outcome, *compare], scope)
        return campaign(
            rows,
            outcome,
            first,
            last,
            label=METRICS[outcome].label,
            compare=compare,
            overlapping=overlapping,
            left_out=left_out,
        )

    asked = ("campaign", outcome, first, last, scope, tuple(compare), tuple(overlapping))
    return _once(warehouse, asked, judge)


def judge_jumps(
    warehouse: Warehouse,
    followers: str = "followers",
    engagements: str = "",
    reach: str = "",
    scope: Scope = EVERYTHING,
) -> FollowerJumps:
    """Whether followers jumped, and whether engagement came along: `analysis.follower_jumps`."""

    def judge() -> FollowerJumps:
        names = [followers, *(one for one in (engagements, reach) if one)]
        rows, left_out = complete_months(warehouse, names, scope)
        days = rows["date"].to_list()
        calendar = timeline(days)
        lines = {name: placed(calendar, days, rows[name].to_list()) for name in names}
        return follower_jumps(
            calendar,
            lines[followers],
            engagements=lines.get(engagements),
            reach=lines.get(reach),
            left_out=tuple(left_out),
        )

    return _once(warehouse, ("jumps", followers, engagements, reach, scope), judge)


def _once(warehouse: Warehouse, asked: tuple[object, ...], judge: Callable[[], V]) -> V:
    known = _JUDGED.setdefault(warehouse.marts(), {})
    asked = (*asked, reporting_currency(warehouse))
    verdict = known.get(asked)
    if verdict is None:
        verdict = known[asked] = judge()
        while len(known) > MOST_KEPT:
            known.pop(next(iter(known)), None)
    return cast(V, verdict)


def counted_as(metric: Metric) -> Counted:
    """Whether a metric's figures are counts, whose chance is known, or amounts."""
    return "counts" if metric.unit == "count" else "amounts"


def share_a_part(one: Metric, other: Metric) -> bool:
    """Whether the one is counted from the other, or both from a third."""
    return bool(_parts(one) & _parts(other))


def _parts(metric: Metric) -> set[str]:
    """The metric and everything it is counted from."""
    if isinstance(metric.value, Rate | Ratio):
        return {metric.name, metric.value.top, metric.value.bottom}
    column = getattr(metric.value, "column", None)
    return {metric.name, column} if column else {metric.name}
