"""The same person is the same person, however an export writes them."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_pipeline.intake.columns import Pseudonyms
from data_pipeline.intake.people import pattern_of, person_key, person_keys, possible_keys

ABROAD = "441632960001"


@pytest.mark.parametrize(
    "written",
    [
        "+44 1632 960001",
        "+44 (0)1632 960 001",
        "0044 1632 960001",
        "tel: +44-1632-960-001",
        "+44 1632 960001 ext. 12",
    ],
)
@pytest.mark.parametrize("region", ["", "GB", "US"])
def test_a_number_with_its_country_is_one_number_in_every_region(written: str, region: str):
    assert person_key(written, region) == ABROAD


def test_a_number_without_its_country_is_the_regions():
    assert person_key("01632 960001", "GB") == ABROAD
    assert person_key("(415) 555-0100", "US") == "14155550100"
    assert person_key("06 1234 5678", "IT") == "390612345678"  # Italy keeps its nought


def test_without_a_region_noughts_before_a_number_do_not_count():
    assert person_key("01632 960001") == person_key("1632-960001") == "1632960001"


def test_an_address_is_compared_without_case_and_blanks():
    assert person_key(" Ada@Example.com", "GB") == "ada@example.com"


def test_an_id_with_letters_is_no_number():
    assert person_key("cus_Nff12345") != person_key("cus_Ngg12345")


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=20), min_size=1))
def test_a_cell_has_the_same_key_alone_and_in_company(texts: list[str]):
    assert person_keys(pl.Series(texts, dtype=pl.String)).to_list() == [
        person_key(text) for text in texts
    ]


def test_callers_match_across_exports_once_the_region_is_told():
    words = Pseudonyms(b"secret", "GB").of(pl.Series(["01632 960001", "+44 1632 960001", None]))
    assert words[0] == words[1]
    assert words[2] is None


# -- finding a person again ---------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["01632 960001", "+44 1632 960001"])
@pytest.mark.parametrize("then", ["", "GB"])
@pytest.mark.parametrize("now", ["", "GB"])
@pytest.mark.parametrize("written", ["01632 960001", "0044 1632 960001"])
def test_whatever_the_region_was_the_key_given_then_is_found(
    asked: str, then: str, now: str, written: str
):
    assert person_key(written, then) in possible_keys(asked, now)


@pytest.mark.parametrize(
    "text",
    [
        "a,01632 960 001,b",
        "+44(0)1632-960-001",
        "<v>441632960001</v>",
        "caller 1632960001.",
        "0044 1632\u00a0960001",
    ],
)
def test_a_text_names_a_number_however_it_is_set_apart(text: str):
    assert pattern_of("+44 1632 960001").search(text)


@pytest.mark.parametrize("text", ["16329600012", "99991632960001", "1632,960001", "01632 960 002"])
def test_another_number_is_not_taken_for_it(text: str):
    assert not pattern_of("+44 1632 960001").search(text)


def test_an_address_is_not_taken_for_a_longer_one():
    pattern = pattern_of("ada@example.com")
    assert pattern.search("<Ada@Example.com>")
    assert not pattern.search("lada@example.com")
    assert not pattern.search("ada@example.community")
