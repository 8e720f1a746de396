"""What each channel costs the joinery: money, and hours of its people."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sample_data.business import GIVEAWAY_LAST_MONTH, GIVEAWAY_STARTS, TRADE_SHOW_DATES
from sample_data.dice import Dice
from sample_data.months import month_after, month_of, share_over

USUAL = {  # pounds and hours a month
    "Instagram": (60, 24),
    "Facebook": (40, 10),
    "LinkedIn": (0, 8),
    "X": (0, 3),
    "TikTok": (0, 9),
    "E-mail": (45, 5),
    "Search": (420, 3),
    "Referral": (80, 4),
    "Client service": (0, 31),
}
GIVEAWAY = {"Instagram": (1_350, 12), "Facebook": (420, 4), "TikTok": (180, 5)}
SHOW_MONTH = month_of(TRADE_SHOW_DATES[0])
EVENTS = {month_after(SHOW_MONTH, -1): (1_200, 22), SHOW_MONTH: (6_400, 92)}


@dataclass(frozen=True)
class Cost:
    month: date
    channel: str
    spend: Decimal
    hours: Decimal


def costs_in(month: date) -> list[Cost]:
    dice, share = Dice("costs", month), share_over(month)
    costs = [_cost(dice, month, channel, share) for channel in USUAL]
    if month in EVENTS:
        spend, hours = EVENTS[month]
        costs.append(Cost(month, "Events", Decimal(spend), Decimal(hours)))
    return costs


def _cost(dice: Dice, month: date, channel: str, share: float) -> Cost:
    spend, hours = USUAL[channel]
    if month_of(GIVEAWAY_STARTS) <= month <= GIVEAWAY_LAST_MONTH:
        more_spend, more_hours = GIVEAWAY.get(channel, (0, 0))
        spend, hours = spend + more_spend, hours + more_hours
    return Cost(
        month=month,
        channel=channel,
        spend=Decimal(round(spend * share * dice.between(0.9, 1.1))),
        hours=Decimal(round(2 * hours * share * dice.between(0.85, 1.15))) / 2,
    )
