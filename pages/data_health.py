"""What is here, what is missing, what changed its definition, and how to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl
import streamlit as st

from data_pipeline.metrics import METRICS
from data_pipeline.metrics.breaks import breaks_in
from data_pipeline.metrics.catalogue import OUTCOMES
from data_pipeline.metrics.coverage import Cell, Coverage, coverage, label_of, months_between
from data_pipeline.metrics.health import (
    foreign_money,
    gaps,
    latest_uploads,
    new_levels,
    outages,
    shared_outcomes,
    suspects,
)
from data_pipeline.metrics.query import months_known, reporting_currency
from data_pipeline.sources import all_sources
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.channel_rules import CHANNELS
from data_pipeline.warehouse.own_sources import way_to
from pages import Page, Visit
from pages.view import cards, charts, controls, wording
from pages.view.follower_totals import show_follower_totals
from pages.view.links import link_to
from pages.view.nothing_yet import say_nothing_yet
from pages.view.retold import show_retold
from pages.view.story import unit_of
from pages.view.wording import md

LACKS_NAMED = 4
METRICS_SHOWN = (*OUTCOMES, "followers", "engagements")


@dataclass(frozen=True)
class Attention:
    """One thing to look at: what it is, and what to do about it."""

    what: str
    mend: str


def draw(visit: Visit) -> None:
    cards.dress(visit.theme)
    whole = coverage(visit.warehouse)
    if not whole.cells:
        st.title("Nothing is here yet", anchor=False)
        say_nothing_yet("The calendar of your exports", METRICS_SHOWN)
        return
    attentions = _attentions(visit)
    _say(whole, attentions)
    _show_calendar(visit, whole)
    _show_attentions(attentions)
    show_retold(visit.warehouse)
    _show_definitions(visit.warehouse)
    show_follower_totals(visit.warehouse, visit.may_edit)
    _show_latest(visit.warehouse)
    _check_the_store(visit.warehouse)


def _attentions(visit: Visit) -> list[Attention]:
    currency = reporting_currency(visit.warehouse)
    snapshot = visit.warehouse.marts().snapshot
    return _attentions_of(str(visit.workspace), snapshot, currency, visit.warehouse)


@st.cache_data(max_entries=32, show_spinner=False)
def _attentions_of(
    workspace: str, snapshot: int, currency: str, _warehouse: Warehouse
) -> list[Attention]:
    return list(what_needs_attention(_warehouse, coverage(_warehouse)))


def _say(whole: Coverage, attentions: list[Attention]) -> None:
    here = sum(1 for cell in whole.cells if cell.state == "here")
    share = wording.percent(here / len(whole.cells))
    number = len(attentions)
    needs = f"{wording.count(number)} {'thing needs' if number == 1 else 'things need'}"
    st.title(f"{needs} attention" if attentions else "Everything expected is here", anchor=False)
    sources = len({(cell.source, cell.channel) for cell in whole.cells})
    st.markdown(
        f"{share} of the months of {wording.plural(sources, 'export')} are here to their end. "
        "A month that is not is left out of comparisons; what is missing is never counted as 0."
    )


def _show_calendar(visit: Visit, whole: Coverage) -> None:
    months = months_known(visit.warehouse.marts())
    with st.popover("Months", icon=":material/calendar_month:", type="tertiary"):
        first, last = controls.choose_months(months)
    figures = calendar_of(whole, first, last)
    cards.chart_card(
        "Which export covers which month",
        f"{wording.months(first, last)}, one square a month",
        charts.coverage_calendar(figures, theme=visit.theme),
        _numbers(figures),
        name="coverage",
        alt_text=charts.coverage_calendar_alt(figures),
        theme=visit.theme,
    )


def calendar_of(whole: Coverage, first: date, last: date) -> pl.DataFrame:
    """Every export and month of the span; before an export began, it was not expected."""
    states = {(name_of(cell), cell.month): cell.state for cell in whole.cells}
    names = list(dict.fromkeys(name_of(cell) for cell in whole.cells))
    rows = [
        (name, month, states.get((name, month), "not_expected"))
        for name in names
        for month in months_between(first, last)
    ]
    return pl.DataFrame(rows, schema=charts.COVERAGE, orient="row")


def name_of(cell: Cell) -> str:
    """The export's name; after its channel where one export serves several."""
    name, channel = label_of(cell.source), CHANNELS.get(cell.channel, "")
    serves_one = not channel or channel.lower() in name.lower()
    return name if serves_one or _channel_of(cell.source) else f"{channel}: {name}"


def _channel_of(source: str) -> str:
    known = all_sources().get(source)
    return known.channel if known else ""


