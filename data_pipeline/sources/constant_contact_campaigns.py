"""Constant Contact campaigns.

Known from a real file. One line a campaign, newest first; there is no id, so a campaign is known by
its name and the moment it was sent. Opens and clicks are people, counted once a campaign; rates
are summed as a check only.
"""

import polars as pl

from data_pipeline.contract import (
    Source,
    Table,
    count,
    from_zero,
    known_by,
    moment,
    percent,
    required,
    text,
)


def _campaigns(sent: pl.DataFrame) -> pl.DataFrame:
    at = pl.col("at").dt.strftime("%Y-%m-%d %H:%M")
    delivered = pl.col("recipients") - pl.col("bounced") if "bounced" in sent.columns else None
    return sent.with_columns(
        pl.concat_str(pl.col("title").fill_null(""), at, separator=" ").alias("campaign_id"),
        pl.col("at").dt.date().alias("date"),
        *([delivered.alias("delivered")] if delivered is not None else []),
    )


SOURCE = Source(
    name="constant_contact_campaigns",
    label="Constant Contact campaigns",
    where="On Constant Contact: Reporting › Email › Export.",
    channel="email",
    grace=31,
    proof="real files",
    tables=[
        Table(
            subject="email_campaigns",
            columns={
                "Time Sent": required(moment("at", habit="mdy", such_as="12/31/24 14:01")),
                "Campaign Name": known_by(text("title")),
                "Sends": required(from_zero(count("recipients"))),
                "Opens": from_zero(count("opened")),
                "Open Rate": percent(),
                "Mobile Open Rate": percent(),
                "Desktop Open Rate": percent(),
                "Clicks": from_zero(count("clicked")),
                "Click Rate": percent(),
                "Bounces": from_zero(count("bounced")),
                "Bounce Rate": percent(),
                "Unsubscribes": from_zero(count("unsubscribed")),
                "Unsubscribe Rate": percent(),
            },
            finish=_campaigns,
        )
    ],
)
