"""YouTube Studio advanced mode, "Chart data": one row per day and ticked item, with one metric.

Known from real files. Only the few videos ticked in the chart are in it, so its days are parts of
posts and never a channel's figures. A number that starts with "-" has a blank in front. By traffic
source, age and so on it is read and added up, and not kept.
"""

from data_pipeline.contract import (
    Column,
    Kind,
    Source,
    Table,
    count,
    date,
    identifier,
    known_by,
    measure,
    required,
    text,
)
from data_pipeline.platform_words.youtube import (
    BREAKDOWNS,
    CLICKED,
    CONTENT,
    DATE,
    METRICS,
    PUBLISHED,
    TITLE,
    WATCHED,
    WATCHED_FOR,
    figures,
)

_DAY: dict[str | tuple[str, ...], Column] = {
    DATE: required(date(habit="ymd", such_as="2025-03-31"))
}
_OF_A_DAY: dict[str | tuple[str, ...], Column] = {
    **{spellings: measure(name) for name, spellings in METRICS.items()},
    METRICS["watch_hours"]: measure("watch_hours", Kind.NUMBER),
    WATCHED: measure("watch_percent", Kind.NUMBER),
    WATCHED_FOR: measure("watch_seconds", Kind.DURATION),
    CLICKED: measure("click_through_rate", Kind.NUMBER),
}
# Words that others break their figures down by too.
_ANYBODYS = (
    "Device type", "Geography", "Playlist", "Content type", "Geografie", "Gerätetyp",
    "Tipo de dispositivo", "Zone géographique", "Type d'appareil",
)  # fmt: skip


def _breakdown(words: tuple[str, ...], *, exactly: bool) -> Table:
    """By day and something else; a metric nobody has described only beside YouTube's own words."""
    return Table(
        subject="channel_days",
        name="Breakdown",
        columns={
            **figures(),
            **_DAY,
            words: required(text("")),
            **{spellings: count() for spellings in METRICS.values()},
            METRICS["watch_hours"]: figures()[METRICS["watch_hours"]],
        },
        exactly=exactly,
        unbroken=not exactly,
        kept=False,
    )


SOURCE = Source(
    name="youtube_chart",
    label="YouTube Studio chart",
    where="On YouTube: Studio › Analytics › Advanced mode › Export; it is “Chart data”.",
    channel="youtube",
    family="YouTube Studio",
    proof="real files",
    tables=[
        Table(
            subject="post_days",
            columns={
                **figures(),
                **_DAY,
                CONTENT: required(identifier("post_id")),
                TITLE: known_by(text("")),
                PUBLISHED: date("", such_as="Aug 12, 2024"),
                **_OF_A_DAY,
            },
        ),
        _breakdown(BREAKDOWNS, exactly=True),
        _breakdown(tuple(word for word in BREAKDOWNS if word not in _ANYBODYS), exactly=False),
    ],
)
