"""A file nobody described is told, previewed, kept, and known the next month."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_pipeline.intake.drop import Drop, drop, look
from data_pipeline.metrics.coverage import coverage, label_of
from data_pipeline.warehouse import Warehouse, open_warehouse
from data_pipeline.warehouse.own_sources import own_sources, remove_description
from pages.view.wording import md
from tests.tables import rows

HALL = "Datum;Name;Betrag (EUR);Wie gefunden\n"
OCTOBER = HALL + (
    "03.10.2026;Anna Beispiel;1.204,50;Facebook\n"
    "17.10.2026;Chor Beispiel;80,00;Empfehlung\n"
    "28.10.2026;Otto Muster;95,50;Instagram\n"
)
NOVEMBER = HALL + "02.11.2026;Anna Beispiel;300,00;Facebook\n30.11.2026;Neu Muster;20,00;\n"
RENAMED = NOVEMBER.replace("Wie gefunden", "Woher").replace("Betrag", "Preis")


def page(folder: str) -> None:
    from pathlib import Path

    from data_pipeline.warehouse import open_warehouse
    from pages import Visit
    from pages.uploads import PAGE

    PAGE.draw(Visit(Path(folder), open_warehouse(Path(folder)), "light", may_edit=True))


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return open_warehouse(tmp_path / "workspaces" / "church-hall")


def shown(warehouse: Warehouse) -> AppTest:
    at = AppTest.from_function(page, kwargs={"folder": str(warehouse.folder)}, default_timeout=60)
    return at.run()


def give(at: AppTest, *files: tuple[str, str | bytes]) -> AppTest:
    contents = [
        (name, text.encode() if isinstance(text, str) else text, "text/csv") for name, text in files
    ]
    at.file_uploader[0].set_value(contents)
    return at.run()


def words(at: AppTest) -> str:
    said = [*at.title, *at.header, *at.markdown, *at.error, *at.warning]
    return "\n".join(str(one.value) for one in said)


def press(at: AppTest, label: str) -> AppTest:
    (button,) = [one for one in at.button if one.label == label]
    return button.click().run()


def told(warehouse: Warehouse, text: str = OCTOBER, name: str = "hall_bookings_2026-10.csv"):
    """The page after everything proposed for a file was found right."""
    at = press(give(shown(warehouse), (name, text)), "Tell So What what it is")
    at = press(at, "Next")
    return press(at, "That is right")


def looked_at(warehouse: Warehouse, text: str) -> Drop:
    given = drop(warehouse, [("november.csv", io.BytesIO(text.encode()))])
    look(given, lambda done, total, name: None)
    return given


def test_a_file_of_a_kind_never_seen_is_told_and_added(warehouse: Warehouse):
    at = give(shown(warehouse), ("hall_bookings_2026-10.csv", OCTOBER))
    at = press(at, "Tell So What what it is")
    assert at.radio(key="tell_row").value == "revenue"
    at = press(at, "Next")
    assert "3 rows in 1 month" in words(at)
    assert at.text_input(key="tell_label").value == "Hall bookings"
    at = press(at, "That is right")
    assert md("Hall bookings, 3 Oct 2026 to 28 Oct 2026, 3 rows") in words(at)
    at = press(at, "Add 1 file")
    assert not at.exception
    months = "select month, currency, sum(revenue) from marts.monthly_revenue group by all"
    assert rows(warehouse, months) == [(date(2026, 10, 1), "EUR", Decimal("1380.00"))]


def test_next_month_is_known_without_a_question(warehouse: Warehouse):
    press(told(warehouse), "Add 1 file")
    given = looked_at(warehouse, NOVEMBER)
    assert given.questions() == []
    assert [one.receipt.tables[0].source for one in given.ready()] == ["own:Hall bookings"]


def test_columns_in_another_order_are_told_not_refused(warehouse: Warehouse):
    told(warehouse)
    moved = "Name;Wie gefunden;Datum;Betrag (EUR)\nAnna Beispiel;Facebook;02.11.2026;300,00\n"
    (one,) = looked_at(warehouse, moved).ready()
    assert "Its columns stand in another order than before" in one.receipt.warnings[0]


def test_renamed_headings_are_shown_and_confirmed(warehouse: Warehouse):
    told(warehouse)
    at = give(shown(warehouse), ("november.csv", RENAMED))
    at = press(at, "Tell So What what it is")
    assert md("“Hall bookings”") in words(at)
    chosen = {one.label: one.value for one in at.selectbox}
    assert list(chosen.values()) == ["Preis (EUR)", "Woher"]
    at = press(at, "Yes, it is “Hall bookings”")
    assert "1 file ready to add" in words(at)
    assert looked_at(warehouse, OCTOBER).ready()  # the old spelling is known as before


def test_a_description_goes_to_another_workspace_as_a_file(warehouse: Warehouse, tmp_path: Path):
    told(warehouse)
    (description,) = own_sources(warehouse.folder).descriptions.values()
    other = open_warehouse(tmp_path / "workspaces" / "other-hall")
    at = give(shown(other), ("Hall bookings.so-what.json", description.as_file()))
    assert md("So What now knows “Hall bookings”.") in words(at)
    assert looked_at(other, NOVEMBER).ready()


def test_a_workspace_knows_nothing_of_what_another_described(warehouse: Warehouse, tmp_path: Path):
    told(warehouse)
    other = open_warehouse(tmp_path / "workspaces" / "other-hall")
    assert looked_at(other, NOVEMBER).wrong()


def test_what_the_file_leaves_open_is_asked_one_by_one(warehouse: Warehouse):
    text = "Booked,Event date,Price,Status\n" + "".join(
        f"{day}/03/2025,{day + 1}/04/2025,{day}0.00,{'Paid' if day % 2 else 'Cancelled'}\n"
        for day in range(1, 9)
    )
    at = press(give(shown(warehouse), ("rooms.csv", text)), "Tell So What what it is")
    asked: list[str] = []
    while not any(one.key == "go_tell_keep" for one in at.button):
        widget = (at.radio or at.selectbox)[0]
        asked.append(str(widget.key))
        if widget.value is None:
            widget.set_value("GBP" if widget.key == "tell_currency" else "dmy").run()
        at = press(at, "Next")
    assert asked == ["tell_row", "tell_day", "tell_order", "tell_word_0", "tell_currency"]
    at = press(press(at, "That is right"), "Add 1 file")
    standing = warehouse.current("revenue")
    assert sorted(standing["kind"].to_list()) == ["failed"] * 4 + ["sale"] * 4
    assert set(standing["currency"]) == {"GBP"}


def test_a_column_can_be_taken_for_something_else(warehouse: Warehouse):
    at = press(give(shown(warehouse), ("hall.csv", OCTOBER)), "Tell So What what it is")
    at = press(at, "Next")
    column = next(one for one in at.selectbox if "Wie gefunden" in one.label)
    column.set_value("").run()
    press(at, "That is right")
    (description,) = own_sources(warehouse.folder).descriptions.values()
    assert [one.becomes for one in description.columns] == ["date", "customer", "amount"]


def test_people_are_not_shown_and_the_files_text_stays_text(warehouse: Warehouse):
    hostile = OCTOBER.replace("Wie gefunden", "Wie gefunden :material/x: [a](http://x.example)")
    at = press(
        give(shown(warehouse), ("![x](http://y.example).csv", hostile)), ("Tell So What what it is")
    )
    at = press(at, "Next")
    said = words(at) + "".join(one.label for one in at.selectbox)
    assert "[a](http" not in said
    assert "![x]" not in said
    kept = at.dataframe[-1].value
    assert set(kept["Who paid"]) == {"known, not shown"}


def test_a_table_without_days_cannot_be_told(warehouse: Warehouse):
    at = give(shown(warehouse), ("stock.csv", "Thing,Shelf\nChair,A\nTable,B\n"))
    at = press(at, "Tell So What what it is")
    assert "No column of this table holds days or months" in words(at)
    at = press(at, "Leave this file")
    assert "This is not an export we know" in words(at)


def test_a_damaged_file_is_not_asked_about(warehouse: Warehouse):
    at = give(shown(warehouse), ("broken.xlsx", b"PK\x03\x04 broken"))
    assert [one.label for one in at.button if "Tell So What" in one.label] == []


def test_what_a_workspace_described_is_called_by_its_name_everywhere(warehouse: Warehouse):
    press(told(warehouse), "Add 1 file")
    (cell,) = coverage(warehouse).cells
    assert label_of(cell.source) == "Hall bookings"
    assert cell.state == "here"  # its last day is no further from the end than its usual pause
    assert md("Hall bookings") in words(shown(warehouse))


def test_a_forgotten_kind_leaves_what_came_of_it(warehouse: Warehouse):
    press(told(warehouse), "Add 1 file")
    (description,) = own_sources(warehouse.folder).descriptions.values()
    remove_description(warehouse.folder, description)
    assert looked_at(warehouse, NOVEMBER).wrong()
    at = shown(warehouse)
    assert not at.exception
    assert "Hall bookings, 3 Oct 2026 to 28 Oct 2026, 3 rows" in words(at)
