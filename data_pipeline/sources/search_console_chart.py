"""Google Search Console performance: the days, and the lists beside them.

Known from real files: a zip, or a workbook, of "Chart" ("Dates" in older ones), "Queries", "Pages",
"Countries", "Devices", "Search appearance" and "Filters". Only the chart is a series of days. The
lists are cut off at 1,000 lines and do not add up to it: beside it they are read and not counted,
and alone they are added up and not kept. "Filters" says what limits the figures, which the manager
is told. Position is a rank and the click-through rate a ratio: neither is kept.
"""

from collections.abc import Sequence

import polars as pl

from data_pipeline.contract import (
    Column,
    Headings,
    Source,
    Table,
    count,
    date,
    known_by,
    measure,
    number,
    percent,
    required,
    text,
    tolerant,
)

_DATE = ("Date", "Datum", "Data", "Fecha", "Dates")
_CLICKS = ("Clicks", "Klicks", "Clics", "Cliques", "Clic", "Klikken")
_IMPRESSIONS = (
    "Impressions",
    "Impressionen",
    "Impresiones",
    "Impressões",
    "Impressioni",
    "Vertoningen",
)
_RATES: dict[Headings, Column] = {
    ("CTR", "Click-through rate"): known_by(tolerant(percent())),
    ("Position", "Average position", "Posición", "Posição", "Posizione", "Positie"): known_by(
        tolerant(number())
    ),
}
_LISTS = {
    "Queries": ("Top queries", "Query", "Queries", "Häufigste Suchanfragen", "Suchanfrage",
                "Top-Suchanfragen", "Consultas más frecuentes", "Query più frequenti",
                "Consultas principales", "Consultas principais",
                "Requêtes les plus fréquentes", "Principais consultas",
                "Query principali", "Populairste zoekopdrachten"),
    "Pages": ("Top pages", "Page", "Pages", "Die häufigsten Seiten", "Seite", "Top-Seiten",
              "Páginas más frecuentes", "Pagine più frequenti",
              "Pages les plus populaires", "Páginas principales", "Principais páginas",
              "Páginas principais", "Pagine principali", "Populairste pagina's"),
    "Countries": ("Country", "Countries", "Land", "Pays", "País", "Paese"),
    "Devices": ("Device", "Devices", "Gerät", "Appareil", "Dispositivo", "Apparaat"),
    "Search appearance": ("Search Appearance", "Darstellung in der Suche",
                          "Darstellung in Suchergebnissen", "Aspecto de la búsqueda",
                          "Aspecto en la búsqueda", "Aparência da pesquisa",
                          "Apparence dans les résultats de recherche",
                          "Aparición en búsquedas", "Aspeto da pesquisa",
                          "Aspetto nella ricerca"),
}  # fmt: skip
_EVERY_LIST = tuple(heading for headings in _LISTS.values() for heading in headings)
_FILTER = ("Filter", "Filtre", "Filtro")
_VALUE = ("Value", "Wert", "Valeur", "Valor", "Valore", "Waarde")
_OF_THE_WHOLE_SITE = (
    r"(?i)^(date|datum|fecha|data|datas|dates|zeitraum"
    r"|search type|suchtyp|tipo de (búsqueda|pesquisa|busca)|type de recherche|tipo di ricerca"
    r"|zoektype)$"
)


def _limits(filters: pl.DataFrame) -> Sequence[str]:
    """What the figures were limited to, beyond their days."""
    name, value = (pl.col(key).str.strip_chars().fill_null("") for key in ("filter", "value"))
    web = value.str.to_lowercase().is_in(["web", ""])
    limiting = filters.filter(~name.str.contains(_OF_THE_WHOLE_SITE) | (_is_type(name) & ~web))
    limits = limiting.select(pl.format("{}: {}", name, value)).to_series().to_list()
    if not limits:
        return []
    return [
        f"These search figures are limited to “{', '.join(limits)}”. For the whole site, export "
        "them again without that filter."
    ]


def _is_type(name: pl.Expr) -> pl.Expr:
    return name.str.contains(r"(?i)typ|tipo")


def _list(name: str, headings: tuple[str, ...]) -> Table:
    """A list of parts; by day too where another program made it."""
    return Table(
        subject="channel_days",
        name=name,
        columns={
            headings: required(text("")),
            _DATE: date("", habit="ymd", such_as="2025-03-31"),
            _CLICKS: known_by(count()),
            _IMPRESSIONS: known_by(count()),
            **_RATES,
        },
        part=True,
        kept=False,
    )


SOURCE = Source(
    name="search_console_chart",
    label="Google Search Console by day",
    where="On Google: Search Console › Performance › Search results › Export.",
    channel="search",
    proof="real files",
    tables=[
        Table(
            subject="channel_days",
            columns={
                _DATE: required(date(habit="ymd", such_as="2025-03-31")),
                _CLICKS: known_by(measure("clicks")),
                _IMPRESSIONS: known_by(measure("impressions")),
                **_RATES,
            },
            without=_EVERY_LIST,
        ),
        *(_list(name, headings) for name, headings in _LISTS.items()),
        Table(
            subject="channel_days",
            name="Filters",
            columns={_FILTER: required(text("")), _VALUE: known_by(text(""))},
            exactly=True,
            looks={
                "filter": r"(?i)^(date|datum|fecha|data|zeitraum|search type|suchtyp|tipo d|type de"
                r"|zoektype|query|page|country|device|suchanfrage|seite|land|gerät|página|país)"
            },
            part=True,
            kept=False,
            tells=_limits,
        ),
    ],
)
