"""Our own template for phone calls, for whoever has no call log to export.

One row a call. A call without a time counts at midnight of its day.
"""

import polars as pl

from data_pipeline.contract import (
    Source,
    Table,
    choice,
    count,
    date,
    from_zero,
    identifier,
    like,
    person,
    required,
    text,
    time_of_day,
    yes_no,
)


def _calls(calls: pl.DataFrame) -> pl.DataFrame:
    clock = pl.col("time") if "time" in calls.columns else pl.lit(None, pl.Time)
    return calls.with_columns(
        pl.col("date").dt.combine(clock.fill_null(pl.time(0))).alias("at"),
    )


SOURCE = Source(
    name="template_calls",
    label="Phone calls (template)",
    where="On the Uploads page: Templates › Phone calls.",
    template=True,
    grace=3,
    tables=[
        Table(
            subject="calls",
            columns={
                "Date": required(date()),
                "Time": like(time_of_day("time"), "14:05"),
                "Direction": required(
                    choice(
                        "direction",
                        {
                            "in": ("incoming", "inbound", "received", "call in"),
                            "out": ("outgoing", "outbound", "made", "call out"),
                        },
                    )
                ),
                "Answered": required(yes_no("answered")),
                ("Seconds", "Duration", "Duration (seconds)"): from_zero(
                    like(count("seconds"), "155")
                ),
                ("First call", "First time caller"): yes_no("first_time"),
                "Source": like(text("source_text"), "Instagram"),
                ("Caller", "Phone"): like(person("caller"), "01632 960 001"),
                ("Reference", "Call ID"): like(identifier("call_id"), "C-1001"),
                ("Notes", "Note"): text(""),
            },
            finish=_calls,
            exactly=True,
        )
    ],
)
