"""QuickBooks sales: revenue, from any of its reports that tell each transaction's day.

Sales by Customer Detail and Transaction List by Customer are known from documentation; by Product,
the list of invoices and the Desktop edition, with its columns left blank, from memory. Titles
above, then a line with each customer's name, its sales, a total, and at the end a grand total and a
footer. One line a product: the lines of one invoice are one sale, and so it counts once whichever
reports of a month are here. Invoices and sales receipts are sales, credit memos and refund receipts
refunds; other transactions are not revenue. Amounts are as the report gives them: reports of
products without sales tax, lists of transactions with it. It names no currency, so that is asked.
Customers' names are not kept.
"""

import polars as pl

from data_pipeline.contract import (
    Column,
    Frames,
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


def _listed(lines: pl.DataFrame) -> pl.DataFrame:
    """Whole transactions: which side of the books a list stands on changes signs, not sales."""
    return _revenue(lines.with_columns(pl.col("amount").abs()))


_COLUMNS: dict[Headings, Column] = {
    ("Date", "Transaction date", "Datum", "Fecha", "Data"): required(date(such_as="03/31/2025")),
    ("Transaction type", "Transaktionsart", "Type de transaction", "Tipo de transacción",
     "Tipo de transação", "Type"): required(text("type")),
    ("No.", "Num", "Nr.", "N°", "Number", "Núm.", "Invoice number"): identifier("number"),
    ("Product/Service", "Product/Service full name", "Products/Services", "Product/service",
     "Produkt/Dienstleistung", "Produit/service", "Producto/servicio"): text(""),
    ("Customer", "Customer full name", "Name", "Client", "Cliente", "Kunde"): person("customer"),
    ("Qty", "Quantity", "Menge", "Qté", "Cant."): number(),
    ("Sales price", "Verkaufspreis", "Prix de vente", "Precio de venta"): money(""),
    ("Amount", "Betrag", "Montant", "Importe", "Amount ({currency})"): required(money("amount")),
    ("Balance", "Saldo", "Solde"): money(""),
    ("Posting", "Posting (Y/N)"): text(""),
    ("Open balance", "Offener Saldo", "Solde ouvert"): money(""),
    "Currency": currency(),
}  # fmt: skip


def _known_by(*signature: str, finish: Frames, without: tuple[str, ...] = ()) -> Table:
    return Table(
        subject="revenue",
        columns={
            names: known_by(column) if names[0] in signature else column
            for names, column in _COLUMNS.items()
        },
        without=without,
        # Two of the three: a day that was lost is told, and the sale not passed over as a group.
        records=pl.sum_horizontal(
            pl.col("date", "transaction type", "amount").is_not_null().cast(pl.Int8)
        )
        > 1,
        finish=finish,
        whole=True,
        grouped=True,
    )


SOURCE = Source(
    name="quickbooks_sales",
    label="QuickBooks sales",
    where="On QuickBooks Online: Reports › Sales by Customer Detail › Export to Excel.",
    grace=3,
    proof="documentation",
    tables=[
        _known_by("Product/Service", finish=_revenue),
        _known_by("Sales price", "No.", finish=_revenue),
        _known_by("Posting", "No.", finish=_listed),
        _known_by("Open balance", "No.", finish=_listed),
    ],
)
