"""Pictures that carry a verdict: changes beside changes, and what each delay shows. Never two lines
laid over one another, for two that grow always look alike."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import altair as alt
import numpy as np
import polars as pl

from data_pipeline.analysis.elasticity import per_tenth, percent
from data_pipeline.analysis.together import MOVED_TOGETHER, ByDelay, Compared, Together
from pages.view import wording
from pages.view.colours import GROUNDS, Theme, chart_config
from pages.view.drawing import inline_rows, name_axis, tint, tooltips, whole_chart

HEIGHT: Final = 300
ROW: Final = 40

# A metric's name and the outcome's, as headings.
Names = tuple[str, str]


def changes_beside(
    verdict: Together, names: Names, *, colour: str, theme: Theme = "light"
) -> alt.LayerChart:
    """The very changes a verdict rests on: each month's of the one and, the delay later, of the
    other, beyond what is usual for the calendar month. A line with its band lies through those that
    moved together; a month pulled in is hollow."""
    assert verdict.compared, "a refusal has nothing to draw"
    points = _points(verdict.compared, colour, GROUNDS[theme].card)
    x, y = _axes(points, names, verdict)
    dots = alt.Chart(inline_rows(points)).mark_point(size=64, strokeWidth=1.5, opacity=0.9)
    drawn = dots.encode(
        x,
        y,
        alt.StrokeValue(colour),
        alt.Fill("fill:N", scale=None, legend=None),
        tooltip=tooltips(("metric_words", names[0]), ("outcome_words", names[1])),
    )
    look = chart_config(theme)
    room = {**look, "padding": {**look["padding"], "top": 28}}
    return whole_chart([*_line(verdict, points, colour, theme, x, y), drawn], HEIGHT, room)


def delays_beside(
    by_delay: Sequence[ByDelay], named: int | None, *, colour: str, theme: Theme = "light"
) -> alt.LayerChart:
    """What the outcome was more for a tenth more of the metric, so many months later, each delay by
    itself. The delay that a verdict names is full, the others hollow."""
    ground = GROUNDS[theme]
    rows = pl.DataFrame(
        [
            {
                "delay": when(one.delay).capitalize(),
                "share": per_tenth(one.estimate),
                "low": per_tenth(one.interval[0]),
                "high": per_tenth(one.interval[1]),
                "words": percent(per_tenth(one.estimate), signed=True),
                "between": between(one.interval),
                "fill": colour if one.delay == named else ground.card,
            }
            for one in by_delay
        ]
    )
    y = name_axis("delay", rows["delay"].to_list(), theme)
    axis = alt.Axis(
        title=None,
        labelExpr=_per_cent("datum.value"),
        tickCount=alt.ExprRef("narrow ? 3 : 5"),
        **_QUIET,
    )
    scale = _even([*rows["low"], *rows["high"]])
    marks = alt.Chart(inline_rows(rows))
    ranges = marks.mark_rule(color=tint(colour, ground.card, 0.4), strokeWidth=6)
    told = tooltips(("delay", "Later by"), ("words", "For 10% more"), ("between", "9 in 10 within"))
    layers = [
        ranges.encode(alt.X("low:Q", axis=axis, scale=scale), alt.X2("high"), y),
        marks.mark_point(size=90, strokeWidth=2, opacity=1).encode(
            alt.X("share:Q", axis=axis, scale=scale),
            y,
            alt.StrokeValue(colour),
            alt.Fill("fill:N", scale=None, legend=None),
            tooltip=told,
        ),
    ]
    return whole_chart(layers, rows.height * ROW, chart_config(theme))


def changes_beside_alt(verdict: Together, names: Names) -> str:
    """What `changes_beside` shows, in one sentence."""
    assert verdict.compared, "a refusal has nothing to draw"
    changes, interval = verdict.compared.changes, verdict.interval
    lain = "no line is drawn, for none could be told from chance"
    if verdict.verdict == MOVED_TOGETHER and interval:
        lain = f"the line through them means between {between(interval)} for every +10%"
    return (
        f"{wording.plural(len(changes), 'month')} up to {changes[-1].place}: the change of"
        f" {names[0].lower()} beside the change of {names[1].lower()}"
        f" {when(verdict.compared.delay)}, each beyond what is usual for the month; {lain}."
    )


def delays_beside_alt(by_delay: Sequence[ByDelay], names: Names) -> str:
    """What `delays_beside` shows, in one sentence."""
    said = [
        f"{when(one.delay)} {percent(per_tenth(one.estimate), signed=True)}"
        f" (between {between(one.interval)})"
        for one in by_delay
    ]
    return f"{names[1]} for 10% more {names[0].lower()}: {wording.listed(said)}."


def when(delay: int) -> str:
    """A delay in months, as it stands in a picture."""
    return "the same month" if delay == 0 else f"{wording.plural(delay, 'month')} later"


def between(interval: tuple[float, float]) -> str:
    """An elasticity's interval: how much more of the outcome for a tenth more of the metric."""
    low, high = (percent(per_tenth(end), signed=True) for end in interval)
    return f"{low} and {high}"


