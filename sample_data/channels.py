"""What happened on each channel, day by day: followers, reach and visits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sample_data.business import (
    FOLLOWERS_BEFORE,
    GIVEAWAY_LAST_MONTH,
    GIVEAWAY_STARTS,
    Month,
)
from sample_data.dice import Dice
from sample_data.months import MONTHS, days_in, days_of, month_of

X_UNFOLLOWS_A_MONTH = 10
WON_BY_GIVEAWAY_SEES = 0.04  # who came for a prize rarely looks again
OTHERS_SEE = 0.17


@dataclass(frozen=True)
class Day:
    """One channel's day. `followers` is the total at its close."""

    day: date
    gained: int
    lost: int
    followers: int
    reach: int
    visits: int


def channel_days(months: list[Month]) -> dict[str, list[Day]]:
    told = {month.month: month for month in months if month.month in MONTHS}
    return {channel: _days(channel, told) for channel in FOLLOWERS_BEFORE}


def _days(channel: str, told: Mapping[date, Month]) -> list[Day]:
    dice, days = Dice("days", channel), list[Day]()
    followers = before = FOLLOWERS_BEFORE[channel]
    gains = {month: _by_day(dice, channel, told[month]) for month in MONTHS}
    for day in days_of(MONTHS):
        gained = gains[month_of(day)][day]
        lost = dice.count(X_UNFOLLOWS_A_MONTH / 30) if channel == "x" else 0
        followers += gained - lost
        loyal = before + (followers - before) * (0.25 if day >= GIVEAWAY_STARTS else 1)
        seen = OTHERS_SEE * loyal + WON_BY_GIVEAWAY_SEES * (followers - loyal)
        reach = round(seen * max(0.3, dice.normal(1, 0.25)) * _weekday(day))
        days.append(Day(day, gained, lost, followers, reach, dice.count(reach * 0.028)))
    return days


def _by_day(dice: Dice, channel: str, month: Month) -> dict[date, int]:
    days = days_in(month.month)
    weights = [_weekday(day) * (_pull(day) if _runs_giveaway(channel) else 1) for day in days]
    return dict(zip(days, dice.spread(month.followers_gained[channel], weights), strict=True))


def _runs_giveaway(channel: str) -> bool:
    return channel in ("instagram", "facebook", "tiktok")


def _pull(day: date) -> float:
    """How hard the giveaway draws: most in the days after each month's prize is announced."""
    if day < GIVEAWAY_STARTS or month_of(day) > GIVEAWAY_LAST_MONTH:
        return 0.04 if month_of(day) == month_of(GIVEAWAY_STARTS) else 1
    return 4 if timedelta(0) <= day - day.replace(day=10) < timedelta(days=4) else 1


def _weekday(day: date) -> float:
    return (1.05, 1.1, 1.1, 1.05, 0.95, 0.8, 0.95)[day.weekday()]
