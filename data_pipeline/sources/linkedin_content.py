"""LinkedIn page content: what a window brought day by day, and the life of the posts made in it.

Known from real files (to 2025); Spanish headings from documentation, older and other ones from
memory. The two sheets never agree and are never added. A note stands above the headings, unless its
owner deleted it. “Created date” is the day a post was drafted or scheduled: the activity id in the
post's link tells when it went out (its upper bits are milliseconds since 1970), so that day counts,
in UTC. The receipt shows the days as they are written. Daily figures may be negative corrections.
"""

import polars as pl

from data_pipeline.contract import (
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


def _all_of(what: str, *others: str) -> tuple[str, ...]:
    return (f"{what} (total)", f"{what} (totales)", *others)


SOURCE = Source(
    name="linkedin_content",
    label="LinkedIn content",
    where="On LinkedIn: Page admin › Analytics › Content › Export.",
    channel="linkedin",
    file_names=r"_content_\d{13}",
    proof="real files",
    tables=[
        Table(
            subject="channel_days",
            name="Metrics",
            columns={
                ("Date", "Fecha", "Datum", "Data"): required(
                    date(habit="mdy", such_as="03/31/2025")
                ),
                _all_of("Impressions", "Impresiones (totales)", "Impresiones (total)",
                        "Impressions (gesamt)", "Impressions (insgesamt)", "Impressões (total)",
                        "Impressions (totales)", "Impressioni (totali)",
                        "Weergaven (totaal)"): required(measure("impressions")),
                ("Unique impressions (organic)", "Impresiones únicas (orgánicas)"): measure(
                    "unique_impressions"
                ),
                _all_of("Clicks", "Clics (totales)", "Clics (total)", "Klicks (gesamt)",
                        "Klicks (insgesamt)", "Cliques (total)", "Clic (totali)",
                        "Klikken (totaal)"): known_by(measure("clicks")),
                _all_of("Reactions", "Reacciones (total)", "Reacciones (totales)"): measure(
                    "likes"
                ),
                _all_of("Comments", "Comentarios (totales)", "Comentarios (total)"): measure(
                    "comments"
                ),
                _all_of("Reposts", "Shares (total)", "Veces compartido (total)",
                        "Veces compartido (totales)"): measure("reposts"),
            },
        ),
        Table(
            subject="posts",
            name="All posts",
            columns={
                ("Post title", "Update title", "Título de la publicación"): known_by(text("title")),
                ("Post link", "Update link", "Enlace de la publicación"): required(
                    identifier("link")
                ),
                ("Post type", "Update type", "Tipo de publicación"): text("post_type"),
                ("Created date", "Fecha de creación"): required(
                    date(habit="mdy", such_as="03/31/2025")
                ),
                ("Impressions", "Impresiones"): count("impressions"),
                ("Views", "Views (Excluding offsite video views)", "Video views",
                 "Visualizaciones"): count("video_views"),
                ("Offsite Views",): count(),
                ("Clicks", "Clics"): count("clicks"),
                ("Likes", "Reactions", "Recomendaciones", "Reacciones"): count("likes"),
                ("Comments", "Comentarios"): count("comments"),
                ("Reposts", "Shares", "Veces compartido"): count("shares"),
                ("Follows", "Seguimientos"): count("follows"),
                ("Content Type", "Tipo de contenido"): text("content_type"),
            },
            finish=_on_the_day_they_went_out,
        ),
    ],
)  # fmt: skip
