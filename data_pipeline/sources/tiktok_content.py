"""TikTok videos, one row per video: Studio's "top" lists, and a business account's list.

Known by their headings, which are documented from real files. Studio writes the day of posting
without its year; the upper half of the number in the video's link is the second of upload, which
gives the year back (Studio's days are local, so they may lie one beside that second's), also where
a spreadsheet has made one up. Lists of one account overlap: a video is known by the number in its
link.
"""

import polars as pl

from data_pipeline.contract import (
    Source,
    Table,
    count,
    date,
    day_of_year,
    known_by,
    required,
    text,
)

_WITHOUT_A_YEAR = 2000  # the year that a day without one is read in
_LINK = ("Video link", "Enlace del vídeo", "Videolink", "Videolänk")
_POSTED = ("Post time", "Hora de publicación", "Publiceringstid")
_TITLE = ("Video title", "Título del vídeo", "Videotitel")


def _known_by_number(videos: pl.DataFrame) -> pl.DataFrame:
    """The video's number, and the full day where the day was written without its year."""
    posted = pl.col("posted")
    number = pl.col("link").str.extract(r"/(?:video|photo|v)/(\d{18,20})\b")
    uploaded = pl.from_epoch(number.cast(pl.Int64, strict=False) // 2**32, "s").dt.date()
    around = [uploaded.dt.offset_by(days) for days in ("0d", "1d", "-1d")]
    fitting = pl.coalesce(
        pl.when(day.dt.to_string("%m-%d") == posted.dt.to_string("%m-%d")).then(day)
        for day in around
    )
    full = pl.when(posted.dt.year() != _WITHOUT_A_YEAR).then(posted)
    return videos.with_columns(
        post_id=pl.coalesce(number, "link"), date=pl.coalesce(fitting, full, uploaded)
    )


SOURCE = Source(
    name="tiktok_content",
    label="TikTok videos",
    where="On TikTok: TikTok Studio › Analytics › Content › Download data.",
    channel="tiktok",
    family="TikTok Studio",
    proof="real files",
    grace=31,
    tables=[
        Table(
            subject="posts",
            name="Studio",
            columns={
                _TITLE: known_by(text("title")),
                _LINK: required(text("link")),
                _POSTED: known_by(day_of_year("posted")),
                ("Total likes",): count("likes"),
                ("Total comments",): count("comments"),
                ("Total shares",): count("shares"),
                ("Total views",): known_by(count("views")),
            },
            finish=_known_by_number,
        ),
        Table(
            subject="posts",
            name="Business account",
            columns={
                _TITLE: known_by(text("title")),
                _LINK: required(text("link")),
                _POSTED: known_by(date("posted", habit="ymd", such_as="2025/10/31 18:19:10")),
                ("Video views", "Videovisningar"): known_by(count("views")),
                ("Likes", "Gilla-markeringar"): count("likes"),
                ("Comments", "Kommentarer"): count("comments"),
                ("Shares", "Delningar"): count("shares"),
                ("Add to Favorites", "Lägg till i Favoriter"): count("saves"),
            },
            finish=_known_by_number,
        ),
    ],
)
