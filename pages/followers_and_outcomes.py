"""Do outcomes follow followers, or conversations? One question at a time, judged on changes."""

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_pipeline.analysis.elasticity import percent
from data_pipeline.analysis.look_alike import in_ten, look_alike
from data_pipeline.analysis.together import MOVED_TOGETHER, NOTHING_TO_SEE, Together
from data_pipeline.analysis.verdict import REFUSED
from data_pipeline.metrics.catalogue import METRICS, OUTCOMES
from data_pipeline.metrics.coverage import coverage
from data_pipeline.metrics.judged import judge_together
from data_pipeline.metrics.query import EVERYTHING, Scope, measure, months_known
from pages import Page, Visit
from pages.view import cards, controls, story, verdict_charts, wording
from pages.view.about import about_several
from pages.view.colours import colour_of
from pages.view.comparison import index_card, share_card
from pages.view.drawn_once import drawn_once
from pages.view.follower_pictures import draw_followers
from pages.view.how_many import choose_more, how_many, how_many_card, say_how_many
from pages.view.nothing_yet import say_nothing_yet
from pages.view.verdicts import heading_of, verdict_card

MOVERS = (
    "followers",
    "net_new_followers",
    "engagements",
    "conversations",
    "posts",
    "daily_reach",
    "impressions",
    "views",
    "email_click_rate",
    "email_recipients",
    "channel_spend",
    "ad_spend",
    "staff_hours",
    "new_website_users",
)
STRIPS = ("followers", "engagements", "conversations", *OUTCOMES)


def draw(visit: Visit) -> None:
    cards.dress(visit.theme)
    head = st.container()
    kept = months_known(visit.warehouse.marts()) if visit.warehouse.snapshot() else []
    known = _known(visit)
    if not kept or not ("followers" in known or story.only_gains(visit.warehouse)):
        head.title("Followers beside what the business got", anchor=False)
        say_nothing_yet("Followers", ["followers"])
        return
    scope = controls.choose_scope(kept, story.channels_of(visit.warehouse, STRIPS))
    known = _known(visit, scope)
    outcomes = [name for name in OUTCOMES if name in known]
    if outcomes:
        _answer(visit, known, outcomes, scope, head)
    else:
        head.title(wording.md(_year(visit, scope), longest=400), anchor=False)
        say_nothing_yet("Calls, enquiries, accounts and revenue", OUTCOMES)
    st.header("The followers themselves", anchor=False)
    draw_followers(visit, known, scope)


def _known(visit: Visit, scope: Scope = EVERYTHING) -> list[str]:
    """What there is any figure of."""
    return [
        name
        for name in dict.fromkeys((*MOVERS, *STRIPS))
        if (measure(visit.warehouse, name, scope=scope)["value"].fill_null(0) != 0).any()
    ]


def _year(visit: Visit, scope: Scope) -> str:
    month = story.month_in_focus(
        months_known(visit.warehouse.marts(), scope), coverage(visit.warehouse)
    )
    return story.year_told(visit.warehouse, month, scope.channels)


# The question, and what the months say


def _answer(
    visit: Visit, known: list[str], outcomes: list[str], scope: Scope, head: DeltaGenerator
) -> None:
    mover, outcome = _ask(known, outcomes)
    verdict = judge_together(visit.warehouse, mover, outcome, scope)
    with head:
        st.title(wording.md(_said(verdict, mover, outcome), longest=300), anchor=False)
        st.markdown(wording.md(f"{_year(visit, scope)}.", longest=400))
    _verdict(visit, verdict, mover, outcome, scope)
    if verdict.by_delay:
        _delays(visit, verdict, mover, outcome, scope)
    _how_many(visit, outcome, scope)
    _lines(visit, outcome, scope)


def _ask(known: list[str], outcomes: list[str]) -> tuple[str, str]:
    """The question as a sentence with two choices."""
    movers = {name: _name(name) for name in MOVERS if name in known}
    wanted = {name: _name(name) for name in outcomes}
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="question"):
        st.markdown("**When**", width="content")
        mover = controls.choose_of_many("mover", "What might move", movers, next(iter(movers)))
        st.markdown("**change, do**", width="content")
        usual = "enquiries" if "enquiries" in wanted else next(iter(wanted))
        outcome = controls.choose_of_many("outcome", "What we want", wanted, usual)
        st.markdown("**change too?**", width="content")
    return mover, outcome


def _name(metric: str) -> str:
    return METRICS[metric].short or METRICS[metric].label


def _said(verdict: Together, mover: str, outcome: str) -> str:
    """The answer in one sentence."""
    one, other = _name(mover), _name(outcome).lower()
    if verdict.verdict == MOVED_TOGETHER and verdict.per_tenth is not None:
        delay = verdict_charts.when(verdict.delay or 0)
        more = percent(verdict.per_tenth, signed=True)
        return f"{one} and {other} moved together: about {more} for every +10%, {delay}"
    if verdict.verdict == NOTHING_TO_SEE:
        return f"{one} made no visible difference to {other}"
    return f"{one} and {other}: {heading_of(verdict).lower()}"


def _verdict(visit: Visit, verdict: Together, mover: str, outcome: str, scope: Scope) -> None:
    last = story.month_in_focus(
        months_known(visit.warehouse.marts(), scope), coverage(visit.warehouse)
    )
    if verdict.verdict == REFUSED or verdict.compared is None:
        verdict_card(verdict, name="verdict", last=last)
        return
    left, right = st.columns([2, 3])
    with left:
        verdict_card(verdict, name="verdict", last=last)
    with right:
        _changes(visit, verdict, mover, outcome, scope)


