"""TikTok business account, one row a day: the overview, and the audience by day.

Known from real files; Swedish from documentation. Days are full ("2025/10/31"), "NAN" and "--"
stand for missing figures, one heading ends in a blank, and `Total followers` is always "--". The
overview holds every heading of TikTok Studio's, which is why reached audience, or the net growth,
is part of how it is known.
"""

from collections.abc import Mapping

from data_pipeline.contract import (
    Column,
    Source,
    Table,
    count,
    date,
    known_by,
    measure,
    required,
)

_DATE = ("Date", "Fecha", "Datum", "Data")
_REACHED = ("Reached audience", "Målgrupp som nåtts")
_NET = ("Net growth", "Nettotillväxt")
_OF_A_DAY: Mapping[tuple[str, ...], Column] = {
    _DATE: required(date(habit="ymd", such_as="2025/10/31")),
    _REACHED: measure("reach"),
    ("Profile views", "Profilvisningar"): measure("profile_visits"),
    ("Likes", "Gilla-markeringar"): measure("likes"),
    ("Shares", "Delningar"): measure("shares"),
    ("Comments", "Kommentarer"): measure("comments"),
    ("Phone number clicks",): measure("call_taps"),
    ("Leads submission",): count(),
    _NET: measure("followers_net"),
    ("New followers", "Nya följare"): measure("followers_gained"),
    ("Lost followers", "Tappade följare"): measure("followers_lost"),
}

SOURCE = Source(
    name="tiktok_business_days",
    label="TikTok business account by day",
    where="On TikTok: Business Suite › Analytics › Overview › Export.",
    channel="tiktok",
    proof="real files",
    tables=[
        *(
            Table(
                subject="channel_days",
                name="Overview",
                columns={
                    **_OF_A_DAY,
                    ("Video views", "Videovisningar"): known_by(measure("video_views")),
                    own: known_by(_OF_A_DAY[own]),
                },
            )
            for own in (_REACHED, _NET)
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
