"""Month range and choice of channels, kept in the address bar so that a copied address shows the
same."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

import streamlit as st

from data_pipeline.metrics.query import Scope
from pages.view import wording

MONTHS: Final = "months"
CHANNELS: Final = "channels"


def choose_scope(kept: Sequence[date], channels: Mapping[str, str]) -> Scope:
    """Which months and channels a page looks at; a page with one channel offers no choice of it."""
    with st.container(horizontal=True):
        with st.popover("Months", icon=":material/calendar_month:", type="tertiary"):
            months = choose_months(kept)
        if len(channels) < 2:
            return Scope(months)
        with st.popover("Channels", icon=":material/share:", type="tertiary"):
            chosen = choose_channels(channels)
    return Scope(months, None if set(chosen) == set(channels) else tuple(chosen))


def choose_months(kept: Sequence[date]) -> tuple[date, date]:
    """The first and the last month to show, of those that are kept."""
    shown = months_shown(_asked(MONTHS), kept)
    if len(kept) < 2:
        return shown
    first, last = st.select_slider(
        "Months",
        options=list(kept),
        value=shown,
        format_func=wording.short_month,
        key=f"choose_{MONTHS}",
    )
    everything = (first, last) == (min(kept), max(kept))
    _remember(MONTHS, "" if everything else f"{first:%Y-%m}..{last:%Y-%m}")
    return first, last


def choose_channels(labels: Mapping[str, str]) -> list[str]:
    """The channels to show, of those that have a label; none chosen means all."""
    chosen = st.pills(
        "Channels",
        options=list(labels),
        default=channels_chosen(_asked(CHANNELS), list(labels)),
        selection_mode="multi",
        format_func=lambda channel: wording.md(labels[channel]),
        key=f"choose_{CHANNELS}",
    )
    _remember(CHANNELS, ",".join(chosen))
    return channels_shown(",".join(chosen), list(labels))


def choose_one(name: str, label: str, offered: Mapping[str, str], usual: str) -> str:
    """One of a few, by its own name; `name` is the word for it in the address bar."""
    chosen = st.segmented_control(
        label,
        options=list(offered),
        default=one_chosen(_asked(name), offered, usual),
        format_func=lambda one: wording.md(offered[one]),
        required=True,
        key=f"choose_{name}",
    )
    one = one_chosen(chosen, offered, usual)
    _remember(name, "" if one == usual else one)
    return one


def choose_of_many(name: str, label: str, offered: Mapping[str, str], usual: str) -> str:
    """As `choose_one`, where there are too many to show side by side."""
    names = list(offered)
    chosen = st.selectbox(
        label,
        options=names,
        index=names.index(one_chosen(_asked(name), offered, usual)),
        format_func=lambda one: wording.md(offered[one]),
        key=f"choose_from_{name}",
        label_visibility="collapsed",
        width=210,
    )
    one = one_chosen(chosen, offered, usual)
    _remember(name, "" if one == usual else one)
    return one


def months_shown(asked: str | None, kept: Sequence[date]) -> tuple[date, date]:
    """`2025-01..2025-06` from the address bar; anything we can't honour means every month."""
    everything = (min(kept), max(kept))
    match (asked or "").split(".."):
        case [first, last]:
            try:
                wanted = date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01")
            except ValueError:
                return everything
            return wanted if set(wanted) <= set(kept) and wanted[0] <= wanted[1] else everything
        case _:
            return everything


def channels_shown(asked: str | None, known: Sequence[str]) -> list[str]:
    """`linkedin,email` from the address bar; none that we know means every channel."""
    return channels_chosen(asked, known) or list(known)


def channels_chosen(asked: str | None, known: Sequence[str]) -> list[str]:
    """Those asked for that we know, in our own order."""
    wanted = set((asked or "").split(","))
    return [channel for channel in known if channel in wanted]


def one_chosen(asked: str | None, offered: Iterable[str], usual: str) -> str:
    """What is asked for, if it is offered."""
    return asked if asked is not None and asked in set(offered) else usual


def _asked(name: str) -> str | None:
    # Going to another page empties the address bar; the choice goes along.
    return st.query_params.get(name) or st.session_state.get(f"asked_{name}")


def _remember(name: str, words: str) -> None:
    st.session_state[f"asked_{name}"] = words
    if words:
        st.query_params[name] = words
    elif name in st.query_params:
        del st.query_params[name]
