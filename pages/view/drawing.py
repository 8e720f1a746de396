"""What every chart is made of: its rows, its words on pointing, its measures."""

from collections.abc import Sequence
from typing import Any, Final

import altair as alt
import polars as pl
from altair.utils.schemapi import disable_debug_mode

from pages.view.colours import GROUNDS, Theme

MOST_ROWS: Final = 5_000

# A card on a phone has room for fewer months and shorter labels. The card is asked and not the
# drawing in it, whose own width hangs on those labels; naming `width` is what asks again.
PHONE: Final = 430
NARROW = alt.VariableParameter(name="narrow", expr=f"width >= 0 && containerSize()[0] < {PHONE}")

# The width is the card's; the height is the drawing's own, which words and rules are placed by.
FIT: Final = alt.AutoSizeParams(type="fit-x", contains="padding")

# Altair checks a chart when it is whole; to check each piece as it is made takes many times longer.
disable_debug_mode()


def inline_rows(frame: pl.DataFrame) -> alt.InlineData:
    assert frame.height <= MOST_ROWS, f"{frame.height} rows are too many for a chart"
    # A bare date is read as UTC, as the axis is: with a time of day, readers east of Greenwich
    # would see every month as the one before.
    dates = frame.with_columns(pl.col(pl.Date).dt.strftime("%Y-%m-%d"))
    # A tuple, for Altair copies every list in a chart at each step.
    return alt.InlineData(values=tuple(dates.to_dicts()))


def own_stroke(column: str) -> alt.Stroke:
    return alt.Stroke(f"{column}:N", scale=None, legend=None)


def own_fill(column: str) -> alt.Fill:
    return alt.Fill(f"{column}:N", scale=None, legend=None)


def own_colour(column: str) -> alt.Color:
    return alt.Color(f"{column}:N", scale=None, legend=None)


def tooltips(*columns: tuple[str, str]) -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{column}:N", title=title) for column, title in columns]


def whole_chart(layers: Sequence[alt.Chart], height: int, look: dict[str, Any]) -> alt.LayerChart:
    return alt.LayerChart(
        layer=list(layers),
        width="container",
        height=height,
        autosize=FIT,
        params=[NARROW],
        config=look,
    )


def tint(colour: str, ground: str, share: float = 0.25) -> str:
    """`colour` thinned on `ground`: a band under dots, the same in the key as in the chart."""
    parts = zip(bytes.fromhex(colour[1:]), bytes.fromhex(ground[1:]), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in parts)


def name_axis(column: str, names: Sequence[str], theme: Theme) -> alt.Y:
    axis = alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        labelColor=GROUNDS[theme].ink,
        labelLimit=alt.ExprRef("narrow ? 110 : 220"),
        labelPadding=10,
    )
    return alt.Y(f"{column}:N", axis=axis, scale=alt.Scale(domain=list(names)), sort=None)
