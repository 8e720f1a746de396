"""What a watched folder holds and could not be taken in, with the reasons."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.refused_files import RefusedFile, dismiss, refused_files
from pages.view import wording
from pages.view.wording import md

FILES_SHOWN = 10
REASONS_SHOWN = 3


def show_refused_files(warehouse: Warehouse, may_edit: bool) -> None:
    """A card while any wait: each file, why it did not come in, and a way to be rid of it."""
    waiting = refused_files(warehouse)
    if not waiting:
        return
    with st.container(border=True, key="card_refused_files"):
        files = wording.plural(len(waiting), "file")
        st.header(f"{files} of the watched folder did not come in", anchor=False)
        st.markdown("Mend a file where it lies and it comes in, or drop it here to answer for it.")
        for one in waiting[:FILES_SHOWN]:
            _show(warehouse, one, may_edit)
        if len(waiting) > FILES_SHOWN:
            more = wording.plural(len(waiting) - FILES_SHOWN, "more file")
            st.markdown(f":small[:gray[and {more}]]")


def _show(warehouse: Warehouse, one: RefusedFile, may_edit: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        seen = f"{wording.day(one.seen_at.date())}, {one.seen_at:%H:%M} UTC"
        said = "  \n".join(md(reason, longest=400) for reason in reasons(one.receipt))
        st.markdown(
            f"**{md(one.file)}** :small[:gray[seen {seen}]]  \n{said}",
            width="stretch",
        )
        if may_edit and st.button("Dismiss", key=f"dismiss_{one.sha256}"):
            dismiss(warehouse, one.sha256)
            st.rerun()


def reasons(receipt: Mapping[str, Any]) -> list[str]:
    """The first problems as sentences, else what has to be answered."""
    problems = receipt.get("problems", [])
    told = [
        f"{one['happened']} ({one['where']}). {one['mend']}".strip()
        for one in problems[:REASONS_SHOWN]
    ]
    more = int(receipt.get("problems_in_all", 0)) - len(told)
    if problems and more > 0:
        told.append(f"And {wording.count(more)} more like these.")
    return told or [str(question) for question in receipt.get("needs", [])]
