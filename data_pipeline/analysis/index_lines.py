"""Several figures on one scale: each begins at 100, three-month averages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

BASE_MONTHS = 3
AVERAGED = 3


@dataclass(frozen=True)
class Index:
    """lines: series, month, value (index points), complete. base: the months that make 100."""

    lines: pl.DataFrame
    base: tuple[date, ...]


def indexed(figures: Mapping[str, pl.DataFrame]) -> Index | None:
    """I(m) = 100 · mean of the complete months among m−2, m−1, m ÷ mean of the base months.

    figures: by series, each with month, value, complete. The base is the first three months in
    which every series is complete and known; None when there are no three such months. A month
    that is not complete, or not known, is a gap and enters no average. One row per month.
    """
    solid = {name: _solid(frame) for name, frame in figures.items()}
    months = sorted({month for frame in solid.values() for month in frame})
    shared = [month for month in months if all(month in frame for frame in solid.values())]
    base = tuple(shared[:BASE_MONTHS])
    if len(base) < BASE_MONTHS:
        return None
    lines: list[pl.DataFrame] = []
    for name, frame in figures.items():
        level = sum(solid[name][month] for month in base) / BASE_MONTHS
        if level <= 0:
            return None
        lines.append(_line(name, frame, solid[name], level, base[0]))
    return Index(pl.concat(lines), base)


def _solid(frame: pl.DataFrame) -> dict[date, float]:
    kept = frame.filter(pl.col("complete") & pl.col("value").is_not_null())
    return dict(kept.select("month", "value").iter_rows())


def _line(
    name: str, frame: pl.DataFrame, solid: Mapping[date, float], level: float, first: date
) -> pl.DataFrame:
    months = [month for month in frame["month"].to_list() if month >= first]
    values: list[float | None] = []
    for place, month in enumerate(months):
        recent = [
            solid[one] for one in months[max(0, place - AVERAGED + 1) : place + 1] if one in solid
        ]
        known = month in solid and recent
        values.append(100 * sum(recent) / len(recent) / level if known else None)
    return pl.DataFrame(
        {
            "series": [name] * len(months),
            "month": months,
            "value": values,
            "complete": [month in solid for month in months],
        },
        schema={"series": pl.String, "month": pl.Date, "value": pl.Float64, "complete": pl.Boolean},
    )
