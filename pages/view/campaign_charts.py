"""Campaigns and experiments in pictures: what was expected, earlier looks, plans and weeks."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
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

HEIGHT: Final = 280
ROW: Final = 40

# What was, by the month or the day; null is a gap.
FIGURES: Final = {"date": pl.Date, "value": pl.Float64}
# Within the window: what was to be expected, and in nine cases of ten between low and high.
EXPECTED: Final = {
    "date": pl.Date,
    "actual": pl.Float64,
    "expected": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}
# kind is one of `KINDS`; low and high are the campaign's own.
LOOKS: Final = {
    "date": pl.Date,
    "effect": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "kind": pl.String,
}
KINDS: Final = {
    "quiet": "An earlier, quiet period",
    "busy": "Earlier, another campaign ran",
    "campaign": "This campaign",
}
# One row a week of a plan; value is null where the week is not whole yet.
WEEKS: Final = {"week": pl.Date, "on": pl.Boolean, "value": pl.Float64}
SIDES: Final = {True: "On", False: "Off"}


def after_campaign(
    figures: pl.DataFrame,
    expected: pl.DataFrame,
    *,
    by_day: bool,
    unit: str,
    colour: str,
    theme: Theme = "light",
) -> alt.LayerChart:
    """What was (`FIGURES`) against what was to be expected in the window (`EXPECTED`)."""
    ground = GROUNDS[theme]
    told = _told(figures, by_day, unit)
    band = _fan(figures, expected, by_day, unit)
    y = _amounts(unit, [*figures["value"], *expected["high"], *expected["expected"]])
    x = _dates(figures["date"].to_list(), by_day=by_day)
    fan = alt.Chart(inline_rows(band))
    line = alt.Chart(inline_rows(told))
    inside = alt.Chart(inline_rows(told.filter(pl.col("date").is_in(expected["date"].implode()))))
    layers = [
        _shade(expected, by_day, theme).encode(_on_dates("begins"), alt.X2("ends")),
        fan.mark_area(color=colour, opacity=0.2).encode(x, _on(y, "low"), alt.Y2("high")),
        fan.mark_line(color=ground.muted, strokeDash=[4, 4], strokeWidth=1.75).encode(
            x, _on(y, "expected")
        ),
        line.mark_line(color=colour).encode(x, _on(y, "value"), alt.Detail("run:N")),
        inside.mark_point(size=64, filled=True, opacity=1, color=colour).encode(x, _on(y, "value")),
        line.mark_point(size=200, opacity=0, filled=True).encode(
            x, _on(y, "value"), tooltip=tooltips(("when", "When"), ("words", "Was"))
        ),
        fan.transform_filter("datum.expected_words !== ''")
        .mark_point(size=200, opacity=0, filled=True)
        .encode(
            x,
            _on(y, "expected"),
            tooltip=tooltips(
                ("when", "When"), ("expected_words", "Expected"), ("between", "Between")
            ),
        ),
    ]
    return whole_chart(layers, HEIGHT, chart_config(theme))


def earlier_looks(
    looks: pl.DataFrame, *, by_day: bool, colour: str, theme: Theme = "light"
) -> alt.LayerChart:
    """The same look at earlier windows (`LOOKS`) in grey, and the campaign's with its range."""
    ground = GROUNDS[theme]
    drawn = looks.with_columns(
        _when(by_day),
        kind_words=pl.col("kind").replace_strict(KINDS, return_dtype=pl.String),
        words=pl.col("effect").map_elements(wording.signed_percent, return_dtype=pl.String),
    )
    y = _shares([*looks["effect"], *looks["low"], *looks["high"]])
    x = _dates(looks["date"].to_list(), room=True, by_day=by_day)
    here = [KINDS[one] for one in KINDS if one in looks["kind"]]
    fills = {"quiet": ground.followers, "busy": ground.card, "campaign": colour}
    edges = {"quiet": ground.followers, "busy": ground.followers, "campaign": colour}
    legend = alt.Legend(columns=alt.ExprRef("narrow ? 1 : 3"), labelLimit=260, symbolOpacity=1)
    own = alt.Chart(inline_rows(drawn.filter(kind="campaign")))
    points = alt.Chart(inline_rows(drawn)).mark_point(strokeWidth=1.75, opacity=1)
    nought = alt.Chart(inline_rows(pl.DataFrame({"effect": [0.0]})))
    layers = [
        nought.mark_rule(color=ground.rule, strokeWidth=1.5).encode(y),
        own.mark_rule(color=colour, strokeWidth=2.5).encode(x, _on(y, "low"), alt.Y2("high")),
        points.encode(
            x,
            y,
            alt.Fill(
                "kind_words:N",
                scale=alt.Scale(domain=here, range=_of(here, fills)),
                legend=legend,
            ),
            alt.Stroke(
                "kind_words:N",
                scale=alt.Scale(domain=here, range=_of(here, edges)),
                legend=legend,
            ),
            alt.SizeValue(70, condition={"test": "datum.kind === 'campaign'", "value": 150}),
            tooltip=tooltips(("when", "From"), ("kind_words", "Period"), ("words", "Difference")),
        ),
    ]
    return whole_chart(layers, 220, chart_config(theme))


