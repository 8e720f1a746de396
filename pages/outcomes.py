"""Calls, enquiries, new accounts and revenue: each month, beside its usual range and its year."""

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_pipeline.metrics.catalogue import METRICS, OUTCOMES
from data_pipeline.metrics.coverage import coverage
from data_pipeline.metrics.money_apart import money_apart
from data_pipeline.metrics.query import Scope, measure, months_known
from data_pipeline.warehouse.targets import targets
from pages import Page, Visit
from pages.view import cards, charts, controls, story, wording
from pages.view.about import about
from pages.view.colours import colour_of
from pages.view.drawn_once import drawn_once
from pages.view.nothing_yet import say_nothing_yet

PARTS = {"channel": "channel", "source": "export"}
BESIDE = {
    "calls": ("answered_call_rate", "calls_missed", "first_time_call_rate"),
    "enquiries": ("enquiry_to_account_rate",),
    "new_accounts": ("enquiry_to_account_rate",),
    "revenue": ("refunds",),
}


def draw(visit: Visit) -> None:
    cards.dress(visit.theme)
    head = st.container()
    kept = months_known(visit.warehouse.marts()) if visit.warehouse.snapshot() else []
    outcome = controls.choose_one(
        "outcome", "Outcome", {name: METRICS[name].short for name in OUTCOMES}, "calls"
    )
    if not kept or _is_unknown(visit, outcome):
        head.title(f"No {METRICS[outcome].short.lower()} to show yet", anchor=False)
        say_nothing_yet(METRICS[outcome].label, [outcome])
        return
    scope = controls.choose_scope(kept, story.channels_of(visit.warehouse, [outcome]))
    _say(visit, head, outcome, scope)
    _by_month(visit, outcome, scope)
    _by_parts(visit, outcome, scope)
    _beside(visit, outcome, scope)
    if outcome == "revenue":
        _money_apart(visit, scope)


def _is_unknown(visit: Visit, outcome: str) -> bool:
    return measure(visit.warehouse, outcome).drop_nulls("value").is_empty()


def _say(visit: Visit, head: DeltaGenerator, outcome: str, scope: Scope) -> None:
    months = months_known(visit.warehouse.marts(), scope)
    month = story.month_in_focus(months, coverage(visit.warehouse))
    one = story.figure(visit.warehouse, outcome, month, scope)
    head.title(wording.md(story.headline(month, [one]), longest=400), anchor=False)
    head.markdown(wording.md(_told(one)))


def _told(one: story.Figure) -> str:
    parts = [one.detail]
    if one.complete and one.value is not None and one.year_before:
        change = wording.change(one.value, one.year_before)
        a_year_ago = wording.month(story.months_before(one.month, 12))
        parts.append(f"{change} against {a_year_ago}")
    told = "; ".join(parts)
    return f"{told[:1].upper()}{told[1:]}."


def _by_month(visit: Visit, outcome: str, scope: Scope) -> None:
    metric = METRICS[outcome]
    unit = story.unit_of(metric, story.reporting_currency(visit.warehouse))
    figures = story.beside_last_year(visit.warehouse, outcome, scope)
    notes = story.notes_on(visit.warehouse, [outcome], scope)
    aims = _targets(visit, outcome, figures) if scope.channels is None else charts.NO_TARGETS
    cards.chart_card(
        f"{metric.short} by month",
        "The band is where a month falls in 95 of 100 cases if it goes on as the months before it; "
        "it begins after a year of complete months. A month outside it is a large dot."
        + ("" if aims.is_empty() else " The thin steps are the targets."),
        drawn_once(
            visit,
            lambda: charts.expected_range(
                figures,
                unit=unit,
                colour=colour_of(outcome, visit.theme),
                theme=visit.theme,
                notes=notes,
                targets=aims,
            ),
            "by month",
            outcome,
            unit,
            scope,
            *notes.rows(),
            *aims.rows(),
        ),
        _month_table(figures, metric.short),
        name=f"{outcome}_by_month",
        alt_text=charts.over_months_alt(figures, title=metric.label, unit=unit),
        theme=visit.theme,
        passport=lambda: about(visit.warehouse, outcome, scope=scope),
    )
    with st.expander("Every month in a table"):
        cards.show_numbers(_month_table(figures, metric.short), f"{metric.label} by month")


def _targets(visit: Visit, outcome: str, figures: pl.DataFrame) -> pl.DataFrame:
    """Of the months that are shown; a target is for all channels together."""
    shown = set(figures["month"].to_list())
    rows = [
        (one.month, one.value)
        for one in targets(visit.warehouse)
        if one.metric == outcome and one.month in shown
    ]
    return pl.DataFrame(rows, schema=charts.TARGETS, orient="row")


def _month_table(figures: pl.DataFrame, label: str) -> pl.DataFrame:
    change = (pl.col("value") / pl.col("year_before") - 1) * 100
    judged = pl.col("complete") & pl.col("low").is_not_null() & pl.col("value").is_not_null()
    verdict = (
        pl.when(~pl.col("complete"))
        .then(pl.lit("not complete"))
        .when(~judged)
        .then(pl.lit(""))
        .when(pl.col("value") > pl.col("high"))
        .then(pl.lit("above its usual range"))
        .when(pl.col("value") < pl.col("low"))
        .then(pl.lit("below its usual range"))
        .otherwise(pl.lit("a normal month"))
    )
    return figures.sort("month", descending=True).select(
        pl.col("month").alias("Month"),
        pl.col("value").round(2).alias(label),
        verdict.alias("Verdict"),
        pl.col("low").round(0).alias("Usual from"),
        pl.col("high").round(0).alias("Usual to"),
        pl.col("year_before").round(2).alias("A year before"),
        change.round(1).alias("Change in %"),
    )


