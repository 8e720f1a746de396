"""Square sales: revenue, from the items or the transactions export.

The items export is known from a real file, the transactions export from memory. The first has one
line an item, so that an order is added up by its transaction; both give the same orders, which are
never counted twice. Items of which no transaction is told are each a sale. An order counts with its
tax, without tips, on the day the till's clock showed. A refund is a line of its own, with amounts
below zero. The window in the file's name ends the day after its last. A customer's name is not
kept.
"""

import polars as pl

from data_pipeline.contract import (
    Column,
    Headings,
    Source,
    Table,
    currency,
    date,
    identifier,
    known_by,
    money,
    number,
    person,
    required,
    text,
)

_COLUMNS: dict[Headings, Column] = {
    "Date": required(date(such_as="2025-03-31")),
    "Gross Sales": known_by(money("")),
    "Discounts": money(""),
    "Net Sales": known_by(money("net")),
    "Tax": money("tax"),
    "Payment ID": identifier("payment"),
    "Event Type": text("event"),
    "Customer ID": person("customer"),
    "Currency": currency(),
    ("PAN Suffix", "GTIN"): text(""),
}


def _orders(lines: pl.DataFrame) -> pl.DataFrame:
    if "transaction" not in lines.columns:
        lines = lines.with_columns(transaction=pl.lit(None, pl.String))
    net = pl.col("net").fill_null(0)
    tax = pl.col("tax").fill_null(0) if "tax" in lines.columns else pl.lit(0)
    event = pl.col("event") if "event" in lines.columns else pl.lit(None, pl.String)
    payment = pl.col("payment") if "payment" in lines.columns else pl.lit(None, pl.String)
    is_refund = pl.coalesce(event.str.contains("(?i)refund"), pl.col("net") < 0)
    lines = lines.with_columns(
        kind=pl.when(is_refund).then(pl.lit("refund")).otherwise(pl.lit("sale")),
        amount=net + tax,
    ).with_columns(
        revenue_id=pl.when(pl.col("kind") == "refund")
        .then(pl.coalesce(payment, "transaction"))
        .otherwise(pl.col("transaction")),
    )
    # A line without a transaction is a sale by itself.
    by = [pl.coalesce("revenue_id", pl.col("row").cast(pl.String)).alias("order"), "kind"]
    first = ["row", "revenue_id", "date", "currency"]
    if "customer" in lines.columns:
        first.append("customer")
    return lines.group_by(by, maintain_order=True).agg(
        pl.col(first).first(), pl.col("amount").sum()
    )


SOURCE = Source(
    name="square_items",
    label="Square sales",
    where="On Square: Reporting › Transactions › Export › Items Detail CSV.",
    grace=3,
    proof="real files",
    tables=[
        Table(
            subject="revenue",
            columns={
                **_COLUMNS,
                "Price Point Name": known_by(text("")),
                "Transaction ID": identifier("transaction"),
                "Product Sales": money(""),
                "Qty": number(""),
            },
            finish=_orders,
            whole=True,
        ),
        Table(
            subject="revenue",
            columns={
                **_COLUMNS,
                "Total Collected": known_by(money("")),
                "Transaction ID": known_by(identifier("transaction")),
                "Tip": money(""),
                "Fees": money(""),
                "Net Total": money(""),
            },
            finish=_orders,
            whole=True,
        ),
    ],
)
