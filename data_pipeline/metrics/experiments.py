"""Experiments on a workspace's own weeks: what a plan could show, and how it came out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from data_pipeline.analysis.campaign import Effect
from data_pipeline.analysis.experiment import Experiment, Power, experiment, power
from data_pipeline.analysis.verdict import LeftOut
from data_pipeline.metrics.catalogue import METRICS
from data_pipeline.metrics.daily import weekly
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.experiments import Planned, experiments, keep_judgement


@dataclass(frozen=True)
class Standing:
    """Where an experiment stands: the outcome of its weeks, None where one is not whole yet, and
    its verdict once it has one."""

    planned: Planned
    values: tuple[float | None, ...]
    verdict: Experiment | None

    @property
    def whole(self) -> int:
        """Weeks that are whole."""
        return sum(one is not None for one in self.values)


def power_of(warehouse: Warehouse, outcome: str, weeks: int) -> Power:
    """What so many weeks could show of an outcome, by its weeks so far."""
    return power(weekly(warehouse, outcome)["value"].to_list(), weeks)


def standings(warehouse: Warehouse) -> list[Standing]:
    """Every experiment, the newest first. One whose last week is over is judged, once."""
    return [standing(warehouse, one) for one in experiments(warehouse)]


def standing(warehouse: Warehouse, planned: Planned) -> Standing:
    """Where one stands; its verdict is kept with the first look at which its weeks are over."""
    if planned.judgement is not None:
        kept = tuple(planned.judgement["values"])
        return Standing(planned, kept, verdict_from(planned.judgement["verdict"]))
    values = _weeks(warehouse, planned)
    if planned.withdrawn_at is not None or not _over(warehouse, planned, values):
        return Standing(planned, values, None)
    verdict = experiment(
        values, planned.on, label=METRICS[planned.outcome].label, switched=planned.switched
    )
    keep_judgement(warehouse, planned.id, verdict.as_json(), values)
    return Standing(planned, values, verdict)


def _weeks(warehouse: Warehouse, planned: Planned) -> tuple[float | None, ...]:
    known: dict[date, float | None] = dict(weekly(warehouse, planned.outcome).iter_rows())
    return tuple(known.get(week) for week in planned.weeks)


def _over(warehouse: Warehouse, planned: Planned, values: tuple[float | None, ...]) -> bool:
    """Its last week is whole, or a later one is: then what is missing will hardly come."""
    if values[-1] is not None:
        return True
    weeks = weekly(warehouse, planned.outcome).drop_nulls("value")["date"].to_list()
    return bool(weeks) and weeks[-1] > planned.weeks[-1]


def verdict_from(kept: Mapping[str, Any]) -> Experiment:
    """A verdict as it was kept."""
    effect: Mapping[str, Any] | None = kept["effect"]
    values: dict[str, Any] = {
        **kept,
        "interval": _pair(kept["interval"]),
        "rows_left_out": tuple(LeftOut(**one) for one in kept["rows_left_out"]),
        "notes": tuple(kept["notes"]),
        "effect": effect
        and Effect(
            effect["absolute"],
            _pair(effect["absolute_interval"]) or (float("nan"), float("nan")),
            _known(effect["relative"]),
            _pair(effect["relative_interval"]) or (float("nan"), float("nan")),
        ),
    }
    return Experiment(**values)


def _pair(kept: Any) -> tuple[float, float] | None:
    return None if kept is None else (_known(kept[0]), _known(kept[1]))


def _known(value: float | None) -> float:
    return float("nan") if value is None else value
