"""Months that a newer file tells anew: what they were, what they are, and how to go back."""

from collections.abc import Sequence

import streamlit as st

from data_pipeline.metrics.coverage import label_of
from data_pipeline.metrics.health import Retold, retold_months
from data_pipeline.staging.restated import Restated, called
from data_pipeline.warehouse import Warehouse
from pages.view import wording
from pages.view.links import link_to
from pages.view.story import channel_label
from pages.view.wording import md

FIGURES_SHOWN = 6
UPLOADS_SHOWN = 12


def show_restated(figures: Sequence[Restated]) -> None:
    """Before a file is kept: which months of the past it changes."""
    for one in figures[:FIGURES_SHOWN]:
        st.markdown(f":small[:gray[{md(told(one))}]]")
    if more := len(figures[FIGURES_SHOWN:]):
        st.markdown(f":small[:gray[and {wording.plural(more, 'more figure')} of months before.]]")


def show_retold(warehouse: Warehouse) -> None:
    """The uploads that changed the past; each may be taken back on Uploads."""
    uploads = retold_months(warehouse)
    if not uploads:
        return
    with st.container(border=True, key="card_retold"):
        st.header("What newer files changed in the past", anchor=False)
        st.markdown(
            "Where two files tell of the same day, the newer one counts. Here it said something "
            "else than the file before."
        )
        for one in uploads[:UPLOADS_SHOWN]:
            _show(one)
        if more := len(uploads[UPLOADS_SHOWN:]):
            st.markdown(f"and {wording.plural(more, 'more upload')}.")
        st.markdown("If the older file was right, undo the newer one: what it replaced comes back.")
        link_to("Uploads", "See the uploads", ":material/history:")


def _show(one: Retold) -> None:
    said = [told(figure) for figure in one.figures[:FIGURES_SHOWN]]
    if more := len(one.figures[FIGURES_SHOWN:]):
        said.append(f"{more} more")
    st.markdown(
        f"**{md(label_of(one.source))}**, added on {wording.day(one.received)}: "
        f"{md(wording.listed(said), longest=900)}  \n:small[:gray[{md(one.file)}]]"
    )


def told(one: Restated) -> str:
    """“Instagram: views of March 2026 0 → 15,982”."""
    figure = called(one.figure)
    named = f"{channel_label(one.channel)}: {figure.lower()}" if one.channel else figure
    before = "not known yet" if one.before is None else wording.count(one.before)
    return f"{named} of {wording.month(one.month)} {before} → {wording.count(one.after)}"
