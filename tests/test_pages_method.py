"""The page that says how every answer comes about, and how often it is right."""

import importlib
import sys

import pytest
from streamlit.testing.v1 import AppTest

from data_pipeline.analysis.error_rates import ErrorRate, error_rate, error_rates
from pages.method import METHODS, SENTENCES, Method, in_100, sentence, table
from pages.view.charts import to_svg
from pages.view.colours import Theme
from pages.view.method_pictures import PICTURES, picture
from tests.seen_page import shown, words

BANNED = ("drives", "caused", "because", "proves", "significant", "p-value", "impact", "fake")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> AppTest:
    folder = tmp_path_factory.mktemp("method") / "empty"
    app = shown("method", folder, may_edit=False)
    assert not app.exception
    return app


def test_importing_the_page_draws_nothing(capsys: pytest.CaptureFixture[str]):
    sys.modules.pop("pages.method", None)
    assert importlib.import_module("pages.method").PAGE.title == "Method"
    assert capsys.readouterr().err == ""


def test_every_method_has_its_question_its_picture_and_how_often_it_is_right(page: AppTest):
    headings = [one.value for one in page.header]
    for method in METHODS:
        assert method.question in headings
    assert len(headings) == 2 * len(METHODS), "one of words and one of a picture each"
    said = words(page)
    assert "Of 13,000 businesses without any link, 3 in 100 were called linked" in said
    assert "All that was measured" in "".join(one.label for one in page.expander)


@pytest.mark.parametrize("rate", error_rates(), ids=lambda rate: f"{rate.check}, {rate.case}")
def test_every_figure_that_was_measured_is_told_once(rate: ErrorRate):
    assert sum(method.measured(rate) for method in METHODS) == 1
    assert rate.check in SENTENCES
    assert f"({rate.case.split(',')[0]}" in sentence(rate)


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
def test_what_a_method_tells_in_sentences_was_measured(method: Method):
    for check, case in method.told:
        assert method.measured(error_rate(check, case))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_has_its_words_its_numbers_and_can_be_taken_along(name: str, theme: Theme):
    shown = picture(name, theme)
    assert to_svg(shown.drawing).startswith("<svg")
    assert shown.numbers.height > 3
    assert shown.alt_text.endswith(".")
    assert shown.title
    assert shown.subtitle.endswith(".")


def test_a_picture_is_the_same_every_time():
    for name, make in PICTURES.items():
        assert make("light").drawing == make("light").drawing, name


def test_a_picture_given_away_is_not_changed_by_whoever_draws_it():
    first = picture("pace", "light")
    first.drawing.clear()
    assert picture("pace", "light").drawing


def test_shares_are_told_in_hundredths_and_never_rounded_to_all_or_none():
    assert [in_100(share) for share in (0.036, 0.0, 0.004, 0.998, 1.0)] == [
        "4",
        "0",
        "0.4",
        "99.8",
        "100",
    ]


def test_the_table_is_narrow_enough_for_a_phone():
    rows = table(error_rates()).splitlines()
    assert rows[0] == "| Measured | In 100 | Tried |"
    assert all(row.count(" |") == 3 for row in rows)


def test_no_word_of_the_page_claims_more_than_was_seen(page: AppTest):
    said = words(page).lower()
    assert not [word for word in BANNED if word in said]
    drawn = " ".join(
        f"{one.title} {one.subtitle} {one.alt_text}".lower()
        for one in (picture(name, "light") for name in PICTURES)
    )
    assert not [word for word in BANNED if word in drawn]
