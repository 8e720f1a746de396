"""What the workspace's own people write is not counted as conversations with customers."""

from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from data_pipeline.intake.columns import Pseudonyms
from data_pipeline.intake.forgetting import forget
from data_pipeline.intake.people import person_keys
from data_pipeline.intake.staff import add_member, remove_member, staff
from data_pipeline.metrics.query import measure
from data_pipeline.problems import Refused
from data_pipeline.warehouse import Warehouse, open_warehouse
from tests.tables import fill


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """Three people wrote in March: a customer, Ann by her name and Ben by his address."""
    warehouse = open_warehouse(tmp_path / "workspace")
    written = ("Some Customer", "Ann Own", "ben@example.com")
    words = Pseudonyms(warehouse.secret()).of(person_keys(pl.Series(written)))
    lines = [
        f"instagram|m{place}|t{place}|{word}|2025-03-0{place + 1}|in|message"
        for place, word in enumerate(words)
    ]
    head = "channel|interaction_id|thread|person|date|direction|kind"
    fill(warehouse, "interactions", "\n".join([head, *lines]), "instagram_messages")
    return warehouse


def conversations(warehouse: Warehouse) -> float:
    return measure(warehouse, "conversations")["value"].to_list()[0]


def test_messages_of_staff_are_no_conversations_from_the_moment_they_are_listed(
    warehouse: Warehouse,
):
    assert conversations(warehouse) == 3
    add_member(warehouse, "Ann Own")
    assert conversations(warehouse) == 2
    add_member(warehouse, "Ben Own", ["Ben@Example.com", ""])
    assert conversations(warehouse) == 1
    remove_member(warehouse, "Ann Own")
    assert conversations(warehouse) == 2


def test_who_is_listed_by_two_ways_is_taken_out_once(warehouse: Warehouse):
    add_member(warehouse, "Ann Own", ["ann own", "ANN OWN"])
    add_member(warehouse, "Ann", ["Ann Own"])
    assert conversations(warehouse) == 2


def test_rows_and_settings_know_staff_by_pseudonyms(warehouse: Warehouse):
    add_member(warehouse, "Ben Own", ["ben@example.com"])
    kept = str(warehouse.setting("staff"))
    assert "Ben Own" in kept
    assert "ben@example.com" not in kept


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_nobody_and_a_whole_sentence_are_refused(warehouse: Warehouse, name: str):
    with pytest.raises(Refused):
        add_member(warehouse, name)
    assert staff(warehouse) == []


def test_one_who_is_listed_is_not_listed_again(warehouse: Warehouse):
    add_member(warehouse, "Ann Own")
    with pytest.raises(Refused, match="is listed already"):
        add_member(warehouse, "ann own")


def test_who_is_forgotten_is_no_longer_listed(warehouse: Warehouse):
    add_member(warehouse, "Ben Own", ["ben@example.com"])
    forget(warehouse, "ben@example.com")
    assert staff(warehouse) == []


def page(folder: str) -> None:
    from pathlib import Path

    from data_pipeline.warehouse import open_warehouse
    from pages.view.staff import show_staff

    show_staff(open_warehouse(Path(folder)))


def test_the_page_lists_adds_and_removes(warehouse: Warehouse):
    at = AppTest.from_function(page, args=(str(warehouse.folder),)).run()
    at.text_input[0].set_value("Ann *Own*")
    at.text_area[0].set_value("ann own")
    at.button[0].click().run()
    assert [one.name for one in staff(warehouse)] == ["Ann *Own*"]
    assert any("Ann \\*Own\\*" in one.value for one in at.markdown)
    at.button(key="remove_staff_Ann *Own*").click().run()
    assert staff(warehouse) == []
