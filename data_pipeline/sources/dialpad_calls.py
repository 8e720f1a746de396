"""Dialpad call log.

Known from memory only. One line a call; a call was answered when it was connected. How long it was
follows from when it was connected and when it ended. Calls between colleagues are neither incoming
nor outgoing.
"""

import polars as pl

from data_pipeline.contract import (
    Source,
    Table,
    identifier,
    known_by,
    moment,
    person,
    required,
    text,
)

_IN = "^(inbound|incoming)"


def _calls(lines: pl.DataFrame) -> pl.DataFrame:
    way = pl.col("way").str.to_lowercase()
    talked = (pl.col("ended") - pl.col("connected")).dt.total_seconds()
    seconds = talked if "ended" in lines.columns else pl.lit(None, pl.Int64)
    return lines.with_columns(
        pl.when(way.str.contains(_IN))
        .then(pl.lit("in"))
        .when(way.str.contains("^out"))
        .then(pl.lit("out"))
        .when(way.str.contains("^internal"))
        .then(pl.lit("internal"))
        .alias("direction"),
        pl.col("connected").is_not_null().alias("answered"),
        seconds.alias("seconds"),
        pl.when(way.str.contains(_IN)).then(pl.col("caller")).alias("caller"),
    )


SOURCE = Source(
    name="dialpad_calls",
    label="Dialpad call log",
    where="On Dialpad: Admin › Analytics › Logs › Calls › Export.",
    grace=3,
    proof="memory",
    tables=[
        Table(
            subject="calls",
            columns={
                "call_id": required(identifier("call_id")),
                "date_started": required(moment("at", such_as="2025-03-31 14:05:09")),
                "date_connected": known_by(moment("connected", such_as="2025-03-31 14:05:09")),
                "date_ended": moment("ended", such_as="2025-03-31 14:05:09"),
                "direction": known_by(text("way")),
                "external_number": known_by(person("caller")),
                "internal_number": text(""),
            },
            finish=_calls,
        )
    ],
)
