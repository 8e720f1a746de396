"""So what? What the business got this month, whether that is unusual, and followers beside it."""

from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_pipeline.metrics.catalogue import OUTCOMES
from data_pipeline.metrics.query import Scope, months_known
from data_pipeline.problems import Refused
from data_pipeline.warehouse.notes import LONGEST, add_note, notes, remove_note
from pages import Page, Visit
from pages.view import cards, charts, controls, wording
from pages.view.colours import colour_of
from pages.view.comparison import choose_outcome, index_card, share_card
from pages.view.drawn_once import drawn_once
from pages.view.links import link_to
from pages.view.nothing_yet import say_nothing_yet
from pages.view.story import Figure, Story, followers_told, story_of
from pages.view.verdicts import told_at_once


def draw(visit: Visit) -> None:
    cards.dress(visit.theme)
    head = st.container()
    scope = _choose_scope(visit)
    story = story_of(visit.warehouse, scope)
    if story is None:
        _say_nothing(head)
        return
    with head:
        _say(story)
        _say_what_moved(visit, story, scope)
    _say_what_is_missing(story)
    cards.tile_row(
        [
            *(_tile(one, visit, scope) for one in story.outcomes),
            _followers_tile(story, visit, scope),
        ]
    )
    if story.outcomes:
        _compare(visit, story, scope)
    else:
        say_nothing_yet("Calls, enquiries, accounts and revenue", OUTCOMES)


def _choose_scope(visit: Visit) -> Scope:
    marts = visit.warehouse.marts()
    kept = months_known(marts) if marts.snapshot else []
    if not kept:
        return Scope()
    with st.popover("Months", icon=":material/calendar_month:", type="tertiary"):
        return Scope(controls.choose_months(kept))


def _say_nothing(head: DeltaGenerator) -> None:
    head.title("You have followers. So what?", anchor=False)
    head.markdown(
        "See what your business got each month, whether that is unusual, and what followers did "
        "meanwhile."
    )
    say_nothing_yet("What the month brought", OUTCOMES)


def _say(story: Story) -> None:
    st.title(wording.md(story.headline, longest=400), anchor=False)
    st.markdown(wording.md(story.basis, longest=400))


def _say_what_moved(visit: Visit, story: Story, scope: Scope) -> None:
    """Whether any of it went with followers, engagement or conversations: all looked at at once."""
    told = told_at_once(visit.warehouse, [one.metric.name for one in story.outcomes], scope)
    if told is None:
        return
    st.markdown(f"**{wording.md(told.sentence, longest=400)}**")
    if told.basis:
        st.markdown(f":small[:gray[{wording.md(told.basis, longest=300)}]]")
    link_to("Followers and outcomes", "Ask one question at a time", ":material/compare_arrows:")


def _say_what_is_missing(story: Story) -> None:
    here = story.expected_files - len(story.lacking)
    if story.lacking:
        with st.container(border=True, key="card_missing"):
            st.markdown(
                f"**{wording.month(story.month)}: {here} of"
                f" {wording.plural(story.expected_files, 'export')} complete.** Missing:"
                f" {wording.md(wording.listed(list(story.lacking)), longest=600)}."
                " What rests on them is left out of comparisons."
            )
            link_to("Uploads", "Add files", ":material/upload:")


def _tile(figure: Figure, visit: Visit, scope: Scope) -> cards.Tile:
    colour = colour_of(figure.metric.name, visit.theme)
    return cards.Tile(
        label=figure.metric.label,
        value="–" if figure.value is None else wording.amount(figure.value, figure.unit),
        verdict=figure.verdict,
        detail=figure.detail,
        also=_so_far(figure),
        sparkline=drawn_once(
            visit,
            lambda: charts.sparkline(figure.months, colour=colour, theme=visit.theme),
            "sparkline",
            figure.metric.name,
            figure.unit,
            scope,
        ),
        alt_text=charts.over_months_alt(figure.months, title=figure.metric.label, unit=figure.unit),
        stands_out=figure.stands_out,
    )


def _so_far(figure: Figure) -> str:
    """The month that still goes on is told beside the one that is over."""
    last = figure.months.row(-1, named=True)
    if last["month"] <= figure.month or last["complete"] or last["value"] is None:
        return ""
    so_far = wording.amount(last["value"], figure.unit)
    return f"{wording.short_month(last['month'])} so far: {so_far}"


def _followers_tile(story: Story, visit: Visit, scope: Scope) -> cards.Tile:
    followers, colour = story.followers, colour_of("followers", visit.theme)
    verdict, detail = followers_told(followers)
    return cards.Tile(
        label="Followers",
        value="–" if followers.value is None else wording.count(followers.value),
        verdict=verdict,
        detail=detail,
        sparkline=drawn_once(
            visit,
            lambda: charts.sparkline(followers.months, colour=colour, theme=visit.theme),
            "sparkline",
            "followers",
            scope,
        ),
        alt_text=charts.over_months_alt(followers.months, title="Followers", unit="count"),
        muted=True,
    )


def _compare(visit: Visit, story: Story, scope: Scope) -> None:
    outcome = choose_outcome([one.metric.name for one in story.outcomes])
    left, right = st.columns([3, 2])
    with left:
        index_card(visit, outcome, scope)
        if visit.may_edit:
            _edit_notes(visit)
    with right:
        share_card(visit, outcome, scope)


def _edit_notes(visit: Visit) -> None:
    kept = notes(visit.warehouse)
    with st.expander("Notes on the pictures", icon=":material/edit_note:"):
        st.markdown("What happened on a day: a campaign, a trade show, a new number.")
        with st.form("add_note", border=False, clear_on_submit=True):
            day = st.date_input("Day", value=None, format="DD/MM/YYYY")
            text = st.text_input("What happened", max_chars=LONGEST)
            if st.form_submit_button("Add the note"):
                _add(visit, day, text)
        for note in kept:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{wording.day(note.day)}: {wording.md(note.text)}")
                if st.button("Remove", key=f"remove_note_{note.id}", type="tertiary"):
                    remove_note(visit.warehouse, note.id)
                    st.rerun()


def _add(visit: Visit, day: date | None, text: str) -> None:
    if day is None:
        st.error("Choose the day it happened on.")
        return
    try:
        add_note(visit.warehouse, day, text)
    except Refused as refusal:
        st.error(wording.md(str(refusal), longest=400))
        return
    st.rerun()


PAGE = Page(
    title="So what?",
    icon=":material/forum:",
    order=10,
    url_path="so-what",
    group="Answer",
    draw=draw,
)
