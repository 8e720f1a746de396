"""Instagram stories, as Meta Business Suite exports them.

Their columns are known from memory: those of Instagram posts, and beside them at least one of
“Navigation”, “Sticker taps” and “Replies”, by which they are told from posts. An answer to a story
is a message to us, and counts as a comment does; where the inbox itself is here it counts there.
Figures are of a story's whole life, or of the day that the column “Date” holds.
"""

from collections.abc import Mapping

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
    ACCOUNT_ID,
    DATE,
    FOLLOWS,
    INSTAGRAM_FIGURES,
    INSTAGRAM_WORDS,
    NAVIGATION,
    POST_ID,
    PUBLISHED,
    REPLIES,
    STICKER_TAPS,
    USERNAME,
    VIEWS,
    told_by,
    with_answers_as_comments,
)

_VIEWS_AGAIN = VIEWS[::-1]
_TOLD_BY = (NAVIGATION, STICKER_TAPS, REPLIES)
_LIFETIME: Mapping[Headings, Column] = {
    POST_ID: required(identifier("post_id")),
    ACCOUNT_ID: identifier(""),
    USERNAME: known_by(text("account")),
    PUBLISHED: required(date(habit="mdy", such_as="03/31/2025 14:05")),
    **INSTAGRAM_WORDS,
    VIEWS: count("views"),
    _VIEWS_AGAIN: second(count()),
    **{headings: count(name) for name, headings in INSTAGRAM_FIGURES.items()},
    FOLLOWS: count("follows"),
    NAVIGATION: count(),
    STICKER_TAPS: count(),
    REPLIES: count("replies"),
}
_BY_DAY: Mapping[Headings, Column] = {
    POST_ID: required(identifier("post_id")),
    ACCOUNT_ID: identifier(""),
    USERNAME: known_by(text("")),
    PUBLISHED: known_by(text("")),
    DATE: required(date(habit="mdy", such_as="03/31/2025")),
    **{headings: text("") for headings in INSTAGRAM_WORDS},
    VIEWS: measure("views"),
    _VIEWS_AGAIN: second(count()),
    **{headings: measure(name) for name, headings in INSTAGRAM_FIGURES.items()},
    FOLLOWS: count(),
    NAVIGATION: count(),
    STICKER_TAPS: count(),
    REPLIES: measure("replies"),
}

SOURCE = Source(
    name="instagram_stories",
    label="Instagram stories",
    where="On Meta Business Suite: Insights › Content › Stories › choose a month › Export.",
    channel="instagram",
    grace=31,
    proof="memory",
    tables=[
        *(
            Table(
                subject="post_days",
                name="Instagram stories by day",
                columns=told_by(heading, _BY_DAY),
                looks={"date": r"\d"},
            )
            for heading in _TOLD_BY
        ),
        *(
            Table(
                subject="posts",
                columns=told_by(heading, _LIFETIME),
                finish=with_answers_as_comments,
                zero_is_missing=("views",),
            )
            for heading in _TOLD_BY
        ),
    ],
)
