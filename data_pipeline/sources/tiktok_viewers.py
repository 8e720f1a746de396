"""TikTok Studio viewers, one row a day; and the hours at which followers are active.

Known by their headings, which are documented from real files. Days carry no year, so the manager
says that of the last one; "undefined" stands where the account had no figures yet. Viewers are
counted once a day and never add up. The hours of activity belong to no day's figures: they are read
and added up, and not kept.
"""

from data_pipeline.contract import (
    Source,
    Table,
    count,
    day_of_year,
    known_by,
    measure,
    required,
    text,
    yearless,
)

_DATE = ("Date", "Fecha", "Datum", "Data")

SOURCE = Source(
    name="tiktok_viewers",
    label="TikTok Studio viewers",
    where="On TikTok: TikTok Studio › Analytics › Viewers › Download data.",
    channel="tiktok",
    family="TikTok Studio",
    proof="real files",
    tables=[
        Table(
            subject="channel_days",
            name="Viewers",
            columns={
                _DATE: required(yearless(such_as="April 12")),
                ("Total Viewers", "Espectadores totales", "Zuschauer insgesamt",
                 "Spectateurs totaux", "Total de espectadores", "Spettatori totali"): known_by(
                    measure("viewers")
                ),
                ("New Viewers", "Nuevos espectadores", "Neue Zuschauer", "Nouveaux spectateurs",
                 "Novos espectadores", "Nuovi spettatori"): count(),
                ("Returning Viewers", "Espectadores recurrentes", "Wiederkehrende Zuschauer",
                 "Spectateurs récurrents", "Espectadores recorrentes",
                 "Spettatori di ritorno"): count(),
            },
        ),
        Table(
            subject="channel_days",
            name="FollowerActivity",
            columns={
                _DATE: required(day_of_year("", such_as="April 12")),
                ("Hour", "Hora", "Stunde"): known_by(text("")),
                ("Active followers",): known_by(count()),
            },
            kept=False,
        ),
    ],
)  # fmt: skip
