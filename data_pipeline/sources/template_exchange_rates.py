"""Our own template for exchange rates, month by month: 1 EUR is worth 0.84 GBP.

Which rate is right (the month's average, the bank's, the accountant's) is the business's to say.
"""

from data_pipeline.contract import (
    Source,
    Table,
    currency,
    from_zero,
    like,
    month,
    number,
    required,
    text,
)

SOURCE = Source(
    name="template_exchange_rates",
    label="Exchange rates (template)",
    where="On the Uploads page: Templates › Exchange rates.",
    template=True,
    tables=[
        Table(
            subject="exchange_rates",
            columns={
                "Month": required(month()),
                ("Currency", "One unit of"): required(like(currency(), "EUR")),
                ("Rate", "Is worth"): required(from_zero(like(number("rate"), "0.84"))),
                ("In currency", "In"): required(like(currency("reporting_currency"), "GBP")),
                ("Notes", "Note"): text(""),
            },
            exactly=True,
        )
    ],
)
