"""Which files can be uploaded and where they are found; templates for what no platform exports."""

import re

import streamlit as st

from data_pipeline.contract import Source
from data_pipeline.sources import all_sources
from data_pipeline.templates import template_csv, template_xlsx, templates
from pages.view.wording import md

_PLATFORM = re.compile(r"(?:On|In) ([^:,]+)[:,]")
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@st.fragment
def show_export_help() -> None:
    """Every export we read, by platform."""
    with st.expander("Which files can I upload, and where do I find them?", icon=":material/help:"):
        looked_for = st.text_input(
            "Find a platform or an export", placeholder="LinkedIn", key="find_export"
        )
        found = exports_by_platform(looked_for)
        if not found:
            st.markdown(
                f"No export we know fits “{md(looked_for)}”. If it can give you a table, the "
                "templates below may hold its figures."
            )
        for platform, sources in found.items():
            lines = "\n".join(
                f"- {md(one.label)}: {md(_way_to(one), longest=400)}" for one in sources
            )
            st.markdown(f"**{md(platform)}**\n\n{lines}")
        st.markdown(
            "Drop the files just as the platform gave them, zip archives included. Nothing has to "
            "be renamed or edited."
        )


@st.fragment
def show_templates() -> None:
    """Files to fill in by hand."""
    with st.expander("Templates, for what no platform exports", icon=":material/table_view:"):
        st.markdown("Fill one in, delete the example row, and drop it above.")
        for name, source in templates().items():
            label = source.label.removesuffix(" (template)")
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{md(label)}**", width="stretch")
                st.download_button(
                    "Excel",
                    lambda name=name: template_xlsx(name),
                    file_name=f"{label}.xlsx",
                    mime=_WORKBOOK,
                    key=f"xlsx_{name}",
                    on_click="ignore",
                )
                st.download_button(
                    "CSV",
                    lambda name=name: template_csv(name),
                    file_name=f"{label}.csv",
                    mime="text/csv",
                    key=f"csv_{name}",
                    on_click="ignore",
                )


def exports_by_platform(looked_for: str = "") -> dict[str, list[Source]]:
    """The exports whose name or place holds the words looked for, under their platform."""
    words = looked_for.lower().split()
    found: dict[str, list[Source]] = {}
    for source in sorted(all_sources().values(), key=lambda one: one.label.lower()):
        text = f"{source.label} {source.where} {source.channel}".lower()
        if not source.template and all(word in text for word in words):
            found.setdefault(_platform(source), []).append(source)
    return dict(sorted(found.items(), key=lambda each: each[0].lower()))


def _platform(source: Source) -> str:
    named = _PLATFORM.match(source.where)
    return named[1] if named else source.label


def _way_to(source: Source) -> str:
    named = _PLATFORM.match(source.where)
    return source.where[named.end() :].strip() if named else source.where
