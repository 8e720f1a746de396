"""Meta Business Suite Insights, one row a day: Facebook Page and Instagram.

Known from real files (days of 2020 to 2025). A one-cell title line says what a section counts; the
heading of its values is “Primary” or, until 2023, often the wrong word, so the title is trusted.
The clock behind a date moves with American summer time and means nothing. Some titles do not say
the network, and nothing else in the file does: it is asked. Instagram leaves days without a follow
out: within its section they are 0. A title we do not know is read and added up, not kept.
"""

from collections.abc import Mapping

import polars as pl

from data_pipeline.contract import (
    ANY_OTHER,
    Column,
    Headings,
    Source,
    Table,
    Titled,
    count,
    date,
    measure,
    required,
)

_NO_NETWORK = "?"
_MEASURES = {
    "followers_gained": {
        "facebook": (
            "Facebook follows", "Facebook Page follows", "Facebook Page new likes",
            "Facebook new likes", "New Facebook followers", "Facebook-Follows",
            "Seguimientos de Facebook", "Nuevos seguidores de Facebook",
            "Novos seguidores do Facebook", "Nouveaux followers Facebook",
            "Nuovi follower di Facebook", "Neue Facebook-Follower",
        ),
        "instagram": (
            "Instagram follows", "New Instagram followers", "Instagram-Follows",
            "Seguimientos de Instagram", "Nuevos seguidores de Instagram",
            "Novos seguidores do Instagram", "Nouveaux followers Instagram",
            "Nuovi follower di Instagram", "Neue Instagram-Follower",
        ),
        _NO_NETWORK: ("Follows", "New followers", "Seguimientos", "Nuevos seguidores"),
    },
    "followers_lost": {
        "facebook": ("Facebook unfollows", "Facebook Page unlikes"),
        "instagram": ("Instagram unfollows",),
        _NO_NETWORK: ("Unfollows",),
    },
    "followers_net": {
        "facebook": ("Facebook net follows",),
        "instagram": ("Instagram net follows",),
        _NO_NETWORK: ("Net follows", "Seguimientos netos"),
    },
    "reach": {
        "facebook": (
            "Facebook reach", "Facebook Page reach", "Facebook-Reichweite",
            "Reichweite der Facebook-Seite", "Alcance de Facebook",
            "Alcance de la página de Facebook", "Alcance do Facebook",
            "Alcance da Página do Facebook", "Couverture Facebook",
            "Couverture de la Page Facebook", "Copertura di Facebook",
            "Copertura della Pagina Facebook", "Facebook-bereik", "Bereik van Facebook-pagina",
        ),
        "instagram": (
            "Instagram reach", "Instagram-Reichweite", "Alcance de Instagram",
            "Alcance do Instagram", "Couverture Instagram", "Copertura di Instagram",
            "Instagram-bereik",
        ),
        _NO_NETWORK: ("Reach", "Reichweite", "Alcance", "Couverture", "Copertura", "Bereik"),
    },
    "views": {
        "facebook": ("Facebook views", "Visualizaciones de Facebook"),
        "instagram": ("Instagram views", "Visualizaciones de Instagram"),
        _NO_NETWORK: (
            "Views", "Aufrufe", "Visualizaciones", "Visualizações", "Vues", "Visualizzazioni",
            "Weergaven",
        ),
    },
    "viewers": {
        "facebook": ("Facebook viewers",),
        "instagram": ("Instagram viewers",),
        _NO_NETWORK: ("Viewers", "Espectadores", "Spectateurs", "Spettatori", "Kijkers"),
    },
    "engagements": {
        "facebook": ("Facebook content interactions",),
        "instagram": ("Instagram content interactions",),
        _NO_NETWORK: (
            "Content interactions", "Interacciones con el contenido",
            "Interações com o conteúdo", "Interactions avec le contenu",
            "Interazioni con i contenuti", "Content-Interaktionen",
        ),
    },
    "profile_visits": {
        "facebook": (
            "Facebook visits", "Facebook Page visits", "Facebook Page and profile visits",
            "Facebook-Besuche", "Besuche der Facebook-Seite", "Visitas de Facebook",
            "Visitas a la página de Facebook", "Visitas ao Facebook",
            "Visitas à Página do Facebook", "Visites Facebook", "Visites de la Page Facebook",
            "Visite di Facebook", "Visite alla Pagina Facebook", "Facebook-bezoeken",
        ),
        "instagram": (
            "Instagram profile visits", "Instagram visits", "Instagram-Profilbesuche",
            "Aufrufe des Instagram-Profils", "Visitas al perfil de Instagram",
            "Visitas ao perfil do Instagram", "Visites du profil Instagram",
            "Visite al profilo Instagram", "Visite al profilo di Instagram",
            "Bezoeken aan Instagram-profiel",
        ),
        _NO_NETWORK: ("Visits", "Profile visits"),
    },
    "link_clicks": {
        "facebook": ("Facebook link clicks", "Clics en el enlace de Facebook"),
        "instagram": ("Instagram link clicks", "Clics en el enlace de Instagram"),
        _NO_NETWORK: ("Link clicks", "Clics en el enlace", "Link-Klicks", "Cliques no link"),
    },
}  # fmt: skip
_TITLES = {
    title: {"channel": network, "measure": name}
    for name, networks in _MEASURES.items()
    for network, titles in networks.items()
    for title in titles
}
_OLD_HEADINGS = (
    "Facebook Page likes", "Facebook likes", "Instagram followers", "Facebook followers",
    "Facebook Page followers", "Instagram likes", *_TITLES,
)  # fmt: skip
_DATE = ("Date", "Datum", "Fecha", "Data", "Дата", "Dato")
_PRIMARY = (
    "Primary", "Primär", "Principal", "Primario", "Primaria", "Primário", "Principale", "Primair",
)  # fmt: skip
_SECONDARY = ("Secondary", "Secundario", "Secundário", "Sekundär", "Secondaire", "Secundair")
_DAY = required(date(such_as="2025-03-31T00:00:00"))
_VALUE = measure("measure?")
_COLUMNS: Mapping[Headings, Column] = {_DATE: _DAY, _SECONDARY: count()}


