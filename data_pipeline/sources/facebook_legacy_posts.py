"""Facebook Insights “Data Export”, post level (until about 2021): each post's life so far.

Known from real files (2014 to 2016). The second line describes each column and is no row. An id is
the page's and the post's, joined by “_”; only the post's is kept, as newer exports write it. Days
are written the American way, by the clock of the Pacific coast. Which columns there are depends on
what people did with the posts.
"""

import polars as pl

from data_pipeline.contract import (
    Pattern,
    Source,
    Table,
    count,
    date,
    identifier,
    known_by,
    moment,
    required,
    text,
)

_VIDEO_VIEWS = Pattern(r"lifetime (unique |organic |paid |total )*video views( .*)?")
_STORIES = "Lifetime Post Stories by action type - "


def _without_the_page(posts: pl.DataFrame) -> pl.DataFrame:
    return posts.with_columns(pl.col("post_id").str.extract(r"([^_]+)$"))


SOURCE = Source(
    name="facebook_legacy_posts",
    label="Facebook Insights data export, post level",
    where="On Facebook (until 2021): Page › Insights › Export Data › Post data.",
    channel="facebook",
    grace=31,
    proof="real files",
    tables=[
        Table(
            subject="posts",
            columns={
                "Post ID": required(identifier("post_id")),
                "Permalink": text("link"),
                "Post Message": text("title"),
                "Type": text("post_type"),
                "Posted": required(moment("at", habit="mdy", such_as="03/31/2016 11:45:22 PM")),
                "Lifetime Post Total Reach": known_by(count("reach")),
                "Lifetime Post Total Impressions": count("impressions"),
                "Lifetime Post Consumptions": count("clicks"),
                f"{_STORIES}like": count("likes"),
                f"{_STORIES}comment": count("comments"),
                f"{_STORIES}share": count("shares"),
            },
            finish=_without_the_page,
            grouped=True,
        ),
        # Of its own kind, “(Video Posts)”: the same posts once more, so that none counts twice.
        Table(
            subject="posts",
            name="Video posts",
            columns={
                ("Post ID", "Video ID"): required(identifier("post_id")),
                "Posted": required(date(habit="mdy", such_as="03/31/2016 11:45:22 PM")),
                ("Lifetime Total Video Views", _VIDEO_VIEWS): known_by(count("video_views")),
            },
            without=("Lifetime Post Total Reach",),
            grouped=True,
            kept=False,
        ),
    ],
)
