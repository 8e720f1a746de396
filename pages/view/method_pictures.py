"""What each method looks at, drawn from simulated months whose truth is known. No figure of any
business is in these pictures; the dice are fixed, so they are the same every time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import altair as alt
import numpy as np
import polars as pl
from numpy.typing import NDArray

from data_pipeline.analysis.changes import smallest_correlation
from data_pipeline.analysis.look_alike import look_alike
from data_pipeline.analysis.pace import pace
from data_pipeline.analysis.recorded_results import wilson
from data_pipeline.analysis.usual_range import usual_range
from pages.view.charts import to_spec
from pages.view.colours import GROUNDS, OUTCOMES, Theme, chart_config
from pages.view.drawing import inline_rows, tint, whole_chart

Line = NDArray[np.float64]

HEIGHT: Final = 260
MONTHS: Final = "Month"


@dataclass(frozen=True)
class Picture:
    """A drawing, ready for a card; what it shows in words, and its numbers."""

    title: str
    subtitle: str
    drawing: dict[str, Any]
    numbers: pl.DataFrame
    alt_text: str


def picture(name: str, theme: Theme) -> Picture:
    """One of `PICTURES`; made once a theme."""
    made = _made(name, theme)
    return Picture(made.title, made.subtitle, dict(made.drawing), made.numbers, made.alt_text)


@cache
def _made(name: str, theme: Theme) -> Picture:
    return PICTURES[name](theme)


# -- the pictures ----------------------------------------------------------------------------------


def _moved_together(theme: Theme) -> Picture:
    dice = np.random.default_rng(4)
    posts = dice.normal(0, 0.10, 36)
    follows = 0.8 * posts + dice.normal(0, 0.03, 36)
    unlinked = dice.normal(0, 0.09, 36)
    linked, alone = "enquiries that follow", "enquiries that have nothing to do with it"
    dots = pl.concat(
        pl.DataFrame({"x": posts, "y": line, "group": [group] * 36})
        for group, line in ((linked, follows), (alone, unlinked))
    )
    colours = {linked: _colour(theme), alone: GROUNDS[theme].followers}
    x = _axis(alt.X, "x", "change of conversations, beyond the month's usual", "+.0%")
    y = _axis(alt.Y, "y", "change of enquiries", "+.0%")
    line = pl.DataFrame({"x": [-0.22, 0.22], "y": [-0.22 * 0.8, 0.22 * 0.8]})
    layers = [
        alt.Chart(inline_rows(line)).mark_line(color=_colour(theme), opacity=0.5).encode(x, y),
        alt.Chart(inline_rows(dots))
        .mark_point(size=55, filled=True, opacity=0.85)
        .encode(x, y, _key("group", colours), _shape("group", colours)),
    ]
    return Picture(
        "Changes beside changes",
        "Each mark is a month. Along a line, the two move together; in a cloud, they do not.",
        _drawn(layers, theme),
        _numbers(dots, x="Change of conversations", y="Change of enquiries", group="Business"),
        "Changes of two simulated outcomes beside those of conversations: one lies along a rising "
        "line, the other in a cloud without direction.",
    )


def _look_alike(theme: Theme) -> Picture:
    months = np.arange(36)
    dice = np.random.default_rng(11)
    one = 100 * np.exp(0.021 * months + np.cumsum(dice.normal(0, 0.018, 36)))
    other = 100 * np.exp(0.017 * months + dice.normal(0, 0.035, 36))
    names = {"followers": GROUNDS[theme].followers, "enquiries": _colour(theme)}
    lines = pl.concat(
        pl.DataFrame({"x": months + 1, "y": line, "group": [name] * 36})
        for name, line in zip(names, (one, other), strict=True)
    )
    x, y = (
        _axis(alt.X, "x", "month", zero=False),
        _axis(alt.Y, "y", "first month = 100", zero=False),
    )
    drawn = alt.Chart(inline_rows(lines)).mark_line().encode(x, y, _key("group", names))
    share = look_alike(36) or 0.0
    return Picture(
        "Two lines that have nothing to do with each other",
        f"Both rise, so they look alike. So do {100 * share:.0f} of 100 unrelated growing pairs "
        "with three years behind them: that is why lines are never compared.",
        _drawn([drawn], theme),
        _numbers(lines, x=MONTHS, y="Index", group="Figure"),
        "Two simulated lines over 36 months, drawn apart from each other by the dice, both rising "
        "from 100.",
    )


def _forecast_help(theme: Theme) -> Picture:
    """Sketched from what was measured: unlinked mostly a few per cent worse."""
    dice = np.random.default_rng(5)
    rows = {
        "has nothing to do with it": dice.normal(-0.08, 0.09, 40),
        "moves with it": dice.normal(0.45, 0.2, 40),
    }
    colours = dict(zip(rows, (GROUNDS[theme].followers, _colour(theme)), strict=True))
    ticks = pl.concat(
        pl.DataFrame({"x": np.clip(skill, -0.4, 0.9), "group": [name] * 40})
        for name, skill in rows.items()
    )
    x = _axis(alt.X, "x", "forecasts better (right) or worse (left) for knowing it", "+.0%")
    y = alt.Y("group:N", sort=list(rows), axis=None)
    drawn = alt.Chart(inline_rows(ticks)).mark_tick(thickness=2, opacity=0.7, size=34)
    nought = alt.Chart(inline_rows(pl.DataFrame({"x": [0.0]})))
    layers = [
        nought.mark_rule(color=GROUNDS[theme].muted, strokeDash=[3, 3]).encode(x),
        drawn.encode(x, y, _key("group", colours)),
    ]
    return Picture(
        "Forecasts with and without it",
        "Each mark is a business. Of a figure that has nothing to do with the outcome, knowing it "
        "makes most forecasts a little worse.",
        _drawn(layers, theme, 150),
        _numbers(ticks, x="Forecasts better by", group="The figure"),
        "Forty simulated businesses a row: a figure without any link makes most forecasts worse, "
        "one with a link makes nearly all better.",
    )


def _campaign(theme: Theme) -> Picture:
    months, dice = np.arange(36), np.random.default_rng(8)
    expected = 80 * np.exp(0.008 * months)
    actual = expected * np.exp(dice.normal(0, 0.06, 36))
    actual[30:33] *= 1.35
    ahead = np.clip(months - 29, 0, None)
    reach = np.where(ahead > 0, 0.13 + 0.015 * ahead, np.nan)
    band = pl.DataFrame(
        {"x": months + 1, "low": expected * (1 - reach), "high": expected * (1 + reach)}
    ).filter(pl.col("low").is_not_nan())
    lines = pl.DataFrame({"x": months + 1, "y": actual})
    x, y = _axis(alt.X, "x", "month", zero=False), _axis(alt.Y, "y", "calls", zero=False)
    shade = pl.DataFrame({"x": [30.5], "x2": [33.5]})
    ground = GROUNDS[theme]
    layers = [
        alt.Chart(inline_rows(shade))
        .mark_rect(color=ground.grid)
        .encode(alt.X("x:Q"), alt.X2("x2")),
        _band(band, x, y, theme),
        alt.Chart(inline_rows(lines)).mark_line(color=_colour(theme)).encode(x, y),
    ]
    return Picture(
        "What happened, beside what was to be expected",
        "The band is what the months before led us to expect without the campaign (shaded "
        "months). What lies above it is more than ups and downs.",
        _drawn(layers, theme),
        _numbers(lines.join(band, on="x", how="left"), x=MONTHS, y="Calls", low="Low", high="High"),
        "Simulated calls over 36 months; in the three months of a campaign they lie above the band "
        "that the months before led to.",
    )


def _experiment(theme: Theme) -> Picture:
    dice = np.random.default_rng(12)
    pairs = np.arange(1, 13)
    off = 60 + 1.2 * pairs + dice.normal(0, 4, 12)
    on = off + 7 + dice.normal(0, 4, 12)
    names = {"week off": GROUNDS[theme].followers, "week on": _colour(theme)}
    dots = pl.concat(
        pl.DataFrame({"x": pairs, "y": line, "group": [name] * 12})
        for name, line in zip(names, (off, on), strict=True)
    )
    x = _axis(alt.X, "x", "pair of weeks", zero=False)
    y = _axis(alt.Y, "y", "calls a week", zero=False)
    between = alt.Chart(inline_rows(pl.DataFrame({"x": pairs, "y": off, "y2": on})))
    layers = [
        between.mark_rule(color=GROUNDS[theme].rule, strokeWidth=3).encode(x, y, alt.Y2("y2")),
        alt.Chart(inline_rows(dots))
        .mark_point(size=75, filled=True, opacity=1)
        .encode(x, y, _key("group", names), _shape("group", names)),
    ]
    return Picture(
        "Each week on beside the week off of its pair",
        "Growth, season and whatever else happened meet both weeks of a pair alike. What differs "
        "is the switch.",
        _drawn(layers, theme),
        _numbers(dots, x="Pair", y="Calls", group="Week"),
        "Twelve simulated pairs of weeks: in nearly all, the week in which the switch was on has "
        "more calls than the other.",
    )


def _recorded(theme: Theme) -> Picture:
    counts = {"Search": 48, "E-mail": 31, "Instagram": 14, "Trade show": 7}
    total = sum(counts.values())
    ranges = {name: wilson(count, total) for name, count in counts.items()}
    rows = pl.DataFrame(
        [
            {"name": name, "share": count / total, "low": ranges[name][0], "high": ranges[name][1]}
            for name, count in counts.items()
        ]
    )
    x = _axis(alt.X, "share", "share of 100 enquiries, with the range chance allows", ".0%")
    y = _rows_axis(list(counts), theme)
    base = alt.Chart(inline_rows(rows))
    layers = [
        base.mark_rule(color=tint(_colour(theme), GROUNDS[theme].card, 0.5), strokeWidth=7).encode(
            alt.X("low:Q"), y, alt.X2("high")
        ),
        base.mark_point(color=_colour(theme), filled=True, size=80, opacity=1).encode(x, y),
    ]
    return Picture(
        "Recorded results by channel",
        "Of few enquiries, a share can lie far from the true one: where ranges overlap, no channel "
        "is called the better.",
        _drawn(layers, theme, 150),
        _numbers(rows, name="Channel", share="Share", low="Low", high="High"),
        "Four channels' shares of 100 simulated enquiries with ranges of ten points and more.",
    )


def _jumps(theme: Theme) -> Picture:
    months, dice = np.arange(24), np.random.default_rng(2)
    followers = 100 * np.exp(0.012 * months + np.where(months >= 15, 0.32, 0.0))
    engagement = 100 * np.exp(dice.normal(0, 0.05, 24) - np.where(months >= 15, 0.30, 0.0))
    names = {"followers": GROUNDS[theme].muted, "engagement a follower": _colour(theme)}
    lines = pl.concat(
        pl.DataFrame({"x": months + 1, "y": line, "group": [name] * 24})
        for name, line in zip(names, (followers, engagement), strict=True)
    )
    x, y = _axis(alt.X, "x", "month", zero=False), _axis(alt.Y, "y", "first month = 100")
    drawn = alt.Chart(inline_rows(lines)).mark_line().encode(x, y, _key("group", names))
    return Picture(
        "A jump that engagement did not follow",
        "Followers jump in month 16. Had they come to stay and take part, engagement a follower "
        "would have stayed where it was.",
        _drawn([drawn], theme),
        _numbers(lines, x=MONTHS, y="Index", group="Figure"),
        "Simulated followers jump by more than a third in month 16; engagement a follower falls by "
        "a quarter and stays there.",
    )


def _usual_range(theme: Theme) -> Picture:
    months, dice = np.arange(36), np.random.default_rng(21)
    season = 0.15 * np.sin(2 * np.pi * months / 12)
    figures = np.round(90 * np.exp(0.008 * months + season + dice.normal(0, 0.07, 36)))
    figures[31] = round(figures[31] * 1.45)
    rows: list[dict[str, float | None]] = []
    for at in range(36):
        found = usual_range(figures[:at].tolist(), range(at), at)
        low, high = (found.low, found.high) if found and at >= 24 else (None, None)
        rows.append({"x": float(at + 1), "y": float(figures[at]), "low": low, "high": high})
    table = pl.DataFrame(rows)
    x, y = _axis(alt.X, "x", "month", zero=False), _axis(alt.Y, "y", "enquiries", zero=False)
    odd = table.filter(~pl.col("y").is_between("low", "high"))
    layers = [
        _band(table.drop_nulls(), x, y, theme),
        alt.Chart(inline_rows(table)).mark_line(color=_colour(theme)).encode(x, y),
        alt.Chart(inline_rows(odd))
        .mark_point(color=_colour(theme), filled=True, size=110, opacity=1)
        .encode(x, y),
    ]
    return Picture(
        "A month outside its usual range",
        "The band is where a month like those before would lie. One lies outside: that is worth a "
        "question. All others are ups and downs.",
        _drawn(layers, theme),
        _numbers(table, x=MONTHS, y="Enquiries", low="Usual from", high="Usual to"),
        f"Simulated enquiries over 36 months with the usual range from month 25 on; "
        f"{odd.height} of 12 months lies outside it.",
    )


def _time_to_know(theme: Theme) -> Picture:
    months = np.arange(24, 97, 2)
    seen = [smallest_correlation(float(count - 2 - 12)) for count in months]
    curve = pl.DataFrame({"x": months, "y": seen})
    x = _axis(alt.X, "x", "months of figures", zero=False)
    y = _axis(alt.Y, "y", "weakest link that would be seen (correlation)")
    drawn = alt.Chart(inline_rows(curve)).mark_line(color=_colour(theme)).encode(x, y)
    return Picture(
        "The longer the history, the weaker the link it can show",
        "With two years only a strong link would be seen four times in five; with four, a "
        "middling one.",
        _drawn([drawn], theme),
        _numbers(curve, x="Months", y="Weakest correlation seen four times in five"),
        "The weakest correlation that would be seen falls from 0.7 with 24 months to 0.3 with 96.",
    )


def _pace(theme: Theme) -> Picture:
    dice, seasons = np.random.default_rng(6), np.arange(36) % 12
    months = 100 * np.exp(0.006 * np.arange(30) + dice.normal(0, 0.08, 30))
    so_far = float(months[24:].sum())
    told = pace(months, seasons, 6, so_far=so_far, target=1400.0)
    known = pl.DataFrame({"x": np.arange(1, 7), "y": np.cumsum(months[24:])})
    ways = [(so_far, so_far, so_far), *told.by_month]
    band = pl.DataFrame(
        [
            {"x": 6 + at, "low": low, "y": middle, "high": high}
            for at, (low, middle, high) in enumerate(ways)
        ]
    )
    x, y = (
        _axis(alt.X, "x", "month of the year", zero=False),
        _axis(alt.Y, "y", "enquiries since January"),
    )
    target = alt.Chart(inline_rows(pl.DataFrame({"y": [1400.0]})))
    layers = [
        _band(band, x, y, theme),
        target.mark_rule(color=GROUNDS[theme].muted, strokeDash=[4, 3]).encode(y),
        alt.Chart(inline_rows(band))
        .mark_line(color=_colour(theme), strokeDash=[4, 4])
        .encode(x, y),
        alt.Chart(inline_rows(known)).mark_line(color=_colour(theme)).encode(x, y),
    ]
    return Picture(
        "Where the year is likely to end",
        "Full: what there is. Fan: where 9 of 10 simulated futures go, if nothing changes. Dashed "
        "across: the target.",
        _drawn(layers, theme),
        _numbers(band, x="Month of the year", low="Low", y="Middle", high="High"),
        "Half a simulated year of enquiries, and a fan of likely ends around a target of 1,400.",
    )


def _bets(theme: Theme) -> Picture:
    dice = np.random.default_rng(17)
    posts = dice.normal(0, 0.1, 48)
    enquiries = dice.normal(0, 0.09, 48)
    enquiries[:36] += 0.45 * posts[:36]
    before, since = "before the bet: does not count", "after it: decides"
    dots = pl.DataFrame({"x": posts, "y": enquiries, "group": [before] * 36 + [since] * 12})
    colours = {before: GROUNDS[theme].followers, since: _colour(theme)}
    x = _axis(alt.X, "x", "change of posts, beyond the month's usual", "+.0%")
    y = _axis(alt.Y, "y", "change of enquiries", "+.0%")
    marks = alt.Chart(inline_rows(dots)).mark_point(size=60, filled=True, opacity=0.85)
    return Picture(
        "Only the months after a bet decide it",
        "Whoever looks long enough finds a pair that rose together (grey). Whether it was an "
        "accident is for the next months to say (colour).",
        _drawn([marks.encode(x, y, _key("group", colours), _shape("group", colours))], theme),
        _numbers(dots, x="Change of posts", y="Change of enquiries", group="When"),
        "Changes of 36 simulated months before a bet lean along a line; those of the 12 months "
        "after it lie in a cloud.",
    )


PICTURES: Final[dict[str, Callable[[Theme], Picture]]] = {
    "look alike": _look_alike,
    "moved together": _moved_together,
    "forecast help": _forecast_help,
    "campaign": _campaign,
    "experiment": _experiment,
    "recorded results": _recorded,
    "follower jumps": _jumps,
    "usual range": _usual_range,
    "time to know": _time_to_know,
    "pace": _pace,
    "bets": _bets,
}


# -- what they are made of -------------------------------------------------------------------------


def _colour(theme: Theme) -> str:
    return OUTCOMES[theme]["enquiries"]


_NOUGHT: Final = "datum.value === 0 ? '0%' : datum.label"


def _axis(
    kind: type[alt.X] | type[alt.Y], column: str, title: str, written: str = "", zero: bool = True
) -> Any:
    upright = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleY": -12}
    placed = {**upright, "titleX": 0} if kind is alt.Y else {}
    axis = alt.Axis(
        title=title,
        domain=False,
        ticks=False,
        tickCount=5,
        titleLimit=330,
        **({"format": written, "labelExpr": _NOUGHT} if written else {}),
        **placed,
    )
    exact = {"nice": False, "padding": 8} if kind is alt.X else {}
    return kind(f"{column}:Q", axis=axis, scale=alt.Scale(zero=zero, **exact))


def _rows_axis(names: Sequence[str], theme: Theme) -> alt.Y:
    axis = alt.Axis(title=None, domain=False, ticks=False, labelColor=GROUNDS[theme].ink)
    return alt.Y("name:N", sort=list(names), axis=axis)


def _key(column: str, colours: dict[str, str]) -> alt.Color:
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    return alt.Color(
        f"{column}:N",
        scale=scale,
        legend=alt.Legend(orient="bottom", columns=1, labelLimit=320, offset=4),
    )


def _shape(column: str, colours: dict[str, str]) -> alt.Shape:
    """Apart without any colour, too; the key is that of the colours."""
    scale = alt.Scale(domain=list(colours), range=["circle", "diamond"])
    return alt.Shape(
        f"{column}:N",
        scale=scale,
        legend=alt.Legend(orient="bottom", columns=1, labelLimit=320, offset=4),
    )


def _band(rows: pl.DataFrame, x: alt.X, y: alt.Y, theme: Theme) -> alt.Chart:
    colour = tint(_colour(theme), GROUNDS[theme].card, 0.2)
    low = y.copy()
    low["shorthand"] = "low:Q"
    return alt.Chart(inline_rows(rows)).mark_area(color=colour).encode(x, low, alt.Y2("high"))


def _drawn(layers: Sequence[alt.Chart], theme: Theme, height: int = HEIGHT) -> dict[str, Any]:
    look = chart_config(theme)
    room = {**look, "padding": {**look["padding"], "top": 22}}
    return to_spec(whole_chart(layers, height, room))


def _numbers(rows: pl.DataFrame, **headings: str) -> pl.DataFrame:
    """Rounded to what can be seen, under headings for people."""
    fine = pl.col(pl.Float64).round_sig_figs(4)
    return rows.with_columns(fine).select(
        pl.col(name).alias(heading) for name, heading in headings.items()
    )
