"""X account overview, one row a day.

Known from real files (2024 on); the Spanish and Portuguese headings from documentation, the others
from memory. Days are written in English whatever the account's language, newest first. The file
holds gains and losses of followers, never their total; a spreadsheet's re-save turns nothing but
the quotation marks.
"""

from data_pipeline.contract import Source, Table, count, date, known_by, measure, required

SOURCE = Source(
    name="x_overview",
    label="X account overview",
    where="On X: Premium › Analytics › Overview › Export data.",
    channel="x",
    proof="real files",
    tables=[
        Table(
            subject="channel_days",
            columns={
                ("Date", "Fecha", "Data", "Datum"): required(date(such_as="Tue, Feb 18, 2025")),
                (
                    "Impressions",
                    "Impresiones",
                    "Impressões",
                    "Impressionen",
                    "Impressioni",
                    "Weergaven",
                ): known_by(measure("impressions")),
                (
                    "Likes",
                    "Me gusta",
                    "Curtidas",
                    "Gefällt mir",
                    "J'aime",
                    "Mi piace",
                    "Vind-ik-leuks",
                ): measure("likes"),
                (
                    "Engagements",
                    "Interacciones",
                    "Engajamentos",
                    "Interaktionen",
                    "Interazioni",
                ): measure("engagements"),
                ("Bookmarks", "Guardados", "Itens salvos", "Lesezeichen", "Signets"): measure(
                    "saves"
                ),
                ("Shares", "Share", "Compartilhamentos", "Veces compartido", "Partages"): measure(
                    "shares"
                ),
                (
                    "New follows",
                    "Nuevos seguidores",
                    "Novos seguidores",
                    "Neue Follower",
                    "Nouveaux abonnés",
                ): known_by(measure("followers_gained")),
                (
                    "Unfollows",
                    "Dejar de seguir",
                    "Deixar de seguir",
                    "Entfolgt",
                    "Désabonnements",
                ): known_by(measure("followers_lost")),
                ("Replies", "Respuestas", "Respostas", "Antworten", "Réponses"): measure("replies"),
                ("Reposts", "Republicaciones", "Republicações"): measure("reposts"),
                ("Profile visits", "Visitas del perfil", "Visitas ao perfil"): measure(
                    "profile_visits"
                ),
                ("Create Post", "Crear post", "Criar post"): measure("posts"),
                ("Video views", "Visualizaciones de video"): measure("video_views"),
                ("Media views",): count(),
            },
        )
    ],
)
