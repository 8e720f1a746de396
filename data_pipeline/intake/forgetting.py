"""Forget a person at their wish: whichever way they were written, nothing kept names them."""

import shutil

import polars as pl

from data_pipeline.intake.columns import Pseudonyms
from data_pipeline.intake.people import hint_of, pattern_of, person_key, possible_keys
from data_pipeline.intake.staff import remove_whoever_is
from data_pipeline.problems import refused
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.erasure import Erasure, Person
from data_pipeline.warehouse.naming import names

SHORTEST = 6  # letters or digits; fewer would name many


def forget(warehouse: Warehouse, person: str) -> Erasure:
    """Erase a phone number or an e-mail address, and the rows of whoever has it."""
    key = person_key(person)
    if len(key) < SHORTEST or not (key.isdigit() or "@" in key):
        raise refused(
            f"“{person}” is neither a phone number nor an e-mail address",
            "",
            "Write the whole number, or the whole address.",
        )
    somebody = _person(warehouse, person.strip())
    erasure = warehouse.erase(somebody)
    remove_whoever_is(warehouse, somebody.pseudonyms)
    _forget_waiting(warehouse, somebody)
    return erasure


def _person(warehouse: Warehouse, written: str) -> Person:
    region = warehouse.setting("region") or ""
    keys = pl.Series(sorted(possible_keys(written, region)))
    words = Pseudonyms(warehouse.secret()).of(keys).drop_nulls()
    return Person(frozenset(words.to_list()), pattern_of(written, region), hint_of(written, region))


def _forget_waiting(warehouse: Warehouse, somebody: Person) -> None:
    """What was dropped and not yet added has to be dropped again."""
    for folder in (warehouse.folder / "incoming").iterdir():
        if any(names(file, somebody.pattern) for file in folder.rglob("*") if file.is_file()):
            shutil.rmtree(folder, ignore_errors=True)
