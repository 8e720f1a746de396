"""Experiments: a switch that a lot turns on and off by weeks, its plan, and how it came out."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import polars as pl
import streamlit as st

from data_pipeline.analysis.elasticity import percent
from data_pipeline.analysis.experiment import Experiment, Power
from data_pipeline.analysis.verdict import REFUSED
from data_pipeline.metrics.catalogue import METRICS, OUTCOMES
from data_pipeline.metrics.daily import monday_of, weekly
from data_pipeline.metrics.experiments import Standing, power_of, standings
from data_pipeline.metrics.query import reporting_currency
from data_pipeline.problems import Refused
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.experiments import (
    LONGEST,
    WEEKS,
    declare_experiment,
    withdraw_experiment,
)
from pages import Visit
from pages.view import campaign_charts, cards, wording
from pages.view.about import about
from pages.view.colours import colour_of
from pages.view.drawn_once import drawn_once
from pages.view.story import unit_of
from pages.view.verdicts import for_analysts
from pages.view.wording import md

NAMES: Final = {
    "clear lift": "a clear lift",
    "likely lift": "probably a lift",
    "no clear change": "no clear change",
    "likely fall": "probably a fall",
    "clear fall": "a clear fall",
    REFUSED: "cannot be told",
}
USUAL_WEEKS = 24
OFFERED_MONDAYS = 12


def draw_experiments(visit: Visit) -> None:
    """The part of the page Bets that is about experiments; the page has its title already."""
    found = standings(visit.warehouse)
    open_ones = [one for one in found if one.verdict is None and not one.planned.withdrawn_at]
    judged = [one for one in found if one.verdict is not None]
    if not open_ones and not judged:
        cards.quiet_card(
            "no_experiment",
            "**No experiment is planned yet.** Looking back, much can have happened at once. "
            "Switch one thing on in some weeks and off in others, as a lot decides, and whatever "
            "else happens meets both alike: what differs then is the switch.",
        )
    for one in open_ones:
        _running(visit, one)
    for one in judged:
        _judged(visit, one)
    if visit.may_edit:
        _declare(visit, first_one=not found)
    _withdrawn([one for one in found if one.planned.withdrawn_at])


# -- one that runs --------------------------------------------------------------------------------


def _running(visit: Visit, one: Standing) -> None:
    planned, today = one.planned, date.today()
    metric = METRICS[planned.outcome]
    st.header(f"{md(planned.name)}: {_this_week(one, today)}", anchor=False)
    st.markdown(
        f"Switched: **{md(planned.switched)}**. Watched: {metric.label.lower()}, by the week. "
        f"{_missing(one, today)}"
    )
    _calendar(visit, one, today)
    if visit.may_edit and st.button(
        "Withdraw this experiment", key=f"withdraw_{planned.id}", type="tertiary"
    ):
        withdraw_experiment(visit.warehouse, planned.id)
        st.rerun()


def _this_week(one: Standing, today: date) -> str:
    planned = one.planned
    if today < planned.first_week:
        first = campaign_charts.SIDES[planned.on[0]].lower()
        return f"begins on {wording.day(planned.first_week)}, {first}"
    if today > planned.last_day:
        return "over; waiting for the figures"
    number = (today - planned.first_week).days // 7
    side = campaign_charts.SIDES[planned.on[number]].lower()
    return f"this week is {side}"


def _missing(one: Standing, today: date) -> str:
    """What there is, and what must still come before it is judged."""
    planned = one.planned
    here = f"{one.whole} of {wording.plural(len(planned.on), 'week')} are here whole"
    last = wording.day(planned.last_day)
    if today <= planned.last_day:
        return f"{here}; it is judged once the figures to {last} are here, and not before."
    return f"{here}. Still missing: the figures to {last}; upload the exports that hold them."


def _calendar(visit: Visit, one: Standing, today: date) -> None:
    weeks = weeks_frame(one)
    cards.chart_card(
        "The plan",
        f"Drawn by lot on {wording.day(one.planned.declared_at.date())} and locked. In each pair "
        f"of weeks one is on; the CSV lists every week. {_promised(visit.warehouse, one)}",
        drawn_once(
            visit,
            lambda: campaign_charts.plan_calendar(weeks, today=today, theme=visit.theme),
            "plan",
            one.planned.id,
            today,
        ),
        plan_table(one),
        name=f"plan_{one.planned.id}",
        alt_text=campaign_charts.plan_calendar_alt(weeks),
        theme=visit.theme,
    )


def _promised(warehouse: Warehouse, one: Standing) -> str:
    if one.planned.smallest is None:
        return ""
    unit = unit_of(METRICS[one.planned.outcome], reporting_currency(warehouse))
    return (
        f"A difference of {_a_week(one.planned.smallest, unit)} a week would be seen four times "
        "in five."
    )


def weeks_frame(one: Standing) -> pl.DataFrame:
    """The weeks of a plan as their charts want them."""
    return pl.DataFrame(
        list(zip(one.planned.weeks, one.planned.on, one.values, strict=True)),
        schema=campaign_charts.WEEKS,
        orient="row",
    )


def plan_table(one: Standing) -> pl.DataFrame:
    """The plan for a wall or a calendar: each week, its days, and what to do."""
    planned = one.planned
    what = wording.plain(planned.switched)
    return pl.DataFrame(
        {
            "Week": range(1, len(planned.on) + 1),
            "From Monday": planned.weeks,
            "To Sunday": [week + timedelta(days=6) for week in planned.weeks],
            "Do": [f"On: {what}" if on else f"Off: no {what}" for on in planned.on],
        }
    )


# -- one that is judged ---------------------------------------------------------------------------


def _judged(visit: Visit, one: Standing) -> None:
    planned, verdict = one.planned, one.verdict
    assert verdict is not None
    metric = METRICS[planned.outcome]
    unit = unit_of(metric, reporting_currency(visit.warehouse))
    with st.container(border=True, key=f"card_experiment_{planned.id}"):
        st.header(f"{md(planned.name)}: {NAMES[verdict.verdict]}", anchor=False)
        st.markdown(md(verdict.words, longest=900))
        for note in _notes(one):
            st.markdown(f":small[:gray[{md(note, longest=400)}]]")
        if verdict.verdict != REFUSED:
            with st.expander("For analysts", icon=":material/functions:"):
                _analysts(one, verdict)
    if verdict.effect is not None:
        cards.tile_row(_tiles(verdict, unit), name=f"experiment_{planned.id}_")
    weeks = weeks_frame(one)
    cards.chart_card(
        f"{metric.label}, week by week",
        "A line joins the two weeks of a pair. Only which of the two was on is compared.",
        drawn_once(
            visit,
            lambda: campaign_charts.pairs_of_weeks(
                weeks, unit=unit, colour=colour_of(planned.outcome, visit.theme), theme=visit.theme
            ),
            "pairs of weeks",
            planned.id,
            unit,
        ),
        weeks.select(
            pl.col("week").alias("Week of"),
            pl.col("on").replace_strict(campaign_charts.SIDES).alias("Switch"),
            pl.col("value").round(2).alias(metric.label),
        ),
        name=f"weeks_{planned.id}",
        alt_text=campaign_charts.pairs_of_weeks_alt(weeks, title=metric.label, unit=unit),
        theme=visit.theme,
        passport=lambda: about(visit.warehouse, planned.outcome),
    )


def _notes(one: Standing) -> list[str]:
    planned, verdict = one.planned, one.verdict
    assert verdict is not None
    span = f"{wording.day(planned.first_week)} to {wording.day(planned.last_day)}"
    drawn = wording.day(planned.declared_at.date())
    judged = f"on {wording.day(planned.judged_at.date())}" if planned.judged_at else "today"
    notes = [
        f"{len(planned.on)} weeks, {span}, drawn by lot on {drawn}. Judged once, {judged}, and "
        "kept as it was told then.",
        "It holds for the plan as drawn, whether or not every week kept to it.",
    ]
    notes += [f"Left out: {left.rows} weeks, {left.reason}." for left in verdict.rows_left_out]
    return notes


def _tiles(verdict: Experiment, unit: str) -> list[cards.Tile]:
    effect = verdict.effect
    assert effect is not None
    low, high = effect.absolute_interval
    shares = [f"{percent(one, signed=True)}" for one in effect.relative_interval]
    return [
        cards.Tile("An average week on", _a_week(verdict.weeks_on_mean or 0, unit), "", ""),
        cards.Tile("An average week off", _a_week(verdict.weeks_off_mean or 0, unit), "", ""),
        cards.Tile(
            "Difference a week",
            _signed(effect.absolute, unit),
            f"between {_signed(low, unit)} and {_signed(high, unit)}",
            f"{percent(effect.relative, signed=True)} (between {shares[0]} and {shares[1]})",
            stands_out=verdict.verdict.startswith("clear"),
        ),
    ]


def _a_week(value: float, unit: str) -> str:
    """Counts of a week keep a decimal: 3 or 4 calls are not the same."""
    return wording.amount(value, "decimal" if unit == "count" and value < 100 else unit)


def _signed(value: float, unit: str) -> str:
    written = _a_week(value, unit)
    return f"+{written}" if value > 0 and written.strip("0.") else written


def _analysts(one: Standing, verdict: Experiment) -> None:
    st.markdown(for_analysts(verdict))
    st.markdown(
        f"{verdict.pairs} pairs; the mean difference within pairs, judged by re-randomisation "
        "within them (all lots up to 14 pairs, else 20,000); the interval is every constant effect "
        "that the same test does not rule out at 90%. The estimate is a share of an average week "
        f"off. Seed of the plan: {one.planned.seed}."
    )


# -- what the manager says ------------------------------------------------------------------------


def _declare(visit: Visit, *, first_one: bool) -> None:
    outcomes = [
        name for name in OUTCOMES if weekly(visit.warehouse, name)["value"].drop_nulls().len()
    ]
    offered = outcomes or list(OUTCOMES)
    with st.expander("Plan an experiment", icon=":material/experiment:", expanded=first_one):
        st.markdown(
            "Choose something you can do in one week and leave out in the next, whose effect comes "
            "within the week: replying to every comment, an advertisement, a call-back offer."
        )
        left, right = st.columns(2)
        name = left.text_input("Name", max_chars=LONGEST, key="experiment_name")
        switched = right.text_input(
            "What is done in the weeks that are on", max_chars=LONGEST, key="experiment_switched"
        )
        first, middle, last = st.columns(3)
        outcome = first.selectbox(
            "Outcome to watch",
            offered,
            format_func=lambda one: METRICS[one].label,
            key="experiment_outcome",
        )
        monday = middle.selectbox(
            "First week", _mondays(date.today()), format_func=wording.day, key="experiment_first"
        )
        weeks = last.select_slider(
            "Weeks", list(range(WEEKS[0], WEEKS[1] + 1, 2)), USUAL_WEEKS, key="experiment_weeks"
        )
        power = _power(visit, outcome, weeks)
        st.markdown(md(power_told(power, outcome, weeks, _unit(visit, outcome)), longest=600))
        if st.button("Draw the plan and lock it", type="primary", key="go_experiment"):
            _keep(visit, name, switched, outcome, monday, weeks, power)


def _mondays(today: date) -> list[date]:
    first = monday_of(today) + timedelta(days=7)
    return [first + timedelta(days=7 * number) for number in range(OFFERED_MONDAYS)]


def _unit(visit: Visit, outcome: str) -> str:
    return unit_of(METRICS[outcome], reporting_currency(visit.warehouse))


def _power(visit: Visit, outcome: str, weeks: int) -> Power:
    snapshot = visit.warehouse.marts().snapshot
    currency = reporting_currency(visit.warehouse)
    return _power_of(str(visit.workspace), snapshot, currency, outcome, weeks, visit.warehouse)


@st.cache_data(max_entries=200, show_spinner=False)
def _power_of(
    workspace: str,
    snapshot: int,
    currency: str,
    outcome: str,
    weeks: int,
    _warehouse: Warehouse,
) -> Power:
    return power_of(_warehouse, outcome, weeks)


def power_told(power: Power, outcome: str, weeks: int, unit: str) -> str:
    """What a plan of so many weeks could show, before it begins."""
    label = METRICS[outcome].label
    if power.smallest is None or power.usual is None:
        return f"{label}: what {weeks} weeks could show cannot be told. {power.why_not}"
    share = f" ({percent(power.share)})" if power.share is not None else ""
    return (
        f"{label}: {_a_week(power.usual, unit)} in an average week of late. By the ups and "
        f"downs from one week to the next, {weeks} weeks would show a difference of "
        f"{_a_week(power.smallest, unit)} a week{share} four times in five. A smaller one would "
        "mostly be missed; more weeks see smaller ones."
    )


def _keep(
    visit: Visit,
    name: str,
    switched: str,
    outcome: str,
    monday: date,
    weeks: int,
    power: Power,
) -> None:
    try:
        declare_experiment(
            visit.warehouse,
            name,
            switched,
            outcome,
            monday,
            weeks,
            today=date.today(),
            smallest=power.smallest,
        )
    except Refused as refusal:
        for problem in refusal.problems:
            st.error(md(str(problem), longest=400))
        return
    st.rerun()


def _withdrawn(found: Sequence[Standing]) -> None:
    if not found:
        return
    with st.expander(f"{wording.plural(len(found), 'experiment')} withdrawn"):
        for one in found:
            at = one.planned.withdrawn_at
            assert at is not None
            st.markdown(
                f"{md(one.planned.name)}: drawn on {wording.day(one.planned.declared_at.date())}, "
                f"withdrawn on {wording.day(at.date())}."
            )
