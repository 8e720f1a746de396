"""WooCommerce Analytics, report of orders: revenue.

Known from a real file (2024, saved again by a spreadsheet). The revenue is net: without taxes and
shipping, after discounts. A refund is a line of its own under its order's number, as “'-30” with an
apostrophe in front. The formatted revenue may hold two prices and only tells the currency, where
its sign does. Which channel an order came from stands in `Attribution`.
"""

import polars as pl

from data_pipeline import values
from data_pipeline.contract import (
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
_FAILED = ["failed", "cancelled", "canceled", "trash"]
_PENDING = ["pending", "pending payment", "on hold", "on-hold", "draft"]


def _revenue(orders: pl.DataFrame) -> pl.DataFrame:
    status = pl.col("status").str.to_lowercase()
    is_refund = pl.col("amount") < 0
    sign = orders["formatted"].str.replace_many(_SIGNS).str.extract(r"([^\d\s.,'−–-]+)")
    told = values.currencies_of(sign + " 1")
    return orders.with_columns(
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
        pl.coalesce("currency", pl.when(told != "").then(told)).alias("currency"),
    )


SOURCE = Source(
    name="woocommerce_orders",
    label="WooCommerce orders",
    where="In WordPress: Analytics › Orders › Download.",
    grace=3,
    proof="real files",
    tables=[
        Table(
            subject="revenue",
            columns={
                "Date": required(moment("at", such_as="2025-03-31 14:05:09")),
                ("Order #", "Order"): required(identifier("revenue_id")),
                ("N. Revenue (formatted)", "Net Revenue (formatted)"): known_by(text("formatted")),
                "Status": known_by(text("status")),
                "Customer": person("customer"),
                "Customer type": known_by(text("")),
                "Items sold": number(""),
                ("N. Revenue", "Net Revenue"): required(money("amount")),
                "Attribution": text("source_text"),
            },
            finish=_revenue,
        )
    ],
)
