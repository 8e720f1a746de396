"""Shopify orders: revenue.

Known from a real file. One line an item; status, currency and totals stand only on an order's first
line. An order counts by its total as charged (shipping and taxes included) on the day it was made
by the shop's clock. A refund is a row of its own on the same day, since the export does not date
it. Cancelled and voided orders are no sales; pending and authorised ones are not yet.
"""

import polars as pl

from data_pipeline.contract import (
    Source,
    Table,
    currency,
    date,
    identifier,
    known_by,
    money,
    person,
    required,
    text,
)

_FAILED = ["voided", "expired"]
_PENDING = ["pending", "authorized", "unpaid"]


def _revenue(lines: pl.DataFrame) -> pl.DataFrame:
    orders = lines.filter(pl.col("amount").is_not_null())
    status = pl.col("status").str.to_lowercase()
    is_cancelled = pl.col("cancelled").is_not_null() if "cancelled" in lines.columns else pl.lit(0)
    orders = orders.with_columns(
        pl.when(is_cancelled.cast(pl.Boolean) | status.is_in(_FAILED))
        .then(pl.lit("failed"))
        .when(status.is_in(_PENDING))
        .then(pl.lit("pending"))
        .otherwise(pl.lit("sale"))
        .alias("kind")
    )
    if "refunded" not in lines.columns:
        return orders
    refunds = orders.filter((pl.col("kind") == "sale") & (pl.col("refunded") != 0)).with_columns(
        pl.lit("refund").alias("kind"), (-pl.col("refunded").abs()).alias("amount")
    )
    return pl.concat([orders, refunds])


SOURCE = Source(
    name="shopify_orders",
    label="Shopify orders",
    where="On Shopify: Orders › Export › Plain CSV file.",
    grace=3,
    proof="real files",
    tables=[
        Table(
            subject="revenue",
            columns={
                "Name": required(identifier("revenue_id")),
                "Financial Status": known_by(text("status")),
                "Lineitem name": known_by(text("")),
                "Created at": required(date(such_as="2025-03-31 14:05:09 +0100")),
                "Total": known_by(money("amount")),
                "Subtotal": money(""),
                "Shipping": money(""),
                "Taxes": money(""),
                "Discount Amount": money(""),
                "Refunded Amount": money("refunded"),
                "Currency": currency(),
                "Cancelled at": text("cancelled"),
                "Email": person("customer"),
            },
            finish=_revenue,
        )
    ],
)
