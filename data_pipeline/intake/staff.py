"""The workspace's own people: what they write is not engagement.

Their names are kept, since Settings shows them; in the rows they are pseudonyms like everybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from data_pipeline.intake.columns import Pseudonyms
from data_pipeline.intake.people import possible_keys
from data_pipeline.problems import refused
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.store import STAFF

LONGEST = 80
MOST = 500


@dataclass(frozen=True)
class Member:
    """One of the staff. pseudonyms: by which the rows know them."""

    name: str
    pseudonyms: frozenset[str]


def staff(warehouse: Warehouse) -> list[Member]:
    """By name."""
    kept: list[dict[str, Any]] = warehouse.setting(STAFF) or []
    members = [Member(one["name"], frozenset(one["pseudonyms"])) for one in kept]
    return sorted(members, key=lambda one: one.name.casefold())


def add_member(warehouse: Warehouse, name: str, others: Sequence[str] = ()) -> None:
    """Add one by the name the platforms show, and by other names, addresses and numbers.

    Raises Refused for nobody, for a name too long, and for one who is listed already.
    """
    known, shown = staff(warehouse), " ".join(name.split())
    if not shown:
        raise refused("Nobody is named", "", "Write the name as the platforms show it.")
    if len(shown) > LONGEST:
        raise refused(f"The name has {len(shown)} letters", "", f"At most {LONGEST} are kept.")
    if any(one.name.casefold() == shown.casefold() for one in known):
        raise refused(f"“{shown}” is listed already", "", "Remove the entry first to change it.")
    if len(known) >= MOST:
        raise refused(f"{MOST} people are listed", "", "Remove those who have left.")
    written = [shown, *(one.strip() for one in others if one.strip())]
    _keep(warehouse, [*known, Member(shown, _pseudonyms(warehouse, written))])


def remove_member(warehouse: Warehouse, name: str) -> None:
    """Take one off the list: from now on what they write counts."""
    _keep(warehouse, [one for one in staff(warehouse) if one.name != name])


def remove_whoever_is(warehouse: Warehouse, pseudonyms: frozenset[str]) -> None:
    """Take off whoever has one of these pseudonyms."""
    known = staff(warehouse)
    others = [one for one in known if not one.pseudonyms & pseudonyms]
    if len(others) < len(known):
        _keep(warehouse, others)


def _pseudonyms(warehouse: Warehouse, written: Sequence[str]) -> frozenset[str]:
    region = warehouse.setting("region") or ""
    keys = {key for one in written for key in possible_keys(one, region)}
    words = Pseudonyms(warehouse.secret()).of(pl.Series(sorted(keys)))
    return frozenset(words.drop_nulls().to_list())


def _keep(warehouse: Warehouse, members: Sequence[Member]) -> None:
    warehouse.keep_setting(
        STAFF, [{"name": one.name, "pseudonyms": sorted(one.pseudonyms)} for one in members]
    )
