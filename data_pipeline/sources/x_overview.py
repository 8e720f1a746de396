"""X account overview, one row a day.

Known from real files (2024 on); the Spanish and Portuguese headings from documentation, the others
from memory. Days are written in English whatever the account's language, newest first. The file
holds gains and losses of followers, never their total; a spreadsheet's re-save turns nothing but
the quotation marks.
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

_GAINED = ("New follows", "Nuevos seguidores", "Novos seguidores", "Neue Follower", "Neue Follows",
           "Nouveaux abonnés", "Nouveaux abonnements", "Nuovi follower",
           "Nieuwe volgers")  # fmt: skip
_LOST = ("Unfollows", "Dejar de seguir", "Deixar de seguir", "Entfolgt", "Entfolgungen",
         "Désabonnements", "Non seguire più", "Smetti di seguire", "Ontvolgd")  # fmt: skip
_POSTS = ("Create Post", "Crear post", "Criar post", "Post erstellen", "Créer un post", "Crea post",
          "Post maken")  # fmt: skip
_COLUMNS: Mapping[tuple[str, ...], Column] = {
    ("Date", "Fecha", "Data", "Datum"): required(date(such_as="Tue, Feb 18, 2025")),
    ("Impressions", "Impresiones", "Impressões", "Impressionen", "Impressioni",
     "Weergaven"): known_by(measure("impressions")),
    ("Likes", "Me gusta", "Curtidas", "Gefällt mir", "J'aime", "Mi piace",
     "Vind-ik-leuks"): measure("likes"),
    ("Engagements", "Interacciones", "Engajamentos", "Interaktionen",
     "Interazioni"): measure("engagements"),
    ("Bookmarks", "Guardados", "Itens salvos", "Lesezeichen", "Signets", "Segnalibri",
     "Bladwijzers"): measure("saves"),
    ("Shares", "Share", "Compartilhamentos", "Veces compartido", "Compartidos", "Compartir",
     "Geteilt", "Partages", "Condivisioni"): measure("shares"),
    _GAINED: measure("followers_gained"),
    _LOST: measure("followers_lost"),
    ("Replies", "Respuestas", "Respostas", "Antworten", "Réponses", "Risposte",
     "Antwoorden"): measure("replies"),
    ("Reposts", "Republicaciones", "Republicações", "Repost"): measure("reposts"),
    ("Profile visits", "Visitas del perfil", "Visitas ao perfil", "Profilbesuche",
     "Visites du profil", "Visite al profilo", "Profielbezoeken"): measure("profile_visits"),
    _POSTS: measure("posts"),
    ("Video views", "Visualizaciones de video", "Visualizações de vídeo",
     "Reproducciones de vídeo", "Videoaufrufe", "Vues de vidéo"): measure("video_views"),
    ("Media views", "Visualizações de mídia"): count(),
}  # fmt: skip
# Two of these are X's alone; a language in which one of them is called otherwise has the others.
_OWN = ((_GAINED, _LOST), (_LOST, _POSTS), (_GAINED, _POSTS))

SOURCE = Source(
    name="x_overview",
    label="X account overview",
    where="On X: Premium › Analytics › Overview › Export data.",
    channel="x",
    proof="real files",
    tables=[
        Table(
            subject="channel_days",
            columns={**_COLUMNS, **{own: known_by(_COLUMNS[own]) for own in two}},
        )
        for two in _OWN
    ],
)
