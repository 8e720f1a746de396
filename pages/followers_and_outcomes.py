"""Followers and outcomes, side by side: what each did, and what can't be read from that."""

import polars as pl
import streamlit as st

from data_pipeline.metrics.catalogue import METRICS, OUTCOMES
from data_pipeline.metrics.coverage import coverage
from data_pipeline.metrics.follower_totals import follower_totals
from data_pipeline.metrics.query import EVERYTHING, Scope, measure, months_known
from pages import Page, Visit
from pages.view import cards, charts, controls, story, wording
from pages.view.about import about, about_several
from pages.view.colours import colour_of
from pages.view.comparison import choose_outcome, index_card, share_card
from pages.view.drawn_once import drawn_once
from pages.view.links import link_to
from pages.view.nothing_yet import say_nothing_yet

STRIPS = ("followers", "engagements", "conversations", *OUTCOMES)


def draw(visit: Visit) -> None:
    cards.dress(visit.theme)
    head = st.container()
    kept = months_known(visit.warehouse.marts()) if visit.warehouse.snapshot() else []
    known = _known(visit)
    if not kept or not ("followers" in known or story.only_gains(visit.warehouse)):
        head.title("Followers beside what the business got", anchor=False)
        say_nothing_yet("Followers", ["followers"])
        return
    scope = controls.choose_scope(kept, story.channels_of(visit.warehouse, known))
    month = story.month_in_focus(
        months_known(visit.warehouse.marts(), scope), coverage(visit.warehouse)
    )
    told = story.year_told(visit.warehouse, month, scope.channels)
    head.title(wording.md(told, longest=400), anchor=False)
    _say_what_this_can_say()
    known = _known(visit, scope)
    outcomes = [name for name in OUTCOMES if name in known]
    if outcomes:
        _compare(visit, outcomes, scope)
    _strips(visit, known, scope)
    _by_channel(visit, scope)
    _net_new(visit, scope)


def _known(visit: Visit, scope: Scope = EVERYTHING) -> list[str]:
    """What there is any figure of."""
    return [
        name
        for name in STRIPS
        if (measure(visit.warehouse, name, scope=scope)["value"].fill_null(0) != 0).any()
    ]


def _say_what_this_can_say() -> None:
    cards.quiet_card(
        "can_say",
        "**What this page can and can't say.** Two lines that both grow always look alike, and so "
        "do two that follow the season: this page compares, it does not judge. It shows what "
        "followers did, what the business got meanwhile, and where each came from. Whether one had "
        "to do with the other needs months in which followers changed on their own.",
    )


def _compare(visit: Visit, outcomes: list[str], scope: Scope) -> None:
    outcome = choose_outcome(outcomes)
    left, right = st.columns([3, 2])
    with left:
        index_card(visit, outcome, scope)
    with right:
        share_card(visit, outcome, scope)


def _strips(visit: Visit, known: list[str], scope: Scope) -> None:
    """Each figure by itself."""
    currency = story.reporting_currency(visit.warehouse)
    units = {name: story.unit_of(METRICS[name], currency) for name in known}
    figures = pl.concat(
        measure(visit.warehouse, name, scope=scope).select(
            pl.lit(name).alias("series"),
            pl.lit(METRICS[name].short).alias("label"),
            "month",
            "value",
            "complete",
        )
        for name in known
    )
    title = "Each figure by itself"
    cards.chart_card(
        title,
        "Every strip has a scale of its own, from nought to its highest month: compare their "
        "shapes, not their heights. A month that is not complete is dashed.",
        drawn_once(
            visit,
            lambda: charts.small_multiples(figures, units, theme=visit.theme),
            "each by itself",
            currency,
            scope,
        ),
        figures.pivot("label", index="month", values="value").rename({"month": "Month"}),
        name="each_by_itself",
        alt_text=charts.small_multiples_alt(figures, units, title=title),
        theme=visit.theme,
        passport=lambda: about_several(visit.warehouse, known, scope=scope),
    )


