"""Platforms beside e-mail, trade shows, referrals and client service: hours, money and results."""

from collections.abc import Callable, Sequence

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_pipeline.analysis.channels import Channels, Return
from data_pipeline.analysis.recorded_results import WORDS as RECORDED
from data_pipeline.analysis.recorded_results import Recorded
from data_pipeline.metrics.catalogue import METRICS, OUTCOMES
from data_pipeline.metrics.channel_ledger import Entry, Ledger, channel_ledger
from data_pipeline.metrics.judged import judge_channels
from data_pipeline.metrics.query import Scope, measure, months_known, reporting_currency
from data_pipeline.problems import Refused
from data_pipeline.warehouse.channel_rules import UNKNOWN
from pages import Page, Visit
from pages.view import cards, controls, story, wording
from pages.view.about import about_several
from pages.view.channel_charts import (
    INTERVALS,
    intervals_by_channel,
    intervals_by_channel_alt,
)
from pages.view.colours import GROUNDS, colour_of
from pages.view.drawn_once import drawn_once
from pages.view.links import link_to
from pages.view.nothing_yet import say_nothing_yet
from pages.view.wording import md

PLATFORMS = frozenset({"instagram", "facebook", "linkedin", "x", "tiktok", "youtube", "pinterest"})
# The nearest to money first, of which exports usually tell the channel.
USUAL = ("new_accounts", "enquiries", "revenue", "calls")
FED_BY = ("new_accounts", "enquiries", "channel_spend")
ASKED = "Did anything else push both spend and sales: a season, a price, a shop that opened?"
NO, YES, NOT_SURE = "Nothing we know of", "Yes", "We are not sure"


def draw(visit: Visit) -> None:
    cards.dress(visit.theme)
    head = st.container()
    kept = months_known(visit.warehouse.marts()) if visit.warehouse.snapshot() else []
    known = _known_by_channel(visit)
    if not kept or not known:
        head.title("No channel’s results yet", anchor=False)
        say_nothing_yet("Results by channel", FED_BY)
        return
    labels = {name: METRICS[name].short for name in OUTCOMES if name in known}
    outcome = controls.choose_one("outcome", "Result", labels, known[0])
    scope = controls.choose_scope(kept, {})
    ledger = channel_ledger(visit.warehouse, outcome, scope)
    _say(head, ledger)
    _results(visit, ledger, scope)
    _costs(visit, ledger, scope)
    _table(visit, ledger)
    _which_earns(visit, outcome, scope)


def _known_by_channel(visit: Visit) -> list[str]:
    """Outcomes of which anything is known by channel; those whose channel is told come first."""
    if not visit.warehouse.snapshot():
        return []
    channels = {
        name: set(measure(visit.warehouse, name, by=("channel",)).drop_nulls("value")["channel"])
        for name in USUAL
    }
    here = [name for name in USUAL if channels[name]]
    return sorted(here, key=lambda name: channels[name] <= {UNKNOWN})


# -- what is said ---------------------------------------------------------------------------------


def _say(head: DeltaGenerator, ledger: Ledger) -> None:
    head.title(md(headline(ledger), longest=300), anchor=False)
    if told := platforms_told(ledger):
        head.markdown(f"**{md(told, longest=300)}**")
    head.markdown(md(_basis(ledger), longest=600))


def headline(ledger: Ledger) -> str:
    """The channel with most of the outcome, and whether it can be told from the next."""
    name = METRICS[ledger.outcome].short.lower()
    got = [one for one in ledger.known if one.got.get(ledger.outcome)]
    if not ledger.months:
        return f"No complete month of {name} in these months"
    if not got:
        return f"Of no {name} the channel is known in these months"
    most, *others = got
    first = f"Most {name} were recorded for {_label(most)}"
    if METRICS[ledger.outcome].unit == "money":
        return f"Most {name} was recorded for {_label(most)}"
    told = f"{first}: {wording.count(most.got[ledger.outcome])} of {wording.count(ledger.total)}"
    near = [one for one in others if _cannot_be_told(most, one)]
    return f"{told}; about as many for {_label(near[0])}" if near else told


