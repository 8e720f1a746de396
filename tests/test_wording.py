"""Figures read one way on every page, and text from a file stays text."""

import re
import string
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.view import wording
from pages.view.cards import to_csv
from pages.view.controls import channels_shown, months_shown

KEPT = [date(2025, month, 1) for month in range(1, 13)]

# What a post's caption, a file's name or a form's answer may hold, and Markdown would act upon.
PAYLOADS = [
    "![pixel](http://tracker.example/a.png)",
    "[click](https://phish.example)",
    "[click]: https://phish.example",
    "<https://phish.example>",
    "https://phish.example/a?b=c&d=e",
    "HTTP://phish.example",
    "www.phish.example",
    "WWW.phish.example",
    "ana@example.com",
    "mailto:ana@example.com",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="https://phish.example">x</a>',
    "&lt;b&gt;bold&lt;/b&gt;",
    ":red[urgent]",
    ":red-background[urgent]",
    ":material/warning: broken",
    ":smile: :+1:",
    ":streamlit:",
    "**bold** and __bold__ and *thin*",
    "~~gone~~",
    "`code` and ```fence```",
    "$x^2$ costs $5 or $6",
    "# heading",
    "> quoted",
    "- item",
    "1. item",
    "---",
    "| a | b |",
    "a -> b <- c <-> d >= e <= f -- g ~= h => i == j",
    "- [x] done",
    "footnote[^1]",
    "back\\slash \\* \\[x\\]",
    "C:\\exports\\march_2026.csv",
]


@pytest.mark.parametrize("typed", PAYLOADS)
def test_text_from_a_file_gives_markdown_nothing_to_act_on(typed):
    shown = wording.md(typed)
    assert without_guards(shown) == typed
    assert not re.search(f"[{re.escape(string.punctuation)}]", unescaped(shown))
    read = without_backslashes(shown)
    assert not re.search(r":[\w/]|www\.|@\w|->|<-|--|>=|<=|=>|==", read, re.IGNORECASE)


@given(st.text())
def test_any_text_keeps_its_letters(typed):
    assert without_guards(wording.md(typed, longest=10_000)) == wording.plain(typed, 10_000)


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("ze\u200bro\ufeff width", "zero width"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("bell\x07 and \x1b[31mred", "bell and [31mred"),
        ("    four spaces are no code", "four spaces are no code"),
        ("Zoë’s café 咖啡", "Zoë’s café 咖啡"),
    ],
)
def test_what_cannot_be_seen_is_dropped(typed, seen):
    assert wording.plain(typed) == seen


def test_a_long_text_is_cut_and_says_so():
    assert wording.plain("x" * 201) == "x" * 199 + "…"
    assert wording.plain("x" * 200) == "x" * 200


def test_months_by_name():
    assert wording.month(date(2026, 3, 31)) == "March 2026"
    assert wording.short_month(date(2026, 3, 1)) == "Mar 2026"
    assert wording.day(date(2026, 3, 4)) == "4 Mar 2026"
    assert wording.months(date(2026, 1, 1), date(2026, 3, 1)) == "Jan–Mar 2026"
    assert wording.months(date(2025, 11, 1), date(2026, 1, 1)) == "Nov 2025–Jan 2026"
    assert wording.months(date(2026, 3, 1), date(2026, 3, 31)) == "March 2026"


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1204, "count", "1,204"),
        (2.5, "count", "3"),
        (None, "count", "not known"),
        (0, "count", "0"),
        (-3, "count", "−3"),
        (61240.4, "GBP", "£61,240"),
        (-1204, "EUR", "−€1,204"),
        (-0.2, "GBP", "£0"),
        (Decimal("1999.50"), "CHF", "CHF 2,000"),
        (980, "JPY", "¥980"),
        (0.24, "percent", "24%"),
        (0.004, "percent", "0.4%"),
        (0.0996, "percent", "10%"),
        (0, "percent", "0%"),
        (1, "percent", "100%"),
        (1, "hours", "1 hour"),
        (2.5, "hours", "2.5 hours"),
        (None, "hours", "not known"),
        (103.6, "index", "104"),
    ],
)
def test_a_figure_in_its_unit(value, unit, words):
    assert wording.amount(value, unit) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [(61240, "£61k"), (1204, "£1.2k"), (980, "£980"), (2_450_000, "£2.5m"), (-61240, "−£61k")],
)
def test_money_where_there_is_little_room(amount, words):
    assert wording.short_money(amount, "GBP") == words


def test_pence_are_written_where_they_are_asked_for():
    assert wording.money(Decimal("12.345"), "GBP", places=2) == "£12.35"


def test_a_range():
    assert wording.between(64, 88) == "64–88"
    assert wording.between(52_000, 66_000, "GBP") == "£52k–£66k"
    assert wording.between(-0.05, 0.1, "percent") == "−5% to 10%"
    assert wording.between(None, 88) == "not known"


def test_a_change_needs_something_to_compare_with():
    assert wording.change(96, 80) == "+20%"
    assert wording.change(80, 96) == "−17%"
    assert wording.change(80, 80) == "0%"
    assert wording.change(5, 0) == "0 before"
    assert wording.change(5, None) == "nothing to compare with"


def test_lists_and_plurals():
    assert wording.listed(["calls", "enquiries", "accounts"]) == "calls, enquiries and accounts"
    assert wording.listed(["calls", "enquiries"], "or") == "calls or enquiries"
    assert wording.listed(["calls"]) == "calls"
    assert wording.listed([]) == ""
    assert wording.plural(1, "call") == "1 call"
    assert wording.plural(1204, "call") == "1,204 calls"
    assert wording.plural(2, "enquiry", "enquiries") == "2 enquiries"


def test_a_spreadsheet_finds_no_formula_in_our_csv():
    numbers = pl.DataFrame({"=Channel": ["=HYPERLINK(0)", "@sum", "E-mail"], "Change": [-1, 2, 3]})
    assert to_csv(numbers).decode("utf-8-sig").splitlines() == [
        "'=Channel,Change",
        "'=HYPERLINK(0),-1",
        "'@sum,2",
        "E-mail,3",
    ]


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("2025-02..2025-06", 2, 6),
        ("2025-06..2025-06", 6, 6),
        ("2025-06..2025-02", 1, 12),
        ("2024-12..2025-06", 1, 12),
        ("2025-13..2025-14", 1, 12),
        ("2025-02", 1, 12),
        ("a..b..c", 1, 12),
        ("' or 1=1 --", 1, 12),
        ("", 1, 12),
        (None, 1, 12),
    ],
)
def test_months_asked_for_in_the_address_are_honoured_or_all_are_shown(asked, first, last):
    assert months_shown(asked, KEPT) == (date(2025, first, 1), date(2025, last, 1))


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("email,linkedin", ["linkedin", "email"]),
        ("email,myspace", ["email"]),
        ("myspace", ["linkedin", "email", "events"]),
        (None, ["linkedin", "email", "events"]),
    ],
)
def test_channels_asked_for_in_the_address(asked, shown):
    assert channels_shown(asked, ["linkedin", "email", "events"]) == shown


def without_backslashes(shown: str) -> str:
    return re.sub(rf"\\([{re.escape(string.punctuation)}])", r"\1", shown)


def without_guards(shown: str) -> str:
    return without_backslashes(shown).replace("\u2060", "")


def unescaped(shown: str) -> str:
    """What is left when every backslash has taken its mark with it."""
    return re.sub(rf"\\[{re.escape(string.punctuation)}]", "", shown)
