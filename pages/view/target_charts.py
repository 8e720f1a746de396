"""A year beside its targets, in a picture: what there is, what was meant, and the likely end."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import accumulate
from typing import Any, Final

import altair as alt
import polars as pl

from data_pipeline.metrics.coverage import months_between
from data_pipeline.metrics.judged_targets import TargetYear, is_a_stock
from pages.view import wording
from pages.view.colours import GROUNDS, Theme, chart_config
from pages.view.drawing import inline_rows, own_fill, tooltips, whole_chart

HEIGHT: Final = 300
LINE_OF_TEXT: Final = 18

# Each month of a year; of a flow, added up since its first. target: what was meant by then; actual:
# what there is, to the month that still goes on, which is not `complete`. low, expected and high:
# where it will likely be, from the last complete month on.
WAY: Final = {
    "month": pl.Date,
    "target": pl.Float64,
    "actual": pl.Float64,
    "complete": pl.Boolean,
    "low": pl.Float64,
    "expected": pl.Float64,
    "high": pl.Float64,
}


def way_of(year: TargetYear) -> pl.DataFrame:
    """A year as its chart wants it (`WAY`)."""
    aims = [one.target.value for one in year.months]
    meant = aims if is_a_stock(year.metric) else accumulate(aims)
    likely = _likely(year)
    rows = [
        (one.month, target, actual, _is_over(year, one.month), *likely.get(one.month, [None] * 3))
        for one, target, actual in zip(year.months, meant, _got(year), strict=True)
    ]
    return pl.DataFrame(rows, schema=WAY, orient="row")


def _got(year: TargetYear) -> Iterator[float | None]:
    """To the first month that still goes on; a sum ends before a month that is not known."""
    stock, total, ended = is_a_stock(year.metric), 0.0, False
    for one in year.months:
        unknown = one.actual is None or one.month in year.unknown
        ended = ended or (unknown and not stock)
        if ended or one.actual is None:
            yield None
            continue
        total = one.actual if stock else total + one.actual
        yield total
        ended = not _is_over(year, one.month)


def _is_over(year: TargetYear, month: date) -> bool:
    return year.until is not None and month <= year.until


def _likely(year: TargetYear) -> dict[date, tuple[float, float, float]]:
    """The range opens from the last complete month, which is known for sure."""
    ways = year.pace.by_month if year.pace else ()
    if not ways or year.until is None:
        return {}
    here = (year.so_far, year.so_far, year.so_far)
    return dict(zip(months_between(year.until, year.last), [here, *ways], strict=True))


def on_the_way(
    way: pl.DataFrame, *, unit: str, colour: str, theme: Theme = "light"
) -> alt.LayerChart:
    """A year (`WAY`): a full line to the last complete month, dashes to the one that still goes on,
    the target as a quiet line, and the likely end as a fan."""
    ground = GROUNDS[theme]
    told = way.with_columns(
        month_words=pl.col("month").map_elements(wording.month, return_dtype=pl.String),
        target_words=_worded("target", unit),
        actual_words=_worded("actual", unit),
        between=pl.struct("low", "high").map_elements(
            lambda b: wording.between(b["low"], b["high"], unit), return_dtype=pl.String
        ),
    )
    x, y = _months(way["month"].to_list()), _amounts(unit, way)
    layers = [
        *_fan(told, x, y, colour),
        _line(told, color=ground.muted, strokeWidth=1.5).encode(x, _on(y, "target")),
        *_so_far(told, x, y, colour, theme),
        *_ends(told, y, colour, theme),
        alt.Chart(inline_rows(told))
        .mark_point(size=240, opacity=0, filled=True)
        .encode(
            x,
            _on(y, "target"),
            tooltip=tooltips(
                ("month_words", "By the end of"),
                ("target_words", "Target"),
                ("actual_words", "So far"),
                ("between", "Likely"),
            ),
        ),
    ]
    return whole_chart(layers, HEIGHT, chart_config(theme))


def on_the_way_alt(way: pl.DataFrame, *, title: str, unit: str) -> str:
    """What `on_the_way` shows, in one sentence."""
    last = way.row(-1, named=True)
    span = wording.months(way["month"][0], last["month"])
    said = [f"the target is {wording.amount(last['target'], unit)}"]
    over = way.filter("complete").drop_nulls("actual")
    if over.height:
        until = over.row(-1, named=True)
        said.append(
            f"there were {wording.amount(until['actual'], unit)} by"
            f" {wording.month(until['month'])}, where {wording.amount(until['target'], unit)}"
            " were meant"
        )
    if last["low"] is not None and last["low"] != last["high"]:
        low, high = (wording.amount(last[name], unit) for name in ("low", "high"))
        said.append(f"the likely end lies between {low} and {high}")
    return f"{title}, {span}: {wording.listed(said)}."


# Marks


# A layer without marks would be a picture without a name.


def _fan(told: pl.DataFrame, x: alt.X, y: alt.Y, colour: str) -> list[alt.Chart]:
    likely = told.drop_nulls("low")
    if likely.is_empty():
        return []
    fan = alt.Chart(inline_rows(likely))
    middle = {"color": colour, "strokeDash": [4, 4], "strokeWidth": 1.5, "opacity": 0.7}
    return [
        fan.mark_area(color=colour, opacity=0.18).encode(x, _on(y, "low"), alt.Y2("high")),
        fan.mark_line(**middle).encode(x, _on(y, "expected")),
    ]


def _so_far(told: pl.DataFrame, x: alt.X, y: alt.Y, colour: str, theme: Theme) -> list[alt.Chart]:
    """A full line to the last complete month, dashes on to the one that still goes on."""
    here = told.drop_nulls("actual")
    if here.is_empty():
        return []
    dots = here.with_columns(
        fill=pl.when("complete").then(pl.lit(colour)).otherwise(pl.lit(GROUNDS[theme].card))
    )
    over = here.filter("complete")
    lines = [_line(over, color=colour)] if over.height > 1 else []
    if over.height and over.height < here.height:
        going_on = here.tail(2)
        lines.append(_line(going_on, color=colour, strokeDash=[3, 5], strokeWidth=1.8))
    points = alt.Chart(inline_rows(dots)).mark_point(
        size=42, strokeWidth=1.75, opacity=1, stroke=colour
    )
    return [
        *(line.encode(x, _on(y, "actual")) for line in lines),
        points.encode(x, _on(y, "actual"), own_fill("fill")),
    ]


def _line(rows: pl.DataFrame, **look: Any) -> alt.Chart:
    return alt.Chart(inline_rows(rows)).mark_line(**look)


def _ends(told: pl.DataFrame, y: alt.Y, colour: str, theme: Theme) -> list[alt.Chart]:
    """What was meant and what is likely, named at the year's end, apart from one another."""
    last = told.row(-1, named=True)
    # On a phone the words would take the room of the months: the target's figure is enough.
    short, whole = (json.dumps(f"{word}{last['target_words']}") for word in ("", "Target "))
    labels = [(last["target"], f"narrow ? {short} : {whole}", GROUNDS[theme].ink)]
    if last["low"] is not None and last["low"] != last["high"]:
        likely = f"narrow ? '' : {json.dumps('Likely ' + last['between'])}"
        grey = colour == GROUNDS[theme].followers  # too faint for words
        labels.append((last["expected"], likely, GROUNDS[theme].muted if grey else colour))
    per_line = _highest(told) * 1.08 / HEIGHT * LINE_OF_TEXT
    if len(labels) == 2 and abs(labels[0][0] - labels[1][0]) < per_line:
        middle = (labels[0][0] + labels[1][0]) / 2
        away = per_line / 2 if labels[0][0] >= labels[1][0] else -per_line / 2
        labels = [
            (middle + way, text, ink)
            for way, (_, text, ink) in zip((away, -away), labels, strict=True)
        ]
    return [
        alt.Chart(inline_rows(pl.DataFrame({"month": [last["month"]], "at": [at]})))
        .mark_text(align="left", dx=9, fontWeight=600, fontSize=12.5, color=ink)
        .transform_calculate(said=text)
        .encode(alt.X("month:T", scale=alt.Scale(type="utc")), _on(y, "at"), alt.Text("said:N"))
        for at, text, ink in labels
    ]


