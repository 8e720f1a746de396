"""Facebook posts, as Meta Business Suite exports them.

Known from real files (2023 to 2025). Figures are of a post's whole life up to the export; where the
column “Date” holds a day instead of “Lifetime”, they are that day's. Metrics come and go from file
to file, and “Views” may stand twice. “Views” of nothing but 0 were not computed yet. A line without
a post id is an error message of the platform. “Impressions” became “Views” around the end of 2024:
two measures, kept apart. `Publish time` is month first in every account and language seen.
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
    number,
    required,
    second,
    text,
)
from data_pipeline.platform_words.meta import (
    DATE,
    FACEBOOK_FIGURES,
    FACEBOOK_WORDS,
    PAGE_ID,
    POST_ID,
    PUBLISHED,
    VIEWS,
    titled_by_their_text,
)

_VIEWS_AGAIN = VIEWS[::-1]
_MORE: Mapping[Headings, Column] = {
    ("Follows", "Net follows", "Seguimientos netos"): count("follows"),
    ("Link Clicks", "Länkklick", "Clics en el enlace"): count(),
    ("Seconds viewed", "Segundos reproducidos"): number("seconds_viewed"),
}
_KNOWN_BY: Mapping[Headings, Column] = {
    POST_ID: required(identifier("post_id")),
    PAGE_ID: known_by(identifier("")),
}

SOURCE = Source(
    name="facebook_posts",
    label="Facebook posts",
    where="On Meta Business Suite: Insights › Content › choose the Page and a month › Export.",
    channel="facebook",
    grace=31,
    proof="real files",
    tables=[
        Table(
            subject="post_days",
            name="Facebook posts by day",
            columns={
                **_KNOWN_BY,
                PUBLISHED: known_by(text("")),
                DATE: required(date(habit="mdy", such_as="03/31/2025")),
                **{headings: text("") for headings in FACEBOOK_WORDS},
                VIEWS: measure("views"),
                _VIEWS_AGAIN: second(count()),
                **{headings: measure(name) for name, headings in FACEBOOK_FIGURES.items()},
                **{headings: number() for headings in _MORE},
            },
            looks={"date": r"\d"},
        ),
        Table(
            subject="posts",
            columns={
                **_KNOWN_BY,
                PUBLISHED: required(date(habit="mdy", such_as="03/31/2025 14:05")),
                **FACEBOOK_WORDS,
                VIEWS: count("views"),
                _VIEWS_AGAIN: second(count()),
                **{headings: count(name) for name, headings in FACEBOOK_FIGURES.items()},
                **_MORE,
            },
            finish=titled_by_their_text,
            zero_is_missing=("views",),
        ),
    ],
)
