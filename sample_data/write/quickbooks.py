"""QuickBooks › Reports › Sales by Customer Detail › Export to Excel: groups, totals, a footer."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

import xlsxwriter

from sample_data.business import NAME
from sample_data.customers import Invoice
from sample_data.months import days_in

REPORT = "Sales by Customer Detail"
HEAD = (
    "", "Date", "Transaction type", "No.", "Product/Service", "Memo/Description", "Qty",
    "Sales price", "Amount", "Balance",
)  # fmt: skip
AMOUNT_COLUMN = HEAD.index("Amount")
MADE = datetime(2023, 11, 1)  # fixed, so that the same sales give the same bytes

Row = Sequence[object]


def sales_by_customer(invoices: Sequence[Invoice], month: date, first_number: int) -> bytes:
    total = sum((invoice.amount for invoice in invoices), Decimal(0))
    rows: list[Row] = [(NAME,), (REPORT,), (f"{month:%B %Y}",), (), HEAD]
    number = first_number
    for customer, group in groupby(invoices, key=lambda invoice: invoice.customer):
        sold = list(group)
        rows += _group(customer, sold, number)
        number += len(sold)
    last = days_in(month)[-1]
    footer = f"Accrual basis {last:%A}, {last.day} {last:%B %Y} 05:40 pm GMTZ"
    rows += [_total("TOTAL", total), (), (), (footer,)]
    return _workbook(rows)


def _group(customer: str, sold: Sequence[Invoice], number: int) -> list[Row]:
    rows: list[Row] = [(customer,)]
    balance = Decimal(0)
    for at, one in enumerate(sold):
        balance += one.amount
        quantity = -1 if one.amount < 0 else 1
        rows.append(
            (
                "", f"{one.day:%d/%m/%Y}", one.kind, str(number + at), one.product, one.memo,
                quantity, abs(one.amount), one.amount, balance,
            )
        )  # fmt: skip
    return [*rows, _total(f"Total for {customer}", balance)]


def _total(label: str, amount: Decimal) -> Row:
    return (label, *[""] * (AMOUNT_COLUMN - 1), amount)


def _workbook(rows: Sequence[Row]) -> bytes:
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    book.set_properties({"created": MADE})
    sheet = book.add_worksheet(REPORT)
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell != "":
                sheet.write(at, column, float(cell) if isinstance(cell, Decimal) else cell)
    book.close()
    return written.getvalue()


def name_of() -> str:
    return f"{NAME}_{REPORT}.xlsx"
