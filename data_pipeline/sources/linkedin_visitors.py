"""LinkedIn page visitors: page views and visitors each day, and views by job and place.

Known from real files (to 2025); Spanish and other headings from memory. Each part of the page is
split by device; the figures kept are those of the whole page. Unique visitors never add up over
days. The other sheets count views, not people, and leave small groups out: what is kept of them is
each group's share of the views shown, as of the last day of the daily sheet.
"""

import polars as pl

from data_pipeline.contract import (
    Headings,
    Pattern,
    Source,
    Table,
    count,
    date,
    known_by,
    measure,
    required,
    text,
)

_DIMENSIONS: dict[str, Headings] = {
    "location": ("Location", "Ubicación", "Standort", "Lieu", "Localidade", "Località", "Locatie",
                 "Ort", "Localisation", "Emplacement", "Localização", "Posizione"),
    "job function": ("Job function", "Función laboral", "Tätigkeitsbereich", "Fonction", "Função",
                     "Funzione lavorativa", "Functie", "Tätigkeitsfeld", "Cargo", "Función",
                     "Funzione"),
    "seniority": ("Seniority", "Nivel de responsabilidad", "Karrierestufe", "Niveau hiérarchique",
                  "Nível de experiência", "Anzianità", "Senioriteit", "Senioridade",
                  "Niveau d’expérience", "Antigüedad", "Ervaringsniveau"),
    "industry": ("Industry", "Sector", "Branche", "Secteur", "Setor", "Settore", "Bedrijfstak"),
    "company size": ("Company size", "Tamaño de la empresa", "Unternehmensgröße",
                     "Taille de l’entreprise", "Tamanho da empresa", "Dimensioni dell’azienda",
                     "Bedrijfsgrootte"),
}  # fmt: skip
_PARTS = tuple(
    f"{part} {what} ({device})"
    for part in ("Overview", "Life", "Jobs", "Total")
    for what in ("page views", "unique visitors")
    for device in ("desktop", "mobile", "total")
    if (part, device) != ("Total", "total")
)
_VIEWS = (
    "Total views", "Total de visualizaciones", "Visualizaciones totales", "Aufrufe insgesamt",
    "Aufrufe gesamt", "Gesamtaufrufe", "Nombre total de vues", "Total des vues", "Vues totales",
    "Total de visualizações", "Visualizações totais", "Visualizzazioni totali",
    "Totaal aantal weergaven", "Totale weergaven",
)  # fmt: skip
# In other languages the whole page and all its devices are each called “total”, in any order.
_OF_ALL = (
    r"(?=.*\b(total|totale?s?|totali|totais|gesamt|insgesamt|totaal)\b.*\()"
    r".*\((total|totale?s?|totali|totais|gesamt|insgesamt|totaal)\)"
)
_PAGE_VIEWS = Pattern(
    r"(?=.*(seitenaufrufe|pages? vues?|vues .*page|visualizaciones .*página"
    r"|visualizações .*página|visualizzazioni .*pagin|paginaweergaven))" + _OF_ALL
)
_VISITORS = Pattern(r"(?=.*(besucher|visiteurs|visitantes|visitatori|bezoekers))" + _OF_ALL)


def _shares_of_views(groups: pl.DataFrame) -> pl.DataFrame:
    all_views = pl.col("views").sum()
    share = pl.when(all_views > 0).then((pl.col("views") / all_views).round(6))
    return groups.with_columns(share.alias("share")).drop("views")


SOURCE = Source(
    name="linkedin_visitors",
    label="LinkedIn visitors",
    where="On LinkedIn: Page admin › Analytics › Visitors › Export.",
    channel="linkedin",
    file_names=r"_visitors_\d{13}",
    proof="real files",
    tables=[
        Table(
            subject="channel_days",
            name="Visitor metrics",
            columns={
                ("Date", "Fecha", "Datum", "Data"): required(
                    date(habit="mdy", such_as="03/31/2025")
                ),
                ("Total page views (total)", "Total de visualizaciones de la página (total)",
                 "Visualizaciones de página totales (total)", _PAGE_VIEWS): required(
                    measure("page_views")
                ),
                **{heading: count() for heading in _PARTS},
                ("Total unique visitors (total)", "Total de visitantes únicos (total)",
                 "Visitantes únicos totales (total)", _VISITORS): known_by(measure("visitors")),
            },
        ),
        *(
            Table(
                subject="audience",
                name=dimension.capitalize(),
                columns={headings: required(text("segment")), _VIEWS: required(count("views"))},
                constants={"dimension": f"visits by {dimension}"},
                finish=_shares_of_views,
                whole=True,
                alone=False,
            )
            for dimension, headings in _DIMENSIONS.items()
        ),
    ],
)  # fmt: skip
