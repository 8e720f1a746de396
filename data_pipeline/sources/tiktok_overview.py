"""TikTok Studio overview, one row a day: csv, xlsx with numbers as text, or a zip of one csv.

Known from real files. Days carry no year ("April 12"; "6 de agosto" in Spanish accounts), oldest
first, and a list of 365 days runs over a new year: the manager says the year of the last day.
"undefined" stands where the account had no figures yet, and comments can be negative.
"""

from data_pipeline.contract import Source, Table, known_by, measure, required, yearless

SOURCE = Source(
    name="tiktok_overview",
    label="TikTok Studio overview",
    where="On TikTok: TikTok Studio › Analytics › Overview › Download data.",
    channel="tiktok",
    proof="real files",
    tables=[
        Table(
            subject="channel_days",
            columns={
                ("Date", "Fecha", "Datum", "Data"): required(yearless(such_as="April 12")),
                ("Video Views", "Visualizaciones de vídeo", "Videoaufrufe"): known_by(
                    measure("video_views")
                ),
                ("Profile Views", "Visualizaciones del perfil", "Profilaufrufe"): known_by(
                    measure("profile_visits")
                ),
                ("Likes", "Me gusta"): measure("likes"),
                ("Comments", "Comentarios", "Kommentare"): measure("comments"),
                ("Shares", "Veces compartido", "Geteilt"): measure("shares"),
            },
            without=("Reached audience",),
        )
    ],
)