def _with_left_out_zeros(days: pl.DataFrame) -> pl.DataFrame:
    """Instagram writes no row for a day on which nobody followed, the file's last ones included."""
    if days.is_empty() or days["channel"][0] != "instagram":
        return days
    if set(days["measure"]) != {"followers_gained"} or days["date"].is_duplicated().any():
        return days
    ends = [
        pl.col(name) for name in ("date", "first_beside", "last_beside") if name in days.columns
    ]
    first, last = pl.min_horizontal(*ends).min(), pl.max_horizontal(*ends).max()
    window = days.select(pl.date_range(first, last).alias("date"))
    whole = window.join(days, on="date", how="left", maintain_order="left")
    others = pl.exclude("date", "value")
    return whole.with_columns(
        pl.col("value").fill_null(0), others.fill_null(strategy="forward")
    ).with_columns(others.fill_null(strategy="backward"))


def _section(columns: Mapping[Headings, Column], *, form_of_date: str = "") -> Table:
    return Table(
        subject="channel_days",
        titled=Titled(_TITLES),
        columns=columns,
        looks={"date": form_of_date} if form_of_date else {},
        exactly=not form_of_date,
        finish=_with_left_out_zeros,
        whole=True,
        beside=True,
    )


def _unknown_section(columns: Mapping[Headings, Column], *, form_of_date: str = "") -> Table:
    return Table(
        subject="channel_days",
        titled=Titled({"": {"channel": "", "measure": ""}}),
        columns=columns,
        looks={"date": form_of_date} if form_of_date else {},
        kept=False,
    )


SOURCE = Source(
    name="meta_daily",
    label="Meta Business Suite Insights, by day",
    where="On Meta Business Suite: Insights › Results › choose a month › Export › CSV.",
    proof="real files",
    tables=[
        _section({**_COLUMNS, _PRIMARY: required(_VALUE)}),
        _section({**_COLUMNS, _OLD_HEADINGS: required(_VALUE)}),
        _section({_DATE: _DAY, ANY_OTHER: _VALUE}, form_of_date=r"^\d{4}-\d\d-\d\d[T ]"),
        _unknown_section({**_COLUMNS, _PRIMARY: required(count())}),
        _unknown_section({_DATE: _DAY, ANY_OTHER: count()}, form_of_date=r"^\d{4}-\d\d-\d\dT"),
    ],
)
