"""Google Analytics 4 reports, as downloaded from a report, a snapshot or an exploration.

Known from real files; translated headings from memory. Lines that begin with "#" name the property
and the window; days are "20231010" in no order, or days, weeks and months are counted from the
start of the window ("Nth day": "0000", "0001" …). A snapshot holds several tables one after
another. A spreadsheet's re-save may have lost the "#" lines: then a report is known by headings
that only Google Analytics has, and a report without days is asked for its window. An exploration's
first line is a grand total, one cell longer than the heading. Users are counted once per day and
page: they never add up. Rates are not kept. What is broken down by two dimensions at once, by one
we do not know or for a part of the visitors is read and added up, and not kept.
"""

from collections.abc import Callable
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
    month,
    number,
    required,
    text,
    tolerant,
)

Columns = dict[str | tuple[str, ...], Column]

_FIRST = Pattern(r"[^#].*")
_DATE = ("Date", "Datum", "Fecha", "Data")
_NTH: dict[str, tuple[str, ...]] = {
    "day": ("Nth day", "Tag N", "N-ter Tag", "Enésimo día", "N-ésimo dia", "Enésimo dia",
            "Nième jour", "N-ième jour", "Dag N"),
    "week": ("Nth week", "Woche N", "Enésima semana", "N-ésima semana"),
    "month": ("Nth month", "Monat N", "Enésimo mes", "N-ésimo mês", "Enésimo mês"),
}  # fmt: skip
_EVERY_NTH = (*(heading for headings in _NTH.values() for heading in headings), "Nth hour")
_MONTH = ("Year month", "Month of year")
_OF_UNIVERSAL_ANALYTICS = (
    *("Day Index", "Week Index", "Month Index", "Hour Index", "Tagesindex"),
    *("% New Sessions", "Pages / Session", "Goal Completions", "Unique Pageviews"),
)

_COUNTS = {
    "events": ("Event count", "Ereignisanzahl", "Nombre d'événements", "Número de eventos",
               "Recuento de eventos", "Contagem de eventos", "Conteggio eventi",
               "Aantal gebeurtenissen"),
    "key_events": ("Key events", "Conversions", "Schlüsselereignisse", "Wichtige Ereignisse",
                   "Eventos clave", "Événements clés", "Eventos-chave", "Eventos principais",
                   "Eventi chiave", "Belangrijke gebeurtenissen", "Conversiones", "Conversões",
                   "Conversioni", "Conversies"),
    "users": ("Total users", "Users", "Nutzer insgesamt", "Gesamtzahl der Nutzer",
              "Usuarios totales", "Total de usuarios", "Total de usuários",
              "Nombre total d'utilisateurs", "Utenti totali", "Totaal aantal gebruikers"),
    "active_users": ("Active users", "Aktive Nutzer", "Usuarios activos", "Usuários ativos",
                     "Utilisateurs actifs", "Utenti attivi", "Actieve gebruikers"),
    "new_users": ("New users", "Neue Nutzer", "Nuevos usuarios", "Usuarios nuevos",
                  "Novos usuários", "Nouveaux utilisateurs", "Nuovi utenti",
                  "Nieuwe gebruikers"),
    "returning_users": ("Returning users", "Wiederkehrende Nutzer", "Usuarios recurrentes",
                        "Usuários recorrentes", "Utilisateurs connus", "Utenti di ritorno",
                        "Terugkerende gebruikers"),
    "sessions": ("Sessions", "Sitzungen", "Sesiones", "Sessões", "Sessioni", "Sessies"),
    "page_views": ("Views", "Aufrufe", "Vistas", "Visualizações", "Vues", "Visualizzazioni",
                   "Weergaven"),
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
    "Event value", "Total purchasers", "Average purchase revenue", "Screen page views per session",
    "Key event rate", "Session key event rate (all events)", "User key event rate (all events)",
    "Engaged sessions per user", "Events per session", "Ad cost", "Scrolled users",
    "Sitzungen mit Interaktionen", "Engagement-Rate", "Absprungrate", "Sesiones con interacción",
    "Tasa de interacción", "Taux d'engagement", "Taxa de engajamento",
)  # fmt: skip
_TIMES = (
    "Average engagement time", "Average engagement time per active user",
    "Average engagement time per session", "Average engagement time per user",
)  # fmt: skip


def _kind(name: str) -> Kind:
    """A key event that several visits led to is given to each in part: “3.46”."""
    return Kind.NUMBER if name == "key_events" else Kind.COUNT


