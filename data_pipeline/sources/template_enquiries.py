"""Our own template for web enquiries. One row an enquiry."""

import polars as pl

from data_pipeline.contract import (
    Source,
    Table,
    date,
    identifier,
    known_by,
    like,
    person,
    required,
    text,
    time_of_day,
)


def _enquiries(enquiries: pl.DataFrame) -> pl.DataFrame:
    if "time" not in enquiries.columns:
        return enquiries
    return enquiries.with_columns(pl.col("date").dt.combine(pl.col("time")).alias("at"))


SOURCE = Source(
    name="template_enquiries",
    label="Web enquiries (template)",
    where="On the Uploads page: Templates › Web enquiries.",
    template=True,
    grace=3,
    tables=[
        Table(
            subject="enquiries",
            columns={
                "Date": required(date()),
                "Time": like(time_of_day("time"), "14:05"),
                "Form": known_by(like(text("form"), "Contact")),
                ("Source", "How did you hear about us?"): known_by(
                    like(text("source_text"), "Instagram")
                ),
                ("Person", "E-mail", "Email"): like(person("person"), "ada@example.com"),
                ("Reference", "Enquiry ID"): like(identifier("enquiry_id"), "E-1001"),
                ("Notes", "Note"): text(""),
            },
            finish=_enquiries,
            exactly=True,
        )
    ],
)
