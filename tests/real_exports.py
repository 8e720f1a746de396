"""Exports that real people made, where a machine has them: never part of this repository.

`truth()` says what a correct reader gets from each, keyed by its path below the folder.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

VARIABLE = "SOWHAT_REAL_EXPORTS"
BESIDE_THE_CHECKOUT = Path(__file__).resolve().parents[2] / "shared" / "real_exports"
FOLDER = Path(os.environ.get(VARIABLE) or BESIDE_THE_CHECKOUT)

with_real_exports = pytest.mark.skipif(
    not (FOLDER / "truth.json").is_file(),
    reason=f"no real exports on this machine: {VARIABLE} names no folder with a truth.json",
)


def truth() -> dict[str, dict[str, Any]]:
    """What each real export holds; empty where there are none, so that tests can collect."""
    answers = FOLDER / "truth.json"
    return json.loads(answers.read_text("utf-8")) if answers.is_file() else {}


def real_export(path: str) -> Path:
    """The file that `truth()` speaks of as `path`."""
    return FOLDER / path
