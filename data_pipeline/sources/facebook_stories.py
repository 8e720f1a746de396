"""Facebook stories, as Meta Business Suite exports them.

Their columns are known from memory: those of Facebook posts, and beside them at least one of
“Navigation”, “Sticker taps” and “Replies”, by which they are told from posts. An answer to a story
is a message to us, and counts as a comment does; where the inbox itself is here it counts there.
Figures are of a story's whole life, or of the day that the column “Date” holds.
"""

from collections.abc import Mapping

import polars as pl

from data_pipeline.contract import (
    Column,
    Headings,
    Source,
    Table,
    count,
    date,
    identifier,
    known_by,
    measure,
    required,
    second,
    text,
)
from data_pipeline.platform_words.meta import (
    DATE,
    FACEBOOK_FIGURES,
    FACEBOOK_WORDS,
    NAVIGATION,
    PAGE_ID,
    POST_ID,
    PUBLISHED,
    REPLIES,
    STICKER_TAPS,
    VIEWS,
    titled_by_their_text,
    told_by,
    with_answers_as_comments,
)

_VIEWS_AGAIN = VIEWS[::-1]
_TOLD_BY = (NAVIGATION, STICKER_TAPS, REPLIES)
_LIFETIME: Mapping[Headings, Column] = {
    POST_ID: required(identifier("post_id")),
    PAGE_ID: known_by(identifier("")),
    PUBLISHED: required(date(habit="mdy", such_as="03/31/2025 14:05")),
    **FACEBOOK_WORDS,
    VIEWS: count("views"),
    _VIEWS_AGAIN: second(count()),
    **{headings: count(name) for name, headings in FACEBOOK_FIGURES.items()},
    NAVIGATION: count(),
    STICKER_TAPS: count(),
    REPLIES: count("replies"),
}
_BY_DAY: Mapping[Headings, Column] = {
    POST_ID: required(identifier("post_id")),
    PAGE_ID: known_by(identifier("")),
    PUBLISHED: known_by(text("")),
    DATE: required(date(habit="mdy", such_as="03/31/2025")),
    **{headings: text("") for headings in FACEBOOK_WORDS},
    VIEWS: measure("views"),
    _VIEWS_AGAIN: second(count()),
    **{headings: measure(name) for name, headings in FACEBOOK_FIGURES.items()},
    NAVIGATION: count(),
    STICKER_TAPS: count(),
    REPLIES: measure("replies"),
}


def _whole(stories: pl.DataFrame) -> pl.DataFrame:
    return with_answers_as_comments(titled_by_their_text(stories))


SOURCE = Source(
    name="facebook_stories",
    label="Facebook stories",
    where="On Meta Business Suite: Insights › Content › Stories › choose a month › Export.",
    channel="facebook",
    grace=31,
    proof="memory",
    tables=[
        *(
            Table(
                subject="post_days",
                name="Facebook stories by day",
                columns=told_by(heading, _BY_DAY),
                looks={"date": r"\d"},
            )
            for heading in _TOLD_BY
        ),
        *(
            Table(
                subject="posts",
                columns=told_by(heading, _LIFETIME),
                finish=_whole,
                zero_is_missing=("views",),
            )
            for heading in _TOLD_BY
        ),
    ],
)
