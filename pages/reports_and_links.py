"""Freeze a month, send a link, see how often it was opened, take it back."""

from datetime import date
from urllib.parse import quote, urlsplit

import streamlit as st

from data_pipeline.metrics.catalogue import OUTCOMES
from pages import Page, Visit
from pages.view import cards, wording
from pages.view.nothing_yet import say_nothing_yet
from pages.view.wording import md
from sharing.home import Home, home_of
from sharing.links import EXPIRES_IN_DAYS, Link, links_of, make_link, revoke
from sharing.reports.frozen import frozen_report, reportable_months

EXPIRIES = {7: "in a week", 30: "in 30 days", 90: "in 90 days", 365: "in a year"}
LONGEST_TITLE = 120
MADE = "link_just_made"


def draw(visit: Visit) -> None:
    cards.dress(visit.theme)
    st.title("Reports and links")
    st.markdown(
        "A link opens one month, frozen: totals only, nobody’s name, and it stays what it was when "
        "you sent it, whatever is added or undone later."
    )
    home = home_of(visit.workspace)
    months = reportable_months(visit.warehouse)
    if not months:
        say_nothing_yet("A month to send", OUTCOMES)
        return
    _freeze(visit, home, months)
    _links(visit, home)


def _freeze(visit: Visit, home: Home, months: list[date]) -> None:
    business = home.label(visit.workspace.name)
    with st.container(border=True, key="card_freeze"):
        st.header("Freeze a month", anchor=False)
        left, middle, right = st.columns([2, 3, 2])
        month = left.selectbox("Month", months, format_func=wording.month, key="freeze_month")
        title = middle.text_input(
            "Title",
            value=f"{business}, {wording.month(month)}",
            max_chars=LONGEST_TITLE,
            key=f"freeze_title_{visit.workspace.name}_{month}",
        )
        days = right.selectbox(
            "The link ends",
            list(EXPIRIES),
            index=list(EXPIRIES).index(EXPIRES_IN_DAYS),
            format_func=EXPIRIES.__getitem__,
            key="freeze_expiry",
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            if visit.may_edit and st.button(
                "Freeze this month and make a link", type="primary", key="go_freeze"
            ):
                _make(visit, home, title, month, days)
            st.link_button("Preview", _preview_address(visit, month, title))
            st.download_button(
                "Download this report (HTML)",
                data=lambda: _report(visit, business, month, title).encode(),
                file_name=f"so-what-{month:%Y-%m}.html",
                mime="text/html",
                on_click="ignore",
            )
    _just_made(visit)


def _report(visit: Visit, business: str, month: date, title: str) -> str:
    return frozen_report(visit.warehouse, business, month, title=title.strip())


def _make(visit: Visit, home: Home, title: str, month: date, days: int) -> None:
    business = home.label(visit.workspace.name)
    with st.spinner("Freezing the month …"):
        token = make_link(
            home.control,
            visit.workspace.name,
            title.strip() or f"{business}, {wording.month(month)}",
            (month, month),
            _report(visit, business, month, title),
            expires_in_days=days,
        )
    st.session_state[MADE] = (visit.workspace.name, token)


def _just_made(visit: Visit) -> None:
    """The link, which only this visit can still show."""
    workspace, token = st.session_state.get(MADE, ("", ""))
    if workspace != visit.workspace.name:
        return
    here = urlsplit(st.context.url or "")
    with st.container(border=True, key="card_link_made"):
        st.markdown("**Copy the link now: it cannot be shown again.**")
        st.code(f"{here.scheme}://{here.netloc}/r/{token}", language=None, wrap_lines=True)
        if (here.hostname or "") in ("127.0.0.1", "localhost", "::1"):
            st.markdown(
                "So What runs on this machine only, so the link opens here only. For somebody "
                "elsewhere, download the report and send the file."
            )
        if st.button("Done"):
            del st.session_state[MADE]
            st.rerun()


def _links(visit: Visit, home: Home) -> None:
    st.header("Links", anchor=False)
    links = links_of(home.control, visit.workspace.name)
    open_ones = [one for one in links if one.state() == "open"]
    ended = [one for one in links if one.state() != "open"]
    if not open_ones:
        st.markdown("No link is open.")
    for link in open_ones:
        _row(visit, home, link)
    if ended and st.toggle(f"Show {wording.plural(len(ended), 'link')} that ended", key="ended"):
        for link in ended:
            _row(visit, home, link)


def _row(visit: Visit, home: Home, link: Link) -> None:
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", key=f"card_link_{link.id}"
    ):
        with st.container(gap="xxsmall"):
            st.markdown(f"**{md(link.title)}**")
            st.markdown(f":small[:gray[{md(_said(link), longest=300)}]]")
        if visit.may_edit and link.state() == "open":
            st.button(
                "Revoke",
                key=f"revoke_{link.id}",
                on_click=st.session_state.update,
                args=({"revoking": link.id},),
            )
    if st.session_state.get("revoking") == link.id:
        del st.session_state["revoking"]
        _confirm(visit, home, link)


def _said(link: Link) -> str:
    opened = f"opened {wording.plural(link.opens, 'time')}"
    if link.last_opened:
        opened += f", last on {wording.day(link.last_opened)}"
    ends = {
        "open": f"ends {wording.day(link.expires_at)}",
        "expired": f"ended {wording.day(link.expires_at)}",
        "revoked": f"revoked {wording.day(link.revoked_at or link.expires_at)}",
    }[link.state()]
    return f"{wording.months(*link.months)} · made {wording.day(link.made_at)} · {ends} · {opened}"


@st.dialog("Revoke this link?")
def _confirm(visit: Visit, home: Home, link: Link) -> None:
    st.markdown(f"**{md(link.title)}** will open for nobody from now on. This cannot be undone.")
    if st.button("Revoke the link", type="primary", key="go_revoke"):
        revoke(home.control, visit.workspace.name, link.id)
        st.rerun()


def _preview_address(visit: Visit, month: date, title: str) -> str:
    return f"/preview/{visit.workspace.name}/{month:%Y-%m}?title={quote(title.strip())}"


PAGE = Page(
    title="Reports and links",
    icon=":material/share:",
    order=130,
    url_path="reports-and-links",
    group="Share",
    draw=draw,
)
