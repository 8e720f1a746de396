"""LinkedIn Ads campaign performance: what advertisements cost and brought.

Known from documentation; its UTF-16 with tabs from memory. Above the headings stand the report's
name and its window. With a breakdown by day a row's start is its day; without one each row starts
with the window and is for all of it. Days are written the American way, in UTC. A total may end it.
"""

import polars as pl

from data_pipeline.contract import (
    Pattern,
    Source,
    Table,
    count,
    currency,
    date,
    from_zero,
    known_by,
    money,
    number,
    required,
    text,
)
from data_pipeline.staging.ad_days import by_segment

_WINDOW = r"Report Start: *(?P<from>[\d/]+).*?Report End: *(?P<to>[\d/]+)"
_BREAKDOWNS = ("group", "campaign", "ad")


def _in_its_period(lines: pl.DataFrame) -> pl.DataFrame:
    lines = lines.with_columns(first_date=pl.col("start"), date=pl.col("start"))
    if "to" in lines.columns:
        opens, closes = (
            pl.col(name).str.to_date("%m/%d/%Y", strict=False) for name in ("from", "to")
        )
        is_whole = (pl.col("start") == opens).all() & closes.is_not_null()
        lines = lines.with_columns(pl.when(is_whole).then(closes).otherwise("date").alias("date"))
    return by_segment(lines, _BREAKDOWNS)


SOURCE = Source(
    name="linkedin_ads",
    label="LinkedIn Ads report",
    where="On LinkedIn Campaign Manager: Export › Campaign performance, by day.",
    channel="ads",
    proof="documentation",
    tables=[
        Table(
            subject="ad_days",
            columns={
                ("Start Date (in UTC)", Pattern(r"start date( \(.*\))?")): required(
                    date("start", habit="mdy", such_as="3/31/2025")
                ),
                ("Account Name",): text("account"),
                "Currency": currency(),
                ("Campaign Group Name",): text("group"),
                ("Campaign Name",): known_by(text("campaign")),
                ("Ad Headline", "Creative Name", "Ad Name"): text("ad"),
                ("Total Spent", "Total Spent ({currency})"): known_by(money("spend")),
                "Impressions": from_zero(count("impressions")),
                "Clicks": from_zero(count("clicks")),
                "Conversions": number("conversions"),
                "Reach": count(""),
            },
            told_above=_WINDOW,
            constants={"network": "linkedin"},
            finish=_in_its_period,
            whole=True,
        )
    ],
)
