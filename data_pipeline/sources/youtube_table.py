"""YouTube Studio advanced mode, "Table data": one row per video, or by another breakdown.

Known from real files in English, German and Portuguese; French, Spanish, Italian and Dutch from
memory. The first or the last line is a total that is not the sum of the others, and is never a row.
A number that starts with "-" has a blank in front. Subscribers are gained less lost. Figures are of
the window that was chosen, mostly the video's life. By traffic source, age, place and so on the
figures are of no post and no day: they are read and added up, and not kept.
"""

import polars as pl

from data_pipeline.contract import (
    Source,
    Table,
    count,
    date,
    identifier,
    known_by,
    number,
    required,
    text,
)
from data_pipeline.platform_words.youtube import (
    BREAKDOWNS,
    CONTENT,
    DATE,
    METRICS,
    PUBLISHED,
    TITLE,
    figures,
)


def _with_links(videos: pl.DataFrame) -> pl.DataFrame:
    return videos.with_columns(link=pl.format("https://www.youtube.com/watch?v={}", "post_id"))


_OF_A_VIDEO = {
    "views": count("views"),
    "watch_hours": number("watch_hours"),
    "followers_net": count("follows"),
    "impressions": count("impressions"),
    "likes": count("likes"),
    "comments": count("comments"),
    "shares": count("shares"),
}

SOURCE = Source(
    name="youtube_table",
    label="YouTube Studio table",
    where="On YouTube: Studio › Analytics › Advanced mode › Content › Export current view.",
    channel="youtube",
    family="YouTube Studio",
    proof="real files",
    grace=31,
    tables=[
        Table(
            subject="posts",
            columns={
                **figures(),
                CONTENT: required(identifier("post_id")),
                TITLE: known_by(text("title")),
                PUBLISHED: known_by(date(such_as="Aug 12, 2024")),
                **{METRICS[name]: column for name, column in _OF_A_VIDEO.items()},
            },
            without=DATE,
            finish=_with_links,
        ),
        *(
            Table(
                subject="channel_days",
                name="Breakdown",
                columns={
                    **figures(),
                    BREAKDOWNS: required(text("")),
                    spellings: known_by(column),
                },
                without=(*DATE, *TITLE),
                kept=False,
            )
            for spellings, column in (
                (METRICS["views"], count()),
                (METRICS["watch_hours"], number()),
                (
                    (
                        "Views (%)",
                        "Aufrufe (%)",
                        "Visualizações (%)",
                        "Vues (%)",
                        "Visualizaciones (%)",
                        "Vistas (%)",
                    ),
                    number(),
                ),
                (
                    (
                        "Watch time (hours) (%)",
                        "Wiedergabezeit (Stunden) (%)",
                        "Tempo de exibição (horas) (%)",
                        "Durée de visionnage (heures) (%)",
                        "Tiempo de visualización (horas) (%)",
                        "Tiempo de reproducción (horas) (%)",
                    ),
                    number(),
                ),
            )
        ),
    ],
)
