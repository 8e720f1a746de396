"""Everything the exports tell, as rows: the story played out once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sample_data.business import Month, all_months
from sample_data.calls import Call, calls_by_month
from sample_data.channels import Day, channel_days
from sample_data.customers import (
    Deal,
    Enquiry,
    Invoice,
    deals_from,
    enquiries_in,
    invoices_for,
    trade_invoices_in,
)
from sample_data.dice import Dice
from sample_data.months import EXPORTED_ON, MONTHS, month_of
from sample_data.posts import Post, posts_by_month
from sample_data.shop import Order, orders_by_month


@dataclass(frozen=True)
class Story:
    """Each thing by the month it happened in."""

    months: Mapping[date, Month]
    days: Mapping[str, list[Day]]
    posts: Mapping[str, Mapping[date, list[Post]]]
    replies: Mapping[str, Mapping[date, int]]
    enquiries: Mapping[date, list[Enquiry]]
    deals: Mapping[date, list[Deal]]
    invoices: Mapping[date, list[Invoice]]
    calls: Mapping[date, list[Call]]
    orders: Mapping[date, list[Order]]


def tell() -> Story:
    months = all_months()
    days = channel_days(months)
    enquiries = {month.month: enquiries_in(month) for month in months}
    deals = [deal for month in months for deal in deals_from(month, enquiries[month.month])]
    return Story(
        months={month.month: month for month in months if month.month in MONTHS},
        days=days,
        posts=posts_by_month(months, days),
        replies={channel: _replies(channel, months, days[channel]) for channel in ("x", "tiktok")},
        enquiries={month: enquiries[month] for month in MONTHS},
        deals=_by_month(deals),
        invoices=_invoices(months, deals),
        calls=calls_by_month(months),
        orders=orders_by_month(),
    )


def _by_month(deals: list[Deal]) -> dict[date, list[Deal]]:
    return {
        month: sorted(
            (deal for deal in deals if month_of(deal.closed.date()) == month),
            key=lambda deal: (deal.closed, deal.name),
        )
        for month in MONTHS
    }


def _invoices(months: list[Month], deals: list[Deal]) -> dict[date, list[Invoice]]:
    invoices = [invoice for deal in deals if deal.is_won for invoice in invoices_for(deal)]
    invoices += [invoice for month in months for invoice in trade_invoices_in(month)]
    return {
        month: sorted(
            (one for one in invoices if month_of(one.day) == month and one.day <= EXPORTED_ON),
            key=lambda one: (one.customer, one.day, one.memo, one.amount),
        )
        for month in MONTHS
    }


def _replies(channel: str, months: list[Month], days: list[Day]) -> dict[date, int]:
    """What people wrote on channels that report it by the day."""
    replies = dict[date, int]()
    for month in months:
        if month.month not in MONTHS:
            continue
        of_month = [day.day for day in days if month_of(day.day) == month.month]
        total = month.conversations[channel]
        dealt = Dice("replies", channel, month.month).spread(total, [1.0] * len(of_month))
        replies |= dict(zip(of_month, dealt, strict=True))
    return replies
