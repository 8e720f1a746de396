"""Ways from one page to another."""

import streamlit as st


def link_to(title: str, label: str, icon: str = ":material/arrow_forward:") -> None:
    """A link to the page of this title, within the same visit."""
    from pages import all_pages  # a page imports this module, and may not be half read itself

    for number, page in enumerate(all_pages()):
        if page.title == title:
            # The first has no address of its own; opened in another tab, one would not be found.
            target = st.Page(
                page.draw,  # pyright: ignore[reportArgumentType]
                title=page.title,
                url_path=page.url_path,
                default=number == 0,
            )
            st.page_link(target, label=label, icon=icon)