def _numbers(figures: pl.DataFrame) -> pl.DataFrame:
    words = pl.col("state").replace_strict(charts.STATES, return_dtype=pl.String)
    return figures.select(
        pl.col("source").alias("Export"), pl.col("month").alias("Month"), words.alias("Files")
    )


def what_needs_attention(warehouse: Warehouse, whole: Coverage) -> Iterator[Attention]:
    """In the order in which a manager would mend it."""
    yield from _late_or_missing(warehouse, whole)
    yield from _left_out(whole)
    yield from _gaps(warehouse)
    yield from _outages(warehouse)
    yield from _jumps(warehouse)
    yield from _new_levels(warehouse)
    yield from _counted_twice(warehouse)
    yield from _other_currencies(warehouse)


def _late_or_missing(warehouse: Warehouse, whole: Coverage) -> Iterator[Attention]:
    lacking: dict[str, list[Cell]] = {}
    for cell in whole.cells:
        if cell.state == "missing" or (cell.state == "partial" and not cell.left_out):
            lacking.setdefault(name_of(cell), []).append(cell)
    ends_alike = [cells[-1] for cells in lacking.values() if _only_stops_short(cells, whole)]
    for name, cells in lacking.items():
        if len(ends_alike) > 1 and cells[-1] in ends_alike:
            continue
        lacks = _lacks(cells)
        more = len(lacks) - LACKS_NAMED
        rest = [f"{more} more"] if more > 0 else []
        words = wording.listed([*lacks[:LACKS_NAMED], *rest])
        yield Attention(f"{name}: {words}.", way_to(warehouse.folder, cells[0].source))
    if len(ends_alike) > 1:
        yield _all_stop_short(ends_alike)


def _only_stops_short(cells: list[Cell], whole: Coverage) -> bool:
    return len(cells) == 1 and cells[0].state == "partial" and cells[0].month == whole.unfinished


def _all_stop_short(cells: list[Cell]) -> Attention:
    days = [cell.last_day for cell in cells if cell.last_day]
    return Attention(
        f"{wording.plural(len(cells), 'export')} of {wording.month(cells[0].month)} stop before "
        f"its end, between {wording.day(min(days))} and {wording.day(max(days))}.",
        "Once the month is over, export each of them again for the whole month; what is here "
        "already is recognised.",
    )


def _lacks(cells: list[Cell]) -> list[str]:
    """Months that are missing in a row are told as one span."""
    said: list[str] = []
    run: list[date] = []
    for cell, following in zip(cells, [*cells[1:], None], strict=True):
        if cell.last_day is not None:
            said.append(f"{wording.month(cell.month)} stops on {wording.day(cell.last_day)}")
            continue
        run.append(cell.month)
        if following is None or following.last_day or not _follows(cell.month, following.month):
            verb = "is" if len(run) == 1 else "are"
            said.append(f"{wording.months(run[0], run[-1])} {verb} missing")
            run = []
    return said


def _follows(month: date, later: date) -> bool:
    return len(months_between(month, later)) == 2


def _left_out(whole: Coverage) -> Iterator[Attention]:
    for cell in whole.cells:
        if cell.left_out:
            yield Attention(
                f"{name_of(cell)}: {wording.plural(cell.left_out, 'row')} could not be read and "
                f"{'was' if cell.left_out == 1 else 'were'} left out in "
                f"{wording.month(cell.month)}.",
                "Mend them in the file, or export it again, and upload it: that makes it whole.",
            )


def _gaps(warehouse: Warehouse) -> Iterator[Attention]:
    for gap in gaps(warehouse):
        channel = CHANNELS.get(gap.channel, "")
        where = f" ({channel})" if channel else ""
        verb = "is" if gap.days == 1 else "are"
        yield Attention(
            f"{label_of(gap.source)}{where}: {wording.plural(gap.days, 'day')} {verb} missing "
            f"within {wording.month(gap.month)}.",
            f"Export the month again. {way_to(warehouse.folder, gap.source)}",
        )


def _jumps(warehouse: Warehouse) -> Iterator[Attention]:
    for one in suspects(warehouse):
        yield Attention(
            f"{one.what}: {wording.count(one.value)} in {wording.month(one.month)}, where about "
            f"{wording.count(one.usual)} is usual.",
            "If something happened then, all is well. If not, see in the file whether a decimal "
            "mark or a unit went wrong; the upload can be undone.",
        )