def in_per_cent(elasticity: float) -> float:
    """For a table: how much more of the outcome for a tenth more of the metric, in per cent."""
    return round(100 * per_tenth(elasticity), 1)


def changed(log: float) -> str:
    """A change of a logarithm, in per cent."""
    return percent(float(np.expm1(log)), signed=True)


# Marks


def _points(compared: Compared, colour: str, card: str) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "metric": one.metric,
                "outcome": one.outcome,
                "metric_words": f"{changed(one.metric)} in {one.earlier}",
                "outcome_words": f"{changed(one.outcome)} in {one.place}",
                "fill": card if one.pulled_in else colour,
            }
            for one in compared.changes
        ]
    )


def _line(
    verdict: Together, points: pl.DataFrame, colour: str, theme: Theme, x: alt.X, y: alt.Y
) -> list[alt.Chart]:
    """Through the middle, for the averages of both are taken out."""
    if verdict.verdict != MOVED_TOGETHER or verdict.interval is None or verdict.estimate is None:
        return []
    low, high = verdict.interval
    ends = (points["metric"].min(), 0.0, points["metric"].max())
    rows = pl.DataFrame({"metric": ends}).with_columns(
        low=pl.col("metric") * low,
        high=pl.col("metric") * high,
        line=verdict.estimate * pl.col("metric"),
    )
    marks = alt.Chart(inline_rows(rows))
    band = marks.mark_area(color=tint(colour, GROUNDS[theme].card, 0.18))
    return [
        band.encode(x, _on(y, "low"), alt.Y2("high")),
        marks.mark_line(color=colour, strokeWidth=2).encode(x, _on(y, "line")),
    ]


# Axes

# The rule at nought is what everything is read against.
_QUIET: Final[dict[str, Any]] = {
    "domain": False,
    "ticks": False,
    "grid": True,
    "gridWidth": {"condition": {"test": "datum.value === 0", "value": 2.5}, "value": 1},
}
# Above the axis a title takes no room from the months, and nobody has to turn their head.
_ABOVE: Final[dict[str, Any]] = {
    "titleAngle": 0,
    "titleAlign": "left",
    "titleAnchor": "end",
    "titleX": -34,
    "titleY": -14,
}
_STEPS: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
_MOST_TICKS: Final = 8


def _axes(points: pl.DataFrame, names: Names, verdict: Together) -> tuple[alt.X, alt.Y]:
    assert verdict.compared, "a refusal has nothing to draw"
    delay, steepest = verdict.compared.delay, 0.0
    if verdict.verdict == MOVED_TOGETHER and verdict.interval:
        steepest = max(abs(end) for end in verdict.interval)
    across = [*points["metric"]]
    up = [*points["outcome"], *(steepest * value for value in across)]
    later = "in the same month" if delay == 0 else when(delay)
    return (
        alt.X(
            "metric:Q", axis=_changes(f"{names[0]}: change in a month", across), scale=_even(across)
        ),
        alt.Y(
            "outcome:Q", axis=_changes(f"{names[1]}: change {later}", up, **_ABOVE), scale=_even(up)
        ),
    )


def _changes(title: str, values: Iterable[float], **look: Any) -> alt.Axis:
    """Logarithms, read in round per cents."""
    return alt.Axis(
        title=title,
        values=_round_changes(_reach(values)),
        labelExpr=_per_cent("exp(datum.value) - 1"),
        labelOverlap="parity",
        labelSeparation=8,
        titlePadding=8,
        **look,
        **_QUIET,
    )


def _round_changes(reach: float) -> list[float]:
    most = float(np.expm1(reach))
    step = next((one for one in _STEPS if 2 * most / one <= _MOST_TICKS), max(_STEPS))
    shares = [number * step for number in range(-int(most / step), int(most / step) + 1)]
    return [float(np.log1p(share)) for share in shares if share > -1 and np.log1p(share) >= -reach]


def _per_cent(share: str) -> str:
    """An expression of ours: “+20%”, and “0%” without a sign."""
    return f"datum.value === 0 ? '0%' : format({share}, '+.2~%')"


def _on(y: alt.Y, column: str) -> alt.Y:
    """Another column on the same axis."""
    other = y.copy()
    other["shorthand"] = f"{column}:Q"
    return other


def _even(values: Iterable[float]) -> alt.Scale:
    """As far to the one side as to the other: nought is in the middle."""
    reach = _reach(values)
    return alt.Scale(domain=[-reach, reach], nice=False)


def _reach(values: Iterable[float]) -> float:
    return max(abs(value) for value in values) * 1.1
