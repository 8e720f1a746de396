"""Xero invoices: revenue.

Known from documentation; that `Total` repeats on each of an invoice's lines is from memory.
Headings have an asterisk in the import template only. An invoice counts once, with its tax, on its
day; a credit note is a refund; drafts and what was voided or deleted are not revenue.
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

_FAILED = r"void|deleted|declined"
_PENDING = r"draft|submitted|awaiting approval"


def _invoices(lines: pl.DataFrame) -> pl.DataFrame:
    has = set(lines.columns)
    status = pl.col("status").str.to_lowercase() if "status" in has else pl.lit("")
    kind = pl.col("type").str.to_lowercase() if "type" in has else pl.lit("")
    is_credit = kind.str.contains("credit").fill_null(value=False) | (pl.col("amount") < 0)
    invoices = lines.group_by("revenue_id", maintain_order=True).agg(pl.all().drop_nulls().first())
    is_bill = kind.str.contains("purchase|bill").fill_null(value=False)
    return invoices.filter(~is_bill).with_columns(
        pl.when(status.str.contains(_FAILED))
        .then(pl.lit("failed"))
        .when(status.str.contains(_PENDING))
        .then(pl.lit("pending"))
        .when(is_credit)
        .then(pl.lit("refund"))
        .otherwise(pl.lit("sale"))
        .alias("kind"),
        pl.when(is_credit).then(-pl.col("amount").abs()).otherwise("amount").alias("amount"),
    )


SOURCE = Source(
    name="xero_invoices",
    label="Xero invoices",
    where="On Xero: Business › Invoices › Export.",
    grace=3,
    proof="documentation",
    tables=[
        Table(
            subject="revenue",
            columns={
                ("ContactName", "*ContactName"): known_by(person("customer")),
                ("InvoiceNumber", "*InvoiceNumber"): required(identifier("revenue_id")),
                ("InvoiceDate", "*InvoiceDate"): required(date(such_as="31/03/2025")),
                "Total": known_by(money("amount")),
                ("UnitAmount", "*UnitAmount"): money(""),
                "TaxAmount": money(""),
                "Currency": currency(),
                "Type": text("type"),
                "Status": text("status"),
            },
            finish=_invoices,
            whole=True,
        )
    ],
)
