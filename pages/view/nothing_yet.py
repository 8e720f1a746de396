"""What a page says before there is anything to draw: which exports fill it, and where they are."""

from collections.abc import Collection

import streamlit as st

from data_pipeline.contract import Source
from data_pipeline.metrics.catalogue import METRICS
from data_pipeline.metrics.feeding import sources_feeding
from pages.view.links import link_to
from pages.view.wording import md

MOST = 6


def say_nothing_yet(what: str, metrics: Collection[str]) -> None:
    """`what` is missing; any export that feeds one of the `metrics` would bring some of it."""
    with st.container(border=True, key="card_nothing_yet"):
        st.header(md(f"{what}: not here yet"), anchor=False)
        st.markdown(
            "Drop this month's exports on the page **Uploads**, just as the platforms gave them. "
            "Any of these brings something to this page:"
        )
        sources = _sources(metrics)
        for source in sources[:MOST]:
            _tell(source)
        if sources[MOST:]:
            with st.expander(f"{len(sources) - MOST} more"):
                for source in sources[MOST:]:
                    _tell(source)
        link_to("Uploads", "Add files", ":material/upload:")


def _sources(metrics: Collection[str]) -> list[Source]:
    """One or two of each metric first, so that the list does not begin with ten of one kind."""
    each = [sources_feeding(METRICS[name]) for name in metrics]
    longest = max((len(sources) for sources in each), default=0)
    turns = [sources[place] for place in range(longest) for sources in each if place < len(sources)]
    return list({source.name: source for source in turns}.values())


def _tell(source: Source) -> None:
    st.markdown(f"**{md(source.label)}**: {md(source.where, longest=400)}")
