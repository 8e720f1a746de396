"""A long log's people keep their pseudonyms from piece to piece, and from a short log to a long."""

import polars as pl
import pytest

from data_pipeline.intake import columns
from data_pipeline.intake.columns import WORTH_REMEMBERING, Pseudonyms, pseudonyms

SECRET = b"a secret of this workspace alone"


def people(first: int, number: int) -> pl.Series:
    return pl.Series([f"+1 415-555-{one:06d}" for one in range(first, first + number)])


def test_a_person_has_one_pseudonym_in_every_piece_of_a_long_log():
    remembering = Pseudonyms(SECRET)
    for first in (0, WORTH_REMEMBERING // 2, 0):
        piece = people(first, WORTH_REMEMBERING)
        assert remembering.of(piece).equals(
            pseudonyms(piece.head(100), SECRET)
            .append(pseudonyms(piece.slice(100, WORTH_REMEMBERING - 200), SECRET))
            .append(pseudonyms(piece.tail(100), SECRET))
        )


def test_whoever_withholds_the_number_has_no_pseudonym_in_a_long_log():
    piece = pl.Series(["Anonymous", None, "", "+1 415-555-000001"] * WORTH_REMEMBERING)
    words = Pseudonyms(SECRET).of(piece)
    assert words.null_count() == 3 * WORTH_REMEMBERING
    assert words.drop_nulls().n_unique() == 1


def test_people_forgotten_for_want_of_room_have_the_same_pseudonyms_again(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(columns, "PEOPLE_REMEMBERED", WORTH_REMEMBERING // 2)
    remembering, piece = Pseudonyms(SECRET), people(0, WORTH_REMEMBERING)
    before = remembering.of(piece)
    remembering.of(people(WORTH_REMEMBERING, WORTH_REMEMBERING))
    assert remembering.of(piece).equals(before)
