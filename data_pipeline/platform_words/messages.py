"""An inbox as it is downloaded: which messages came and which went, and when one is the same.

No download says whose it is. Whoever takes part in more conversations than anybody else is its
owner; where two take part in equally many, nobody is, and what came and what went stays open.
"""

from hashlib import blake2b

import polars as pl

_TOLD_APART = 12  # bytes


def whose(people: pl.DataFrame) -> str | None:
    """Of rows with `thread` and `person`: who is in the most threads, if one is."""
    threads = (
        people.drop_nulls()
        .group_by("person")
        .agg(pl.col("thread").n_unique().alias("threads"))
        .sort("threads", descending=True)
    )
    if threads.is_empty():
        return None
    most = threads.filter(pl.col("threads") == threads["threads"][0])
    return most["person"][0] if most.height == 1 else None


def with_direction(messages: pl.DataFrame, owner: str | None) -> pl.DataFrame:
    """`direction` by who sent it."""
    ours = pl.col("sender") == pl.lit(owner, pl.String)
    way = pl.when(ours).then(pl.lit("out")).when(~ours).then(pl.lit("in"))
    return messages.with_columns(way.alias("direction"))


def with_ids(messages: pl.DataFrame) -> pl.DataFrame:
    """A message is the same in two downloads by its thread, its sender and its moment."""
    same = ["thread", "sender", "at"]
    counted = messages.with_columns(pl.int_range(pl.len()).over(same).alias("of_a_moment"))
    written = counted.select(
        pl.concat_str(
            pl.col(*same, "of_a_moment").cast(pl.String).fill_null(""), separator=" "
        ).alias("written")
    )["written"]
    return messages.with_columns(
        pl.Series(
            "interaction_id",
            [blake2b(text.encode(), digest_size=_TOLD_APART).hexdigest() for text in written],
            dtype=pl.String,
        )
    )
