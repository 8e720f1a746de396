"""Stripe balance: the same revenue as Stripe's payments, as it reached the account.

Both the dashboard's history and the report are known from memory. A line is a movement of the
balance: charges are sales as they were charged, before Stripe's fee; refunds are lines of their
own, below zero. Payouts, fees, transfers, reserves and disputes are not revenue. Amounts are in the
currency of the account, whatever was paid in. Payments of the same months give the same sales once
more: Data health says so.
"""

import polars as pl

from data_pipeline.contract import (
    Column,
    Source,
    Table,
    currency,
    date,
    identifier,
    known_by,
    like,
    money,
    person,
    required,
    text,
)

_SALES = ["charge", "payment"]
_REFUNDS = ["refund", "payment_refund", "partial_capture_reversal"]
_BACK_AGAIN = ["refund_failure", "payment_failure_refund", "charge_failure"]


def _revenue(movements: pl.DataFrame) -> pl.DataFrame:
    words = pl.col("type").str.to_lowercase().str.replace_all(" ", "_")
    kind = (
        pl.when(words.is_in(_SALES))
        .then(pl.lit("sale"))
        .when(words.is_in([*_REFUNDS, *_BACK_AGAIN]))
        .then(pl.lit("refund"))
    )
    has = [name for name in ("charge", "movement") if name in movements.columns]
    kept = movements.with_columns(
        kind.alias("kind"), pl.coalesce(*has, pl.lit(None, pl.String)).alias("revenue_id")
    )
    return kept.filter(pl.col("kind").is_not_null())


def _moved(id: str, day: str, amount: str, kind: str, of: str, more: dict[str, Column]) -> Table:
    return Table(
        subject="revenue",
        columns={
            id: required(identifier("movement")),
            day: required(date(such_as="2025-03-31 14:05:09")),
            amount: required(money("amount")),
            kind: required(text("type")),
            of: identifier("charge"),
            **more,
        },
        finish=_revenue,
    )


SOURCE = Source(
    name="stripe_balance",
    label="Stripe balance",
    where="On Stripe: Balances › All activity › Export, or Reports › Balance › Download.",
    grace=3,
    proof="memory",
    tables=[
        _moved(
            "id",
            "Created (UTC)",
            "Amount",
            "Type",
            "Source",
            {
                "Available On (UTC)": known_by(text("")),
                "Fee": money(""),
                "Net": known_by(money("")),
                "Currency": required(like(currency(), "usd")),
            },
        ),
        _moved(
            "balance_transaction_id",
            "created_utc",
            "gross",
            "reporting_category",
            "source_id",
            {
                "fee": money(""),
                "net": known_by(money("")),
                "currency": required(like(currency(), "usd")),
                "customer_email": person("customer"),
            },
        ),
        _moved(
            "balance_transaction_id",
            "created",
            "gross",
            "reporting_category",
            "source_id",
            {
                "fee": money(""),
                "net": known_by(money("")),
                "currency": required(like(currency(), "usd")),
                "customer_email": person("customer"),
            },
        ),
    ],
)
