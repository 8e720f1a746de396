"""People a profile is connected to, on the day they were connected; who left is not in it.

Only a pseudonym of each is kept. One whose name is withheld is known by the day alone.
"""

import polars as pl

from data_pipeline.staging.subject import Subject

SUBJECT = Subject(
    name="connections",
    grain="One row per channel, person and day of connection.",
    columns={"channel": pl.String(), "person": pl.String(), "date": pl.Date()},
    key=("channel", "person", "date"),
)
