"""Campaigns: what happened after each, against what the time before led us to expect."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl
import streamlit as st

from data_pipeline.analysis.campaign import Campaign, Effect, ExpectedRow
from data_pipeline.analysis.elasticity import percent
from data_pipeline.analysis.verdict import REFUSED
from data_pipeline.metrics.campaigns import Told, told_of
from data_pipeline.metrics.catalogue import METRICS, OUTCOMES, Total
from data_pipeline.metrics.query import measure, reporting_currency
from data_pipeline.problems import Refused
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.campaigns import (
    LONGEST,
    Declared,
    campaigns,
    declare_campaign,
    remove_campaign,
)
from data_pipeline.warehouse.notes import notes
from pages import Visit
from pages.view import campaign_charts, cards, controls, wording
from pages.view.about import about
from pages.view.colours import colour_of
from pages.view.drawn_once import drawn_once
from pages.view.nothing_yet import say_nothing_yet
from pages.view.story import unit_of
from pages.view.verdicts import for_analysts
from pages.view.wording import md

NAMES: Final = {
    "clear lift": "a clear lift",
    "likely lift": "probably a lift",
    "no clear change": "no clear change",
    "likely fall": "probably a fall",
    "clear fall": "a clear fall",
    REFUSED: "cannot be told",
}
SHOWN_BEFORE = {"month": 24, "day": 120}
SHOWN_AFTER = {"month": 6, "day": 30}
FEWEST_TO_COMPARE = 13
SHOWN_BY_CHANCE = 0.13  # measured: how often nothing at all lies outside a 90% interval
NAME, FIRST, LAST = "campaign_name", "campaign_first", "campaign_last"


def draw_campaigns(visit: Visit) -> None:
    """The part of the page Bets that is about campaigns; the page has its title already."""
    outcomes = _outcomes_here(visit.warehouse)
    if not outcomes:
        say_nothing_yet("What happened after a campaign", OUTCOMES)
        return
    declared = campaigns(visit.warehouse)
    if declared:
        _show(visit, declared, outcomes)
    else:
        cards.quiet_card(
            "no_campaign",
            "**No campaign is declared yet.** Say what ran, and on which days it could work: "
            "each outcome is then set against what the months before led us to expect.",
        )
    if visit.may_edit:
        _declare(visit, declared)


def _outcomes_here(warehouse: Warehouse) -> list[str]:
    if not warehouse.snapshot():
        return []
    return [
        name
        for name in OUTCOMES
        if measure(warehouse, name).filter("complete")["value"].drop_nulls().len()
    ]


def _show(visit: Visit, declared: Sequence[Declared], outcomes: Sequence[str]) -> None:
    # The newest that can be told is what a reader comes for; its name alone is no address.
    offered = {f"{one.id}": wording.plain(one.name) for one in reversed(declared)}
    with st.container(horizontal=True):
        chosen = controls.choose_one("campaign", "Campaign", offered, next(iter(offered)))
        names = {name: METRICS[name].short for name in outcomes}
        usual = "enquiries" if "enquiries" in names else next(iter(names))
        outcome = controls.choose_one("outcome", "Outcome", names, usual)
    compare = _compare_with(visit.warehouse, outcome)
    one = next(each for each in declared if f"{each.id}" == chosen)
    told = told_of(visit.warehouse, one, declared, outcome, compare)
    unit = unit_of(METRICS[outcome], reporting_currency(visit.warehouse))
    _say(told, unit)
    if told.verdict.verdict != REFUSED:
        _picture(visit, told, unit)
    _by_outcome(visit.warehouse, one, declared, outcomes)


# -- one campaign by one outcome ------------------------------------------------------------------


def _say(told: Told, unit: str) -> None:
    verdict, short = told.verdict, METRICS[told.outcome].short
    with st.container(border=True, key="card_campaign"):
        st.header(
            f"{md(told.declared.name)}, {short.lower()}: {NAMES[verdict.verdict]}", anchor=False
        )
        st.markdown(md(verdict.words, longest=900))
        for note in [*_notes(told), *verdict.notes]:
            st.markdown(f":small[:gray[{md(note, longest=400)}]]")
        if verdict.verdict != REFUSED:
            with st.expander("For analysts"):
                _analysts(told)
    if verdict.total_effect is not None:
        cards.tile_row(_tiles(told, verdict.total_effect, unit))


def _notes(told: Told) -> list[str]:
    by = "by the month" if told.step == "month" else "by the day"
    ran = f"Declared from {_between(told.declared.first_day, told.declared.last_day)}; judged {by}"
    notes_ = [f"{ran}, {_window(told)}." if told.verdict.expected else f"{ran}."]
    if told.shortened:
        notes_.append(
            "It ran for longer than so short a history can tell of, so that its beginning is "
            "judged."
        )
    known = told.figures.drop_nulls("value")["date"].to_list()
    if told.verdict.expected and known and _ends_before(known[-1], told):
        notes_.append("Not all of its days are here yet: what is here is judged.")
    for one in told.meanwhile:
        notes_.append(
            f"{one.name} ran in the time before: whatever it brought is part of what was expected."
        )
    return notes_


def _ends_before(last_known: date, told: Told) -> bool:
    last = told.judged[1]
    return last_known < (last if told.step == "day" else last.replace(day=1))


def _between(first: date, last: date) -> str:
    return f"{wording.day(first)} to {wording.day(last)}" if first != last else wording.day(first)


def _window(told: Told) -> str:
    days = [row.date for row in told.verdict.expected]
    if told.step == "day":
        return _between(days[0], days[-1])
    return wording.months(days[0], days[-1])


def _tiles(told: Told, total: Effect, unit: str) -> list[cards.Tile]:
    was = sum(row.actual for row in told.verdict.expected)
    low, high = total.absolute_interval
    return [
        cards.Tile(f"Was, {_window(told)}", wording.amount(was, unit), "", ""),
        cards.Tile(
            "Expected without it",
            wording.amount(was - total.absolute, unit),
            f"between {wording.amount(was - high, unit)} and {wording.amount(was - low, unit)}",
            "in 9 cases of 10",
        ),
        cards.Tile(
            "Difference in all",
            _signed(total.absolute, unit),
            f"between {_signed(low, unit)} and {_signed(high, unit)}",
            "in 9 cases of 10",
            stands_out=told.verdict.verdict.startswith("clear"),
        ),
    ]


def _signed(value: float, unit: str) -> str:
    written = wording.amount(round(value), unit)
    return f"+{written}" if round(value) > 0 else written


def _analysts(told: Told) -> None:
    verdict = told.verdict
    assert verdict.placebos is not None
    st.markdown(for_analysts(verdict))
    st.markdown(
        f"{wording.plural(verdict.rows_before, told.step)} before the window. Logs of the outcome: "
        "a straight trend, and a mixture over levels that wander, memories and seasons of every "
        "plausible size, weighed by restricted likelihood; the window is predicted and no part of "
        "the fit. The estimate is the average effect as a share of what was expected."
    )
    if verdict.tight is not None:
        low, high = verdict.tight.relative_interval
        st.markdown(
            "Had nothing wandered, the 95% interval would be "
            f"{percent(low, signed=True)} to {percent(high, signed=True)}: too sure of itself."
        )


# -- pictures -------------------------------------------------------------------------------------


def _picture(visit: Visit, told: Told, unit: str) -> None:
    label, colour = METRICS[told.outcome].label, colour_of(told.outcome, visit.theme)
    figures, expected = figures_shown(told), expected_frame(told.verdict.expected)
    asked = (told.declared, told.outcome, told.judged, unit)
    left, right = st.columns([3, 2])
    with left:
        cards.chart_card(
            f"{label}, and what was to be expected",
            "Dashed: what the time before leads to expect. The band holds nine cases of ten; the "
            f"{told.step}s judged are shaded.",
            drawn_once(
                visit,
                lambda: campaign_charts.after_campaign(
                    figures,
                    expected,
                    by_day=told.step == "day",
                    unit=unit,
                    colour=colour,
                    theme=visit.theme,
                ),
                "after campaign",
                *asked,
                *expected.rows(),
            ),
            _numbers(figures, expected, label),
            name="after_campaign",
            alt_text=campaign_charts.after_campaign_alt(expected, title=label, unit=unit),
            theme=visit.theme,
            passport=lambda: about(visit.warehouse, told.outcome),
        )
    with right:
        looks = looks_frame(told)
        cards.chart_card(
            "The same look at earlier periods",
            "How far each earlier period of this length lay from what was to be expected of it. "
            "Nothing of this campaign is in them.",
            drawn_once(
                visit,
                lambda: campaign_charts.earlier_looks(
                    looks, by_day=told.step == "day", colour=colour, theme=visit.theme
                ),
                "earlier looks",
                *asked,
                *looks.rows(),
            ),
            _look_numbers(looks),
            name="earlier_looks",
            alt_text=campaign_charts.earlier_looks_alt(looks),
            theme=visit.theme,
        )


def figures_shown(told: Told) -> pl.DataFrame:
    """The outcome from some time before the window to a little after it."""
    figures = told.figures.sort("date")
    days = figures["date"].to_list()
    window = [row.date for row in told.verdict.expected]
    first = max(0, days.index(window[0]) - SHOWN_BEFORE[told.step])
    last = days.index(window[-1]) + SHOWN_AFTER[told.step] + 1
    return figures[first:last]


def expected_frame(rows: Sequence[ExpectedRow]) -> pl.DataFrame:
    """The window as its chart wants it."""
    return pl.DataFrame(
        [(one.date, one.actual, one.expected, one.low, one.high) for one in rows],
        schema=campaign_charts.EXPECTED,
        orient="row",
    )


def looks_frame(told: Told) -> pl.DataFrame:
    """Earlier windows and the campaign's own, as their chart wants them."""
    verdict: Campaign = told.verdict
    assert verdict.placebos is not None
    assert verdict.average_effect is not None
    low, high = verdict.average_effect.relative_interval
    earlier = [
        (one.date, one.relative, None, None, "quiet" if one.quiet else "busy")
        for one in verdict.placebos.looks
    ]
    own = (verdict.expected[0].date, verdict.average_effect.relative, low, high, "campaign")
    return pl.DataFrame([*earlier, own], schema=campaign_charts.LOOKS, orient="row")


