"""Numbers as people and platforms write them, read exactly: text in, decimal text out."""

import re
from decimal import Decimal
from typing import Literal, cast

import polars as pl

from data_pipeline.values.cells import Reading, nowhere, once_each, tidied_is_missing, tidy
from data_pipeline.values.number_parts import SIGNS, number_parts

Mark = Literal[".", ","]
MARKS: tuple[Mark, Mark] = (".", ",")

WHOLE_DIGITS = 22  # as many as a Decimal(28, 6) holds; more is an id, not a figure
SMALL_DIGITS = 9
MOST_PLACES = 38  # the decimal point moves no further than this
PLAIN_NUMBER = rf"^-?(?:0|[1-9][0-9]{{0,{WHOLE_DIGITS - 1}}})(?:\.[0-9]+)?$"
PLAIN_WHOLE = rf"^-?(?:0|[1-9][0-9]{{0,{WHOLE_DIGITS - 1}}})$"

ROUNDED_POWER = r"^\s*'?-?[0-9](?:[.,](?P<decimals>[0-9]+))?[eE]\+(?P<power>[0-9]{1,3})\s*$"

PLACES = {"%": -2, "‰": -3, "k": 3, "m": 6, "mn": 6, "mio": 6, "b": 9, "bn": 9}


_AT_A_GLANCE = 2_000  # rows: a shorter column is looked at cell by cell, which is quicker
_SURE_OF_64_BITS = 18  # digits
_PLAIN = re.compile(PLAIN_NUMBER.replace("$", r"\Z"))
_GROUP_OR_DECIMALS = re.compile(r"\.[0-9]{3}\Z")  # “1.234” may be either


def plainly_written(cells: pl.Series) -> Literal["counts", "whole", "pointed"] | None:
    """Whether a short column holds nothing but `1204`, or also `-3`, or also `12.5`: most do."""
    if len(cells) > _AT_A_GLANCE or cells.dtype != pl.String:
        return None
    counts, pointed = True, False
    for text in cells.to_list():
        if text is None or text == "0":
            continue
        if text.isascii() and text.isdigit() and text[0] != "0":
            if len(text) > WHOLE_DIGITS:
                return None
            counts = counts and len(text) <= _SURE_OF_64_BITS
        elif not _PLAIN.match(text) or _GROUP_OR_DECIMALS.search(text):
            return None
        else:
            counts, pointed = False, pointed or "." in text
    return "counts" if counts else "pointed" if pointed else "whole"


def read_numbers(cells: pl.Series, mark: Mark) -> Reading:
    """Each cell as canonical decimal text, `-1234.50`: the digits written, nothing rounded."""
    glance = plainly_written(cells)
    if glance and (glance != "pointed" or mark == "."):
        return Reading(cells, nowhere(cells))
    texts = tidy(cells)
    done = texts.str.contains(PLAIN_NUMBER if mark == "." else PLAIN_WHOLE).fill_null(True)
    bad = nowhere(cells)
    if not done.all():
        common = texts.str.contains(_common(mark)).fill_null(False)
        texts, done = _undressed(texts, mark).zip_with(common, texts), done | common
    if not done.all():
        odd = once_each(texts.filter(~done), lambda each: _read_odd(each, mark))
        rows = (~done).arg_true()
        texts, bad = texts.scatter(rows, odd["value"]), bad.scatter(rows, odd["bad"])
    return Reading(texts.rename(cells.name), bad.rename(cells.name))


def below_threshold(cells: pl.Series) -> pl.Series:
    """Cells such as `< 10`, with which a platform hides a small number."""
    if plainly_written(cells):
        return nowhere(cells)
    below = tidy(cells).str.contains(r"^(?:<|≤|&lt;)\s*[0-9]+(?:[.,][0-9]+)?\s*%?$")
    return below.fill_null(False)


def decimal_mark_of(cells: pl.Series) -> Literal[".", ",", "either", "mixed"]:
    """The decimal mark the whole column agrees on; nothing is guessed from a lone `1,234`."""
    if glance := plainly_written(cells):
        return "." if glance == "pointed" else "either"
    texts = tidy(cells)
    pieces = number_parts(_shapes(texts.filter(~texts.str.contains(PLAIN_WHOLE))))
    point, comma = (bool(pieces.select(_proves(mark).any()).item()) for mark in MARKS)
    if point and comma:
        return "mixed"
    return "." if point else "," if comma else "either"


