"""Days on which a platform began to count differently. A line is broken there, never joined."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data_pipeline.metrics.catalogue import METRICS
from data_pipeline.metrics.coverage import Cell, coverage, month_end
from data_pipeline.warehouse import Warehouse


@dataclass(frozen=True)
class Break:
    """One change of definition: the channels and metrics whose lines it breaks; where only some of
    a channel's exports changed, these `sources`."""

    day: date
    channels: tuple[str, ...]
    metrics: tuple[str, ...]
    label: str
    told: str
    sources: tuple[str, ...] = ()


# Each is a change its platform has announced, or that shows in its exports' own headings.
BREAKS = (
    Break(
        date(2021, 9, 20),
        ("email",),
        ("email_open_rate",),
        "Apple Mail opens unread e-mail",
        "Since iOS 15, Apple Mail loads the pictures of every message by itself: opens count "
        "people who never looked. Clicks are not touched by it.",
    ),
    Break(
        date(2023, 7, 1),
        ("website",),
        ("new_website_users", "website_events"),
        "Google Analytics 4",
        "Universal Analytics stopped counting. Its users and events are not those of Google "
        "Analytics 4: the one counted visits with cookies, the other counts events.",
    ),
    Break(
        date(2024, 4, 1),
        ("linkedin",),
        ("impressions", "engagement_rate_by_impressions"),
        "LinkedIn counts reposts",
        "The impressions of a personal profile's posts count those of reposts by others, too. "
        "LinkedIn said so of members' posts, not of pages'.",
        sources=("linkedin_personal",),
    ),
    Break(
        date(2025, 1, 1),
        ("facebook", "instagram"),
        ("impressions", "views", "engagement_rate_by_impressions"),
        "Meta counts views",
        "Facebook and Instagram give views instead of impressions in exports made from about the "
        "end of 2024 on. The two are different measures.",
    ),
    Break(
        date(2025, 3, 31),
        ("youtube",),
        ("views",),
        "YouTube counts each start of a Short",
        "A Short counts as viewed whenever it starts to play, however briefly. Before, it had to "
        "be watched for some seconds; that count goes on as engaged views.",
    ),
)


def breaks_in(
    warehouse: Warehouse, metric: str | None = None, channels: Sequence[str] | None = None
) -> list[Break]:
    """The breaks that lie within what is here: in a metric's line, or in any; for the channels
    looked at, or for all."""
    cells = coverage(warehouse).cells
    return [
        one
        for one in BREAKS
        if (metric is None or metric in one.metrics)
        and (channels is None or any(channel in channels for channel in one.channels))
        and _lies_within(one, cells)
    ]


def _lies_within(change: Break, cells: Sequence[Cell]) -> bool:
    """An export that serves no one channel, as a website's does, is known by its topics."""
    topics = {topic for name in change.metrics for topic in METRICS[name].topics}
    months = [
        cell.month
        for cell in cells
        if cell.rows and cell.topics & topics and cell.channel in (*change.channels, "")
        if not change.sources or cell.source in change.sources
    ]
    return bool(months) and min(months) < change.day <= month_end(max(months))
