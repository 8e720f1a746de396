"""Channels side by side: a figure of each, and between which two it lies."""

from typing import Any, Final

import altair as alt
import polars as pl

from pages.view import wording
from pages.view.colours import GROUNDS, Theme, chart_config
from pages.view.drawing import (
    inline_rows,
    name_axis,
    own_fill,
    own_stroke,
    tooltips,
    whole_chart,
)

ROW: Final = 34
ROOM: Final = 2.0  # what a range may reach beyond the highest figure, before it runs off the edge

# One row a channel, in the order to draw: what it is called, its colour, its figure and where that
# lies. `value` is null where only a range may be told; `high` where there is no upper end. `known`
# is false for the pile whose channel nobody knows.
INTERVALS: Final = {
    "label": pl.String,
    "colour": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "known": pl.Boolean,
}


def intervals_by_channel(
    channels: pl.DataFrame, *, unit: str, figure: str, theme: Theme = "light"
) -> alt.LayerChart:
    """A dot and its range for each channel (`INTERVALS`); the unknown pile is hollow and grey."""
    ground = GROUNDS[theme]
    edge = _edge(channels)
    drawn = channels.with_columns(
        words=pl.col("value").map_elements(
            lambda value: wording.amount(value, unit), return_dtype=pl.String
        ),
        between=pl.struct("low", "high").map_elements(
            lambda b: _between(b["low"], b["high"], unit), return_dtype=pl.String
        ),
        until=pl.col("high").fill_null(edge),
        fill=pl.when("known").then("colour").otherwise(pl.lit(ground.card)),
        edge_colour=pl.when("known").then("colour").otherwise(pl.lit(ground.muted)),
    )
    x = _figures(unit, edge)
    y = name_axis("label", drawn["label"].to_list(), theme)
    told = tooltips(("label", "Channel"), ("words", figure), ("between", "Likely"))
    ranges, dots = drawn.drop_nulls("low"), drawn.drop_nulls("value")
    layers: list[alt.Chart] = []
    if ranges.height:  # a layer without marks is a picture without a name
        rules = alt.Chart(inline_rows(ranges))
        layers.append(
            rules.mark_rule(strokeWidth=5, opacity=0.35, strokeCap="round").encode(
                _on(x, "low"), alt.X2("until"), y, own_stroke("edge_colour"), tooltip=told
            )
        )
    if dots.height:
        points = alt.Chart(inline_rows(dots))
        layers.append(
            points.mark_point(size=110, strokeWidth=1.75, opacity=1).encode(
                _on(x, "value"), y, own_fill("fill"), own_stroke("edge_colour"), tooltip=told
            )
        )
    return whole_chart(layers, max(channels.height, 1) * ROW, chart_config(theme))


def intervals_by_channel_alt(channels: pl.DataFrame, *, title: str, unit: str) -> str:
    """What `intervals_by_channel` shows, in one sentence."""
    said = [
        f"{row['label']} {_said(row, unit)}"
        for row in channels.head(4).to_dicts()
        if row["value"] is not None or row["low"] is not None
    ]
    return f"{title}, by channel: {wording.listed(said) if said else 'nothing is on record yet'}."


def _said(row: dict[str, Any], unit: str) -> str:
    between = _between(row["low"], row["high"], unit)
    if row["value"] is None:
        return between
    amount = wording.amount(row["value"], unit)
    return f"{amount} ({between})" if between else amount


def _between(low: float | None, high: float | None, unit: str) -> str:
    if low is None:
        return ""
    if high is None:
        return f"{wording.amount(low, unit)} or more"
    return f"{wording.amount(low, unit)} to {wording.amount(high, unit)}"


def _edge(channels: pl.DataFrame) -> float:
    """One channel with few results must not squeeze all the others against the axis."""
    values = channels["value"].drop_nulls().to_list() or channels["low"].drop_nulls().to_list()
    ends = [*channels["high"].drop_nulls().to_list(), *values]
    highest = max(values, default=1.0) or 1.0
    return min(max(ends, default=1.0), highest * ROOM) * 1.04 or 1.0


def _figures(unit: str, edge: float) -> alt.X:
    number = "abs(datum.value) >= 10000 ? format(datum.value, '.3~s') : format(datum.value, ',~r')"
    words = {
        "percent": "format(datum.value, '.0%')",
        "hours": f"({number}) + ' h'",
    }.get(unit, f"'{wording.SYMBOLS.get(unit, '')}' + ({number})")
    axis = alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        tickCount=alt.ExprRef("narrow ? 3 : 6"),
        labelPadding=6,
        labelExpr=words,
    )
    scale = alt.Scale(domain=[0, edge], nice=False, clamp=True)
    return alt.X("value:Q", axis=axis, scale=scale)


def _on(x: alt.X, column: str) -> alt.X:
    """Another column on the same axis."""
    other: Any = x.copy()
    other["shorthand"] = f"{column}:Q"
    return other
