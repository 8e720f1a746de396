"""Bets: said beforehand, locked, and judged once by the months that come after."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

import streamlit as st

from data_pipeline.analysis.bet import FEWEST_NEW_MONTHS, BetVerdict
from data_pipeline.analysis.delays import USUAL_DELAYS
from data_pipeline.analysis.elasticity import percent
from data_pipeline.analysis.error_rates import error_rate
from data_pipeline.analysis.verdict import LeftOut
from data_pipeline.metrics.catalogue import METRICS, OUTCOMES
from data_pipeline.metrics.judged import named
from data_pipeline.metrics.judged_bets import (
    MOVERS,
    PATIENCE,
    Wait,
    after,
    declare_bet,
    earliest_review,
    first_new_month,
    how_long,
    latest_review,
    months_missing,
    movers,
    settle,
    wanted,
)
from data_pipeline.problems import Refused
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.bets import Bet, Declaration, State, bets, withdraw
from pages import Visit
from pages.view import wording
from pages.view.hints import draw_hints
from pages.view.nothing_yet import say_nothing_yet
from pages.view.verdicts import for_analysts
from pages.view.wording import md

DIRECTIONS: Final = {"rise": "rise", "fall": "fall"}
DELAYS: Final = {
    0: "the same month",
    1: "the month after",
    2: "two months later",
    3: "three months later",
}
SIZES: Final = (0.01, 0.02, 0.03, 0.05, 0.10, 0.20)
USUAL_SIZE = 0.05
STATES: Final[dict[State, str]] = {
    "won": "Won",
    "lost": "Lost",
    "open": "Open: it could not be told",
    "waiting": "Waiting for its months",
    "withdrawn": "Withdrawn",
}
RECORD: Final[tuple[State, ...]] = ("won", "lost", "open", "waiting", "withdrawn")


def draw_bets(visit: Visit) -> None:
    """The part of the page Bets that is about bets, its title included."""
    kept = settle(visit.warehouse) if visit.may_edit else bets(visit.warehouse)
    st.title(track_record(kept), anchor=False)
    st.markdown(_basis(kept))
    can_move, can_follow = movers(visit.warehouse), wanted(visit.warehouse)
    if not can_move or not can_follow:
        say_nothing_yet("A year of something to bet on", (*MOVERS[:2], *OUTCOMES))
    elif visit.may_edit:
        _declare(visit, can_move, can_follow)
    for bet in sorted(kept, key=lambda one: one.state == "withdrawn"):
        _card(visit, bet)
    if can_move and can_follow:
        draw_hints(visit)


# -- the track record ------------------------------------------------------------------------------


def track_record(kept: Sequence[Bet]) -> str:
    """“3 bets: 1 won, 1 lost, 1 open”."""
    if not kept:
        return "No bet yet: say beforehand what you believe"
    states = [bet.state for bet in kept]
    counts = [f"{states.count(state)} {state}" for state in RECORD if state in states]
    return f"{wording.plural(len(kept), 'bet')}: {', '.join(counts)}"


def _basis(kept: Sequence[Bet]) -> str:
    nothing = error_rate("a bet on nothing is won", "36 months before, 12 after, all kinds")
    said = (
        "Whoever looks back finds a pattern in anything. A bet is locked before its months are "
        "known and judged once, by those months alone: measured on "
        f"{wording.count(nothing.businesses)} businesses without any link, a bet on nothing wins "
        f"{wording.count(100 * nothing.share)} times in 100."
    )
    if any(bet.state == "open" for bet in kept):
        said += (
            " An open bet is neither won nor lost: its months could not tell, and that is how it "
            "stays in the record."
        )
    return md(said, longest=600)


# -- declaring -------------------------------------------------------------------------------------


def _declare(visit: Visit, can_move: Sequence[str], can_follow: Sequence[str]) -> None:
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    with st.container(border=True, key="card_declare"):
        st.header("Make a bet", anchor=False)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            metric = _choose("When there is a rise in", "bet_metric", can_move, _label)
            outcome = _choose("then", "bet_outcome", can_follow, _label)
            direction = _choose("will", "bet_direction", list(DIRECTIONS), DIRECTIONS.__getitem__)
            delay = _choose("", "bet_delay", list(USUAL_DELAYS), DELAYS.__getitem__, "when")
            size = _choose("by at least", "bet_size", SIZES, percent, usual=SIZES.index(USUAL_SIZE))
            _words("for every 10% more; look in")
            wait = how_long(visit.warehouse, metric, outcome, delay, size)
            review = _choose_review(now, wait, f"{metric} {outcome} {delay} {size}")
        st.markdown(f":small[:gray[{md(wait_told(wait, size, now), longest=400)}]]")
        if st.button("Lock this bet", type="primary", key="go_bet", icon=":material/lock:"):
            _lock(visit, Declaration(metric, outcome, direction, delay, size, review), now)


def _label(name: str) -> str:
    return md(named(METRICS[name]))


def _words(text: str) -> None:
    if text:
        st.markdown(text, width="content")


def _choose(
    before: str,
    key: str,
    offered: Sequence[Any],
    told: Any,
    label: str = "",
    usual: int = 0,
) -> Any:
    """A choice within a sentence; what stands before it names it for a reader who hears it."""
    _words(before)
    if st.session_state.get(key) not in offered:
        st.session_state.pop(key, None)
    return st.selectbox(
        label or before,
        offered,
        index=usual,
        format_func=told,
        key=key,
        label_visibility="collapsed",
        width=190,
    )


def _choose_review(now: datetime, wait: Wait, asked: str) -> date:
    """Suggested is the month by which the months needed are over."""
    months = [earliest_review(now)]
    while months[-1] < latest_review(now):
        months.append(after(months[-1], 1))
    suggested = (wait.months or FEWEST_NEW_MONTHS) - FEWEST_NEW_MONTHS
    return st.selectbox(
        "look in",
        months,
        index=suggested,
        format_func=wording.month,
        key=f"bet_review {asked}",
        label_visibility="collapsed",
        width=190,
    )


def wait_told(wait: Wait, size: float, now: datetime) -> str:
    """How long it takes to know, at this business's usual ups and downs."""
    share = percent(size)
    if not wait.known:
        return (
            "How long it takes to know cannot be told yet: two years of both figures show the "
            f"usual ups and downs. {FEWEST_NEW_MONTHS} new months are the least."
        )
    if wait.months is None:
        return (
            f"At this business's usual ups and downs even five years would seldom show {share}. "
            "Bet on a larger effect, or plan an experiment: a switch turned on and off tells more."
        )
    by = wording.month(after(first_new_month(now), wait.months - 1))
    return (
        f"At this business's usual ups and downs, {wait.months} new months will be needed to see "
        f"{share} four times in five, which is by {by}."
    )


