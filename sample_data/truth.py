"""What a correct reader of the exports must find, counted from the rows they were written from."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sample_data import business
from sample_data.exports import COUNTED, EXPORTED_TWICE, NOT_EXPORTED
from sample_data.months import EXPORTED_ON, MONTHS, UNFINISHED, days_in, month_after, month_of
from sample_data.posts import FIRST_MONTH_OF_VIEWS
from sample_data.story import Story

CHANNELS = ("instagram", "facebook", "linkedin", "x", "tiktok")


def truth(story: Story) -> dict[str, Any]:
    return {
        "business": business.NAME,
        "currency": "GBP",
        "exported_on": EXPORTED_ON.isoformat(),
        "first_month": _written(MONTHS[0]),
        "last_complete_month": _written(month_after(UNFINISHED, -1)),
        "unfinished_month": _written(UNFINISHED),
        "story": _story(),
        "irregularities": _irregularities(),
        "months": [_month(story, month) for month in MONTHS],
    }


def _story() -> dict[str, Any]:
    return {
        "conversations_lead_enquiries_by_months": 1,
        "elasticity_of_enquiries_to_conversations": business.ELASTICITY,
        "elasticity_of_incoming_calls_to_conversations": business.CALL_ELASTICITY,
        "enquiry_to_account_rate": business.ENQUIRY_TO_ACCOUNT_RATE,
        "effect_of_followers_on_any_outcome": 0,
        "season_of_enquiries": {
            str(month): round(effect, 3) for month, effect in business.ENQUIRY_SEASON.items()
        },
        "giveaway": {
            "starts": business.GIVEAWAY_STARTS.isoformat(),
            "last_month": _written(business.GIVEAWAY_LAST_MONTH),
            "channels": list(business.GIVEAWAY_FOLLOWERS),
        },
        "trade_show": {
            "name": business.TRADE_SHOW,
            "starts": business.TRADE_SHOW_DATES[0].isoformat(),
            "ends": business.TRADE_SHOW_DATES[1].isoformat(),
            "extra_enquiries": {
                _written(month): extra for month, extra in business.TRADE_SHOW_ENQUIRIES.items()
            },
        },
    }


def _irregularities() -> dict[str, Any]:
    return {
        "tiktok_overview_missing": _written(NOT_EXPORTED),
        "instagram_posts_exported_twice": {
            "month": _written(EXPORTED_TWICE),
            "second_in_folder": _written(month_after(EXPORTED_TWICE)),
            "wrong_first_time": "Views, all zero",
        },
        "impressions_become_views_in": _written(FIRST_MONTH_OF_VIEWS),
        "follower_totals_counted_on": [day.isoformat() for day in COUNTED.values()],
    }


def _month(story: Story, month: date) -> dict[str, Any]:
    calls, deals = story.calls[month], story.deals[month]
    incoming = [call for call in calls if call.is_incoming]
    won = [deal for deal in deals if deal.is_won]
    enquiries = story.enquiries[month]
    return {
        "month": _written(month),
        "days": len(days_in(month)),
        "calls_incoming": len(incoming),
        "calls_answered": sum(call.is_answered for call in incoming),
        "calls_outgoing": len(calls) - len(incoming),
        "enquiries": len(enquiries),
        "enquiries_by_answer": _counted(enquiry.heard for enquiry in enquiries),
        "accounts": len(won),
        "accounts_by_answer": _counted(deal.heard for deal in won),
        "deals_lost": len(deals) - len(won),
        "revenue": _revenue(story, month),
        "shop_orders": len(story.orders[month]),
        "followers": _followers(story, month),
        "followers_net": _followers_net(story, month),
        "conversations": _conversations(story, month),
        "posts": {channel: len(posts[month]) for channel, posts in story.posts.items()},
    }


def _revenue(story: Story, month: date) -> dict[str, str]:
    joinery = sum((invoice.amount for invoice in story.invoices[month]), Decimal(0))
    shop = sum((order.net for order in story.orders[month]), Decimal(0))
    return {"joinery": f"{joinery:.2f}", "shop": f"{shop:.2f}", "total": f"{joinery + shop:.2f}"}


def _followers(story: Story, month: date) -> dict[str, int]:
    """The totals at the month's close, or on the day of the export."""
    last = days_in(month)[-1]
    totals = {
        channel: next(day.followers for day in story.days[channel] if day.day == last)
        for channel in CHANNELS
    }
    return {**totals, "total": sum(totals.values())}


def _followers_net(story: Story, month: date) -> dict[str, int]:
    net = {
        channel: sum(
            day.gained - day.lost for day in story.days[channel] if month_of(day.day) == month
        )
        for channel in CHANNELS
    }
    return {**net, "total": sum(net.values())}


def _conversations(story: Story, month: date) -> Mapping[str, int | None]:
    """What people wrote, as far as the exports tell. TikTok is unknown where it is missing."""
    known: dict[str, int | None] = {
        channel: sum(post.comments for post in posts[month])
        for channel, posts in story.posts.items()
    }
    for channel, replies in story.replies.items():
        known[channel] = sum(replies[day] for day in days_in(month))
    if month == NOT_EXPORTED:
        known["tiktok"] = None
    return {**known, "total": sum(count or 0 for count in known.values())}


def _counted(answers: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(answers).items()))


def _written(month: date) -> str:
    return f"{month:%Y-%m}"
