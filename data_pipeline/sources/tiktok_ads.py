"""TikTok Ads Manager report: what advertisements cost and brought, mostly by day.

Known from real files (2024), in other languages from memory. Newest day first; `-` for missing;
percentages are text in csv and parts of one in xlsx. Exports of one account overlap in time: a day
counts once. A report without a day is for a window that stands nowhere in it, and is asked for it.
"""

from collections.abc import Mapping

import polars as pl

from data_pipeline.contract import (
    Column,
    Headings,
    Source,
    Table,
    count,
    currency,
    date,
    from_zero,
    known_by,
    money,
    number,
    percent,
    text,
)
from data_pipeline.staging.ad_days import by_segment

_CPC = ("CPC (destination)", "CPC (destino)", "CPC (Ziel)", "CPC (destinazione)")
_CTR = ("CTR (destination)", "CTR (destino)", "CTR (Ziel)", "CTR (destinazione)")
_CLICKS = ("Clicks (destination)", "Clics (destino)", "Klicks (Ziel)", "Clics (destination)",
           "Cliques (destino)", "Clic (destinazione)")  # fmt: skip
_COLUMNS: Mapping[Headings, Column] = {
    ("By Day", "Date", "Day", "Stat time day", "By Hour", "Stat time hour", "Por día", "Fecha",
     "Nach Tag", "Datum", "Tag", "Par jour", "Por dia", "Data", "Per giorno"): date(
        such_as="2024-10-30"
    ),
    ("Campaign name", "Campaign", "Nombre de la campaña", "Kampagnenname", "Nom de la campagne",
     "Nome da campanha", "Nome campagna"): text("campaign"),
    ("Ad group name", "Ad group"): text("ad_group"),
    ("Ad name",): text("ad"),
    "Age": text("age"),
    "Gender": text("gender"),
    ("Country/Region", "Country", "Location"): text("country"),
    "Placement": text("placement"),
    ("Account name", "Advertiser name"): text("account"),
    ("Cost", "Cost ({currency})", "Coste", "Costo", "Kosten", "Coût", "Custo"): known_by(
        money("spend")
    ),
    _CPC: money(""),
    _CTR: percent(""),
    ("Impressions", "Impresiones", "Impressionen", "Impressões", "Impressioni"): from_zero(
        count("impressions")
    ),
    ("Clicks (all)", "Clics (todos)", "Klicks (alle)", "Clics (tous)", "Cliques (todos)",
     "Clic (tutti)"): from_zero(count("clicks")),
    _CLICKS: from_zero(count("link_clicks")),
    ("Conversions", "Conversiones", "Conversões", "Conversioni"): number("conversions"),
    ("Results", "Resultados", "Ergebnisse", "Résultats", "Risultati"): number(""),
    "Video views": count("video_views"),
    "Reach": count(""),
    ("Currency", "Moneda", "Divisa", "Währung", "Devise", "Moeda", "Valuta"): currency(),
}  # fmt: skip
# Headings of TikTok's alone, of which a manager may have chosen any.
_OWN = (_CPC, _CTR, _CLICKS)
_BREAKDOWNS = ("campaign", "ad_group", "ad", "age", "gender", "country", "placement")


def _by_segment(lines: pl.DataFrame) -> pl.DataFrame:
    return by_segment(lines, _BREAKDOWNS)


# A total has words in the first cell, or no day where each row has one.
_IS_RECORD = (
    (pl.col("cost").str.strip_chars().fill_null("") != "")
    & ~pl.col("c0").fill_null("").str.contains(r"(?i)^\s*total (of|de|di) \d")
    & pl.all_horizontal(
        pl.lit(value=True), pl.col("^by day$").str.strip_chars().fill_null("") != "-"
    )
)

SOURCE = Source(
    name="tiktok_ads",
    label="TikTok Ads report",
    where="On TikTok Ads Manager: Reporting › Custom reports, by day › Export.",
    channel="ads",
    proof="real files",
    tables=[
        Table(
            subject="ad_days",
            columns={**_COLUMNS, own: known_by(_COLUMNS[own])},
            records=_IS_RECORD,
            constants={"network": "tiktok"},
            finish=_by_segment,
            whole=True,
        )
        for own in _OWN
    ],
)
