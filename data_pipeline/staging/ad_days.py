"""What advertisements cost and brought, for a day or for a window the platform does not split.

A window of several days has its first day in `first_date` and its last in `date`. `dimension` names
what a report is broken down by, so that two reports of one month are never added to each other.
The people reached are not kept: they cannot be added over campaigns, months or platforms.
"""

from collections.abc import Sequence

import polars as pl

from data_pipeline.staging.subject import AMOUNT, Subject

SUBJECT = Subject(
    name="ad_days",
    grain="One row per source, account, campaign, segment and period.",
    columns={
        "channel": pl.String(),
        "network": pl.String(),
        "account": pl.String(),
        "campaign": pl.String(),
        "dimension": pl.String(),
        "segment": pl.String(),
        "first_date": pl.Date(),
        "date": pl.Date(),
        "currency": pl.String(),
        "spend": AMOUNT,
        "impressions": pl.Int64(),
        "clicks": pl.Int64(),
        "link_clicks": pl.Int64(),
        "conversions": AMOUNT,
        "video_views": pl.Int64(),
    },
    key=("source", "account", "campaign", "dimension", "segment", "first_date", "date", "currency"),
)
_FIGURES = ("spend", "impressions", "clicks", "link_clicks", "conversions", "video_views")


def by_segment(lines: pl.DataFrame, breakdowns: Sequence[str]) -> pl.DataFrame:
    """One row per campaign, segment and period, whatever else tells an export's lines apart.

    breakdowns: columns of text that lines may be broken down by, in the order they are named.
    """
    used = [name for name in breakdowns if name in lines.columns]
    parts = [pl.col(name).fill_null("") for name in used if name != "campaign"]
    segment = pl.concat_str(parts, separator=" › ") if parts else pl.lit("")
    lines = lines.with_columns(dimension=pl.lit(", ".join(used)), segment=segment)
    together = [name for name in SUBJECT.columns if name in lines.columns and name not in _FIGURES]
    figures = [name for name in _FIGURES if name in lines.columns]
    return lines.group_by(together, maintain_order=True).agg(
        pl.col("row").min(),
        *[pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()) for name in figures],
    )
