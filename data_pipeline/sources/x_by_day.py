"""Twitter activity by day, the export that X offered until 2023.

Known from real files. Days are ISO and whole; promoted figures are "-" where nothing was promoted.
`follows` are only those that a tweet led to: neither a gain nor a total, so they are not kept. The
end of the window in the file's name is the day after the last one.
"""

from data_pipeline.contract import Source, Table, date, known_by, measure, required
from data_pipeline.platform_words.twitter import METRICS

_REST = {(heading,): column for heading, column in METRICS.items()}

SOURCE = Source(
    name="x_by_day",
    label="Twitter activity by day (until 2023)",
    where="On Twitter, until 2023: Analytics › Tweets › Export data › By day.",
    channel="x",
    proof="real files",
    tables=[
        Table(
            subject="channel_days",
            columns={
                **_REST,
                ("Date",): required(date(habit="ymd", such_as="2021-01-31")),
                ("Tweets published",): known_by(measure("posts")),
                ("impressions",): known_by(measure("impressions")),
                ("engagements",): measure("engagements"),
                ("retweets",): measure("reposts"),
                ("replies",): measure("replies"),
                ("likes", "favorites"): measure("likes"),
                ("url clicks",): measure("link_clicks"),
            },
        )
    ],
)
