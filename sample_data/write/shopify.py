"""Shopify › Orders › Export: one line an item, the order's figures on its first line only."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sample_data.business import NAME
from sample_data.months import EXPORTED_ON
from sample_data.shop import Order
from sample_data.write.csv_text import as_csv

HEAD = (
    "Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at",
    "Accepts Marketing", "Currency", "Subtotal", "Shipping", "Taxes", "Total", "Discount Code",
    "Discount Amount", "Shipping Method", "Created at", "Lineitem quantity", "Lineitem name",
    "Lineitem price", "Lineitem compare at price", "Lineitem sku",
    "Lineitem requires shipping", "Lineitem taxable", "Lineitem fulfillment status",
    "Billing Name", "Billing Street", "Billing Address1", "Billing Address2",
    "Billing Company", "Billing City", "Billing Zip", "Billing Province", "Billing Country",
    "Billing Phone", "Shipping Name", "Shipping Street", "Shipping Address1",
    "Shipping Address2", "Shipping Company", "Shipping City", "Shipping Zip",
    "Shipping Province", "Shipping Country", "Shipping Phone", "Notes", "Note Attributes",
    "Cancelled at", "Payment Method", "Payment Reference", "Refunded Amount", "Vendor", "Id",
    "Tags", "Risk Level", "Source", "Lineitem discount", "Tax 1 Name", "Tax 1 Value",
    "Tax 2 Name", "Tax 2 Value", "Tax 3 Name", "Tax 3 Value", "Tax 4 Name", "Tax 4 Value",
    "Tax 5 Name", "Tax 5 Value", "Phone", "Receipt Number", "Duties", "Billing Province Name",
    "Shipping Province Name", "Payment Terms Name", "Next Payment Due At",
)  # fmt: skip
LONDON = ZoneInfo("Europe/London")


def orders(placed: Sequence[Order]) -> bytes:
    rows = [row for order in reversed(placed) for row in _rows(order)]
    return as_csv([HEAD, *([row.get(name, "") for name in HEAD] for row in rows)]).encode()


def _rows(order: Order) -> list[dict[str, object]]:
    lines = [_line(order, at) for at in range(len(order.lines))]
    return [lines[0] | _order(order), *lines[1:]]


def _line(order: Order, at: int) -> dict[str, object]:
    name, sku, price, quantity = order.lines[at]
    return {
        "Name": f"#{order.number}",
        "Email": order.e_mail,
        "Created at": _written(order.at),
        "Lineitem quantity": quantity,
        "Lineitem name": name,
        "Lineitem price": price,
        "Lineitem sku": sku,
        "Lineitem requires shipping": "true",
        "Lineitem taxable": "true",
        "Lineitem fulfillment status": _progress(order)["Fulfillment Status"],
        "Vendor": NAME,
        "Lineitem discount": "0.00",
    }


def _order(order: Order) -> dict[str, object]:
    tax = (order.total / 6).quantize(Decimal("0.01"))
    money: dict[str, object] = {
        "Financial Status": order.status,
        "Accepts Marketing": "no",
        "Currency": "GBP",
        "Subtotal": order.subtotal,
        "Shipping": order.postage,
        "Taxes": tax,
        "Total": order.total,
        "Discount Amount": "0.00",
        "Shipping Method": "Royal Mail Tracked" if order.postage else "Free postage",
        "Payment Method": "Shopify Payments",
        "Payment Reference": f"c{order.order_id}.1",
        "Refunded Amount": order.refunded,
        "Id": order.order_id,
        "Risk Level": "Low",
        "Source": "web",
        "Tax 1 Name": "GB VAT 20%",
        "Tax 1 Value": tax,
    }
    addresses = _address("Billing", order) | _address("Shipping", order)
    return {**money, **_progress(order), **addresses}


def _progress(order: Order) -> dict[str, str]:
    if order.cancelled:
        return {"Fulfillment Status": "unfulfilled", "Cancelled at": _written(order.cancelled)}
    paid = {"Paid at": _written(order.at + timedelta(seconds=2))}
    sent = order.at + timedelta(hours=26)
    if sent.date() > EXPORTED_ON:
        return paid | {"Fulfillment Status": "unfulfilled"}
    return paid | {"Fulfillment Status": "fulfilled", "Fulfilled at": _written(sent)}


def _address(kind: str, order: Order) -> dict[str, object]:
    return {
        f"{kind} Name": order.name,
        f"{kind} Street": order.address,
        f"{kind} Address1": order.address,
        f"{kind} City": order.place,
        f"{kind} Zip": order.postcode,
        f"{kind} Country": "GB",
    }


def _written(at: datetime) -> str:
    return f"{at.replace(tzinfo=LONDON):%Y-%m-%d %H:%M:%S %z}"
