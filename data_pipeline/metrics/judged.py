"""The verdicts of `analysis` on a workspace's own metrics: what pages, reports and commands ask."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

import polars as pl

from data_pipeline.analysis.channels import Channels, channels
from data_pipeline.analysis.delays import USUAL_DELAYS, screened
from data_pipeline.analysis.follower_jumps import FollowerJumps, follower_jumps
from data_pipeline.analysis.recorded_results import Recorded, recorded_results
from data_pipeline.analysis.screening import Asked, Stands, after_all
from data_pipeline.analysis.timeline import placed, timeline
from data_pipeline.analysis.together import Counted, Together, together
from data_pipeline.analysis.verdict import LeftOut, Verdict
from data_pipeline.metrics.breaks import breaks_in
from data_pipeline.metrics.catalogue import METRICS, Metric, Rate, Ratio, metric_named
from data_pipeline.metrics.query import EVERYTHING, Scope, measure, reporting_currency
from data_pipeline.problems import refused
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.channel_rules import ADVERTISING, CHANNELS
from data_pipeline.warehouse.marts import Marts

MOST_KEPT = 500

V = TypeVar("V", bound=Verdict | list[Together])

# A snapshot never changes: a verdict on it is worked out once, whoever asks for it.
_JUDGED: WeakKeyDictionary[Marts, dict[tuple[object, ...], object]] = WeakKeyDictionary()


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
            labels=(named(one), named(other)),
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


def judge_pairs(
    warehouse: Warehouse,
    metrics: Sequence[str],
    outcomes: Sequence[str],
    scope: Scope = EVERYTHING,
    *,
    stands: Stands = screened,
) -> list[tuple[str, str, Together]]:
    """Every metric beside every outcome, each verdict with all the others counted: a pair that
    does not stand among so many is “cannot tell”. Metric, outcome, verdict."""
    pairs = [(one, other) for one in metrics for other in outcomes if one != other]

    def judge() -> list[Together]:
        return after_all(
            [
                Asked(
                    named(METRICS[one]),
                    named(METRICS[other]),
                    judge_together(warehouse, one, other, scope),
                )
                for one, other in pairs
            ],
            stands,
        )

    told = _once(warehouse, ("pairs", tuple(pairs), scope, stands), judge)
    return [(*pair, verdict) for pair, verdict in zip(pairs, told, strict=True)]


def judge_channels(
    warehouse: Warehouse,
    outcome: str,
    scope: Scope = EVERYTHING,
    *,
    spend: Sequence[str] = (),
    controls: Sequence[str] = (),
) -> Channels:
    """What each channel's spend returned: `analysis.channels` on complete months, and beside it
    what was recorded for each over the same months. Without `spend`, of all channels with any."""

    def judge() -> Channels:
        rows, left_out = complete_months(warehouse, [outcome, *controls], scope)
        costs = _costs(warehouse)
        rows, spent = _with_spend(rows, costs, spend)
        metric, months = metric_named(outcome), rows["date"].to_list()
        return channels(
            rows,
            outcome,
            spent,
            controls=controls,
            recorded=_recorded(warehouse, metric, months, costs),
            left_out=left_out,
            labels={**CHANNELS, outcome: metric.label},
        )

    asked = ("channels", outcome, scope, tuple(spend), tuple(controls))
    return _once(warehouse, asked, judge)


def _with_spend(
    rows: pl.DataFrame, costs: pl.DataFrame, asked: Sequence[str]
) -> tuple[pl.DataFrame, list[str]]:
    """Each channel's spend beside the outcome, in the months of which the costs are known."""
    ever = costs.group_by("channel").agg(pl.col("value").sum()).filter(pl.col("value") > 0)
    spent = list(asked) or sorted(ever["channel"].to_list())
    if not spent:
        raise refused("No channel's spend is on record", "", "Fill in the template for costs.")
    rows = rows.filter(pl.col("date").is_in(costs["month"].to_list()))
    for name in spent:
        one = costs.filter(pl.col("channel") == name).select(date="month", **{name: "value"})
        rows = rows.join(one, on="date", how="left").with_columns(pl.col(name).fill_null(0.0))
    return rows, spent


def _costs(warehouse: Warehouse) -> pl.DataFrame:
    """Each channel's spend by month: in a month of costs, a channel without one had none.

    Where none is kept by hand for advertising, it is what the platforms charged. Nobody says that
    a month without their reports cost nothing: it is left out.
    """
    columns = ("month", "channel", "value")
    by_hand = measure(warehouse, "channel_spend", by=("channel",)).filter("complete")
    by_hand = by_hand.drop_nulls("value").select(columns)
    if not by_hand.filter((pl.col("channel") == ADVERTISING) & (pl.col("value") > 0)).is_empty():
        return by_hand
    charged = measure(warehouse, "ad_spend").filter("complete").drop_nulls("value")
    charged = charged.with_columns(channel=pl.lit(ADVERTISING)).select(columns)
    if not (charged["value"] > 0).any():
        return by_hand
    if by_hand.is_empty():
        return charged
    return pl.concat(
        [
            by_hand.join(charged, on="month", how="semi"),
            charged.join(by_hand, on="month", how="semi"),
        ]
    )


def _recorded(
    warehouse: Warehouse, metric: Metric, months: Sequence[date], costs: pl.DataFrame
) -> list[Recorded]:
    """Results by channel over the same months; only where they are counts of a channel."""
    if metric.unit != "count" or "channel" not in metric.dimensions:
        return []
    results = by_channel(warehouse, metric.name, months)
    over_these = costs.filter(pl.col("month").is_in(list(months)))
    spent = over_these.group_by("channel").agg(pl.col("value").sum())
    return recorded_results(
        {name: round(value) for name, value in results.items()},
        dict(spent.sort("channel").iter_rows()),
    )


def by_channel(warehouse: Warehouse, name: str, months: Sequence[date]) -> dict[str, float]:
    """A metric that adds up, over these months; a channel of which nothing is known has none."""
    figures = measure(warehouse, name, by=("channel",)).filter(pl.col("month").is_in(list(months)))
    totals = figures.drop_nulls("value").group_by("channel").agg(pl.col("value").sum())
    return dict(totals.sort("channel").select("channel", "value").iter_rows())


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


def named(metric: Metric) -> str:
    """A metric as it stands within a sentence."""
    return (metric.short or metric.label).lower()


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
