"""What the tests of sources share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data_pipeline.intake.inspect import inspect
from data_pipeline.intake.receipt import Receipt
from data_pipeline.intake.stage import Ask


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., Receipt]:
    """The receipt of a file with this content."""

    def receipt_of(content: str | bytes, name: str = "export.csv", **answers: str) -> Receipt:
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return inspect(file, Ask(name, answers))

    return receipt_of
