"""Xero invoices: revenue.

Known from documentation; that `Total` repeats on each of an invoice's lines is from memory.
Headings have an asterisk in the import template only. An invoice counts once, with its tax, on its
day; a credit note is a refund; drafts and what was voided or deleted are not revenue. A list of
bills to pay has the same headings, but without a type, a reference and a theme: nothing is counted
from a file that has none of the three.
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
    # A supplier may have numbered his bill like an invoice of ours.
    is_bill = kind.str.contains("purchase|bill").fill_null(value=False)
    ours = lines.filter(~is_bill).group_by("revenue_id", maintain_order=True)
    return ours.agg(pl.all().drop_nulls().first()).with_columns(
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
                "Reference": text(""),
                "BrandingTheme": text(""),
            },
            needed=(("Type", "Reference", "BrandingTheme"),),
            finish=_invoices,
            whole=True,
        )
    ],
)
