"""The hidden story of Harbour & Pine Joinery: what really drives what, month by month.

Conversations lead enquiries by a month. Followers lead nothing: no line below that leads to a
call, an enquiry, an account or an invoice reads the followers.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sample_data.dice import Dice
from sample_data.months import EARLIER_MONTHS, MONTHS, month_after, share_over

NAME = "Harbour & Pine Joinery"
HANDLE = "harbourandpine"
PAGE = "harbour-and-pine-joinery"
TOWN = "Saltmere"

USUAL_CONVERSATIONS = 430
CONVERSATION_SHARES = {
    "instagram": 0.42,
    "facebook": 0.24,
    "linkedin": 0.19,
    "x": 0.08,
    "tiktok": 0.07,
}
CONVERSATION_SEASON = {1: -0.05, 3: 0.04, 4: 0.06, 5: 0.05, 8: -0.10, 12: -0.06}

USUAL_ENQUIRIES = 80
ELASTICITY = 0.5
ENQUIRY_SEASON = {
    1: -0.16, 2: 0.02, 3: 0.10, 4: 0.14, 5: 0.10, 6: 0.03,
    7: -0.02, 8: -0.20, 9: 0.05, 10: 0.04, 11: 0.0, 12: -0.08,
}  # fmt: skip
ENQUIRY_TO_ACCOUNT_RATE = 0.18

USUAL_INCOMING_CALLS = 92
CALL_ELASTICITY = 0.25
USUAL_OUTGOING_CALLS = 60

TRADE_SHOW = "Northern Home & Craft Show"
TRADE_SHOW_DATES = (date(2026, 5, 8), date(2026, 5, 10))
TRADE_SHOW_ENQUIRIES = {date(2026, 5, 1): 30, date(2026, 6, 1): 30}

GIVEAWAY_STARTS = date(2025, 3, 10)
GIVEAWAY_LAST_MONTH = date(2026, 2, 1)
GIVEAWAY_FOLLOWERS = {
    "instagram": (6100, 5450, 4300, 3350, 2700, 2150, 1950, 1600, 1300, 850, 600, 450),
    "facebook": (1550, 1400, 1050, 800, 680, 540, 480, 390, 310, 200, 150, 120),
    "tiktok": (950, 880, 760, 620, 520, 420, 360, 300, 250, 160, 120, 90),
}
USUAL_FOLLOWERS_GAINED = {"instagram": 185, "facebook": 46, "linkedin": 27, "x": 13, "tiktok": 24}
FOLLOWERS_BEFORE = {
    "instagram": 12_060,
    "facebook": 3_420,
    "linkedin": 1_610,
    "x": 1_555,
    "tiktok": 690,
}


@dataclass(frozen=True)
class Month:
    """What happens in one month, before anyone exports a line of it."""

    month: date
    conversations: Mapping[str, int]
    enquiries: int
    trade_show_enquiries: int
    incoming_calls: int
    outgoing_calls: int
    followers_gained: Mapping[str, int]


def all_months() -> list[Month]:
    """The exported months and, before them, those whose customers were still to be invoiced."""
    conversations = _conversations()
    return [
        _month(month, conversations[month], sum(conversations[month_after(month, -1)].values()))
        for month in [*EARLIER_MONTHS[1:], *MONTHS]
    ]


def _conversations() -> dict[date, dict[str, int]]:
    """What people write under posts, by channel: restless from month to month, without a trend."""
    mood, talk = 0.0, {}
    for month in [*EARLIER_MONTHS, *MONTHS]:
        dice = Dice("conversations", month)
        mood = max(-0.6, min(0.6, 0.2 * mood + dice.normal(0, 0.3)))
        rate = USUAL_CONVERSATIONS * math.exp(mood + CONVERSATION_SEASON.get(month.month, 0))
        total = dice.count(rate * share_over(month))
        dealt = dice.spread(total, list(CONVERSATION_SHARES.values()))
        talk[month] = dict(zip(CONVERSATION_SHARES, dealt, strict=True))
    return talk


def _month(month: date, conversations: Mapping[str, int], conversations_1m_before: int) -> Month:
    dice, talk = Dice("month", month), conversations_1m_before / USUAL_CONVERSATIONS
    season, so_far = ENQUIRY_SEASON[month.month], share_over(month)
    return Month(
        month=month,
        conversations=conversations,
        enquiries=dice.count(USUAL_ENQUIRIES * math.exp(season) * talk**ELASTICITY * so_far),
        trade_show_enquiries=TRADE_SHOW_ENQUIRIES.get(month, 0),
        incoming_calls=dice.count(
            USUAL_INCOMING_CALLS * math.exp(season / 2) * talk**CALL_ELASTICITY * so_far
        ),
        outgoing_calls=dice.count(USUAL_OUTGOING_CALLS * so_far),
        followers_gained={channel: _gained(channel, month) for channel in FOLLOWERS_BEFORE},
    )


def _gained(channel: str, month: date) -> int:
    usual = Dice("followers gained", channel, month).count(
        USUAL_FOLLOWERS_GAINED[channel] * share_over(month)
    )
    giveaway = GIVEAWAY_FOLLOWERS.get(channel, ())
    at = (month.year - GIVEAWAY_STARTS.year) * 12 + month.month - GIVEAWAY_STARTS.month
    return usual + (giveaway[at] if 0 <= at < len(giveaway) else 0)