_MEASURES: Columns = {
    **{spellings: measure(name, _kind(name)) for name, spellings in _COUNTS.items()},
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
              "Nom de l'événement", "Nome evento", "Gebeurtenisnaam"),
    "page": ("Page path and screen class", "Page path + query string and screen class",
             "Page path + query string", "Seitenpfad und Bildschirmklasse",
             "Ruta de la página y clase de pantalla", "Ruta de página y clase de pantalla",
             "Caminho da página e classe da tela", "Percorso pagina e classe schermata",
             "Chemin de la page et classe de l'écran", "Paginapad en schermklasse"),
    "page_title": ("Page title and screen class", "Page title and screen name",
                   "Seitentitel und Bildschirmklasse", "Título de página y clase de pantalla",
                   "Título da página e classe da tela", "Titolo pagina e classe schermata",
                   "Titre de la page et classe de l'écran", "Paginatitel en schermklasse"),
    "landing_page": ("Landing page", "Landing page + query string", "Landingpage",
                     "Página de destino", "Page de destination", "Pagina di destinazione"),
    "session_channel": ("Session primary channel group (Default Channel Group)",
                        "Session primary channel group (Default channel group)",
                        "Session default channel group", "Session primary channel group",
                        "Session default channel grouping"),
    "session_source": ("Session source / medium",),
    "session_source_alone": ("Session source", "Session manual source"),
    "session_medium": ("Session medium", "Session manual medium"),
    "session_campaign": ("Session campaign", "Session manual campaign name",
                         "Session Google Ads campaign"),
    "session_manual_source": ("Session manual source / medium",),
    "session_platform": ("Session source platform",),
    "first_channel": ("First user primary channel group (Default Channel Group)",
                      "First user default channel group", "First user primary channel group",
                      "First user default channel grouping"),
    "first_source": ("First user source / medium",),
    "first_source_alone": ("First user source", "First user manual source"),
    "first_medium": ("First user medium",),
    "first_campaign": ("First user campaign",),
}  # fmt: skip
_COMMON_DIMENSIONS = {
    "country": ("Country", "Country ID", "Land", "País", "Pays", "Paese"),
    "continent": ("Continent", "Subcontinent"),
    "region": ("Region",),
    "city": ("City", "Town/City", "Stadt", "Ciudad", "Cidade", "Ville", "Città", "Stad"),
    "language": ("Language", "Language code", "Sprache", "Idioma", "Langue", "Lingua", "Taal"),
    "device": ("Device category", "Device", "Gerätekategorie", "Platform / device category",
               "Categoría de dispositivo", "Categoria do dispositivo",
               "Catégorie d'appareil", "Categoria dispositivo", "Apparaatcategorie"),
    "device_model": ("Device model", "Mobile model", "Device brand"),
    "browser": ("Browser", "Navegador", "Navigateur"),
    "system": ("Operating system", "OS with version", "Operating system with version",
               "Betriebssystem"),
    "platform": ("Platform", "Plattform"),
    "resolution": ("Screen resolution", "Bildschirmauflösung"),
    "age": ("Age", "Alter", "Edad", "Âge"),
    "gender": ("Gender", "Geschlecht", "Sexo", "Genre"),
    "interests": ("Interests", "Brand interests"),
    "hour": ("Hour", "Date + hour (YYYYMMDDHH)"),
    "weekday": ("Day of week", "Day of week name"),
    "item": ("Item name",),
    "item_id": ("Item ID",),
    "item_category": ("Item category", "Item brand"),
    "audience": ("Audience name", "Audience"),
    "hostname": ("Hostname", "Host name"),
    "stream": ("Stream name", "Stream ID"),
    "page_path": ("Page path",),
    "page_location": ("Page location",),
    "page_referrer": ("Page referrer",),
    "page_title_alone": ("Page title",),
    "default_channel": ("Default channel group", "Primary channel group (Default Channel Group)"),
    "source": ("Source / medium",),
    "key_event": ("Key event", "Key event name", "Conversion name"),
    "new_or_returning": ("New / returning", "New / established"),
    "link": ("Link URL", "Link text", "Link domain", "File name", "Form name", "Form ID"),
    "search_word": ("Search term", "Site search term"),
    "segment": ("Segment", "Date range", "Comparison", "Vergleich", "Comparación"),
}  # fmt: skip
_DIMENSIONS = (*_OWN_DIMENSIONS.items(), *_COMMON_DIMENSIONS.items())
_EVERY_DIMENSION = tuple(heading for _, headings in _DIMENSIONS for heading in headings)
_FLOWS = r"^(event count|views)$"
_TOTAL = r"(?i)^\s*grand total\s*$"
_FEWEST_SHOWN = 10  # lines of an exploration: one that shows fewer has no more
_SEGMENT = "segment"  # of visitors: never a dimension of all of them
_NOT_KEPT = {_SEGMENT, "hour", "item", "item_id", "item_category"}
_OWN_FIGURES: Columns = {
    _COUNTS["active_users"]: known_by(measure("active_users")),
    ("Engaged sessions",): known_by(tolerant(number())),
}

