"""Would knowing the metric have made last year's forecasts better? A second opinion, never a
verdict: as a test it is weaker than comparing changes."""

from dataclasses import dataclass
from typing import cast

import numpy as np
from scipy.special import ndtr

from data_pipeline.analysis.changes import against_earlier_years, shifted
from data_pipeline.analysis.elasticity import percent
from data_pipeline.analysis.timeline import Floats, Places

FEWEST_ROWS = 15
_FEWEST_FORECASTS = 8


@dataclass(frozen=True)
class ForecastHelp:
    """skill: 1 − squared error with the metric ÷ without it; below 0 it made them worse. p: one-
    sided, of Clark and West (2007). forecasts: how many were made."""

    skill: float
    p: float
    forecasts: int
    words: str


def forecast_help(
    metric: Floats, outcome: Floats, seasons: Places, *, delay: int = 1
) -> ForecastHelp | None:
    """Rolling forecasts of the outcome's next change, with and without the metric's, `delay` ago.

    metric, outcome: log changes from `changes.changes`, here set against the same month of earlier
    years: an average over the whole history would hold what is to be forecast, and an unlinked
    metric would then seem to help in 15 of 100 businesses with two years. Without: on the outcome's
    own previous change. Each forecast of the second half is fitted to the rows before it.
    skill = 1 − MSE_with ÷ MSE_without; Clark and West (2007) adjust the nested comparison.
    Minimum data: 15 rows with everything known, and an earlier year to each (None below).
    """
    lines = (outcome, shifted(outcome, 1), shifted(metric, delay))
    news = np.array([against_earlier_years(one, seasons) for one in lines])
    known = np.isfinite(news).all(axis=0)
    if int(known.sum()) < FEWEST_ROWS:
        return None
    target, before, told = news[:, known]
    without, with_it = (
        _forecasts(target, np.column_stack(columns))
        for columns in ([np.ones_like(target), before], [np.ones_like(target), before, told])
    )
    actual = target[len(target) - len(without) :]
    return _compared(actual, without, with_it)


def _forecasts(target: Floats, design: Floats) -> Floats:
    start = max(len(target) // 2, _FEWEST_FORECASTS)
    made: list[float] = []
    for now in range(start, len(target)):
        past, known = design[:now], target[:now]
        fitted = cast(Floats, np.linalg.lstsq(past, known, rcond=None)[0])
        made.append(float(design[now] @ fitted))
    return np.array(made, dtype=float)


def _compared(actual: Floats, without: Floats, with_it: Floats) -> ForecastHelp | None:
    plain, helped = (actual - without) ** 2, (actual - with_it) ** 2
    if plain.sum() == 0:
        return None
    adjusted = plain - (helped - (without - with_it) ** 2)
    error = float(adjusted.std(ddof=1)) / float(np.sqrt(len(adjusted)))
    p = float(ndtr(-float(adjusted.mean()) / error)) if error > 0 else 1.0
    skill = float(1 - helped.sum() / plain.sum())
    better = "better" if skill > 0 else "worse"
    size = percent(abs(skill))
    words = f"Knowing it would have made the last {len(actual)} forecasts {size} {better}."
    return ForecastHelp(skill, p, len(actual), words)
