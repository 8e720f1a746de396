"""Our own template for revenue. One row a movement of money, taxes included.

A refund may be written with or without a minus. A row without a kind is a sale.
"""

import polars as pl

from data_pipeline.contract import (
    Source,
    Table,
    choice,
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


def _revenue(movements: pl.DataFrame) -> pl.DataFrame:
    kind = pl.col("kind").fill_null("sale")
    back = pl.when(kind == "refund").then(-pl.col("amount").abs())
    return movements.with_columns(
        kind.alias("kind"), back.otherwise(pl.col("amount")).alias("amount")
    )


SOURCE = Source(
    name="template_revenue",
    label="Revenue (template)",
    where="On the Uploads page: Templates › Revenue.",
    template=True,
    grace=3,
    tables=[
        Table(
            subject="revenue",
            columns={
                "Date": required(date()),
                ("Kind", "Type"): known_by(
                    choice(
                        "kind",
                        {
                            "sale": ("sales", "paid", "invoice", "payment", "order"),
                            "refund": ("refunded", "credit", "credit note"),
                            "failed": ("cancelled", "canceled"),
                            "pending": ("open", "unpaid"),
                        },
                    )
                ),
                ("Amount", "Amount ({currency})"): required(like(money("amount"), "1204.50")),
                "Currency": like(currency(), "GBP"),
                "Customer": like(person("customer"), "ada@example.com"),
                "Source": like(text("source_text"), "Instagram"),
                ("Reference", "Invoice", "Order"): like(identifier("revenue_id"), "R-1001"),
                ("Notes", "Note"): text(""),
            },
            finish=_revenue,
            exactly=True,
        )
    ],
)
