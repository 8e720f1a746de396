"""Twilio call log.

Known from memory only. A forwarded call has two lines: the call that came in and the one that was
dialled from it. Only the first is a call. “completed” is taken for an answer, though a machine may
have given it. Calls begun by a program count as outgoing.
"""

import polars as pl

from data_pipeline.contract import (
    Source,
    Table,
    duration,
    identifier,
    known_by,
    moment,
    person,
    required,
    text,
)

_DIALLED_FROM_ANOTHER = r"^(outbound|outgoing)[\s-]dial$"


def _calls(lines: pl.DataFrame) -> pl.DataFrame:
    way = pl.col("way").str.to_lowercase()
    calls = lines.filter(~way.str.contains(_DIALLED_FROM_ANOTHER).fill_null(value=False))
    is_in = way.str.contains("^(inbound|incoming)")
    return calls.with_columns(
        pl.when(is_in).then(pl.lit("in")).otherwise(pl.lit("out")).alias("direction"),
        (pl.col("status").str.to_lowercase() == "completed").alias("answered"),
        pl.when(is_in).then(pl.col("caller")).alias("caller"),
    )


SOURCE = Source(
    name="twilio_calls",
    label="Twilio call log",
    where="On Twilio: Monitor › Logs › Calls › Export to CSV.",
    grace=3,
    proof="memory",
    tables=[
        Table(
            subject="calls",
            columns={
                ("Call Sid", "Sid", "CallSid"): required(identifier("call_id")),
                ("Start Time", "StartTime", "Date Created"): required(
                    moment("at", such_as="14:05:09 UTC 2025-03-31")
                ),
                "Direction": known_by(text("way")),
                "Status": known_by(text("status")),
                "From": known_by(person("caller")),
                "To": text(""),
                ("Duration", "Duration (seconds)"): duration("seconds"),
            },
            finish=_calls,
        )
    ],
)
