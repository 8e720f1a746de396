"""The words of Meta Business Suite's lists of posts and stories, in every language known."""

from collections.abc import Mapping

import polars as pl

from data_pipeline.contract import Column, Headings, Pattern, known_by, text


def _id_of(whose: str) -> Pattern:
    """The words for an id, in any language known, before or after whose it is."""
    named = r"(id|identifiant|identificador|identificação|identificativo|kennung)\.?"
    return Pattern(rf"{named} (d[aeou]( la)? |del(la)? |des |der |van )?({whose})|({whose})-?id")


POST_ID = (
    "Post ID", "Publicerings-id", "Identificador de la publicación", "Beitrags-ID", "Beitrag-ID",
    "Identifiant de publication", "ID de la publication", "Identificação do post",
    "Identificador do post", "ID do post", "ID post", "ID del post", "Bericht-ID",
    "Identificador de publicación",
    _id_of("publication|publicación|publicação|post|beitrags?|bericht|pubblicazione"),
)  # fmt: skip
PAGE_ID = (
    "Page ID", "Sid-id", "Identificador de la página", "Identificador de página", "Seiten-ID",
    "Identifiant de Page", "ID de la Page", "Identificação da Página", "Identificador da Página",
    "ID da Página", "ID Pagina", "ID della Pagina", "Pagina-ID",
    _id_of("page|página|pagina|seiten?"),
)  # fmt: skip
USERNAME = (
    "Account username", "Nombre de usuario de la cuenta", "Kontots användarnamn",
    "Användarnamn för konto", "Benutzername des Kontos", "Konto-Benutzername",
    "Nom d’utilisateur du compte", "Nom de profil du compte", "Nome de usuário da conta",
    "Nome utente dell'account", "Nome utente dell’account", "Gebruikersnaam van account",
    "Gebruikersnaam account",
    Pattern(r"(nom d'utilisateur|nom de profil|nombre de usuario|nome de usuário|nome utente"
            r"|gebruikersnaam|benutzername)( d[aeu]( la)?| del| des| dell'| van( het)?)?"
            r" ?(compte|cuenta|conta|account|kontos?)"),
)  # fmt: skip
ACCOUNT_ID = ("Account ID", "Identificador de la cuenta", "Konto-id", "Konto-ID",
               "Identifiant de compte", "Identificação da conta", "ID account",
               _id_of("account|compte|cuenta|conta|kontos?"))  # fmt: skip
PUBLISHED = (
    "Publish time", "Publiceringstid", "Hora de publicación", "Veröffentlichungszeitpunkt",
    "Veröffentlichungszeit", "Heure de publication", "Horário de publicação",
    "Ora di pubblicazione", "Orario di pubblicazione", "Publicatietijd", "Tijdstip van publicatie",
    "Veröffentlicht am", "Zeitpunkt der Veröffentlichung", "Date de publication",
    "Fecha de publicación", "Data de publicação", "Data di pubblicazione", "Publicatiedatum",
)  # fmt: skip
DATE = ("Date", "Datum", "Fecha", "Data")
VIEWS = ("Views", "Visningar", "Visualizaciones", "Aufrufe", "Vues", "Visualizações",
          "Visualizzazioni", "Weergaven")  # fmt: skip
