"""What the screen, the link and every report say of a workspace: the same figures, the same words.

Nothing here says more than the data carry: no month is compared before it is over, and no link
between followers and outcomes is claimed or denied from lines that merely look alike.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from data_pipeline.analysis.index_lines import Index, indexed
from data_pipeline.analysis.share_gap import Share, ShareGap, share_gap
from data_pipeline.analysis.usual_range import UsualRange, usual_range
from data_pipeline.analysis.vanity_drift import VanityDrift, vanity_drift
from data_pipeline.metrics.breaks import breaks_in
from data_pipeline.metrics.catalogue import METRICS, OUTCOMES, Metric
from data_pipeline.metrics.coverage import Cell, Coverage, coverage, label_of, months_between
from data_pipeline.metrics.query import (
    EVERYTHING,
    Scope,
    measure,
    months_known,
    reporting_currency,
)
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.campaigns import campaigns
from data_pipeline.warehouse.channel_rules import CHANNELS
from data_pipeline.warehouse.notes import notes
from pages.view import charts, wording

SHARE_MONTHS = 12
FEWEST_MONTHS = 12
BARELY = 0.025  # a change under this is rather no change than one
INDEX_SERIES = ("followers", "engagements", "conversations")


@dataclass(frozen=True)
class Figure:
    """One metric as the month in focus shows it, and the months around it.

    `earlier` counts the complete months before it; `before` and `year_before` are the figures of
    the month before and of the same month a year before, where those are complete.
    """

    metric: Metric
    unit: str
    months: pl.DataFrame
    month: date
    value: float | None
    complete: bool
    usual: UsualRange | None
    earlier: int = 0
    before: float | None = None
    year_before: float | None = None

    @property
    def name(self) -> str:
        """As it stands within a sentence."""
        return (self.metric.short or self.metric.label).lower()

    @property
    def known(self) -> bool:
        """Whether any month has a value."""
        return bool(self.months["value"].drop_nulls().len())

    @property
    def stands_out(self) -> bool:
        """Outside its usual range."""
        return self.told in {"above", "below"}

    @property
    def told(self) -> str:
        """“above”, “below” or “within” its usual range; empty where that can't be said."""
        if self.value is None or not self.complete or self.usual is None:
            return ""
        return self.usual.tells(self.value)

    @property
    def verdict(self) -> str:
        """In a few words, whether the month is unusual; empty where that can't be said."""
        return {"within": "a normal month", "": ""}.get(self.told, f"{self.told} its usual range")

    @property
    def detail(self) -> str:
        """The expected range, or why there is none."""
        if self.value is None:
            return f"nothing here for {wording.month(self.month)}"
        if not self.complete:
            return "the month is not complete"
        if self.usual is None:
            lacking = max(FEWEST_MONTHS - self.earlier, 1)
            return f"its usual range is known in {wording.plural(lacking, 'month')}"
        return f"expected {wording.between(self.usual.low, self.usual.high, self.unit)}"


@dataclass(frozen=True)
class Story:
    """A workspace's month, told."""

    month: date
    headline: str
    basis: str
    outcomes: tuple[Figure, ...]
    followers: Figure
    lacking: tuple[str, ...]
    expected_files: int
    unfinished: date | None
    currency: str


def unit_of(metric: Metric, currency: str) -> str:
    """The unit as the wording knows it."""
    return {"money": currency, "share": "percent", "seconds": "minutes"}.get(
        metric.unit, metric.unit
    )


def story_of(warehouse: Warehouse, scope: Scope = EVERYTHING) -> Story | None:
    """The story of the last month in scope that is over; None before the first upload."""
    marts = warehouse.marts()
    months = months_known(marts, scope) if marts.snapshot else []
    if not months:
        return None
    whole = coverage(warehouse)
    month = month_in_focus(months, whole)
    outcomes = tuple(figure(warehouse, name, month, scope) for name in OUTCOMES)
    followers = figure(warehouse, "followers", month, scope)
    here = tuple(one for one in outcomes if one.known)
    return Story(
        month=month,
        headline=headline(month, here),
        basis=basis(here, followers, month),
        outcomes=here,
        followers=followers,
        lacking=tuple(lacking(whole, month)),
        expected_files=whole.expected(month),
        unfinished=whole.unfinished if whole.unfinished in months else None,
        currency=reporting_currency(warehouse),
    )


