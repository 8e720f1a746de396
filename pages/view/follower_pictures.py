"""The followers themselves: how many, how many came, in which jumps, and who of them engaged."""

import polars as pl
import streamlit as st

from data_pipeline.analysis.elasticity import percent
from data_pipeline.analysis.follower_jumps import NO_JUMP, FollowerJumps, Jump
from data_pipeline.analysis.verdict import REFUSED
from data_pipeline.metrics.catalogue import METRICS
from data_pipeline.metrics.follower_totals import follower_totals
from data_pipeline.metrics.judged import judge_jumps
from data_pipeline.metrics.query import Scope, measure
from pages import Visit
from pages.view import cards, charts, controls, story, wording
from pages.view.about import about, about_several
from pages.view.colours import colour_of
from pages.view.drawn_once import drawn_once
from pages.view.links import link_to
from pages.view.verdicts import verdict_card

PER = 100  # followers


def draw_followers(visit: Visit, known: list[str], scope: Scope) -> None:
    """One picture at a time: a page of all of them would be slow to come and long to read."""
    _say_only_gains(visit, scope)
    offered = {
        "channels": "By channel",
        "net": "Net new",
        "engaged": "Engagement and jumps",
        "each": "Each figure by itself",
    }
    if "net_new_followers" not in known:
        offered.pop("net")
    if not {"followers", "engagements"} <= set(known):
        offered.pop("engaged")
    if follower_totals(visit.warehouse, scope).is_empty():
        offered.pop("channels")
    match controls.choose_one("look", "Which picture", offered, next(iter(offered))):
        case "channels":
            _by_channel(visit, scope)
        case "net":
            _net_new(visit, scope)
        case "engaged":
            _engaged(visit, scope)
        case _:
            _strips(visit, known, scope)


def _engaged(visit: Visit, scope: Scope) -> None:
    """Engagement a follower, and whether it came along when followers jumped."""
    jumps = judge_jumps(visit.warehouse, "followers", "engagements", scope=scope)
    figures = _per_follower(visit, scope)
    notes = story.notes_on(visit.warehouse, ["followers", "engagements"], scope)
    cards.chart_card(
        "Engagement a follower",
        f"Engagement of a month for every {PER} followers at its close.{_drift(jumps)}",
        drawn_once(
            visit,
            lambda: charts.over_months(
                figures,
                unit="decimal",
                colour=colour_of("engagements", visit.theme),
                theme=visit.theme,
                notes=notes,
            ),
            "engagement a follower",
            scope,
            *notes.rows(),
        ),
        figures.select(
            pl.col("month").alias("Month"),
            pl.col("value").round(2).alias(f"Engagement for {PER} followers"),
            pl.col("complete").alias("Complete"),
        ),
        name="engagement_a_follower",
        alt_text=charts.over_months_alt(
            figures, title=f"Engagement for {PER} followers", unit="decimal"
        ),
        theme=visit.theme,
        passport=lambda: about_several(visit.warehouse, ["engagements", "followers"], scope=scope),
    )
    verdict_card(jumps, name="jumps", heading=_heading(jumps), also=_every_jump(jumps))


def _per_follower(visit: Visit, scope: Scope) -> pl.DataFrame:
    engaged, followers = (
        measure(visit.warehouse, name, scope=scope) for name in ("engagements", "followers")
    )
    both = engaged.join(followers, on="month", suffix=" of followers")
    known = pl.col("value of followers") > 0
    return both.select(
        "month",
        value=pl.when(known).then(PER * pl.col("value") / pl.col("value of followers")),
        complete=pl.col("complete") & pl.col("complete of followers"),
    )


def _drift(jumps: FollowerJumps) -> str:
    if jumps.drift is None:
        return ""
    change = percent(jumps.drift, signed=True)
    return (
        f" {change} from the first quarter of these months to the last. On every network it drifts"
        " down as audiences grow, so it is told and not judged."
    )


def _heading(jumps: FollowerJumps) -> str:
    if jumps.verdict == REFUSED:
        return "Jumps: no answer yet"
    if jumps.verdict == NO_JUMP:
        return "No month in which followers jumped"
    return f"Followers jumped: {jumps.verdict}"


def _every_jump(jumps: FollowerJumps) -> list[str]:
    """Where there are several: the words above tell of the worst."""
    if len(jumps.jumps) < 2:
        return []
    said = [
        f"{one.period} {percent(one.rise, signed=True)} ({_matched(one)})" for one in jumps.jumps
    ]
    return [f"Every jump: {wording.listed(said)}."]


def _matched(jump: Jump) -> str:
    if not jump.matched:
        return "engagement not known"
    return "matched" if all(one.matched for one in jump.matched) else "not matched"


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
