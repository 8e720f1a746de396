"""The pieces of a written date, before anyone has decided which number is the day."""

import polars as pl

from data_pipeline.values.calendar_names import ACCENTS, MONTHS, WEEKDAYS
from data_pipeline.values.cells import once_each

FIRST_YEAR, LAST_YEAR = 1900, 2199  # a year outside is a misreading, not a date of business
CENTURY_TURNS = 69  # "68" is 2068, "69" is 1969: the convention of POSIX

WEEKDAY = r"^(?:(?P<weekday>[a-z]{2,}(?:-feira)?)[.,]*\s+)?"
NAME = r"(?P<month>[a-z\p{Cyrillic}]{3,})\.?"
NAMED_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er|\.|º|ª)?"
NAMED_YEAR = r"(?P<year>[0-9]{4}|'?[0-9]{2})(?: ?[r\p{Cyrillic}]\.)?$"
OF = r"(?:de |del |of )?"

# Each fits a date in one way only: the year or the month's name says what is what.
SETTLED = (
    WEEKDAY + r"(?P<year>[0-9]{4})[-/.]\s?(?P<month>[0-9]{1,2})[-/.]\s?(?P<day>[0-9]{1,2})\.?$",
    r"^(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})$",
    WEEKDAY + rf"{NAMED_DAY}[\s\-/]*{OF}{NAME}(?:,?[\s\-/]+{OF}{NAMED_YEAR}|$)",
    WEEKDAY + rf"{NAME}[\s\-/]+{NAMED_DAY}(?:(?:,?[\s\-/]+|,){NAMED_YEAR}|$)",
    WEEKDAY + rf"(?P<year>[0-9]{{4}})[\s\-/.]+{NAME}[\s\-/]+{NAMED_DAY}$",
)
LOOSE = (
    WEEKDAY + r"(?P<first>[0-9]{1,2})(?P<between>[-/.])\s?(?P<second>[0-9]{1,2})[-/.]\s?"
    r"(?P<third>[0-9]{4}|[0-9]{2})\.?$"
)
FORMS = {f"settled {number}": form for number, form in enumerate(SETTLED)} | {"loose": LOOSE}
AT = r"[-–@]|at|um|a|as|a las|alle|ore|om|kl\.?"
HOUR = rf"^(?P<date>.+?)(?:t|,?\s+(?:(?:{AT})\s+)?)(?P<hour>[0-9]{{1,2}}):$"

ZONE = (
    r"\s*(?:[a-z_]+(?:/[a-z_]+)+|[a-z]{1,5})?\s*(?:[+-][0-9]{1,2}(?::?[0-9]{2})?)?"
    r"(?:\s*\([^)]*\))?$"
)
CLOCK = (
    r"^(?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9])(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r"\s*(?P<half>[ap]m\b|[ap]\.\s?m\.|(?:vorm|nachm)\.|da manhã|da tarde)?" + ZONE
)
AFTERNOON = r"^(?:p|nachm|da tarde)"


def split_clock(texts: pl.Series) -> pl.DataFrame:
    """`day` up to the first colon and with it, `clock` after it; both repeat more than moments."""
    halves = texts.str.splitn(":", 2).struct.unnest()
    day, clock = halves["field_0"], halves["field_1"]
    timed = once_each(day, lambda each: pl.DataFrame({"day": each + ":"}))["day"]
    if clock.null_count():
        timed = pl.select(pl.when(clock.is_null()).then(day).otherwise(timed)).to_series()
    return pl.DataFrame({"day": timed, "clock": clock})


def date_parts(days: pl.Series) -> pl.DataFrame:
    """One row per text: `kind`, its numbers, and the hour where a clock follows."""
    folded = pl.col("folded")
    timed = folded.str.extract_groups(HOUR)
    found = (
        pl.DataFrame({"folded": folded_letters(days)})
        .with_columns(
            hour=timed.struct.field("hour").cast(pl.Int64),
            dates=pl.when(folded.str.ends_with(":"))
            .then(timed.struct.field("date"))
            .otherwise(folded),
        )
        .with_columns(
            pl.col("dates").str.extract_groups(form).alias(name) for name, form in FORMS.items()
        )
    )
    pieces = [_first(name) for name in ("weekday", "year", "month", "day")]
    numbers = [_piece("loose", name) for name in ("first", "between", "second", "third")]
    return found.select(*pieces, *numbers, "hour").with_columns(kind=_kind())


def folded_letters(texts: pl.Series) -> pl.Series:
    """Small letters without their accents."""
    small = texts.str.to_lowercase()
    if (small.str.len_bytes() == small.str.len_chars()).all():
        return small
    return small.str.normalize("NFD").str.replace_all(r"\p{M}", "").str.replace_many(ACCENTS)


def month_number(text: pl.Expr) -> pl.Expr:
    named = text.replace_strict(MONTHS, default=None, return_dtype=pl.Int64)
    return pl.coalesce(named, text.cast(pl.Int64, strict=False))


def full_year(text: pl.Expr) -> pl.Expr:
    digits = text.str.strip_chars_start("'")
    year = digits.cast(pl.Int64, strict=False)
    century = pl.when(year < CENTURY_TURNS).then(2000).otherwise(1900)
    return pl.when(digits.str.len_bytes() == 2).then(year + century).otherwise(year)


def calendar_day(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The date, or null where the calendar has no such day."""
    sane = year.is_between(FIRST_YEAR, LAST_YEAR)
    padded = [part.cast(pl.String).str.zfill(2) for part in (month, day)]
    iso = pl.concat_str(year.cast(pl.String), *padded, separator="-")
    return pl.when(sane).then(iso.str.to_date("%Y-%m-%d", strict=False))


def clock_parts(clocks: pl.Series) -> pl.DataFrame:
    """What follows the hour: `past_hour` in microseconds, `afternoon` where am or pm is written."""
    pieces = clocks.str.to_lowercase().str.extract_groups(CLOCK).struct.unnest()
    seconds = pl.col("minute").cast(pl.Int64) * 60 + pl.col("second").cast(pl.Int64).fill_null(0)
    fraction = pl.col("fraction").fill_null("0").str.pad_end(6, "0").str.slice(0, 6)
    return pieces.select(
        past_hour=seconds * 1_000_000 + fraction.cast(pl.Int64),
        afternoon=pl.col("half").str.contains(AFTERNOON),
    )


def _first(name: str) -> pl.Expr:
    """A piece of the first form that has it."""
    having = [form for form, pattern in FORMS.items() if f"<{name}>" in pattern]
    return pl.coalesce(_piece(form, name) for form in having).alias(name)


def _piece(form: str, name: str) -> pl.Expr:
    return pl.col(form).struct.field(name)


def _kind() -> pl.Expr:
    """`year_first`, `named`, `yearless`, `loose`; null for no date."""
    known_weekday = pl.col("weekday").is_null() | pl.col("weekday").is_in(list(WEEKDAYS))
    named = pl.col("month").is_in(list(MONTHS))
    numbered = pl.col("month").str.contains(r"^[0-9]+$")
    return (
        pl.when(~known_weekday)
        .then(None)
        .when(numbered)
        .then(pl.lit("year_first"))
        .when(named & pl.col("year").is_null())
        .then(pl.lit("yearless"))
        .when(named)
        .then(pl.lit("named"))
        .when(pl.col("first").is_not_null())
        .then(pl.lit("loose"))
    )
