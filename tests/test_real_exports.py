"""Real exports of real accounts, where they lie: read to the last unit.

They are not part of the project; without them these tests skip and say so.
"""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from data_pipeline.intake.inspect import inspect
from data_pipeline.intake.period import day_of
from data_pipeline.intake.stage import Ask
from tests.real_exports import real_export, truth, with_real_exports

TRUTH = truth()
EVERY_FILE = sorted(TRUTH)
pytestmark = with_real_exports


def receipt_of(path: str) -> dict[str, Any]:
    return inspect(real_export(path), Ask(Path(path).name)).as_json()


def day(written: str) -> str:
    if len(written) == 8 and written.isdigit():
        return f"{written[:4]}-{written[4:6]}-{written[6:]}"
    return written[:10] if written[:4].isdigit() else written


def window(written: list[str] | str) -> list[str | None]:
    """Two days without leading zeros, or one line in words."""
    if isinstance(written, str):
        return [str(day_of(one)) for one in written.split(" - ")]
    return ["-".join(f"{int(part):02}" for part in one.split("-")) for one in written]


def agrees(sums: dict[str, str], heading: str, expected: float) -> bool:
    heading = re.sub(r"^(left|right) ", "", heading)  # of two lists side by side
    plain = heading.split(" (column ")[0]
    found = [
        Decimal(amount)
        for key, amount in sums.items()
        if key in (heading, plain) or key.startswith(f"{plain} [")
    ]
    return bool(found) and abs(sum(found) - Decimal(str(expected))) < Decimal("0.00001")


@pytest.mark.parametrize("path", [path for path in EVERY_FILE if "not-an-export" not in path])
def test_a_real_export_is_read_to_the_last_unit(path: str):
    truth, told = TRUTH[path], receipt_of(path)
    assert told["status"] == "accepted", told
    parts = truth.get("sheets") or {part["title"]: part for part in truth.get("sections", [])}
    tables = {table["name"]: table for table in told["tables"]}
    for name, part in parts.items():
        _compare(part, tables[name])
    if "rows" in truth:
        assert told["rows"] == truth["rows"]
    if not parts:
        _compare(truth, told)


def _compare(truth: dict[str, Any], told: dict[str, Any]) -> None:
    assert told["rows"] == truth.get("rows", told["rows"])
    if "dates" in truth:
        assert [told["first_date"], told["last_date"]] == [day(one) for one in truth["dates"]]
    if "window" in truth:
        assert [told["first_date"], told["last_date"]] == window(truth["window"])
    for heading, expected in truth.get("sums", {}).items():
        if heading.startswith(("seconds of", "Amount (every", "Lineitem quantity")):
            continue
        assert agrees(told["sums"], heading, expected), (heading, expected, told["sums"])
    if "sum" in truth:
        assert agrees(told["sums"], truth["value_header"], truth["sum"])


def test_a_call_is_not_its_legs():
    measures = receipt_of("ringcentral/CallLog_20250702-153133.csv")["tables"][0]["measures"]
    assert measures == {
        "calls": "109",
        "calls_incoming": "15",
        "calls_outgoing": "94",
        "calls_answered": "3",
        "call_seconds": "7315",
    }


def test_an_order_is_not_its_lines():
    measures = receipt_of("shopify/orders_export_1.csv")["tables"][0]["measures"]
    assert measures["orders"] == "409"


def test_a_failed_payment_is_not_revenue():
    measures = receipt_of("stripe/unified_payments.csv")["tables"][0]["measures"]
    assert measures["sale_USD"] == "640.47"
    assert measures["failed_AUD"] == "8.99"


def test_what_only_looks_like_an_export_is_refused():
    told = receipt_of("not-an-export/overview-trend-2026-02-10T21_39_43Z.csv")
    assert told["status"] == "rejected"
    assert told["problems"][0]["mend"]