INSTAGRAM_FIGURES: Mapping[str, Headings] = {
    "impressions": ("Impressions", "Impresiones", "Impressionen", "Impressões", "Exponeringar"),
    "reach": ("Reach", "Räckvidd", "Alcance", "Reichweite", "Couverture", "Copertura", "Bereik"),
    "likes": ("Likes", "Me gusta", "Gilla-markeringar", "„Gefällt mir“-Angaben", "Gefällt mir",
              "J’aime", "Mentions J’aime", "Curtidas", "Mi piace", "Vind-ik-leuks"),
    "comments": ("Comments", "Kommentarer", "Comentarios", "Kommentare", "Commentaires",
                 "Comentários", "Commenti", "Opmerkingen"),
    "shares": ("Shares", "Delningar", "Veces que se compartió", "Geteilte Inhalte", "Partages",
               "Compartilhamentos", "Condivisioni", "Keren gedeeld"),
    "saves": ("Saves", "Veces que se guardó", "Sparanden", "Gespeichert", "Gespeicherte Inhalte",
              "Enregistrements", "Salvamentos", "Salvataggi", "Keren bewaard"),
}  # fmt: skip
INSTAGRAM_WORDS: Mapping[Headings, Column] = {
    ("Description", "Beskrivning", "Descripción", "Beschreibung", "Descrição", "Descrizione",
     "Beschrijving"): text("title"),
    ("Permalink", "Permalänk", "Enlace permanente", "Permalien", "Link permanente"): text("link"),
    ("Post type", "Inläggstyp", "Tipo de publicación", "Beitragsart", "Beitragstyp",
     "Type de publication", "Tipo de post", "Tipo di post", "Berichttype"): text("post_type"),
}  # fmt: skip
FOLLOWS = ("Follows", "Seguimientos", "Följer", "Seguidores", "Follower", "Followers", "Volgers")
FACEBOOK_FIGURES: Mapping[str, Headings] = {
    "impressions": ("Impressions", "Impresiones", "Impressionen", "Impressões", "Exponeringar"),
    "reach": ("Reach", "Räckvidd", "Alcance", "Reichweite", "Couverture", "Copertura", "Bereik"),
    "engagements": (
        "Reactions, Comments and Shares", "Reaktioner, kommentarer och delningar",
        "Reacciones, comentarios y veces que se compartió", "Interacciones",
        "Reaktionen, Kommentare und geteilte Inhalte", "Réactions, commentaires et partages",
        "Reações, comentários e compartilhamentos", "Reazioni, commenti e condivisioni",
        "Reacties, opmerkingen en keren gedeeld",
    ),
    "likes": ("Reactions", "Reaktioner", "Reacciones", "Reaktionen", "Réactions", "Reações",
              "Reazioni"),
    "comments": ("Comments", "Kommentarer", "Comentarios", "Kommentare", "Commentaires",
                 "Comentários", "Commenti", "Opmerkingen"),
    "shares": ("Shares", "Delningar", "Veces que se compartió", "Geteilte Inhalte", "Partages",
               "Compartilhamentos", "Condivisioni", "Keren gedeeld"),
    "saves": ("Saves", "Veces que se guardó"),
    "clicks": ("Total clicks", "Totalt antal klick", "Clics totales", "Total de clics",
               "Klicks insgesamt", "Nombre total de clics", "Total de cliques",
               "Clic totali", "Totaal aantal klikken"),
    "video_views": ("3-second video views", "Reproducciones de video de 3 segundos"),
}  # fmt: skip
FACEBOOK_WORDS: Mapping[Headings, Column] = {
    ("Title", "Titel", "Título", "Titre", "Titolo"): text("title"),
    ("Description", "Beskrivning", "Descripción", "Beschreibung", "Descrição", "Descrizione"): text(
        "description"
    ),
    ("Permalink", "Permalänk", "Enlace permanente", "Permalien", "Link permanente"): text("link"),
    ("Page name", "Sidnamn", "Nombre de la página", "Seitenname", "Nom de la Page",
     "Nome da Página", "Nome della Pagina", "Paginanaam"): text("account"),
    ("Post type", "Inläggstyp", "Tipo de publicación", "Beitragsart", "Beitragstyp",
     "Type de publication", "Tipo de post", "Tipo di post", "Berichttype"): text("post_type"),
}  # fmt: skip
NAVIGATION = ("Navigation", "Navegación", "Navegação", "Navigazione", "Navigatie", "Navigering")
STICKER_TAPS = ("Sticker taps", "Toques en stickers", "Toques em figurinhas")
REPLIES = ("Replies", "Antworten", "Réponses", "Respuestas", "Respostas", "Risposte",
           "Antwoorden", "Svar")  # fmt: skip

_SHOWN = 300  # characters of a post that stand for its title


def told_by(heading: Headings, columns: Mapping[Headings, Column]) -> Mapping[Headings, Column]:
    """The same columns, of which this one tells the export from others."""
    return {**columns, heading: known_by(columns[heading])}


def with_answers_as_comments(stories: pl.DataFrame) -> pl.DataFrame:
    """Whoever answers a story writes to us, as one who comments does."""
    words = [pl.col(name) for name in ("comments", "replies") if name in stories.columns]
    if not words:
        return stories
    written = pl.any_horizontal(word.is_not_null() for word in words)
    return stories.with_columns(pl.when(written).then(pl.sum_horizontal(words)).alias("comments"))


def titled_by_their_text(posts: pl.DataFrame) -> pl.DataFrame:
    """Most posts have no title but a description; and watch time is told in seconds."""
    words = [pl.col(name) for name in ("title", "description") if name in posts.columns]
    title = pl.coalesce(*words, pl.lit(None, pl.String)).str.slice(0, _SHOWN).alias("title")
    posts = posts.with_columns(title)
    if "seconds_viewed" in posts.columns:
        posts = posts.with_columns((pl.col("seconds_viewed") / 3600).alias("watch_hours"))
    return posts
