"""Instagram posts, reels and stories, as Meta Business Suite exports them.

Known from real files (2023 to 2025); the other languages' headings from documentation. Figures are
of a post's whole life up to the export; where the column “Date” holds a day instead of “Lifetime”,
they are that day's. Metrics come in any order. “Follows” are people gained by that post, no total.
“Views” of nothing but 0 were not computed yet; until 2025 there were “Impressions” instead, which
is another measure. `Publish time` is month first in every account and language seen.
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
    POST_ID,
    PUBLISHED,
    USERNAME,
    VIEWS,
)

_VIEWS_AGAIN = VIEWS[::-1]
_KNOWN_BY: Mapping[Headings, Column] = {
    POST_ID: required(identifier("post_id")),
    ACCOUNT_ID: identifier(""),
}

SOURCE = Source(
    name="instagram_posts",
    label="Instagram posts",
    where="On Meta Business Suite: Insights › Content › choose the account and a month › Export.",
    channel="instagram",
    grace=31,
    proof="real files",
    tables=[
        Table(
            subject="post_days",
            name="Instagram posts by day",
            columns={
                **_KNOWN_BY,
                USERNAME: known_by(text("")),
                PUBLISHED: known_by(text("")),
                DATE: required(date(habit="mdy", such_as="03/31/2025")),
                **{headings: text("") for headings in INSTAGRAM_WORDS},
                VIEWS: measure("views"),
                _VIEWS_AGAIN: second(count()),
                **{headings: measure(name) for name, headings in INSTAGRAM_FIGURES.items()},
                FOLLOWS: count(),
            },
            looks={"date": r"\d"},
        ),
        Table(
            subject="posts",
            columns={
                **_KNOWN_BY,
                USERNAME: known_by(text("account")),
                PUBLISHED: required(date(habit="mdy", such_as="03/31/2025 14:05")),
                **INSTAGRAM_WORDS,
                VIEWS: count("views"),
                _VIEWS_AGAIN: second(count()),
                **{headings: count(name) for name, headings in INSTAGRAM_FIGURES.items()},
                FOLLOWS: count("follows"),
            },
            zero_is_missing=("views",),
        ),
    ],
)
