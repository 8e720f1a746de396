"""Google Analytics 4 reports, as downloaded from a report, a snapshot or an exploration.

Known from real files. Lines that begin with "#" name the property and the window; days are
"20231010" in no order, or counted from the start of the window ("Nth day": "0000", "0001" …). A
snapshot holds several tables one after another. A spreadsheet's re-save may have lost the "#"
lines: then a report is known by headings that only Google Analytics has, and a report without days
is asked for its window. An exploration's first line is a grand total, one cell longer than the
heading. Users are counted once per day and page: they never add up. Rates are not kept. A table by
two dimensions at once is read and added up, and not kept.
"""

import polars as pl

from data_pipeline.contract import (
    Column,
    Kind,
    Source,
    Table,
    date,
    duration,
    known_by,
    measure,
    number,
    required,
    text,
    tolerant,
)

Columns = dict[str | tuple[str, ...], Column]

_DATE = ("Date", "Datum", "Fecha", "Data")
_NTH_DAY = ("Nth day", "Tag N", "Enésimo día", "N-ésimo dia")

_COUNTS = {
    "events": ("Event count", "Ereignisanzahl", "Nombre d'événements", "Número de eventos",
               "Recuento de eventos", "Contagem de eventos", "Conteggio eventi"),
    "key_events": ("Key events", "Conversions", "Schlüsselereignisse", "Eventos clave",
                   "Événements clés", "Eventos-chave", "Eventi chiave"),
    "users": ("Total users", "Users", "Nutzer insgesamt", "Usuarios totales",
              "Total de usuarios", "Total de usuários", "Nombre total d'utilisateurs",
              "Utenti totali"),
    "active_users": ("Active users", "Aktive Nutzer", "Usuarios activos", "Usuários ativos",
                     "Utilisateurs actifs", "Utenti attivi"),
    "new_users": ("New users", "Neue Nutzer", "Nuevos usuarios", "Usuarios nuevos",
                  "Novos usuários", "Nouveaux utilisateurs", "Nuovi utenti"),
    "returning_users": ("Returning users", "Wiederkehrende Nutzer", "Usuarios recurrentes",
                        "Usuários recorrentes", "Utilisateurs connus", "Utenti di ritorno"),
    "sessions": ("Sessions", "Sitzungen", "Sesiones", "Sessões", "Sessioni"),
    "page_views": ("Views", "Aufrufe", "Vistas", "Visualizações", "Vues", "Visualizzazioni",
                   "Pageviews", "Page Views"),
}  # fmt: skip
_READ = (
    "Engaged sessions", "Engaged sessions per active user", "Engagement rate", "Bounce rate",
    "Event count per session", "Event count per active user", "Views per active user",
    "Views per session", "Views per user", "Sessions per active user", "Session key event rate",
    "User key event rate", "Session conversion rate", "User conversion rate", "Purchasers",
    "First time purchasers", "Ecommerce purchases", "Transactions", "Items viewed",
    "Items added to cart", "Items purchased", "Average revenue per user", "ARPU",
    "Purchase revenue", "Item revenue", "Total ad revenue", "User engagement", "DAU / MAU",
    "DAU / WAU", "WAU / MAU",
    "Entrances", "Exits", "Organic Google Search clicks", "Organic Google Search impressions",
    "Event value", "Total purchasers", "Average purchase revenue",
)  # fmt: skip
_TIMES = (
    "Average engagement time", "Average engagement time per active user",
    "Average engagement time per session", "Average engagement time per user",
)  # fmt: skip

_MEASURES: Columns = {
    **{spellings: measure(name) for name, spellings in _COUNTS.items()},
    ("Average session duration", "Durchschnittliche Sitzungsdauer"): tolerant(
        measure("session_seconds", Kind.DURATION)
    ),
    ("Event count per user",): tolerant(measure("events_per_user", Kind.NUMBER)),
    ("Total revenue", "Gesamtumsatz", "Ingresos totales", "Receita total"): number(),
    **{(heading,): tolerant(number()) for heading in _READ},
    **{(heading,): tolerant(duration()) for heading in _TIMES},
}

# Dimensions that only Google Analytics names so, and those that others might name so too.
_OWN_DIMENSIONS = {
    "event": ("Event name", "Ereignisname", "Nombre del evento", "Nome do evento",
              "Nom de l'événement", "Nome evento"),
    "page": ("Page path and screen class", "Page path + query string and screen class",
             "Page path + query string", "Seitenpfad und Bildschirmklasse",
             "Ruta de la página y clase de pantalla"),
    "page_title": ("Page title and screen class", "Page title and screen name",
                   "Seitentitel und Bildschirmklasse"),
    "landing_page": ("Landing page", "Landing page + query string", "Landingpage"),
    "session_channel": ("Session primary channel group (Default Channel Group)",
                        "Session default channel group", "Session primary channel group",
                        "Session default channel grouping"),
    "session_source": ("Session source / medium", "Session source", "Session medium",
                       "Session campaign", "Session manual source / medium"),
    "first_channel": ("First user primary channel group (Default Channel Group)",
                      "First user default channel group", "First user primary channel group",
                      "First user default channel grouping"),
    "first_source": ("First user source / medium", "First user source", "First user medium",
                     "First user campaign"),
}  # fmt: skip
_COMMON_DIMENSIONS = {
    "country": ("Country", "Country ID", "Land", "País", "Pays", "Paese"),
    "region": ("Region",),
    "city": ("City", "Town/City", "Stadt", "Ciudad", "Cidade", "Ville", "Città"),
    "language": ("Language", "Sprache", "Idioma", "Langue", "Lingua"),
    "device": ("Device category", "Device", "Gerätekategorie", "Platform / device category"),
    "browser": ("Browser",),
    "system": ("Operating system", "OS with version", "Platform"),
    "age": ("Age", "Alter", "Edad", "Âge"),
    "gender": ("Gender", "Geschlecht", "Sexo", "Genre"),
    "hour": ("Hour", "Nth hour", "Date + hour (YYYYMMDDHH)"),
    "item": ("Item name", "Item ID"),
    "audience": ("Audience name",),
    "page": ("Page path", "Page location"),
    "page_title": ("Page title",),
    "key_event": ("Key event", "Key event name"),
    "segment": ("Segment", "Date range", "Comparison"),
}  # fmt: skip
_DIMENSIONS = (*_OWN_DIMENSIONS.items(), *_COMMON_DIMENSIONS.items())
_EVERY_DIMENSION = tuple(heading for _, headings in _DIMENSIONS for heading in headings)