def _cannot_be_told(one: Entry, other: Entry) -> bool:
    """Whether the two shares' ranges meet."""
    return bool(one.share and other.share and other.share.high >= one.share.low)


def platforms_told(ledger: Ledger) -> str:
    """What all social platforms together took, and what was recorded for them."""
    name = METRICS[ledger.outcome].short.lower()
    own = [one for one in ledger.known if one.channel in PLATFORMS]
    known = ledger.total - ledger.unknown
    if not own or known <= 0:
        return ""
    share = sum(one.got.get(ledger.outcome, 0.0) for one in own) / known
    brought = f"{wording.percent(share)} of the {name} whose channel is known"
    hours = [sum(one.hours or 0.0 for one in some) for some in (own, ledger.entries)]
    if not hours[1]:
        return f"All social platforms together: {brought}."
    took = wording.percent(hours[0] / hours[1])
    return f"All social platforms together: {took} of the hours, {brought}."


def _basis(ledger: Ledger) -> str:
    if not ledger.months:
        return "Choose other months, or add what is missing on Uploads."
    name = METRICS[ledger.outcome].short.lower()
    span = wording.months(ledger.months[0], ledger.months[-1])
    parts = [RECORDED, f"From {wording.plural(len(ledger.months), 'complete month')}, {span}."]
    if ledger.unknown and ledger.total:
        parts.append(
            f"Of {wording.percent(ledger.unknown / ledger.total)} of the {name} the channel is not"
            " known."
        )
    if not ledger.with_costs:
        parts.append("No cost is on record: fill the template for channel costs.")
    elif len(ledger.with_costs) < len(ledger.months):
        parts.append(
            f"Costs are on record for {len(ledger.with_costs)} of these months; what one took is"
            " worked out over those."
        )
    if ledger.ads_by_reports:
        parts.append("The money for advertising is what the platforms’ own reports say.")
    return " ".join(parts)


def _label(one: Entry) -> str:
    return story.channel_label(one.channel)


# -- pictures and the table -----------------------------------------------------------------------


def _results(visit: Visit, ledger: Ledger, scope: Scope) -> None:
    """Each channel's share of the outcome, and the pile whose channel nobody knows."""
    metric = METRICS[ledger.outcome]
    rows = [
        _row(visit, one, one.got[ledger.outcome] / ledger.total, _share_range(one.share))
        for one in ledger.entries
        if one.got.get(ledger.outcome) and ledger.total > 0
    ]
    if all(one.channel == UNKNOWN for one in ledger.entries if one.got.get(ledger.outcome)):
        cards.quiet_card(
            "no_channels",
            f"No export says where the {metric.short.lower()} came from. A column such as “How did "
            "you hear about us?”, a campaign tag or a tracked number would tell.",
        )
        return
    _intervals(
        visit,
        rows,
        title=f"Where {metric.short.lower()} came from",
        subtitle="Each channel’s recorded share, and where it would lie in nine of ten cases were "
        "chance to deal the same business again. The hollow one is the pile nobody can place.",
        unit="percent",
        figure="Share",
        name=f"{ledger.outcome}_by_channel",
        scope=scope,
        about=(ledger.outcome,),
    )


def _share_range(share: Recorded | None) -> tuple[float | None, float | None]:
    return (share.low, share.high) if share else (None, None)


def _costs(visit: Visit, ledger: Ledger, scope: Scope) -> None:
    """What one result took in money and in hours, the cheapest first."""
    name = METRICS[ledger.outcome].short.lower().removesuffix("s")
    one_name = {"enquirie": "enquiry"}.get(name, name)
    currency = reporting_currency(visit.warehouse)
    shown = [
        (kind, rows)
        for kind, took in (("money", _in_money), ("hours", _in_hours))
        if (rows := _took(visit, ledger, took))
    ]
    for (kind, rows), column in zip(shown, st.columns(max(len(shown), 1)), strict=False):
        with column:
            _intervals(
                visit,
                rows,
                title=f"{kind.title()} for one {one_name}",
                subtitle=f"What was on record, divided by the recorded {_plural(ledger)}. A range "
                "that reaches the edge goes on.",
                unit=currency if kind == "money" else "hours",
                figure=f"For one {one_name}",
                name=f"{kind}_for_one_{ledger.outcome}",
                scope=scope,
                about=(
                    "channel_spend" if kind == "money" else "staff_hours",
                    ledger.outcome,
                ),
            )