def _by_parts(visit: Visit, outcome: str, scope: Scope) -> None:
    """By channel and by export, as far as there is more than one of them to tell apart."""
    channels = story.by_part(visit.warehouse, outcome, "channel", scope)
    exports = story.by_part(visit.warehouse, outcome, "source", scope)
    if set(channels["series"]) <= {"unknown"}:
        cards.quiet_card(
            "no_channels",
            f"No export says where the {METRICS[outcome].short.lower()} came from. A column such as"
            " “How did you hear about us?”, a campaign tag or a tracked number would tell.",
        )
        shown = []
    else:
        shown = [("channel", channels)]
    if exports["series"].n_unique() > 1:
        shown.append(("source", exports))
    for (part, figures), column in zip(shown, st.columns(max(len(shown), 1)), strict=False):
        with column:
            _by(visit, outcome, part, figures, scope)


def _by(visit: Visit, outcome: str, part: str, figures: pl.DataFrame, scope: Scope) -> None:
    metric = METRICS[outcome]
    unit = story.unit_of(metric, story.reporting_currency(visit.warehouse))
    title = f"{metric.short} by {PARTS[part]}"
    cards.chart_card(
        title,
        _told_of_part(figures, part, metric.short.lower()),
        drawn_once(
            visit,
            lambda: charts.stacked_months(
                figures, PARTS[part].title(), unit=unit, theme=visit.theme
            ),
            "by part",
            outcome,
            part,
            unit,
            scope,
        ),
        figures.pivot("label", index="month", values="value").rename({"month": "Month"}),
        name=f"{outcome}_by_{part}",
        alt_text=charts.stacked_months_alt(figures, PARTS[part], title=metric.short, unit=unit),
        theme=visit.theme,
        passport=lambda: about(visit.warehouse, outcome, scope=scope),
    )


def _told_of_part(figures: pl.DataFrame, part: str, name: str) -> str:
    if part == "source":
        return "Which of your exports counted them."
    total = float(figures["value"].sum())
    unknown = float(figures.filter(series="unknown")["value"].sum())
    if not unknown or not total:
        return f"Where the {name} came from, as customers or tracking said."
    share = wording.percent(unknown / total)
    return f"As customers or tracking said. Of {share} the channel is not known: the pale pile."


def _beside(visit: Visit, outcome: str, scope: Scope) -> None:
    """Figures that belong to the outcome and are not it."""
    shown = [
        name
        for name in BESIDE[outcome]
        if not measure(visit.warehouse, name, scope=scope).drop_nulls("value").is_empty()
    ]
    if not shown:
        return
    for name, column in zip(shown, st.columns(len(shown)), strict=True):
        with column:
            _small(visit, name, outcome, scope)


def _small(visit: Visit, name: str, outcome: str, scope: Scope) -> None:
    metric = METRICS[name]
    unit = story.unit_of(metric, story.reporting_currency(visit.warehouse))
    figures = measure(visit.warehouse, name, scope=scope)
    cards.chart_card(
        metric.label,
        metric.meaning,
        drawn_once(
            visit,
            lambda: charts.over_months(
                figures, unit=unit, colour=colour_of(outcome, visit.theme), theme=visit.theme
            ),
            "beside",
            name,
            outcome,
            unit,
            scope,
        ),
        figures.select(
            pl.col("month").alias("Month"),
            pl.col("value").round(4).alias(metric.label),
            pl.col("complete").alias("Complete"),
        ),
        name=f"{outcome}_{name}",
        alt_text=charts.over_months_alt(figures, title=metric.label, unit=unit),
        theme=visit.theme,
        passport=lambda: about(visit.warehouse, name, scope=scope),
    )


def _money_apart(visit: Visit, scope: Scope) -> None:
    apart = money_apart(visit.warehouse, scope)
    currency = story.reporting_currency(visit.warehouse)
    told = [_failed(row["currency"], row["failed_payments"]) for row in apart.to_dicts()]
    told += [
        f"{wording.money(row['revenue'], row['currency'])} came in another currency and is not in "
        f"the figures: no exchange rate is stated for these months."
        for row in apart.filter(pl.col("currency") != currency).to_dicts()
        if row["revenue"]
    ]
    if any(told):
        with st.container(border=True, key="card_money_apart"):
            st.header("Not in the revenue", anchor=False)
            for sentence in filter(None, told):
                st.markdown(wording.md(sentence, longest=400))


def _failed(currency: str, amount: float | None) -> str:
    if not amount:
        return ""
    return f"{wording.money(abs(amount), currency)} of payments failed: nobody received that money."


PAGE = Page(
    title="Outcomes",
    icon=":material/call:",
    order=30,
    url_path="outcomes",
    group="Explore",
    draw=draw,
)