def _changes(visit: Visit, verdict: Together, mover: str, outcome: str, scope: Scope) -> None:
    assert verdict.compared
    names = _name(mover), _name(outcome)
    pulled_in = " A hollow month was extreme and is pulled in." if verdict.pulled_in else ""
    cards.chart_card(
        "Changes, not levels",
        "A dot is a month: how much the one changed, and how much the other, both beyond what that "
        f"month of the year usually brings.{pulled_in} Point at a dot to see which month.",
        drawn_once(
            visit,
            lambda: verdict_charts.changes_beside(
                verdict, names, colour=colour_of(outcome, visit.theme), theme=visit.theme
            ),
            "changes",
            mover,
            outcome,
            scope,
        ),
        _changes_table(verdict, names),
        name=f"changes_{mover}_{outcome}",
        alt_text=verdict_charts.changes_beside_alt(verdict, names),
        theme=visit.theme,
        passport=lambda: about_several(visit.warehouse, [mover, outcome], scope=scope),
    )


def _changes_table(verdict: Together, names: tuple[str, str]) -> pl.DataFrame:
    assert verdict.compared
    one, other = names
    rows = [
        (
            change.earlier,
            verdict_charts.changed(change.metric),
            change.place,
            verdict_charts.changed(change.outcome),
            "yes" if change.pulled_in else "",
        )
        for change in verdict.compared.changes
    ]
    headings = [f"{one} in", f"{one} by", f"{other} in", f"{other} by", "Pulled in"]
    return pl.DataFrame(rows, schema=dict.fromkeys(headings, pl.String), orient="row")


def _delays(visit: Visit, verdict: Together, mover: str, outcome: str, scope: Scope) -> None:
    names = _name(mover), _name(outcome)
    left, right = st.columns([3, 2])
    with left:
        cards.chart_card(
            "With what delay?",
            f"{names[1]} for 10% more {names[0].lower()}, each delay by itself; the bar holds the "
            f"truth in 9 of 10 cases. {_which_delay(verdict)}",
            drawn_once(
                visit,
                lambda: verdict_charts.delays_beside(
                    verdict.by_delay,
                    verdict.delay,
                    colour=colour_of(outcome, visit.theme),
                    theme=visit.theme,
                ),
                "delays",
                mover,
                outcome,
                scope,
            ),
            _delays_table(verdict),
            name=f"delays_{mover}_{outcome}",
            alt_text=verdict_charts.delays_beside_alt(verdict.by_delay, names),
            theme=visit.theme,
        )
    with right:
        _second_opinion(verdict, names)


def _which_delay(verdict: Together) -> str:
    if verdict.delay is None:
        return "No delay can be told apart."
    return f"The full dot, {verdict_charts.when(verdict.delay)}, is the one that stands out."


def _delays_table(verdict: Together) -> pl.DataFrame:
    rows = [
        (
            verdict_charts.when(one.delay).capitalize(),
            verdict_charts.in_per_cent(one.estimate),
            *(verdict_charts.in_per_cent(end) for end in one.interval),
        )
        for one in verdict.by_delay
    ]
    headings = ("For +10%, in %", "At least", "At most")
    schema = {"Later by": pl.String, **dict.fromkeys(headings, pl.Float64)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _second_opinion(verdict: Together, names: tuple[str, str]) -> None:
    """Forecasts with and without it; and what asking often does."""
    told = ""
    if verdict.forecast:
        told = (
            f"**Would it have helped to forecast?** {wording.md(verdict.forecast.words)} Each was "
            f"made from the months before it alone, with and without {names[0].lower()}. A second "
            "opinion: weaker than the comparison of changes, and never instead of it.\n\n"
        )
    cards.quiet_card(
        "second_opinion",
        f"{told}**Ask what you want to know, not everything.** Of twenty questions about figures "
        "that have nothing to do with each other, one is answered with “moved together” by "
        "accident. The first page looks at several at once, and is stricter for it.",
        beside=True,
    )


# What it would take


def _how_many(visit: Visit, outcome: str, scope: Scope) -> None:
    left, right = st.columns([3, 2])
    with left, how_many_card():
        head = st.container()
        wanted = choose_more(METRICS[outcome])
        told = how_many(visit.warehouse, outcome, wanted, scope)
        if told:
            say_how_many(head, told)
    with right:
        share_card(visit, outcome, scope)


# The lines everybody draws


def _lines(visit: Visit, outcome: str, scope: Scope) -> None:
    left, right = st.columns([3, 2])
    with left:
        index_card(visit, outcome, scope)
    with right:
        _say_how_alike(visit, outcome, scope)


def _say_how_alike(visit: Visit, outcome: str, scope: Scope) -> None:
    figures = measure(visit.warehouse, outcome, scope=scope).filter("complete")
    months = figures["value"].drop_nulls().len()
    share, drift = look_alike(months), story.drift_of(visit.warehouse, outcome, scope)
    said = [
        "**Lines like these always look alike.** Two that both rise do, and so do two that follow "
        "the season. "
    ]
    if share:
        said[0] += (
            f"So do those of {in_ten(share)} simulated growing businesses with {months} months in "
            "which the two have nothing to do with each other. "
        )
    said[0] += "So the answer above rests on changes, not on these lines."
    if drift:
        told = wording.md(story.drift_told(drift, outcome), longest=400)
        said.append(f"**Are followers running ahead?** {told}")
    cards.quiet_card("alike", "\n\n".join(said), beside=True)


PAGE = Page(
    title="Followers and outcomes",
    icon=":material/compare_arrows:",
    order=20,
    url_path="followers-and-outcomes",
    group="Answer",
    draw=draw,
)
