"""Our own template for follower totals, read off each platform on a day.

Most exports give only how many came and went: one known total is what a series is hung on.
"""

from data_pipeline.contract import (
    Source,
    Table,
    channel,
    count,
    date,
    from_zero,
    like,
    required,
    text,
)

SOURCE = Source(
    name="template_follower_counts",
    label="Follower totals (template)",
    where="On the Uploads page: Templates › Follower totals.",
    template=True,
    tables=[
        Table(
            subject="follower_counts",
            columns={
                "Date": required(date()),
                "Channel": required(channel()),
                "Followers": required(from_zero(like(count("followers"), "1204"))),
                "Account": text("account"),
                ("Notes", "Note"): text(""),
            },
            exactly=True,
        )
    ],
)
