"""X › Analytics › Overview › Download: one line a day, newest first, dates in words."""

from collections.abc import Mapping, Sequence
from datetime import date

from sample_data.channels import Day
from sample_data.dice import Dice
from sample_data.write.csv_text import as_csv

HEAD = (
    "Date", "Impressions", "Likes", "Engagements", "Bookmarks", "Shares", "New follows",
    "Unfollows", "Replies", "Reposts", "Profile visits", "Create Post", "Video views",
    "Media views",
)  # fmt: skip


def overview(days: Sequence[Day], replies: Mapping[date, int]) -> bytes:
    rows = [_row(day, replies[day.day]) for day in reversed(days)]
    return as_csv([HEAD, *rows]).rstrip("\n").encode()


def _row(day: Day, replies: int) -> tuple[object, ...]:
    dice = Dice("x overview", day.day)
    impressions, posts = day.reach + replies, dice.pick((0, 0, 1, 1, 2))
    likes, reposts = dice.count(impressions * 0.012), dice.count(impressions * 0.003)
    bookmarks, shares = dice.count(impressions * 0.001), dice.count(impressions * 0.001)
    engagements = likes + reposts + replies + bookmarks + shares + day.visits
    return (
        f"{day.day:%a, %b} {day.day.day}, {day.day.year}", impressions, likes, engagements,
        bookmarks, shares, day.gained, day.lost, replies, reposts, day.visits, posts, 0,
        dice.count(impressions * 0.05),
    )  # fmt: skip
