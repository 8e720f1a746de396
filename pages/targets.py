"""Targets by month: how far the year is, where it will likely end, and what is signal in it."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_pipeline.analysis.season import spread
from data_pipeline.metrics.catalogue import METRICS
from data_pipeline.metrics.coverage import month_end
from data_pipeline.metrics.judged_targets import (
    AIMED_AT,
    TargetMonth,
    TargetYear,
    is_a_stock,
    own_season,
    proposed,
    target_years,
)
from data_pipeline.metrics.query import measure, months_known
from data_pipeline.problems import Refused
from data_pipeline.warehouse.targets import Target, set_targets, targets, year_around, year_begins
from pages import Page, Visit
from pages.view import cards, controls, story, wording
from pages.view.about import about
from pages.view.colours import colour_of
from pages.view.drawn_once import drawn_once
from pages.view.links import link_to
from pages.view.nothing_yet import say_nothing_yet
from pages.view.target_charts import on_the_way, on_the_way_alt, way_of
from pages.view.wording import md

Kept = dict[date, float]
Way = Literal["kept", "season", "evenly"]

SAVED = "said_on_targets"
WAYS: dict[Way, str] = {
    "kept": "As it is kept",
    "season": "As its own year goes",
    "evenly": "Evenly",
}
MOST = 1e12
YEARS_AHEAD = 2
# How sure one may be that the target is reached, from the share of likely ends that reach it.
CHANCES = (
    (0.95, "very likely"),
    (0.70, "likely"),
    (0.30, "about as likely as not"),
    (0.05, "unlikely"),
    (0.00, "very unlikely"),
)
TOLD = {"within": "noise", "above": "signal: above", "below": "signal: below"}
UPS_AND_DOWNS = (
    "Noise is a month no further from its target than months usually go up and down; signal is one"
    " that is, as one in twenty is by chance alone."
)


def draw(visit: Visit) -> None:
    cards.dress(visit.theme)
    head = st.container()
    known = _aimed_at(visit)
    if not known:
        head.title("No targets yet", anchor=False)
        say_nothing_yet("Something to aim at", AIMED_AT)
        return
    if said := st.session_state.pop(SAVED, None):
        st.markdown(f":material/check_circle: **{md(str(said))}**")
    years = {metric: years for metric in known if (years := target_years(visit.warehouse, metric))}
    if years:
        _show(visit, head, years)
    else:
        head.title("No targets yet", anchor=False)
        cards.quiet_card(
            "no_targets",
            "Set what a year should bring, and this page tells each month how far it is and between"
            " which figures the year will likely end. A month that misses its target is told apart"
            " from a month that is only as uneven as months are.",
        )
    if visit.may_edit:
        _edit(visit, known, unfolded=not years)


def _aimed_at(visit: Visit) -> list[str]:
    """Outcomes first, followers last, as far as a month of them is known."""
    return [
        metric
        for metric in AIMED_AT
        if measure(visit.warehouse, metric)["value"].drop_nulls().len()
    ]


def _show(visit: Visit, head: DeltaGenerator, years: dict[str, list[TargetYear]]) -> None:
    first = next(iter(years))
    metric = first
    if len(years) > 1:
        labels = {name: METRICS[name].short for name in years}
        metric = controls.choose_one("target", "Target for", labels, first)
    year = _chosen(years[metric])
    unit = _unit(visit, metric)
    head.title(md(said_of(year, unit), longest=400), anchor=False)
    if end := said_of_end(year, unit):
        head.markdown(f"**{md(end, longest=400)}.**")
    head.markdown(md(_basis(year, unit), longest=600))
    _draw_way(visit, year, unit)
    _by_month(year, unit)
    others = [each[-1] for name, each in years.items() if name != metric]
    _others(visit, others)


def _chosen(years: Sequence[TargetYear]) -> TargetYear:
    """The one under way, where there is one; else the last."""
    by_name = {f"{one.first:%Y-%m}": one for one in years}
    usual = next((one for one in years if one.state in {"under way", "not known"}), years[-1])
    if len(years) == 1:
        return usual
    labels = {name: span(one) for name, one in by_name.items()}
    return by_name[controls.choose_one("year", "Year", labels, f"{usual.first:%Y-%m}")]


def _unit(visit: Visit, metric: str) -> str:
    return story.unit_of(METRICS[metric], story.reporting_currency(visit.warehouse))


# -- what is said ---------------------------------------------------------------------------------


def said_of(year: TargetYear, unit: str) -> str:
    """How far the year is."""
    name = METRICS[year.metric].short
    whole = wording.amount(year.whole, unit)
    if year.state == "to come":
        return f"{name}: {whole} is the target for {span(year)}, of which no month is over yet"
    assert year.until is not None
    until = wording.month(year.until)
    if year.state == "not known":
        missing = wording.listed([wording.short_month(one) for one in year.unknown])
        return f"{name}: {missing} not complete, so {span(year)} can’t be added up yet"
    so_far, planned = (wording.amount(one, unit) for one in (year.so_far, year.planned))
    if year.state == "over":
        return f"{name}: {span(year)} brought {so_far}, where the target was {whole}"
    far = f"{so_far} by {until}, where the plan had {planned}"
    verb = "is" if METRICS[year.metric].unit == "money" else "are"
    return f"{name} {verb} {year.told}: {far}" if year.told else f"{name}: {far}"


def said_of_end(year: TargetYear, unit: str) -> str:
    """Where a year under way will likely end, and whether its target is in reach."""
    if year.pace is None:
        return ""
    if year.pace.low is None or year.pace.high is None or year.pace.reaches is None:
        return f"How {span(year)} ends can’t be told yet"
    low, high = (wording.amount(one, unit) for one in (year.pace.low, year.pace.high))
    in_reach = f"reaching {wording.amount(year.whole, unit)} is {chance(year.pace.reaches)}"
    return f"{span(year)} will likely end between {low} and {high}; {in_reach}"


def span(year: TargetYear) -> str:
    """“2026”, or “Apr 2026–Mar 2027”."""
    whole = year.first.month == 1 and year.last.month == 12
    return f"{year.first.year}" if whole else wording.months(year.first, year.last)


def chance(reaches: float) -> str:
    return next(words for least, words in CHANCES if reaches >= least)


def _basis(year: TargetYear, unit: str) -> str:
    parts = [when_set([one.target for one in year.months], unit, is_a_stock(year.metric))]
    if late := [one for one in year.months if _was_late(one)]:
        parts.append(f"{wording.plural(len(late), 'month was', 'months were')} over by then.")
    if year.pace and year.pace.refused_because:
        parts.append(year.pace.refused_because)
    elif year.pace:
        parts.append(
            f"The range holds in nine of ten cases, if things go on as they did in the "
            f"{year.pace.months_used} complete months before."
        )
    return " ".join(parts)


def _was_late(one: TargetMonth) -> bool:
    """Whether the month was over when its target got the value it has."""
    given = one.target.changed_at or one.target.set_at
    return given.date() > month_end(one.month)


def when_set(aims: Sequence[Target], unit: str, stock: bool) -> str:
    """“Set 3 Feb 2026, changed 1 Jun 2026: at first it was 1,000.”"""
    first = min(one.set_at for one in aims)
    changes = [one.changed_at for one in aims if one.changed_at]
    later = [one.set_at for one in aims if one.set_at.date() != first.date()]
    said = f"Set {wording.day(first)}"
    if not changes:
        return f"{said}, some months of it {wording.day(max(later))}." if later else f"{said}."
    was = aims[-1].first_value if stock else sum(one.first_value for one in aims)
    now = aims[-1].value if stock else sum(one.value for one in aims)
    said = f"{said}, changed {wording.day(max(changes))}"
    return f"{said}: at first it was {wording.amount(was, unit)}." if was != now else f"{said}."


# -- the picture and the table --------------------------------------------------------------------


def _draw_way(visit: Visit, year: TargetYear, unit: str) -> None:
    metric = METRICS[year.metric]
    way = way_of(year)
    stock = is_a_stock(year.metric)
    title = f"{metric.short} at each month’s close" if stock else f"{metric.short}, added up"
    cards.chart_card(
        f"{title}, {span(year)}",
        "The quiet line is the target. The fan is where nine of ten such years would go on from the"
        " last complete month; a month that still goes on is dashed and in no comparison.",
        drawn_once(
            visit,
            lambda: on_the_way(
                way, unit=unit, colour=colour_of(year.metric, visit.theme), theme=visit.theme
            ),
            "on the way",
            year.metric,
            unit,
            *way.rows(),
        ),
        _way_table(way),
        name=f"{year.metric}_against_target",
        alt_text=on_the_way_alt(way, title=title, unit=unit),
        theme=visit.theme,
        passport=lambda: about(visit.warehouse, year.metric),
    )


def _way_table(way: pl.DataFrame) -> pl.DataFrame:
    return way.select(
        pl.col("month").alias("Month"),
        pl.col("target").round(2).alias("Target by then"),
        pl.col("actual").round(2).alias("So far"),
        pl.col("low").round(0).alias("Likely from"),
        pl.col("high").round(0).alias("Likely to"),
    )


def _by_month(year: TargetYear, unit: str) -> None:
    with st.container(border=True, key="card_by_month"):
        st.header("Month by month", anchor=False)
        st.markdown(md(f"{_said_by_month(year)} {UPS_AND_DOWNS}", longest=600))
        cards.show_numbers(
            _month_table(year, unit), "Target, actual and difference by month", whole=True
        )


def _said_by_month(year: TargetYear) -> str:
    judged = [one for one in year.months if one.told]
    if not judged:
        return "After a year of complete months, signal is told from noise."
    off = [one for one in judged if one.told != "within"]
    if not off:
        return f"All {len(judged)} complete months are within noise."
    named = wording.listed([f"{wording.short_month(one.month)} ({one.told})" for one in off])
    return f"Signal: {named}. The other {len(judged) - len(off)} complete months are noise."


def _month_table(year: TargetYear, unit: str) -> pl.DataFrame:
    rows = [
        (
            one.month,
            one.target.value,
            one.actual,
            one.difference,
            _told(one),
            when_set([one.target], unit, stock=True).removesuffix("."),
        )
        for one in year.months
    ]
    schema = {
        "Month": pl.Date,
        "Target": pl.Float64,
        "Actual": pl.Float64,
        "Difference": pl.Float64,
        "Signal or noise?": pl.String,
        "When it was set": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        pl.col("Target", "Actual", "Difference").round(2)
    )


def _told(one: TargetMonth) -> str:
    if one.actual is None:
        return ""
    return TOLD.get(one.told, "") if one.complete else "not complete"


def _others(visit: Visit, years: Sequence[TargetYear]) -> None:
    if not years:
        return
    with st.container(border=True, key="card_others"):
        st.header("The other targets", anchor=False)
        for year in years:
            unit = _unit(visit, year.metric)
            said = [said_of(year, unit), said_of_end(year, unit)]
            st.markdown(f"- {md('. '.join(filter(None, said)), longest=600)}.")


# -- setting them ---------------------------------------------------------------------------------


def _edit(visit: Visit, known: Sequence[str], *, unfolded: bool) -> None:
    with st.expander("Set or change targets", icon=":material/flag:", expanded=unfolded):
        left, right = st.columns(2)
        metric = left.selectbox(
            "What for", known, format_func=lambda name: METRICS[name].short, key="aim_metric"
        )
        months = right.selectbox("Year", _years(visit), format_func=_called, key="aim_year")
        total = left.number_input(
            "At the year’s end" if is_a_stock(metric) else "The whole year",
            min_value=0.0,
            max_value=MOST,
            value=_whole(metric, _kept(visit, metric, months)),
            step=1.0,
            format="%.0f",
            key=f"aim_total_{metric}_{months[0]}",
            placeholder="A number",
        )
        if total:
            _edit_months(visit, metric, months, total)
    link_to("Settings", "Where the business’s year begins", ":material/settings:")


def _years(visit: Visit) -> list[tuple[date, ...]]:
    """The year that the newest file is of first, then those after it, and the one before."""
    begins = year_begins(visit.warehouse)
    now = year_around(months_known(visit.warehouse.marts())[-1], begins)[0]
    firsts = [now.replace(year=now.year + step) for step in (*range(YEARS_AHEAD + 1), -1)]
    return [tuple(year_around(first, begins)) for first in firsts]


def _called(months: Sequence[date]) -> str:
    if months[0].month == 1:
        return f"{months[0].year}"
    return wording.months(months[0], months[-1])


def _kept(visit: Visit, metric: str, months: Sequence[date]) -> Kept:
    """The year's targets that stand, by month."""
    return {
        one.month: one.value
        for one in targets(visit.warehouse)
        if one.metric == metric and one.month in months
    }


