"""What README.md claims in figures is what was measured."""

import re
from pathlib import Path

import pytest

from data_pipeline.analysis.error_rates import error_rate
from pages import all_pages

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
ROW = re.compile(r"^\| (.+?) \| (\d+) \| ([\d,]+) \|$", re.MULTILINE)

MEASURED = {
    "businesses without a link, called linked (36 months, the best of four delays)": (
        "a link claimed where there is none",
        "best of four delays, 36 months",
    ),
    "real links of 10% for 10%, found in 24 months": (
        "a real link is found",
        "24 months, elasticity 1.0",
    ),
    "the same, found in 36 months": ("a real link is found", "36 months, elasticity 1.0"),
    "pages of 36 unrelated pairs with any false hint (36 months)": (
        "a page with any false claim",
        "a page of 36 pairs, 36 months",
    ),
    "bets on nothing that are won (36 months before, 12 after)": (
        "a bet on nothing is won",
        "36 months before, 12 after, all kinds",
    ),
    "quiet stretches called an effect (24 months before, 3 after)": (
        "an effect claimed of nothing",
        "24 months before, 3 after",
    ),
    "lifts of 22%, found (36 months before, 3 after)": (
        "a real effect is found",
        "a lift of 22%, 36 months before, 3 after",
    ),
    "quiet months called unusual (36 months before)": (
        "a quiet month called unusual",
        "36 months before",
    ),
    "genuine follower jumps called unmatched": (
        "a genuine jump called unmatched",
        "steady growth, 24 months",
    ),
    "unrelated growing lines that look alike (36 months)": (
        "unrelated lines match beyond chance",
        "36 months",
    ),
}


@pytest.mark.parametrize("claim", MEASURED)
def test_a_share_in_the_readme_is_the_measured_one(claim: str):
    told = {row[0]: (int(row[1]), int(row[2].replace(",", ""))) for row in ROW.findall(README)}
    measured = error_rate(*MEASURED[claim])
    assert told[claim] == (round(100 * measured.share), measured.businesses)


def test_every_share_in_the_readme_is_held_to_what_was_measured():
    assert {row[0] for row in ROW.findall(README)} == set(MEASURED)


def test_the_readme_names_every_page():
    for page in all_pages():
        assert f"| **{page.title}** |" in README, page.title


def test_the_readme_names_the_folders_and_files_to_add_one_more():
    root = Path(__file__).parent.parent
    for name in re.findall(r"`((?:data_pipeline|sample_data|pages|tests)/[\w/.]+)`", README):
        if not name.endswith("/x.py") and not name.endswith("/x.sql"):
            assert (root / name).exists(), name
