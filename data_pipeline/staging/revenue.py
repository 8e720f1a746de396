"""Money: `kind` is sale, refund, failed or pending.

Refunds are negative; failed and pending are not revenue.
"""

import polars as pl

from data_pipeline.staging.subject import AMOUNT, Subject

SUBJECT = Subject(
    name="revenue",
    grain="One row per movement of money.",
    columns={
        "revenue_id": pl.String(),
        "kind": pl.String(),
        "date": pl.Date(),
        "amount": AMOUNT,
        "currency": pl.String(),
        "customer": pl.String(),
        "source_text": pl.String(),
    },
    key=("source", "revenue_id", "kind"),
    moves=True,
)