def plan_calendar(weeks: pl.DataFrame, *, today: date, theme: Theme = "light") -> alt.LayerChart:
    """Which weeks (`WEEKS`) are on and which off; a rule stands at today, if it is among them."""
    ground = GROUNDS[theme]
    drawn = _sides(weeks).with_columns(
        ends=pl.col("week") + timedelta(days=7),
        fill=pl.when("on").then(pl.lit(ground.accent)).otherwise(pl.lit(ground.card)),
        edge=pl.when("on").then(pl.lit(ground.card)).otherwise(pl.lit(ground.followers)),
    )
    x = _dates([*drawn["week"].to_list(), *drawn["ends"].to_list()]).copy()
    x["shorthand"] = "week:T"
    y = name_axis("side", list(SIDES.values()), theme)
    cells = alt.Chart(inline_rows(drawn)).mark_rect(height={"band": 0.62}, strokeWidth=1.5)
    layers = [
        cells.encode(
            x,
            alt.X2("ends"),
            y,
            own_fill("fill"),
            own_stroke("edge"),
            tooltip=tooltips(("when", "Week of"), ("side", "Switch")),
        )
    ]
    if drawn["week"].to_list()[0] <= today < drawn["ends"].to_list()[-1]:
        mark = alt.Chart(inline_rows(pl.DataFrame({"day": [today]})))
        layers.append(
            mark.mark_rule(color=ground.note, strokeWidth=1.5, strokeDash=[2, 3]).encode(
                _on_dates("day")
            )
        )
    return whole_chart(layers, 2 * ROW, chart_config(theme))


