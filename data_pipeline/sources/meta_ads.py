"""Meta Ads report (Facebook and Instagram): what advertisements cost and brought.

Known from real files (to 2024); translated headings from memory. The manager chooses the columns.
The first line is the grand total, without a name: it is no row. `Month` is a range of days, of
which the first and last month may be a part; `Reporting starts` and `Reporting ends` repeat the
whole window in each row and count only where nothing finer is told. The currency stands in the
heading of the amount. The people reached cannot be added up and are not kept.
"""

from collections.abc import Mapping

import polars as pl
import polars.selectors as cs

from data_pipeline import values
from data_pipeline.contract import (
    Column,
    Headings,
    Pattern,
    Source,
    Table,
    count,
    currency,
    date,
    from_zero,
    known_by,
    money,
    number,
    required,
    text,
)
from data_pipeline.staging.ad_days import by_segment

_BREAKDOWNS: Mapping[Headings, Column] = {
    ("Campaign name", "Campaign", "Kampagnenname", "Name der Kampagne",
     "Nom de la campagne", "Nombre de la campaña", "Nome da campanha",
     "Nome della campagna", "Campagnenaam", "Naam campagne"): text("campaign"),
    ("Ad Set Name", "Anzeigengruppenname", "Name der Anzeigengruppe",
     "Nom de l'ensemble de publicités", "Nombre del conjunto de anuncios",
     "Nome do conjunto de anúncios", "Nome del gruppo di inserzioni",
     "Naam advertentieset"): text("ad set"),
    ("Ad name", "Name der Werbeanzeige", "Anzeigenname", "Nom de la publicité",
     "Nombre del anuncio", "Nome do anúncio", "Nome dell'inserzione",
     "Naam advertentie"): text("ad"),
    ("Platform", "Plattform", "Plateforme", "Plataforma", "Piattaforma"): text("platform"),
    ("Placement", "Platzierung"): text("placement"),
    ("Device platform", "Impression device"): text("device"),
    ("Country", "Land", "Pays", "País", "Paese"): text("country"),
    ("Region", "Région", "Región", "Região", "Regione"): text("region"),
    ("DMA region",): text("dma"),
    ("Age", "Alter", "Âge", "Edad", "Idade", "Età", "Leeftijd"): text("age"),
    ("Gender", "Geschlecht", "Sexe", "Sexo", "Genere", "Geslacht"): text("gender"),
    ("Objective", "Ziel", "Objectif", "Objetivo", "Obiettivo"): text("objective"),
    ("Time of day (ad account time zone)",): text("hour"),
}  # fmt: skip
_OTHERS: Mapping[Headings, Column] = {
    ("Account name", "Kontoname", "Name des Kontos", "Nom du compte", "Nombre de la cuenta",
     "Nome da conta", "Nome account", "Accountnaam"): text("account"),
    ("Campaign ID", "Kampagnen-ID", "ID de campagne"): text(""),
    ("Ad set ID", "Anzeigengruppen-ID"): text(""),
    ("Ad ID", "Anzeigen-ID"): text(""),
    ("Day", "Tag", "Jour", "Día", "Dia", "Giorno", "Dag"): date("day", such_as="2024-10-30"),
    ("Week", "Woche", "Semaine", "Semana", "Settimana"): text("range"),
    ("Month", "Monat", "Mois", "Mes", "Mês", "Mese", "Maand"): text("range"),
}  # fmt: skip
_REPORT = "bericht(erstattung)?|rapports?|informes?|relatórios?|report|rapporto|rapportage"


def _begins_or(ends: str) -> Pattern:
    """The words for when a report begins, or ends, as languages order them."""
    return Pattern(rf"({ends}) ((de[rs]?|des|de los|dos|do|del?|dei|van de) )?({_REPORT})"
                   rf"|({_REPORT})s?[ -]?({ends})")  # fmt: skip


_RANGE = r"(\d{4}-\d{1,2}-\d{1,2})\s*(?:-|–|to)\s*(\d{4}-\d{1,2}-\d{1,2})"


_OF_ALL = (
    r"(?i)^\s*(results|ergebnisse|résultats|resultados|risultati|resultaten)"
    r" (from|aus|von|de|da|di|per|van|uit) \d+ "
)
_WORDS = r"\p{L}"


def _is_record() -> pl.Expr:
    """A line that names something, where the file has anything to name."""
    names = [
        spelling[0] if isinstance(spelling, tuple) else spelling
        for spelling in (*_BREAKDOWNS, *_OTHERS)
    ]
    naming = cs.by_name(*(name.lower() for name in names), require_all=False)
    written = naming.str.strip_chars().fill_null("").str.len_chars()
    is_named = pl.any_horizontal(pl.lit(value=False), written > 0)
    how_many = pl.sum_horizontal(pl.lit(0), written >= 0)
    filled = pl.sum_horizontal(pl.col(r"^c\d+$").str.strip_chars().fill_null("") != "")
    is_of_all = pl.any_horizontal(
        pl.lit(value=False), naming.str.contains(_OF_ALL).fill_null(value=False)
    )
    is_named = (is_named & ~is_of_all) | ((how_many == 0) & ~_lacks_what_others_say())
    return (filled > 1) & is_named  # one cell says: No data available.


