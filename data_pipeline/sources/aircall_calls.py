"""Aircall call log.

Known from documentation. One line a call. The time with its offset is the number's own; where only
the UTC column is there, that day counts. A call that went to voicemail was not answered.
"""

import polars as pl

from data_pipeline.contract import (
    Column,
    Headings,
    Source,
    Table,
    choice,
    duration,
    identifier,
    known_by,
    moment,
    person,
    required,
    text,
    yes_no,
)

_COLUMNS: dict[Headings, Column] = {
    ("direction", "call direction - type"): required(
        choice(
            "direction",
            {
                "in": ("inbound", "incoming", "entrant"),
                "out": ("outbound", "outgoing", "sortant"),
                "internal": ("interne",),
            },
        )
    ),
    "answered": yes_no("answered"),
    "missed_call_reason": known_by(text("")),
    ("duration (in call)", "in-call duration"): duration("seconds"),
    ("call id", "call_id", "id"): identifier("call_id"),
    ("line", "aircall number"): text("line"),
    "from": person("from"),
    "to": text(""),
}


def _calls(calls: pl.DataFrame) -> pl.DataFrame:
    has = set(calls.columns)
    times = [pl.col(name) for name in ("own_time", "utc_time") if name in has]
    talked = pl.col("seconds").fill_null(0) > 0 if "seconds" in has else pl.lit(None, pl.Boolean)
    answered = pl.coalesce("answered", talked) if "answered" in has else talked
    caller = pl.col("from") if "from" in has else pl.lit(None, pl.String)
    return calls.with_columns(
        pl.coalesce(times).alias("at"),
        answered.alias("answered"),
        pl.when(pl.col("direction") == "in").then(caller).alias("caller"),
        *([pl.col("line").alias("source_text")] if "line" in has else []),
    )


def _with_time(own: Column, utc: Column) -> Table:
    return Table(
        subject="calls",
        columns={
            ("datetime (tz offset incl.)", "call start time"): own,
            "datetime (utc)": utc,
            **_COLUMNS,
        },
        finish=_calls,
    )


_OWN = moment("own_time", such_as="2025-03-31 14:05:09")
_UTC = moment("utc_time", such_as="2025-03-31 14:05:09")

SOURCE = Source(
    name="aircall_calls",
    label="Aircall call log",
    where="On Aircall: Dashboard › Stats › Calls › Export.",
    grace=3,
    proof="documentation",
    tables=[_with_time(required(_OWN), _UTC), _with_time(_OWN, required(_UTC))],
)
