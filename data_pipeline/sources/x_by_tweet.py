"""Twitter activity by tweet, the export that X offered until 2023.

Known from real files. Counts are written "5218.0", promoted figures "-" where nothing was promoted,
tweets run over several lines with "&amp;" left in, and the time is UTC. The tweet's number does not
survive a spreadsheet: it is taken from the permalink where that is there.
"""

import polars as pl

from data_pipeline.contract import (
    Source,
    Table,
    count,
    date,
    identifier,
    known_by,
    required,
    text,
)
from data_pipeline.platform_words.twitter import METRICS


def _numbered_by_link(tweets: pl.DataFrame) -> pl.DataFrame:
    from_link = pl.col("link").str.extract(r"/status(?:es)?/(\d+)")
    title = pl.col("title").str.replace_many(["&amp;", "&lt;", "&gt;"], ["&", "<", ">"])
    return tweets.with_columns(pl.coalesce(from_link, "post_id").alias("post_id"), title)


SOURCE = Source(
    name="x_by_tweet",
    label="Twitter activity by tweet (until 2023)",
    where="On Twitter, until 2023: Analytics › Tweets › Export data › By Tweet.",
    channel="x",
    proof="real files",
    grace=31,
    tables=[
        Table(
            subject="posts",
            columns={
                **{(heading,): column for heading, column in METRICS.items()},
                ("Tweet id",): required(identifier("post_id")),
                ("Tweet permalink",): known_by(text("link")),
                ("Tweet text",): known_by(text("title")),
                ("time",): known_by(date(habit="ymd", such_as="2019-01-08 17:18 +0000")),
                ("impressions",): count("impressions"),
                ("engagements",): count("engagements"),
                ("retweets",): count("shares"),
                ("replies",): count("comments"),
                ("likes", "favorites"): count("likes"),
                ("url clicks",): count("clicks"),
                ("follows",): count("follows"),
            },
            finish=_numbered_by_link,
        )
    ],
)
