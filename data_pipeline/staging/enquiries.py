"""Enquiries from the website's forms."""

import polars as pl

from data_pipeline.staging.subject import Subject

SUBJECT = Subject(
    name="enquiries",
    grain="One row per web enquiry.",
    columns={
        "enquiry_id": pl.String(),
        "at": pl.Datetime("us"),
        "date": pl.Date(),
        "form": pl.String(),
        "source_text": pl.String(),
        "person": pl.String(),
    },
    key=("source", "enquiry_id"),
    moves=True,
)