def _worded(column: str, unit: str) -> pl.Expr:
    return pl.col(column).map_elements(
        lambda value: wording.amount(value, unit), return_dtype=pl.String, skip_nulls=False
    )


# Axes


def _months(months: list[date]) -> alt.X:
    axis = alt.Axis(
        title=None,
        format="%b %Y",
        grid=False,
        labelFlush=True,
        labelOverlap="parity",
        labelSeparation=10,
        tickCount=alt.ExprRef("narrow ? 3 : 7"),
    )
    scale = alt.Scale(type="utc", domain=[f"{months[0]}", f"{months[-1]}"], nice=False)
    return alt.X("month:T", scale=scale, axis=axis)


def _amounts(unit: str, way: pl.DataFrame) -> alt.Y:
    number = "abs(datum.value) >= 10000 ? format(datum.value, '.3~s') : format(datum.value, ',~r')"
    axis = alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        tickCount=5,
        labelPadding=6,
        labelExpr=f"'{wording.SYMBOLS.get(unit, '')}' + ({number})",
    )
    scale = alt.Scale(domain=[0, _highest(way) * 1.08 or 1.0], nice=False, zero=True)
    return alt.Y("target:Q", axis=axis, scale=scale)


def _highest(way: pl.DataFrame) -> float:
    columns: Iterable[pl.Series] = (way[name].drop_nulls() for name in ("target", "actual", "high"))
    return max(float(one) for column in columns for one in column.to_list())


def _on(y: alt.Y, column: str) -> alt.Y:
    """Another column on the same axis."""
    other: Any = y.copy()
    other["shorthand"] = f"{column}:Q"
    return other
