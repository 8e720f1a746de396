"""X posts, one row per post, with the figures of its whole life (2024 on).

Known by its headings, which are documented from a real file; Spanish and Portuguese from
documentation. Days are written "Mon Feb 17 2025" or "Mon, Feb 17, 2025", in the account's own time.
The post's number of 18 or 19 digits does not survive a spreadsheet: it is taken from the link where
that is there. `Share` and `Reposts` are both ways of passing a post on, and are added up as shares.
"""

import polars as pl

from data_pipeline.contract import Source, Table, count, date, identifier, known_by, required, text


def _passed_on(posts: pl.DataFrame) -> pl.DataFrame:
    """The id from the link, and every way of passing the post on as one figure."""
    names = [name for name in ("shares", "reposts") if name in posts.columns]
    if "link" in posts.columns:
        from_link = pl.col("link").str.extract(r"/status(?:es)?/(\d+)")
        posts = posts.with_columns(pl.coalesce(from_link, "post_id").alias("post_id"))
    unknown = pl.all_horizontal(pl.col(names).is_null())
    return (
        posts.with_columns(pl.when(~unknown).then(pl.sum_horizontal(names)).alias("shares"))
        if names
        else posts
    )


SOURCE = Source(
    name="x_content",
    label="X posts",
    where="On X: Premium › Analytics › Content › Posts › Export data.",
    channel="x",
    proof="documentation",
    grace=31,
    tables=[
        Table(
            subject="posts",
            columns={
                ("Post id", "Id del post", "Id. del post", "ID do post", "ID da postagem",
                 "ID du post", "Post-ID", "ID post", "ID"): required(identifier("post_id")),
                ("Date", "Fecha", "Data", "Datum"): known_by(date(such_as="Mon Feb 17 2025")),
                ("Post text", "Texto del post", "Texto do post", "Texto da postagem",
                 "Texte du post", "Testo del post", "Post-Text", "Posttekst"): known_by(
                    text("title")
                ),
                ("Link", "Post link", "Postear enlace", "Enlace del post", "Link do post",
                 "Postar link", "Post-Link"): text("link"),
                ("Impressions", "Impresiones", "Impressões", "Impressionen", "Impressioni",
                 "Weergaven"): known_by(count("impressions")),
                ("Likes", "Me gusta", "Curtidas", "Gefällt mir", "J'aime",
                 "Mi piace"): count("likes"),
                ("Engagements", "Interacciones", "Engajamentos", "Interaktionen",
                 "Interazioni"): count("engagements"),
                ("Bookmarks", "Guardados", "Itens salvos", "Lesezeichen", "Signets",
                 "Segnalibri"): count("saves"),
                ("Share", "Shares", "Veces compartido", "Compartir", "Compartidos",
                 "Compartilhamentos", "Geteilt", "Partages", "Condivisioni"): count("shares"),
                ("New follows", "Nuevos seguidores", "Novos seguidores", "Neue Follower",
                 "Neue Follows", "Nouveaux abonnements", "Nuovi follower"): count("follows"),
                ("Replies", "Respuestas", "Respostas", "Antworten", "Réponses",
                 "Risposte"): count("comments"),
                ("Reposts", "Republicaciones", "Republicações", "Repost"): count("reposts"),
                ("Profile visits", "Visitas del perfil", "Visitas ao perfil"): count(),
                ("Detail expands", "Expansões de detalhes"): count(),
                ("Url clicks", "Clics en URL", "Cliques no URL", "Cliques de URL",
                 "URL-Klicks", "Clics sur l'URL"): count("clicks"),
                ("Hashtag clicks", "Cliques de hashtag"): count(),
                ("Permalink clicks", "Cliques de link permanente"): count(),
            },
            finish=_passed_on,
        )
    ],
)  # fmt: skip
