"""What a page says before there is anything to draw: which exports fill it, and where they are."""

from collections.abc import Collection

import streamlit as st

from data_pipeline.contract import Source
from data_pipeline.sources import all_sources
from pages.view.links import link_to
from pages.view.wording import md

MOST = 8


def say_nothing_yet(what: str, subjects: Collection[str]) -> None:
    """`what` is missing; sources whose tables give one of the `subjects` would bring it."""
    with st.container(border=True, key="card_nothing_yet"):
        st.header(md(f"{what} will stand here"), anchor=False)
        st.markdown(
            "Drop this month's exports on the page **Uploads**, just as the platforms gave them. "
            "Any of these fills this page:"
        )
        sources = sources_of(subjects)
        for source in sources[:MOST]:
            _tell(source)
        if sources[MOST:]:
            with st.expander(f"{len(sources) - MOST} more"):
                for source in sources[MOST:]:
                    _tell(source)
        link_to("Uploads", "Add files", ":material/upload:")


def sources_of(subjects: Collection[str]) -> list[Source]:
    """The sources that give rows of these subjects; those proved on real files first."""
    giving = [
        source
        for source in all_sources().values()
        if any(table.kept and table.subject in subjects for table in source.tables)
    ]
    proofs = ("real files", "documentation", "memory")
    return sorted(giving, key=lambda one: (proofs.index(one.proof), one.label))


def _tell(source: Source) -> None:
    st.markdown(f"**{md(source.label)}**: {md(source.where, longest=400)}")
