"""The inbox in Meta's “download your information”, the same for Instagram and Facebook.

One document a conversation: `messages`, and around them `title` and `thread_path`. A conversation
of two is called by the other's name, so that nobody whose name is its title is the owner.
"""

from collections.abc import Mapping

import polars as pl

from data_pipeline.contract import Column, Headings, Table, known_by, like, moment, person, required
from data_pipeline.platform_words.messages import whose, with_direction, with_ids

WHERE = (
    "On Meta Accounts Centre: Your information and permissions › Download your information › "
    "Messages, format JSON."
)
_COLUMNS: Mapping[Headings, Column] = {
    ("sender_name", "senderName"): known_by(person("sender")),
    ("timestamp_ms", "timestamp"): required(like(moment(), "1741428300000")),
    ("thread_path", "threadName"): person("thread"),
    "title": person("title"),
}


def _told_apart(messages: pl.DataFrame) -> pl.DataFrame:
    named = [pl.col(name) for name in ("thread", "title") if name in messages.columns]
    title = pl.col("title") if "title" in messages.columns else pl.lit(None, pl.String)
    messages = messages.with_columns(
        pl.coalesce(*named, pl.lit(None, pl.String)).alias("thread"), title.alias("title")
    )
    others = messages.filter(~pl.col("sender").is_in(messages["title"].unique().to_list()))
    owner = whose(others.select("thread", pl.col("sender").alias("person")))
    messages = with_direction(messages, owner)
    if owner is None:
        theirs = pl.when(pl.col("sender") == pl.col("title")).then(pl.lit("in"))
        messages = messages.with_columns(theirs.alias("direction"))
    partner = pl.when(pl.col("direction") == "in").then("sender").otherwise("title")
    return with_ids(messages).with_columns(partner.alias("person"))


MESSAGES = Table(
    subject="interactions",
    name="Messages",
    columns=_COLUMNS,
    sheets=("messages",),
    constants={"kind": "message"},
    finish=_told_apart,
    whole=True,
)
