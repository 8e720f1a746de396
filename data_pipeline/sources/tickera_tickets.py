"""Tickera attendee list (WordPress): revenue from tickets.

Known from a real file (2024). One line a ticket; `Order Total` repeats on each of an order's lines,
so that an order counts once, with its taxes and discounts, on the day it was paid. The manager
chooses the columns: the total that is shown once does as well.
"""

import polars as pl

from data_pipeline.contract import (
    Column,
    Headings,
    Source,
    Table,
    date,
    identifier,
    known_by,
    money,
    person,
    required,
    text,
)

_FAILED = (
    r"cancel|fraud|fail|trash|storniert|betrug|annul|échou|fallid|fallit|malsucedid|frode|fraude|"
    r"mislukt"
)
_PENDING = (
    r"received|pending|hold|unpaid|bestellung (eingegangen|erhalten)|ausstehend|attente|"
    r"commande reçue|pendiente|pedido (recibid|recebid)|pendente|in attesa|in sospeso|"
    r"ordine ricevut|wachtend|bestelling ontvangen"
)
_REFUNDED = r"refund|erstattet|rembours|reembols|rimbors|terugbetaald"


def _orders(tickets: pl.DataFrame) -> pl.DataFrame:
    status = pl.col("status").str.to_lowercase().fill_null("")
    return (
        tickets.group_by("revenue_id", maintain_order=True)
        .agg(pl.all().drop_nulls().first())
        .with_columns(
            pl.when(status.str.contains(_FAILED))
            .then(pl.lit("failed"))
            .when(status.str.contains(_PENDING))
            .then(pl.lit("pending"))
            .when(status.str.contains(_REFUNDED))
            .then(pl.lit("failed"))
            .otherwise(pl.lit("sale"))
            .alias("kind")
        )
    )


_COLUMNS: dict[Headings, Column] = {
    "Payment Date": known_by(date(such_as="August 8, 2024 - 10:05 pm")),
    "Order Number": required(identifier("revenue_id")),
    "Order Status": known_by(text("status")),
    "Ticket Subtotal": money(""),
    "Ticket Discount": money(""),
    "Ticket Tax": money(""),
    "Ticket Total": money(""),
    "Ticket Code": known_by(text("")),
    ("Buyer E-Mail", "Buyer Email"): person("customer"),
}
_ONCE = "Order Total (Shown Once)"


SOURCE = Source(
    name="tickera_tickets",
    label="Tickera ticket sales",
    where="In WordPress: Tickera › CSV Export › the event, with order number, status and total.",
    grace=3,
    proof="real files",
    tables=[
        Table(
            subject="revenue",
            columns={**_COLUMNS, "Order Total": known_by(money("amount")), _ONCE: money("")},
            finish=_orders,
            whole=True,
        ),
        Table(
            subject="revenue",
            columns={**_COLUMNS, _ONCE: known_by(money("amount"))},
            without=("Order Total",),
            finish=_orders,
            whole=True,
        ),
    ],
)
