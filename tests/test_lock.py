"""The locked versions are ones that `pyproject.toml` allows, and come with nobody's address."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
LOCKED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)", re.MULTILINE)
NEEDED = [
    Requirement(line)
    for line in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "dependencies"
    ]
]


def locked_versions(name: str) -> list[str]:
    """Usually one; two where a library's newest has left our oldest Python behind."""
    wanted = canonicalize_name(name)
    return [found["version"] for found in LOCKED.finditer(LOCK) if found["name"] == wanted]


@pytest.mark.parametrize("needed", NEEDED, ids=lambda needed: needed.name)
def test_every_dependency_is_locked_within_its_bounds(needed: Requirement) -> None:
    versions = locked_versions(needed.name)
    assert versions, "not in requirements.lock: run `task lock`"
    assert all(needed.specifier.contains(version) for version in versions)


def test_every_locked_version_has_a_hash() -> None:
    entries = re.split(r"\n(?=\w)", LOCK.split("\n", 2)[2].strip())
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_names_no_registry() -> None:
    assert re.findall(r"https?://\S+|--(?:extra-)?index-url.*", LOCK) == []
