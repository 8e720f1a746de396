"""Our own templates: what is downloaded, filled in and uploaded again comes in."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import polars as pl
import pytest
import xlsxwriter

from data_pipeline.contract import EXAMPLE
from data_pipeline.intake.inspect import inspect
from data_pipeline.intake.read_file import Limits, read_file
from data_pipeline.intake.receipt import Receipt
from data_pipeline.intake.stage import Ask
from data_pipeline.templates import template_csv, template_xlsx, templates

NAMES = sorted(templates())
FORMATS = {"csv": template_csv, "xlsx": template_xlsx}


@pytest.fixture
def told(tmp_path):
    """The receipt of a file with this content."""

    def receipt_of(content: bytes, name: str = "filled.csv", **answers: str) -> Receipt:
        file = tmp_path / name
        file.write_bytes(content)
        return inspect(file, Ask(name, answers))

    return receipt_of


def filled(*rows: Sequence[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode()


def kept(receipt: Receipt, *columns: str) -> list[tuple[object, ...]]:
    return pl.concat(receipt.tables[0].frames).select(*columns).rows()


def sentences(receipt: Receipt) -> list[str]:
    return [str(problem) for problem in receipt.problems]


def test_there_is_a_template_for_each_thing_that_may_lack_an_export():
    assert NAMES == [
        "template_accounts",
        "template_calls",
        "template_channel_costs",
        "template_enquiries",
        "template_events",
        "template_exchange_rates",
        "template_follower_counts",
        "template_revenue",
    ]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_a_template_uploaded_as_it_came_is_told_to_be_empty(told, name, suffix):
    receipt = told(FORMATS[suffix](name), f"{name}.{suffix}")
    assert (receipt.status, receipt.rows(), receipt.needs) == ("accepted", 0, [])
    assert [table.source for table in receipt.tables] == [name]
    assert receipt.warnings == [
        "Row 2 is the template's example and is left out. If you made it yours, clear its note "
        "and upload the file again.",
        "The template is still empty: fill in a row and upload it again.",
    ]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_the_example_row_is_one_that_would_come_in(told, name, suffix, tmp_path):
    file = tmp_path / f"{name}.{suffix}"
    file.write_bytes(FORMATS[suffix](name))
    (sheet,) = read_file(file, file.name, Limits())
    headings, example = sheet.head
    row = ["" if cell == EXAMPLE else cell for cell in example]
    receipt = told(filled(headings, row))
    assert (receipt.status, receipt.rows(), receipt.warnings) == ("accepted", 1, [])
    assert receipt.may_come_in()


@pytest.mark.parametrize("name", NAMES)
def test_the_two_forms_of_a_template_say_the_same(tmp_path, name):
    heads = []
    for suffix, written in FORMATS.items():
        file = tmp_path / f"{name}.{suffix}"
        file.write_bytes(written(name))
        heads.append(read_file(file, file.name, Limits())[0].head[0])
    assert heads[0] == heads[1]


@pytest.mark.parametrize(
    ("written", "channel"),
    [
        ("Instagram", "instagram"),
        ("insta", "instagram"),
        ("X", "x"),
        ("Twitter", "x"),
        ("E-mail", "email"),
        ("Newsletter", "email"),
        ("Trade shows and events", "events"),
        ("Events", "events"),
        ("Referral", "referral"),
        ("client service", "client_service"),
        ("Search", "search"),
        ("google_business", "google_business"),
    ],
)
def test_a_channel_may_be_written_as_people_write_it(told, written, channel):
    receipt = told(filled(["Month", "Channel", "Spend"], ["2025-03", written, "£60"]))
    assert kept(receipt, "channel") == [(channel,)]


def test_a_channel_nobody_knows_is_told_and_not_guessed(told):
    receipt = told(filled(["Month", "Channel", "Spend"], ["2025-03", "Zeppelin", "£60"]))
    assert sentences(receipt) == [
        "“Zeppelin” can't be read (filled.csv, row 2, column “Channel”). "
        "It should look like Instagram, E-mail, Events or Referral."
    ]


@pytest.mark.parametrize(
    "written", ["2025-03", "2025-03-01", "Mar 2025", "March 2025", "Mar-25", "03/2025", "45717"]
)
def test_a_month_may_be_written_as_a_spreadsheet_leaves_it(told, written):
    receipt = told(filled(["Month", "Channel", "Spend"], [written, "Instagram", "£60"]))
    assert kept(receipt, "date") == [(date(2025, 3, 1),)]


def test_a_month_that_may_be_two_is_asked_for(told):
    costs = filled(["Month", "Channel", "Spend"], ["01/03/2025", "Instagram", "£60"])
    receipt = told(costs)
    assert (sentences(receipt), [need.key for need in receipt.needs]) == ([], ["date_order"])
    assert kept(told(costs, date_order="dmy"), "date") == [(date(2025, 3, 1),)]


def test_a_month_typed_into_the_workbook_is_a_date_to_excel(told, tmp_path):
    file = tmp_path / "costs.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Month", "Channel", "Spend", "Currency"])
        day = book.add_format({"num_format": "mmm-yy"})
        sheet.write_datetime(1, 0, datetime(2025, 3, 1), day)
        sheet.write_row(1, 1, ["Instagram", 60, "GBP"])
    assert kept(told(file.read_bytes(), "costs.xlsx"), "date", "spend") == [
        (date(2025, 3, 1), Decimal(60))
    ]


def test_two_lines_for_one_channel_and_month_are_added_up(told):
    receipt = told(
        filled(
            ["Month", "Channel", "Spend", "Currency", "Hours"],
            ["2025-03", "Instagram", "60", "GBP", ""],
            ["2025-03", "Instagram", "15.50", "GBP", ""],
        )
    )
    assert kept(receipt, "spend", "hours") == [(Decimal("75.5"), None)]


def test_costs_without_a_currency_are_asked_for_it_even_where_only_hours_stand(told):
    costs = filled(["Month", "Channel", "Spend", "Hours"], ["2025-03", "E-mail", "", "5"])
    assert [need.key for need in told(costs).needs] == ["currency"]
    assert kept(told(costs, currency="GBP"), "currency", "hours") == [("GBP", Decimal(5))]


@pytest.mark.parametrize("heading", ["Spend", "Hours"])
def test_nothing_costs_less_than_nothing(told, heading):
    cells = {"Month": "2025-03", "Channel": "E-mail", "Spend": "5", "Hours": "5", "Currency": "GBP"}
    cells[heading] = "-5"
    assert [
        problem.where.column for problem in told(filled([*cells], [*cells.values()])).problems
    ] == [heading]


def test_follower_totals_of_two_accounts_stand_side_by_side(told):
    receipt = told(
        filled(
            ["Date", "Channel", "Followers", "Account"],
            ["2025-03-31", "Instagram", "1,204", ""],
            ["2025-03-31", "Instagram", "310", "Workshop"],
        )
    )
    assert kept(receipt, "account", "followers") == [("", 1204), ("Workshop", 310)]


def test_a_refund_takes_away_with_or_without_a_minus(told):
    receipt = told(
        filled(
            ["Date", "Kind", "Amount", "Currency"],
            ["2025-03-31", "refund", "20", "GBP"],
            ["2025-03-31", "Refund", "-20", "GBP"],
            ["2025-03-31", "", "50", "GBP"],
        )
    )
    assert kept(receipt, "kind", "amount") == [
        ("refund", Decimal(-20)),
        ("refund", Decimal(-20)),
        ("sale", Decimal(50)),
    ]


def test_a_blank_currency_beside_a_filled_one_is_asked_for(told):
    receipt = told(
        filled(
            ["Date", "Kind", "Amount", "Currency"],
            ["2025-03-31", "sale", "20", "GBP"],
            ["2025-03-31", "sale", "20", ""],
        )
    )
    assert [need.key for need in receipt.needs] == ["currency"]


def test_a_call_without_a_time_is_still_a_call_of_that_day(told):
    receipt = told(
        filled(
            ["Date", "Time", "Direction", "Answered"],
            ["2025-03-31", "", "Incoming", "no"],
            ["2025-03-31", "9:15 am", "outgoing", "Yes"],
        )
    )
    assert kept(receipt, "at", "direction", "answered") == [
        (datetime(2025, 3, 31), "in", False),
        (datetime(2025, 3, 31, 9, 15), "out", True),
    ]


def test_a_won_account_was_closed_and_an_open_one_begun_that_day(told):
    receipt = told(
        filled(
            ["Date", "Status", "Amount", "Currency"],
            ["2025-03-31", "won", "20", "GBP"],
            ["2025-03-30", "In progress", "", ""],
        )
    )
    assert kept(receipt, "status", "created_date", "closed_date") == [
        ("won", None, date(2025, 3, 31)),
        ("open", date(2025, 3, 30), None),
    ]


def test_a_persons_address_is_not_kept_as_written(told):
    receipt = told(
        filled(
            ["Date", "Form", "Source", "Person"], ["2025-03-31", "Contact", "", "ada@example.com"]
        )
    )
    assert "ada" not in pl.concat(receipt.tables[0].frames).write_csv()


def test_a_report_that_has_more_columns_is_not_taken_for_a_template(told):
    receipt = told(
        filled(["Date", "Channel", "Followers", "Reach"], ["2025-03-31", "Instagram", "5", "9"])
    )
    assert receipt.status == "rejected"


def test_a_column_that_the_template_does_not_have_is_named(told):
    receipt = told(filled(["Date", "Status", "Amount", "Owner"], ["2025-03-03", "won", "1", "Jo"]))
    assert sentences(receipt) == [
        "This is not an export we know. It comes nearest to New accounts (template) (filled.csv). "
        "Take out what the template has no column for: “Owner”. "
        "On the Uploads page: Templates › New accounts."
    ]


@pytest.mark.parametrize(
    ("row", "warning"),
    [
        (
            ["2025-03", "EUR", "0,00", "GBP"],
            "A rate of 0 is none: row 2 is not used. Write what one EUR was worth.",
        ),
        (
            ["2025-03", "gbp", "1", "GBP"],
            "Row 2 says what GBP is worth in GBP: it is not used.",
        ),
    ],
)
def test_a_rate_that_converts_nothing_is_told(told, row, warning):
    receipt = told(filled(["Month", "Currency", "Rate", "In currency"], row))
    assert receipt.warnings == [warning]


def test_an_event_that_ends_before_it_begins_is_told(told):
    heading = ["Event", "First day", "Last day", "Contacts"]
    receipt = told(filled(heading, ["Fair", "2025-04-13", "2025-04-11", "1"]))
    assert receipt.warnings == [
        "The event in row 2 ends before it begins: it counts as one of a single day. "
        "Correct the day that is wrong and upload the file again."
    ]
    assert kept(receipt, "date", "last_date") == [(date(2025, 4, 13), date(2025, 4, 13))]
    assert told(filled(heading, ["Fair", "2025-04-11", "", "1"])).warnings == []
