"""Facebook Insights “Data Export”, page level (until about 2021), one row a day.

Known from real files (2014 to 2016). The second line describes each column and is no row; there
are hundreds of columns, one per city, language and source. `Daily`, `Weekly` and `28 Days` figures
stand side by side and roll: only daily ones are kept. Page likes were the followers of their time.
Facebook wrote 0 likes for days it had not counted: such a 0 is no total.
"""

import polars as pl

from data_pipeline.contract import (
    Column,
    Source,
    Table,
    count,
    date,
    from_zero,
    known_by,
    measure,
    required,
)

_TOTAL, _GAINED, _LOST = "Lifetime Total Likes", "Daily New Likes", "Daily Unlikes"
_DAY = required(date(such_as="2016-03-31"))
_FLOWS: dict[str, Column] = {
    "Daily Total Reach": measure("reach"),
    "Daily Total Impressions": measure("impressions"),
    "Daily Page consumptions": measure("clicks"),
    "Daily Total Video Views": measure("video_views"),
}


def _counted(days: pl.DataFrame) -> pl.DataFrame:
    return days.filter(pl.col("followers") > 0)


SOURCE = Source(
    name="facebook_legacy_page",
    label="Facebook Insights data export, page level",
    where="On Facebook (until 2021): Page › Insights › Export Data › Page data.",
    channel="facebook",
    proof="real files",
    tables=[
        Table(
            subject="channel_days",
            columns={
                "Date": _DAY,
                _TOTAL: known_by(count()),
                _GAINED: measure("followers_gained"),
                _LOST: measure("followers_lost"),
                **_FLOWS,
            },
            grouped=True,
        ),
        Table(
            subject="follower_counts",
            columns={"Date": _DAY, _TOTAL: known_by(from_zero(count("followers")))},
            finish=_counted,
            grouped=True,
            again=True,
        ),
    ],
)
