"""Eventbrite attendees: revenue from tickets.

Known from documentation; British and American headings. One line an attendee, or a group of them;
what an order paid is the sum of its lines. Fees that Eventbrite adds are in it. Who is no longer
attending was refunded or cancelled; free tickets are no sale.
"""

import polars as pl

from data_pipeline.contract import (
    Source,
    Table,
    count,
    currency,
    date,
    identifier,
    known_by,
    money,
    person,
    required,
    text,
)

_GONE = r"not attending|cancel|refund|deleted|transferred"


def _orders(attendees: pl.DataFrame) -> pl.DataFrame:
    status = pl.col("status").str.to_lowercase() if "status" in attendees.columns else pl.lit("")
    lines = attendees.with_columns(
        pl.when(status.str.contains(_GONE).fill_null(value=False))
        .then(pl.lit("failed"))
        .otherwise(pl.lit("sale"))
        .alias("kind")
    )
    firsts = [name for name in ("row", "date", "currency", "customer") if name in lines.columns]
    orders = lines.group_by("revenue_id", "kind", maintain_order=True).agg(
        pl.col(firsts).first(), pl.col("amount").sum()
    )
    return orders.filter(pl.col("amount") > 0)


SOURCE = Source(
    name="eventbrite_attendees",
    label="Eventbrite attendees",
    where="On Eventbrite: the event › Reporting › Attendee Summary › Export.",
    grace=3,
    proof="documentation",
    tables=[
        Table(
            subject="revenue",
            columns={
                ("Order no.", "Order #", "Order ID"): required(identifier("revenue_id")),
                "Order Date": required(date(such_as="2025-03-31 14:05:09")),
                ("Attendee no.", "Attendee #"): known_by(text("")),
                ("Total Paid", "Total Paid ({currency})"): known_by(money("amount")),
                "Quantity": count(),
                "Fees Paid": money(""),
                "Eventbrite Fees": money(""),
                "Eventbrite Payment Processing": money(""),
                "Currency": currency(),
                "Attendee Status": text("status"),
                ("Email", "E-mail"): person("customer"),
            },
            finish=_orders,
            whole=True,
        )
    ],
)
