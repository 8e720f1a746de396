"""Stripe customers.

Known from a real file. A line stands for whoever opened a checkout, though hardly any of them paid:
they are no new accounts, and what they spent has no day. It is read and added up, and nothing of it
is kept: the payments export tells who paid what, and when.
"""

from data_pipeline.contract import (
    Source,
    Table,
    count,
    date,
    known_by,
    money,
    number,
    required,
    text,
)

SOURCE = Source(
    name="stripe_customers",
    label="Stripe customers",
    where="On Stripe: Customers › Export. For revenue take Transactions › Payments › Export.",
    proof="real files",
    tables=[
        Table(
            subject="accounts",
            name="Customers",
            columns={
                "id": known_by(text("")),
                ("Created (UTC)", "Created date (UTC)"): required(date(such_as="2025-03-31 14:05")),
                "Delinquent": text(""),
                "Total Spend": known_by(money("")),
                "Payment Count": count(),
                "Average Order": number(),
                "Refunded Volume": money(""),
                "Dispute Losses": money(""),
                "Account Balance": money(""),
            },
            kept=False,
        )
    ],
)
