"""The workspace's own people: who they are, and the form that lists one more."""

import streamlit as st

from data_pipeline.intake.staff import LONGEST, add_member, remove_member, staff
from data_pipeline.problems import Refused
from data_pipeline.warehouse import Warehouse
from pages.view.wording import md


def show_staff(warehouse: Warehouse) -> None:
    """Everyone listed, each with a way off the list."""
    with st.container(border=True, key="card_staff"):
        st.header("Your own people", anchor=False)
        st.markdown(
            "What they write in the business's inboxes is not counted as conversations. Their "
            "names stay here: no link shows them. Likes and comments come from the platforms as "
            "totals, in which nobody can be told apart."
        )
        for member in staff(warehouse):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(md(member.name))
                if st.button("Remove", key=f"remove_staff_{member.name}", type="tertiary"):
                    remove_member(warehouse, member.name)
                    st.rerun()
        _ask_for_one_more(warehouse)


def _ask_for_one_more(warehouse: Warehouse) -> None:
    with st.form("add_staff", border=False, clear_on_submit=True):
        name = st.text_input("Name, as the platforms show it", max_chars=LONGEST)
        others = st.text_area(
            "Other names, e-mail addresses or phone numbers, one a line", height=100
        )
        if st.form_submit_button("Add to the list", icon=":material/person_add:"):
            _add(warehouse, name, others)


def _add(warehouse: Warehouse, name: str, others: str) -> None:
    try:
        add_member(warehouse, name, others.splitlines())
    except Refused as refusal:
        st.error(md(str(refusal), longest=400))
        return
    st.rerun()
