"""TikTok Studio follower history: the total and the change of each day.

Known by its headings, which are documented from real files. Days carry no year, oldest first, so
the manager says the year of the last day. "undefined" stands where the account had no figures yet.
"""

from data_pipeline.contract import Source, Table, count, known_by, measure, required, yearless

_DATE = ("Date", "Fecha", "Datum", "Data")
_TOTAL = ("Followers", "Seguidores", "Follower", "Abonnés", "Volgers")
_CHANGE = (
    "Difference in followers from previous day",
    "Diferencia de seguidores con respecto al día anterior",
    "Differenz der Follower zum Vortag",
    "Différence d’abonnés par rapport au jour précédent",
    "Diferença de seguidores em relação ao dia anterior",
    "Differenza di follower rispetto al giorno precedente",
)

SOURCE = Source(
    name="tiktok_followers",
    label="TikTok Studio follower history",
    where="On TikTok: TikTok Studio › Analytics › Followers › Download data.",
    channel="tiktok",
    family="TikTok Studio",
    proof="real files",
    tables=[
        Table(
            subject="follower_counts",
            name="FollowerHistory",
            columns={
                _DATE: required(yearless(such_as="April 12")),
                _TOTAL: known_by(count("followers")),
                _CHANGE: known_by(count()),
            },
        ),
        Table(
            subject="channel_days",
            name="FollowerHistory",
            columns={
                _DATE: required(yearless(such_as="April 12")),
                _TOTAL: known_by(count()),
                _CHANGE: known_by(measure("followers_net")),
            },
            again=True,
        ),
    ],
)
