"""So What on screen: the script that Streamlit runs for each visitor, and the server around it.

Imports stand inside the functions, because a process that parses an upload begins by reading this
file, and needs none of them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit import App

    from pages import Page, Visit
    from sharing.home import Home
    from sharing.serve import Screen

SCRIPT = Path(__file__).resolve()
# In the page itself: an icon by name would be fetched from elsewhere.
MARK = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Crect width='16' height='16' rx='4' fill='%2314708f'/%3E"
    "%3Cpath d='M3 11l3-3 3 2 4-6' fill='none' stroke='white' stroke-width='2'/%3E%3C/svg%3E"
)


def serve(
    home: Path, *, port: int = 8501, address: str = "127.0.0.1", open_browser: bool = True
) -> int:
    """Serve this screen until told to stop; returns the exit code."""
    from sharing.serve import serve

    return serve(screen(), home, port=port, address=address, open_browser=open_browser)


def build_app(home: Path, port: int) -> App:
    """The whole of it as one ASGI application."""
    from sharing.home import Home
    from sharing.serve import build_app

    return build_app(screen(), Home(home), port)


def screen() -> Screen:
    """This script as the server sees it."""
    from sharing.serve import Screen

    return Screen(SCRIPT, load_pages=front_page, on_error=say_calmly)


def front_page() -> str:
    """The address of the page that opens first; all are loaded to know it."""
    from pages import all_pages

    return all_pages()[0].url_path


def draw() -> None:
    """One visitor's page."""
    import streamlit as st

    from pages import all_pages
    from sharing.home import this_home

    st.set_page_config(page_title="So What", page_icon=MARK, layout="wide")
    home = this_home()
    visit = _visit(home, _workspace(home))
    drawn = [
        st.Page(
            _calmly(page, visit),
            title=page.title,
            icon=page.icon,
            url_path=page.url_path,
            default=number == 0,
        )
        for number, page in enumerate(all_pages())
    ]
    st.navigation(drawn, position="top").run()


def _visit(home: Home, workspace: str) -> Visit:
    import streamlit as st

    from pages import Visit

    dark = st.context.theme.type == "dark"
    return Visit(
        workspace=home.folder_of(workspace),
        warehouse=home.warehouse(workspace),
        theme="dark" if dark else "light",
        may_edit=True,
    )


def _workspace(home: Home) -> str:
    """Which business is looked at: the manager's own, once there is one."""
    import streamlit as st

    from pages.view.wording import md

    offered = home.workspaces()
    if st.session_state.get("workspace") not in offered:
        st.session_state["workspace"] = offered[0]
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        if len(offered) > 1:
            st.selectbox(
                "Business",
                offered,
                format_func=home.label,
                key="workspace",
                label_visibility="collapsed",
                width=280,
            )
        else:
            st.markdown(md(home.label(offered[0])), width="content")
        _offer_own_or_sample(home, offered)
    return st.session_state["workspace"]


def _offer_own_or_sample(home: Home, offered: list[str]) -> None:
    import streamlit as st

    from sharing.home import OWN, SAMPLE

    def add_own() -> None:
        home.warehouse(OWN)
        st.session_state["workspace"] = OWN

    if OWN not in offered:
        st.button("Add your own", icon=":material/add:", on_click=add_own)
    elif SAMPLE not in offered:
        st.button("Show the sample", type="tertiary", on_click=home.hide_sample, args=(False,))
    elif st.session_state["workspace"] != SAMPLE:
        st.button("Hide the sample", type="tertiary", on_click=home.hide_sample, args=(True,))


def _calmly(page: Page, visit: Visit) -> Callable[[], None]:
    """The page's `draw` within the bounds that keep one fault from showing its insides."""

    from pages import draw_page

    def drawn() -> None:
        try:
            draw_page(page, visit)
        except Exception as error:
            say_calmly(error)

    return drawn


def say_calmly(error: Exception) -> bool:
    """What the manager can mend is said; of anything else only where we find it in the log."""
    import logging
    from secrets import token_hex

    import streamlit as st

    from data_pipeline.problems import Refused
    from pages.view.wording import md

    if isinstance(error, Refused):
        for problem in error.problems:
            st.error(md(str(problem), longest=600))
        return True
    number = token_hex(4)
    logging.getLogger("so_what").error("fault %s", number, exc_info=error)
    st.error(
        f"Something here did not work, and it is our fault. Nothing of yours has changed. "
        f"The log calls it {number}."
    )
    return True


if __name__ == "__main__":
    draw()