def exact_sum(values: pl.Series) -> Decimal:
    """The sum of canonical decimal texts, exact whatever their length."""
    if plainly_written(values) == "counts":
        return Decimal(sum(int(text) for text in values.to_list() if text))
    texts = values.drop_nulls()
    if texts.is_empty():
        return Decimal(0)
    small = _small_wholes(texts)
    if small is not None:
        return Decimal(cast(int, small.sum()))
    places = _places_written(texts)
    whole = cast(int, texts.str.len_bytes().max())
    if whole + places + len(str(len(texts))) <= MOST_PLACES:
        return cast(Decimal, texts.cast(pl.Decimal(MOST_PLACES, places)).sum())
    repeats = texts.value_counts(name="times")
    units = sum(_units(text, places) * times for text, times in repeats.iter_rows())
    return Decimal(f"{units}E-{places}")


def rounded_powers(cells: pl.Series) -> pl.Series:
    """Numbers such as `2.40E+03`, of which a spreadsheet kept fewer digits than they have."""
    if not cells.str.contains("+", literal=True).any():
        return nowhere(cells)
    pieces = cells.str.extract_groups(ROUNDED_POWER).struct.unnest()
    places = pieces["decimals"].str.len_bytes().cast(pl.Int64).fill_null(0)
    power = pieces["power"].cast(pl.Int64)
    return (power > places).fill_null(False).rename(cells.name)


def as_decimal(values: pl.Series, scale: int = 6) -> pl.Series:
    """Canonical decimal texts as decimals; digits beyond the scale are rounded half to even."""
    return values.cast(pl.Decimal(28, scale))


def as_counts(values: pl.Series) -> Reading:
    """Canonical decimal texts as whole numbers: `5218.0` is one, `12.5` is bad."""
    counts = values.cast(pl.Int64, strict=False)
    if counts.null_count() > values.null_count():
        counts = values.str.replace(r"\.0+$", "").cast(pl.Int64, strict=False)
    return Reading(counts, counts.is_null() & values.is_not_null())


def _common(mark: Mark) -> str:
    """Money and grouped numbers as most platforms write them: quicker than taking all apart."""
    point, group = re.escape(mark), re.escape(_other(mark))
    whole = rf"(?:0|[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}}){{1,6}}|[1-9][0-9]{{0,20}})"
    return rf"^(?:-?[$£€]?|[$£€]-){whole}(?:{point}[0-9]+)?(?:\s?[$£€])?$"


def _undressed(texts: pl.Series, mark: Mark) -> pl.Series:
    bare = texts.str.replace_all(rf"[$£€{_other(mark)}\s]", "")
    return bare if mark == "." else bare.str.replace(mark, ".", literal=True)


def _other(mark: Mark) -> Mark:
    return "," if mark == "." else "."


def _read_odd(texts: pl.Series, mark: Mark) -> pl.DataFrame:
    values = _read_pieces(number_parts(texts), mark)
    bad = values.is_null() & ~tidied_is_missing(texts) & ~below_threshold(texts)
    return pl.DataFrame({"value": values, "bad": bad})


def _read_pieces(pieces: pl.DataFrame, mark: Mark) -> pl.Series:
    unit = pl.col("unit").replace_strict(PLACES, default=0, return_dtype=pl.Int64)
    number = pl.col("number")
    return (
        pieces.with_columns(_grouping_resolved(mark))
        .with_columns(
            whole=number.str.extract(r"^([0-9]*)").str.strip_chars_start("0"),
            fraction=number.str.extract(r"\.([0-9]*)$").fill_null(""),
            places=pl.col("exponent").cast(pl.Int64).fill_null(0) + unit.fill_null(0),
        )
        .select(_pointed())
        .to_series()
    )


