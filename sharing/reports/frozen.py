"""The frozen page: one month of a business as a single page without scripts.

It says and draws what the screen does, from aggregates only: no person, no file, no single event.
One set of pictures serves light and dark: a stylesheet gives each colour its other theme's.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import polars as pl
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from data_pipeline.metrics.catalogue import METRICS
from data_pipeline.metrics.coverage import coverage
from data_pipeline.metrics.query import Scope, months_known
from data_pipeline.problems import refused
from data_pipeline.warehouse import Warehouse
from pages.view import charts, wording
from pages.view.colours import GROUNDS, Theme, colour_of
from pages.view.how_many import MORE, USUAL, how_many, outcome_asked
from pages.view.story import (
    INDEX_SERIES,
    Figure,
    Story,
    followers_told,
    gap_details,
    gap_told,
    index_of,
    index_told,
    known_sources,
    notes_on,
    share_gap_of,
    shares_frame,
    story_of,
)
from pages.view.verdicts import told_at_once

WIDE, NARROW, HALF = 860, 330, 400
TABLE_MONTHS = 13
Chart = charts.alt.LayerChart
Drawing = Callable[[Theme], Chart]
_COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass
class Pen:
    """Draws in light colours, and remembers what each is in the dark."""

    swaps: dict[str, str] = field(default_factory=dict[str, str])

    def draw(self, drawing: Drawing, width: int, said: str) -> Markup:
        """A chart as a picture of so many pixels."""
        light, dark = (
            charts.to_svg(drawing(theme), width=width, alt_text=said) for theme in ("light", "dark")
        )
        colours = _COLOUR.findall(light), _COLOUR.findall(dark)
        self.swaps |= dict(zip(*colours, strict=True))
        return Markup(_lighter(light))


@dataclass(frozen=True)
class Picture:
    """A chart drawn for wide pages and for phones, and what it shows in words."""

    title: str
    note: str
    wide: Markup
    narrow: Markup


@dataclass(frozen=True)
class FrozenTile:
    """An outcome at a glance."""

    label: str
    value: str
    verdict: str
    detail: str
    spark: Markup
    stands_out: bool
    muted: bool


def frozen_report(
    warehouse: Warehouse,
    business: str,
    month: date,
    *,
    title: str = "",
    frozen_on: date | None = None,
) -> str:
    """The page of one month and those before it. Refused where there is nothing to show."""
    if month not in reportable_months(warehouse):
        raise refused(
            f"There is nothing to freeze for {wording.month(month)}", "", "Choose another month."
        )
    known = months_known(warehouse.marts())
    scope = Scope((known[0], month))
    story = story_of(warehouse, scope)
    assert story is not None, "a month that is known has a story"
    pen, outcomes = Pen(), [one.metric.name for one in story.outcomes]
    asked = outcome_asked(outcomes)
    return _template().render(
        title=title or f"{business}, {wording.month(month)}",
        month=wording.month(month),
        headline=story.headline,
        story=story,
        moved=told_at_once(warehouse, outcomes, scope),
        needed=how_many(warehouse, asked, MORE[USUAL], scope) if asked else None,
        tiles=[_tile(one, pen) for one in _columns(story)],
        index=_index(warehouse, story, scope, pen),
        gap=_gap(warehouse, story, scope, pen),
        outcomes=[_by_month(one, pen) for one in story.outcomes],
        heads=[one.metric.short or one.metric.label for one in _columns(story)],
        table=list(_table(story)),
        frozen_on=wording.day(frozen_on or datetime.now(UTC).date()),
        files_up_to=_files_up_to(warehouse, month),
        light=GROUNDS["light"],
        dark=GROUNDS["dark"],
        swaps=pen.swaps.items(),
        wording=wording,
    )


def reportable_months(warehouse: Warehouse) -> list[date]:
    """The months a report can be made of, newest first: those that are over."""
    if warehouse.snapshot() == 0:
        return []
    unfinished = coverage(warehouse).unfinished
    return [month for month in reversed(months_known(warehouse.marts())) if month != unfinished]


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("frozen.html")


def _tile(one: Figure, pen: Pen) -> FrozenTile:
    muted = one.metric.name == "followers"
    verdict, detail = followers_told(one) if muted else (one.verdict, one.detail)
    said = charts.over_months_alt(one.months, title=one.metric.label, unit=one.unit)
    return FrozenTile(
        label=one.metric.short or one.metric.label,
        value="–" if one.value is None else wording.amount(one.value, one.unit),
        verdict=verdict,
        detail=detail,
        spark=pen.draw(lambda theme: _spark(one, theme), 150, said),
        stands_out=one.stands_out and not muted,
        muted=muted,
    )


def _spark(one: Figure, theme: Theme) -> Chart:
    return charts.sparkline(one.months, colour=colour_of(one.metric.name, theme), theme=theme)


def _index(warehouse: Warehouse, story: Story, scope: Scope, pen: Pen) -> Picture | None:
    names = [one.metric.name for one in story.outcomes]
    outcome = "revenue" if "revenue" in names else next(iter(names), None)
    made = index_of(warehouse, outcome, scope) if outcome else None
    if outcome is None or made is None:
        return None
    index, base = made
    breaks = _breaks(warehouse, [*INDEX_SERIES, outcome], scope)
    return _picture(
        index_told(index, outcome),
        "Three-month averages. Two lines that both grow always look alike: this picture compares, "
        "it does not judge.",
        lambda theme: charts.index_lines(index.lines, base, theme=theme, notes=breaks),
        charts.index_lines_alt(index.lines, base),
        pen,
    )


def _breaks(warehouse: Warehouse, metrics: Sequence[str], scope: Scope) -> pl.DataFrame:
    """Where a platform began to count differently. A manager's own notes stay at home."""
    return notes_on(warehouse, metrics, scope).filter(pl.col("kind") == "break")


