"""Shopify customers.

Known from a real file. One line a customer, with what was spent in all and how many orders: there
is no day in it, so that nobody can say when a customer was new or when the money came. It is read
and added up, and nothing of it is kept: the orders export tells both.
"""

from data_pipeline.contract import Source, Table, count, known_by, money, text

SOURCE = Source(
    name="shopify_customers",
    label="Shopify customers",
    where="On Shopify: Customers › Export. For revenue by month take Orders › Export instead.",
    proof="real files",
    tables=[
        Table(
            subject="accounts",
            name="Customers",
            columns={
                ("Email", "E-mail"): known_by(text("")),
                "First Name": text(""),
                "Total Spent": known_by(money("")),
                "Total Orders": known_by(count()),
                ("Accepts Email Marketing", "Accepts Marketing"): text(""),
            },
            kept=False,
        )
    ],
)