_REMARKS = r"(?m)^\s*\"?#\s*(-{5,}|Start date:|\d{8}\s*-\s*\d{8})"
_WINDOW = (
    r".*#\s*(?:Start date:\s*)?(?P<first>\d{8})(?:\W{1,12}End date:\s*|\s*-\s*)(?P<last>\d{8})"
)


def _no_remark(heading: str) -> pl.Expr:
    """Between the tables of a snapshot stand remarks."""
    cell = pl.col(heading.lower()).str.strip_chars()
    return (cell != "") & ~cell.str.starts_with("#")


def _counted_from_the_start(days: pl.DataFrame) -> pl.DataFrame:
    nth = pl.duration(days=pl.col("nth").cast(pl.Int64, strict=False))
    day = (pl.col("first_date") + nth).cast(pl.Date)
    return days.with_columns(date=day, first_date=day).filter(pl.col("date").is_not_null())


def _days(*known: str, preamble: str = "") -> Table:
    """A table by day: nothing but a day and figures, or its days would repeat."""
    return Table(
        subject="web_days",
        name="By day",
        columns={
            **_MEASURES,
            _DATE: required(date(habit="ymd", such_as="20250331")),
            **{_COUNTS[name]: known_by(measure(name)) for name in known},
        },
        constants={"dimension": "", "segment": ""},
        exactly=True,
        preamble=preamble,
        records=_no_remark(_DATE[0]),
        grouped=True,
    )


def _universal() -> Table:
    """Universal Analytics, until 2023: "Day Index" and one figure; the total has no label."""
    return Table(
        subject="web_days",
        name="By day",
        columns={**_MEASURES, ("Day Index",): required(date(such_as="2023-03-31"))},
        constants={"dimension": "", "segment": ""},
        exactly=True,
        grouped=True,
    )


def _by(dimension: str, headings: tuple[str, ...], preamble: str = "", known: str = "") -> Table:
    """A table by one dimension, for the window or by day."""
    others = tuple(heading for heading in _EVERY_DIMENSION if heading not in headings)
    columns: Columns = {**_MEASURES, headings: known_by(text("segment"))}
    columns |= {_DATE: date(habit="ymd", such_as="20250331")}
    columns |= {_COUNTS[known]: known_by(measure(known))} if known else {}
    return Table(
        subject="web_days",
        name=headings[0],
        columns=columns,
        constants={"dimension": dimension},
        without=(*others, *_NTH_DAY),
        preamble=preamble,
        records=_no_remark(headings[0]),
        grouped=True,
    )


def _anything_else(name: str) -> Table:
    """Several dimensions at once, or one we do not know."""
    columns: Columns = {
        spellings: tolerant(duration() if column.kind is Kind.DURATION else number())
        for spellings, column in _MEASURES.items()
    }
    return Table(
        subject="web_days",
        name="Table",
        columns={
            **columns,
            _DATE: date(habit="ymd", such_as="20250331"),
            _COUNTS[name]: known_by(number()),
        },
        preamble=_REMARKS,
        kept=False,
        grouped=True,
    )


SOURCE = Source(
    name="ga4_report",
    label="Google Analytics 4 report",
    where="On Google Analytics: Reports › open a report › Share › Download file › CSV.",
    channel="website",
    proof="real files",
    period_above=_WINDOW,
    tables=[
        _days(preamble=_REMARKS),
        Table(
            subject="web_days",
            name="By day",
            columns={**_MEASURES, _NTH_DAY: required(text("nth"))},
            constants={"dimension": "", "segment": ""},
            exactly=True,
            preamble=_REMARKS,
            finish=_counted_from_the_start,
            records=_no_remark(_NTH_DAY[0]),
            grouped=True,
        ),
        *(_by(name, headings, _REMARKS) for name, headings in _DIMENSIONS),
        *(_anything_else(name) for name in _COUNTS),
        _universal(),
        _days("events", "users"),
        _days("events", "active_users"),
        _days("events", "sessions"),
        _days("active_users", "new_users"),
        _days("sessions", "users"),
        _days("sessions", "page_views"),
        _days("sessions", "active_users"),
        _days("active_users", "page_views"),
        _days("events", "page_views"),
        _days("events", "new_users"),
        _days("users", "new_users"),
        *(
            _by(name, headings, known=known)
            for name, headings in _OWN_DIMENSIONS.items()
            for known in ("events", "page_views", "sessions", "active_users", "new_users")
        ),
    ],
)