def _gap(warehouse: Warehouse, story: Story, scope: Scope, pen: Pen) -> Picture | None:
    if not story.outcomes:
        return None
    outcome = known_sources(warehouse, story.month, "new_accounts")
    gap = share_gap_of(warehouse, outcome, story.month, scope)
    if gap is None or not gap.known:
        return None
    shares, words = shares_frame(gap), _words(outcome)
    return _picture(
        gap_told(gap, outcome),
        gap_details(gap, outcome, story.month),
        lambda theme: charts.share_gap(
            shares, outcome=words, colour=colour_of(outcome, theme), theme=theme
        ),
        charts.share_gap_alt(shares, outcome=words),
        pen,
    )


def _words(metric: str) -> str:
    return (METRICS[metric].short or METRICS[metric].label).lower()


def _by_month(one: Figure, pen: Pen) -> Picture:
    def drawing(theme: Theme) -> Chart:
        colour = colour_of(one.metric.name, theme)
        return charts.over_months(one.months, unit=one.unit, colour=colour, theme=theme)

    said = charts.over_months_alt(one.months, title=one.metric.label, unit=one.unit)
    drawn = pen.draw(drawing, HALF, said)
    return Picture(one.metric.label, one.metric.meaning, drawn, drawn)


def _picture(title: str, note: str, drawing: Drawing, said: str, pen: Pen) -> Picture:
    wide, narrow = (pen.draw(drawing, width, said) for width in (WIDE, NARROW))
    return Picture(title, note, wide, narrow)


def _lighter(svg: str) -> str:
    """The words once, on the whole: those on each mark would double it, and tenths of a pixel are
    as fine as anybody sees."""
    head, rest = svg.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "").split(">", 1)
    bare = re.sub(r' (?:aria-[a-z]+|role|class)="[^"]*"', "", rest)
    return head + ">" + re.sub(r"(\d[.]\d)\d+", r"\1", bare)


def _columns(story: Story) -> Sequence[Figure]:
    return (*story.outcomes, story.followers)


def _table(story: Story) -> Iterator[tuple[str, list[str]]]:
    """The last months as text, newest first."""
    columns = _columns(story)
    months = columns[0].months["month"].to_list()[-TABLE_MONTHS:]
    for month in reversed(months):
        yield wording.short_month(month), [_cell(one, month) for one in columns]


def _cell(one: Figure, month: date) -> str:
    row = one.months.filter(pl.col("month") == month)
    value = row["value"][0] if row.height else None
    if value is None:
        return wording.NOT_KNOWN
    said = wording.amount(value, one.unit)
    return said if row["complete"][0] else f"{said} (not complete)"


def _files_up_to(warehouse: Warehouse, month: date) -> str:
    days = [
        cell.last_day for cell in coverage(warehouse).cells if cell.last_day and cell.month <= month
    ]
    return wording.day(max(days)) if days else wording.month(month)
