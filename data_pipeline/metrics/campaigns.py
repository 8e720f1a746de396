"""What happened after a campaign, by each outcome: by the month, or by the day where days tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from weakref import WeakKeyDictionary

import polars as pl

from data_pipeline.analysis.campaign import (
    FEWEST_BEFORE,
    LONGEST_MONTHS,
    MOST_USED,
    Campaign,
    campaign,
)
from data_pipeline.analysis.verdict import LeftOut
from data_pipeline.metrics.catalogue import METRICS, OUTCOMES
from data_pipeline.metrics.coverage import month_end, months_between
from data_pipeline.metrics.daily import daily
from data_pipeline.metrics.judged import complete_months
from data_pipeline.metrics.query import reporting_currency
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.campaigns import Declared
from data_pipeline.warehouse.marts import Marts

Step = Literal["month", "day"]

# Days tell less of the season than months do, so they are asked only where months would thin a
# campaign out; and single days must be more than chance.
FULL_ENOUGH = 2 / 3
FEWEST_A_DAY = 3.0


@dataclass(frozen=True)
class Told:
    """A campaign by one outcome. figures: `date`, `value`, by `step`; unknown is null. judged: the
    first and the last day that were looked at; shortened: the campaign went on longer than can be
    told. meanwhile: the other campaigns that ran in the time before, which is what is expected."""

    declared: Declared
    outcome: str
    step: Step
    judged: tuple[date, date]
    shortened: bool
    meanwhile: tuple[Declared, ...]
    verdict: Campaign
    figures: pl.DataFrame


_TOLD: WeakKeyDictionary[Marts, dict[tuple[object, ...], Told]] = WeakKeyDictionary()
MOST_KEPT = 300


def told_of(
    warehouse: Warehouse,
    declared: Declared,
    others: Sequence[Declared],
    outcome: str,
    compare: Sequence[str] = (),
) -> Told:
    """A campaign beside the others that are declared; `compare` are lines it could not touch.

    Raises Refused where there is no complete month at all.
    """
    known = _TOLD.setdefault(warehouse.marts(), {})
    rest = tuple(one for one in others if one.id != declared.id)
    asked = (declared, rest, outcome, tuple(compare), reporting_currency(warehouse))
    told = known.get(asked)
    if told is None:
        told = known[asked] = _told(warehouse, declared, rest, outcome, compare)
        while len(known) > MOST_KEPT:
            known.pop(next(iter(known)), None)
    return told


def _told(
    warehouse: Warehouse,
    declared: Declared,
    others: Sequence[Declared],
    outcome: str,
    compare: Sequence[str],
) -> Told:
    rows, left_out = _rows(warehouse, declared, outcome, compare)
    step: Step = "day" if rows.height > 1 and _by_day(rows) else "month"
    first, last = _longest_told(declared, rows, step, outcome, compared=bool(compare))
    span = (first, last) if step == "day" else (first.replace(day=1), month_end(last))
    overlapping = [one.name for one in others if one.meets(*span)]
    verdict = campaign(
        rows,
        outcome,
        first,
        last,
        label=METRICS[outcome].label,
        compare=compare,
        trend=not compare,  # what it is compared with carries the growth
        overlapping=overlapping,
        busy=[(one.first_day, one.last_day) for one in others],
        left_out=left_out,
    )
    return Told(
        declared,
        outcome,
        step,
        (first, last),
        last < declared.last_day,
        tuple(one for one in others if one.last_day < span[0]),
        verdict,
        rows.select("date", value=outcome),
    )


def _by_day(rows: pl.DataFrame) -> bool:
    days = rows["date"].to_list()
    return (days[1] - days[0]).days == 1


def _rows(
    warehouse: Warehouse, declared: Declared, outcome: str, compare: Sequence[str]
) -> tuple[pl.DataFrame, list[LeftOut]]:
    by_month = complete_months(warehouse, [outcome, *compare])
    if not set(compare) <= set(OUTCOMES) or _fills_its_months(declared):
        return by_month
    days = daily(warehouse, outcome).rename({"value": outcome})
    for name in compare:
        days = days.join(daily(warehouse, name).rename({"value": name}), on="date", how="left")
    return (days, []) if _days_tell(declared, days, outcome) else by_month


def _fills_its_months(declared: Declared) -> bool:
    months = months_between(declared.first_day.replace(day=1), declared.last_day.replace(day=1))
    whole = (month_end(months[-1]) - months[0]).days + 1
    return (declared.last_day - declared.first_day).days + 1 >= FULL_ENOUGH * whole


def _days_tell(declared: Declared, days: pl.DataFrame, outcome: str) -> bool:
    oldest = declared.first_day - timedelta(days=MOST_USED["day"])
    before = days.filter(pl.col("date").is_between(oldest, declared.first_day, closed="left"))
    known = before[outcome].drop_nulls()
    if len(known) < FEWEST_BEFORE["day"] or METRICS[outcome].unit != "count":
        return False
    window = (declared.last_day - declared.first_day).days + 1
    return known.sum() / len(known) >= FEWEST_A_DAY and window <= len(known) // 4


def _longest_told(
    declared: Declared, rows: pl.DataFrame, step: Step, outcome: str, *, compared: bool
) -> tuple[date, date]:
    """The whole campaign; of one that is longer than can be told, its beginning."""
    first, last = declared.first_day, declared.last_day
    if step == "day" or compared:
        return first, last
    before = rows.filter(pl.col("date") < first.replace(day=1))[outcome].drop_nulls().len()
    most = min(before // 4, LONGEST_MONTHS)
    months = months_between(first.replace(day=1), last.replace(day=1))
    if before < FEWEST_BEFORE["month"] or len(months) <= most:
        return first, last
    return first, month_end(months[most - 1])
