"""Phone calls.

A call's day is part of what it is: no phone system moves a call, and months can be settled one by
one however many calls there are.
"""

import polars as pl

from data_pipeline.staging.subject import Subject

SUBJECT = Subject(
    name="calls",
    grain="One row per phone call.",
    columns={
        "call_id": pl.String(),
        "at": pl.Datetime("us"),
        "date": pl.Date(),
        "direction": pl.String(),
        "answered": pl.Boolean(),
        "seconds": pl.Int64(),
        "first_time": pl.Boolean(),
        "source_text": pl.String(),
        "caller": pl.String(),
    },
    key=("source", "call_id", "date"),
)
