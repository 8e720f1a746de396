"""Files are dropped, looked at, added and taken back; nothing is kept until then."""

import importlib
import io
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_pipeline.intake.drop import Drop, answer, drop, look, without_bad_rows
from data_pipeline.intake.undoing import undoing
from data_pipeline.metrics.coverage import coverage
from data_pipeline.warehouse import Warehouse, open_warehouse
from pages.view.export_help import exports_by_platform
from pages.view.wording import md

KINDS = Path(__file__).parent.parent / "sample_data" / "kinds"
HEADINGS = "Date,Time,Form,Source,Person,Reference,Notes\n"
MARCH = HEADINGS + "2025-03-03,,Contact,,,E-1,\n2025-03-31,,Kitchens,,,E-2,\n"
AGAIN = HEADINGS + "2025-03-31,,Bathrooms,,,E-2,\n2025-03-31,,Kitchens,,,E-3,\n"
DAMAGED = HEADINGS + "2025-03-03,,Contact,,,E-1,\n2025-02-31,,Kitchens,,,E-2,\n"


def page(folder: str) -> None:
    from pathlib import Path

    from data_pipeline.warehouse import open_warehouse
    from pages import Visit
    from pages.uploads import PAGE

    PAGE.draw(Visit(Path(folder), open_warehouse(Path(folder)), "light", may_edit=True))


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return open_warehouse(tmp_path / "workspaces" / "my-business")


def dropped(warehouse: Warehouse, **files: str | bytes) -> Drop:
    contents = [
        (f"{name}.csv", io.BytesIO(text.encode() if isinstance(text, str) else text))
        for name, text in files.items()
    ]
    given = drop(warehouse, contents)
    look(given, lambda done, total, name: None)
    return given


def shown(warehouse: Warehouse) -> AppTest:
    return AppTest.from_function(
        page, kwargs={"folder": str(warehouse.folder)}, default_timeout=60
    ).run()


def give(at: AppTest, *files: tuple[str, str]) -> AppTest:
    at.file_uploader[0].set_value([(name, text.encode(), "text/csv") for name, text in files])
    return at.run()


def words(at: AppTest) -> str:
    return "\n".join(str(one.value) for one in [*at.title, *at.header, *at.markdown])


def waiting_in(warehouse: Warehouse) -> list[Path]:
    return list((warehouse.folder / "incoming").iterdir())


def test_importing_the_page_draws_nothing(capsys: pytest.CaptureFixture[str]):
    sys.modules.pop("pages.uploads", None)
    assert importlib.import_module("pages.uploads").PAGE.title == "Uploads"
    assert capsys.readouterr().err == ""  # Streamlit complains of drawing without a visitor


def test_nothing_is_kept_before_the_manager_adds_it(warehouse: Warehouse):
    given = dropped(warehouse, march=MARCH)
    assert [given.changes[one.upload].inserted for one in given.ready()] == [2]
    assert warehouse.uploads() == []
    given.throw_away()
    assert waiting_in(warehouse) == []


def test_what_nobody_holds_any_more_leaves_nothing_behind(warehouse: Warehouse):
    given = dropped(warehouse, march=MARCH)
    assert len(waiting_in(warehouse)) == 1
    del given
    assert waiting_in(warehouse) == []


def test_files_are_added_in_one_go(warehouse: Warehouse):
    outcomes = dropped(warehouse, march=MARCH, unknown="a,b\n1,2\n").add()
    assert [one.preview.file.name for one in outcomes] == ["march.csv"]
    assert [one.file for one in warehouse.uploads()] == ["march.csv"]
    assert waiting_in(warehouse) == []


def test_the_same_file_is_already_here(warehouse: Warehouse):
    dropped(warehouse, march=MARCH).add()
    given = dropped(warehouse, copy=MARCH)
    assert [one.file.name for one in given.here_already()] == ["copy.csv"]
    assert given.ready() == []


def test_files_dropped_together_are_compared_with_each_other(warehouse: Warehouse):
    given = dropped(warehouse, march=MARCH, again=AGAIN)
    counts = [given.changes[one.upload].counts() for one in given.ready()]
    assert counts == [
        {"inserted": 2, "replaced": 0, "unchanged": 0},
        {"inserted": 1, "replaced": 1, "unchanged": 0},
    ]


def test_one_question_is_asked_once_for_all_files(warehouse: Warehouse):
    export = (KINDS / "meta_daily_no_network.csv").read_bytes()
    other = export.decode("utf-16").replace('"40"', '"41"').encode("utf-16")
    given = dropped(warehouse, Reach=export, Views=other)
    (question,) = given.questions()
    assert question.need.key == "network"
    assert [one.file.name for one in question.previews] == ["Reach.csv", "Views.csv"]
    answer(given, {one.upload: {"network": "instagram"} for one in question.previews})
    look(given, lambda done, total, name: None)
    assert [table.channel for one in given.ready() for table in one.tables] == ["instagram"] * 2


def test_an_interrupted_look_goes_on_where_it_was(warehouse: Warehouse):
    given = drop(
        warehouse,
        [("march.csv", io.BytesIO(MARCH.encode())), ("again.csv", io.BytesIO(AGAIN.encode()))],
    )

    def interrupted(done: int, total: int, name: str) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        look(given, interrupted)
    look(given, lambda done, total, name: None)
    assert [one.file.name for one in given.ready()] == ["march.csv", "again.csv"]


