"""Our own template for exchange rates, month by month: 1 EUR is worth 0.84 GBP.

Which rate is right (the month's average, the bank's, the accountant's) is the business's to say.
"""

import polars as pl

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

_CURRENCIES = ("currency", "in currency")


def _told(lines: pl.DataFrame) -> list[str]:
    """The rows that no amount can be put into another currency by."""
    nought = pl.col("rate").str.contains(r"^\s*0*[.,]?0+\s*$")
    one, other = (pl.col(name).str.strip_chars().str.to_uppercase() for name in _CURRENCIES)
    told = [
        f"A rate of 0 is none: row {row:,} is not used. Write what one {code} was worth."
        for row, code in lines.filter(nought).select("row", one).iter_rows()
    ]
    return told + [
        f"Row {row:,} says what {code} is worth in {code}: it is not used."
        for row, code in lines.filter(one == other).select("row", one).iter_rows()
    ]


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
            tells=_told,
        )
    ],
)
