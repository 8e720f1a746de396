"""What needs attention in what is here: months awaited, gaps, jumps, double counting."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from data_pipeline.analysis.level_shifts import level_shifts
from data_pipeline.analysis.unit_jumps import unit_jumps
from data_pipeline.metrics.breaks import breaks_in
from data_pipeline.metrics.catalogue import METRICS, OUTCOMES
from data_pipeline.metrics.coverage import (
    Cell,
    Coverage,
    coverage,
    label_of,
    month_end,
    months_between,
)
from data_pipeline.metrics.query import measure, reporting_currency
from data_pipeline.metrics.rates import without_rate
from data_pipeline.staging.measures import MEASURES
from data_pipeline.staging.restated import Restated
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.channel_rules import CHANNELS

TOLD_APART = 0.01
DAYS_OF_AN_OUTAGE = 3  # more of them in a month are quiet days, or the platform was left
NEVER_STILL = 50.0  # on an average day
A_DAILY_SERIES = 25  # days in its fullest month


@dataclass(frozen=True)
class Awaited:
    """The month whose exports are being brought in. It goes on until its last day is past."""

    month: date
    cells: tuple[Cell, ...]
    goes_on: bool

    @property
    def lacking(self) -> list[Cell]:
        """Exports that are missing or stop short."""
        return [cell for cell in self.cells if cell.state != "here"]


@dataclass(frozen=True)
class Gap:
    """Days missing inside a daily series."""

    source: str
    channel: str
    month: date
    days: int


@dataclass(frozen=True)
class Suspect:
    """A month's figure that is far from those around it."""

    what: str
    month: date
    value: float
    usual: float


@dataclass(frozen=True)
class NewLevel:
    """From this month on a figure stays at another level than before."""

    what: str
    month: date
    before: float
    after: float


@dataclass(frozen=True)
class Outage:
    """Days on which a busy platform tells of nothing at all; `usual` is an average day's amount."""

    source: str
    channel: str
    first_day: date
    days: int
    usual: float


@dataclass(frozen=True)
class Shared:
    """One outcome that several sources give for the same months, and what each says of the last."""

    metric: str
    months: tuple[date, ...]
    values: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Retold:
    """An upload that tells a past month anew, and every figure it changed there."""

    upload: str
    file: str
    source: str
    received: date
    figures: tuple[Restated, ...]


@dataclass(frozen=True)
class Foreign:
    """Money that is in no figure, because it is in another currency or in none."""

    what: str
    currency: str
    amount: float
    months: tuple[date, ...]


@dataclass(frozen=True)
class Total:
    """What is known of a channel's followers. Without a `counted` day only gains are known.

    months: how many have a total; in `months_counted` of them somebody counted, over the others the
    nearest count is carried by the followers gained and lost.
    """

    channel: str
    account: str
    month: date
    followers: float | None
    counted: date | None
    gained: float | None
    months: int
    months_counted: int


@dataclass(frozen=True)
class Latest:
    """One export's last upload and last day."""

    source: str
    received: date
    last_day: date | None
    files: int


def awaited(whole: Coverage, today: date) -> Awaited | None:
    """The latest month while it lacks something; once it is whole, the next that has ended."""
    if not whole.cells:
        return None
    latest = max(cell.month for cell in whole.cells)
    cells = tuple(cell for cell in whole.cells if cell.month == latest)
    following = month_end(latest) + timedelta(days=1)
    if any(cell.state != "here" for cell in cells) or month_end(following) >= today:
        return Awaited(latest, cells, goes_on=month_end(latest) >= today)
    nothing_yet = (
        replace(cell, month=following, state="missing", rows=0, last_day=None, left_out=0)
        for cell in cells
    )
    return Awaited(following, tuple(nothing_yet), goes_on=False)


