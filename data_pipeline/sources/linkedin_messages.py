"""LinkedIn messages, from the copy of one's data: every message of a personal account.

The form is known from memory; archives of until about 2018 have fewer columns, and one that says
which way a message went. Moments are in UTC. Spam and drafts are no messages. Of a message its
moment, who wrote it and the conversation are kept, both as pseudonyms; what it says is not.
"""

import polars as pl

from data_pipeline.contract import Source, Table, choice, known_by, moment, person, required, text
from data_pipeline.platform_words.messages import whose, with_direction, with_ids

_LEFT_OUT = "(?i)^spam$"
_DRAFT = "(?i)^(yes|true|1)$"


def _sent(messages: pl.DataFrame) -> pl.DataFrame:
    """Without what was put away unread, and what never went out."""
    for name, words in (("folder", _LEFT_OUT), ("draft", _DRAFT)):
        if name in messages.columns:
            messages = messages.filter(~pl.col(name).str.contains(words).fill_null(value=False))
    return messages


def _told_apart(messages: pl.DataFrame) -> pl.DataFrame:
    messages = _sent(messages)
    people = [
        messages.select("thread", pl.col(name).alias("person")) for name in ("sender", "receiver")
    ]
    messages = with_direction(messages, whose(pl.concat(people)))
    partner = pl.when(pl.col("direction") == "in").then("sender").otherwise("receiver")
    return with_ids(messages).with_columns(partner.alias("person"))


def _of_old(messages: pl.DataFrame) -> pl.DataFrame:
    """There were no threads yet: whatever passed between us and a person is one."""
    partner = pl.when(pl.col("direction") == "in").then("sender").otherwise("receiver")
    messages = _sent(messages).with_columns(partner.alias("person"), partner.alias("thread"))
    return with_ids(messages)


SOURCE = Source(
    name="linkedin_messages",
    label="LinkedIn messages",
    where="On LinkedIn: Me › Settings & Privacy › Data privacy › Get a copy of your data.",
    channel="linkedin",
    file_names=r"messages",
    grace=31,
    proof="memory",
    tables=[
        Table(
            subject="interactions",
            name="Messages",
            columns={
                "CONVERSATION ID": required(person("thread")),
                "FROM": known_by(person("sender")),
                "TO": known_by(person("receiver")),
                "DATE": required(moment()),
                "FOLDER": text("folder"),
                "IS MESSAGE DRAFT": text("draft"),
            },
            constants={"kind": "message"},
            finish=_told_apart,
            whole=True,
        ),
        Table(
            subject="interactions",
            name="Messages until 2018",
            columns={
                "From": known_by(person("sender")),
                "To": known_by(person("receiver")),
                "Date": required(moment()),
                "Direction": required(
                    choice("direction", {"in": ("incoming",), "out": ("outgoing",)})
                ),
                "Folder": known_by(text("folder")),
            },
            constants={"kind": "message"},
            finish=_of_old,
            whole=True,
        ),
    ],
)