def _numbers(figures: pl.DataFrame, expected: pl.DataFrame, label: str) -> pl.DataFrame:
    return figures.join(expected, on="date", how="left").select(
        pl.col("date").alias("When"),
        pl.col("value").round(2).alias(label),
        pl.col("expected").round(1).alias("Expected"),
        pl.col("low").round(1).alias("From"),
        pl.col("high").round(1).alias("To"),
    )


def _look_numbers(looks: pl.DataFrame) -> pl.DataFrame:
    return looks.select(
        pl.col("date").alias("From"),
        (pl.col("effect") * 100).round(1).alias("Difference in %"),
        pl.col("kind").replace_strict(campaign_charts.KINDS).alias("Period"),
    )


# -- every outcome --------------------------------------------------------------------------------


def _by_outcome(
    warehouse: Warehouse,
    declared: Declared,
    others: Sequence[Declared],
    outcomes: Sequence[str],
) -> None:
    rows = [_row(warehouse, told_of(warehouse, declared, others, name)) for name in outcomes]
    with st.container(border=True, key="card_campaign_outcomes"):
        st.header(f"{md(declared.name)}, by each outcome", anchor=False)
        for outcome, verdict, words in rows:
            st.markdown(f"**{outcome}: {verdict}**  \n:gray[{md(words, longest=300)}]")
        if len(rows) > 1:
            by_chance = round(10 * (1 - (1 - SHOWN_BY_CHANCE) ** len(rows)))
            st.markdown(
                f":small[:gray[{len(rows)} looks at once: of 10 campaigns that did nothing, up to "
                f"{by_chance} would show “probably” somewhere.]]"
            )