def _whole(metric: str, kept: Kept) -> float | None:
    if not kept:
        return None
    return list(kept.values())[-1] if is_a_stock(metric) else sum(kept.values())


def _spread(visit: Visit, metric: str, kept: Sequence[float]) -> Way:
    """How the year is spread over its months."""
    if is_a_stock(metric):
        st.markdown("In even steps from where it is now. Change any month below.")
        return "kept" if kept else "evenly"
    seasonal = own_season(visit.warehouse, metric) is not None
    if not seasonal:
        st.markdown("Its own season is known after two complete years of months.")
    ways: list[Way] = ["season"] if seasonal else []
    ways = [*(["kept"] if kept else []), *ways, "evenly"]
    return st.radio(
        "Spread over the months",
        ways,
        format_func=lambda way: WAYS[way],
        horizontal=True,
        key=f"aim_spread_{metric}_{bool(kept)}",
    )


def _over_months(
    visit: Visit, metric: str, months: Sequence[date], total: float, way: Way, kept: Kept
) -> list[float | None]:
    if way == "kept":
        standing, whole = [kept.get(month) for month in months], _whole(metric, kept)
        if whole == total:
            return standing
        if whole and not is_a_stock(metric):
            return [*spread(total, [one or 0.0 for one in standing])]
    return [*proposed(visit.warehouse, metric, months, total, by_season=way == "season")]