def _plural(ledger: Ledger) -> str:
    return METRICS[ledger.outcome].short.lower()


def _in_money(one: Entry) -> Recorded | None:
    return one.a_result if one.spent else None


def _in_hours(one: Entry) -> Recorded | None:
    return one.a_result_in_hours if one.hours else None


Row = tuple[str, str, float | None, float | None, float | None, bool]


def _took(visit: Visit, ledger: Ledger, took: Callable[[Entry], Recorded | None]) -> list[Row]:
    told = [(one, a_result) for one in ledger.known if (a_result := took(one))]
    told.sort(key=lambda pair: (pair[1].cost is None, pair[1].cost or 0.0, pair[0].channel))
    return [
        _row(visit, one, a_result.cost, (a_result.cost_low, a_result.cost_high))
        for one, a_result in told
    ]


def _row(
    visit: Visit, one: Entry, value: float | None, ends: tuple[float | None, float | None]
) -> Row:
    known = one.channel != UNKNOWN
    colour = colour_of(one.channel, visit.theme) if known else GROUNDS[visit.theme].muted
    return (_label(one), colour, value, *ends, known)


def _intervals(
    visit: Visit,
    rows: Sequence[Row],
    *,
    title: str,
    subtitle: str,
    unit: str,
    figure: str,
    name: str,
    scope: Scope,
    about: Sequence[str],
) -> None:
    channels = pl.DataFrame(list(rows), schema=INTERVALS, orient="row")
    cards.chart_card(
        title,
        subtitle,
        drawn_once(
            visit,
            lambda: intervals_by_channel(channels, unit=unit, figure=figure, theme=visit.theme),
            "channels",
            name,
            unit,
            *rows,
        ),
        channels.select(
            pl.col("label").alias("Channel"),
            pl.col("value").round(4).alias(figure),
            pl.col("low").round(4).alias("Likely from"),
            pl.col("high").round(4).alias("Likely to"),
        ),
        name=name,
        alt_text=intervals_by_channel_alt(channels, title=title, unit=unit),
        theme=visit.theme,
        passport=lambda: about_several(visit.warehouse, about, scope=scope),
    )


def _table(visit: Visit, ledger: Ledger) -> None:
    with st.container(border=True, key="card_ledger"):
        st.header("Every channel in one ledger", anchor=False)
        st.markdown(_said_of_table(ledger))
        cards.show_numbers(
            ledger_table(ledger, reporting_currency(visit.warehouse)),
            "Hours, money and results of every channel",
            whole=True,
        )
        if visit.may_edit:
            link_to("Uploads", "Add hours and money: the template Channel costs")


def _said_of_table(ledger: Ledger) -> str:
    said = "What is empty is not on record, which is not the same as none. Followers stand last."
    untold = [
        METRICS[name].short.lower()
        for name in OUTCOMES
        if name not in _told_by_channel(ledger) and any(name in one.got for one in ledger.entries)
    ]
    if untold:
        said += f" Of {wording.listed(untold)} no export tells the channel."
    return said


def _told_by_channel(ledger: Ledger) -> list[str]:
    return [name for name in OUTCOMES if any(name in one.got for one in ledger.known)]


