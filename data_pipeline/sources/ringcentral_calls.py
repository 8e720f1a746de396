"""RingCentral call log.

Known from a real file. Several lines a call: a call is a line whose type is “Voice”; the lines
without a type below it are the phones it rang, and fax and SMS lines are no calls. Answered means
that someone took it: voicemail, missed and hung up are not. Day and time stand in two columns, as
the account's clock showed them.
"""

import polars as pl

from data_pipeline.contract import (
    Source,
    Table,
    choice,
    date,
    duration,
    identifier,
    known_by,
    person,
    required,
    text,
    time_of_day,
)

_TAKEN = ["accepted", "call connected", "connected", "answered"]


def _calls(lines: pl.DataFrame) -> pl.DataFrame:
    is_incoming = pl.col("direction") == "in"
    calls = lines.filter(pl.col("type").str.to_lowercase() == "voice")
    clock = pl.col("time") if "time" in lines.columns else pl.lit(None, pl.Time)
    moment = pl.col("date").dt.combine(clock.fill_null(pl.time(0)))
    other = [name for name in ("from", "to") if name in lines.columns]
    return calls.with_columns(
        pl.col("result").str.to_lowercase().is_in(_TAKEN).fill_null(value=False).alias("answered"),
        moment.alias("at"),
        *([_caller(is_incoming)] if len(other) == 2 else []),
    )


def _caller(is_incoming: pl.Expr) -> pl.Expr:
    return pl.when(is_incoming).then(pl.col("from")).otherwise(pl.col("to")).alias("caller")


SOURCE = Source(
    name="ringcentral_calls",
    label="RingCentral call log",
    where="On RingCentral: Admin Portal › Reports › Call Log › Download.",
    grace=3,
    proof="real files",
    tables=[
        Table(
            subject="calls",
            columns={
                "Type": known_by(text("type")),
                "Direction": required(
                    choice(
                        "direction",
                        {"in": ("incoming", "inbound"), "out": ("outgoing", "outbound")},
                    )
                ),
                "From": person("from"),
                "To": person("to"),
                "Date": required(date(habit="mdy", such_as="Tue 07/01/2025")),
                "Time": time_of_day("time"),
                "Action Result": known_by(text("result")),
                "Result Description": known_by(text("")),
                "Duration": duration("seconds"),
                ("Session Id", "Call Id"): identifier("call_id"),
            },
            finish=_calls,
        )
    ],
)
