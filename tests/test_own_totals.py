"""A total line is never a row; where it does not agree with the rows, the manager is told."""

from pathlib import Path

import pytest

from data_pipeline.intake.inspect import inspect
from data_pipeline.intake.receipt import Receipt
from data_pipeline.intake.stage import Ask

HEADING = "Content,Video title,Video publish time,Views,Watch time (hours),Subscribers,Impressions"


def receipt(folder: Path, total: str, *videos: str) -> Receipt:
    file = folder / "Table data.csv"
    file.write_text("\n".join([HEADING, total, *videos]), encoding="utf-8")
    return inspect(file, Ask(file.name, {}))


def warnings(told: Receipt) -> list[str]:
    return [one for one in told.tables[0].warnings if "own total" in one]


VIDEOS = (
    'aaaaaaaaaa1,One,"Mar 3, 2025",700,12.5,4,9000',
    'aaaaaaaaaa2,Two,"Mar 9, 2025",500,8.5,3,6000',
)


def test_a_total_that_agrees_says_nothing(tmp_path: Path):
    told = receipt(tmp_path, "Total,,,1200,21,7,15000", *VIDEOS)
    assert told.status == "accepted"
    assert told.rows() == 2
    assert warnings(told) == []


def test_a_total_that_does_not_agree_is_told_with_both_values_and_its_row(tmp_path: Path):
    told = receipt(tmp_path, "Total,,,1900,21,7,15000", *VIDEOS)
    assert told.status == "accepted"
    (said,) = warnings(told)
    assert said.startswith("Row 2, the file's own total, does not agree with its rows: ")
    assert "“Views” 1,900, the rows give 1,200" in said
    assert "Impressions" not in said


@pytest.mark.parametrize("total", ["Total,,,,,,", "Total,,,1204,21,7,15000", "Total,,,n/a,,,"])
def test_an_empty_a_rounded_and_an_unreadable_total_say_nothing(tmp_path: Path, total: str):
    assert warnings(receipt(tmp_path, total, *VIDEOS)) == []
