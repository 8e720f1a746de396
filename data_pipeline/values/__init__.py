"""Columns of text into columns of values: nothing guessed, nothing rounded, nothing shifted."""

from data_pipeline.values.cells import (
    MISSING,
    Reading,
    first_of_each,
    is_missing,
    nowhere,
    once_each,
)
from data_pipeline.values.dates import (
    DateStyle,
    date_style_of,
    read_dates,
    read_moments,
    read_times,
)
from data_pipeline.values.durations import read_durations
from data_pipeline.values.money import currencies_of
from data_pipeline.values.numbers import (
    as_counts,
    as_decimal,
    below_threshold,
    decimal_mark_of,
    exact_sum,
    plainly_written,
    read_numbers,
    rounded_powers,
)
from data_pipeline.values.partial_dates import (
    ends_without_years,
    read_days_of_year,
    read_months,
    read_yearless,
)

__all__ = [
    "MISSING",
    "DateStyle",
    "Reading",
    "as_counts",
    "as_decimal",
    "below_threshold",
    "currencies_of",
    "date_style_of",
    "decimal_mark_of",
    "ends_without_years",
    "exact_sum",
    "first_of_each",
    "is_missing",
    "nowhere",
    "once_each",
    "plainly_written",
    "read_dates",
    "read_days_of_year",
    "read_durations",
    "read_moments",
    "read_months",
    "read_numbers",
    "read_times",
    "read_yearless",
    "rounded_powers",
]
