"""Followers beside one outcome: the index and the share gap, as cards of several pages."""

import polars as pl

from data_pipeline.analysis.index_lines import Index
from data_pipeline.metrics.catalogue import METRICS, OUTCOMES
from data_pipeline.metrics.query import EVERYTHING, Scope, measure
from pages import Visit
from pages.view import cards, charts, controls, story, wording
from pages.view.about import about_several
from pages.view.colours import colour_of
from pages.view.drawn_once import drawn_once

NOT_YET = (
    "An index needs three months in which followers, engagement, conversations and the outcome are "
    "all complete. Until then there is nothing to begin from."
)


def choose_outcome(known: list[str]) -> str:
    """Which of the outcomes that are here stands beside the followers."""
    labels = {name: METRICS[name].short for name in OUTCOMES if name in known}
    usual = "enquiries" if "enquiries" in labels else next(iter(labels))
    return controls.choose_one("outcome", "Beside followers", labels, usual)


def index_card(visit: Visit, outcome: str, scope: Scope = EVERYTHING) -> None:
    """Four lines that begin at 100."""
    made = story.index_of(visit.warehouse, outcome, scope)
    if made is None:
        cards.quiet_card("no_index", NOT_YET)
        return
    index, base = made
    metrics = index.lines["series"].unique(maintain_order=True).to_list()
    notes = story.notes_on(visit.warehouse, metrics, scope)
    cards.chart_card(
        story.index_told(index, outcome),
        "Three-month averages, each beginning at 100. Months that are not complete are left out.",
        drawn_once(
            visit,
            lambda: charts.index_lines(index.lines, base, theme=visit.theme, notes=notes),
            "index",
            outcome,
            scope,
            *notes.rows(),
        ),
        _index_numbers(index),
        name=f"index_{outcome}",
        alt_text=charts.index_lines_alt(index.lines, base),
        theme=visit.theme,
        passport=lambda: about_several(
            visit.warehouse, metrics, _bases(visit, index, metrics), scope
        ),
    )


def _index_numbers(index: Index) -> pl.DataFrame:
    rounded = index.lines.with_columns(pl.col("value").round(1))
    return rounded.pivot("label", index="month", values="value").rename({"month": "Month"})


def _bases(visit: Visit, index: Index, metrics: list[str]) -> list[tuple[str, str]]:
    """What 100 stands for."""
    first = Scope((index.base[0], index.base[-1]))
    bases: list[tuple[str, str]] = []
    for name in metrics:
        figures = measure(visit.warehouse, name, scope=first)
        level = figures.filter(pl.col("month").is_in(list(index.base)))["value"].mean()
        assert isinstance(level, float)
        unit = story.unit_of(METRICS[name], story.reporting_currency(visit.warehouse))
        label = METRICS[name].short or METRICS[name].label
        bases.append((f"100 of {label.lower()}", wording.amount(level, unit)))
    return bases


def share_card(visit: Visit, outcome: str, scope: Scope = EVERYTHING) -> None:
    """Where followers are, and where the outcome comes from."""
    months = story.months_known(visit.warehouse.marts(), scope)
    month = story.month_in_focus(months, story.coverage(visit.warehouse))
    shown = story.known_sources(visit.warehouse, month, outcome)
    gap = story.share_gap_of(visit.warehouse, shown, month)
    if gap is None or not gap.known:
        cards.quiet_card(
            "no_share_gap",
            "**Where followers are, and where customers come from.** No outcome says yet where it "
            "came from. Exports with a column such as “How did you hear about us?”, and one known "
            "follower total a channel, would fill this picture.",
        )
        return
    name = METRICS[shown].short.lower()
    shares = story.shares_frame(gap)
    cards.chart_card(
        story.gap_told(gap, shown),
        " ".join([*_other_outcome(outcome, shown), story.gap_details(gap, shown, month)]),
        drawn_once(
            visit,
            lambda: charts.share_gap(
                shares, outcome=name, colour=colour_of(shown, visit.theme), theme=visit.theme
            ),
            "share gap",
            shown,
            month,
        ),
        _share_numbers(gap, name),
        name=f"share_gap_{shown}",
        alt_text=charts.share_gap_alt(shares, outcome=name),
        theme=visit.theme,
        passport=lambda: about_several(
            visit.warehouse,
            ["followers", shown],
            [
                (f"{name} with a known source", wording.count(gap.known)),
                (f"{name} without one", wording.count(gap.unknown)),
            ],
            Scope((story.months_before(month, story.SHARE_MONTHS - 1), month)),
        ),
    )


def _other_outcome(wanted: str, shown: str) -> list[str]:
    if wanted == shown:
        return []
    lacking, instead = METRICS[wanted].short, METRICS[shown].short.lower()
    return [f"{lacking}: no source is known, so {instead} are shown."]


def _share_numbers(gap: story.ShareGap, outcome: str) -> pl.DataFrame:
    rows = [
        (
            story.channel_label(one.channel),
            one.followers,
            one.outcomes,
            *(
                None if share is None else round(share * 100, 1)
                for share in (one.followers_share, one.outcome_share, one.low, one.high)
            ),
        )
        for one in gap.shares
    ]
    named = outcome[:1].upper() + outcome[1:]
    headings = [
        "Followers",
        named,
        "% of followers",
        "% of those with a known source",
        "At least % of all",
        "At most % of all",
    ]
    schema = {"Channel": pl.String, **dict.fromkeys(headings, pl.Float64)}
    rows.append(("Unknown", None, gap.unknown, None, None, None, None))
    return pl.DataFrame(rows, schema=schema, orient="row")
