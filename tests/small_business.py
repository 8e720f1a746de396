"""A small business for pages to show: two years of calls, enquiries, accounts, money, followers."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from data_pipeline.warehouse import Warehouse, open_warehouse
from tests.tables import upload_tables

FIRST = date(2024, 1, 1)
MONTHS = [date(2024 + place // 12, place % 12 + 1, 1) for place in range(24)]
CALLS = [20 + place % 3 for place in range(24)]
HEARD = ("Instagram", "A friend", "LinkedIn", "")


def small_business(
    folder: Path, *, calls: Sequence[int] = CALLS, counted: bool = True, days_short: int = 0
) -> Warehouse:
    """Calls by month as told; the last of a month rings on its last day, so that the month is
    complete, but `days_short` of that day in the last month. Without `counted` there are gains and
    no total."""
    warehouse = open_warehouse(folder)
    months = MONTHS[: len(calls)]
    short = dict.fromkeys(months[-1:], days_short)
    ends = {month: _end(month, short.get(month, 0)) for month in months}
    enquiries = [(day, HEARD[number % 4]) for day, number in _things([8] * len(months), ends)]
    upload_tables(warehouse, {"calls": _calls(calls, ends)}, "phone")
    upload_tables(warehouse, {"enquiries": _with_source("enquiry_id", enquiries)}, "forms")
    upload_tables(warehouse, {"accounts": _accounts(months, ends)}, "crm")
    upload_tables(warehouse, {"revenue": _revenue(months, ends)}, "books")
    upload_tables(warehouse, {"channel_days": _activity(ends)}, "platform")
    if counted:
        upload_tables(
            warehouse,
            {"follower_counts": f"channel|date|followers\ninstagram|{ends[months[0]]}|1000"},
            "counted",
        )
    return warehouse


def _end(month: date, short: int) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1] - short)


def _things(counts: Sequence[int], ends: dict[date, date]) -> Iterator[tuple[date, int]]:
    """Days of a month's things: spread from its beginning, the last on its end."""
    for (month, end), count in zip(ends.items(), counts, strict=True):
        for number in range(count):
            day = end if number == count - 1 else month.replace(day=number % end.day + 1)
            yield day, number


def _calls(counts: Sequence[int], ends: dict[date, date]) -> str:
    lines = [
        f"{place}|{day}|in|{'no' if number % 4 == 0 else 'yes'}"
        for place, (day, number) in enumerate(_things(counts, ends))
    ]
    return "\n".join(["call_id|date|direction|answered", *lines])


def _with_source(name: str, rows: Sequence[tuple[date, str]]) -> str:
    lines = [f"{place}|{day}|{heard}" for place, (day, heard) in enumerate(rows)]
    return "\n".join([f"{name}|date|source_text", *lines])


def _accounts(months: Sequence[date], ends: dict[date, date]) -> str:
    rows = _things([3] * len(months), ends)
    lines = [f"{place}|{day}|won|{HEARD[number]}" for place, (day, number) in enumerate(rows)]
    return "\n".join(["account_id|date|status|source_text", *lines])


def _revenue(months: Sequence[date], ends: dict[date, date]) -> str:
    rows = _things([4] * len(months), ends)
    lines = [f"{place}|sale|{day}|270|GBP" for place, (day, _) in enumerate(rows)]
    return "\n".join(["revenue_id|kind|date|amount|currency", *lines])


def _activity(ends: dict[date, date]) -> str:
    lines = [
        f"instagram|{end}|{measure}|{value}"
        for place, end in enumerate(ends.values())
        for measure, value in (
            ("followers_net", 10),
            ("engagements", 100 + place % 4),
            ("comments", 30 + place % 5),
        )
    ]
    return "\n".join(["channel|date|measure|value", *lines])
