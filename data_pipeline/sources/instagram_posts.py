"""Instagram posts, reels and stories, as Meta Business Suite exports them.

Known from real files (2023 to 2025); the other languages' headings from documentation. Figures are
of a post's whole life up to the export; where the column “Date” holds a day instead of “Lifetime”,
they are that day's. Metrics come in any order. “Follows” are people gained by that post, no total.
“Views” of nothing but 0 were not computed yet; until 2025 there were “Impressions” instead, which
is another measure. `Publish time` is month first in every account and language seen.
"""

from collections.abc import Mapping

from data_pipeline.contract import (
    Column,
    Headings,
    Source,
    Table,
    count,
    date,
    identifier,
    known_by,
    measure,
    required,
    second,
    text,
)

_POST_ID = (
    "Post ID", "Publicerings-id", "Identificador de la publicación", "Beitrags-ID", "Beitrag-ID",
    "Identifiant de publication", "ID de la publication", "Identificação do post",
    "Identificador do post", "ID do post", "ID post", "ID del post", "Bericht-ID",
    "Identificador de publicación",
)  # fmt: skip
_USERNAME = (
    "Account username", "Nombre de usuario de la cuenta", "Kontots användarnamn",
    "Användarnamn för konto", "Benutzername des Kontos", "Konto-Benutzername",
    "Nom d’utilisateur du compte", "Nom de profil du compte", "Nome de usuário da conta",
    "Nome utente dell'account", "Nome utente dell’account", "Gebruikersnaam van account",
    "Gebruikersnaam account",
)  # fmt: skip
_PUBLISHED = (
    "Publish time", "Publiceringstid", "Hora de publicación", "Veröffentlichungszeitpunkt",
    "Veröffentlichungszeit", "Heure de publication", "Horário de publicação",
    "Ora di pubblicazione", "Orario di pubblicazione", "Publicatietijd", "Tijdstip van publicatie",
)  # fmt: skip
_DATE = ("Date", "Datum", "Fecha", "Data")
_VIEWS = ("Views", "Visningar", "Visualizaciones", "Aufrufe", "Vues", "Visualizações",
          "Visualizzazioni", "Weergaven")  # fmt: skip
_VIEWS_AGAIN = _VIEWS[::-1]
_FIGURES: Mapping[str, Headings] = {
    "impressions": ("Impressions", "Impresiones", "Impressionen", "Impressões", "Exponeringar"),
    "reach": ("Reach", "Räckvidd", "Alcance", "Reichweite", "Couverture", "Copertura", "Bereik"),
    "likes": ("Likes", "Me gusta", "Gilla-markeringar", "„Gefällt mir“-Angaben", "Gefällt mir",
              "J’aime", "Mentions J’aime", "Curtidas", "Mi piace", "Vind-ik-leuks"),
    "comments": ("Comments", "Kommentarer", "Comentarios", "Kommentare", "Commentaires",
                 "Comentários", "Commenti"),
    "shares": ("Shares", "Delningar", "Veces que se compartió", "Geteilte Inhalte", "Partages",
               "Compartilhamentos", "Condivisioni"),
    "saves": ("Saves", "Veces que se guardó", "Sparanden", "Gespeichert", "Enregistrements",
              "Salvamentos", "Salvataggi"),
}  # fmt: skip
_WORDS: Mapping[Headings, Column] = {
    ("Description", "Beskrivning", "Descripción", "Beschreibung", "Descrição", "Descrizione",
     "Beschrijving"): text("title"),
    ("Permalink", "Permalänk", "Enlace permanente", "Permalien", "Link permanente"): text("link"),
    ("Post type", "Inläggstyp", "Tipo de publicación", "Beitragsart", "Beitragstyp",
     "Type de publication", "Tipo de post", "Tipo di post", "Berichttype"): text("post_type"),
}  # fmt: skip
_FOLLOWS = ("Follows", "Seguimientos", "Följer", "Seguidores")
_ACCOUNT_ID = ("Account ID", "Identificador de la cuenta", "Konto-id", "Konto-ID",
               "Identifiant de compte", "Identificação da conta", "ID account")  # fmt: skip
_KNOWN_BY: Mapping[Headings, Column] = {
    _POST_ID: required(identifier("post_id")),
    _ACCOUNT_ID: identifier(""),
}

SOURCE = Source(
    name="instagram_posts",
    label="Instagram posts",
    where="On Meta Business Suite: Insights › Content › choose the account and a month › Export.",
    channel="instagram",
    grace=31,
    proof="real files",
    tables=[
        Table(
            subject="post_days",
            name="Instagram posts by day",
            columns={
                **_KNOWN_BY,
                _USERNAME: known_by(text("")),
                _PUBLISHED: known_by(text("")),
                _DATE: required(date(habit="mdy", such_as="03/31/2025")),
                **{headings: text("") for headings in _WORDS},
                _VIEWS: measure("views"),
                _VIEWS_AGAIN: second(count()),
                **{headings: measure(name) for name, headings in _FIGURES.items()},
                _FOLLOWS: count(),
            },
            looks={"date": r"\d"},
        ),
        Table(
            subject="posts",
            columns={
                **_KNOWN_BY,
                _USERNAME: known_by(text("account")),
                _PUBLISHED: required(date(habit="mdy", such_as="03/31/2025 14:05")),
                **_WORDS,
                _VIEWS: count("views"),
                _VIEWS_AGAIN: second(count()),
                **{headings: count(name) for name, headings in _FIGURES.items()},
                _FOLLOWS: count("follows"),
            },
            zero_is_missing=("views",),
        ),
    ],
)
