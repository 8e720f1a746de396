"""Text becomes values: read exactly, or not at all."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_pipeline.values import (
    DateStyle,
    as_counts,
    as_decimal,
    below_threshold,
    currencies_of,
    date_style_of,
    decimal_mark_of,
    exact_sum,
    is_missing,
    read_dates,
    read_durations,
    read_moments,
    read_months,
    read_numbers,
    read_yearless,
)

DAYS = st.dates(date(1970, 1, 1), date(2068, 12, 31))
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2068, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)
AMOUNTS = st.decimals(-(10**12), 10**12, allow_nan=False, places=3)


def texts(*cells: str | None) -> pl.Series:
    return pl.Series("cells", cells, dtype=pl.String)


def only(reading):
    """What the one cell was read as, or `bad`."""
    return "bad" if reading.bad.item() else reading.values.item()


def all_of(reading):
    return ["bad" if bad else value for value, bad in zip(*_columns(reading), strict=True)]


def _columns(reading):
    return reading.values.to_list(), reading.bad.to_list()


# Missing


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "  ",
        "-",
        "--",
        " --",
        "—",
        "...",
        "…",
        "undefined",
        "NAN",
        "NaN",
        "N/A",
        "n/a",
        "null",
        "None",
        "#N/A",
        "(No value)",
        "\u00a0",
        "\u200b",
        "\ufeff-",
        None,
    ],
)
def test_a_cell_that_says_nothing_is_missing_and_not_bad(cell):
    assert is_missing(texts(cell)).to_list() == [True]
    for reading in (
        read_numbers(texts(cell), "."),
        read_moments(texts(cell), DateStyle("ymd")),
        read_durations(texts(cell)),
        read_months(texts(cell)),
        read_yearless(texts(cell), date(2025, 3, 31)),
    ):
        assert only(reading) is None


@pytest.mark.parametrize("cell", ["0", "NA", "0%", "nothing to say"])
def test_zero_and_namibia_are_not_missing(cell):
    assert is_missing(texts(cell)).to_list() == [False]


# Numbers


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1,234", "1234"),
        ("1,234,567.89", "1234567.89"),
        ("12,34,567.5", "1234567.5"),
        ("1 234", "1234"),
        ("1\u00a0234.50", "1234.50"),
        ("1\u202f234", "1234"),
        ("1'234", "1234"),
        ("1’234.5", "1234.5"),
        ("5218.0", "5218.0"),
        ("0012", "12"),
        (".5", "0.5"),
        ("5.", "5"),
        ("12.5K", "12500"),
        ("3M", "3000000"),
        ("1.2B", "1200000000"),
        ("1.2345K", "1234.5"),
        ("12.5%", "0.125"),
        ("50 %", "0.50"),
        ("0.01%", "0.0001"),
        ("$3.74", "3.74"),
        ("-$14.95", "-14.95"),
        ("$-14.95", "-14.95"),
        ("£1,204.50", "1204.50"),
        ("US$1.2M", "1200000"),
        ("USD 12", "12"),
        ("12 kr", "12"),
        ("$12.00 USD", "12.00"),
        ("(14.95)", "-14.95"),
        ("($1,014.95)", "-1014.95"),
        ("$(14.95)", "-14.95"),
        ("'-30", "-30"),
        ("−30", "-30"),
        ("30-", "-30"),
        ("+5", "5"),
        ("  30  ", "30"),
        ("1.2E+05", "120000"),
        ("1e-7", "0.0000001"),
        ("٣٤٥", "345"),
    ],
)
def test_a_number_with_a_decimal_point(cell, number):
    assert only(read_numbers(texts(cell), ".")) == number


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1.204,50 €", "1204.50"),
        ("€ 1.204,50", "1204.50"),
        ("1 204,50 zł", "1204.50"),
        ("-12,5%", "-0.125"),
        ("1,5K", "1500"),
        ("7", "7"),
    ],
)
def test_a_number_with_a_decimal_comma(cell, number):
    assert only(read_numbers(texts(cell), ",")) == number


@pytest.mark.parametrize(
    "cell",
    [
        "1,2345",
        "12,5",
        "0,123",
        "1,23,456,7",
        "1.2.3",
        "1,234 567",
        "--5",
        "(-3)",
        "(3",
        "3)",
        "-5-",
        "abc",
        "%",
        "$",
        "12 apples",
        "10+",
        "2025-03-01",
        "1:30",
        "1e99",
        "Total: 5",
        "1234567890123456789012345",
    ],  # an id: more digits than any figure
)
def test_a_number_written_wrongly_is_bad_and_never_guessed(cell):
    assert only(read_numbers(texts(cell), ".")) == "bad"


@pytest.mark.parametrize("mark", [".", ","])
@pytest.mark.parametrize("cell", ["7.36E-4", "7,36E-4"])
def test_a_power_leaves_no_doubt_about_the_mark_before_it(cell, mark):
    assert only(read_numbers(texts(cell), mark)) == "0.000736"


def test_a_point_is_no_decimal_mark_in_a_column_of_commas():
    assert all_of(read_numbers(texts("12.5", "1,234.5", "12,5"), ",")) == ["bad", "bad", "12.5"]


def test_a_number_below_the_platforms_threshold_is_neither_known_nor_bad():
    cells = texts("< 10", "<1%", "≤ 5", "10", "-")
    assert below_threshold(cells).to_list() == [True, True, True, False, False]
    assert all_of(read_numbers(cells, ".")) == [None, None, None, "10", None]


def test_good_cells_keep_their_rows_beside_odd_ones():
    cells = texts("1", "x", "$2,000.50", None, "3K", "4", "-")
    assert all_of(read_numbers(cells, ".")) == ["1", "bad", "2000.50", None, "3000", "4", None]
    assert read_numbers(cells, ".").values.name == "cells"
    assert cells.to_list() == ["1", "x", "$2,000.50", None, "3K", "4", "-"]


def test_a_column_long_enough_to_be_read_by_its_distinct_cells():
    cells = texts(*["1", "(2.5)", "x", None, "12%"] * 1_000)
    assert all_of(read_numbers(cells, ".")) == ["1", "-2.5", "bad", None, "0.12"] * 1_000


@given(
    AMOUNTS,
    st.sampled_from([".", ","]),
    st.sampled_from(["", "group", " ", "'", "\u00a0", "\u202f"]),
    st.sampled_from([("", ""), ("$", ""), ("", " €"), ("USD ", ""), ("", "kr")]),
    st.sampled_from(["-", "−", "after", "brackets", "inside"]),
)
def test_a_number_reads_back_exactly_however_it_was_written(amount, mark, group, money, minus):
    between = group if group != "group" else "," if mark == "." else "."
    digits = f"{abs(amount):,f}".replace(".", "!").replace(",", between).replace("!", mark)
    front, back = money
    written = front + digits + back
    if amount < 0:
        written = {
            "after": written + "-",
            "brackets": f"({written})",
            "inside": front + "-" + digits + back,
        }.get(minus, minus + written)
    assert only(read_numbers(texts(written), mark)) == f"{amount:f}".replace("-0.000", "0.000")


@given(
    AMOUNTS, st.sampled_from([("%", -2), ("K", 3), ("M", 6), ("B", 9), ("E+05", 5), ("e-3", -3)])
)
def test_a_unit_moves_the_point_and_keeps_every_digit(amount, unit):
    suffix, places = unit
    read = only(read_numbers(texts(f"{amount:f}{suffix}"), "."))
    assert Decimal(read) == amount.scaleb(places)
    assert "E" not in read


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["1,234.5"], "."),
        (["1.234,5"], ","),
        (["12,5"], ","),
        (["12.5", "1,234"], "."),
        (["1,234,567"], "."),
        (["1.234.567"], ","),
        (["12,34,567"], "."),
        (["0.123"], "."),
        (["0,123"], ","),
        (["1234.567"], "."),
        (["1.234E+05"], "."),
        (["1 234,567"], ","),
        (["1,204.50 €", "x", None], "."),
        (["1,234"], "either"),
        (["1.234", "12", "-"], "either"),
        (["12", "7"], "either"),
        ([], "either"),
        (["31.03.2025"], "either"),
        (["12,5", "12.5"], "mixed"),
        (["1,234.5", "1.234,5"], "mixed"),
    ],
)
def test_the_whole_column_decides_what_its_comma_means(cells, mark):
    assert decimal_mark_of(texts(*cells)) == mark


@given(st.lists(AMOUNTS, min_size=1), st.sampled_from([".", ","]))
def test_the_mark_found_is_never_the_wrong_one(amounts, mark):
    swap = str.maketrans(".,", ",.") if mark == "," else {}
    written = texts(*(f"{amount:,f}".translate(swap) for amount in amounts))
    assert decimal_mark_of(written) in (mark, "either")


@given(st.lists(st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=9)))
def test_a_sum_is_exact(amounts):
    values = texts(*(None if amount is None else f"{amount:f}" for amount in amounts))
    total = sum((Fraction(amount) for amount in amounts if amount is not None), Fraction(0))
    assert Fraction(exact_sum(values)) == total


def test_a_sum_is_exact_beyond_the_digits_of_any_column_type():
    values = texts("0." + "0" * 59 + "1", "9" * 20, "9" * 20)
    assert str(exact_sum(values)) == "199999999999999999998." + "0" * 59 + "1"


def test_ten_dimes_are_one_dollar():
    assert exact_sum(texts(*["0.10"] * 10)) == 1


def test_a_whole_number_with_a_point_counts_and_a_half_does_not():
    assert all_of(as_counts(texts("5218.0", "7", "12.5", None, "-3.00"))) == (
        [5218, 7, "bad", None, -3]
    )


def test_money_keeps_its_cents():
    assert as_decimal(texts("0.1", None, "-14.95")).to_list() == (
        [Decimal("0.1"), None, Decimal("-14.95")]
    )


@pytest.mark.parametrize(
    ("cell", "currency"),
    [
        ("US$ 5", "USD"),
        ("£1,204.50", "GBP"),
        ("1.204,50 €", "EUR"),
        ("USD 12", "USD"),
        ("12 gbp", "GBP"),
        ("12 zł", "PLN"),
        ("R$ 5", "BRL"),
        ("A$5", "AUD"),
        ("C$5", "CAD"),
        ("CHF 1'200.50", "CHF"),
        ("$12 USD", "USD"),
        ("(€12)", "EUR"),
        ("$5", ""),
        ("5 kr", ""),
        ("¥500", ""),
        ("€5 USD", ""),
        ("12", None),
        ("12 apples", None),
        (None, None),
    ],
)
def test_the_currency_a_cell_names(cell, currency):
    assert currencies_of(texts(cell)).to_list() == [currency]


# Durations


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("0:00:33", 33),
        ("5:33", 333),
        ("75:10", 4510),
        ("1:02:03", 3723),
        ("100:00:00", 360000),
        ("33", 33),
        ("33.5", 33.5),
        ("33s", 33),
        ("1m 20s", 80),
        ("1 h 2 min", 3720),
        ("1h20m", 4800),
        ("2 hours, 1 minute", 7260),
        ("1 day 2 hours", 93600),
        ("00:01:02.5", 62.5),
        ("PT1M20S", 80),
        ("P1DT2H", 93600),
        ("PT0S", 0),
    ],
)
def test_a_duration_in_seconds(cell, seconds):
    assert only(read_durations(texts(cell))) == seconds


@pytest.mark.parametrize("cell", ["1:75:10", "5:99", "-5", "1:02:03:04", "abc", "PT", "1,234", "s"])
def test_a_duration_written_wrongly_is_bad(cell):
    assert only(read_durations(texts(cell))) == "bad"


def test_a_spreadsheets_fraction_of_a_day_is_read_only_when_asked():
    cells = texts("0.5", "6.94444444444444E-04", "1:00")
    assert all_of(read_durations(cells, days=True)) == [43200, 60, 60]
    assert read_durations(texts("0.5")).values.item() == 0.5


@given(st.integers(0, 10**6))
def test_a_duration_reads_back_from_the_clock(seconds):
    minutes, rest = divmod(seconds, 60)
    hours, past_hour = divmod(minutes, 60)
    cells = texts(f"{hours}:{past_hour:02}:{rest:02}", f"PT{hours}H{past_hour}M{rest}S")
    assert all_of(read_durations(cells)) == [seconds, seconds]


# Dates


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2025-03-01", datetime(2025, 3, 1)),
        ("2025-03-01T00:00:00", datetime(2025, 3, 1)),
        ("2025-03-01 14:05:06 -0500", datetime(2025, 3, 1, 14, 5, 6)),
        ("2025-03-01T23:05:06Z", datetime(2025, 3, 1, 23, 5, 6)),
        ("2025-03-01T00:05:06+01:00", datetime(2025, 3, 1, 0, 5, 6)),
        ("2025-03-01T14:05:06.123Z", datetime(2025, 3, 1, 14, 5, 6, 123000)),
        ("2019-01-08 17:18 +0000", datetime(2019, 1, 8, 17, 18)),
        ("20230708", datetime(2023, 7, 8)),
        ("2025/10/31 18:19:10", datetime(2025, 10, 31, 18, 19, 10)),
        ("2024/05/13 9:12:33 AM GMT+1", datetime(2024, 5, 13, 9, 12, 33)),
        ("2025-03-01 14:05 America/New_York", datetime(2025, 3, 1, 14, 5)),
        ("Tue, Feb 18, 2025", datetime(2025, 2, 18)),
        ("Mon Feb 17 2025", datetime(2025, 2, 17)),
        ("Jun 01, 2023 09:46 pm", datetime(2023, 6, 1, 21, 46)),
        ("August 8, 2024 - 10:05 pm", datetime(2024, 8, 8, 22, 5)),
        ("March 5th, 2024 at 3:04 PM", datetime(2024, 3, 5, 15, 4)),
        ("Feb 18,2025", datetime(2025, 2, 18)),
        ("28 Nov 2021", datetime(2021, 11, 28)),
        ("28-Nov-21", datetime(2021, 11, 28)),
        ("1 Jan 2024", datetime(2024, 1, 1)),
        ("Aug 12, 2024", datetime(2024, 8, 12)),
        ("Sept 3, 2024", datetime(2024, 9, 3)),
        ("1. März 2025", datetime(2025, 3, 1)),
        ("3. Dez. 2025", datetime(2025, 12, 3)),
        ("6 de agosto de 2025", datetime(2025, 8, 6)),
        ("2 févr. 2025", datetime(2025, 2, 2)),
        ("1er août 2025", datetime(2025, 8, 1)),
        ("12 GENNAIO 2025", datetime(2025, 1, 12)),
        ("terça-feira, 4 de março de 2025", datetime(2025, 3, 4)),
        ("3 mrt 2025", datetime(2025, 3, 3)),
        ("3 maj 2025", datetime(2025, 5, 3)),
        ("3. marts 2025", datetime(2025, 3, 3)),
        ("3. desember 2025", datetime(2025, 12, 3)),
        ("3 października 2025 r.", datetime(2025, 10, 3)),
        ("mar 5, 2025", datetime(2025, 3, 5)),
        ("2024/05/13 9:12:33 vorm. MESZ", datetime(2024, 5, 13, 9, 12, 33)),
        ("2024/05/13 2:12:33 nachm. OESZ", datetime(2024, 5, 13, 14, 12, 33)),
        ("2024/05/13 2:12:33 da tarde GMT+1", datetime(2024, 5, 13, 14, 12, 33)),
        ("31 mar 2025 9.12.33", datetime(2025, 3, 31, 9, 12, 33)),
        ("2025-03-31 23.58", datetime(2025, 3, 31, 23, 58)),
        ("31 mars 2025 23h58", datetime(2025, 3, 31, 23, 58)),
        ("31 mars 2025 à 23h58", datetime(2025, 3, 31, 23, 58)),
        ("31 de março de 2025 às 23:58", datetime(2025, 3, 31, 23, 58)),
        ("31 marzo 2025 alle 9.05", datetime(2025, 3, 31, 9, 5)),
        ("March 31, 2025 @ 11:58 pm", datetime(2025, 3, 31, 23, 58)),
    ],
)
def test_a_date_that_can_be_read_in_one_way_only(cell, moment):
    for order in ("ymd", "mdy", "dmy", "undecided"):
        assert only(read_moments(texts(cell), DateStyle(order))) == moment
        assert only(read_dates(texts(cell), DateStyle(order))) == moment.date()


@pytest.mark.parametrize(
    ("cell", "month_first", "day_first"),
    [
        ("03/04/2025", datetime(2025, 3, 4), datetime(2025, 4, 3)),
        ("3/4/25", datetime(2025, 3, 4), datetime(2025, 4, 3)),
        ("03.04.2025", datetime(2025, 3, 4), datetime(2025, 4, 3)),
        ("03/04/2025 23.46", datetime(2025, 3, 4, 23, 46), datetime(2025, 4, 3, 23, 46)),
        ("03-04-2025 23:46", datetime(2025, 3, 4, 23, 46), datetime(2025, 4, 3, 23, 46)),
        ("Tue 07/01/2025", datetime(2025, 7, 1), datetime(2025, 1, 7)),
        ("02/09/2015 11:45:22 PM", *(datetime(2015, *md, 23, 45, 22) for md in ((2, 9), (9, 2)))),
        ("12/1/23 12:30 AM", datetime(2023, 12, 1, 0, 30), datetime(2023, 1, 12, 0, 30)),
        ("1/2/68", datetime(2068, 1, 2), datetime(2068, 2, 1)),
        ("1/2/69", datetime(1969, 1, 2), datetime(1969, 2, 1)),
    ],
)
def test_a_date_whose_order_is_the_columns(cell, month_first, day_first):
    assert only(read_moments(texts(cell), DateStyle("mdy"))) == month_first
    assert only(read_moments(texts(cell), DateStyle("dmy"))) == day_first
    assert only(read_moments(texts(cell), DateStyle("undecided"))) == "bad"
    assert only(read_moments(texts(cell), DateStyle("mixed"))) == "bad"


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/2025",
        "2025-02-29",
        "29 Feb 2025",
        "03/31/2025",
        "31/03/0025",
        "0203-03-01",
        "45000",
        "2025-03-01 25:00",
        "2025-03-01 13:00 am",
        "2025-03-01 10:61",
        "April 12",
        "13:00",
        "Lifetime",
        "Week 03/01/2025",
        "2024-10-01 - 2024-10-30",
        "1,234",
        "2025-03",
    ],
)
def test_a_day_that_does_not_exist_or_is_not_whole_is_bad(cell):
    assert only(read_dates(texts(cell), DateStyle("dmy"))) == "bad"


@pytest.mark.parametrize(
    ("cells", "habit", "order"),
    [
        (["31/03/2025", "01/04/2025"], None, "dmy"),
        (["03/31/2025", "04/01/2025"], None, "mdy"),
        (["31.03.25"], None, "dmy"),
        (["3/1/25 14:01", "3/15/25 2:02"], None, "mdy"),
        (["01/04/2025", "02/04/2025"], None, "undecided"),
        (["01/04/2025", "02/04/2025"], "mdy", "mdy"),
        (["01/04/2025", "13/04/2025"], "mdy", "dmy"),
        (["31/03/2025", "03/31/2025"], "dmy", "mixed"),
        (["2025-03-04", "31/03/2025"], "dmy", "mixed"),  # a spreadsheet turned some of them round
        (["45000", "31/03/2025"], None, "mixed"),
        (["April 12", "31/03/2025"], None, "mixed"),
        (["2025-03-01", "1 Jan 2025"], "dmy", "ymd"),
        (["20230708"], None, "ymd"),
        (["1 Jan 2025", "-"], None, "ymd"),
        (["25-03-31"], None, "undecided"),  # the 25th of March 2031?
        (["25/03/31", "25/03/30"], None, "undecided"),
        (["25-03-31"], "ymd", "ymd"),
        (["70-03-31"], None, "ymd"),
        (["5/11/25", "5/11/24"], "dmy", "dmy"),
        (["15/1/25", "15/1/24"], None, "dmy"),
        (["45000", "45000.25"], None, "serial"),
        (["45000", "to be confirmed"], None, "serial"),
        (["45000", "17", "0"], None, "ymd"),  # quantities, not days
        (["1700000000"], None, "epoch_s"),
        (["1700000000000"], None, "epoch_ms"),
        ([None, "-"], "mdy", "mdy"),
        (["31/31/2025"], "mdy", "mdy"),
        (["Fri 01/08/2025"], "mdy", "dmy"),  # the 8th of January 2025 was a Wednesday
        (["Fr. 01.08.2025", "Sa. 02.08.2025"], None, "dmy"),
        (["mer. 08/01/2025"], None, "dmy"),
        (["Tue 07/01/2025"], "mdy", "mdy"),  # both are Tuesdays
        (["Mon 01/08/2025"], "mdy", "mdy"),  # neither is a Monday
    ],
)
def test_the_whole_column_decides_which_number_is_the_day(cells, habit, order):
    assert date_style_of(texts(*cells), habit) == DateStyle(order)


def test_a_list_of_days_without_a_year_says_so():
    assert date_style_of(texts("April 12", "6 de agosto", "-")).yearless


WRITTEN = {
    "dmy": ["%d/%m/%Y", "%d.%m.%Y", "%-d/%-m/%y", "%d-%m-%Y %H:%M:%S", "%d/%m/%Y %I:%M:%S %p"],
    "mdy": [
        "%m/%d/%Y",
        "%-m/%-d/%y",
        "%m/%d/%Y %I:%M:%S %p",
        "%a %m/%d/%Y",
        "%-m/%-d/%y %-H:%M:%S",
    ],
    "ymd": [
        "%y-%m-%d",
        "%Y-%m-%d",
        "%Y/%m/%d",
        "%Y%m%d",
        "%Y-%m-%dT%H:%M:%S+09:00",
        "%Y-%m-%d %H:%M:%S -0500",
        "%d %b %Y",
        "%B %d, %Y",
        "%a, %b %d, %Y",
        "%b %d, %Y %I:%M:%S %p",
        "%Y-%m-%d %H:%M:%S",
    ],
}
FORMS = st.sampled_from([(order, form) for order, forms in WRITTEN.items() for form in forms])


@given(st.lists(MOMENTS, min_size=1), FORMS)
def test_a_moment_reads_back_in_every_form(moments, written):
    order, form = written
    cells = texts(*(moment.strftime(form) for moment in moments))
    with_clock = "S" in form
    read = read_moments(cells, DateStyle(order))
    assert read.values.to_list() == [
        moment if with_clock else datetime.combine(moment, datetime.min.time())
        for moment in moments
    ]
    assert read_dates(cells, DateStyle(order)).values.to_list() == [m.date() for m in moments]


@given(st.lists(DAYS, min_size=1), FORMS, st.sampled_from([None, "dmy", "mdy"]))
def test_a_day_is_never_taken_for_a_month(days, written, habit):
    order, form = written
    cells = texts(*(day.strftime(form) for day in days))
    style = date_style_of(cells, habit if habit == order else None)
    read = read_dates(cells, style)
    for day, value, bad in zip(days, read.values, read.bad, strict=True):
        assert bad or value == day


def test_a_moment_in_a_long_column_keeps_its_row():
    moments = [datetime(2025, 1, 1) + timedelta(minutes=7 * n) for n in range(5_000)]
    cells = texts(*(moment.strftime("%m/%d/%Y %I:%M %p") for moment in moments), "x", None)
    assert all_of(read_moments(cells, DateStyle("mdy"))) == [*moments, "bad", None]


def test_a_column_of_iso_moments_may_mix_its_blanks_and_letters():
    cells = texts("2025-03-01 14:05:06", "2025-03-01T14:05:07", "2025-02-30 14:05:06", None)
    assert all_of(read_moments(cells, DateStyle("ymd"))) == [
        datetime(2025, 3, 1, 14, 5, 6), datetime(2025, 3, 1, 14, 5, 7), "bad", None,
    ]  # fmt: skip


def test_spreadsheet_serials_and_seconds_since_1970_are_read_only_in_their_style():
    serials = texts("45000", "45000.25", "45000.4236111111", "5", "-")
    assert all_of(read_moments(serials, DateStyle("serial"))) == [
        datetime(2023, 3, 15), datetime(2023, 3, 15, 6), datetime(2023, 3, 15, 10, 10), "bad", None,
    ]  # fmt: skip
    instant = datetime(2023, 11, 14, 22, 13, 20)
    assert only(read_moments(texts("1700000000"), DateStyle("epoch_s"))) == instant
    assert only(read_moments(texts("1700000000000"), DateStyle("epoch_ms"))) == instant


@pytest.mark.parametrize(
    "cell",
    [
        "2025-03",
        "Mar 2025",
        "März 2025",
        "marzo de 2025",
        "202503",
        "03/2025",
        "3/2025",
        "Mar-25",
        "2025/03",
        "2025-03-01",
        "2025 mars",
        "Mar '25",
    ],
)
def test_a_month_is_its_first_day(cell):
    assert only(read_months(texts(cell))) == date(2025, 3, 1)


@pytest.mark.parametrize("cell", ["2025-13", "13/2025", "2025-03-02", "Mars", "25", "03/25"])
def test_a_month_that_does_not_exist_or_is_not_whole_is_bad(cell):
    assert only(read_months(texts(cell))) == "bad"


def test_a_list_without_years_crosses_new_year():
    cells = texts("December 30", "31 décembre", "January 1", "-", "6 de enero")
    assert all_of(read_yearless(cells, date(2025, 1, 31))) == [
        date(2024, 12, 30), date(2024, 12, 31), date(2025, 1, 1), None, date(2025, 1, 6),
    ]  # fmt: skip


def test_a_list_without_years_out_of_order_ends_before_its_one_long_gap():
    cells = texts("Jan 1", "Nov 30", "-", "Dec 31", "Jan 1")
    assert all_of(read_yearless(cells, date(2025, 3, 31))) == [
        date(2025, 1, 1), date(2024, 11, 30), None, date(2024, 12, 31), date(2025, 1, 1),
    ]  # fmt: skip


def test_a_list_without_years_out_of_order_and_without_an_end_is_bad_altogether():
    cells = texts("Jan 1", "Sep 1", "May 1")
    assert all_of(read_yearless(cells, date(2025, 12, 31))) == ["bad"] * 3


def test_the_29th_of_february_is_bad_in_a_year_without_one():
    assert all_of(read_yearless(texts("Feb 29", "Mar 1"), date(2025, 3, 31))) == (
        ["bad", date(2025, 3, 1)]
    )
    assert only(read_yearless(texts("Feb 29"), date(2024, 3, 31))) == date(2024, 2, 29)


@given(DAYS, st.lists(st.integers(0, 60)), st.booleans(), st.integers(0, 300))
def test_a_list_without_years_reads_back_whichever_end_is_newest(first, gaps, newest_first, after):
    days = [first]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    last_day = days[-1] + timedelta(days=after)
    if newest_first:
        days.reverse()
    cells = texts(*(f"{day:%B} {day.day}" for day in days))
    assert read_yearless(cells, last_day).values.to_list() == days
