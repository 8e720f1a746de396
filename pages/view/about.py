"""The passport of a figure, as its card shows it."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from data_pipeline.metrics.catalogue import METRICS
from data_pipeline.metrics.passport import Passport, passport
from data_pipeline.metrics.query import EVERYTHING, Scope, reporting_currency
from data_pipeline.metrics.rates import StatedRate
from data_pipeline.warehouse import Warehouse
from pages.view import cards, wording
from pages.view.retold import told as retold
from pages.view.story import channel_label, label_of, unit_of

Inputs = Sequence[tuple[str, str]]

MOST_FILES = 400
MOST_RATES = 24
MOST_RESTATED = 12


def about(
    warehouse: Warehouse, name: str, month: date | None = None, scope: Scope = EVERYTHING
) -> cards.Passport:
    """Of one metric: for one month with what its formula was fed with, else for all in scope."""
    told = passport(warehouse, name, month, scope)
    unit = unit_of(METRICS[name], reporting_currency(warehouse))
    return cards.Passport(
        meaning=told.metric.meaning,
        formula=_formula(told, unit),
        inputs=[
            *((_part(label), wording.amount(value, unit)) for label, value in told.inputs),
            *_rates(told.rates, reporting_currency(warehouse)),
            *_what_changed(told),
        ],
        files=files_frame(told),
    )


def about_several(
    warehouse: Warehouse, names: Sequence[str], inputs: Inputs = (), scope: Scope = EVERYTHING
) -> cards.Passport:
    """Of several metrics that share a picture."""
    told = [passport(warehouse, name, scope=scope) for name in names]
    files = pl.concat([files_frame(one) for one in told]).unique(maintain_order=True)
    formulas = [(one.metric.short or one.metric.label, one.metric.formula) for one in told]
    return cards.Passport(
        meaning="What each of these figures means stands in the Glossary.",
        inputs=[*formulas, *inputs],
        files=files.head(MOST_FILES),
    )


def files_frame(told: Passport) -> pl.DataFrame:
    """The files behind a figure, newest first."""
    rows = [(one.file, one.source, one.rows, one.received, one.by) for one in told.files]
    schema = {
        "File": pl.String,
        "What it is": pl.String,
        "Rows": pl.Int64,
        "Uploaded": pl.Date,
        "By": pl.String,
    }
    return pl.DataFrame(rows[:MOST_FILES], schema=schema, orient="row")


def _rates(rates: Sequence[StatedRate], reporting: str) -> Inputs:
    """“1 EUR in Mar 2025: 0.84 GBP”, as the business stated it."""
    return [
        (
            f"1 {one.currency} in {wording.short_month(one.month)}",
            f"{one.rate:.6g} {reporting}, as stated",
        )
        for one in rates[:MOST_RATES]
    ]


def _what_changed(told: Passport) -> Inputs:
    """Days from which it is counted differently, and months that a newer file told anew."""
    breaks = [(f"Counted differently from {wording.day(one.day)}", one.told) for one in told.breaks]
    restated = [("Told anew by a newer file", retold(one)) for one in told.restated]
    return [*breaks, *restated[:MOST_RESTATED]]


def _formula(told: Passport, unit: str) -> str:
    if told.month is None:
        return told.metric.formula
    value = wording.amount(told.value, unit)
    return f"{told.metric.formula}: {value} in {wording.month(told.month)}"


def _part(name: str) -> str:
    """An input is a channel, a source, or a column of ours."""
    return channel_label(name) if label_of(name) == name else label_of(name)
