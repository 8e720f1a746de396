"""Posts: the figures are of the post's whole life up to the export."""

import polars as pl

from data_pipeline.staging.subject import AMOUNT, Subject

SUBJECT = Subject(
    name="posts",
    grain="One row per post, as last exported.",
    columns={
        "channel": pl.String(),
        "post_id": pl.String(),
        "account": pl.String(),
        "date": pl.Date(),
        "title": pl.String(),
        "link": pl.String(),
        "post_type": pl.String(),
        "impressions": pl.Int64(),
        "views": pl.Int64(),
        "reach": pl.Int64(),
        "likes": pl.Int64(),
        "comments": pl.Int64(),
        "shares": pl.Int64(),
        "saves": pl.Int64(),
        "clicks": pl.Int64(),
        "follows": pl.Int64(),
        "engagements": pl.Int64(),
        "video_views": pl.Int64(),
        "watch_hours": AMOUNT,
    },
    key=("channel", "post_id"),
    merge="newest cell",
    moves=True,
)
