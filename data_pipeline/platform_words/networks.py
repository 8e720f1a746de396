"""How tools that post to several networks name them, and what becomes of their rows."""

from collections.abc import Sequence

import polars as pl

_NETWORKS = {
    "facebook": ("facebook", "fb"),
    "instagram": ("instagram", "ig", "instagram business"),
    "linkedin": ("linkedin",),
    "x": ("x", "x (twitter)", "x/twitter", "twitter", "twitter/x", "twitter (x)"),
    "tiktok": ("tiktok", "tiktok business"),
    "youtube": ("youtube",),
    "pinterest": ("pinterest",),
    "google_business": ("google business", "google business profile", "google my business"),
}
_CHANNELS = {name: channel for channel, names in _NETWORKS.items() for name in names}
# A network's own number of a post, where its address has it: its own exports know the post by it.
_NUMBERS = (
    r"(?:twitter|x)\.com/[^/]+/status(?:es)?/(\d+)",
    r"urn:li:(?:activity|share|ugcPost):(\d+)",
    r"tiktok\.com/.*/(?:video|photo)/(\d+)",
    r"(?:youtube\.com/(?:watch\?v=|shorts/)|youtu\.be/)([\w-]{11})",
)


def _channel() -> pl.Expr:
    """Our word for a network, also for a kind of page on it; none for one we do not show."""
    name = pl.col("network").str.strip_chars().str.to_lowercase()
    bare = name.str.replace(r"\s*(company|business)?\s*(pages?|profiles?|accounts?|channels?)$", "")
    return pl.coalesce(
        one.replace_strict(_CHANNELS, default=None, return_dtype=pl.String) for one in (name, bare)
    )


def on_their_networks(rows: pl.DataFrame) -> pl.DataFrame:
    """Each row on its channel. Only of several profiles of one network is each an account."""
    placed = rows.with_columns(channel=_channel()).filter(pl.col("channel").is_not_null())
    if "profile" not in rows.columns:
        return placed
    several = pl.col("profile").n_unique().over("channel") > 1
    return placed.with_columns(account=pl.when(several).then("profile").otherwise(pl.lit("")))


def posts_on_their_networks(posts: pl.DataFrame) -> pl.DataFrame:
    """Each post on its channel, known by its network's number, else by the tool's, else by link."""
    numbers = [pl.col("link").str.extract(form) for form in _NUMBERS]
    ids = [pl.col(name) for name in ("tool_id", "link") if name in posts.columns]
    return on_their_networks(posts).with_columns(post_id=pl.coalesce(*numbers, *ids))


def told_of_other_networks(records: pl.DataFrame) -> Sequence[str]:
    """Networks whose rows go nowhere."""
    other = records.filter(_channel().is_null() & pl.col("network").is_not_null())
    names = other["network"].str.strip_chars().unique().sort().to_list()
    if not names:
        return []
    return [f"No page shows {', '.join(names)}: those rows are added up, and not kept."]