def _lacks_what_others_say() -> pl.Expr:
    """The first line, where it alone leaves open a column that holds words: the grand total."""
    cell = pl.col(r"^c\d+$").str.strip_chars()
    is_open = cell.fill_null("") == ""
    words = cell.str.contains(_WORDS).any()
    alone = pl.any_horizontal(is_open & words & (is_open.sum() == 1))
    return alone & (pl.int_range(pl.len()) == 0) & (pl.len() > 1)


def _in_its_period(lines: pl.DataFrame) -> pl.DataFrame:
    has = set(lines.columns)
    if "day" in has:
        lines = lines.with_columns(first_date=pl.col("day"), date=pl.col("day"))
    elif "range" in has:
        ends = pl.col("range").str.extract_groups(_RANGE)
        first, last = (ends.struct[at].str.to_date(strict=False) for at in range(2))
        starts, ends = pl.col("starts"), pl.col("ends")
        is_one_month = starts.dt.month_start() == ends.dt.month_start()
        is_a_day = pl.col("range").str.contains(r"\d{4}-\d{1,2}-\d")
        month = pl.when(~is_a_day).then(values.read_months(lines["range"]).values)
        lines = lines.with_columns(
            pl.coalesce(
                first,
                pl.max_horizontal(month, pl.when(month.is_not_null()).then(starts)),
                pl.when(is_one_month).then(starts),
            ).alias("first_date"),
            pl.coalesce(
                last,
                pl.min_horizontal(month.dt.month_end(), pl.when(month.is_not_null()).then(ends)),
                pl.when(is_one_month).then(ends),
            ).alias("date"),
        )
    else:
        lines = lines.with_columns(first_date=pl.col("starts"), date=pl.col("ends"))
    return by_segment(lines, [column.becomes for column in _BREAKDOWNS.values()])


SOURCE = Source(
    name="meta_ads",
    label="Meta Ads report",
    where="On Meta Ads Reporting: a report broken down by Day or Month › Export › Raw data (.csv).",
    channel="ads",
    proof="real files",
    tables=[
        Table(
            subject="ad_days",
            columns={
                **_BREAKDOWNS,
                **_OTHERS,
                ("Reporting starts", "Berichtsbeginn", "Début des rapports", "Inicio del informe",
                 "Início dos relatórios", "Inizio dei report", "Inizio rapporto",
                 "Begin rapportage", _begins_or(
                     "beginn|start|début|inicio|início|inizio|begin|begint")): required(
                    date("starts", such_as="2024-10-30")
                ),
                ("Reporting ends", "Berichtsende", "Fin des rapports", "Fin del informe",
                 "Término dos relatórios", "Encerramento dos relatórios", "Fine dei report",
                 "Fine rapporto", "Einde rapportage", _begins_or(
                     "ende|fin|final|finalización|término|encerramento|fine|einde|eindigt")
                 ): required(
                    date("ends", such_as="2024-10-30")
                ),
                ("Amount spent ({currency})", "Ausgegebener Betrag ({currency})",
                 "Montant dépensé ({currency})", "Importe gastado ({currency})",
                 "Valor usado ({currency})", "Valor gasto ({currency})",
                 "Importo speso ({currency})", "Besteed bedrag ({currency})",
                 "Amount spent"): known_by(money("spend")),
                ("Currency", "Währung", "Devise", "Divisa", "Moneda", "Moeda",
                 "Valuta"): currency(),
                ("Impressions", "Impressionen", "Impresiones", "Impressões",
                 "Impression", "Weergaven"): from_zero(count("impressions")),
                ("Clicks (all)", "Klicks (alle)", "Clics (tous)", "Clics (todos)",
                 "Cliques (todos)", "Clic (tutti)", "Klikken (alle)"): from_zero(count("clicks")),
                ("Link clicks", "Link-Klicks", "Clics sur un lien", "Clics en el enlace",
                 "Cliques no link", "Clic sul link"): from_zero(count("link_clicks")),
                ("Results", "Ergebnisse", "Résultats", "Resultados", "Risultati",
                 "Resultaten"): number("conversions"),
                ("Reach", "Reichweite", "Couverture", "Alcance", "Copertura", "Bereik"): count(),
            },
            constants={"network": "meta"},
            records=_is_record(),
            grouped=True,
            finish=_in_its_period,
            whole=True,
        )
    ],
)  # fmt: skip
