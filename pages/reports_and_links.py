"""Freeze a month, send a link, see who opened it, take it back."""

import streamlit as st

from pages import Page, Visit


def draw(visit: Visit) -> None:
    st.title("Reports and links")


PAGE = Page(
    title="Reports and links",
    icon=":material/share:",
    order=130,
    url_path="reports-and-links",
    group="Share",
    draw=draw,
)
