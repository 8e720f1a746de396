"""CallRail call log.

Known from documentation. One line a call; the manager chooses the columns, so any two of its own
headings beside the start time are enough to know it. Calls are incoming unless a direction or the
status says otherwise; times are the account's. The source that CallRail saw is kept beside each
call.
"""

from collections.abc import Iterable

import polars as pl

from data_pipeline.contract import (
    Column,
    Source,
    Table,
    choice,
    count,
    duration,
    from_zero,
    identifier,
    known_by,
    moment,
    person,
    required,
    text,
    tolerant,
    yes_no,
)

_COLUMNS: dict[str | tuple[str, ...], Column] = {
    "Start Time": required(moment("at", habit="mdy", such_as="2025-03-31 14:05:09")),
    ("Call Status", "Status"): text("status"),
    ("Number Name", "Tracking Number Name"): text(""),
    "Tracking Number": text(""),
    "Duration (seconds)": from_zero(count("seconds")),
    "Duration": duration("seconds"),
    ("First-Time Caller", "First-time Caller", "First Call"): tolerant(yes_no("first_time")),
    "Source": text("source_text"),
    ("Phone Number", "Caller Number", "Customer Phone Number"): person("caller"),
    ("Call ID", "CallRail Call ID"): identifier("call_id"),
    "Direction": choice("way", {"in": ("inbound", "incoming"), "out": ("outbound", "outgoing")}),
    "Answered": yes_no("was_answered"),
}


def _calls(lines: pl.DataFrame) -> pl.DataFrame:
    answered = [
        pl.col("was_answered") if "was_answered" in lines.columns else None,
        pl.col("status").str.to_lowercase().str.contains(r"^answered|completed")
        if "status" in lines.columns
        else None,
    ]
    said = [pl.col("way")] if "way" in lines.columns else []
    if "status" in lines.columns:
        is_out = pl.col("status").str.contains(r"(?i)\boutbound\b")
        said.append(pl.when(is_out).then(pl.lit("out")))
    return lines.with_columns(
        pl.coalesce(
            *[known for known in answered if known is not None], pl.lit(None, pl.Boolean)
        ).alias("answered"),
        pl.coalesce(*said, pl.lit("in")).alias("direction"),
    )


def _known_by(headings: Iterable[str]) -> Table:
    wanted = set(headings)
    columns = {
        names: known_by(column) if wanted & {names, *names} else column
        for names, column in _COLUMNS.items()
    }
    return Table(subject="calls", columns=columns, finish=_calls)


SOURCE = Source(
    name="callrail_calls",
    label="CallRail call log",
    where="On CallRail: Analytics › Call Log › Export › CSV.",
    grace=3,
    proof="documentation",
    tables=[
        _known_by(pair)
        for pair in (
            ("Call Status", "Tracking Number"),
            ("Call Status", "Number Name"),
            ("First-Time Caller", "Call Status"),
            ("First-Time Caller", "Tracking Number"),
            ("First-Time Caller", "Number Name"),
            ("Number Name", "Tracking Number"),
        )
    ],
)
