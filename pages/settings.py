"""What is the same for every file and figure of this business: its name, its money, its people."""

from datetime import date
from typing import Any

import streamlit as st

from data_pipeline.intake.people import calling_code, regions
from data_pipeline.metrics.query import reporting_currency
from data_pipeline.values.currencies import CODES
from data_pipeline.warehouse.retention import SETTING as RETENTION
from data_pipeline.warehouse.retention import USUAL_MONTHS
from data_pipeline.warehouse.targets import YEAR_BEGINS, year_begins
from pages import Page, Visit
from pages.view import cards, wording
from pages.view.links import link_to
from pages.view.staff import show_staff
from pages.view.wording import md
from sharing.home import home_of

AUTOMATIC = NOT_TOLD = ""
LONGEST_NAME = 80
LONGEST_MONTHS = 120
SAVED = "said_on_settings"

Settings = dict[str, Any]


def draw(visit: Visit) -> None:
    cards.dress(visit.theme)
    st.title("Settings", anchor=False)
    if said := st.session_state.pop(SAVED, None):
        st.markdown(f":material/check_circle: **{md(str(said))}**")
    if visit.may_edit:
        _edit(visit)
    else:
        st.markdown("You may look at this business; settings are for editors.")


def _edit(visit: Visit) -> None:
    kept = _kept(visit)
    with st.form(f"card_settings_{visit.workspace.name}"):
        chosen: Settings = {
            "business_name": _name(kept["business_name"]),
            "currency": _currency(kept["currency"], reporting_currency(visit.warehouse)),
            "region": _region(kept["region"]),
            YEAR_BEGINS: _year_begins(kept[YEAR_BEGINS]),
            RETENTION: _retention(kept[RETENTION]),
        }
        if st.form_submit_button("Save", icon=":material/save:"):
            _save(visit, {name: value for name, value in chosen.items() if value != kept[name]})
    st.markdown(
        "Amounts in other currencies are converted by your own rates: fill the template "
        "**Exchange rates** and add it like any file."
    )
    link_to("Uploads", "To the templates")
    show_staff(visit.warehouse)


def _kept(visit: Visit) -> Settings:
    """What holds now, chosen or not."""
    setting = visit.warehouse.setting
    months = setting(RETENTION)
    return {
        "business_name": home_of(visit.workspace).label(visit.workspace.name),
        "currency": setting("currency") or AUTOMATIC,
        "region": setting("region") or NOT_TOLD,
        YEAR_BEGINS: year_begins(visit.warehouse),
        RETENTION: USUAL_MONTHS if months is None else int(months),
    }


def _name(kept: str) -> str:
    name = st.text_input("The business's name", value=kept, max_chars=LONGEST_NAME)
    return " ".join(name.split())


def _currency(kept: str, shown_in: str) -> str:
    automatic = "The one most money comes in" + ("" if kept else f" (now {shown_in})")
    codes = [AUTOMATIC, *sorted(CODES)]
    return st.selectbox(
        "Reporting currency",
        codes,
        index=codes.index(kept) if kept in codes else 0,
        format_func=lambda code: code or automatic,
        help="Figures of money are in this currency.",
    )


def _region(kept: str) -> str:
    codes = [NOT_TOLD, *sorted(regions())]
    return st.selectbox(
        "Phone numbers without a country's code are from",
        codes,
        index=codes.index(kept) if kept in codes else 0,
        format_func=lambda code: f"{code} (+{calling_code(code)})" if code else "not told",
        help="So that a caller is the same person in every export. It counts for files added "
        "from now on.",
    )


def _year_begins(kept: int) -> int:
    return st.selectbox(
        "The business’s year begins in",
        range(1, 13),
        index=kept - 1,
        format_func=lambda number: wording.month(date(2000, number, 1)).split()[0],
        help="Targets of a year are for the twelve months from there on.",
    )


def _retention(kept: int) -> int:
    return st.number_input(
        "Months to keep original files that name people",
        min_value=1,
        max_value=LONGEST_MONTHS,
        value=kept,
        step=1,
        help="Call logs, enquiries and customers. After that only their rows remain, in which "
        "nobody is named.",
    )


def _save(visit: Visit, changed: Settings) -> None:
    for name, value in changed.items():
        visit.warehouse.keep_setting(name, value)
    st.session_state[SAVED] = (
        f"{wording.plural(len(changed), 'setting')} saved." if changed else "Nothing had changed."
    )
    st.rerun()


PAGE = Page(
    title="Settings",
    icon=":material/settings:",
    order=125,
    url_path="settings",
    group="Data",
    draw=draw,
)