def _lock(visit: Visit, declared: Declaration, now: datetime) -> None:
    try:
        declare_bet(visit.warehouse, declared, now)
    except Refused as refusal:
        st.error(md(str(refusal), longest=400))
        return
    st.rerun()


# -- a bet -----------------------------------------------------------------------------------------


def told(declared: Declaration) -> str:
    """A bet as the sentence that was locked."""
    metric, outcome = (named(METRICS[name]) for name in (declared.metric, declared.outcome))
    return (
        f"When there is a rise in {metric}, then {outcome} will {declared.direction} "
        f"{DELAYS[declared.delay]}, by at least {percent(declared.smallest_effect)} for every 10% "
        f"more; look in {wording.month(declared.review_month)}."
    )


def _card(visit: Visit, bet: Bet) -> None:
    with st.container(border=True, gap="xsmall", key=f"card_bet_{bet.id}"):
        st.header(STATES[bet.state], anchor=False)
        st.markdown(f"**{md(told(bet.declared), longest=400)}**")
        if bet.judgement:
            st.markdown(md(str(bet.judgement["words"]), longest=900))
        st.markdown(f":small[:gray[{md(_dates(bet), longest=400)}]]")
        if bet.judgement:
            with st.expander("For analysts", icon=":material/functions:"):
                st.markdown(for_analysts(verdict_of(bet.judgement)))
        if bet.state == "waiting":
            st.markdown(md(_progress(visit.warehouse, bet), longest=400))
            if visit.may_edit and st.button(
                "Withdraw", key=f"withdraw_{bet.id}", type="tertiary", icon=":material/undo:"
            ):
                _confirm(visit, bet)


def _dates(bet: Bet) -> str:
    said = [f"Locked on {wording.day(bet.declared_at.date())}"]
    if bet.judged_at:
        said.append(f"judged on {wording.day(bet.judged_at.date())}, in the words of that day")
    if bet.withdrawn_at:
        said.append(f"withdrawn on {wording.day(bet.withdrawn_at.date())}, before it was judged")
    return ", ".join(said) + "."


def _progress(warehouse: Warehouse, bet: Bet) -> str:
    first, last = first_new_month(bet.declared_at), bet.declared.review_month
    in_all = (last.year - first.year) * 12 + last.month - first.month + 1
    here = in_all - len(months_missing(warehouse, bet))
    months = (
        f"{here} of the {in_all} months that decide it are here: {wording.months(first, last)}."
    )
    if here == in_all:
        return f"{months} It is judged with the other bets for the same month, once theirs are too."
    return (
        f"{months} It is judged once they all are, or {PATIENCE} months after the last with what "
        "is here; what was known before does not count."
    )


@st.dialog("Withdraw this bet?")
def _confirm(visit: Visit, bet: Bet) -> None:
    st.markdown(
        f"**{md(told(bet.declared), longest=400)}**\n\nIt stays in the list as withdrawn, and is "
        "never judged. This cannot be undone."
    )
    if st.button("Withdraw the bet", type="primary", key="go_withdraw"):
        withdraw(visit.warehouse, bet.id)
        st.rerun()


def verdict_of(judgement: Mapping[str, Any]) -> BetVerdict:
    """The verdict that was written down; figures of a later version of ours are left out."""
    fields = {name: judgement.get(name) for name in BetVerdict.__dataclass_fields__}
    interval = judgement.get("interval")
    return BetVerdict(
        **{
            **fields,
            "interval": tuple(interval) if interval else None,
            "rows_left_out": tuple(LeftOut(**one) for one in judgement["rows_left_out"]),
            "notes": tuple(judgement["notes"]),
        }
    )