def _edit_months(visit: Visit, metric: str, months: Sequence[date], total: float) -> None:
    kept = _kept(visit, metric, months)
    way = _spread(visit, metric, list(kept.values()))
    rows = pl.DataFrame(
        {
            "Month": [wording.short_month(month) for month in months],
            "Target": _over_months(visit, metric, months, total, way, kept),
        },
        schema={"Month": pl.String, "Target": pl.Float64},
    )
    edited = st.data_editor(
        rows,
        hide_index=True,
        disabled=["Month"],
        height="content",
        key=f"aims_{metric}_{months[0]}_{total}_{way}_{hash(tuple(kept.values()))}",
        alt="The target of each month",
        column_config={
            "Target": st.column_config.NumberColumn(min_value=0, max_value=MOST, format="localized")
        },
    )
    with st.container(horizontal=True):
        if st.button("Keep these targets", icon=":material/save:", type="primary", key="go_aims"):
            _keep(visit, metric, dict(zip(months, edited["Target"].to_list(), strict=True)))
        if kept and st.button("Take this year’s targets back", type="tertiary"):
            _keep(visit, metric, dict.fromkeys(months))


def _keep(visit: Visit, metric: str, values: dict[date, float | None]) -> None:
    try:
        changed = set_targets(visit.warehouse, metric, values)
    except Refused as refusal:
        st.error(md(str(refusal), longest=400))
        return
    st.session_state[SAVED] = (
        f"{wording.plural(changed, 'month')} changed." if changed else "Nothing had changed."
    )
    st.rerun()


PAGE = Page(
    title="Targets",
    icon=":material/flag:",
    order=70,
    url_path="targets",
    group="Decide",
    draw=draw,
)