def _grouping_resolved(mark: Mark) -> pl.Expr:
    """`1,234.50` as `1234.50` where the grouping is right, else null."""
    other = _other(mark)
    groups = [rf"[1-9][0-9]{{0,2}}(?:{re.escape(by)}[0-9]{{3}})+" for by in (other, " ", "'")]
    indian = [r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}"] if mark == "." else []
    well_grouped = rf"^(?:{'|'.join(['[0-9]+', *groups, *indian])})?(?:{re.escape(mark)}[0-9]*)?$"
    digits = pl.col("digits")
    bare = digits.str.replace_all(rf"[{re.escape(other)} ']", "").str.replace(
        mark, ".", literal=True
    )
    # “7.36E-4”: one figure before the mark and a power after it leave no group, whatever the mark.
    is_power = pl.col("exponent").is_not_null() & digits.str.contains(r"^[0-9][.,][0-9]+$")
    return (
        pl.when(is_power & _signed_once())
        .then(digits.str.replace(",", ".", literal=True))
        .when(digits.str.contains(well_grouped) & _signed_once())
        .then(bare)
        .alias("number")
    )


def _signed_once() -> pl.Expr:
    brackets = pl.col("opening").is_not_null()
    signs = [pl.col(name).is_not_null() for name in SIGNS]
    once = pl.sum_horizontal(brackets, *signs) <= 1
    return once & (brackets == pl.col("closing").is_not_null())


def _pointed() -> pl.Expr:
    """The digits with the decimal point moved by `places`, and the sign in front."""
    zeros = pl.lit("0" * 2 * MOST_PLACES)
    written = pl.concat_str(zeros, "whole", "fraction", zeros)
    before = (
        zeros.str.len_bytes().cast(pl.Int64) + pl.col("whole").str.len_bytes() + pl.col("places")
    )
    kept = pl.max_horizontal(pl.col("fraction").str.len_bytes() - pl.col("places"), 0)
    whole = written.str.slice(0, before).str.strip_chars_start("0")
    fraction = written.str.slice(before, kept)
    number = pl.concat_str(
        pl.when(_negative()).then(pl.lit("-")).otherwise(pl.lit("")),
        pl.when(whole == "").then(pl.lit("0")).otherwise(whole),
        pl.when(fraction == "").then(pl.lit("")).otherwise(pl.lit(".") + fraction),
    )
    fits = (whole.str.len_bytes() <= WHOLE_DIGITS) & (pl.col("places").abs() <= MOST_PLACES)
    return pl.when(pl.col("number").is_not_null() & fits).then(number)


def _negative() -> pl.Expr:
    signs = [pl.col(name) == "-" for name in SIGNS]
    return pl.col("opening").is_not_null() | pl.any_horizontal(*signs).fill_null(False)


def _shapes(texts: pl.Series) -> pl.Series:
    """The distinct texts when every digit counts as a nine, but for a leading zero."""
    zero_first = texts.str.contains(r"^[^0-9]*0")
    nines = texts.str.replace_all("[0-9]", "9")
    plain, zero = nines.filter(~zero_first).unique(), nines.filter(zero_first).unique()
    return pl.concat([plain, zero.str.replace("9", "0", literal=True)])


def _proves(mark: Mark) -> pl.Expr:
    """Whether the digits can only be read with this decimal mark."""
    this, that = re.escape(mark), re.escape(_other(mark))
    digits = pl.col("digits")
    could_group = digits.str.contains(rf"^[1-9][0-9]{{0,2}}{this}[0-9]{{3}}$")
    lone = digits.str.contains(rf"^[0-9]*{this}[0-9]*$")
    grouped = digits.str.contains(
        rf"^[0-9]{{1,3}}(?:{that}[0-9]{{3}})+{this}[0-9]*$"
        rf"|^[0-9]{{1,3}}(?:{that}[0-9]{{3}}){{2,}}$"
        rf"|^[0-9]{{1,3}}(?:[ '][0-9]{{3}})+{this}[0-9]*$"
        + (r"|^[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]*)?$" if mark == "." else "")
    )
    return (lone & ~(could_group & pl.col("exponent").is_null())) | grouped


def _small_wholes(texts: pl.Series) -> pl.Series | None:
    """Texts of at most nine digits as numbers: four thousand million of them add up exactly."""
    if cast(int, texts.str.len_bytes().max()) > SMALL_DIGITS:
        return None
    numbers = texts.cast(pl.Int64, strict=False)
    return None if numbers.null_count() else numbers


def _places_written(texts: pl.Series) -> int:
    point = texts.str.find(".", literal=True)
    after = texts.str.len_bytes().cast(pl.Int64) - point.cast(pl.Int64) - 1
    return cast(int, after.max() or 0)


def _units(text: str, places: int) -> int:
    whole, _, fraction = text.partition(".")
    return int(whole + fraction.ljust(places, "0"))
