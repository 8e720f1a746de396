"""Frames in, charts out: no Streamlit, no database.

The columns a frame needs stand at each chart. Nothing from a file reaches a chart but as a value:
never as a column's name, an expression or an address.
"""

import html
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import altair as alt
import polars as pl
import vl_convert

from pages.view import wording
from pages.view.colours import GROUNDS, Theme, chart_config, colours_of, label_colour_of
from pages.view.drawing import (
    MOST_ROWS,
    PHONE,
    inline_rows,
    name_axis,
    own_colour,
    own_fill,
    own_stroke,
    tint,
    tooltips,
    whole_chart,
)

# A chart, or what it became: `to_spec`.
Drawing = alt.LayerChart | dict[str, Any]

HEIGHT: Final = 280
ROW: Final = 36
LANE: Final = 16
LINE_OF_TEXT: Final = 17
STRIP: Final = 64
# Within a strip of `small_multiples`: its words above, the highest month, and nought.
CEILING: Final = 0.36
FLOOR: Final = 0.92

# month is the first of it; value is null where it is not known; complete is false for a month that
# still goes on.
MONTHS: Final = {"month": pl.Date, "value": pl.Float64, "complete": pl.Boolean}
# series is our own name (`followers`, `calls`), label what is read.
SERIES: Final = {"series": pl.String, "label": pl.String, **MONTHS}
# What a month like the others would have brought, beside what it did.
EXPECTED: Final = {**MONTHS, "low": pl.Float64, "high": pl.Float64}
# low and high are the outcomes' share in the worst and the best case, if every source were known.
SHARES: Final = {
    "label": pl.String,
    "followers_share": pl.Float64,
    "outcome_share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}
# state is one of `STATES`.
COVERAGE: Final = {"source": pl.String, "month": pl.Date, "state": pl.String}
STATES: Final = {
    "here": "here",
    "partial": "partly here",
    "missing": "missing",
    "not_expected": "not expected",
}
# kind is `note`, `break` where a platform began to count differently, or `campaign`, which alone
# lasts: until its last day.
NOTES: Final = {"day": pl.Date, "label": pl.String, "kind": pl.String, "until": pl.Date}
NO_NOTES: Final = pl.DataFrame(schema=NOTES)
TARGETS: Final = {"month": pl.Date, "target": pl.Float64}
NO_TARGETS: Final = pl.DataFrame(schema=TARGETS)


def over_months(
    figures: pl.DataFrame,
    *,
    unit: str,
    colour: str,
    theme: Theme = "light",
    notes: pl.DataFrame = NO_NOTES,
) -> alt.LayerChart:
    """One figure (`MONTHS`). A month that still goes on is dashed and hollow; a gap is a gap."""
    drawn = _in_runs(figures, notes).with_columns(
        _worded("value", unit), _flat("colour", colour), _flat("label_colour", colour)
    )
    y = _amount_axis(unit, _domain_from_nought(figures["value"]))
    so_far = pl.when("complete").then(pl.lit("")).otherwise(pl.lit(" so far"))
    ends = drawn.tail(1).with_columns(at="value", end=pl.col("words") + so_far)
    layers = [
        *_shades(notes, figures, theme),
        *_lines(drawn, y, theme),
        *_end_labels(ends, y),
        *_notes(notes, figures, theme),
    ]
    return _over_time(layers, figures, theme)


def index_lines(
    figures: pl.DataFrame,
    base_label: str,
    *,
    theme: Theme = "light",
    notes: pl.DataFrame = NO_NOTES,
) -> alt.LayerChart:
    """Several series (`SERIES`) that start at 100; pointing at one quietens the others."""
    names = figures["series"].unique(maintain_order=True).to_list()
    drawn = _in_runs(figures, notes).with_columns(
        _worded("value", "index"),
        _by_name("colour", names, colours_of(names, theme)),
        _by_name("label_colour", names, [label_colour_of(name, theme) for name in names]),
    )
    domain = _domain_of_an_index(drawn["value"])
    y = _amount_axis("index", domain)
    lanes = len(_lanes(notes, figures))
    said = _said_above(base_label, lanes, theme)
    ends = _dodged(drawn.group_by("series", maintain_order=True).last(), domain)
    base = alt.Chart(inline_rows(pl.DataFrame({"value": [100.0]})))
    rule = base.mark_rule(color=GROUNDS[theme].rule, strokeWidth=1.5).encode(y)
    lines = _lines(drawn, y, theme, _POINTED_AT)
    labels = _end_labels(ends, y, _POINTED_AT, shown="narrow ? '' : datum.end")
    key = _key_above(ends, lanes)
    return _over_time(
        [
            *_shades(notes, figures, theme),
            rule,
            *lines,
            *labels,
            *key,
            said,
            *_notes(notes, figures, theme),
        ],
        figures,
        theme,
    )


def expected_range(
    figures: pl.DataFrame,
    *,
    unit: str,
    colour: str,
    theme: Theme = "light",
    notes: pl.DataFrame = NO_NOTES,
    targets: pl.DataFrame = NO_TARGETS,
) -> alt.LayerChart:
    """One figure (`EXPECTED`) on the band a usual month falls in; months outside stand out. Months
    with `targets` (`TARGETS`) have them as a thin step."""
    drawn = _in_runs(figures, notes).with_columns(
        _worded("value", unit),
        _flat("colour", colour),
        pl.struct("low", "high")
        .map_elements(lambda b: wording.between(b["low"], b["high"], unit), pl.String)
        .alias("expected"),
        outside=pl.col("complete") & ~pl.col("value").is_between("low", "high"),
    )
    reached = pl.concat([figures["value"], figures["high"], targets["target"]])
    y = _amount_axis(unit, _domain_from_nought(reached))
    x = _month_axis(figures)
    band = alt.Chart(inline_rows(drawn.drop_nulls(["low", "high"]))).mark_area(
        color=colour, opacity=0.16, interpolate="monotone"
    )
    layers = [
        *_shades(notes, figures, theme),
        band.encode(x, _on(y, "low"), alt.Y2("high"), alt.Detail("run:N")),
        *_target_steps(targets, x, y, theme),
        *_strokes(drawn, x, y, width=1.2),
        _expected_points(drawn, theme).encode(x, y),
        *_notes(notes, figures, theme),
    ]
    return _over_time(layers, figures, theme)


def sparkline(figures: pl.DataFrame, *, colour: str, theme: Theme = "light") -> alt.LayerChart:
    """The course of one figure (`MONTHS`) at a glance, for a tile."""
    drawn = _in_runs(figures, NO_NOTES).with_columns(_flat("colour", colour))
    scale = alt.Scale(domain=_domain_of_a_glance(drawn["value"]), zero=False, nice=False)
    x, y = _month_axis(figures).axis(None), alt.Y("value:Q", scale=scale, axis=None)
    layers = [*_strokes(drawn, x, y), _dots(drawn, theme).encode(x, y)]
    look = {"background": "transparent", "padding": {"left": 2, "right": 6, "top": 6, "bottom": 4}}
    return whole_chart(layers, 34, {**chart_config(theme), **look})


def stacked_months(
    figures: pl.DataFrame, dimension: str, *, unit: str = "count", theme: Theme = "light"
) -> alt.LayerChart:
    """One figure (`SERIES`) by month and `dimension`; the `unknown` pile on top has no colour."""
    piles = _piles(figures, theme).with_columns(_worded("value", unit))
    totals = piles.group_by("month").agg(pl.col("value").sum())["value"]
    names = piles.unique("label", keep="first").sort("place")
    scale = alt.Scale(domain=names["label"].to_list(), range=names["colour"].to_list())
    legend = alt.Legend(columns=alt.ExprRef("narrow ? 2 : 5"), labelLimit=130)
    bars = (
        alt.Chart(inline_rows(piles))
        .mark_bar(strokeWidth=1)
        .encode(
            _month_axis(figures, bars=True),
            _amount_axis(unit, _domain_from_nought(totals)).stack("zero"),
            alt.Order("place:Q", sort="ascending"),
            alt.Color("label:N", scale=scale, legend=legend),
            own_stroke("edge"),
            alt.StrokeDashValue(
                [1, 0], condition={"test": "datum.series === 'unknown'", "value": [3, 2]}
            ),
            alt.OpacityValue(0.45, condition={"test": "datum.complete", "value": 1}),
            tooltip=[
                *tooltips(("month_words", "Month"), ("label", dimension), ("words", "Figure"))
            ],
        )
    )
    return _over_time([bars], figures, theme)


def share_gap(
    figures: pl.DataFrame, *, outcome: str, colour: str, theme: Theme = "light"
) -> alt.LayerChart:
    """Where followers are and where the outcome comes from (`SHARES`), most outcomes first."""
    ground = GROUNDS[theme]
    shares = figures.sort("outcome_share", "label", descending=[True, False], nulls_last=True)
    parts = ["Followers", outcome.capitalize(), "If unknown sources were known"]
    y = name_axis("label", shares["label"].to_list(), theme)
    key = alt.Color(
        "part:N",
        scale=alt.Scale(domain=parts, range=[ground.followers, colour, tint(colour, ground.card)]),
        legend=alt.Legend(columns=alt.ExprRef("narrow ? 1 : 3"), labelLimit=260),
    )
    band = alt.Chart(inline_rows(shares.with_columns(_flat("part", parts[2])).drop_nulls("low")))
    gap = alt.Chart(inline_rows(shares.drop_nulls(["followers_share", "outcome_share"])))
    dots = alt.Chart(inline_rows(_share_dots(shares, parts)))
    layers = [
        band.mark_bar(height=12).encode(_share_axis("low", shares), alt.X2("high"), y, key),
        gap.mark_rule(color=ground.rule, strokeWidth=2).encode(
            _share_axis("followers_share", shares), alt.X2("outcome_share"), y
        ),
        dots.mark_point(filled=True, size=130, opacity=1).encode(
            _share_axis("share", shares),
            y,
            key,
            tooltip=tooltips(("label", "Channel"), ("part", "Measured"), ("words", "Share")),
        ),
    ]
    return _in_rows(layers, shares.height, theme)


def small_multiples(
    figures: pl.DataFrame,
    units: Mapping[str, str],
    *,
    colour: str = "",
    theme: Theme = "light",
) -> alt.LayerChart:
    """Several series (`SERIES`), each on a strip of its own from nought to its own highest month.

    `units` by series; `colour` for all of them, else each has its own. A month whose `counted` is
    true (the column may be left out) has a dot.
    """
    names = figures["series"].unique(maintain_order=True).to_list()
    drawn = _on_strips(_in_runs(figures, NO_NOTES), names, units).with_columns(
        _by_name("colour", names, [colour or one for one in colours_of(names, theme)])
    )
    scale = alt.Scale(domain=[0, max(len(names), 1)], reverse=True, nice=False)
    y = alt.Y("value:Q", axis=None, scale=scale)
    x = _month_axis(figures)
    told = tooltips(("month_words", "Month"), ("label", "Figure"), ("words", "Value"))
    nearby = alt.Chart(inline_rows(drawn)).mark_point(size=220, opacity=0, filled=True)
    layers = [
        _strip_floors(names, theme).encode(y),
        *_strokes(drawn, x, y),
        _dots(drawn, theme).encode(x, y),
        *_counted_dots(drawn, x, y),
        *_strip_titles(drawn, y, theme),
        nearby.encode(x, y, tooltip=told),
    ]
    return whole_chart(layers, max(len(names), 1) * STRIP, chart_config(theme))


def coverage_calendar(figures: pl.DataFrame, *, theme: Theme = "light") -> alt.LayerChart:
    """Which source covers which month (`COVERAGE`): told by the sign in the cell, not by colour."""
    words = pl.col("state").replace_strict(STATES, return_dtype=pl.String)
    cells = figures.with_columns(words=words, month_words=_month_words())
    sources = figures["source"].unique(maintain_order=True).to_list()
    x, y = _month_axis(figures, bars=True), name_axis("source", sources, theme)
    told = tooltips(("source", "Source"), ("month_words", "Month"), ("words", "Files"))
    layers = [_states_key(cells, theme).encode(x, y)]
    for state, look in _state_looks(theme).items():
        if state not in figures["state"]:  # a layer without marks is a picture without a name
            continue
        of_state = alt.Chart(inline_rows(cells.filter(state=state)))
        layers.append(of_state.mark_rect(width={"band": 0.8}, **look).encode(x, y, tooltip=told))
    return _in_rows(layers, len(sources), theme)


def over_months_alt(figures: pl.DataFrame, *, title: str, unit: str) -> str:
    """What `over_months`, `sparkline` and `expected_range` show, in one sentence."""
    known = figures.sort("month").drop_nulls("value")
    if known.is_empty():
        return f"{title}: no month is known yet."
    first, last = known.row(0, named=True), known.row(-1, named=True)
    unfinished = "" if last["complete"] else ", a month that still goes on"
    return (
        f"{title}, {_span(figures)}: {wording.amount(first['value'], unit)} in"
        f" {wording.month(first['month'])}, {wording.amount(last['value'], unit)} in"
        f" {wording.month(last['month'])}{unfinished}{_missing_months(figures)}."
    )


def index_lines_alt(figures: pl.DataFrame, base_label: str) -> str:
    """What `index_lines` shows, in one sentence."""
    known = figures.sort("month").drop_nulls("value")
    if known.is_empty():
        return f"An index where {base_label}: no month is known yet."
    ends = known.group_by("series", maintain_order=True).last()
    said = [f"{label} {wording.count(value)}" for label, value in ends["label", "value"].rows()]
    return f"An index where {base_label}, {_span(figures)}. At the end: {wording.listed(said)}."


def stacked_months_alt(
    figures: pl.DataFrame, dimension: str, *, title: str, unit: str = "count"
) -> str:
    """What `stacked_months` shows, in one sentence."""
    sums = figures.group_by("label").agg(pl.col("value").sum()).sort("value", descending=True)
    said = [f"{label} {wording.amount(value, unit)}" for label, value in sums.head(3).rows()]
    most = f": most from {wording.listed(said)}" if said else ": no month is known yet"
    return f"{title} by {dimension.lower()}, {_span(figures)}{most}."


def small_multiples_alt(figures: pl.DataFrame, units: Mapping[str, str], *, title: str) -> str:
    """What `small_multiples` shows, in one sentence."""
    known = figures.drop_nulls("value").sort("month")
    if known.is_empty():
        return f"{title}: no month is known yet."
    ends = known.group_by("series", "label", maintain_order=True).agg(
        pl.col("value").first().alias("first"), pl.col("value").last().alias("last")
    )
    said = [
        f"{label} from {wording.amount(first, units[series])} to"
        f" {wording.amount(last, units[series])}"
        for series, label, first, last in ends.rows()
    ]
    return f"{title}, {_span(figures)}: {wording.listed(said)}."


def share_gap_alt(figures: pl.DataFrame, *, outcome: str) -> str:
    """What `share_gap` shows, in one sentence."""
    top = figures.drop_nulls("outcome_share").sort("outcome_share", descending=True).head(3)
    said = [
        f"{label} {wording.percent(share)} (of followers {wording.percent(followers)})"
        for label, share, followers in top["label", "outcome_share", "followers_share"].rows()
    ]
    most = f"most from {wording.listed(said)}" if said else "no source is known yet"
    return f"Share of {outcome} by channel, beside the share of followers: {most}."


def coverage_calendar_alt(figures: pl.DataFrame) -> str:
    """What `coverage_calendar` shows, in one sentence."""
    if figures.is_empty():
        return "Which source covers which month: nothing is here yet."
    states = dict(figures.group_by("state").len().rows())
    said = [f"{states[state]} {words}" for state, words in STATES.items() if state in states]
    sources = wording.plural(figures["source"].n_unique(), "source")
    return f"{sources}, {_span(figures)}, month by month: {wording.listed(said)}."


def to_spec(chart: Drawing) -> dict[str, Any]:
    """For the screen. The tests have checked each kind of chart against Vega-Lite's grammar; to
    check it again at every look costs more than all the rest of it."""
    # A new one each time: Streamlit takes the rows out of the one it is given.
    return dict(chart) if isinstance(chart, dict) else chart.to_dict(validate=False)


def to_svg(chart: Drawing, *, width: int = 680, alt_text: str = "") -> str:
    """The chart as a picture for a page without scripts: it holds none itself, and no address."""
    spec = _of_width(chart, width)
    svg = vl_convert.vegalite_to_svg(spec, vl_version=_VEGA_LITE, allowed_base_urls=[])
    label = f' role="img" aria-label="{html.escape(alt_text)}"' if alt_text else ""
    return svg.replace("<svg", f"<svg{label}", 1)


def to_png(chart: Drawing, *, width: int = 680, scale: float = 2) -> bytes:
    return vl_convert.vegalite_to_png(
        _of_width(chart, width), vl_version=_VEGA_LITE, scale=scale, allowed_base_urls=[]
    )


_VEGA_LITE: Final = "6.4"

_POINTED_AT = alt.selection_point(
    name="pointed_at", fields=["series"], on="pointerover", nearest=True, clear="pointerout"
)

# A full cell, half a one, an empty one, a dash: apart without any colour.
_SIGNS: Final = ["M-1,-1H1V1H-1Z", "M-1,-.4H1V.4H-1Z", "M-1,-1H1V1H-1Z", "M-1,-.1H1V.1H-1Z"]


# Rows


def _in_runs(figures: pl.DataFrame, notes: pl.DataFrame) -> pl.DataFrame:
    """Only the known months, numbered by unbroken run: a gap or a break in what a platform counts
    begins a new one."""
    named = figures if "series" in figures.columns else figures.with_columns(_flat("series", ""))
    before = pl.col("month").shift(1).over("series")
    breaks = notes.filter(kind="break")["day"].dt.truncate("1mo").unique()
    begins = pl.any_horizontal(
        before.is_null(),
        before.dt.offset_by("1mo") != pl.col("month"),
        *(before.lt(change) & pl.col("month").ge(change) for change in breaks),
    )
    return (
        named.drop_nulls("value")
        .sort("series", "month")
        .with_columns(
            run=pl.format("{}/{}", "series", begins.fill_null(True).cum_sum().over("series")),
            month_words=_month_words(),
        )
    )


def _piles(figures: pl.DataFrame, theme: Theme) -> pl.DataFrame:
    """The largest pile at the bottom, the unknown one on top."""
    ground = GROUNDS[theme]
    sums = figures.group_by("series").agg(total=pl.col("value").sum())
    order = sums.sort(pl.col("series") == "unknown", -pl.col("total"), "series")
    names = order["series"].to_list()
    return (
        figures.drop_nulls("value")
        .join(order.with_row_index("place").drop("total"), on="series")
        .with_columns(
            _by_name("colour", names, colours_of(names, theme)),
            edge=pl.when(pl.col("series") == "unknown")
            .then(pl.lit(ground.followers))
            .otherwise(pl.lit(ground.card)),
            month_words=_month_words(),
        )
        .sort("month", "place")
    )


def _share_dots(shares: pl.DataFrame, parts: Sequence[str]) -> pl.DataFrame:
    sides = [
        shares.select("label", _flat("part", part), share=pl.col(column))
        for part, column in zip(parts, ("followers_share", "outcome_share"), strict=False)
    ]
    return pl.concat(sides).drop_nulls("share").with_columns(_worded("share", "percent"))


def _worded(column: str, unit: str) -> pl.Expr:
    """As every page says it: a chart must not have a second way of writing a figure."""
    return (
        pl.col(column)
        .map_elements(lambda value: wording.amount(value, unit), return_dtype=pl.String)
        .alias("words")
    )


def _month_words() -> pl.Expr:
    return pl.col("month").map_elements(wording.month, return_dtype=pl.String)


def _flat(column: str, text: str) -> pl.Expr:
    return pl.lit(text).alias(column)


def _by_name(column: str, names: Sequence[str], values: Sequence[str]) -> pl.Expr:
    return pl.col("series").replace_strict(names, values, return_dtype=pl.String).alias(column)


# Marks


def _lines(
    drawn: pl.DataFrame, y: alt.Y, theme: Theme, pointed_at: alt.Parameter | None = None
) -> list[alt.Chart]:
    x = _month_axis(drawn)
    return [
        *(_quietened(stroke, pointed_at) for stroke in _strokes(drawn, x, y)),
        _quietened(_dots(drawn, theme).encode(x, y), pointed_at),
        _places_to_point_at(drawn, pointed_at).encode(x, y),
    ]


def _strokes(drawn: pl.DataFrame, x: alt.X, y: alt.Y, width: float = 2.25) -> list[alt.Chart]:
    """Finished months as a line; dashes to a month that is not complete, and on from it."""
    finished = pl.col("complete")
    near = [finished.shift(step).over("run").fill_null(True) for step in (-1, 1)]
    dashes = ~pl.all_horizontal(finished, *near)
    looks = [
        (finished, ~finished, {"strokeWidth": width}),
        (dashes, ~dashes, {"strokeDash": [3, 5], "strokeWidth": width * 0.8}),
    ]
    strokes = [
        # What lies between two months that are not of the stroke parts them.
        (drawn.with_columns(run=pl.format("{} {}", "run", apart.cum_sum())).filter(of_stroke), look)
        for of_stroke, apart, look in looks
    ]
    columns = ["month", "value", "series", "run", "colour"]
    return [
        alt.Chart(inline_rows(rows.select(columns)))
        .mark_line(**look)
        .encode(x, y, own_stroke("colour"), alt.Detail("run:N"))
        for rows, look in strokes
    ]


def _dots(drawn: pl.DataFrame, theme: Theme) -> alt.Chart:
    """The last month of a series, hollow while it goes on; and months that stand alone, which no
    line shows."""
    last = pl.col("month") == pl.col("month").max().over("series")
    alone = pl.len().over("run") == 1
    filled = drawn.filter(last | alone).with_columns(
        fill=pl.when("complete").then("colour").otherwise(pl.lit(GROUNDS[theme].card))
    )
    points = alt.Chart(inline_rows(filled)).mark_point(size=42, strokeWidth=1.75, opacity=1)
    return points.encode(own_stroke("colour"), own_fill("fill"))


def _places_to_point_at(drawn: pl.DataFrame, pointed_at: alt.Parameter | None) -> alt.Chart:
    named = [("label", "Series")] if "label" in drawn.columns else []
    columns = ["month", "value", "series", "month_words", "words", *(name for name, _ in named)]
    points = alt.Chart(inline_rows(drawn.select(columns))).mark_point(
        size=220, opacity=0, filled=True
    )
    told = points.encode(
        alt.Detail("series:N"),
        tooltip=tooltips(("month_words", "Month"), *named, ("words", "Figure")),
    )
    return told.add_params(pointed_at) if pointed_at else told


def _on_strips(drawn: pl.DataFrame, names: Sequence[str], units: Mapping[str, str]) -> pl.DataFrame:
    """Where each figure lies: strip 0 is at the top, and a strip's floor is its nought."""
    highest = pl.max_horizontal(pl.col("value").max().over("series"), pl.lit(1e-9))
    order = {name: float(number) for number, name in enumerate(names)}
    words = [
        wording.amount(value, units[series]) for series, value in drawn["series", "value"].rows()
    ]
    return drawn.with_columns(
        pl.Series("words", words, dtype=pl.String),
        strip=pl.col("series").replace_strict(order, return_dtype=pl.Float64),
    ).with_columns(
        value=pl.col("strip")
        + FLOOR
        - (FLOOR - CEILING) * pl.max_horizontal("value", pl.lit(0.0)) / highest
    )


def _strip_floors(names: Sequence[str], theme: Theme) -> alt.Chart:
    floors = [number + FLOOR for number in range(len(names))]
    rules = alt.Chart(inline_rows(pl.DataFrame({"value": floors}, schema={"value": pl.Float64})))
    return rules.mark_rule(color=GROUNDS[theme].grid, strokeWidth=1)


def _strip_titles(drawn: pl.DataFrame, y: alt.Y, theme: Theme) -> list[alt.Chart]:
    """The series' name on the left of its strip, its last figure on the right."""
    ends = drawn.group_by("series", maintain_order=True).last()
    to_date = pl.when("complete").then(pl.lit("")).otherwise(pl.lit(" to date"))
    titled = ends.with_columns(pl.col("strip") + 0.16, end=pl.col("words") + to_date)
    looks = [("label", 0, "left", 600), ("end", "width", "right", 400)]
    return [
        alt.Chart(inline_rows(titled))
        .mark_text(align=side, fontWeight=weight, fontSize=12.5, color=GROUNDS[theme].ink)
        .encode(
            _on(y, "strip"),
            alt.Text(f"{column}:N"),
            x=alt.value(place),
        )
        for column, place, side, weight in looks
    ]


def _counted_dots(drawn: pl.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    if "counted" not in drawn.columns:
        return []
    counted = alt.Chart(inline_rows(drawn.filter(pl.col("counted").fill_null(False))))
    points = counted.mark_point(filled=True, size=34, opacity=1)
    return [points.encode(x, y, own_fill("colour"))]


def _quietened(layer: alt.Chart, pointed_at: alt.Parameter | None) -> alt.Chart:
    if pointed_at is None:
        return layer
    return layer.encode(alt.OpacityValue(0.2, condition={"param": pointed_at.name, "value": 1}))


def _target_steps(targets: pl.DataFrame, x: alt.X, y: alt.Y, theme: Theme) -> list[alt.Chart]:
    if targets.is_empty():
        return []
    months = pl.col("month")
    runs = (months.dt.offset_by("-1mo") != months.shift(1)).fill_null(True).cum_sum()
    steps = alt.Chart(inline_rows(targets.sort("month").with_columns(run=runs)))
    line = steps.mark_line(interpolate="step", color=GROUNDS[theme].muted, strokeWidth=1.25)
    return [line.encode(x, _on(y, "target"), alt.Detail("run:N"))]


def _expected_points(drawn: pl.DataFrame, theme: Theme) -> alt.Chart:
    """Months outside their range are large and full, the others small; unfinished ones hollow."""
    dots = drawn.with_columns(
        size=pl.when("outside").then(110).otherwise(36),
        fill=pl.when("complete").then("colour").otherwise(pl.lit(GROUNDS[theme].card)),
    )
    told = tooltips(("month_words", "Month"), ("words", "Figure"), ("expected", "A usual month"))
    return (
        alt.Chart(inline_rows(dots))
        .mark_point(strokeWidth=1.75, opacity=1)
        .encode(
            own_stroke("colour"), own_fill("fill"), alt.Size("size:Q", scale=None), tooltip=told
        )
    )


def _end_labels(
    ends: pl.DataFrame,
    y: alt.Y,
    pointed_at: alt.Parameter | None = None,
    shown: str = "datum.end",
) -> list[alt.Chart]:
    """The series' name and last figure where its line ends: nobody has to look up a legend."""
    placed = ends.with_columns(pl.col("month").max())
    text = alt.Chart(inline_rows(placed)).mark_text(
        align="left", dx=9, fontWeight=600, fontSize=12.5
    )
    labels = text.transform_calculate(shown=shown).encode(
        alt.X("month:T", scale=alt.Scale(type="utc")),
        _on(y, "at"),
        alt.Text("shown:N"),
        own_colour("label_colour"),
    )
    return [_quietened(labels, pointed_at)]


def _key_above(ends: pl.DataFrame, lanes: int) -> list[alt.Chart]:
    """On a phone the same words above the chart, two to a line: beside it they would take half."""
    top = -LANE * (lanes + 1) - LINE_OF_TEXT * ((len(ends) + 1) // 2)
    layers: list[alt.Chart] = []
    for number, end in enumerate(ends.to_dicts()):
        text = alt.Chart(inline_rows(pl.DataFrame([end]))).mark_text(
            align="left", fontWeight=600, fontSize=12.5, limit=145
        )
        layers.append(
            text.transform_calculate(shown="narrow ? datum.end : ''").encode(
                alt.Text("shown:N"),
                own_colour("label_colour"),
                alt.XValue(-26 + 148 * (number % 2)),
                # Where it is not shown it must not hold a place above the chart either.
                alt.YValue(alt.ExprRef(f"narrow ? {top + LINE_OF_TEXT * (number // 2)} : 0")),
            )
        )
    return layers


def _dodged(ends: pl.DataFrame, domain: Sequence[float]) -> pl.DataFrame:
    """Labels at their lines' ends, moved apart where they would lie on each other."""
    low, high = domain
    per_unit = HEIGHT / (high - low)
    ranked = ends.sort("value", descending=True)
    wanted = [(high - value) * per_unit for value in ranked["value"]]
    places = [high - place / per_unit for place in _apart(wanted, LINE_OF_TEXT, HEIGHT)]
    until = pl.when(pl.col("month") < pl.col("month").max()).then(
        pl.format(" ({})", pl.col("month").map_elements(wording.short_month, pl.String))
    )
    return ranked.with_columns(
        at=pl.Series(places, dtype=pl.Float64),
        end=pl.format("{} {}{}", "label", "words", until.otherwise(pl.lit(""))),
    )


def _apart(wanted: Sequence[float], least: float, bottom: float) -> list[float]:
    """Each place as near to where it was wanted as the room between neighbours allows."""
    places: list[float] = []
    for place in wanted:
        places.append(max(place, places[-1] + least) if places else place)
    limit = bottom
    for number in reversed(range(len(places))):
        places[number] = min(places[number], limit)
        limit = places[number] - least
    return places


def _notes(notes: pl.DataFrame, figures: pl.DataFrame, theme: Theme) -> list[alt.Chart]:
    """A thin rule a note with its words above the lines, each on a lane where it has room."""
    ground = GROUNDS[theme]
    inks = {"note": ground.note, "break": ground.muted, "campaign": ground.muted}
    rules: list[alt.Chart] = []
    words: list[alt.Chart] = []
    for lane, on_lane in enumerate(_lanes(notes, figures)):
        for note in on_lane:
            top, ink = -LANE * (lane + 1), inks[note["kind"]]
            marks = alt.Chart(inline_rows(pl.DataFrame([note]))).encode(_day_axis())
            dash = [1, 0] if note["kind"] == "campaign" else [2, 3]
            rule = marks.mark_rule(color=ink, strokeDash=dash, strokeWidth=1)
            rules.append(rule.encode(alt.YValue(top + 2), alt.Y2Value(HEIGHT)))
            # The ground's own outline keeps another note's rule from running through the words.
            for look in ({"stroke": ground.card, "strokeWidth": 5}, {}):
                text = marks.mark_text(color=ink, fontSize=11.5, limit=190, **_side(note), **look)
                words.append(text.encode(alt.Text("label:N"), alt.YValue(top + 8)))
    return [*rules, *words]


def _shades(notes: pl.DataFrame, figures: pl.DataFrame, theme: Theme) -> list[alt.Chart]:
    """The days of campaigns, behind all else."""
    campaigns = _within(notes, figures).filter(kind="campaign")
    if campaigns.is_empty():  # a layer without marks is a picture without a name
        return []
    shade = alt.Chart(inline_rows(campaigns.select("day", "until")))
    drawn = shade.mark_rect(color=GROUNDS[theme].grid, opacity=0.7)
    return [drawn.encode(_day_axis(), alt.X2("until"))]


def _within(notes: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """The notes of the months drawn; a campaign that began before them begins with them."""
    first, last = (date.fromisoformat(day) for day in _first_and_last(figures))
    went_on = pl.col("until").ge(first).fill_null(value=False)
    return notes.with_columns(
        day=pl.when(went_on).then(pl.max_horizontal("day", pl.lit(first))).otherwise("day"),
        until=pl.when(went_on).then(pl.min_horizontal("until", pl.lit(last))),
    ).filter(pl.col("day").is_between(first, last))


def _side(note: dict[str, Any]) -> dict[str, Any]:
    """A note late in the chart has its words on its left, or they would leave the card."""
    return {"align": "right", "dx": -5} if note["late"] else {"align": "left", "dx": 5}


def _lanes(notes: pl.DataFrame, figures: pl.DataFrame) -> list[list[dict[str, Any]]]:
    """Notes whose words would meet, on a phone's width, go on different lanes; the latest lowest,
    so that few rules pass the words of others."""
    first, days = _first_and_days(figures)
    lanes: list[list[dict[str, Any]]] = []
    begun: list[float] = []
    for note in _within(notes, figures).sort("day", descending=True).to_dicts():
        place = (note["day"] - first).days / days
        length = min(len(note["label"]) * 6.2 + 12, 190) / 230
        late = place + length > 1
        start, end = (place - length, place) if late else (place, place + length)
        lane = next((number for number, taken in enumerate(begun) if end < taken), len(begun))
        if lane == len(begun):
            begun.append(start)
            lanes.append([])
        begun[lane] = start
        lanes[lane].append({**note, "late": late})
    return lanes


def _said_above(words: str, lanes: int, theme: Theme) -> alt.Chart:
    """What the axis measures, above it, where it takes no room from the months."""
    said = alt.Chart(inline_rows(pl.DataFrame({"words": [words]})))
    text = said.mark_text(align="left", color=GROUNDS[theme].muted, fontSize=11.5, limit=300)
    return text.encode(alt.Text("words:N"), alt.XValue(-26), alt.YValue(-LANE * (lanes + 1) + 2))


def _state_looks(theme: Theme) -> dict[str, dict[str, Any]]:
    ground = GROUNDS[theme]
    return {
        "here": {"height": {"band": 0.6}, "fill": ground.accent},
        "partial": {"height": {"band": 0.24}, "fill": ground.accent},
        "missing": {"height": {"band": 0.6}, "fill": ground.card, "stroke": ground.note},
        "not_expected": {"height": {"band": 0.05}, "fill": ground.followers},
    }


def _states_key(cells: pl.DataFrame, theme: Theme) -> alt.Chart:
    """Draws nothing itself but the key to the four signs."""
    ground, words = GROUNDS[theme], list(STATES.values())
    fills = [ground.accent, ground.accent, ground.card, ground.followers]
    edges = [ground.accent, ground.accent, ground.note, ground.followers]
    legend = alt.Legend(columns=alt.ExprRef("narrow ? 2 : 4"), symbolOpacity=1, symbolSize=110)
    return (
        alt.Chart(inline_rows(cells))
        .mark_point(opacity=0, filled=True)
        .encode(
            alt.Shape("words:N", scale=alt.Scale(domain=words, range=_SIGNS), legend=legend),
            alt.Fill("words:N", scale=alt.Scale(domain=words, range=fills), legend=legend),
            alt.Stroke("words:N", scale=alt.Scale(domain=words, range=edges), legend=legend),
        )
    )


# Axes


def _month_axis(figures: pl.DataFrame, *, bars: bool = False) -> alt.X:
    first, last = _first_and_last(figures)
    axis = alt.Axis(
        title=None,
        format="%b %Y",
        grid=False,
        labelFlush=not bars,
        labelOverlap="parity",
        labelSeparation=10,
        tickCount=alt.ExprRef("narrow ? 3 : 7"),
    )
    if not bars:
        scale = alt.Scale(type="utc", domain=[first, last], nice=False)
        return alt.X("month:T", scale=scale, axis=axis)
    return alt.X("utcyearmonth(month):T", scale=alt.Scale(type="utc"), axis=axis)


def _day_axis() -> alt.X:
    return alt.X("day:T", scale=alt.Scale(type="utc"))


def _amount_axis(unit: str, domain: Sequence[float]) -> alt.Y:
    axis = alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        tickCount=5,
        labelPadding=6,
        labelExpr=_tick_words(unit),
        tickMinStep=1 if unit == "count" else 1e-6,
    )
    return alt.Y("value:Q", axis=axis, scale=alt.Scale(domain=list(domain), nice=False))


def _on(y: alt.Y, column: str) -> alt.Y:
    """Another column on the same axis."""
    other = y.copy()
    other["shorthand"] = f"{column}:Q"
    return other


def _share_axis(column: str, shares: pl.DataFrame) -> alt.X:
    highest = _reach(
        value for name in ("followers_share", "outcome_share", "high") for value in shares[name]
    )[1]
    axis = alt.Axis(
        title=None, format=".0%", domain=False, ticks=False, tickCount=alt.ExprRef("narrow ? 3 : 6")
    )
    return alt.X(f"{column}:Q", axis=axis, scale=alt.Scale(domain=[0, highest * 1.03], nice=False))


def _tick_words(unit: str) -> str:
    """An expression of ours; a currency comes in only as its sign in our own list."""
    number = "abs(datum.value) >= 10000 ? format(datum.value, '.3~s') : format(datum.value, ',~r')"
    match unit:
        case "percent":
            return "format(datum.value, '.0%')"
        case "count" | "decimal" | "index" | "hours" | "minutes":
            return number
        case _:
            return f"'{wording.SYMBOLS.get(unit, '')}' + ({number})"


# Measures of the drawing


def _over_time(layers: Sequence[alt.Chart], figures: pl.DataFrame, theme: Theme) -> alt.LayerChart:
    assert figures.height <= MOST_ROWS, f"{figures.height} rows are too many for a chart"
    return whole_chart(layers, HEIGHT, chart_config(theme))


def _in_rows(layers: Sequence[alt.Chart], rows: int, theme: Theme) -> alt.LayerChart:
    return whole_chart(layers, max(rows, 1) * ROW, chart_config(theme))


def _of_width(chart: Drawing, width: int) -> dict[str, Any]:
    """A picture has no container to ask, so it is told its width."""
    spec = to_spec(chart)
    params = [
        {"name": "narrow", "value": width < PHONE} if param["name"] == "narrow" else param
        for param in spec.get("params", [])
    ]
    return {**spec, "width": width, "params": params}


def _domain_from_nought(values: pl.Series) -> list[float]:
    low, high = _reach(values)
    return [min(0.0, low * 1.08), max(high * 1.08, 1e-9 if high else 1.0)]


def _domain_of_an_index(values: pl.Series) -> list[float]:
    low, high = _reach([*values, 100.0])
    room = (high - low or 20) * 0.08
    return [low - room, high + room]


def _domain_of_a_glance(values: pl.Series) -> list[float]:
    low, high = _reach(values)
    return [low, high] if high > low else [low - 1, high + 1]


def _reach(values: Iterable[float | None]) -> tuple[float, float]:
    known = [value for value in values if value is not None]
    return (min(known), max(known)) if known else (0.0, 0.0)


def _first_and_last(figures: pl.DataFrame) -> tuple[str, str]:
    if figures.is_empty():
        return "2000-01-01", "2000-12-01"
    months = figures["month"]
    return f"{months.min()}", f"{months.max()}"


def _first_and_days(figures: pl.DataFrame) -> tuple[date, int]:
    first, last = (date.fromisoformat(day) for day in _first_and_last(figures))
    return first, max((last - first).days, 1)


# Words


def _span(figures: pl.DataFrame) -> str:
    first, last = (date.fromisoformat(day) for day in _first_and_last(figures))
    return wording.months(first, last)


def _missing_months(figures: pl.DataFrame) -> str:
    """Within the months drawn; a month without a row is as missing as one without a value."""
    first, last = (date.fromisoformat(day) for day in _first_and_last(figures))
    drawn = (last.year - first.year) * 12 + last.month - first.month + 1
    missing = drawn - figures.drop_nulls("value")["month"].n_unique()
    return f"; {wording.plural(missing, 'month')} missing" if missing else ""
