"""Freezing a month on screen, and who may."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_pipeline.intake.receive import as_incoming, preview
from sample_data.load import sample_files
from sharing.home import SAMPLE, Home
from sharing.links import links_of, make_link, page_behind

AUGUST = date(2026, 8, 1)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The sample's calls of three months, of which September is over and the newest."""
    made = Home(tmp_path_factory.mktemp("reports"))
    warehouse = made.warehouse(SAMPLE)
    files = [
        file
        for file in sample_files()
        if "2026-07" <= file.path.parent.name <= "2026-09" and file.name.startswith("CallLog")
    ]
    staged = preview(warehouse, files)
    warehouse.keep([as_incoming(one) for one in staged])
    return made


def page(folder: str, may_edit: bool) -> None:
    from pathlib import Path

    from pages import Visit, reports_and_links
    from sharing.home import SAMPLE, Home

    home = Home(Path(folder))
    visit = Visit(home.folder_of(SAMPLE), home.warehouse(SAMPLE), "light", may_edit)
    reports_and_links.draw(visit)


def shown(folder: Path, *, may_edit: bool = True) -> AppTest:
    app = AppTest.from_function(page, args=(str(folder), may_edit), default_timeout=90).run()
    assert not app.exception
    return app


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_the_last_month_that_is_over_is_chosen_already(home: Home) -> None:
    assert shown(home.folder).selectbox(key="freeze_month").value == date(2026, 9, 1)


def test_a_month_is_frozen_and_its_link_shown_this_once(home: Home) -> None:
    app = shown(home.folder)
    app.selectbox(key="freeze_month").select(AUGUST).run()
    next(one for one in app.button if one.label.startswith("Freeze")).click().run()
    token = app.code[0].value.rpartition("/r/")[2]
    frozen = page_behind(home.control, token, count=False)
    assert frozen is not None
    assert "August 2026" in frozen.decode()
    next(one for one in app.button if one.label == "Done").click().run()
    assert len(app.code) == 0
    assert (AUGUST, AUGUST) in [link.months for link in links_of(home.control, SAMPLE)]


def test_a_title_is_shown_as_it_was_typed(home: Home) -> None:
    make_link(home.control, SAMPLE, "![x](https://example.com/x.png)", (AUGUST, AUGUST), "page")
    written = " ".join(one.value for one in shown(home.folder).markdown)
    assert "![x](" not in written


def test_who_may_only_look_makes_and_revokes_nothing(home: Home) -> None:
    make_link(home.control, SAMPLE, "August", (AUGUST, AUGUST), "page")
    assert "Revoke" in labels(shown(home.folder))
    assert labels(shown(home.folder, may_edit=False)) == []


def test_with_nothing_to_freeze_the_way_is_shown(tmp_path: Path) -> None:
    app = shown(tmp_path)
    assert "Uploads" in " ".join(one.value for one in app.markdown)
    assert labels(app) == []
