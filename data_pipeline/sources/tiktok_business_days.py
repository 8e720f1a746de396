"""TikTok business account, one row a day: the overview, and the audience by day.

Known from real files. Days are full ("2025/10/31"), "NAN" and "--" stand for missing figures, one
heading ends in a blank, and `Total followers` is always "--". The overview holds every heading of
TikTok Studio's, which is why reached audience is part of how it is known.
"""

from data_pipeline.contract import Source, Table, count, date, known_by, measure, required

_DATE = ("Date", "Fecha", "Datum", "Data")

SOURCE = Source(
    name="tiktok_business_days",
    label="TikTok business account by day",
    where="On TikTok: Business Suite › Analytics › Overview › Export.",
    channel="tiktok",
    proof="real files",
    tables=[
        Table(
            subject="channel_days",
            name="Overview",
            columns={
                _DATE: required(date(habit="ymd", such_as="2025/10/31")),
                ("Video views",): known_by(measure("video_views")),
                ("Reached audience",): known_by(measure("reach")),
                ("Profile views",): measure("profile_visits"),
                ("Likes",): measure("likes"),
                ("Shares",): measure("shares"),
                ("Comments",): measure("comments"),
                ("Phone number clicks",): measure("call_taps"),
                ("Leads submission",): count(),
                ("Net growth",): measure("followers_net"),
                ("New followers",): measure("followers_gained"),
                ("Lost followers",): measure("followers_lost"),
            },
        ),
        Table(
            subject="channel_days",
            name="Audience",
            columns={
                _DATE: required(date(habit="ymd", such_as="2025/10/31")),
                ("New followers",): known_by(measure("followers_gained")),
                ("Total followers",): count(),
                ("Reached audience",): known_by(measure("reach")),
                ("Engaged audience",): known_by(count()),
            },
        ),
    ],
)