def _by_channel(visit: Visit, scope: Scope) -> None:
    """Followers by channel, all in grey: counted, or carried on from a count."""
    _say_only_gains(visit, scope)
    totals = follower_totals(visit.warehouse, scope)
    if totals.is_empty():
        return
    figures = story.by_part(visit.warehouse, "followers", "channel", scope).join(
        totals.select("month", series="channel", counted="counted"),
        on=["month", "series"],
        how="left",
    )
    figures = _most_followed_first(figures)
    units = dict.fromkeys(figures["series"], "count")
    title, grey = "Followers by channel", colour_of("followers", visit.theme)
    cards.chart_card(
        title,
        "A dot is a month in which somebody counted; between dots the count is carried on by the "
        "followers gained and lost since. Each strip has a scale of its own.",
        drawn_once(
            visit,
            lambda: charts.small_multiples(figures, units, colour=grey, theme=visit.theme),
            "followers by channel",
            scope,
        ),
        _totals_table(totals),
        name="followers_by_channel",
        alt_text=charts.small_multiples_alt(figures, units, title=title),
        theme=visit.theme,
        passport=lambda: about(visit.warehouse, "followers", scope=scope),
    )


def _say_only_gains(visit: Visit, scope: Scope) -> None:
    channels = story.only_gains(visit.warehouse, scope)
    if not channels:
        return
    with st.container(border=True, key="card_only_gains"):
        named = wording.listed([story.channel_label(channel) for channel in channels])
        st.markdown(
            f"**{wording.md(named)}: gains only.** The exports tell how many followers came, not "
            "how many there are. Enter one known total on Data health, and the rest follows."
        )
        link_to("Data health", "Enter a total", ":material/pin:")


def _most_followed_first(figures: pl.DataFrame) -> pl.DataFrame:
    known = figures.drop_nulls("value")
    largest = known.group_by("series").agg(pl.col("value").last().alias("at_last"))
    return known.join(largest, on="series").sort(pl.col("at_last").neg(), "series", "month")


def _totals_table(totals: pl.DataFrame) -> pl.DataFrame:
    how = (
        pl.when("counted")
        .then(pl.lit("counted"))
        .otherwise(
            pl.format(
                "carried on from {}",
                pl.col("counted_date").map_elements(wording.day, return_dtype=pl.String),
            )
        )
    )
    return totals.sort("month", "channel", descending=[True, False]).select(
        pl.col("month").alias("Month"),
        pl.col("channel")
        .map_elements(story.channel_label, return_dtype=pl.String)
        .alias("Channel"),
        pl.col("followers").alias("Followers"),
        how.alias("How it is known"),
    )


def _net_new(visit: Visit, scope: Scope) -> None:
    figures = measure(visit.warehouse, "net_new_followers", scope=scope)
    if figures.drop_nulls("value").is_empty():
        return
    metric, grey = METRICS["net_new_followers"], colour_of("followers", visit.theme)
    notes = story.notes_on(visit.warehouse, ["net_new_followers"], scope)
    cards.chart_card(
        metric.label,
        metric.meaning,
        drawn_once(
            visit,
            lambda: charts.over_months(
                figures, unit="count", colour=grey, theme=visit.theme, notes=notes
            ),
            "net new followers",
            scope,
            *notes.rows(),
        ),
        figures.select(
            pl.col("month").alias("Month"),
            pl.col("value").alias(metric.label),
            pl.col("complete").alias("Complete"),
        ),
        name="net_new_followers",
        alt_text=charts.over_months_alt(figures, title=metric.label, unit="count"),
        theme=visit.theme,
        passport=lambda: about(visit.warehouse, "net_new_followers", scope=scope),
    )


PAGE = Page(
    title="Followers and outcomes",
    icon=":material/compare_arrows:",
    order=20,
    url_path="followers-and-outcomes",
    group="Answer",
    draw=draw,
)