def gaps(warehouse: Warehouse) -> list[Gap]:
    """Days missing between the first and the last of what a platform gives day by day."""
    marts = warehouse.marts()
    if marts.snapshot == 0:
        return []
    months = marts.query(
        """
        select source, channel, topic, month, days, first_day, last_day
        from marts.coverage_of_days
        where topic in ('followers', 'activity', 'reach', 'web_days')
        """
    )
    series = ["source", "channel", "topic"]
    daily = months.filter(pl.col("days").max().over(series) >= A_DAILY_SERIES)
    begun = pl.max_horizontal("month", pl.col("first_day").min().over(series))
    missing = (pl.col("last_day") - begun).dt.total_days() + 1 - pl.col("days")
    found = (
        daily.with_columns(missing=missing)
        .filter(pl.col("missing") > 0)
        .group_by("source", "channel", "month")
        .agg(pl.col("missing").max())
        .sort("source", "channel", "month")
    )
    return [Gap(*row) for row in found.iter_rows()]


def outages(warehouse: Warehouse) -> list[Outage]:
    """Days of nothing in a series that is never still: more likely a fault than quiet days."""
    marts = warehouse.marts()
    if marts.snapshot == 0:
        return []
    found = marts.query(
        """
        select source, channel, first_day_of_nothing, days_of_nothing, amount / days as usual
        from marts.coverage_of_days
        where topic = 'reach' and days >= $daily and days_of_nothing between 1 and $most
        order by first_day_of_nothing desc
        """,
        daily=A_DAILY_SERIES,
        most=DAYS_OF_AN_OUTAGE,
    )
    return [Outage(*row) for row in found.filter(pl.col("usual") >= NEVER_STILL).iter_rows()]


def new_levels(warehouse: Warehouse) -> list[NewLevel]:
    """Figures that stay at another level from one month on; the latest first.

    Where a platform is known to count differently since, that is told elsewhere.
    """
    known = {(one.day.year, one.day.month) for one in breaks_in(warehouse)}
    found = [
        one
        for what, figures in _series(warehouse)
        for one in _shifted(what, figures)
        if (one.month.year, one.month.month) not in known
    ]
    return sorted(found, key=lambda one: one.month, reverse=True)


def _shifted(what: str, figures: pl.DataFrame) -> list[NewLevel]:
    months, values = _line(figures)
    shifts = level_shifts(values)
    return [NewLevel(what, months[one.at], one.before, one.after) for one in shifts]


def _line(figures: pl.DataFrame) -> tuple[list[date], list[float | None]]:
    """Every month from the first known to the last, None where it is not known."""
    known = {row[0]: row[1] for row in figures.select("month", "value").iter_rows()}
    months = months_between(min(known), max(known)) if known else []
    return months, [known.get(month) for month in months]


def suspects(warehouse: Warehouse) -> list[Suspect]:
    """Complete months at a tenth of those around them, or at ten times them; the latest first."""
    found = [one for what, figures in _series(warehouse) for one in _far(what, figures)]
    return sorted(found, key=lambda one: one.month, reverse=True)


def _far(what: str, figures: pl.DataFrame) -> list[Suspect]:
    months, values = _line(figures)
    return [Suspect(what, months[one.at], one.value, one.usual) for one in unit_jumps(values)]


def _series(warehouse: Warehouse) -> Iterator[tuple[str, pl.DataFrame]]:
    """Each figure whose unit a file could have wrong, by where it comes from."""
    if warehouse.marts().snapshot == 0:
        return
    for name in OUTCOMES:
        figures = measure(warehouse, name, by=("source",)).filter("complete").drop_nulls("value")
        for (source,), own in figures.group_by("source", maintain_order=True):
            yield f"{METRICS[name].label} from {label_of(str(source))}", own
    whole = coverage(warehouse)
    for (channel, measured), own in _channel_months(warehouse):
        partial = whole.incomplete({"followers", "activity", "reach"}, (channel,))
        label = MEASURES[measured].label.lower()
        complete = own.filter(~pl.col("month").is_in(list(partial)))
        yield f"{CHANNELS.get(channel, channel)}: {label}", complete


def _channel_months(warehouse: Warehouse) -> Iterator[tuple[tuple[str, str], pl.DataFrame]]:
    months = warehouse.marts().query(
        """
        select month, channel, measure, cast(sum(total) as double) as value
        from marts.monthly_channels
        -- Followers come in bursts by themselves.
        where total is not null and measure not like 'followers%'
        group by month, channel, measure order by channel, measure, month
        """
    )
    for (channel, measured), own in months.group_by("channel", "measure", maintain_order=True):
        yield (str(channel), str(measured)), own


