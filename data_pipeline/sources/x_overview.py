"""X account overview, one row a day.

Known from real files (2024 on). Days are written in English whatever the account's language,
newest first; headings are translated.
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
                ("Date", "Fecha", "Data"): required(date(such_as="Tue, Feb 18, 2025")),
                ("Impressions", "Impresiones", "Impressões"): required(measure("impressions")),
                ("Likes", "Me gusta", "Curtidas"): measure("likes"),
                ("Engagements", "Interacciones", "Engajamentos"): measure("engagements"),
                ("Bookmarks", "Guardados", "Itens salvos"): measure("saves"),
                ("Shares", "Compartilhamentos", "Veces compartido"): measure("shares"),
                ("New follows", "Nuevos seguidores", "Novos seguidores"): known_by(
                    measure("followers_gained")
                ),
                ("Unfollows", "Dejar de seguir", "Deixar de seguir"): known_by(
                    measure("followers_lost")
                ),
                ("Replies", "Respuestas", "Respostas"): measure("replies"),
                ("Reposts",): measure("reposts"),
                ("Profile visits", "Visitas del perfil", "Visitas ao perfil"): measure(
                    "profile_visits"
                ),
                ("Create Post", "Crear post", "Criar post"): known_by(measure("posts")),
                ("Video views",): measure("video_views"),
                ("Media views",): count(),
            },
        )
    ],
)
