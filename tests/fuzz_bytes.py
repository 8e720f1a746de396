"""The readers under atheris: a file of any bytes gets an answer a manager can use.

    python -m tests.fuzz_bytes SECONDS

What it finds ends the run; the file that did it stays, at the path it names.
"""

import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

# By its name, since the type checker may stand where it is not installed.
atheris: Any = import_module("atheris")

with atheris.instrument_imports(include=["data_pipeline.intake", "data_pipeline.values"]):
    from data_pipeline.intake.inspect import inspect
    from data_pipeline.intake.stage import Ask
    from tests.mutants import is_whole
    from tests.resaves import SAMPLES

LARGEST = 8_000  # bytes of a sample: of larger ones a fuzzer tries too few


def main() -> None:
    """For so many seconds; atheris ends the process."""
    scratch = Path(tempfile.mkdtemp(prefix="sowhat-fuzz-"))
    corpus = scratch / "corpus"
    corpus.mkdir()
    for path in SAMPLES:
        if path.stat().st_size < LARGEST:
            (corpus / path.name).write_bytes(path.read_bytes())

    def one_input(content: bytes) -> None:
        file = scratch / "content"
        file.write_bytes(content)
        assert is_whole(inspect(file, Ask("content.csv")))

    bounds = [f"-max_total_time={sys.argv[1]}", f"-max_len={LARGEST}", "-timeout=60"]
    atheris.Setup([sys.argv[0], *bounds, f"-artifact_prefix={scratch}/", str(corpus)], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
