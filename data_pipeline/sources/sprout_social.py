"""Sprout Social reports: profiles by day, and posts.

From documentation of others' readers; no file was seen. Days are "1-31-2025" or "1/31/2025" as the
account writes them, thousands have commas. `Audience` is the follower total of the day. A profile
is an account of its own only where the file has several of one network: otherwise a figure is the
same as in the network's own export, and the newer upload wins. A post is known by its network's
number where its address has one; elsewhere (Facebook, Instagram) by Sprout's, so such posts should
come either from Sprout or from the network. Received messages are of every kind: they are added up
and not kept.
"""

import polars as pl

from data_pipeline.contract import (
    Column,
    Headings,
    Kind,
    Source,
    Table,
    count,
    date,
    identifier,
    known_by,
    like,
    measure,
    moment,
    required,
    text,
)
from data_pipeline.platform_words.networks import (
    on_their_networks,
    posts_on_their_networks,
    told_of_other_networks,
)

_DAY = required(date(habit="mdy", such_as="1/31/2025"))
_AUDIENCE = ("Audience", "Followers", "Total Audience")
_PROFILES: dict[Headings, Column] = {
    "Date": _DAY,
    "Network": required(like(text("network"), "Instagram")),
    "Profile": text("profile"),
}
_GROWTH = ("Net Audience Growth", "Net Follower Growth")
_BY_DAY: dict[Headings, Column] = {
    _GROWTH: known_by(measure("followers_net")),
    ("Audience Gained", "Followers Gained"): measure("followers_gained"),
    ("Audience Lost", "Followers Lost"): measure("followers_lost"),
    ("Published Posts", "Published Posts (Total)"): measure("posts"),
    "Impressions": measure("impressions"),
    "Reach": measure("reach"),
    "Video Views": measure("video_views"),
    "Engagements": measure("engagements"),
    ("Reactions", "Likes"): measure("likes"),
    ("Comments", "Comments & Replies"): measure("comments"),
    ("Shares", "Shares & Reposts"): measure("shares"),
    "Saves": measure("saves"),
    "Post Link Clicks": measure("link_clicks"),
    ("Sent Messages", "Sent Messages (Total)"): count(),
    ("Received Messages", "Received Messages (Total)"): count(),
    "Engagement Rate (per Impression)": Column(Kind.PERCENT),
}


def _of_facebook(counts: pl.DataFrame) -> pl.DataFrame:
    return on_their_networks(counts.with_columns(network=pl.lit("Facebook")))


SOURCE = Source(
    name="sprout_social",
    label="Sprout Social report",
    where="On Sprout Social: Reports › Profile Performance or Post Performance › Export › CSV.",
    proof="documentation",
    tables=[
        Table(
            subject="channel_days",
            name="Profiles",
            columns={**_PROFILES, _AUDIENCE: known_by(count()), **_BY_DAY},
            finish=on_their_networks,
            whole=True,
            tells=told_of_other_networks,
        ),
        Table(
            subject="follower_counts",
            name="Profiles",
            columns={
                **_PROFILES,
                _AUDIENCE: known_by(count("followers")),
                _GROWTH: known_by(count()),
            },
            finish=on_their_networks,
            whole=True,
            again=True,
        ),
        Table(
            subject="posts",
            name="Posts",
            columns={
                "Date": required(moment(habit="mdy", such_as="1/31/2025 9:05 am")),
                "Network": required(like(text("network"), "Instagram")),
                "Post ID": identifier("tool_id"),
                "Post Type": known_by(text("post_type")),
                "Content Type": text(""),
                "Profile": text("profile"),
                "Link": known_by(text("link")),
                "Post": known_by(text("title")),
                "Impressions": count("impressions"),
                "Organic Impressions": count(),
                "Paid Impressions": count(),
                "Reach": count("reach"),
                "Engagements": count("engagements"),
                ("Reactions", "Likes"): count("likes"),
                ("Comments", "Comments & Replies"): count("comments"),
                ("Shares", "Shares & Reposts"): count("shares"),
                "Saves": count("saves"),
                "Post Link Clicks": count("clicks"),
                "Video Views": count("video_views"),
            },
            finish=posts_on_their_networks,
            whole=True,
            tells=told_of_other_networks,
        ),
        Table(
            subject="follower_counts",
            name="Facebook Pages",
            columns={
                "Date": _DAY,
                ("Facebook Page", "Page", "Profile"): text("profile"),
                "Total Fans": known_by(count("followers")),
            },
            finish=_of_facebook,
            whole=True,
        ),
    ],
)
