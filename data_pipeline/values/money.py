"""Which currency a cell of money names, where it names one."""

import polars as pl

from data_pipeline.values.cells import once_each, tidy
from data_pipeline.values.currencies import AMBIGUOUS, CURRENCIES
from data_pipeline.values.number_parts import PLACES_FOR_CURRENCY, number_parts
from data_pipeline.values.numbers import plainly_written


def currencies_of(cells: pl.Series) -> pl.Series:
    """The ISO code each cell names; `""` where its sign is shared by several, null for none."""
    if plainly_written(cells):
        return pl.repeat(None, len(cells), dtype=pl.String, eager=True).rename(cells.name)
    shapes = tidy(cells).str.replace_all("[0-9]+", "9")  # the digits don't name the currency
    return once_each(shapes, _named)["currency"].rename(cells.name)


def _named(texts: pl.Series) -> pl.DataFrame:
    codes = [
        pl.col(place).str.to_uppercase().replace_strict(CURRENCIES, default=None)
        for place in PLACES_FOR_CURRENCY
    ]
    certain = [code.replace(AMBIGUOUS, None) for code in codes]
    first, last = pl.coalesce(*certain), pl.coalesce(*reversed(certain))
    return number_parts(texts).select(
        currency=pl.when(first != last)
        .then(pl.lit(AMBIGUOUS))
        .otherwise(pl.coalesce(first, *codes))
    )
