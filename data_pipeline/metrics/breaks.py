"""Days on which a platform began to count differently. A line is broken there, never joined."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Break:
    """One change of definition: the channels and metrics whose lines it breaks."""

    day: date
    channels: tuple[str, ...]
    metrics: tuple[str, ...]
    label: str
    told: str


BREAKS = (
    Break(
        date(2025, 1, 1),
        ("facebook", "instagram"),
        ("impressions", "views", "engagement_rate_by_impressions"),
        "Meta counts views",
        "Facebook and Instagram give views instead of impressions in exports made from about the "
        "end of 2024 on. The two are different measures.",
    ),
)


def breaks_in(metric: str, channels: tuple[str, ...] | None) -> list[Break]:
    """The breaks in a metric's line, for the channels looked at."""
    return [
        one
        for one in BREAKS
        if metric in one.metrics
        and (channels is None or any(channel in channels for channel in one.channels))
    ]
