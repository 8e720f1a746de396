"""Meta Business Suite, top content formats: views, interactions and posts by form of content.

The form is documented from a real file: under each title two wide lines, the forms of content and
their figures. Neither the network nor the days stand in it, and the same posts are in the lists of
posts: the figures are read and added up, and not kept.
"""

from data_pipeline.contract import (
    ANY_OTHER,
    Column,
    Headings,
    Source,
    Table,
    Titled,
    count,
    known_by,
)

_TITLES = (
    "Views", "Content interactions", "Published content", "Reach", "Impressions", "Reactions",
    "Aufrufe", "Veröffentlichte Inhalte", "Visualizaciones", "Contenido publicado",
    "Interacciones con el contenido", "Visualizações", "Interações com o conteúdo",
    "Conteúdo publicado", "Vues", "Contenu publié", "Visualizzazioni", "Weergaven",
)  # fmt: skip
# One of these stands in every block: the most common first.
_FORMATS: tuple[Headings, ...] = (
    ("Photos", "Fotos", "Foto", "Foto's"),
    ("Reels", "Reel"),
    ("Stories", "Historias", "Storys", "Story", "Verhalen"),
    ("Multi-photo", "Multi photo", "Carousels", "Carousel"),
    ("Videos", "Video", "Vídeos"),
    ("Links", "Enlaces", "Liens", "Link"),
    ("Text", "Texto", "Texte", "Testo", "Tekst"),
)


def _columns(told: Headings) -> dict[Headings, Column]:
    """One format that must be there; the others, and those we do not know, as they come."""
    columns: dict[Headings, Column] = {one: count() for one in _FORMATS if one != told}
    return columns | {told: known_by(count()), ANY_OTHER: count()}


SOURCE = Source(
    name="meta_content_formats",
    label="Meta Business Suite top content formats",
    where="On Meta Business Suite: Insights › Overview › Top content formats › Export › CSV.",
    proof="real files",
    tables=[
        Table(
            subject="channel_days",
            titled=Titled({title: {"channel": ""} for title in _TITLES}),
            columns=_columns(told),
            without=("Date", "Datum", "Fecha", "Data"),
            kept=False,
        )
        for told in _FORMATS
    ],
)
