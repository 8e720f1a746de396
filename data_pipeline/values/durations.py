"""How long something took, in seconds, however it was written."""

import polars as pl

from data_pipeline.values.cells import Reading, once_each, tidied_is_missing, tidy

SECONDS_A_DAY = 86_400

CLOCK = (
    r"^(?:(?P<hours>[0-9]{1,5}):(?P<minutes>[0-5]?[0-9])|(?P<only_minutes>[0-9]{1,5}))"
    r":(?P<seconds>[0-5][0-9](?:[.,][0-9]+)?)$"
)
NUMBER = r"[0-9]+(?:[.,](?:[0-9]{1,2}|[0-9]{4,}))?|[0-9]+\.[0-9]{3}"  # 1,234 may be a thousand
WORDS = (
    r"^(?:pt|p)?(?:(?P<days>[0-9]+)\s*(?:days?|d)[\s,]*)?t?"
    r"(?:(?P<hours>[0-9]+)\s*(?:hours?|hrs?|std|h)\.?[\s,]*)?"
    r"(?:(?P<minutes>[0-9]+)\s*(?:minutes?|mins?|m)\.?[\s,]*)?"
    rf"(?:(?P<seconds>{NUMBER})\s*(?:seconds?|secs?|s)?\.?)?$"
)
SHORTER_THAN = r"^<\s*[0-9]+(:[0-9]{2})*$"  # “<00:00:01”: left open, as is any “less than …”
UNITS = {"days": 86_400.0, "hours": 3_600.0, "minutes": 60.0, "only_minutes": 60.0, "seconds": 1.0}


def read_durations(cells: pl.Series, *, days: bool = False) -> Reading:
    """Seconds as Float64. `days` says that bare numbers are a spreadsheet's fractions of a day."""
    texts = tidy(cells)
    values = once_each(texts, _in_days if days else _seconds)["seconds"]
    bad = values.is_null()
    if bad.any():
        below = texts.str.contains(SHORTER_THAN).fill_null(value=False)
        bad = bad & ~tidied_is_missing(texts) & ~below
    return Reading(values.rename(cells.name), bad.rename(cells.name))


def _seconds(texts: pl.Series) -> pl.DataFrame:
    small = texts.str.to_lowercase()
    readings = [_total(small.str.extract_groups(form).struct.unnest()) for form in (CLOCK, WORDS)]
    return pl.select(seconds=pl.coalesce(readings))


def _in_days(texts: pl.Series) -> pl.DataFrame:
    bare = texts.str.extract(r"^([0-9]*[.,]?[0-9]+(?:[eE]-?[0-9]+)?)$")
    fractions = bare.str.replace(",", ".", literal=True).cast(pl.Float64)
    seconds = (fractions * SECONDS_A_DAY).round(3)
    return pl.select(seconds=pl.coalesce(seconds, _seconds(texts)["seconds"]))


def _total(pieces: pl.DataFrame) -> pl.Series:
    """The pieces written added up; null where none is."""
    written = pieces.select(
        pl.col(name).str.replace(",", ".", literal=True).cast(pl.Float64) * UNITS[name]
        for name in pieces.columns
    )
    total = pl.sum_horizontal(pl.all())
    some = pl.any_horizontal(pl.all().is_not_null())
    return written.select(pl.when(some).then(total)).to_series()
