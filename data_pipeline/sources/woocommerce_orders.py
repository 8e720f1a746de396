"""WooCommerce Analytics, report of orders: revenue.

Known from a real file (2024, saved again by a spreadsheet). The revenue is net: without taxes and
shipping, after discounts. A refund is a line of its own under its order's number, as “'-30” with an
apostrophe in front. The formatted revenue may hold two prices and only tells the currency, where
its sign does. Which channel an order came from stands in `Attribution`. A report that fits one page
is made by the browser, from memory: it calls the revenue “Net sales” and tells no currency.
"""

import polars as pl

from data_pipeline import values
from data_pipeline.contract import (
    Column,
    Headings,
    Source,
    Table,
    identifier,
    known_by,
    moment,
    money,
    number,
    person,
    required,
    text,
)

_SIGNS = {"&pound;": "£", "&#163;": "£", "&euro;": "€", "&#8364;": "€", "&#36;": "$"}
# The report writes a status as its site's language does.
_FAILED = [
    *("failed", "cancelled", "canceled", "trash", "fehlgeschlagen", "storniert", "papierkorb"),
    *("échouée", "échoué", "échec", "annulée", "annulé", "fallido", "cancelado", "malsucedido"),
    *("falhou", "falhado", "falhada", "cancelada", "fallito", "annullato", "cancellato"),
    *("mislukt", "geannuleerd"),
]
_PENDING = [
    *("pending", "pending payment", "on hold", "on-hold", "draft", "checkout-draft"),
    *("zahlung ausstehend", "ausstehende zahlung", "ausstehend", "in wartestellung", "entwurf"),
    *("attente paiement", "en attente de paiement", "paiement en attente", "en attente"),
    *("brouillon", "pendiente de pago", "pago pendiente", "pendiente", "en espera", "borrador"),
    *("pagamento pendente", "pendente", "aguardando", "em espera", "rascunho"),
    *("in attesa di pagamento", "in attesa", "in sospeso", "bozza"),
    *("wachtend op betaling", "in afwachting van betaling", "in de wacht", "concept"),
]


def _revenue(orders: pl.DataFrame) -> pl.DataFrame:
    status = pl.col("status").str.to_lowercase().str.strip_prefix("wc-")
    is_refund = pl.col("amount") < 0
    return _with_currency(orders).with_columns(
        pl.when(is_refund)
        .then(pl.lit("refund"))
        .when(status.is_in(_FAILED))
        .then(pl.lit("failed"))
        .when(status.is_in(_PENDING))
        .then(pl.lit("pending"))
        .otherwise(pl.lit("sale"))
        .alias("kind"),
        # An order may be refunded more than once.
        pl.when(is_refund)
        .then(
            pl.concat_str("revenue_id", pl.col("at").dt.to_string("%Y-%m-%d %H:%M"), separator=" ")
        )
        .otherwise(pl.col("revenue_id"))
        .alias("revenue_id"),
    )


def _with_currency(orders: pl.DataFrame) -> pl.DataFrame:
    """The currency that the sign of the formatted revenue tells, where there is one."""
    if "formatted" not in orders.columns:
        return orders
    sign = orders["formatted"].str.replace_many(_SIGNS).str.extract(r"([^\d\s.,'−–-]+)")
    told = values.currencies_of(sign + " 1")
    return orders.with_columns(
        pl.coalesce("currency", pl.when(told != "").then(told)).alias("currency")
    )


_FORMATTED: Headings = ("N. Revenue (formatted)", "Net Revenue (formatted)")
_COLUMNS: dict[Headings, Column] = {
    "Date": required(moment("at", such_as="2025-03-31 14:05:09")),
    ("Order #", "Order"): required(identifier("revenue_id")),
    "Status": known_by(text("status")),
    "Customer": person("customer"),
    "Customer type": known_by(text("")),
    "Items sold": number(""),
    ("N. Revenue", "Net Revenue", "Net sales"): required(money("amount")),
    ("Attribution", "Origin"): text("source_text"),
}


SOURCE = Source(
    name="woocommerce_orders",
    label="WooCommerce orders",
    where="In WordPress: Analytics › Orders › Download.",
    grace=3,
    proof="real files",
    tables=[
        Table(
            subject="revenue",
            columns={**_COLUMNS, _FORMATTED: known_by(text("formatted"))},
            finish=_revenue,
        ),
        Table(
            subject="revenue",
            columns={**_COLUMNS, ("Product(s)", "Products"): known_by(text(""))},
            without=tuple(_FORMATTED),
            finish=_revenue,
        ),
    ],
)
