"""`task calibrate`: every check in its full form, written down for the method page.

Takes up to half an hour on two cores; the businesses of checks that would not fit are fewer, and
the table says how many there were.
"""

import argparse
import csv
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.calibration.checks import CHECKS, Measured

TABLE = Path(__file__).resolve().parents[2] / "data_pipeline/analysis/measured_error_rates.csv"
BUSINESSES = 1_000
MINUTES = 30
HEADINGS = ("check", "case", "measured", "at least", "at most", "holds", "businesses")


def main() -> int:
    asked = argparse.ArgumentParser(prog="task calibrate", description=__doc__)
    asked.add_argument("--businesses", type=int, default=BUSINESSES, help="for each case")
    asked.add_argument("--cores", type=int, default=2)
    asked.add_argument("--to", type=Path, default=TABLE, help="the table's file")
    given = asked.parse_args()
    started = time.monotonic()
    measured = _measured(given.businesses, given.cores)
    _write(given.to, measured)
    for one in measured:
        print(f"{'holds' if one.holds else 'FAILS'}  {one.share:6.1%}  {one.check}: {one.case}")
    minutes = (time.monotonic() - started) / 60
    print(f"{len(measured)} figures in {minutes:.1f} of {MINUTES} minutes")
    return 0 if all(one.holds for one in measured) and minutes <= MINUTES else 1


def _measured(businesses: int, cores: int) -> list[Measured]:
    with ProcessPoolExecutor(cores) as pool:
        waiting = {pool.submit(check, businesses): name for name, check in CHECKS.items()}
        found: dict[str, list[Measured]] = {}
        for done in as_completed(waiting):
            found[waiting[done]] = done.result()
            print(f"measured: {waiting[done]}", file=sys.stderr)
    return [one for name in CHECKS for one in found[name]]


def _write(table: Path, measured: Iterable[Measured]) -> None:
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADINGS)
        for one in measured:
            holds = "yes" if one.holds else "no"
            writer.writerow(
                (
                    one.check,
                    one.case,
                    f"{one.share:.3f}",
                    one.least,
                    one.most,
                    holds,
                    one.businesses,
                )
            )


if __name__ == "__main__":
    raise SystemExit(main())
