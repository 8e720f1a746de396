"""Google Business Profile performance, one row per location for a whole window.

Known from real files; translated headings and the older layout ("Website actions") from memory. The
window stands only in the file's name ("… - 2025-7-1 - 2025-7-31 - …", without leading zeros); a
renamed file has none, and the manager is asked. A second line explains the figures and is no row.
`Calls` are taps on the call button, not calls that were taken. The four numbers of people who saw
the profile overlap: they are read and added up, and not kept.
"""

import polars as pl

from data_pipeline.contract import Source, Table, count, known_by, measure, text

_STORE = (
    "Store code",
    "Geschäftscode",
    "Code de magasin",
    "Code du magasin",
    "Code magasin",
    "Código de tienda",
    "Código da loja",
    "Codice negozio",
    "Codice punto vendita",
    "Winkelcode",
)
_BUSINESS = (
    "Business name",
    "Name des Unternehmens",
    "Unternehmensname",
    "Nom de l'établissement",
    "Nom de l'entreprise",
    "Nombre de la empresa",
    "Nombre del negocio",
    "Nome da empresa",
    "Nome dell'attività",
    "Nome attività",
    "Bedrijfsnaam",
)
_CALLS = (
    *("Calls", "Phone call actions", "Anrufe", "Appels", "Llamadas", "Chamadas", "Ligações"),
    *("Chiamate", "Oproepen"),
)
_MESSAGES = ("Messages", "Nachrichten", "Mensajes", "Mensagens", "Messaggi", "Berichten")
_BOOKINGS = ("Bookings", "Buchungen", "Réservations", "Reservas", "Prenotazioni", "Boekingen")
_DIRECTIONS = (
    *("Directions", "Directions actions", "Wegbeschreibungen", "Itinéraires", "Cómo llegar"),
    *("Indicaciones", "Rotas", "Indicazioni stradali", "Routebeschrijvingen"),
)
_WEBSITE = (
    "Website clicks",
    "Website actions",
    "Websiteklicks",
    "Website-Klicks",
    "Clics vers le site Web",
    "Clics sur le site Web",
    "Clics en el sitio web",
    "Cliques no site",
    "Clic sul sito web",
    "Websiteklikken",
)
_NAMED = pl.any_horizontal(
    pl.col("^(store code|business name|address)$").str.strip_chars().fill_null("") != ""
)


def _by_location(figures: pl.DataFrame) -> pl.DataFrame:
    """Branches share a name: without a store code the address tells them apart."""
    parts = [name for name in ("business", "address") if name in figures.columns]
    named = pl.concat_str(parts, separator=", ", ignore_nulls=True)
    return figures.with_columns(account=pl.coalesce("store", named))


SOURCE = Source(
    name="google_business_profile",
    label="Google Business Profile performance",
    where="On Google: Business Profile Manager › select the businesses › Insights › Download.",
    channel="google_business",
    proof="real files",
    period_in_name=(
        r"(?<!\d)(?P<first>\d{4}-\d{1,2}-\d{1,2})(?:[\s_+]*[-–—][\s_+]*|[\s_+]+to[\s_+]+|_)"
        r"(?P<last>\d{4}-\d{1,2}-\d{1,2})(?!\d)"
    ),
    tables=[
        Table(
            subject="channel_days",
            columns={
                _STORE: known_by(text("store")),
                _BUSINESS: known_by(text("business")),
                ("Address", "Adresse", "Dirección", "Endereço", "Indirizzo", "Adres"): text(
                    "address"
                ),
                ("Labels",): text(""),
                ("Google Search - Mobile",): count(),
                ("Google Search - Desktop",): count(),
                ("Google Maps - Mobile",): count(),
                ("Google Maps - Desktop",): count(),
                _CALLS: measure("call_taps"),
                _MESSAGES: measure("messages"),
                _BOOKINGS: measure("bookings"),
                _DIRECTIONS: measure("directions"),
                _WEBSITE: known_by(measure("website_clicks")),
                ("Food orders",): measure("food_orders"),
                ("Food menu clicks",): measure("food_menu_clicks"),
                ("Hotel bookings",): count(),
            },
            records=_NAMED,
            finish=_by_location,
            grouped=True,
        )
    ],
)
