"""Messages between us and other people, wherever they are written; never what is in them.

A conversation's thread and the people in it are known by pseudonyms only. Who wrote is told where
an export lets it be known: `direction` is null where it does not.
"""

import polars as pl

from data_pipeline.staging.subject import Subject

SUBJECT = Subject(
    name="interactions",
    grain="One row per message.",
    columns={
        "channel": pl.String(),
        "interaction_id": pl.String(),
        "thread": pl.String(),
        "person": pl.String(),
        "at": pl.Datetime("us"),
        "date": pl.Date(),
        "direction": pl.String(),
        "kind": pl.String(),
    },
    key=("channel", "interaction_id", "date"),
)
