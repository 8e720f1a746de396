"""The figures that Twitter's exports gave until 2023."""

from data_pipeline.contract import Column, count, number, tolerant

_COUNTED = (
    "impressions", "engagements", "retweets", "replies", "likes", "user profile clicks",
    "url clicks", "hashtag clicks", "detail expands", "permalink clicks", "app opens",
    "app installs", "follows", "email tweet", "dial phone", "media views", "media engagements",
)  # fmt: skip

# Every figure, each also as promoted, read and added up.
METRICS: dict[str, Column] = {
    **{heading: count() for metric in _COUNTED for heading in (metric, f"promoted {metric}")},
    "engagement rate": tolerant(number()),
    "promoted engagement rate": tolerant(number()),
}
