"""What the screen does around its pages: which business is shown, and what is said of a fault."""

import logging
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboard
from sharing.home import OWN, SAMPLE, VARIABLE, Home


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    return Home(tmp_path)


def opened() -> AppTest:
    app = AppTest.from_file(dashboard.__file__, default_timeout=60)
    return app.run()


def test_the_first_visit_shows_the_sample(home: Home) -> None:
    app = opened()
    assert not app.exception
    assert "Harbour" in app.markdown[0].value
    assert home.workspaces() == [SAMPLE]


def test_adding_ones_own_makes_a_workspace_beside_the_sample(home: Home) -> None:
    app = opened()
    button(app, "Add your own").click().run()
    assert app.selectbox(key="workspace").value == OWN
    assert home.workspaces() == [OWN, SAMPLE]
    assert home.warehouse(OWN).uploads() == []
    assert home.folder_of(OWN) != home.folder_of(SAMPLE)


def test_once_there_is_an_own_business_it_is_shown_first(home: Home) -> None:
    home.warehouse(OWN)
    assert opened().selectbox(key="workspace").value == OWN


def test_the_sample_can_be_hidden_and_shown_again(home: Home) -> None:
    home.warehouse(OWN)
    app = opened()
    button(app, "Hide the sample").click().run()
    assert home.workspaces() == [OWN]
    button(app, "Show the sample").click().run()
    assert home.workspaces() == [OWN, SAMPLE]


def button(app: AppTest, label: str):
    return next(one for one in app.button if one.label == label)


def test_a_name_that_is_no_workspaces_is_never_a_path(home: Home) -> None:
    for name in ("../elsewhere", "/etc", "a/b", "", ".", "UPPER"):
        with pytest.raises(AssertionError):
            home.folder_of(name)


def failing() -> None:
    from dashboard import say_calmly

    try:
        raise ValueError("row 7 of /home/someone/contacts.csv: jo@example.com")
    except ValueError as error:
        say_calmly(error)


def test_of_a_fault_of_ours_the_visitor_is_told_a_number_and_nothing_else(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR, "so_what"):
        app = AppTest.from_function(failing).run()
    (said,) = [one.value for one in app.error]
    (record,) = [one for one in caplog.records if one.name == "so_what"]
    number = record.getMessage().removeprefix("fault ")
    assert number in said
    assert "contacts.csv" not in said
    assert "ValueError" not in said
    assert "contacts.csv" in caplog.text


def refusing() -> None:
    from dashboard import say_calmly
    from data_pipeline.problems import refused

    say_calmly(refused("“31/02” can't be read", "march.csv", "It should look like 31/03."))


def test_what_the_manager_can_mend_is_said() -> None:
    (said,) = [one.value for one in AppTest.from_function(refusing).run().error]
    assert "march" in said
    assert "It should look like" in said