def _row(warehouse: Warehouse, told: Told) -> tuple[str, str, str]:
    verdict, metric = told.verdict, METRICS[told.outcome]
    name = NAMES[verdict.verdict]
    if verdict.total_effect is None:
        return metric.label, name, verdict.words
    unit = unit_of(metric, reporting_currency(warehouse))
    low, high = verdict.total_effect.absolute_interval
    words = (
        f"{_signed(verdict.total_effect.absolute, unit)} in all, between {_signed(low, unit)} and "
        f"{_signed(high, unit)}"
    )
    return metric.label, name, words


# -- what the manager says ------------------------------------------------------------------------


def _compare_with(warehouse: Warehouse, outcome: str) -> tuple[str, ...]:
    offered = {
        name: metric.label
        for name, metric in METRICS.items()
        if isinstance(metric.value, Total)
        and metric.mart != METRICS[outcome].mart  # a part of it is touched whenever it is
        and _is_long(warehouse, name)
    }
    with st.popover("Compare", icon=":material/compare_arrows:", type="tertiary"):
        st.markdown(
            "A figure that the campaign **could not touch** carries the season and the market, and "
            "so sharpens the answer. Anything it could touch would hide what it did: leave it out."
        )
        chosen = st.multiselect(
            "Figures it could not touch",
            list(offered),
            format_func=lambda name: md(offered[name]),
            max_selections=2,
            key=f"compare_{outcome}",
        )
    return tuple(chosen)