def shared_outcomes(warehouse: Warehouse) -> list[Shared]:
    """Outcomes that several sources give for the same months: perhaps counted twice."""
    found: list[Shared] = []
    for name in OUTCOMES:
        figures = measure(warehouse, name, by=("source",)).filter(pl.col("value") > 0)
        shared = figures.filter(pl.col("source").n_unique().over("month") > 1)
        if shared.is_empty():
            continue
        months = shared["month"].unique().sort().to_list()
        last = shared.filter(pl.col("month") == months[-1]).sort("value", descending=True)
        values = tuple(last.select("source", "value").iter_rows())
        found.append(Shared(name, tuple(months), values))
    return found


def retold_months(warehouse: Warehouse) -> list[Retold]:
    """Uploads that stand and changed what an earlier one had told, the newest first."""
    found: list[Retold] = []
    for upload in warehouse.uploads():
        told = [Restated.from_json(one) for one in upload.receipt.get("restated", ())]
        figures = tuple(one for one in told if _is_told_apart(one))
        if figures:
            source = upload.receipt["tables"][0]["source"]
            day = upload.received_at.date()
            found.append(Retold(upload.id, upload.file, source, day, figures))
    return sorted(found, key=lambda one: one.received, reverse=True)


def _is_told_apart(one: Restated) -> bool:
    """A platform counts the last hours of a month again; only more than that is worth a word."""
    before = one.before or 0.0
    return abs(one.after - before) > TOLD_APART * max(abs(before), abs(one.after))


def foreign_money(warehouse: Warehouse) -> list[Foreign]:
    """Revenue and spend in other currencies than the reporting one: no rate is stated for them."""
    marts = warehouse.marts()
    if marts.snapshot == 0:
        return []
    held = marts.query(
        f"""
        select 'Revenue' as what, currency, month, cast(revenue as double) as amount
        from {without_rate("monthly_revenue")}
        union all
        select 'Spend' as what, currency, month, cast(spend as double) as amount
        from {without_rate("monthly_costs")}
        """,
        reporting=reporting_currency(warehouse),
    )
    apart = (
        held.filter(pl.col("amount") != 0)
        .group_by("what", pl.col("currency").fill_null(""))
        .agg(pl.col("amount").sum(), pl.col("month").unique().sort())
        .sort("what", "currency")
    )
    return [Foreign(row[0], row[1], row[2], tuple(row[3])) for row in apart.iter_rows()]


def follower_totals(warehouse: Warehouse) -> list[Total]:
    """What is known of each channel's followers at its last month."""
    marts = warehouse.marts()
    if marts.snapshot == 0:
        return []
    rows = marts.query(
        """
        select
            channel,
            account,
            max(month) as month,
            cast(arg_max(followers, month) as double) as followers,
            arg_max(counted_date, month) as counted,
            cast(sum(followers_gained) as double) as gained,
            count(followers) as months,
            count(case when basis = 'counted' then followers end) as months_counted
        from marts.monthly_followers
        group by channel, account
        order by channel, account
        """
    )
    return [Total(*row) for row in rows.iter_rows()]


def latest_uploads(warehouse: Warehouse) -> list[Latest]:
    """Each export's last upload and last day, the oldest data first."""
    received = {upload.id: upload.received_at.date() for upload in warehouse.uploads()}
    by_source: dict[str, list[tuple[date, date | None, str]]] = {}
    for one in warehouse.files():
        row = (received[one.upload], one.last_day, one.upload)
        by_source.setdefault(one.source, []).append(row)
    found = [
        Latest(
            source,
            max(row[0] for row in rows),
            max((row[1] for row in rows if row[1]), default=None),
            len({row[2] for row in rows}),
        )
        for source, rows in by_source.items()
    ]
    return sorted(found, key=lambda one: (one.last_day or date.min, label_of(one.source)))
