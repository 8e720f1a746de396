"""Months of which an export tells another figure than an earlier one did: the past that changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from data_pipeline.staging.measures import FLOWS, MEASURES
from data_pipeline.staging.subject import Subject

# A column of these names tells which thing a row is about; its figures add up by it.
_APART = ("channel", "kind", "currency", "measure")


@dataclass(frozen=True)
class Restated:
    """One month's figure over the rows that both exports hold, as it was and as it is now.

    figure: the subject's column, or its measure's name. before: None where no row had it yet.
    """

    subject: str
    channel: str
    figure: str
    month: date
    before: float | None
    after: float

    def as_json(self) -> dict[str, Any]:
        """Plain values, as a receipt keeps them."""
        return {
            "subject": self.subject,
            "channel": self.channel,
            "figure": self.figure,
            "month": self.month.isoformat(),
            "before": self.before,
            "after": self.after,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Restated":
        """As `as_json` wrote it."""
        month = date.fromisoformat(kept["month"])
        names = ("subject", "channel", "figure")
        subject, channel, figure = (str(kept[name]) for name in names)
        return cls(subject, channel, figure, month, kept["before"], kept["after"])


def restated(subject: Subject, both: pl.DataFrame) -> list[Restated]:
    """`both` has a row for each thing that was known before: its columns as they are now, and as
    they were under “… before”. Figures that don't add up over days are left out."""
    apart = [name for name in _APART if name in subject.columns]
    months = both.filter(pl.col(subject.day).is_not_null()).with_columns(
        month=pl.col(subject.day).dt.truncate("1mo")
    )
    if subject.long:
        months = months.filter(pl.col("measure").is_in(FLOWS))
    return [one for name in _figures(subject) for one in _of_figure(subject, months, apart, name)]


def _figures(subject: Subject) -> list[str]:
    return [
        name
        for name, kind in subject.columns.items()
        if name not in subject.key and (kind == pl.Int64() or kind.is_decimal())
    ]


def _of_figure(
    subject: Subject, months: pl.DataFrame, apart: list[str], name: str
) -> Iterator[Restated]:
    was, now = pl.col(f"{name} before"), pl.col(name)
    told = (
        months.filter(now.is_not_null())
        .group_by("month", *apart)
        .agg(
            pl.when(was.is_not_null().any()).then(was.sum().cast(pl.Float64)).alias("was"),
            now.sum().cast(pl.Float64).alias("now"),
        )
        .filter(pl.col("was").ne_missing(pl.col("now")))
        .sort("month", *apart)
    )
    for row in told.iter_rows(named=True):
        figure = row["measure"] if subject.long else name
        channel = row.get("channel") or ""
        yield Restated(subject.name, channel, figure, row["month"], row["was"], row["now"])


def called(figure: str) -> str:
    """What a manager calls the figure."""
    known = MEASURES.get(figure)
    return known.label if known else figure.replace("_", " ").capitalize()
