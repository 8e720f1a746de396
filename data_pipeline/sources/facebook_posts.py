"""Facebook posts, as Meta Business Suite exports them.

Known from real files (2023 to 2025). Figures are of a post's whole life up to the export; where the
column “Date” holds a day instead of “Lifetime”, they are that day's. Metrics come and go from file
to file, and “Views” may stand twice. “Views” of nothing but 0 were not computed yet. A line without
a post id is an error message of the platform. “Impressions” became “Views” around the end of 2024:
two measures, kept apart. `Publish time` is month first in every account and language seen.
"""

from collections.abc import Mapping

import polars as pl

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
    number,
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
_PAGE_ID = (
    "Page ID", "Sid-id", "Identificador de la página", "Identificador de página", "Seiten-ID",
    "Identifiant de Page", "ID de la Page", "Identificação da Página", "Identificador da Página",
    "ID da Página", "ID Pagina", "ID della Pagina", "Pagina-ID",
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
    "engagements": (
        "Reactions, Comments and Shares", "Reaktioner, kommentarer och delningar",
        "Reacciones, comentarios y veces que se compartió", "Interacciones",
        "Reaktionen, Kommentare und geteilte Inhalte", "Réactions, commentaires et partages",
        "Reações, comentários e compartilhamentos", "Reazioni, commenti e condivisioni",
    ),
    "likes": ("Reactions", "Reaktioner", "Reacciones", "Reaktionen", "Réactions", "Reações",
              "Reazioni"),
    "comments": ("Comments", "Kommentarer", "Comentarios", "Kommentare", "Commentaires",
                 "Comentários", "Commenti", "Opmerkingen"),
    "shares": ("Shares", "Delningar", "Veces que se compartió", "Geteilte Inhalte", "Partages",
               "Compartilhamentos", "Condivisioni"),
    "saves": ("Saves", "Veces que se guardó"),
    "clicks": ("Total clicks", "Totalt antal klick", "Clics totales", "Total de clics",
               "Klicks insgesamt", "Nombre total de clics", "Total de cliques",
               "Clic totali"),
    "video_views": ("3-second video views", "Reproducciones de video de 3 segundos"),
}  # fmt: skip
_WORDS: Mapping[Headings, Column] = {
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
_MORE: Mapping[Headings, Column] = {
    ("Follows", "Net follows", "Seguimientos netos"): count("follows"),
    ("Link Clicks", "Länkklick", "Clics en el enlace"): count(),
    ("Seconds viewed", "Segundos reproducidos"): number("seconds_viewed"),
}
_KNOWN_BY: Mapping[Headings, Column] = {
    _POST_ID: required(identifier("post_id")),
    _PAGE_ID: known_by(identifier("")),
}
_SHOWN = 300  # characters of a post that stand for its title


def _titled_by_their_text(posts: pl.DataFrame) -> pl.DataFrame:
    """Most posts have no title but a description; and watch time is told in seconds."""
    words = [pl.col(name) for name in ("title", "description") if name in posts.columns]
    title = pl.coalesce(*words, pl.lit(None, pl.String)).str.slice(0, _SHOWN).alias("title")
    posts = posts.with_columns(title)
    if "seconds_viewed" in posts.columns:
        posts = posts.with_columns((pl.col("seconds_viewed") / 3600).alias("watch_hours"))
    return posts


SOURCE = Source(
    name="facebook_posts",
    label="Facebook posts",
    where="On Meta Business Suite: Insights › Content › choose the Page and a month › Export.",
    channel="facebook",
    grace=31,
    proof="real files",
    tables=[
        Table(
            subject="post_days",
            name="Facebook posts by day",
            columns={
                **_KNOWN_BY,
                _PUBLISHED: known_by(text("")),
                _DATE: required(date(habit="mdy", such_as="03/31/2025")),
                **{headings: text("") for headings in _WORDS},
                _VIEWS: measure("views"),
                _VIEWS_AGAIN: second(count()),
                **{headings: measure(name) for name, headings in _FIGURES.items()},
                **{headings: number() for headings in _MORE},
            },
            looks={"date": r"\d"},
        ),
        Table(
            subject="posts",
            columns={
                **_KNOWN_BY,
                _PUBLISHED: required(date(habit="mdy", such_as="03/31/2025 14:05")),
                **_WORDS,
                _VIEWS: count("views"),
                _VIEWS_AGAIN: second(count()),
                **{headings: count(name) for name, headings in _FIGURES.items()},
                **_MORE,
            },
            finish=_titled_by_their_text,
            zero_is_missing=("views",),
        ),
    ],
)
