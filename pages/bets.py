"""What do you believe, and was it so? Bets, campaigns and experiments: said first, judged after."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from pages import Page, Visit
from pages.view import cards, controls
from pages.view.bets import draw_bets
from pages.view.campaigns import draw_campaigns
from pages.view.experiments import draw_experiments

PARTS: Final[dict[str, str]] = {
    "bets": "Bets",
    "campaigns": "Campaigns",
    "experiments": "Experiments",
}


def draw(visit: Visit) -> None:
    cards.dress(visit.theme)
    part = controls.choose_one("part", "Decide by", PARTS, "bets")
    drawn: dict[str, Callable[[Visit], None]] = {
        "bets": draw_bets,
        "campaigns": _campaigns,
        "experiments": _experiments,
    }
    drawn[part](visit)


def _campaigns(visit: Visit) -> None:
    st.title("What came after each campaign", anchor=False)
    st.markdown(
        "Each outcome is set against what the time before the campaign led us to expect without it."
    )
    draw_campaigns(visit)


def _experiments(visit: Visit) -> None:
    st.title("Let a lot decide, then look", anchor=False)
    st.markdown(
        "A switch that is on in some weeks and off in others, as a lot decides, tells more than "
        "any look back."
    )
    draw_experiments(visit)


PAGE = Page(
    title="Bets",
    icon=":material/lock_clock:",
    order=60,
    url_path="bets",
    group="Decide",
    draw=draw,
)