_A_DAY = r"#[ \t]*(?:[^\n:#]+:[ \t]*)?\d{8}"
_REMARKS = rf"(?m)^\W*#\s*-{{5,}}|^\W*{_A_DAY}"
_UNDER_REMARKS = r"^\W*(#.*)?$"
_WINDOW = (
    r"\A.*#\s*(?:[^\n:#]+:\s*)?(?P<first>\d{8})"
    r"(?:\s*-\s*|\W{1,12}[^\n:#\d]+:\s*)(?P<last>\d{8})"
)
_OF_USERS = rf"[^\n:#-][^\n:#]*)\n\W*{_A_DAY}\s*\n\W*{_A_DAY}"
_COMPARED = rf"(?s)^.*?#[ \t]*(?P<first_users>{_OF_USERS}(?:.*#[ \t]*(?P<these_users>{_OF_USERS})?"


def _no_remark(heading: str) -> pl.Expr:
    """Between the tables of a snapshot stand remarks; a line without a label may be a total.

    A total stands first or last, and no other line says it is one.
    """
    label = pl.col(heading.lower()).str.strip_chars().fill_null("")
    row, rows = pl.col("row"), pl.col("row").filter(_no_remarks())
    at_edge = (row == rows.min()) | (row == rows.max())
    told = pl.any_horizontal(pl.col("^c[0-9]+$").str.contains(_TOTAL)).any()
    is_total = _adds_up(label != "") & at_edge & ~told
    return _no_remarks() & ((label != "") | ~is_total.fill_null(value=True))


def _adds_up(is_labelled: pl.Expr) -> pl.Expr:
    """Whether a line may add up the labelled ones, of which a long list shows only the first.

    Of people and sessions a total may be less than its lines: the same ones come again.
    """
    flows = pl.col(_FLOWS).str.replace_all(",", "").cast(pl.Float64, strict=False)
    above, no = flows.filter(is_labelled).sum(), pl.lit(value=False)
    is_cut = is_labelled.sum() >= _FEWEST_SHOWN
    is_whole = pl.any_horizontal(no, (flows == above) | ((flows > above) & is_cut))
    only_others = ~pl.any_horizontal(no, flows.is_not_null().any())
    figures = pl.col("^c[0-9]+$").str.replace_all(",", "").str.replace(r"^(19|20)\d{6}$", "")
    largest = pl.max_horizontal(figures.cast(pl.Float64, strict=False)).fill_null(0)
    labelled = largest.filter(is_labelled)
    is_largest = (largest >= labelled.max()) & (largest >= labelled.sum() / 2)
    return is_largest & (is_whole.fill_null(value=False) | only_others)


def _no_remarks() -> pl.Expr:
    """A page may be called “#1 in oak”: figures stand beside it, and beside no remark."""
    first = pl.col("c0").fill_null("").str.strip_chars()
    figures = pl.col("^c[1-9][0-9]*$").str.contains(r"^\s*[0-9]")
    is_remark = first.str.contains("^#([^#]|$)")  # “####” is a day that did not fit its column
    return ~is_remark | pl.any_horizontal(figures).fill_null(value=False)


def _of_all_users(rows: pl.DataFrame) -> pl.DataFrame:
    """Where visitors are compared, the block of all of them comes first."""
    if "these_users" in rows.columns:
        same = pl.col("these_users").is_null() | (pl.col("these_users") == pl.col("first_users"))
        rows = rows.filter(same)
    return rows.with_columns(pl.col("segment").fill_null(""))


def _months(rows: pl.DataFrame) -> pl.DataFrame:
    """A month, as far as the report's window holds it."""
    first, last = pl.col("month"), pl.col("month").dt.month_end()
    if "first_date" in rows.columns:
        first = pl.max_horizontal(first, "first_date")
        last = pl.min_horizontal(last, "date")
    return _of_all_users(rows.with_columns(first_date=first, date=last))


