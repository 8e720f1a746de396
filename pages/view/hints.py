"""Hints: every pair at every delay looked at, and what accident alone does not explain."""

from typing import Final

import streamlit as st

from data_pipeline.analysis.bet import Direction
from data_pipeline.analysis.delays import USUAL_DELAYS
from data_pipeline.analysis.error_rates import error_rate
from data_pipeline.analysis.together import FEWEST, MOVED_TOGETHER, Together
from data_pipeline.analysis.verdict import REFUSED
from data_pipeline.metrics.judged import judge_pairs
from data_pipeline.metrics.judged_bets import movers, wanted
from pages import Visit
from pages.view import wording
from pages.view.verdicts import claim_of, for_analysts, rests_on
from pages.view.wording import md

ASKED: Final = "hints_asked"
BET_ON: Final = "hint_bet_on"


def draw_hints(visit: Visit) -> None:
    """What might be worth a bet; looked for when somebody asks."""
    with st.container(border=True, key="card_hints"):
        st.header("Hints, screened for accidents", anchor=False)
        if not st.session_state.get(ASKED):
            st.markdown(
                "Looks at everything beside every outcome, up to three months later, and keeps "
                "only what so much looking would seldom bring about by itself. A hint is no "
                "result: it is something to bet on."
            )
            st.button("Look for hints", icon=":material/search:", on_click=_ask)
            return
        _show(visit)


def _ask() -> None:
    st.session_state[ASKED] = True


def _show(visit: Visit) -> None:
    warehouse, fewest = visit.warehouse, FEWEST["month"]
    pairs = judge_pairs(warehouse, movers(warehouse, fewest), wanted(warehouse, fewest))
    judged = [pair for pair in pairs if pair[2].verdict != REFUSED]
    if not judged:
        st.markdown(f"No two figures can be compared yet: {fewest} months of both are needed.")
        return
    hints = [pair for pair in judged if pair[2].verdict == MOVED_TOGETHER]
    st.markdown(_looked_at(len(judged), len(hints)))
    for metric, outcome, found in hints:
        _hint(metric, outcome, found, may_bet=visit.may_edit)


def _looked_at(pairs: int, hints: int) -> str:
    measured = error_rate("a page with any false claim", "a page of 36 pairs, 36 months")
    looks = f"{wording.plural(pairs, 'pair')} × {len(USUAL_DELAYS)} delays were looked at"
    found = f"{wording.plural(hints, 'hint')} left" if hints else "nothing stands out"
    return md(
        f"{looks}: {found}. Measured on {measured.businesses} pages of 36 unrelated pairs, "
        f"{wording.count(100 * measured.share)} in 100 showed any hint.",
        longest=400,
    )


def _hint(metric: str, outcome: str, found: Together, *, may_bet: bool) -> None:
    name = f"{metric}_{outcome}"
    with st.container(border=True, gap="xsmall", key=f"hint_{name}"):
        st.markdown(md(claim_of(found), longest=900))
        for line in rests_on(found):
            st.markdown(f":small[:gray[{md(line, longest=400)}]]")
        with st.container(horizontal=True, vertical_alignment="center"):
            if may_bet:
                st.button(
                    "Bet on it",
                    key=f"bet_on_{name}",
                    icon=":material/edit:",
                    on_click=_bet_on,
                    args=(metric, outcome, found),
                )
            with st.popover("For analysts", type="tertiary"):
                st.markdown(for_analysts(found))
        if st.session_state.pop(BET_ON, "") == name:
            st.success(
                "Filled in above, under “Make a bet”. The months to come decide it, not those that "
                "gave the hint."
            )


def _bet_on(metric: str, outcome: str, found: Together) -> None:
    direction: Direction = "rise" if (found.estimate or 0) > 0 else "fall"
    st.session_state.update(
        {
            "bet_metric": metric,
            "bet_outcome": outcome,
            "bet_direction": direction,
            "bet_delay": found.delay or 0,
            BET_ON: f"{metric}_{outcome}",
        }
    )
