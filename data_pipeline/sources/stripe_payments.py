"""Stripe payments: revenue.

Known from real files; the older charges export from memory. One line an attempt: only one that was
paid is a sale; failed ones and those never completed carry an amount too and are no revenue, and
what the bank has only reserved is pending. An attempt never begun has
only its intent's id. Amounts are as charged, taxes included, each in its own
currency. A refund is a row of its own on its own day where the export tells it. Days are by the
clock that the headings name. Payments of the test mode are left out, disputes are not taken off.
"""

import polars as pl

from data_pipeline.contract import (
    Pattern,
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

_PAID = ["paid", "succeeded", "refunded", "partial refund", "partially refunded", "disputed"]
_FAILED = [
    *("failed", "canceled", "cancelled", "blocked", "incomplete", "expired"),
    *("requires_payment_method", "requires_action", "requires_confirmation"),
]


def _revenue(attempts: pl.DataFrame) -> pl.DataFrame:
    attempts = _real(attempts)
    status = pl.col("status").str.to_lowercase()
    attempts = attempts.with_columns(
        pl.when(status.is_in(_PAID))
        .then(pl.lit("sale"))
        .when(status.is_in(_FAILED))
        .then(pl.lit("failed"))
        .otherwise(pl.lit("pending"))
        .alias("kind"),
        _first_known(attempts, "e_mail", "customer_id").alias("customer"),
        _first_known(attempts, "attempt", "intent").alias("revenue_id"),
    )
    if "refunded" not in attempts.columns:
        return attempts
    given_back = (pl.col("kind") == "sale") & (pl.col("refunded") != 0)
    day = [pl.col("refund_date")] if "refund_date" in attempts.columns else []
    refunds = attempts.filter(given_back).with_columns(
        pl.lit("refund").alias("kind"),
        (-pl.col("refunded").abs()).alias("amount"),
        pl.coalesce(*day, pl.col("date")).alias("date"),
    )
    return pl.concat([attempts, refunds])


def _real(attempts: pl.DataFrame) -> pl.DataFrame:
    if "mode" not in attempts.columns:
        return attempts
    return attempts.filter(pl.col("mode").str.to_lowercase().fill_null("live") != "test")


def _first_known(attempts: pl.DataFrame, *names: str) -> pl.Expr:
    known = [pl.col(name) for name in names if name in attempts.columns]
    return pl.coalesce(*known, pl.lit(None, pl.String))


def _payments(*signature: str) -> Table:
    columns = {
        "id": known_by(identifier("attempt")),
        ("Created date (UTC)", "Created (UTC)", Pattern(r"created( date)? \(.+\)")): required(
            date(such_as="2025-03-31 14:05:09")
        ),
        "Amount": required(money("amount")),
        "Currency": required(currency()),
        "Status": required(text("status")),
        "Amount Refunded": money("refunded"),
        "Captured": text(""),
        ("Refunded date (UTC)", "Refunded (UTC)", Pattern(r"refunded( date)? \(.+\)")): date(
            "refund_date"
        ),
        "Fee": number(),
        "Mode": text("mode"),
        "Seller Message": text(""),
        "PaymentIntent ID": identifier("intent"),
        "Customer ID": person("customer_id"),
        "Customer Email": person("e_mail"),
        "UTM Source": text("source_text"),
    }
    known = {
        heading: known_by(column) if heading in signature else column
        for heading, column in columns.items()
    }
    return Table(subject="revenue", columns=known, finish=_revenue)


SOURCE = Source(
    name="stripe_payments",
    label="Stripe payments",
    where="On Stripe: Transactions › Payments › Export › All columns.",
    grace=3,
    proof="real files",
    # The columns are the manager's choice: these are no other export's beside those of each.
    tables=[
        _payments(one)
        for one in ("PaymentIntent ID", "Seller Message", "Amount Refunded", "Captured")
    ],
)
