"""How many followers do you need? The same answer on the screen and on a link."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_pipeline.analysis.elasticity import Needed, needed
from data_pipeline.analysis.share_gap import ShareGap
from data_pipeline.analysis.together import NOTHING_TO_SEE, Together
from data_pipeline.metrics.catalogue import METRICS, OUTCOMES, Metric
from data_pipeline.metrics.judged import judge_together, named
from data_pipeline.metrics.query import EVERYTHING, Scope, measure, months_known
from data_pipeline.warehouse import Warehouse
from pages.view import controls, story, wording
from pages.view.verdicts import claim_of, until
from pages.view.wording import md

MONTHS: Final = 12
# What a manager may want, by its word in the address bar.
MORE: Final[Mapping[str, float]] = {"10": 0.10, "25": 0.25, "50": 0.50, "100": 1.00}
USUAL: Final = "10"


@dataclass(frozen=True)
class HowMany:
    """answer: a number, or that there is none. lines: what it rests on, and the other ways."""

    question: str
    answer: str
    lines: tuple[str, ...]


def how_many(
    warehouse: Warehouse, outcome: str, more: float, scope: Scope = EVERYTHING
) -> HowMany | None:
    """For `more` of the outcome, as a share: how many followers, how many conversations, and how
    much of it comes from elsewhere. None where the outcome has no complete month."""
    usual = _usual(warehouse, outcome, scope)
    if not usual:
        return None
    wanted = wording.percent(more)
    unit = story.unit_of(METRICS[outcome], story.reporting_currency(warehouse))
    goal = (
        f"{wanted} more {named(METRICS[outcome])} is {wording.amount(usual * (1 + more), unit)} a"
        f" month instead of {wording.amount(usual, unit)}."
    )
    answer, why = _followers(warehouse, outcome, more, scope)
    rest = [_conversations(warehouse, outcome, more, scope), _elsewhere(warehouse, outcome, scope)]
    return HowMany(
        f"How many followers do you need for {wanted} more {named(METRICS[outcome])}?",
        answer,
        (goal, *why, *filter(None, rest)),
    )


def how_many_card() -> DeltaGenerator:
    """Where the question stands with its answer."""
    return st.container(border=True, gap="small", key="card_how_many", height="stretch")


def choose_more(outcome: Metric) -> float:
    """How much more of the outcome is wanted, as a share."""
    offered = {name: f"{wording.percent(share)} more" for name, share in MORE.items()}
    return MORE[controls.choose_one("more", f"Wanted: {named(outcome)}", offered, USUAL)]


def say_how_many(head: DeltaGenerator, told: HowMany) -> None:
    """The question and its answer in `head`, what they rest on below."""
    head.header(md(told.question, longest=300), anchor=False)
    head.markdown(f"**{md(told.answer, longest=300)}**")
    for line in told.lines:
        st.markdown(md(line, longest=900))


def outcome_asked(known: list[str]) -> str | None:
    """The outcome a report asks about: enquiries, else the first there is."""
    offered = [name for name in OUTCOMES if name in known]
    return "enquiries" if "enquiries" in offered else next(iter(offered), None)


def _usual(warehouse: Warehouse, name: str, scope: Scope) -> float | None:
    """An average month: of the last twelve that are complete."""
    solid = measure(warehouse, name, scope=scope).filter("complete")["value"].drop_nulls()
    level = solid.tail(MONTHS).mean()
    return level if isinstance(level, float) and level > 0 else None


def _followers(
    warehouse: Warehouse, outcome: str, more: float, scope: Scope
) -> tuple[str, list[str]]:
    """The answer, and why."""
    solid = measure(warehouse, "followers", scope=scope).filter("complete")["value"].drop_nulls()
    if solid.is_empty():
        return "No answer: how many followers there are is not known.", []
    verdict = judge_together(warehouse, "followers", outcome, scope)
    found = needed(verdict.verdict, verdict.interval, more)
    answer = _answer(found, float(solid[-1]))
    if answer:
        return answer, [claim_of(verdict), *_if_it_holds(verdict, found)]
    return (
        "Your figures give no number.",
        [claim_of(verdict), *filter(None, [until(verdict, _last(warehouse, scope))])],
    )


def _answer(found: Needed, today: float) -> str:
    if found.low is None:
        return ""
    if found.high == 0:
        return "0 more."
    low = wording.count(found.low * today)
    if found.high is None:
        return f"At least {low} more, and nobody can say how many at most."
    return (
        f"Between {low} and {wording.count(found.high * today)} more, on top of"
        f" {wording.count(today)}."
    )


def _if_it_holds(verdict: Together, found: Needed) -> list[str]:
    if verdict.verdict == NOTHING_TO_SEE:
        return ["More of them would have made no difference that anybody could see."]
    return [f"That is so only if the pattern of these months holds{_beyond(verdict, found)}."]


def _beyond(verdict: Together, found: Needed) -> str:
    """A pattern is known as far as the months went that showed it."""
    if verdict.compared is None or found.low is None:
        return ""
    seen = math.expm1(max(one.metric for one in verdict.compared.changes))
    return ", far beyond any change they have seen" if found.low > seen else ""


def _conversations(warehouse: Warehouse, outcome: str, more: float, scope: Scope) -> str:
    """The other way: more people who write to you."""
    usual = _usual(warehouse, "conversations", scope)
    if usual is None:
        return ""
    verdict = judge_together(warehouse, "conversations", outcome, scope)
    found = needed(verdict.verdict, verdict.interval, more)
    if verdict.verdict == NOTHING_TO_SEE:
        return "Conversations: more of them made no visible difference either."
    if found.low is None:
        return "Conversations: the figures give no number."
    low, today = wording.count(found.low * usual), wording.count(usual)
    held = f"if the pattern of these months holds{_beyond(verdict, found)}"
    if found.high is None:
        return f"Conversations: at least {low} more a month, on top of {today}, {held}."
    high = wording.count(found.high * usual)
    return f"Conversations: between {low} and {high} more a month, on top of {today}, {held}."


def _elsewhere(warehouse: Warehouse, outcome: str, scope: Scope) -> str:
    """What came from where nobody follows you."""
    last = _last(warehouse, scope)
    shown = story.known_sources(warehouse, last, outcome)
    gap = story.share_gap_of(warehouse, shown, last, scope)
    if gap is None or not gap.known:
        return ""
    share, low, high = _not_followed(gap)
    bounds = (
        f" (between {wording.percent(low)} and {wording.percent(high)} whatever the unknown are)"
        if gap.unknown
        else ""
    )
    return (
        f"Of {named(METRICS[shown])} of {story.share_year(last)} with a known source,"
        f" {wording.percent(share)} came from where nobody follows you{bounds}."
    )


def _not_followed(gap: ShareGap) -> tuple[float, float, float]:
    """Of those with a known source; and at least, and at most, of all."""
    others = sum(one.outcomes for one in gap.shares if not one.followers)
    total = gap.known + gap.unknown
    return others / gap.known, others / total, (others + gap.unknown) / total


def _last(warehouse: Warehouse, scope: Scope) -> date:
    return story.month_in_focus(months_known(warehouse.marts(), scope), story.coverage(warehouse))
