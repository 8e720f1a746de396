"""LinkedIn page content: what a window brought day by day, and the life of the posts made in it.

Known from real files (to 2025); Spanish headings from documentation, older ones and those in other
languages from memory. The two sheets never agree and are never added. A note stands above the
headings, unless its owner deleted it. “Created date” is the day a post was drafted or scheduled:
the activity id in the post's link tells when it went out (its upper bits are milliseconds since
1970), so that day counts, in UTC. The receipt shows the days as they are written. Daily figures may
be negative corrections.
"""

from collections.abc import Mapping

import polars as pl

from data_pipeline.contract import (
    Column,
    Headings,
    Pattern,
    Source,
    Table,
    count,
    date,
    identifier,
    known_by,
    measure,
    required,
    text,
)

_ACTIVITY = r"(?:activity|ugcPost|share)[:-](\d{18,20})"
_BITS_BELOW_TIME = 22


def _on_the_day_they_went_out(posts: pl.DataFrame) -> pl.DataFrame:
    activity = pl.col("link").str.extract(_ACTIVITY)
    since_1970 = activity.cast(pl.Int64, strict=False) // 2**_BITS_BELOW_TIME
    went_out = pl.from_epoch(since_1970, time_unit="ms").dt.date()
    kinds = [pl.col(name) for name in ("content_type", "post_type") if name in posts.columns]
    return posts.with_columns(
        pl.coalesce(activity, "link").alias("post_id"),
        pl.coalesce(went_out, "date").alias("date"),
        pl.coalesce(*kinds, pl.lit(None, pl.String)).alias("post_type"),
    )


# Of the three figures of a kind, the one of organic and sponsored together.
_OF_ALL = r" ?\((total|totals|totales|totaux|totale|totali|totais|gesamt|insgesamt|totaal)\)"
_ORGANIC = r" ?\(org[aâá][a-zçã]*\)"


def _all_of(plainest: str, *words: str) -> tuple[str, ...]:
    """A figure's heading in the languages known."""
    return (plainest, Pattern(f"({'|'.join(words)}){_OF_ALL}"))


_METRICS: Mapping[Headings, Column] = {
    ("Date", "Fecha", "Datum", "Data"): required(date(habit="mdy", such_as="03/31/2025")),
    _all_of("Impressions (total)", "impressions", "impresiones", "impressionen", "impressões",
            "impressioni", "weergaven"): required(measure("impressions")),
    ("Unique impressions (organic)", "Impresiones únicas (orgánicas)",
     Pattern("(unique impressions|eindeutige impressions|impressions uniques|impressões únicas"
             "|impresiones únicas|impressioni (uniche|univoche)|unieke weergaven)" + _ORGANIC),
     ): measure("unique_impressions"),
    _all_of("Clicks (total)", "clicks", "clics", "clic", "klicks", "cliques", "klikken",
            "kliks"): known_by(measure("clicks")),
    _all_of("Reactions (total)", "reactions", "reacciones", "reaktionen", "réactions", "reações",
            "reazioni", "reacties"): measure("likes"),
    _all_of("Comments (total)", "comments", "comentarios", "kommentare", "commentaires",
            "comentários", "commenti", "commentaren", "opmerkingen"): measure("comments"),
    _all_of("Reposts (total)", "reposts", "shares", "veces compartido", "compartidos",
            "direkt geteilte beiträge", "geteilte beiträge", "republications", "partages",
            "compartilhamentos", "repostagens", "diffusioni( post)?", "condivisioni",
            "ricondivisioni", "keer gedeeld"): measure("reposts"),
}  # fmt: skip
_LINK = ("Post link", "Update link", "Enlace de la publicación")
_CREATED = ("Created date", "Fecha de creación")
_OF_A_POST: Mapping[Headings, Column] = {
    ("Post type", "Update type", "Tipo de publicación", "Art des Beitrags", "Beitragsart",
     "Type de post", "Type de publication", "Tipo de post", "Tipo di post",
     "Type bijdrage"): text("post_type"),
    ("Impressions", "Impresiones", "Impressionen", "Impressões", "Impressioni",
     "Weergaven"): count("impressions"),
    ("Views", "Views (Excluding offsite video views)", "Video views", "Visualizaciones",
     "Aufrufe", "Vues", "Visualizações", "Visualizzazioni"): count("video_views"),
    ("Offsite Views",): count(),
    ("Clicks", "Clics", "Klicks", "Cliques", "Clic", "Klikken", "Kliks"): count("clicks"),
    ("Likes", "Reactions", "Recomendaciones", "Reacciones", "Gefällt mir", "Reaktionen",
     "J’aime", "Réactions", "Gostei", "Reações", "Consiglia", "Reazioni", "Reacties",
     "Interessant"): count("likes"),
    ("Comments", "Comentarios", "Kommentare", "Commentaires", "Comentários", "Commenti",
     "Commentaren"): count("comments"),
    ("Reposts", "Shares", "Veces compartido", "Compartidos", "Direkt geteilte Beiträge",
     "Geteilte Beiträge", "Republications", "Partages", "Compartilhamentos", "Diffusioni post",
     "Diffusioni", "Condivisioni"): count("shares"),
    ("Follows", "Seguimientos", "Abonnements"): count("follows"),
    ("Content Type", "Tipo de contenido", "Art des Inhalts", "Inhaltstyp", "Type de contenu",
     "Tipo de conteúdo", "Tipo di contenuto", "Inhoudstype"): text("content_type"),
}  # fmt: skip


def _posts(columns: Mapping[Headings, Column], looks: Mapping[str, str]) -> Table:
    return Table(
        subject="posts",
        name="All posts",
        columns=columns,
        looks=looks,
        finish=_on_the_day_they_went_out,
    )


SOURCE = Source(
    name="linkedin_content",
    label="LinkedIn content",
    where="On LinkedIn: Page admin › Analytics › Content › Export.",
    channel="linkedin",
    file_names=r"_content_\d{13}",
    proof="real files",
    tables=[
        Table(subject="channel_days", name="Metrics", columns=_METRICS),
        _posts(
            {
                ("Post title", "Update title", "Título de la publicación"): known_by(text("title")),
                _LINK: required(identifier("link")),
                _CREATED: required(date(habit="mdy", such_as="03/31/2025")),
                **_OF_A_POST,
            },
            {},
        ),
        # The same in languages whose headings are known from memory: the link's form tells it.
        _posts(
            {
                (
                    "Titel des Beitrags",
                    Pattern(
                        r"(beitragstitel|titel (des beitrags|van .*)|titre d[eu]s? .*|título d.*"
                        r"|titolo del .*)"
                    ),
                ): text("title"),
                (
                    "Link zum Beitrag",
                    Pattern(
                        r"(beitragslink|link zum .*|lien (du|vers|de) .*|link d[aoe]l? .*"
                        r"|enlace .*|link naar .*|url .*)"
                    ),
                ): required(identifier("link")),
                (
                    "Erstellungsdatum",
                    Pattern(
                        r"(erstellt am|date de création|fecha de creación|data d[aei] cria.*"
                        r"|data di creazione|creatiedatum|aanmaakdatum|gemaakt op"
                        r"|datum van creatie)"
                    ),
                ): required(date(habit="mdy", such_as="03/31/2025")),
                **_OF_A_POST,
            },
            {"link zum beitrag": r"linkedin\.com/"},
        ),
    ],
)