def _outages(warehouse: Warehouse) -> Iterator[Attention]:
    for one in outages(warehouse):
        days = wording.plural(one.days, "day")
        yield Attention(
            f"{label_of(one.source)} ({CHANNELS.get(one.channel, one.channel)}): nothing at all on "
            f"{days} from {wording.day(one.first_day)}, where about {wording.count(one.usual)} a "
            "day is usual.",
            "If the platform was out of order when the file was made, export the month again: the "
            "newer file counts.",
        )


def _new_levels(warehouse: Warehouse) -> Iterator[Attention]:
    for one in new_levels(warehouse):
        yield Attention(
            f"{one.what}: about {wording.count(one.after)} a month from {wording.month(one.month)} "
            f"on, where about {wording.count(one.before)} was usual.",
            "If something happened then, write it as a note on So what?, so that every picture "
            "shows it. If the platform began to count differently, compare only within each part.",
        )


def _counted_twice(warehouse: Warehouse) -> Iterator[Attention]:
    currency = reporting_currency(warehouse)
    for one in shared_outcomes(warehouse):
        metric = METRICS[one.metric]
        unit = unit_of(metric, currency)
        values = [f"{label_of(name)} {wording.amount(value, unit)}" for name, value in one.values]
        yield Attention(
            f"{metric.label}: several exports give it for {_span(one.months)}. "
            f"In {wording.month(one.months[-1])}: {wording.listed(values)}.",
            "If one holds what the other holds too, it is counted twice: keep the fuller one and "
            "undo the other's uploads. If they are different sales or contacts, all is well.",
        )


def _other_currencies(warehouse: Warehouse) -> Iterator[Attention]:
    shown_in = reporting_currency(warehouse)
    for one in foreign_money(warehouse):
        amount = (
            wording.money(one.amount, one.currency)
            if one.currency
            else f"{wording.count(one.amount)} without a currency"
        )
        yield Attention(
            f"{one.what}: {amount} ({_span(one.months)}) is in no figure; they are in {shown_in}.",
            "Amounts are never converted without a rate of yours: state one for each month in the "
            f"template for exchange rates, or export them in {shown_in}.",
        )


def _span(months: tuple[date, ...]) -> str:
    if months_between(months[0], months[-1]) == list(months):
        return wording.months(months[0], months[-1])
    return f"{len(months)} months of {wording.months(months[0], months[-1])}"


def _show_attentions(attentions: list[Attention]) -> None:
    if not attentions:
        return
    with st.container(border=True, key="card_attention"):
        st.header("What needs attention", anchor=False)
        for one in attentions:
            st.markdown(f"**{md(one.what, longest=600)}**  \n:gray[{md(one.mend, longest=600)}]")
        link_to("Uploads", "Add files", ":material/upload:")


def _show_definitions(warehouse: Warehouse) -> None:
    changes = breaks_in(warehouse)
    if not changes:
        return
    with st.container(border=True, key="card_definitions"):
        st.header("What began to be counted differently", anchor=False)
        for one in changes:
            st.markdown(f"**{wording.month(one.day)}: {md(one.label)}**  \n{md(one.told, 600)}")
        st.markdown("Lines are broken at that day, and never compared across it.")


def _show_latest(warehouse: Warehouse) -> None:
    today = date.today()
    latest = latest_uploads(warehouse)
    with st.container(border=True, key="card_latest"):
        st.header("How fresh each export is", anchor=False)
        days = [(today - one.last_day).days if one.last_day else None for one in latest]
        st.dataframe(
            pl.DataFrame(
                {
                    "Export": [label_of(one.source) for one in latest],
                    "Latest day in it": [one.last_day for one in latest],
                    "Days since": days,
                    "Last upload": [one.received for one in latest],
                    "Files": [one.files for one in latest],
                }
            ),
            hide_index=True,
            placeholder=cards.NOTHING,
            alt="Each export's latest day and last upload, the oldest first",
            column_config={
                name: st.column_config.DateColumn(format="D MMM YYYY")
                for name in ("Latest day in it", "Last upload")
            },
        )


def _check_the_store(warehouse: Warehouse) -> None:
    with st.container(border=True, key="card_store"):
        st.header("Is everything kept as it was uploaded?", anchor=False)
        st.markdown("Every original file and every table is compared with its fingerprint.")
        if not st.button("Check the store", icon=":material/verified:"):
            return
        with st.spinner("Checking …"):
            faults = warehouse.verify()
        if not faults:
            st.success("All is as it was kept.")
        for fault in faults:
            st.error(md(fault, longest=400))


PAGE = Page(
    title="Data health",
    icon=":material/monitor_heart:",
    order=110,
    url_path="data-health",
    group="Data",
    draw=draw,
)
