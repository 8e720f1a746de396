"""What is set once for a business takes effect where it says."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_pipeline.intake.receive import File, receive
from data_pipeline.metrics.query import reporting_currency
from data_pipeline.warehouse import Warehouse, open_warehouse
from sharing.home import Home


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return open_warehouse(tmp_path / "home" / "workspaces" / "my-business")


def page(folder: str, may_edit: bool) -> None:
    from pathlib import Path

    from data_pipeline.warehouse import open_warehouse
    from pages import Visit
    from pages.settings import PAGE

    PAGE.draw(Visit(Path(folder), open_warehouse(Path(folder)), "light", may_edit))


def shown(warehouse: Warehouse, *, may_edit: bool = True) -> AppTest:
    asked = {"folder": str(warehouse.folder), "may_edit": may_edit}
    return AppTest.from_function(page, kwargs=asked, default_timeout=60).run()


def save(at: AppTest) -> AppTest:
    next(one for one in at.button if one.label == "Save").click()
    at.run()
    assert not at.exception
    return at


def test_nothing_changes_until_something_is_changed(warehouse: Warehouse):
    at = save(shown(warehouse))
    assert "Nothing had changed" in str(at.markdown[0].value)
    kept = ("business_name", "currency", "region", "retention_months")
    assert [warehouse.setting(name) for name in kept] == [None] * 4


def test_the_name_is_what_the_business_is_called(warehouse: Warehouse):
    at = shown(warehouse)
    at.text_input[0].set_value("  Harbour   Joinery ")
    save(at)
    home = Home(warehouse.folder.parents[1])
    assert home.label("my-business") == "Harbour Joinery"


def test_the_currency_is_what_figures_are_in(warehouse: Warehouse):
    at = shown(warehouse)
    at.selectbox[0].set_value("EUR")
    save(at)
    assert reporting_currency(warehouse) == "EUR"


def test_the_region_makes_one_person_of_two_ways_to_write(warehouse: Warehouse, tmp_path: Path):
    at = shown(warehouse)
    at.selectbox[1].set_value("GB")
    save(at)
    path = tmp_path / "calls.csv"
    path.write_text(
        "Date,Direction,Answered,Seconds,Source,Caller\n"
        "2025-03-03,in,yes,60,,01632 960 001\n"
        "2025-03-04,in,yes,60,,+44 1632 960001\n"
        "2025-03-05,in,yes,60,,+44 1632 960002\n",
        "utf-8",
    )
    [outcome] = receive(warehouse, [File(path, path.name)])
    assert outcome.kept
    assert warehouse.current("calls")["caller"].n_unique() == 2


def test_the_months_are_how_long_originals_that_name_people_stay(warehouse: Warehouse):
    at = shown(warehouse)
    at.number_input[0].set_value(3)
    save(at)
    assert warehouse.setting("retention_months") == 3
    assert shown(warehouse).number_input[0].value == 3


def test_who_may_only_look_changes_nothing(warehouse: Warehouse):
    at = shown(warehouse, may_edit=False)
    assert not at.button
    assert not at.text_input
