"""A file saved anew keeps its figures or asks; a damaged one is refused in words, never a crash."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_pipeline.intake.inspect import inspect
from data_pipeline.intake.receipt import Receipt
from data_pipeline.intake.stage import Ask
from tests import resaves
from tests.mutants import PIECES, damaged, is_whole
from tests.resaves import HARMLESS, IN_DOUBT, SAMPLES, Saved, figures, with_ids

export_of = cache(resaves.export_of)

# Every way of saving meets many samples and every sample several ways; `task fuzz` tries them all.
ONE_IN_HARMLESS, ONE_IN_DOUBT = 15, 9


def received(tmp_path: Path, saved: Saved, answers: dict[str, str]) -> Receipt:
    name, content = saved
    path = tmp_path / "content"
    path.write_bytes(content)
    return inspect(path, Ask(name, answers))


def is_told(receipt: Receipt, original: Receipt) -> bool:
    """Whether the manager hears of a difference before anything is kept."""
    if receipt.status == "rejected":
        return is_whole(receipt)
    return is_asked(receipt, original)


def is_asked(receipt: Receipt, original: Receipt) -> bool:
    return any(need not in original.needs for need in receipt.needs)


@pytest.mark.parametrize("number", range(len(SAMPLES)), ids=[path.name for path in SAMPLES])
def test_an_export_saved_anew_keeps_its_figures(number, tmp_path):
    export = export_of(SAMPLES[number])
    for way in list(HARMLESS)[number % ONE_IN_HARMLESS :: ONE_IN_HARMLESS]:
        saved = HARMLESS[way](export)
        if saved is not None:
            receipt = received(tmp_path, saved, export.answers)
            assert figures(receipt) == figures(export.receipt) or is_asked(
                receipt, export.receipt
            ), way


@pytest.mark.parametrize("number", range(len(SAMPLES)), ids=[path.name for path in SAMPLES])
def test_an_export_saved_in_doubt_keeps_its_figures_or_says_so(number, tmp_path):
    export = export_of(SAMPLES[number])
    for way in list(IN_DOUBT)[number % ONE_IN_DOUBT :: ONE_IN_DOUBT]:
        saved = IN_DOUBT[way](export)
        if saved is not None:
            receipt = received(tmp_path, saved, export.answers)
            is_same = figures(receipt) == figures(export.receipt)
            assert is_same or is_told(receipt, export.receipt), way


ROUNDED = {
    "to powers of ten": lambda cell: f"{float(cell):.2E}",
    "behind their fifteenth digit": lambda cell: cell[:15] + "0" * (len(cell) - 15),
}


@pytest.mark.parametrize("rounded", ROUNDED.values(), ids=ROUNDED.keys())
@pytest.mark.parametrize("name", ["x_by_tweet.csv", "x_content.csv", "x_content_spanish.csv"])
def test_ids_a_spreadsheet_rounded_are_told_and_are_ids_no_more(rounded, name, tmp_path):
    [path] = [path for path in SAMPLES if path.name == name]
    export = export_of(path)
    saved = with_ids(export, rounded)
    assert saved is not None
    receipt = received(tmp_path, saved, export.answers)
    assert figures(receipt) == figures(export.receipt)
    assert any("cut short" in warning for warning in receipt.warnings)


SMALL = [path for path in SAMPLES if path.stat().st_size < 20_000]


@settings(max_examples=200, derandomize=True)
@given(sample=st.sampled_from(SMALL), edits=st.lists(PIECES, min_size=1, max_size=4))
def test_a_damaged_file_gets_an_answer_a_manager_can_use(sample, edits, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(damaged(sample.read_bytes(), edits))
    receipt = inspect(path, Ask(sample.name))
    assert is_whole(receipt)


@settings(max_examples=150, derandomize=True)
@given(content=st.binary(max_size=300))
def test_bytes_of_any_kind_get_an_answer_a_manager_can_use(content, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "anything"
    path.write_bytes(content)
    assert is_whole(inspect(path, Ask("anything.csv")))
