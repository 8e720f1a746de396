"""What was uploaded, and the way to take it back."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from data_pipeline.intake.undoing import undoing
from data_pipeline.metrics.coverage import label_of
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.records import Upload
from pages.view import wording
from pages.view.dropped_files import period, show_cells
from pages.view.wording import md

A_PAGE = 8
GONE = {
    "erased": "Its original was erased: it named somebody who asked to be forgotten.",
    "retired": "Its original is kept no longer; its rows are.",
}


@st.fragment
def show_history(warehouse: Warehouse, may_edit: bool) -> None:
    """The uploads, newest first, a few at a time."""
    every = warehouse.uploads(undone=True)
    if not every:
        return
    st.header("Uploads so far", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        looked_for = st.text_input("Find a file", key="find_upload", width=280)
        undone = st.toggle("Show those taken back", key="show_undone")
    found = [one for one in every if _fits(one, looked_for, undone)]
    st.markdown(f":small[:gray[{wording.plural(len(found), 'file')}]]")
    pages = max(1, -(-len(found) // A_PAGE))
    page = st.pagination(pages, key=f"history_page_{pages}") if pages > 1 else 1
    gone = warehouse.absent_originals()
    for one in found[(page - 1) * A_PAGE : page * A_PAGE]:
        _show(warehouse, one, may_edit, GONE.get(gone.get(one.sha256, ""), ""))


def _fits(one: Upload, looked_for: str, undone: bool) -> bool:
    text = f"{one.file} {told(one)}".lower()
    return (undone or one.undone_at is None) and all(
        word in text for word in looked_for.lower().split()
    )


def _show(warehouse: Warehouse, one: Upload, may_edit: bool, gone: str) -> None:
    by = "" if one.received_by == "owner" else f" by {one.received_by}"
    line = f"{told(one)}  \n:small[:gray[{md(one.file)}, added {_when(one)}{md(by)}]]"
    line += f"  \n:small[:gray[{gone}]]" if gone else ""
    with st.container(
        horizontal=True, vertical_alignment="center", border=True, key=f"card_upload_{one.id}"
    ):
        if one.undone_at is not None:
            back = wording.day(one.undone_at.date())
            st.markdown(f":gray[{line}]  \n:small[:gray[taken back on {back}]]", width="stretch")
            return
        st.markdown(line, width="stretch")
        if may_edit and st.button("Undo", key=f"undo_{one.id}"):
            _confirm(warehouse, one)


def _when(one: Upload) -> str:
    return f"{wording.day(one.received_at.date())}, {one.received_at:%H:%M} UTC"


def told(one: Upload) -> str:
    """“LinkedIn content, October 2026, 31 rows”, for a place that reads Markdown."""
    tables = one.receipt.get("tables", [])
    labels = list(dict.fromkeys(label_of(table["source"]) for table in tables))
    days = _period(one.receipt.get("first_date"), one.receipt.get("last_date"))
    rows = wording.plural(int(one.receipt.get("rows", 0)), "row")
    what = [md(wording.listed(labels))] if labels else []
    return ", ".join([*what, *days, rows])


def _period(first: object, last: object) -> Sequence[str]:
    try:
        return [period(date.fromisoformat(str(first)), date.fromisoformat(str(last)))]
    except ValueError:
        return []


@st.dialog("Take this upload back?")
def _confirm(warehouse: Warehouse, one: Upload) -> None:
    st.markdown(f"**{md(one.file)}**  \n{told(one)}")
    change = undoing(warehouse, one.id)
    gone = wording.plural(change.inserted, "row")
    said = [f"{gone} {'goes' if change.inserted == 1 else 'go'} again."]
    if change.replaced:
        rows = wording.plural(change.replaced, "row")
        say = "says" if change.replaced == 1 else "say"
        said.append(f"{rows} {say} what an earlier upload said.")
    if change.unchanged:
        said.append(f"{wording.count(change.unchanged)} stay, because another upload has them too.")
    st.markdown(" ".join(said))
    show_cells(change, before="After undoing", after="Now")
    st.markdown("You can upload the file again at any time.")
    with st.container(horizontal=True):
        if st.button("Take it back", type="primary", key="go_undo"):
            warehouse.undo(one.id)
            st.session_state["said_on_uploads"] = f"{one.file} is taken back."
            st.rerun()
        if st.button("Leave it", key="undo_not"):
            st.rerun()
