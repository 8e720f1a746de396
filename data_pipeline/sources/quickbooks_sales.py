"""QuickBooks Online › Sales by Customer Detail: revenue.

Known from documentation. Titles above, then a line with each customer's name, its sales, a total,
and at the end a grand total and a footer. One line a product: the lines of one invoice are one
sale. Invoices and sales receipts are sales, credit memos and refund receipts refunds; other
transactions are not revenue. Amounts are as the report gives them: without sales tax, of which it
has no column. It names no currency, so that is asked. Customers' names are not kept.
"""

import polars as pl

from data_pipeline.contract import (
    Source,
    Table,
    date,
    identifier,
    known_by,
    money,
    number,
    person,
    required,
    text,
)

_SALES = [
    *("invoice", "sales receipt", "rechnung", "verkaufsbeleg", "facture", "reçu de vente"),
    *("factura", "recibo de venta", "fatura", "recibo de venda", "fattura", "factuur"),
]
_REFUNDS = [
    *("credit memo", "credit note", "refund receipt", "refund", "gutschrift", "note de crédit"),
    *("avoir", "remboursement", "nota de crédito", "recibo de reembolso", "creditnota"),
]


def _revenue(lines: pl.DataFrame) -> pl.DataFrame:
    form = pl.col("type").str.to_lowercase()
    kind = pl.when(form.is_in(_SALES)).then(pl.lit("sale"))
    kind = kind.when(form.is_in(_REFUNDS)).then(pl.lit("refund"))
    kept = lines.with_columns(kind.alias("kind")).filter(
        pl.col("kind").is_not_null() & pl.col("amount").is_not_null()
    )
    number_of = pl.col("number") if "number" in lines.columns else pl.lit(None, pl.String)
    named = kept.with_columns(
        pl.concat_str(pl.col("type"), number_of, separator=" ").alias("revenue_id")
    )
    others = [
        pl.col(name).first() for name in ("row", "currency", "customer") if name in kept.columns
    ]
    whole = named.group_by(
        pl.coalesce("revenue_id", pl.col("row").cast(pl.String)).alias("document"),
        "kind",
        "date",
        maintain_order=True,
    ).agg(pl.col("revenue_id").first(), pl.col("amount").sum(), *others)
    back = pl.when(pl.col("kind") == "refund").then(-pl.col("amount").abs())
    return whole.with_columns(back.otherwise(pl.col("amount")).alias("amount"))


SOURCE = Source(
    name="quickbooks_sales",
    label="QuickBooks sales by customer",
    where="On QuickBooks Online: Reports › Sales by Customer Detail › Export to Excel.",
    grace=3,
    proof="documentation",
    tables=[
        Table(
            subject="revenue",
            columns={
                ("Date", "Transaction date", "Datum", "Fecha", "Data"): required(
                    date(such_as="03/31/2025")
                ),
                ("Transaction type", "Transaktionsart", "Type de transaction", "Type"): required(
                    text("type")
                ),
                ("No.", "Num", "Nr.", "N°", "Number"): identifier("number"),
                (
                    "Product/Service",
                    "Product/Service full name",
                    "Products/Services",
                    "Produkt/Dienstleistung",
                    "Produit/service",
                    "Item",
                ): known_by(text("")),
                ("Customer", "Customer full name", "Name"): person("customer"),
                ("Qty", "Quantity"): number(),
                "Sales price": money(""),
                ("Amount", "Betrag", "Montant", "Amount ({currency})"): required(money("amount")),
                "Balance": money(""),
            },
            records=pl.col("date").is_not_null()
            & (pl.col("transaction type").is_not_null() | pl.col("amount").is_not_null()),
            finish=_revenue,
            whole=True,
            grouped=True,
        )
    ],
)
