"""What is known of follower totals, and the one number that makes a total of gains."""

from datetime import date

import streamlit as st

from data_pipeline.metrics.health import Total, follower_totals
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.channel_rules import CHANNELS
from pages.view import wording
from pages.view.wording import md

SOCIAL = ("instagram", "facebook", "linkedin", "x", "tiktok", "youtube", "pinterest")


def show_follower_totals(warehouse: Warehouse, may_edit: bool) -> None:
    """By channel; then the form, and the totals entered so far."""
    totals = follower_totals(warehouse)
    with st.container(border=True, key="card_totals"):
        st.header("Follower totals", anchor=False)
        st.markdown(
            "Most exports say how many followers came, not how many there are. One known total "
            "is enough: the months before and after are worked out from what came and went."
        )
        for total in totals:
            st.markdown(f"**{md(_named(total.channel, total.account))}**: {md(known(total))}")
        if may_edit:
            _ask_for_a_total(warehouse, totals)
        _show_entered(warehouse, may_edit)


def known(total: Total) -> str:
    """How a channel's followers are known."""
    if total.counted is None:
        came = "" if total.gained is None else f" ({wording.count(total.gained)} in all)"
        return f"only gains. We know how many came{came}, not how many there are."
    day, month = wording.day(total.counted), wording.month(total.month)
    if total.followers is None:
        return f"counted on {day}, but days are missing between then and {month}."
    number = wording.count(total.followers)
    if (total.counted.year, total.counted.month) == (total.month.year, total.month.month):
        return f"{number}, counted on {day}. {_share_counted(total)}"
    return f"{number} in {month}, carried from a count of {day}. {_share_counted(total)}"


def _share_counted(total: Total) -> str:
    months = wording.plural(total.months, "month")
    if total.months_counted == total.months:
        return f"Each of its {months} was counted."
    return f"Of its {months}, {total.months_counted} were counted; the others are carried on."


def _named(channel: str, account: str) -> str:
    label = CHANNELS.get(channel, channel)
    return f"{label} ({account})" if account else label


def _ask_for_a_total(warehouse: Warehouse, totals: list[Total]) -> None:
    accounts = {(total.channel, total.account) for total in totals}
    others = {(channel, "") for channel in SOCIAL if channel not in {one[0] for one in accounts}}
    unknown = [(total.channel, total.account) for total in totals if total.counted is None]
    offered = [*unknown, *sorted(accounts - set(unknown)), *sorted(others)]
    with (
        st.form("follower_total", border=False, clear_on_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        chosen = st.selectbox("Channel", offered, format_func=lambda one: _named(*one), width=220)
        day = st.date_input(
            "On which day", None, max_value=date.today(), format="DD/MM/YYYY", width=180
        )
        number = st.number_input(
            "How many followers", min_value=0, value=None, step=1, format="%d", width=180
        )
        if st.form_submit_button("Keep this total"):
            _keep(warehouse, chosen, day, number)


def _keep(
    warehouse: Warehouse, chosen: tuple[str, str] | None, day: object, number: float | None
) -> None:
    if chosen is None or not isinstance(day, date) or number is None:
        st.error("Choose the day and enter how many followers there were.")
        return
    channel, account = chosen
    warehouse.anchor(channel, day, int(number), account)
    st.rerun()


def _show_entered(warehouse: Warehouse, may_edit: bool) -> None:
    entered = warehouse.anchors()
    if entered:
        st.markdown("**Entered by hand**")
    for channel, account, day, followers in entered:
        with st.container(horizontal=True, vertical_alignment="center"):
            name, number = md(_named(channel, account)), wording.count(followers)
            st.markdown(f"{name}, {wording.day(day)}: {number}")
            key = f"remove_total_{channel}_{account}_{day}"
            if may_edit and st.button("Remove", key=key, type="tertiary"):
                warehouse.remove_anchor(channel, day, account)
                st.rerun()
