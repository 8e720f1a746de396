"""Google Ads report: what advertisements cost and brought.

Known from real files (to 2026); translated headings from memory. Above the headings stand the
report's name and its window, in words, day or month first as the account writes them. Without a
column `Day` the figures are for the whole window. Up to five lines at the end are totals. “--” is
missing, and “< 10%” no number. Saved as UTF-8 with commas or as UTF-16 with tabs. A report of
assets charges one click to each asset that was shown: it is added up and not kept.
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
    month,
    number,
    text,
)
from data_pipeline.staging.ad_days import by_segment

_BREAKDOWNS = ("campaign", "ad_group", "ad", "keyword", "search_term", "device", "network_used")
_A_DAY = r"\d{1,4}[\w .,/-]*\w|[^\W\d]+\.? \d[\w .,]*\w"
# A total says so in its first cell, which may have been cut away; it never names a campaign.
_OF_A_CAMPAIGN = pl.any_horizontal(pl.col("impr.", "cost").is_not_null()) & ~pl.any_horizontal(
    pl.lit(value=False), pl.col("^campaign$").str.strip_chars().fill_null("") == "--"
)


def _as_far_as_reported(lines: pl.DataFrame, first: pl.Expr, last: pl.Expr) -> pl.DataFrame:
    """A month that the window cuts short has figures for its days within the window only."""
    if "date" not in lines.columns:
        return lines.with_columns(first_date=first, date=last)
    within = (first <= pl.col("date")) & (last >= pl.col("first_date"))
    return lines.with_columns(
        first_date=pl.when(within).then(pl.max_horizontal(first, "first_date")).otherwise(first),
        date=pl.when(within).then(pl.min_horizontal(last, "date")).otherwise(last),
    )


def _in_its_period(lines: pl.DataFrame) -> pl.DataFrame:
    """A month or a week, as far as the report's window holds it; else the day, else the window."""
    if "day" in lines.columns:
        lines = lines.with_columns(first_date=pl.col("day"), date=pl.col("day"))
    elif "week" in lines.columns:
        week = pl.col("week")
        lines = _as_far_as_reported(lines, week, week.dt.offset_by("6d"))
    elif "month" in lines.columns:
        lines = _as_far_as_reported(lines, pl.col("month"), pl.col("month").dt.month_end())
    return by_segment(lines, _BREAKDOWNS)


_COLUMNS: Mapping[Headings, Column] = {
    ("Day", "Tag", "Jour", "Día", "Dia", "Giorno", "Dag"): date("day"),
    ("Week", "Woche", "Semaine", "Semana", "Settimana"): date("week"),
    ("Month", "Monat", "Mois", "Mes", "Mês", "Mese", "Maand"): month("month"),
    ("Campaign", "Kampagne", "Campagne", "Campaña", "Campanha", "Campagna"): text("campaign"),
    ("Ad group", "Anzeigengruppe", "Groupe d'annonces", "Grupo de anuncios"): text("ad_group"),
    ("Ad", "Final URL"): text("ad"),
    ("Keyword", "Search keyword", "Suchkeyword"): text("keyword"),
    ("Search term", "Suchbegriff"): text("search_term"),
    ("Device", "Gerät", "Appareil", "Dispositivo", "Apparaat"): text("device"),
    ("Network (with search partners)", "Network"): text("network_used"),
    ("Account", "Account name", "Customer name"): text("account"),
    (
        "Currency code",
        "Currency",
        "Währungscode",
        "Code de devise",
        "Código de moneda",
        "Código da moeda",
        "Codice valuta",
        "Valutacode",
    ): currency(),
    ("Impr.", "Vert.", "Vertoningen"): known_by(from_zero(count("impressions"))),
    ("Cost", "Kosten", "Coût", "Coste", "Costo", "Custo"): known_by(money("spend")),
    ("Clicks", "Klicks", "Clics", "Cliques", "Clic", "Klikken"): from_zero(count("clicks")),
    ("Conversions", "Conversiones", "Conversões", "Conversioni", "Conversies"): number(
        "conversions"
    ),
    ("Conv. value", "Conversion value"): number(""),
}

SOURCE = Source(
    name="google_ads",
    label="Google Ads report",
    where="On Google Ads: Campaigns › segment by Day › Download › CSV.",
    channel="ads",
    proof="real files",
    period_above=rf"(?m)\A.*^\W*(?P<first>{_A_DAY})\s+[-–—]\s+(?P<last>{_A_DAY})\W*$",
    tables=[
        Table(
            subject="ad_days",
            columns=_COLUMNS,
            without=("Asset",),
            constants={"network": "google"},
            records=_OF_A_CAMPAIGN,
            finish=_in_its_period,
            whole=True,
        ),
        Table(
            subject="ad_days",
            columns={**_COLUMNS, "Asset": known_by(text(""))},
            finish=_in_its_period,
            whole=True,
            kept=False,
        ),
    ],
)
