"""LinkedIn analytics of a person's own profile: one workbook of five sheets.

Known from a real file (12/2024 to 12/2025) and documentation; Portuguese sheets from documentation,
other translations from memory. The sheet of followers has above its headings how many there are and
on which day: the best total any network gives. Top posts are two lists side by side, in different
order, at most 50 each; they are joined by the post. Their figures are of the window, so that those
of a post older than the window are not its life's and are left open. Shares may be “< 1%”.
English workbooks write the month first. The profile is an account of its own beside a page.
"""

from collections.abc import Callable, Mapping

import polars as pl
import polars.selectors as cs

from data_pipeline.contract import (
    Column,
    DateHabit,
    Pattern,
    Source,
    Table,
    count,
    date,
    known_by,
    measure,
    percent,
    required,
    second,
    text,
)

_PROFILE = {"account": "Personal profile"}
_ACTIVITY = r"(?:activity|ugcPost|share)[:-](\d{18,20})"
_A_DAY = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_FOLLOWERS_ABOVE = rf"(?P<as_of>{_A_DAY})\W+(?P<followers>\d[\d.,\s]*)"
_FIGURES = ("engagements", "impressions")


_Words = Mapping[str, tuple[str, ...]]
_Day = Callable[[str], Column]
_ENGLISH: _Words = {
    "date": ("Date",),
    "impressions": ("Impressions",),
    "engagements": ("Engagements",),
    "new followers": ("New followers",),
    "link": ("Post URL",),
    "published": ("Post publish date", "Post published date"),
}
_OTHERS: _Words = {
    "date": ("Data", "Fecha", "Datum", "Date"),
    "impressions": (
        "Impressões", "Impresiones", "Impressionen", "Impressions", "Impressioni", "Impression",
        "Weergaven",
    ),
    "engagements": (
        "Engajamentos", "Engajamento", "Interacciones", "Interaktionen", "Engagements",
        "Engagement", "Interactions", "Interazioni", "Interacties", "Interações",
    ),
    "new followers": (
        "Novos seguidores", "Nuevos seguidores", "Neue Follower", "Neue Follower:innen",
        "Nouveaux abonnés", "Nuovi follower", "Nieuwe volgers",
    ),
    "link": (
        "URL da publicação", "URL de la publicación", "Beitrags-URL", "Beitrag-URL",
        "URL des Beitrags", "URL du post", "URL de la publication", "URL del post",
        "URL van bijdrage", "URL bijdrage",
    ),
    "published": (
        "Data de publicação", "Data da publicação", "Data de publicação da publicação",
        "Fecha de publicación", "Fecha de publicación de la publicación",
        "Veröffentlichungsdatum", "Veröffentlichungsdatum des Beitrags", "Date de publication",
        "Date de publication du post", "Data di pubblicazione", "Data di pubblicazione del post",
        "Publicatiedatum", "Publicatiedatum van bijdrage",
    ),
}  # fmt: skip


def _on_the_day_told(days: pl.DataFrame) -> pl.DataFrame:
    """One row: the total, on the day its label says; where that is unclear, on the last day."""
    if days.is_empty() or "followers" not in days.columns:
        return days.head(0)
    label = days.tail(1).select(
        pl.col("as_of").str.to_date("%m/%d/%Y", strict=False).alias("month first"),
        pl.col("as_of").str.to_date("%d/%m/%Y", strict=False).alias("day first"),
    )
    last = days["date"].max()
    ways = [day for day in label.row(0) if day is not None]
    day = ways[0] if len(set(ways)) == 1 else last
    return days.tail(1).with_columns(
        pl.col("followers").str.replace(r"[.,]0\s*$", "").str.replace_all(r"\D", "").cast(pl.Int64),
        date=pl.lit(day, pl.Date),
    )


def _joined_by_post(lines: pl.DataFrame) -> pl.DataFrame:
    """The two lists as one: a post may stand in either, or in both."""
    lists = [_list(lines, side) for side in ("left", "right") if f"link {side}" in lines.columns]
    posts = (
        pl.concat(lists)
        .filter(pl.col("link").is_not_null())
        .group_by("link", maintain_order=True)
        .agg(pl.all().drop_nulls().first())
    )
    first_day = lines["first_beside"].min() if "first_beside" in lines.columns else None
    is_of_its_life = pl.col("date") >= pl.lit(first_day, pl.Date)
    return posts.with_columns(
        pl.coalesce(pl.col("link").str.extract(_ACTIVITY), "link").alias("post_id"),
        *[pl.when(is_of_its_life).then(pl.col(name)).alias(name) for name in _FIGURES],
    )


