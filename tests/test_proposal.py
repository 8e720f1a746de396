"""What is proposed for a file nobody described, and what it is proposed for."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_pipeline.intake.choices import describe, first_choices, label_from, questions_of
from data_pipeline.intake.proposal import candidates
from data_pipeline.intake.seen_table import Nature, SeenTable, heading_line, nature_of, seen_table
from data_pipeline.intake.sheet import Sheet
from data_pipeline.warehouse.description import description_from


def table_of(text: str) -> SeenTable:
    head = [line.split("|") for line in text.strip().splitlines()]
    seen = seen_table(Sheet("", "", [[cell.strip() for cell in line] for line in head]))
    assert seen is not None
    return seen


def proposed(text: str, file: str = "") -> tuple[str, dict[str, str]]:
    """The likeliest subject, and what each heading becomes."""
    table = table_of(text)
    first = candidates(table, file)[0]
    uses = {table.headings[place]: one.use.becomes for place, one in first.guesses.items()}
    return first.subject, uses


def test_headings_are_found_below_a_title():
    head = [["Hall program 4.2"], [], ["Day", "Price"], ["2025-03-01", "3.50"]]
    assert heading_line(head) == 2


def test_a_line_with_a_figure_is_no_line_of_headings():
    assert heading_line([["2025-03-01", "3.50"], ["2025-03-02", "4.00"]]) is None


@pytest.mark.parametrize(
    ("heading", "cells", "nature"),
    [
        ("Tag", ["03.10.2026", "17.10.2026", "Summe"], Nature.DAY),
        ("When", ["2025-03-01 14:05", "2025-03-02 09:10"], Nature.MOMENT),
        ("Month", ["2025-03", "2025-04"], Nature.MONTH),
        ("Price", ["£3.50", "£1,204.00"], Nature.MONEY),
        ("Betrag (EUR)", ["3,50", "1.204,00"], Nature.MONEY),
        ("Likes", ["3", "1,204", "0"], Nature.WHOLE),
        ("Hours", ["3.5", "12.25"], Nature.NUMBER),
        ("Length", ["0:02:35", "0:10:00"], Nature.DURATION),
        ("Answered", ["Yes", "no", "Yes"], Nature.YES_NO),
        ("Cur", ["GBP", "EUR"], Nature.CURRENCY),
        ("Contact", ["ada@example.com", "bob@example.com"], Nature.CONTACT),
        ("Phone", ["01632 960001", "+44 1632 960002"], Nature.CONTACT),
        ("Web", ["https://a.example/1", "https://a.example/2"], Nature.LINK),
        ("Ref", ["A-1", "A-2", "A-3"], Nature.ID),
        ("Stage", ["open", "won", "open", "won", "won"], Nature.WORDS),
        ("Guests", ["45000", "45100"], Nature.WHOLE),
        ("Date", ["45000", "45100"], Nature.DAY),
        ("Note", ["Nice hall", "Too cold in March"], Nature.TEXT),
        ("Empty", ["", "-"], Nature.NOTHING),
    ],
)
def test_cells_tell_what_a_column_is(heading: str, cells: list[str], nature: Nature):
    filled = pl.Series(cells).filter(~pl.Series(cells).is_in(["", "-"]))
    assert nature_of(heading, filled) == nature


def test_hall_bookings_are_revenue():
    assert proposed("""
        Datum|Name|Betrag (EUR)|Wie gefunden
        03.10.2026|Anna Beispiel|1.204,50|Facebook
        17.10.2026|Chor Beispiel|80,00|Empfehlung
        """) == (
        "revenue",
        {
            "Datum": "date",
            "Name": "customer",
            "Betrag (EUR)": "amount",
            "Wie gefunden": "source_text",
        },
    )


def test_requests_from_a_website_are_enquiries():
    subject, uses = proposed(
        """
        Received|E-mail|How did you hear of us?|Message
        2025-03-01 10:00|ada@example.com|Instagram|Hello
        2025-03-02 11:00|bob@example.com|a friend|Good day
        """,
        "contact requests.csv",
    )
    assert subject == "enquiries"
    assert uses["E-mail"] == "person"
    assert uses["How did you hear of us?"] == "source_text"


def test_a_telephone_log_is_calls():
    subject, uses = proposed("""
        Start|Caller|Direction|Duration
        2025-03-01 10:00|01632 960001|Incoming|0:02:10
        2025-03-02 11:00|01632 960002|Outgoing|0:00:40
        2025-03-03 11:30|01632 960002|Outgoing|0:01:40
        """)
    assert subject == "calls"
    assert uses == {
        "Start": "at", "Caller": "caller", "Direction": "direction", "Duration": "seconds",
    }  # fmt: skip


def test_a_networks_days_ask_for_the_network():
    table = table_of("Day|Impressions|Likes\n2025-03-01|1204|3\n2025-03-02|900|4")
    first = candidates(table)[0]
    assert first.subject == "channel_days"
    assert questions_of(table, first_choices(table, first, "Days")) == ["channel"]


def test_a_total_of_followers_is_a_stock():
    subject, uses = proposed("Date|Network|Followers\n2025-03-31|Instagram|1204\n2025-03-31|X|90")
    assert subject == "follower_counts"
    assert uses["Network"] == "channel"


def test_each_proposal_has_its_reasons():
    table = table_of("Datum|Betrag (EUR)\n03.10.2026|3,50\n14.10.2026|4,50")
    guesses = candidates(table)[0].guesses.values()
    assert all(guess.reasons for guess in guesses)
    assert "its heading says so" in [guess.reasons[0] for guess in guesses]


def test_days_that_can_be_read_two_ways_are_asked():
    table = table_of("Date|Price\n03/04/2025|£3.50\n05/06/2025|£4.50")
    choices = first_choices(table, candidates(table)[0], "Sales")
    assert questions_of(table, choices) == ["order"]


def test_a_quiet_end_of_the_month_is_as_long_as_others_were():
    table = table_of("Date|Price\n2025-03-01|£3.50\n2025-03-19|£4.50")
    choices = first_choices(table, candidates(table)[0], "Sales")
    assert describe(table, choices).grace == 18


def test_a_file_of_few_columns_is_known_by_those_it_does_not_use_as_well():
    table = table_of("Date|Price|Shelf|Colour\n2025-03-01|£3.50|A 1|red\n2025-03-19|£4.50|A 2|blue")
    described = describe(table, first_choices(table, candidates(table)[0], "Sales"))
    assert [column.headings[0] for column in described.columns] == [
        "Date", "Price", "Shelf", "Colour",
    ]  # fmt: skip


def test_two_amounts_in_two_currencies_are_not_taken_for_each_other():
    table = table_of("Date|Price (GBP)|Price (EUR)\n2025-03-01|3.50|4.10\n2025-03-14|4.50|5.20")
    described = describe(table, first_choices(table, candidates(table)[0], "Sales"))
    assert described.columns[1].headings == ("Price (GBP)",)
    assert described.currency == "GBP"


@pytest.mark.parametrize(
    ("file", "label"),
    [
        ("hall_bookings_2026-10.csv", "Hall bookings"),
        ("Export (3).xlsx", "Export"),
        ("2026-10.csv", "Our own export"),
    ],
)
def test_a_files_name_gives_the_kinds_name(file: str, label: str):
    assert label_from(file) == label


CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        "2025-03-01",
        "31/12/2025",
        "£3.50",
        "1.204,00",
        "yes",
        "GBP",
        "0:10",
        "",
        "-",
        "a@example.com",
    ]
)


@given(st.lists(st.lists(CELLS, max_size=6), max_size=12))
def test_whatever_a_table_holds_its_proposal_is_a_description(lines: list[list[str]]):
    table = seen_table(Sheet("", "", lines))
    if table is None:
        return
    for candidate in candidates(table):
        choices = first_choices(table, candidate, "Some file")
        if not {"channel"} & set(questions_of(table, choices)):
            description = describe(table, choices)
            assert description_from(description.as_json()) == description


@pytest.mark.parametrize(
    ("file", "headings", "subject"),
    [
        ("later.csv", "Posted Time|Caption|Likes|Comments|Saves|Reach|Impressions", "posts"),
        ("buffer.csv", "Date|Text|Likes|Comments|Shares|Clicks|Impressions", "posts"),
        ("metricool.csv", "Date|Impressions|Reach|Likes|Comments|Saves|Shares", "channel_days"),
    ],
)
def test_what_scheduling_tools_export_is_proposed_as_what_it_is(file, headings, subject):
    text = "Oak, oiled twice|" if subject == "posts" else ""
    line = "2025-03-0{}|" + text + "31|4|2|900|1204" + ("" if text else "|7")
    table = "\n".join([headings, *(line.format(day) for day in (1, 2, 5))])
    found, uses = proposed(table, file)
    assert found == subject
    assert set(uses) == set(headings.split("|"))
