"""How often each method is right and wrong, as `task calibrate` measured it on businesses whose
truth is known."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MEASURED = Path(__file__).with_name("measured_error_rates.csv")


@dataclass(frozen=True)
class ErrorRate:
    """A share that was measured over so many simulated businesses, and where it must lie."""

    check: str
    case: str
    share: float
    least: float
    most: float
    businesses: int


@cache
def error_rates() -> tuple[ErrorRate, ...]:
    """Every figure that was measured, in the order of the checks."""
    with MEASURED.open(encoding="utf-8", newline="") as file:
        return tuple(
            ErrorRate(
                row["check"],
                row["case"],
                float(row["measured"]),
                float(row["at least"]),
                float(row["at most"]),
                int(row["businesses"]),
            )
            for row in csv.DictReader(file)
        )


def error_rate(check: str, case: str) -> ErrorRate:
    """One figure. That it was never measured is our mistake."""
    found = [one for one in error_rates() if (one.check, one.case) == (check, case)]
    assert len(found) == 1, f"{check}, {case}: measured {len(found)} times"
    return found[0]