def test_a_month_with_rows_left_out_is_not_complete_until_a_whole_file_comes(
    warehouse: Warehouse,
):
    damaged = HEADINGS + "2025-03-03,,,,,E-1,\n2025-02-31,,,,,E-2,\n2025-03-31,,,,,E-3,\n"
    given = dropped(warehouse, damaged=damaged)
    without_bad_rows(given, given.wrong()[0], chosen=True)
    look(given, lambda done, total, name: None)
    given.add()
    (cell,) = coverage(warehouse).cells
    assert (cell.state, cell.left_out) == ("partial", 1)

    dropped(warehouse, mended=damaged.replace("02-31", "03-28")).add()
    (cell,) = coverage(warehouse).cells
    assert (cell.state, cell.left_out) == ("here", 0)


def test_undoing_tells_what_goes_and_what_comes_back(warehouse: Warehouse):
    dropped(warehouse, march=MARCH).add()
    dropped(warehouse, again=AGAIN).add()
    newest = warehouse.uploads()[0]
    change = undoing(warehouse, newest.id)
    assert change.counts() == {"inserted": 1, "replaced": 1, "unchanged": 0}
    assert [(cell.before, cell.after) for cell in change.cells] == [("Kitchens", "Bathrooms")]
    warehouse.undo(newest.id)
    assert set(warehouse.current("enquiries")["form"]) == {"Contact", "Kitchens"}


def test_what_a_newer_upload_has_replaced_would_not_be_missed(warehouse: Warehouse):
    dropped(warehouse, march=MARCH).add()
    dropped(warehouse, again=AGAIN).add()
    oldest = warehouse.uploads()[-1]
    assert undoing(warehouse, oldest.id).counts() == {
        "inserted": 1,
        "replaced": 0,
        "unchanged": 1,
    }


def test_an_export_is_found_by_its_platform():
    assert "LinkedIn" in exports_by_platform("linkedin followers")
    assert exports_by_platform("no such platform") == {}


# On screen


def test_an_empty_workspace_asks_for_files(warehouse: Warehouse):
    at = shown(warehouse)
    assert at.title[0].value == "Drop this month's exports here"
    assert not at.exception


def test_drop_look_and_add(warehouse: Warehouse):
    at = give(shown(warehouse), ("march.csv", MARCH))
    assert "1 file ready to add" in words(at)
    assert md("Web enquiries (template), 3 Mar 2025 to 31 Mar 2025, 2 rows") in words(at)
    assert warehouse.uploads() == []
    at.button(key="go_add").click().run()
    assert md("1 file added: rows 2 new.") in words(at)
    assert [one.file for one in warehouse.uploads()] == ["march.csv"]


def test_starting_again_throws_everything_away(warehouse: Warehouse):
    at = give(shown(warehouse), ("march.csv", MARCH))
    at.button(key="start_again").click().run()
    assert waiting_in(warehouse) == []
    assert len(at.file_uploader) == 1


def test_a_problem_is_told_with_its_row_and_the_rest_can_be_taken(warehouse: Warehouse):
    at = give(shown(warehouse), ("march.csv", DAMAGED))
    assert md("row 3: “2025-02-31” can't be read") in words(at)
    (button,) = [one for one in at.button if one.label == "Import without this 1 row"]
    button.click().run()
    assert "1 file ready to add" in words(at)
    assert "1 row left out" in words(at)


def test_a_file_we_do_not_know_is_refused_and_its_name_stays_text(warehouse: Warehouse):
    name = "![x](http://tracker.example/p.png).csv"
    at = give(shown(warehouse), (name, "a,b\n1,2\n"))
    assert md(name) in words(at)
    assert "![x]" not in words(at)
    assert "This is not an export we know" in words(at)
    assert [one for one in at.button if one.key == "go_add"] == []


def test_what_the_month_lacks_is_said_with_the_way_to_it(warehouse: Warehouse):
    dropped(warehouse, early=HEADINGS + "2025-03-03,,Contact,,,E-1,\n").add()
    at = shown(warehouse)
    assert at.title[0].value == "March 2025: 0 of 1 export is complete"
    assert md("Web enquiries (template) after 3 Mar 2025") in words(at)
    assert md("On the Uploads page: Templates › Web enquiries.") in words(at)


def test_the_next_month_is_awaited_once_one_is_whole(warehouse: Warehouse):
    dropped(warehouse, march=MARCH).add()
    assert shown(warehouse).title[0].value == "April 2025: 0 of 1 export is complete"


def test_the_sample_business_takes_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOWHAT_HOME", str(tmp_path))
    sample = open_warehouse(tmp_path / "workspaces" / "sample")
    at = shown(sample)
    assert len(at.file_uploader) == 0
    at.button(key="go_to_own").click().run()
    assert at.session_state["workspace"] == "my-business"
    assert (tmp_path / "workspaces" / "my-business").is_dir()


def test_uploads_taken_back_are_shown_on_demand(warehouse: Warehouse):
    dropped(warehouse, march=MARCH).add()
    warehouse.undo(warehouse.uploads()[0].id)
    at = shown(warehouse)
    assert "march" not in words(at)
    at.toggle(key="show_undone").set_value(True).run()
    assert "taken back on" in words(at)
