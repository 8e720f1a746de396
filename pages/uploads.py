"""Drop this month's files, see what they are and what they change, add them, take them back."""

from collections.abc import Sequence
from datetime import date
from typing import BinaryIO

import streamlit as st

from data_pipeline.intake.drop import Drop, drop
from data_pipeline.intake.receive import Outcome
from data_pipeline.metrics.coverage import Cell, coverage
from data_pipeline.metrics.health import Awaited, awaited
from data_pipeline.problems import Refused
from data_pipeline.warehouse.own_sources import way_to
from pages import Page, Visit
from pages.view import cards, wording
from pages.view.dropped_files import (
    look_at_them,
    show_here_already,
    show_questions,
    show_ready,
    show_refused,
)
from pages.view.export_help import show_export_help, show_templates
from pages.view.file_mapping import ask_about_file, offer_to_tell, telling_of
from pages.view.links import link_to
from pages.view.own_kinds import show_own_kinds, take_descriptions
from pages.view.refused_files import show_refused_files
from pages.view.story import said
from pages.view.upload_history import show_history
from pages.view.wording import md
from sharing.home import OWN, SAMPLE, this_home

SAID = "said_on_uploads"
NAMED = 6


def draw(visit: Visit) -> None:
    cards.dress(visit.theme)
    _say_what_is_awaited(visit)
    _say_what_was_done()
    show_refused_files(visit.warehouse, visit.may_edit)
    if visit.workspace.name == SAMPLE:
        _offer_own_workspace()
    elif visit.may_edit:
        _take_files(visit)
    else:
        st.markdown("You may look at these uploads; adding files is for editors.")
    show_export_help()
    show_own_kinds(visit.workspace, visit.may_edit)
    show_templates()
    show_history(visit.warehouse, visit.may_edit)


def _say_what_is_awaited(visit: Visit) -> None:
    month = awaited(coverage(visit.warehouse), date.today())
    if month is None:
        st.title("Drop this month's exports here", anchor=False)
        st.markdown("Take them just as the platforms gave them, all at once.")
        return
    here = len(month.cells) - len(month.lacking)
    st.title(
        f"{wording.month(month.month)}: {here} of {wording.plural(len(month.cells), 'export')} "
        f"{'is' if len(month.cells) == 1 else 'are'} complete",
        anchor=False,
    )
    if month.lacking:
        _say_what_is_lacking(visit, month)


def _say_what_is_lacking(visit: Visit, month: Awaited) -> None:
    missing = [cell for cell in month.lacking if cell.state == "missing"]
    short = [cell for cell in month.lacking if cell.state == "partial"]
    sentences = ["The month still goes on."] if month.goes_on else []
    if missing:
        sentences.append(f"Missing: {_named(missing)}.")
    if short:
        sentences.append(f"Not to the month's end: {_named(short)}.")
    st.markdown(md(" ".join(sentences), longest=900))
    with st.expander("Where to find them", icon=":material/travel_explore:"):
        for cell in month.lacking:
            where = way_to(visit.workspace, cell.source)
            st.markdown(f"**{md(said(cell))}**  \n{md(where, longest=400)}")


def _named(cells: Sequence[Cell]) -> str:
    more = len(cells) - NAMED
    names = [said(cell) for cell in cells[:NAMED]]
    return wording.listed([*names, f"{more} more"] if more > 0 else names)


def _say_what_was_done() -> None:
    if done := st.session_state.pop(SAID, None):
        with st.container(border=True, key="card_done"):
            st.markdown(f":material/check_circle: **{md(str(done), longest=600)}**")
            link_to("So what?", "See what it changed")


def _offer_own_workspace() -> None:
    with st.container(border=True, key="card_own"):
        st.header("This is the sample business", anchor=False)
        st.markdown("Your own files go into your own workspace, apart from the sample.")
        st.button(
            "Add my own files",
            type="primary",
            icon=":material/add:",
            key="go_to_own",
            on_click=_go_to_own_workspace,
        )


def _go_to_own_workspace() -> None:
    this_home().warehouse(OWN)
    st.session_state["workspace"] = OWN


def _take_files(visit: Visit) -> None:
    key = f"dropped_in_{visit.workspace}"
    waiting: Drop | None = st.session_state.get(key)
    if waiting is None:
        _ask_for_files(visit, key)
        return
    if waiting.unseen:
        look_at_them(waiting)
    if telling := telling_of(waiting):
        ask_about_file(waiting, telling)
        return
    show_questions(waiting)
    show_refused(
        waiting, "Below stands which files can be uploaded, and where to find them.", offer_to_tell
    )
    show_ready(waiting)
    show_here_already(waiting)
    _decide(waiting, key)


def _ask_for_files(visit: Visit, key: str) -> None:
    # Another key each time: Streamlit holds what was dropped in memory for as long as a key lives.
    turn = st.session_state.setdefault("drop_turn", 0)
    given = st.file_uploader(
        "Drop all of this month's files here",
        accept_multiple_files=True,
        key=f"drop_{turn}",
    )
    if not given:
        return
    try:
        told, files = take_descriptions(visit.workspace, _named_contents(given))
        if told:
            st.session_state[SAID] = told
        if files:
            st.session_state[key] = drop(visit.warehouse, files)
    except Refused as refusal:
        for problem in refusal.problems:
            st.error(md(str(problem), longest=400))
        return
    st.session_state["drop_turn"] = turn + 1
    st.rerun()


def _named_contents(given: Sequence[BinaryIO]) -> list[tuple[str, BinaryIO]]:
    return [(wording.plain(content.name), content) for content in given]


def _decide(waiting: Drop, key: str) -> None:
    ready = waiting.ready()
    with st.container(horizontal=True, vertical_alignment="center"):
        if ready and st.button(
            f"Add {wording.plural(len(ready), 'file')}", type="primary", key="go_add"
        ):
            _add(waiting, key)
        if st.button("Start again", key="start_again"):
            waiting.throw_away()
            del st.session_state[key]
            st.rerun()
    left = len(waiting.previews) - len(ready) - len(waiting.here_already())
    if ready and left:
        rest = "The file that is" if left == 1 else f"The {left} files that are"
        st.markdown(f":small[:gray[{rest} not ready will not be added.]]")
    elif ready:
        st.markdown(":small[:gray[Nothing is kept until you add them.]]")


def _add(waiting: Drop, key: str) -> None:
    try:
        with st.spinner("Adding the files and working out the figures …"):
            outcomes = waiting.add()
    except Refused as refusal:
        del st.session_state[key]
        for problem in refusal.problems:
            st.error(md(str(problem), longest=400))
        return
    del st.session_state[key]
    st.session_state[SAID] = summary(outcomes)
    st.rerun()


def summary(outcomes: Sequence[Outcome]) -> str:
    """“8 files added: 214 rows new, 12 changed, 30 the same.”"""
    kept = [one.difference for one in outcomes if one.kept]
    parts = [
        (sum(one.inserted for one in kept), "new"),
        (sum(one.replaced for one in kept), "changed"),
        (sum(one.unchanged for one in kept), "the same"),
    ]
    rows = wording.listed([f"{wording.count(number)} {word}" for number, word in parts if number])
    files = wording.plural(len(kept), "file")
    return f"{files} added: rows {rows}." if rows else f"{files} added."


PAGE = Page(
    title="Uploads",
    icon=":material/upload:",
    order=100,
    url_path="uploads",
    group="Data",
    draw=draw,
)