def ledger_table(ledger: Ledger, currency: str) -> pl.DataFrame:
    outcomes = _told_by_channel(ledger)
    single = "For one, in"
    rows = [
        (
            _label(one),
            one.hours,
            one.spent,
            *(one.got.get(name) for name in outcomes),
            _cost(_in_money(one)),
            _cost(_in_hours(one)),
            one.followers,
        )
        for one in ledger.entries
    ]
    numbers = [
        "Hours",
        f"Money ({currency})",
        *(METRICS[name].short for name in outcomes),
        f"{single} {currency}",
        f"{single} hours",
        "Followers",
    ]
    schema = {"Channel": pl.String, **dict.fromkeys(numbers, pl.Float64)}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    return table.with_columns(pl.col(numbers).round(2))


def _cost(a_result: Recorded | None) -> float | None:
    return a_result.cost if a_result else None


# -- which channel earns money? -------------------------------------------------------------------


def _which_earns(visit: Visit, outcome: str, scope: Scope) -> None:
    """An estimate takes a while and can mislead: it is made when it is asked for."""
    name = METRICS[outcome].short.lower()
    with st.container(border=True, key="card_which_earns"):
        st.header("Which channel earns money?", anchor=False)
        st.markdown(
            f"An estimate from how {name} moved when each channel’s spend did. It needs three "
            "years of months, spend that was raised, lowered and paused, and few channels; else it "
            "says what is missing. What was recorded, above, comes first."
        )
        answer = st.radio(ASKED, [NO, YES, NOT_SURE], index=None, key="hidden_cause")
        if answer == YES:
            st.markdown(
                "Then an estimate would be wrong, and is not made: it would give that push to the "
                "channels. A pause of one channel for four weeks would tell."
            )
            return
        asked = f"estimate_{visit.workspace.name}_{visit.warehouse.snapshot()}_{outcome}_{scope}"
        if answer and st.button("Work out the estimate", icon=":material/calculate:"):
            st.session_state[asked] = True
        if answer and st.session_state.get(asked):
            _estimate(visit, outcome, scope)


def _estimate(visit: Visit, outcome: str, scope: Scope) -> None:
    try:
        with st.spinner("Working it out: this can take half a minute."):
            judged = judge_channels(visit.warehouse, outcome, scope)
    except Refused as refusal:
        st.markdown(f"**{md(str(refusal), longest=600)}**")
        return
    if judged.refused_because:
        st.markdown(f"**Not told:** {md(judged.words, longest=1200)}")
        return
    st.markdown(f"**{md(judged.words, longest=1600)}**")
    _returns(visit, outcome, judged, scope)


def _returns(visit: Visit, outcome: str, judged: Channels, scope: Scope) -> None:
    """Ranges only: a middle would be taken for the answer."""
    metric = METRICS[outcome]
    # So that the figures of results are not all noughts behind the point.
    many = 1 if metric.unit == "money" else 1_000
    spent = wording.money(many, reporting_currency(visit.warehouse))
    rows: list[Row] = [
        (
            story.channel_label(one.channel),
            colour_of(one.channel, visit.theme),
            None,
            one.interval[0] * many,
            one.interval[1] * many,
            True,
        )
        for one in judged.returns
    ]
    _intervals(
        visit,
        rows,
        title=f"{metric.short} for each {spent} spent, as estimated",
        subtitle="In nine of ten cases the answer lies on the line. What may be said of their order"
        " stands above.",
        unit="decimal",
        figure="Estimate",
        name=f"{outcome}_returned",
        scope=scope,
        about=("channel_spend", outcome),
    )
    st.markdown(f"**And with a tenth more money?** Each further {md(spent)} would likely bring:")
    for one in judged.returns:
        of = "of " if metric.unit == "money" else ""
        st.markdown(f"- {md(_further(one, f'{of}{metric.short.lower()}', many))}")
    for note in judged.notes:
        st.markdown(md(note))


def _further(one: Return, what: str, many: int) -> str:
    label = story.channel_label(one.channel)
    if not one.tells:
        return f"{label}: can’t be told, its range is too wide."
    low, high = (wording.decimal(end * many) for end in one.next_unit)
    return f"{label}: {low} to {high} {what}."


PAGE = Page(
    title="Channels",
    icon=":material/hub:",
    order=40,
    url_path="channels",
    group="Explore",
    draw=draw,
)
