"""The kinds of file this workspace described itself: to be given to others, or forgotten."""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import streamlit as st

from data_pipeline.intake.proposal import ROWS_ARE
from data_pipeline.problems import refused
from data_pipeline.warehouse.description import Description
from data_pipeline.warehouse.own_sources import (
    LARGEST,
    keep_description,
    own_sources,
    received_description,
    remove_description,
)
from pages.view import wording
from pages.view.wording import md

_MARK = b"so_what_description"


def show_own_kinds(workspace: Path, may_edit: bool) -> None:
    """What the workspace has described; nothing where it has described nothing."""
    own = own_sources(workspace)
    if not own.descriptions and not own.problems:
        return
    with st.expander("Kinds of file you told So What about", icon=":material/category:"):
        st.markdown(
            "Such files are known by their headings. Give a description to somebody with the same "
            "kind of file: they drop it on their Uploads page."
        )
        for problem in own.problems:
            st.error(md(str(problem), longest=400))
        for description in own.descriptions.values():
            _show(workspace, description, may_edit)


def _show(workspace: Path, description: Description, may_edit: bool) -> None:
    kind = ROWS_ARE[description.subject]
    with st.container(horizontal=True, vertical_alignment="center"):
        where = f"  \n{md(description.where)}" if description.where else ""
        st.markdown(
            f"**{md(description.label)}** :small[:gray[one row is {md(kind.lower())}]]{where}",
            width="stretch",
        )
        st.download_button(
            "Download the description",
            description.as_file(),
            file_name=f"{description.label}.so-what.json",
            mime="application/json",
            key=f"give_{description.label}",
            on_click="ignore",
        )
        if may_edit and st.button("Forget it", key=f"forget_{description.label}"):
            _confirm(workspace, description)


@st.dialog("Forget this kind of file?")
def _confirm(workspace: Path, description: Description) -> None:
    st.markdown(
        f"So What asks again what files like “{md(description.label)}” are. What came of earlier "
        "ones stays."
    )
    with st.container(horizontal=True):
        if st.button("Forget it", type="primary", key="go_forget"):
            remove_description(workspace, description)
            st.rerun()
        if st.button("Leave it", key="forget_not"):
            st.rerun()


def take_descriptions(
    workspace: Path, given: Sequence[tuple[str, BinaryIO]]
) -> tuple[str, list[tuple[str, BinaryIO]]]:
    """Keep the descriptions among dropped files; what is said of them, and the other files."""
    others: list[tuple[str, BinaryIO]] = []
    labels: list[str] = []
    for name, content in given:
        if _is_description(name, content):
            labels.append(_taken(workspace, name, content.read(LARGEST + 1)))
        else:
            others.append((name, content))
    files = wording.listed([f"“{label}”" for label in labels])
    return (f"So What now knows {files}." if labels else "", others)


def _is_description(name: str, content: BinaryIO) -> bool:
    if not name.lower().endswith(".json"):
        return False
    start = content.read(LARGEST)
    content.seek(0)
    return _MARK in start


def _taken(workspace: Path, name: str, content: bytes) -> str:
    description = received_description(content, name)
    known = own_sources(workspace).descriptions.get(description.name)
    if known is not None and known != description:
        raise refused(
            f"“{description.label}” is described here already, in another way",
            name,
            "Forget the one that is here first.",
        )
    keep_description(workspace, description)
    return description.label
