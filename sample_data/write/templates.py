"""So What's own templates, filled in by hand: what channels cost, and follower totals."""

from collections.abc import Mapping, Sequence
from datetime import date

from sample_data.costs import Cost
from sample_data.write.csv_text import as_csv


def channel_costs(costs: Sequence[Cost]) -> bytes:
    rows = [(f"{cost.month:%Y-%m}", cost.channel, cost.spend, cost.hours) for cost in costs]
    return as_csv([("Month", "Channel", "Spend", "Hours"), *rows]).encode()


def follower_counts(day: date, followers: Mapping[str, int]) -> bytes:
    rows = [(day.isoformat(), channel, total) for channel, total in followers.items()]
    return as_csv([("Date", "Channel", "Followers"), *rows]).encode()