def pairs_of_weeks(
    weeks: pl.DataFrame, *, unit: str, colour: str, theme: Theme = "light"
) -> alt.LayerChart:
    """The outcome of each week (`WEEKS`): on is full, off hollow, and a line joins each pair."""
    ground = GROUNDS[theme]
    drawn = (
        _sides(weeks)
        .with_columns(pair=pl.int_range(pl.len()) // 2)
        .drop_nulls("value")
        .with_columns(words=_worded("value", unit))
    )
    x = _dates(weeks["week"].to_list(), room=True).copy()
    x["shorthand"] = "week:T"
    y = _amounts(unit, drawn["value"])
    sides = list(SIDES.values())
    legend = alt.Legend(symbolOpacity=1)
    rows = alt.Chart(inline_rows(drawn))
    layers = [
        rows.mark_line(color=ground.rule, strokeWidth=1.5).encode(
            x, _on(y, "value"), alt.Detail("pair:N")
        ),
        rows.mark_point(size=90, strokeWidth=1.75, opacity=1).encode(
            x,
            _on(y, "value"),
            alt.Fill(
                "side:N",
                scale=alt.Scale(domain=sides, range=[colour, ground.card]),
                legend=legend,
            ),
            alt.Stroke(
                "side:N",
                scale=alt.Scale(domain=sides, range=[colour, ground.muted]),
                legend=legend,
            ),
            tooltip=tooltips(("when", "Week of"), ("side", "Switch"), ("words", "Figure")),
        ),
    ]
    return whole_chart(layers, 240, chart_config(theme))


# In one sentence


def after_campaign_alt(expected: pl.DataFrame, *, title: str, unit: str) -> str:
    """What `after_campaign` shows, in one sentence."""
    was, usual = float(expected["actual"].sum()), float(expected["expected"].sum())
    return (
        f"{title}: {wording.amount(was, unit)} in the window, where the time before led to expect "
        f"about {wording.amount(usual, unit)}."
    )


def earlier_looks_alt(looks: pl.DataFrame) -> str:
    """What `earlier_looks` shows, in one sentence."""
    own = looks.filter(kind="campaign")["effect"].to_list()[0]
    earlier = looks.filter(pl.col("kind") != "campaign")["effect"].to_list()
    said = f"This campaign’s difference of {wording.signed_percent(own)}"
    if not earlier:
        return f"{said}; no earlier period could be looked at in the same way."
    low, high = wording.signed_percent(min(earlier)), wording.signed_percent(max(earlier))
    periods = wording.plural(len(earlier), "earlier period")
    return f"{said} beside {periods}, whose differences lie between {low} and {high}."


def plan_calendar_alt(weeks: pl.DataFrame) -> str:
    """What `plan_calendar` shows, in one sentence."""
    on = weeks.filter("on")["week"].to_list()
    return f"A plan of {weeks.height} weeks. On in the weeks of {wording.listed(_days(on))}."


def pairs_of_weeks_alt(weeks: pl.DataFrame, *, title: str, unit: str) -> str:
    """What `pairs_of_weeks` shows, in one sentence."""
    means = {
        on: weeks.filter(pl.col("on") == on)["value"].drop_nulls().mean() for on in (True, False)
    }
    said = [
        f"{wording.amount(float(str(mean)), unit)} in an average week {SIDES[on].lower()}"
        for on, mean in means.items()
        if mean is not None
    ]
    return f"{title} by week: {wording.listed(said) if said else 'no week is whole yet'}."


def _days(days: Iterable[date]) -> list[str]:
    return [wording.day(one) for one in days]


# Rows


def _told(figures: pl.DataFrame, by_day: bool, unit: str) -> pl.DataFrame:
    """Only what is known, by unbroken run."""
    return (
        figures.sort("date")
        .with_columns(run=pl.col("value").is_null().cum_sum())
        .drop_nulls("value")
        .with_columns(_when(by_day), words=_worded("value", unit))
    )


def _fan(figures: pl.DataFrame, expected: pl.DataFrame, by_day: bool, unit: str) -> pl.DataFrame:
    """The band opens from the last figure before the window, which is known for sure."""
    first = expected["date"].min()
    before = figures.filter(pl.col("date") < first).drop_nulls("value").sort("date").tail(1)
    tip = before.select(
        "date", *(pl.col("value").alias(name) for name in ("expected", "low", "high"))
    ).with_columns(expected_words=pl.lit(""), between=pl.lit(""))
    told = expected.select(
        "date",
        "expected",
        "low",
        "high",
        expected_words=_worded("expected", unit),
        between=pl.struct("low", "high").map_elements(
            lambda b: wording.between(b["low"], b["high"], unit), return_dtype=pl.String
        ),
    )
    return pl.concat([tip, told]).with_columns(_when(by_day))


def _shade(expected: pl.DataFrame, by_day: bool, theme: Theme) -> alt.Chart:
    """A month's figure stands at its first day: half a month to each side of it is the month's."""
    around = timedelta(days=1 if by_day else 15)
    days = expected["date"].to_list()
    span = pl.DataFrame({"begins": [min(days) - around], "ends": [max(days) + around]})
    shade = alt.Chart(inline_rows(span))
    return shade.mark_rect(color=GROUNDS[theme].grid, opacity=0.8)


def _sides(weeks: pl.DataFrame) -> pl.DataFrame:
    return weeks.sort("week").with_columns(
        side=pl.col("on").replace_strict(SIDES, return_dtype=pl.String),
        when=pl.col("week").map_elements(wording.day, return_dtype=pl.String),
    )


def _when(by_day: bool) -> pl.Expr:
    name = wording.day if by_day else wording.month
    return pl.col("date").map_elements(name, return_dtype=pl.String).alias("when")


def _worded(column: str, unit: str) -> pl.Expr:
    return pl.col(column).map_elements(
        lambda value: wording.amount(value, unit), return_dtype=pl.String
    )


def _of(here: Sequence[str], looks: dict[str, str]) -> list[str]:
    return [looks[kind] for kind, words in KINDS.items() if words in here]


# Axes


def _dates(days: Sequence[date], *, room: bool = False, by_day: bool = True) -> alt.X:
    first, last = min(days), max(days)
    if room:  # points at the ends are not to be cut
        around = timedelta(days=max(4, (last - first).days // 30))
        first, last = first - around, last + around
    short = by_day and (last - first).days < 200
    axis = alt.Axis(
        title=None,
        format="%-d %b" if short else "%b %Y",
        grid=False,
        labelFlush=True,
        labelOverlap="parity",
        labelSeparation=10,
        tickCount=alt.ExprRef("narrow ? 3 : 7"),
    )
    scale = alt.Scale(type="utc", domain=[f"{first}", f"{last}"], nice=False, clamp=True)
    return alt.X("date:T", scale=scale, axis=axis)


def _on_dates(column: str) -> alt.X:
    return alt.X(f"{column}:T", scale=alt.Scale(type="utc"))


def _amounts(unit: str, values: Iterable[float | None]) -> alt.Y:
    known = [value for value in values if value is not None]
    low, high = min(0.0, *known) if known else 0.0, max(known, default=1.0)
    domain = [low * 1.08, high * 1.08 or 1.0]
    return _measured("value", domain, _ticks(unit))


def _shares(values: Iterable[float | None]) -> alt.Y:
    known = [abs(value) for value in values if value is not None]
    reach = max([0.1, *known]) * 1.08
    words = "datum.value === 0 ? '0%' : format(datum.value, '+.0%')"
    return _measured("effect", [-reach, reach], words)


def _measured(column: str, domain: Sequence[float], words: str) -> alt.Y:
    axis = alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        tickCount=5,
        labelPadding=6,
        labelExpr=words,
    )
    scale = alt.Scale(domain=list(domain), nice=False, zero=False)
    return alt.Y(f"{column}:Q", axis=axis, scale=scale)


def _ticks(unit: str) -> str:
    number = "abs(datum.value) >= 10000 ? format(datum.value, '.3~s') : format(datum.value, ',~r')"
    return f"'{wording.SYMBOLS.get(unit, '')}' + ({number})"


def _on(y: alt.Y, column: str) -> alt.Y:
    """Another column on the same axis."""
    other: Any = y.copy()
    other["shorthand"] = f"{column}:Q"
    return other
