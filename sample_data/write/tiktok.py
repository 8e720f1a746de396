"""TikTok Studio › Analytics › Download data: days that don't say their year."""

from collections.abc import Mapping, Sequence
from datetime import date

from sample_data.channels import Day
from sample_data.dice import Dice
from sample_data.write.csv_text import as_csv

OVERVIEW_HEAD = ("Date", "Video Views", "Profile Views", "Likes", "Comments", "Shares")
HISTORY_HEAD = ("Date", "Followers", "Difference in followers from previous day")


def overview(days: Sequence[Day], comments: Mapping[date, int]) -> bytes:
    return _text([OVERVIEW_HEAD, *(_overview_row(day, comments[day.day]) for day in days)])


def _overview_row(day: Day, comments: int) -> tuple[object, ...]:
    dice = Dice("tiktok overview", day.day)
    views = round(day.reach * dice.between(1.1, 1.9)) + comments
    likes = dice.count(views * 0.03)
    return _written(day.day), views, day.visits, likes, comments, dice.count(likes * 0.07)


def follower_history(days: Sequence[Day]) -> bytes:
    rows = [(_written(day.day), day.followers, day.gained - day.lost) for day in days]
    return _text([HISTORY_HEAD, *rows])


def _written(day: date) -> str:
    return f"{day:%B} {day.day}"


def _text(rows: Sequence[Sequence[object]]) -> bytes:
    return b"\xef\xbb\xbf" + as_csv(rows, quote_all=True).rstrip("\n").encode()
