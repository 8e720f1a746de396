"""`task fuzz`: every export in every way of saving, then the readers under a fuzzer's bytes.

    task fuzz                    five minutes of bytes
    task fuzz --seconds 60       one minute
    task fuzz --seconds 0        only the ways of saving

The bytes need atheris (`uv run --group dev --group fuzz task fuzz`), which has no wheels for some
systems.
"""

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from data_pipeline.intake.inspect import inspect
from data_pipeline.intake.stage import Ask
from tests.mutants import is_whole
from tests.real_exports import FOLDER
from tests.resaves import HARMLESS, IN_DOUBT, SAMPLES, Export, Way, export_of, figures


def main() -> None:
    """Both parts; the exit code says whether anything was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=int, default=300, help="how long bytes are tried")
    parser.add_argument("--only", default="", help="a part of the names of the exports to save")
    asked = parser.parse_args()
    found = save_in_every_way(asked.only)
    if asked.seconds:
        found += try_bytes(asked.seconds)
    sys.exit(1 if found else 0)


def save_in_every_way(only: str) -> int:
    """How many files came out with other figures, and nothing said."""
    real = [path for path in FOLDER.rglob("*") if path.suffix in {".csv", ".xls", ".xlsx"}]
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="sowhat-fuzz-") as folder:
        scratch = Path(folder) / "content"
        for path in [*SAMPLES, *sorted(real)]:
            if only in path.name:
                export = export_of(path)
                for name, way in (HARMLESS | IN_DOUBT).items():
                    outcome, told = _outcome(export, way, scratch)
                    outcomes[outcome] += 1
                    if outcome == "other figures" or (outcome == "refused" and name in HARMLESS):
                        print(f"{outcome}: {path.name} {name}: {told}")
    print(f"{outcomes.total():,} files: {dict(outcomes)}")
    return outcomes["other figures"]


def _outcome(export: Export, way: Way, scratch: Path) -> tuple[str, str]:
    saved = way(export)
    if saved is None:
        return "nothing to do", ""
    name, content = saved
    scratch.write_bytes(content)
    receipt = inspect(scratch, Ask(name, export.answers))
    if receipt.status == "rejected":
        assert is_whole(receipt), receipt
        return "refused", str(receipt.problems[0])
    before, after = figures(export.receipt), figures(receipt)
    if after == before:
        return "the same", ""
    if any(need not in export.receipt.needs for need in receipt.needs):
        return "asked", receipt.needs[0].question
    apart = [f"{key} {before[key]} → {after[key]}" for key in before if before[key] != after[key]]
    return "other figures", "; ".join(apart) + " ".join(receipt.warnings)


def try_bytes(seconds: int) -> int:
    """Any bytes, in a process of its own: the fuzzer has to see the readers being imported."""
    return subprocess.run([sys.executable, "-m", "tests.fuzz_bytes", str(seconds)]).returncode


if __name__ == "__main__":
    main()
