"""Ways from one page to another."""

import streamlit as st


def link_to(title: str, label: str, icon: str = ":material/arrow_forward:") -> None:
    """A link to the page of this title, within the same visit."""
    from pages import all_pages  # a page imports this module, and may not be half read itself

    for page in all_pages():
        if page.title == title:
            target = st.Page(page.draw, title=page.title, url_path=page.url_path)  # pyright: ignore[reportArgumentType]
            st.page_link(target, label=label, icon=icon)