def month_in_focus(months: Sequence[date], whole: Coverage) -> date:
    """The last month that is over; if none is, the last."""
    over = [month for month in months if month != whole.unfinished]
    return over[-1] if over else months[-1]


def figure(warehouse: Warehouse, name: str, month: date, scope: Scope = EVERYTHING) -> Figure:
    """One metric with its months in scope, and whether the month in focus is unusual."""
    metric = METRICS[name]
    everything = measure(warehouse, name, scope=Scope(None, scope.channels))
    solid = _solid(everything)
    here = everything.filter(month=month)
    earlier = [value for one, value in solid.items() if one < month]
    return Figure(
        metric=metric,
        unit=unit_of(metric, reporting_currency(warehouse)),
        months=within(everything, scope),
        month=month,
        value=here["value"][0] if here.height else None,
        complete=bool(here["complete"][0]) if here.height else False,
        # A total that is carried on has no usual range: it is the sum of all that came before.
        usual=None if name == "followers" else _usual(solid, month),
        earlier=len(earlier),
        before=solid.get(months_before(month, 1)),
        year_before=solid.get(months_before(month, 12)),
    )


def within(figures: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """The months in scope of figures that were measured over all months."""
    return figures.filter(pl.col("month").is_between(*scope.months)) if scope.months else figures


def months_before(month: date, number: int) -> date:
    """The month so many months earlier."""
    place = month.year * 12 + month.month - 1 - number
    return date(place // 12, place % 12 + 1, 1)


def _solid(figures: pl.DataFrame) -> dict[date, float]:
    """The months that may be compared: complete, and known."""
    kept = figures.filter("complete").drop_nulls("value").sort("month")
    return dict(kept.select("month", "value").iter_rows())


def _usual(solid: Mapping[date, float], month: date) -> UsualRange | None:
    earlier = {one: value for one, value in solid.items() if one < month}
    return usual_range(list(earlier.values()), [_number(one) for one in earlier], _number(month))


def _number(month: date) -> int:
    return month.year * 12 + month.month


def usual_months(warehouse: Warehouse, name: str, scope: Scope = EVERYTHING) -> pl.DataFrame:
    """Each month beside the range its own past made likely, as the chart wants it: no month's
    range knows anything of that month or of a later one."""
    everything = measure(warehouse, name, scope=Scope(None, scope.channels))
    solid = _solid(everything)
    shown = within(everything, scope)
    ranges = [_usual(solid, month) for month in shown["month"]]
    return shown.with_columns(
        pl.Series("low", [one and one.low for one in ranges], dtype=pl.Float64),
        pl.Series("high", [one and one.high for one in ranges], dtype=pl.Float64),
    )


def beside_last_year(warehouse: Warehouse, name: str, scope: Scope = EVERYTHING) -> pl.DataFrame:
    """`usual_months`, and the same month a year before: only where both months are complete."""
    solid = _solid(measure(warehouse, name, scope=Scope(None, scope.channels)))
    figures = usual_months(warehouse, name, scope)
    earlier = [
        solid.get(months_before(month, 12)) if month in solid else None
        for month in figures["month"]
    ]
    return figures.with_columns(pl.Series("year_before", earlier, dtype=pl.Float64))


# Words of the month


def headline(month: date, outcomes: Sequence[Figure]) -> str:
    """What the month brought, in one sentence; what is unusual is said of the figure itself."""
    known = [one for one in outcomes if one.value is not None]
    named = wording.month(month)
    if not known:
        return f"{named}: no calls, enquiries, accounts or revenue are here yet."
    brought = f"{named} brought {wording.listed([_said(one) for one in known])}"
    judged = [one for one in known if one.told]
    unusual = [one for one in judged if one.stands_out]
    if unusual:
        return f"{brought}. {_sentence(_unusual(unusual))}{_the_rest(judged, known)}."
    if len(judged) == len(known):
        return f"{brought}: a normal month."
    if judged:
        return f"{brought}. {_sentence(_verb(judged, 'normal'))}."
    return f"{brought}."


def _said(one: Figure) -> str:
    assert one.value is not None
    so_far = "" if one.complete else " so far"
    if one.metric.unit == "money":
        return f"{wording.amount(one.value, one.unit)} of {one.name}{so_far}"
    single = {"enquiries": "enquiry"}.get(one.name, one.name.removesuffix("s"))
    return f"{wording.plural(round(one.value), single, one.name)}{so_far}"


def _unusual(figures: Sequence[Figure]) -> str:
    parts: list[str] = []
    for way in ("above", "below"):
        of_way = [one for one in figures if one.told == way]
        if of_way:
            whose = "its" if _one_amount(of_way) else "their"
            parts.append(_verb(of_way, f"{way} {whose} usual range"))
    return "; ".join(parts)


def _the_rest(judged: Sequence[Figure], known: Sequence[Figure]) -> str:
    normal = [one for one in judged if not one.stands_out]
    if not normal:
        return ""
    if len(judged) == len(known) and len(normal) > 1:
        return "; the rest was normal"
    return f"; {_verb(normal, 'normal')}"


def _verb(figures: Sequence[Figure], what: str) -> str:
    names = wording.listed([one.name for one in figures])
    return f"{names} {'was' if _one_amount(figures) else 'were'} {what}"


def _one_amount(figures: Sequence[Figure]) -> bool:
    return len(figures) == 1 and figures[0].metric.unit == "money"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def basis(outcomes: Sequence[Figure], followers: Figure, month: date) -> str:
    """From how many months, and what followers did meanwhile: told, not linked."""
    complete = max((one.earlier + one.complete for one in outcomes), default=0)
    said = f"From {wording.plural(complete, 'complete month')}."
    changes = [
        f"{one.name} {wording.change(one.value, one.year_before)}"
        for one in (followers, *outcomes)
        if one.complete and one.value is not None and one.year_before
    ]
    if not changes:
        return said
    against = wording.month(months_before(month, 12))
    return (
        f"{said} Against {against}: {wording.listed(changes)}. "
        "That is what happened; why is another question."
    )


def followers_told(followers: Figure) -> tuple[str, str]:
    """For the followers' tile: what a month changed, and what the figure is."""
    if followers.value is None:
        return "", "only gains are known: enter one total on Data health"
    if not followers.complete:
        return "", "the month is not complete"
    if followers.before is None:
        return "", "at the month's close"
    change = round(followers.value - followers.before)
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    return f"{sign}{wording.count(abs(change))} in the month", "at the month's close"


def lacking(whole: Coverage, month: date) -> list[str]:
    """What is missing of a month, as a manager would name it."""
    return [said(cell) for cell in whole.lacking(month)]


def said(cell: Cell) -> str:
    """One export that is missing or stops short."""
    name = label_of(cell.source)
    channel = CHANNELS.get(cell.channel, "")
    if channel and channel.lower() not in name.lower():
        name = f"{name} ({channel})"
    if cell.state == "missing" or cell.last_day is None:
        return name
    if cell.left_out:
        return f"{name} ({wording.plural(cell.left_out, 'row')} left out)"
    return f"{name} after {wording.day(cell.last_day)}"


# Followers beside the rest


def index_of(
    warehouse: Warehouse, outcome: str, scope: Scope = EVERYTHING
) -> tuple[Index, str] | None:
    """Followers, engagement, conversations and one outcome on one scale, and what makes 100."""
    names = (*INDEX_SERIES, outcome)
    figures = {
        name: frame
        for name in names
        if (frame := measure(warehouse, name, scope=scope))["value"].drop_nulls().len()
    }
    if outcome not in figures or len(figures) < 2:
        return None
    made = indexed(figures)
    if made is None:
        return None
    labels = {name: METRICS[name].short or METRICS[name].label for name in figures}
    lines = made.lines.with_columns(
        pl.col("series").replace_strict(labels, return_dtype=pl.String).alias("label")
    )
    base = f"100 is the average of {wording.months(made.base[0], made.base[-1])}"
    return Index(lines, made.base), base


def index_told(index: Index, outcome: str) -> str:
    """Where the followers' line and the outcome's have come to: side by side, and no more."""
    said: list[str] = []
    for series in ("followers", outcome):
        known = index.lines.filter(series=series).sort("month").drop_nulls("value")
        if known.height:
            said.append(_moved(known["label"][0].lower(), known["value"][-1] / 100 - 1))
    return _sentence(", ".join(said))


def _moved(label: str, change: float) -> str:
    if abs(change) < BARELY:
        return f"{label} barely moved"
    return f"{label} {'grew' if change > 0 else 'fell'} by {wording.percent(abs(change))}"


def share_gap_of(
    warehouse: Warehouse, outcome: str, month: date, scope: Scope = EVERYTHING
) -> ShareGap | None:
    """Followers by channel at a month's close against a year's outcomes by channel."""
    year = Scope((months_before(month, SHARE_MONTHS - 1), month), scope.channels)
    measured = measure(warehouse, outcome, by=("channel",), scope=year)
    outcomes = _by_channel(measured.filter("complete"))
    at_close = Scope((month, month), scope.channels)
    followers = _by_channel(measure(warehouse, "followers", by=("channel",), scope=at_close))
    if not outcomes or not followers:
        return None
    return share_gap(followers, outcomes)


def _by_channel(figures: pl.DataFrame) -> Mapping[str, float]:
    sums = figures.drop_nulls("value").group_by("channel").agg(pl.col("value").sum())
    return dict(sums.select("channel", "value").iter_rows())


def share_year(month: date) -> str:
    """The months whose outcomes the share gap counts, in words."""
    return wording.months(months_before(month, SHARE_MONTHS - 1), month)


def gap_told(gap: ShareGap, outcome: str) -> str:
    """The channel with most followers: its share of them, and its share of the outcome."""
    name = (METRICS[outcome].short or METRICS[outcome].label).lower()
    followed = [one for one in gap.shares if one.followers_share]
    if not gap.known or not followed:
        return f"Where followers are; where {name} come from is not known"
    most = max(followed, key=lambda one: one.followers_share or 0)
    share = wording.percent(most.outcome_share or 0)
    return (
        f"{channel_label(most.channel)}: {wording.percent(most.followers_share)} of followers,"
        f" {share} of {name} with a known source"
    )


def gap_details(gap: ShareGap, outcome: str, month: date) -> str:
    """What the two shares are of, and what the unknown pile could change."""
    name = (METRICS[outcome].short or METRICS[outcome].label).lower()
    told = f"Followers at the close of {wording.month(month)}; {name} of {share_year(month)}."
    if not gap.unknown:
        return told
    return (
        f"{told} {wording.percent(gap.unknown_share)} of {name} have no known source:"
        " the band is each channel's share of all, if none or every one of those were its own."
    )


def known_sources(warehouse: Warehouse, month: date, wanted: str) -> str:
    """The outcome wanted, if the channel of some of it is known; else the first of which it is."""
    for outcome in (wanted, *OUTCOMES):
        gap = share_gap_of(warehouse, outcome, month)
        if gap and gap.known:
            return outcome
    return wanted


def channels_of(warehouse: Warehouse, metrics: Iterable[str]) -> dict[str, str]:
    """The channels that any of these metrics has figures of, by what people call them."""
    found = {
        channel
        for name in metrics
        for channel in measure(warehouse, name, by=("channel",))["channel"].unique().to_list()
    }
    return {channel: channel_label(channel) for channel in sorted(found, key=channel_label)}


def channel_label(channel: str) -> str:
    """What people call a channel."""
    return CHANNELS.get(channel, channel.replace("_", " ").title())


def shares_frame(gap: ShareGap) -> pl.DataFrame:
    """The share gap as its chart wants it."""
    return pl.DataFrame([_share_row(one) for one in gap.shares], schema=charts.SHARES)


def _share_row(one: Share) -> dict[str, str | float | None]:
    return {
        "label": channel_label(one.channel),
        "followers_share": one.followers_share,
        "outcome_share": one.outcome_share,
        "low": one.low,
        "high": one.high,
    }


def by_part(warehouse: Warehouse, name: str, part: str, scope: Scope = EVERYTHING) -> pl.DataFrame:
    """A metric by month and channel or source, as charts of several series want it."""
    figures = measure(warehouse, name, by=(part,), scope=scope).rename({part: "series"})
    called = channel_label if part == "channel" else label_of
    labels = pl.col("series").map_elements(called, return_dtype=pl.String).alias("label")
    return figures.select("series", labels, "month", "value", "complete")


def only_gains(warehouse: Warehouse, scope: Scope = EVERYTHING) -> list[str]:
    """The channels of which no total is known: followers came, but from what number on?"""
    totals = measure(warehouse, "followers", by=("channel",), scope=scope)
    known = set(totals.drop_nulls("value")["channel"])
    return [one for one in totals["channel"].unique(maintain_order=True) if one not in known]


def notes_on(
    warehouse: Warehouse, metrics: Sequence[str], scope: Scope = EVERYTHING
) -> pl.DataFrame:
    """The manager's notes, the days of campaigns and the changes of definition, as a chart of these
    marks them. A note that a campaign took up is not told twice."""
    declared = campaigns(warehouse)
    rules: list[tuple[date, str, str, date | None]] = [
        (one.first_day, wording.plain(one.name, longest=60), "campaign", one.last_day)
        for one in declared
    ]
    rules += [
        (note.day, wording.plain(note.text, longest=60), "note", None)
        for note in notes(warehouse)
        if not any(one.name == note.text and one.meets(note.day, note.day) for one in declared)
    ]
    breaks = [one for name in metrics for one in breaks_in(warehouse, name, scope.channels)]
    rules += [(one.day, one.label, "break", None) for one in dict.fromkeys(breaks)]
    return pl.DataFrame(rules, schema=charts.NOTES, orient="row")


def drift_of(warehouse: Warehouse, outcome: str, scope: Scope = EVERYTHING) -> VanityDrift | None:
    """Whether followers ran ahead of an outcome within a year."""
    audience, wanted = (
        _solid(measure(warehouse, name, scope=scope)) for name in ("followers", outcome)
    )
    return vanity_drift(audience, wanted, counted=METRICS[outcome].unit == "count")


def drift_told(drift: VanityDrift, outcome: str) -> str:
    """Both growths, how far chance alone could move the outcome's, and which ran ahead."""
    name = (METRICS[outcome].short or METRICS[outcome].label).lower()
    grown = wording.signed_percent(drift.outcome)
    if drift.interval:
        low, high = (wording.signed_percent(end) for end in drift.interval)
        grown = f"{grown} (by the chance of counts alone {low} to {high})"
    then = {
        "ahead": "Followers ran ahead.",
        "behind": f"Followers stayed behind {name}.",
        "": "",
    }[drift.tells]
    return (
        "The last three complete months against the same three a year before: followers"
        f" {wording.signed_percent(drift.audience)}, {name} {grown}. {then}"
    ).strip()


def year_told(warehouse: Warehouse, month: date, channels: tuple[str, ...] | None = None) -> str:
    """What a year did to followers and to the outcomes, each by itself."""
    changes = []
    scope = Scope(channels=channels)
    for name in ("followers", *OUTCOMES):
        one = figure(warehouse, name, month, scope)
        if name == "followers":
            now, then = (one.value if one.complete else None), one.year_before
        else:
            now, then = (
                _year_to(warehouse, name, month, scope),
                _year_to(warehouse, name, months_before(month, 12), scope),
            )
        if now is not None and then:
            changes.append(f"{one.name} {wording.change(now, then)}")
    if not changes:
        return f"Followers beside what the business got, up to {wording.month(month)}"
    return f"In the year to {wording.month(month)}: {wording.listed(changes)}"


def _year_to(warehouse: Warehouse, name: str, month: date, scope: Scope) -> float | None:
    """Twelve months added up; None unless every one of them is complete."""
    solid = _solid(measure(warehouse, name, scope=scope))
    months = months_between(months_before(month, 11), month)
    return sum(solid[one] for one in months) if all(one in solid for one in months) else None
