"""TikTok Ads Manager report: what advertisements cost and brought, mostly by day.

Known from real files (2024). Newest day first; `-` for missing; percentages are text in csv and
parts of one in xlsx. Exports of one account overlap in time: a day counts once. A report without a
day is for a window that stands nowhere in it, and is asked for it.
"""

import polars as pl

from data_pipeline.contract import (
    Source,
    Table,
    count,
    currency,
    date,
    from_zero,
    known_by,
    money,
    number,
    percent,
    text,
)
from data_pipeline.staging.ad_days import by_segment

_BREAKDOWNS = ("campaign", "ad_group", "ad", "age", "gender", "country", "placement")


def _by_segment(lines: pl.DataFrame) -> pl.DataFrame:
    return by_segment(lines, _BREAKDOWNS)


SOURCE = Source(
    name="tiktok_ads",
    label="TikTok Ads report",
    where="On TikTok Ads Manager: Reporting › Custom reports, by day › Export.",
    channel="ads",
    proof="real files",
    tables=[
        Table(
            subject="ad_days",
            columns={
                ("By Day", "Date", "Day", "Stat time day"): date(such_as="2024-10-30"),
                ("Campaign name", "Campaign"): text("campaign"),
                ("Ad group name", "Ad group"): text("ad_group"),
                ("Ad name",): text("ad"),
                "Age": text("age"),
                "Gender": text("gender"),
                ("Country/Region", "Country", "Location"): text("country"),
                "Placement": text("placement"),
                ("Account name", "Advertiser name"): text("account"),
                ("Cost", "Cost ({currency})"): known_by(money("spend")),
                ("CPC (destination)",): known_by(money("")),
                "CTR (destination)": percent(""),
                "Impressions": from_zero(count("impressions")),
                "Clicks (all)": from_zero(count("clicks")),
                "Clicks (destination)": from_zero(count("link_clicks")),
                "Conversions": number("conversions"),
                "Results": number(""),
                "Video views": count("video_views"),
                "Reach": count(""),
                "Currency": currency(),
            },
            records=(
                (pl.col("cost").str.strip_chars().fill_null("") != "")
                & ~pl.col("c0").fill_null("").str.contains(r"(?i)^\s*total of \d")
            ),
            constants={"network": "tiktok"},
            finish=_by_segment,
            whole=True,
        )
    ],
)
