"""TikTok Studio overview, one row a day: csv, xlsx with numbers as text, or a zip of one csv.

Known from real files. Days carry no year ("April 12"; "6 de agosto" in Spanish accounts), oldest
first, and a list of 365 days runs over a new year: the manager says the year of the last day.
"undefined" stands where the account had no figures yet, and comments can be negative. A Spanish
account writes English headings; those in other languages are from memory.
"""

from data_pipeline.contract import Source, Table, known_by, measure, required, yearless

_VIDEO_VIEWS = (
    "Video Views", "Visualizaciones de vídeo", "Visualizaciones de vídeos",
    "Visualizaciones de video", "Visualizaciones de videos", "Videoaufrufe", "Vues de vidéo",
    "Vues de vidéos", "Vues de la vidéo", "Visualizações de vídeo", "Visualizações do vídeo",
    "Visualizações de vídeos", "Visualizzazioni video", "Visualizzazioni dei video",
    "Videoweergaven",
)  # fmt: skip
_PROFILE_VIEWS = (
    "Profile Views", "Visualizaciones del perfil", "Visualizaciones de perfil", "Profilaufrufe",
    "Vues du profil", "Vues de profil", "Visualizações do perfil", "Visualizações de perfil",
    "Visualizzazioni profilo", "Visualizzazioni del profilo", "Profielweergaven",
)  # fmt: skip

SOURCE = Source(
    name="tiktok_overview",
    label="TikTok Studio overview",
    where="On TikTok: TikTok Studio › Analytics › Overview › Download data.",
    channel="tiktok",
    family="TikTok Studio",
    proof="real files",
    tables=[
        Table(
            subject="channel_days",
            columns={
                ("Date", "Fecha", "Datum", "Data"): required(yearless(such_as="April 12")),
                _VIDEO_VIEWS: known_by(measure("video_views")),
                _PROFILE_VIEWS: known_by(measure("profile_visits")),
                ("Likes", "Me gusta", "Gefällt mir", "J’aime", "Curtidas", "Mi piace",
                 "Vind-ik-leuks"): measure("likes"),
                ("Comments", "Comentarios", "Kommentare", "Commentaires", "Comentários",
                 "Commenti", "Opmerkingen", "Reacties"): measure("comments"),
                ("Shares", "Veces compartido", "Compartidos", "Geteilt", "Geteilte Inhalte",
                 "Partages", "Compartilhamentos", "Condivisioni", "Keer gedeeld",
                 "Gedeeld"): measure("shares"),
            },
            without=("Reached audience", "Net growth"),
        )
    ],
)  # fmt: skip