def _is_long(warehouse: Warehouse, name: str) -> bool:
    solid = measure(warehouse, name).filter("complete")["value"].drop_nulls()
    return solid.len() >= FEWEST_TO_COMPARE and (solid.min() or 0) != solid.max()


def _declare(visit: Visit, declared: Sequence[Declared]) -> None:
    with st.expander("Declare a campaign", icon=":material/campaign:", expanded=not declared):
        st.markdown(
            "Say on which days it could work: a trade show goes on bringing enquiries after its "
            "last day. Choose these days before you look at the figures."
        )
        _offer_notes(visit, declared)
        with st.form("declare_campaign", border=False, clear_on_submit=True):
            name = st.text_input("Name", max_chars=LONGEST, key=NAME)
            left, right = st.columns(2)
            first = left.date_input(
                "First day it could work", value=None, format="DD/MM/YYYY", key=FIRST
            )
            last = right.date_input(
                "Last day it could work", value=None, format="DD/MM/YYYY", key=LAST
            )
            if st.form_submit_button("Declare it"):
                _keep(visit, name, first, last)
        _show_declared(visit, declared)


def _offer_notes(visit: Visit, declared: Sequence[Declared]) -> None:
    """A note tells a name and a first day: the form takes them over."""
    free = [
        note
        for note in notes(visit.warehouse)
        if not any(one.meets(note.day, note.day) for one in declared)
    ]
    for note in free[-6:]:
        st.button(
            f"From the note: {wording.day(note.day)}, {md(note.text)}",
            key=f"from_note_{note.id}",
            type="tertiary",
            on_click=st.session_state.update,
            args=({NAME: note.text[:LONGEST], FIRST: note.day, LAST: note.day},),
        )


def _keep(visit: Visit, name: str, first: date | None, last: date | None) -> None:
    if first is None or last is None:
        st.error("Choose the first and the last day it could work.")
        return
    try:
        declare_campaign(visit.warehouse, name, first, last)
    except Refused as refusal:
        for problem in refusal.problems:
            st.error(md(str(problem), longest=400))
        return
    st.rerun()


def _show_declared(visit: Visit, declared: Sequence[Declared]) -> None:
    for one in declared:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{md(one.name)}**: {_between(one.first_day, one.last_day)}")
            if st.button("Remove", key=f"remove_campaign_{one.id}", type="tertiary"):
                remove_campaign(visit.warehouse, one.id)
                st.rerun()
