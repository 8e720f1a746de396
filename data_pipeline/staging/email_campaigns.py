"""E-mail campaigns. `opened` and `clicked` are people, counted once a campaign."""

import polars as pl

from data_pipeline.staging.subject import AMOUNT, Subject

SUBJECT = Subject(
    name="email_campaigns",
    grain="One row per campaign sent.",
    columns={
        "campaign_id": pl.String(),
        "date": pl.Date(),
        "title": pl.String(),
        "recipients": pl.Int64(),
        "delivered": pl.Int64(),
        "opened": pl.Int64(),
        "clicked": pl.Int64(),
        "unsubscribed": pl.Int64(),
        "bounced": pl.Int64(),
        "revenue": AMOUNT,
    },
    key=("source", "campaign_id"),
    moves=True,
)
