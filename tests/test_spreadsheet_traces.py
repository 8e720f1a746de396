"""What spreadsheets, copies and slips leave in an export is told, and counted by nobody twice."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from data_pipeline.intake.inspect import inspect
from data_pipeline.intake.receipt import Receipt
from data_pipeline.intake.stage import Ask

Told = Callable[..., Receipt]
SAMPLE = Path(__file__).parent.parent / "sample_data" / "kinds" / "facebook_posts_2023.csv"


@pytest.fixture
def told(tmp_path: Path) -> Told:
    def told(content: str | bytes, name: str = "posts.csv") -> Receipt:
        path = tmp_path / "content"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return inspect(path, Ask(name))

    return told


@pytest.fixture
def posts() -> list[list[str]]:
    """The headings, and a record a line."""
    return list(csv.reader(io.StringIO(SAMPLE.read_text("utf-8-sig"))))


def text_of(lines: Sequence[Sequence[str]]) -> str:
    content = io.StringIO()
    csv.writer(content).writerows(lines)
    return content.getvalue()


def archive(**members: Sequence[Sequence[str]]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name, lines in members.items():
            packed.writestr(f"{name}.csv", text_of(lines))
    return content.getvalue()


def rewritten(posts: list[list[str]], heading: str, cells: Sequence[str]) -> str:
    """The first record once for each cell, with that cell under the heading."""
    headings, record, *_ = posts
    place = headings.index(heading)
    return text_of([headings, *[[*record[:place], cell, *record[place + 1 :]] for cell in cells]])


# Copies


def test_an_export_downloaded_twice_into_one_archive_counts_once(told, posts):
    receipt = told(archive(march=posts, again=posts), "posts.zip")
    assert receipt.rows() == told(text_of(posts)).rows()
    said = "“again.csv” holds only rows that “march.csv” holds too: they count once."
    assert said in receipt.warnings


def test_many_copies_are_told_in_one_sentence(told, posts):
    receipt = told(archive(a=posts, b=posts, c=posts, d=posts), "posts.zip")
    said = "“b.csv” and 2 more hold only rows that “a.csv” holds too: they count once."
    assert said in receipt.warnings


def test_a_month_that_another_export_of_the_archive_holds_counts_once(told, posts):
    receipt = told(archive(march=posts[:-1], quarter=posts), "posts.zip")
    assert receipt.rows() == told(text_of(posts)).rows()


def test_two_exports_with_rows_of_their_own_both_count(told, posts):
    first, second = posts[:3], [posts[0], *posts[3:]]
    receipt = told(archive(first=first, second=second), "posts.zip")
    assert receipt.rows() == told(text_of(posts)).rows()
    assert not any("count once" in warning for warning in receipt.warnings)


def test_both_versions_of_a_changed_line_are_one_too_many(told):
    lines = "<<<<<<< mine\n2025-03-01,5\n=======\n2025-03-01,6\n>>>>>>> theirs\n"
    [problem] = told(f"Date,Views\n{lines}").problems
    assert str(problem) == (
        "Some lines stand in it in two versions, between “<<<<<<<” and “>>>>>>>” (posts.csv, "
        "row 2). Export it again, or keep one version of those lines and take the marks out."
    )


# Cells

CALLS = "Date,Time,Direction,Answered,Seconds\n2025-03-03,9:15 am,in,yes,310\n"


@pytest.mark.parametrize("day", ["1900-01-01", "1899-12-30", "2099-03-03"])
def test_a_day_that_no_figure_can_be_from_is_named(told, day):
    receipt = told(f"{CALLS}{day},9:15 am,in,yes,20\n")
    assert receipt.status == "rejected"
    assert (receipt.problems[0].where.row, receipt.problems[0].where.column) == (3, "Date")


def test_a_column_too_narrow_for_its_figures_says_what_to_do(told):
    [problem] = told(f"{CALLS}2025-03-04,9:15 am,in,yes,####\n").problems
    assert "Widen it and save again" in problem.mend


def test_a_figure_rounded_to_a_power_of_ten_is_not_taken_for_the_figure(told):
    [problem] = told(f"{CALLS}2025-03-04,9:15 am,in,yes,1.23E+03\n").problems
    assert problem.mend == "A spreadsheet rounded it. Upload the file as the platform gave it."


def test_impressions_below_nought_are_said(told, posts):
    receipt = told(rewritten(posts, "Impressions", ["-900"]))
    assert any("“-900” in the column “Impressions” is below" in said for said in receipt.warnings)


# Lines that add up the others

EVENTS = "# Start date: 20250301\n# End date: 20250331\nEvent name,Event count,Total users\n"


@pytest.mark.parametrize("word", ["Sum", "Total for March", "Gesamt (2)"])
def test_a_line_that_adds_up_the_others_is_none_of_them(told, word):
    receipt = told(f"{EVENTS}scroll,10,4\nclick,5,3\n{word},15,7\n", "events.csv")
    assert [table.rows for table in receipt.tables] == [2]


def test_a_line_that_only_sounds_like_a_sum_is_counted(told):
    receipt = told(f"{EVENTS}scroll,10,4\nclick,5,3\nsum_clicked,9,2\n", "events.csv")
    assert [table.rows for table in receipt.tables] == [3]


# Days

DAY_FIRST = ("01/04/2025", "02/04/2025", "05/04/2025", "09/04/2025")


@pytest.mark.parametrize("days", [DAY_FIRST, DAY_FIRST[::-1]], ids=["rising", "falling"])
def test_a_habit_does_not_settle_days_that_lie_together_only_day_first(told, posts, days):
    receipt = told(rewritten(posts, "Publish time", [f"{day} 10:00" for day in days]))
    assert [need.key for need in receipt.needs] == ["date_order"]


def test_days_that_lie_together_month_first_are_read_by_habit(told, posts):
    days = [f"04/{day:02}/2025 10:00" for day in (1, 5, 2, 9)]
    receipt = told(rewritten(posts, "Publish time", days))
    assert not receipt.needs
    assert receipt.as_json()["last_date"] == "2025-04-09"
