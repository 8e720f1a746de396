"""Universal Analytics reports (Google Analytics until 2023), as a workbook or as csv.

The workbook is known from real files: a summary, the report's table, and one figure by day under
"Day Index". The csv holds the same one below the other, under "#" lines that name the view, the
report and the window; that is from memory. Totals have no label. Figures by channel, source or page
are kept for their window; other breakdowns are read and added up, and not kept. Users never add up,
and rates are not kept.
"""

from dataclasses import replace

import polars as pl

from data_pipeline.contract import (
    Column,
    Kind,
    Pattern,
    Source,
    Table,
    date,
    duration,
    known_by,
    measure,
    required,
    text,
    tolerant,
)

Columns = dict[str | tuple[str, ...], Column]

_DAY = ("Day Index", "Tagesindex", "Index des jours", "Index du jour", "Índice de días",
        "Índice de día", "Índice de dias", "Índice do dia", "Indice giorno", "Indice dei giorni",
        "Dagindex", "Dagenindex")  # fmt: skip
_OTHER_TIMES = ("Hour Index", "Week Index", "Month Index")
_REMARKS = r"(?m)^\W*#\s*\d{8}\s*-\s*\d{8}"
_UNDER_REMARKS = r"^\W*(#.*)?$"
_DATASET = (
    *("Dataset", "Datensatz", "Ensemble de données", "Conjunto de datos", "Conjunto de dados"),
    *("Set di dati", "Gegevensset"),
)
_REPORT_SHEETS = tuple(f"{name}{one}" for name in _DATASET for one in range(1, 10))

_MEASURES: Columns = {
    ("Users", "Nutzer", "Utilisateurs", "Usuarios", "Usuários", "Utenti", "Gebruikers"): measure(
        "users"
    ),
    ("New Users", "Neue Nutzer", "Nouveaux utilisateurs", "Usuarios nuevos", "Novos usuários",
     "Nuovi utenti", "Nieuwe gebruikers"): measure("new_users"),
    ("Sessions", "Sitzungen", "Sesiones", "Sessões", "Sessioni", "Sessies"): measure("sessions"),
    ("Pageviews", "Seitenaufrufe", "Pages vues", "Número de visitas a páginas",
     "Visualizações de página", "Visualizzazioni di pagina", "Paginaweergaven"): measure(
        "page_views"
    ),
    ("Total Events",): measure("events"),
    ("Avg. Session Duration",): tolerant(measure("session_seconds", Kind.DURATION)),
    ("Avg. Time on Page",): tolerant(duration()),
}  # fmt: skip
_DIMENSIONS = {
    "session_channel": ("Default Channel Grouping",),
    "session_source": ("Source / Medium",),
    "page": ("Page",),
    "landing_page": ("Landing Page",),
    "country": ("Country",),
    "city": ("City",),
    "device": ("Device Category",),
}
_SUMMED: Columns = {
    spellings: tolerant(replace(column, becomes="", measure=False))
    for spellings, column in _MEASURES.items()
}


def _in_the_days_beside(rows: pl.DataFrame) -> pl.DataFrame:
    """A window that is told nowhere is that of the days in the same workbook."""
    if "first_date" not in rows.columns:
        rows = rows.with_columns(first_date="first_beside", date="last_beside")
    return rows.with_columns(pl.col("segment").fill_null(""))


def _above_the_total(heading: str) -> pl.Expr:
    """The total has no label and is the last line; another without one has lost it."""
    is_labelled = pl.col(heading.lower()).str.strip_chars().fill_null("") != ""
    return is_labelled | (pl.col("row") < pl.col("row").max())


def _by_day(preamble: str) -> Table:
    return Table(
        subject="web_days",
        name="Day Index",
        columns={**_MEASURES, _DAY: required(date(such_as="2023-03-31"))},
        constants={"dimension": "", "segment": ""},
        exactly=True,
        unbroken=True,
        preamble=preamble,
        records=_above_the_total(_DAY[0]),
        grouped=True,
    )


def _by_day_and_more(preamble: str) -> Table:
    """A second figure, segment or window beside the days."""
    return Table(
        subject="web_days",
        name="Day Index",
        columns={**_SUMMED, _DAY: required(date(such_as="2023-03-31"))},
        preamble=preamble,
        kept=False,
        grouped=True,
    )


def _by_another_time(preamble: str) -> Table:
    return Table(
        subject="web_days",
        name="Index",
        columns={**_SUMMED, _OTHER_TIMES: required(text(""))},
        preamble=preamble,
        kept=False,
        grouped=True,
    )


def _by(dimension: str, headings: tuple[str, ...]) -> Table:
    return Table(
        subject="web_days",
        name=headings[0],
        columns={**_MEASURES, headings: known_by(text("segment"))},
        constants={"dimension": dimension},
        without=tuple(
            heading for other in _DIMENSIONS.values() if other != headings for heading in other
        ),
        begins=True,
        unbroken=True,
        alone=False,
        beside=True,
        finish=_in_the_days_beside,
        records=_above_the_total(headings[0]),
        grouped=True,
    )


def _by_anything(preamble: str = "", sheets: tuple[str, ...] = ()) -> Table:
    return Table(
        subject="web_days",
        name="Table",
        columns={**_SUMMED, (Pattern(r"[^#].*"),): required(text(""))},
        preamble=preamble,
        sheets=sheets,
        under=_UNDER_REMARKS,
        begins=True,
        alone=False,
        kept=False,
        grouped=True,
    )


SOURCE = Source(
    name="universal_analytics",
    label="Universal Analytics report",
    where="From Google Analytics, which gave such exports until 2023: Export › CSV or Excel.",
    channel="website",
    proof="real files",
    period_above=r"\A.*#\s*(?P<first>\d{8})\s*-\s*(?P<last>\d{8})",
    tables=[
        *(_by_day(preamble) for preamble in (_REMARKS, "")),
        *(_by_day_and_more(preamble) for preamble in (_REMARKS, "")),
        *(_by_another_time(preamble) for preamble in (_REMARKS, "")),
        *(_by(dimension, headings) for dimension, headings in _DIMENSIONS.items()),
        _by_anything(preamble=_REMARKS),
        _by_anything(sheets=_REPORT_SHEETS),
    ],
)