def _counted_from_the_start(unit: str) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Days, weeks (from Sunday) or months, as far as the window holds them; the first is 0."""

    def placed(rows: pl.DataFrame) -> pl.DataFrame:
        start, end, nth = pl.col("first_date"), pl.col("date"), pl.col("nth")
        step = pl.format("{}" + {"day": "d", "week": "w", "month": "mo"}[unit], nth)
        begins = {
            "day": start,
            "week": start - pl.duration(days=start.dt.weekday() % 7),
            "month": start.dt.month_start(),
        }[unit].cast(pl.Date)
        first = begins.dt.offset_by(step)
        last = first.dt.offset_by({"day": "0d", "week": "6d", "month": "1mo"}[unit])
        last = last.dt.offset_by("-1d") if unit == "month" else last
        rows = rows.with_columns(pl.col("nth").cast(pl.Int64, strict=False))
        rows = rows.filter(pl.col("nth").is_not_null()).with_columns(
            first_date=pl.max_horizontal(first, start), date=pl.min_horizontal(last, end)
        )
        return _of_all_users(rows.filter(pl.col("first_date") <= pl.col("date")))

    return placed


def _days(*known: str, preamble: str = "") -> Table:
    """A table by day: nothing beside breaks it down, or its days would repeat."""
    return Table(
        subject="web_days",
        name="By day",
        columns={
            **_MEASURES,
            _DATE: required(date(habit="ymd", such_as="20250331")),
            **{_COUNTS[name]: known_by(measure(name)) for name in known},
        },
        constants={"dimension": "", "segment": ""},
        without=(*_EVERY_DIMENSION, *_EVERY_NTH),
        unbroken=True,
        exactly=not preamble,
        preamble=preamble,
        records=_no_remark(_DATE[0]),
        finish=_of_all_users,
        told_above=_COMPARED,
        grouped=True,
    )


def _nth(unit: str) -> Table:
    """Days, weeks or months counted from the start of the window."""
    return Table(
        subject="web_days",
        name=f"By {unit}",
        columns={**_MEASURES, _NTH[unit]: required(text("nth"))},
        constants={"dimension": "", "segment": ""},
        without=_EVERY_DIMENSION,
        exactly=True,
        unbroken=True,
        finish=_counted_from_the_start(unit),
        told_above=_COMPARED,
        records=_no_remark(_NTH[unit][0]),
        grouped=True,
    )


def _by_month() -> Table:
    return Table(
        subject="web_days",
        name="By month",
        columns={**_MEASURES, _MONTH: required(month("month"))},
        constants={"dimension": "", "segment": ""},
        without=(*_EVERY_DIMENSION, *_EVERY_NTH, *_DATE),
        unbroken=True,
        preamble=_REMARKS,
        finish=_months,
        told_above=_COMPARED,
        records=_no_remark(_MONTH[0]),
        grouped=True,
    )


def _by(
    dimension: str, headings: tuple[str, ...], preamble: str = "", known: Columns | None = None
) -> Table:
    """A table by one dimension, for the window or by day."""
    others = tuple(heading for heading in _EVERY_DIMENSION if heading not in headings)
    columns: Columns = {**_MEASURES, headings: known_by(text("segment"))}
    columns |= {_DATE: date(habit="ymd", such_as="20250331")}
    columns |= known or {}
    return Table(
        subject="web_days",
        name=headings[0],
        columns=columns,
        constants={"dimension": dimension},
        without=(*others, *_EVERY_NTH, *_MONTH),
        unbroken=True,
        preamble=preamble,
        finish=_of_all_users,
        told_above=_COMPARED,
        records=_no_remark(headings[0]),
        grouped=True,
    )


def _summed() -> Columns:
    """Every measure as a figure that is added up and not kept."""
    return {
        spellings: tolerant(replace(column, becomes="", measure=False))
        for spellings, column in _MEASURES.items()
    }


def _anything_else(name: str) -> Table:
    """Several dimensions at once, or one we do not know."""
    return Table(
        subject="web_days",
        name="Table",
        columns={
            **_summed(),
            _DATE: date(habit="ymd", such_as="20250331"),
            _COUNTS[name]: known_by(tolerant(Column(_kind(name)))),
        },
        without=_OF_UNIVERSAL_ANALYTICS,
        preamble=_REMARKS,
        records=_no_remark("c0"),
        kept=False,
        grouped=True,
    )


def _whatever_stands_under_remarks() -> Table:
    """Any line of words right under a remark or a blank line heads a table."""
    return Table(
        subject="web_days",
        name="Table",
        columns={
            **_summed(),
            _DATE: date(habit="ymd", such_as="20250331"),
            (_FIRST,): known_by(text("")),
        },
        without=_OF_UNIVERSAL_ANALYTICS,
        preamble=_REMARKS,
        under=_UNDER_REMARKS,
        begins=True,
        records=_no_remark("c0"),
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
        *(_nth(unit) for unit in _NTH),
        _by_month(),
        *(_by(name, headings, _REMARKS) for name, headings in _DIMENSIONS if name not in _NOT_KEPT),
        *(_anything_else(name) for name in _COUNTS),
        _whatever_stands_under_remarks(),
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
            _by(name, headings, known={_COUNTS[known]: known_by(measure(known))})
            for name, headings in _OWN_DIMENSIONS.items()
            for known in ("events", "page_views", "sessions", "active_users", "new_users")
        ),
        *(
            _by(name, headings, known=_OWN_FIGURES)
            for name, headings in _COMMON_DIMENSIONS.items()
            if name not in _NOT_KEPT
        ),
    ],
)