def _list(lines: pl.DataFrame, side: str) -> pl.DataFrame:
    figures = [
        (pl.col(column) if column in lines.columns else pl.lit(None, pl.Int64)).alias(name)
        for name in _FIGURES
        if (column := f"{name} {side}")
    ]
    named = [pl.col(f"{name} {side}").alias(name) for name in ("link", "date")]
    return lines.select("row", "channel", "account", *named, *figures)


def _is_filled(*headings: str) -> pl.Expr:
    """One of the two lists may be longer than the other."""
    links = cs.by_name(*(heading.lower() for heading in headings), require_all=False)
    return pl.any_horizontal(links.str.strip_chars().fill_null("") != "")


def _engagement(headings: _Words, day: _Day, sheets: tuple[str, ...]) -> Table:
    return Table(
        subject="channel_days",
        name="ENGAGEMENT",
        sheets=sheets,
        alone=bool(sheets),
        columns={
            headings["date"]: required(day("date")),
            headings["impressions"]: known_by(measure("impressions")),
            headings["engagements"]: known_by(measure("engagements")),
        },
        constants=_PROFILE,
    )


def _top_posts(headings: _Words, day: _Day) -> Table:
    link, published = headings["link"], headings["published"]
    return Table(
        subject="posts",
        name="TOP POSTS",
        columns={
            link: known_by(text("link left")),
            published: known_by(day("date left")),
            headings["engagements"]: count("engagements left"),
            (*link, link[0]): second(text("link right")),
            (*published, published[0]): second(day("date right")),
            headings["impressions"]: count("impressions right"),
        },
        records=_is_filled(link[0], f"{link[0]} 2"),
        constants=_PROFILE,
        beside=True,
        finish=_joined_by_post,
        whole=True,
    )


def _followers(headings: _Words, day: _Day, sheets: tuple[str, ...], *, total: bool) -> Table:
    gained = count() if total else measure("followers_gained")
    return Table(
        subject="follower_counts" if total else "channel_days",
        name="FOLLOWERS",
        sheets=sheets,
        alone=bool(sheets),
        columns={
            headings["date"]: required(day("date")),
            headings["new followers"]: known_by(gained),
        },
        told_above=_FOLLOWERS_ABOVE if total else "",
        constants=_PROFILE,
        finish=_on_the_day_told if total else None,
        whole=total,
        again=total,
    )


def _of_profile(
    headings: _Words, habit: DateHabit | None, such_as: str, sheets: tuple[str, ...] = ()
) -> list[Table]:
    """Where the sheets' names are not known, the one of top posts tells what the workbook is."""

    def day(becomes: str) -> Column:
        return date(becomes, habit=habit, such_as=such_as)

    return [
        _engagement(headings, day, sheets[:1]),
        _top_posts(headings, day),
        _followers(headings, day, sheets[1:], total=False),
        _followers(headings, day, sheets[1:], total=True),
    ]


SOURCE = Source(
    name="linkedin_personal",
    label="LinkedIn profile analytics",
    where="On LinkedIn: Me › Posts & Activity › Analytics › Post impressions › Export.",
    channel="linkedin",
    file_names=r"^(Content|AggregateAnalytics)_",
    proof="real files",
    tables=[
        Table(
            subject="channel_days",
            name="DISCOVERY",
            columns={
                (
                    "Overall Performance",
                    "Desempenho geral",
                    "Rendimiento general",
                    "Gesamtleistung",
                    "Performance globale",
                    "Prestazioni complessive",
                    "Algehele prestaties",
                ): required(text("")),
                ("window", Pattern(rf"{_A_DAY} - {_A_DAY}")): known_by(text("")),
            },
            alone=False,
            kept=False,
        ),
        *_of_profile(_ENGLISH, "mdy", "03/31/2025", ("ENGAGEMENT", "FOLLOWERS")),
        *_of_profile(_OTHERS, None, "31/03/2025"),
        Table(
            subject="audience",
            name="DEMOGRAPHICS",
            columns={
                (
                    "Top Demographics",
                    "Principais dados demográficos",
                    "Principales datos demográficos",
                ): required(text("dimension")),
                ("Value", "Valor", "Wert", "Valeur"): required(text("segment")),
                (
                    "Percentage",
                    "Porcentagem",
                    "Percentagem",
                    "Porcentaje",
                    "Prozentsatz",
                    "Pourcentage",
                ): known_by(percent("share")),
            },
            sheets=("DEMOGRAPHICS", "Dados demográficos do público"),
            constants=_PROFILE,
            alone=False,
        ),
    ],
)
