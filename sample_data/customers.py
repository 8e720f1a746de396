"""Enquiries, the accounts some of them become, and what those are invoiced."""

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sample_data.business import ENQUIRY_TO_ACCOUNT_RATE, Month
from sample_data.dice import Dice
from sample_data.months import EXPORTED_ON, days_in, working_day
from sample_data.wording import (
    AFTER_THE_SHOW,
    ASKED,
    HEARD,
    WORK,
    e_mail,
    full_name,
    phone,
)

LOST_DEAL_RATE = 0.25
DEPOSIT = Decimal("0.35")
SMALL_JOB = 1_200
WEEKDAY_ENQUIRIES = (1.35, 1.2, 1.1, 1.05, 0.9, 0.6, 0.8)
TRADE_CUSTOMERS = (
    "Salt Lane Interiors",
    "Marram House Hotel",
    "Fennholt Architects LLP",
    "Lowther & Venn Builders",
    "Quayside Lettings",
    "The Pilot Boat Inn",
)
TRADE_ORDERS_A_MONTH = 0.85


@dataclass(frozen=True)
class Enquiry:
    at: datetime
    name: str
    e_mail: str
    phone: str
    wants: str
    heard: str
    message: str


@dataclass(frozen=True)
class Deal:
    name: str
    created: datetime
    closed: datetime
    is_won: bool
    amount: Decimal
    customer: str
    wants: str
    heard: str


@dataclass(frozen=True)
class Invoice:
    """One line of a sale; a credit memo's amount is negative."""

    day: date
    kind: str
    customer: str
    product: str
    memo: str
    amount: Decimal


def enquiries_in(month: Month) -> list[Enquiry]:
    dice = Dice("enquiries", month.month)
    days = days_in(month.month)
    weights = [WEEKDAY_ENQUIRIES[day.weekday()] for day in days]
    usual = _dealt(dice, days, month.enquiries, weights)
    at_show = _dealt(dice, days, month.trade_show_enquiries, _after_show(days))
    enquiries = [_enquiry(dice, day, HEARD) for day in usual]
    enquiries += [_enquiry(dice, day, AFTER_THE_SHOW) for day in at_show]
    return sorted(enquiries, key=lambda enquiry: (enquiry.at, enquiry.e_mail))


def _dealt(dice: Dice, days: list[date], total: int, weights: list[float]) -> list[date]:
    counts = dice.spread(total, weights)
    return [day for day, count in zip(days, counts, strict=True) for _ in range(count)]


def _after_show(days: list[date]) -> list[float]:
    """Visitors of the show write from its first day on, fewer each week."""
    opens = date(2026, 5, 8)
    return [math.exp((opens - day).days / 30) if day >= opens else 0 for day in days]


def _enquiry(dice: Dice, day: date, heard: dict[str, float]) -> Enquiry:
    name = full_name(dice)
    wants = dice.pick_by({work: share for work, (share, _, _) in WORK.items()})
    return Enquiry(
        at=datetime.combine(
            day, time(dice.pick((7, 8, 9, 10, 11, 13, 16, 18, 19)), dice.whole(0, 59))
        ),
        name=name,
        e_mail=e_mail(dice, name),
        phone=phone(dice) if dice.chance(0.7) else "",
        wants=wants,
        heard=dice.pick_by(heard),
        message=dice.pick(ASKED[wants]),
    )


def deals_from(month: Month, enquiries: list[Enquiry]) -> list[Deal]:
    """What had been won or lost by the day of the export."""
    dice = Dice("orders-won", month.month)
    deals = [_deal(dice, enquiry) for enquiry in enquiries]
    return [deal for deal in deals if deal and deal.closed.date() <= EXPORTED_ON]


def _deal(dice: Dice, enquiry: Enquiry) -> Deal | None:
    fate, (_, low, high) = dice.fraction(), WORK[enquiry.wants]
    if fate > ENQUIRY_TO_ACCOUNT_RATE + LOST_DEAL_RATE:
        return None
    created = enquiry.at + timedelta(hours=dice.whole(1, 40))
    waited = 4 + 7 * -math.log((1 - dice.fraction()) * (1 - dice.fraction()))
    closed = working_day(created.date() + timedelta(days=round(waited)))
    return Deal(
        name=f"{enquiry.name.split()[-1]} - {enquiry.wants}",
        created=created,
        closed=datetime.combine(closed, time(dice.whole(9, 16), dice.whole(0, 59))),
        is_won=fate < ENQUIRY_TO_ACCOUNT_RATE,
        amount=Decimal(5 * round(dice.between(low, high) / 5)),
        customer=enquiry.name,
        wants=enquiry.wants,
        heard=enquiry.heard,
    )


def invoices_for(deal: Deal) -> list[Invoice]:
    """A small job is paid at once, a larger one in three parts."""
    dice, day = Dice("invoices", deal.name, deal.closed), deal.closed.date()
    if deal.amount < SMALL_JOB:
        parts = [("Made to order", deal.amount, dice.whole(7, 25))]
    else:
        part = deal.amount * DEPOSIT
        parts = [
            ("Deposit", part, dice.whole(0, 4)),
            ("Stage payment", part, dice.whole(18, 30)),
            ("Balance on completion", deal.amount - 2 * part, dice.whole(40, 65)),
        ]
    invoices = [
        Invoice(_due(day, wait), "Invoice", deal.customer, deal.wants, memo, amount)
        for memo, amount, wait in parts
    ]
    return [*invoices, *_credit(dice, invoices[-1])]


def _due(day: date, wait: int) -> date:
    return working_day(day + timedelta(days=wait))


def _credit(dice: Dice, last: Invoice) -> list[Invoice]:
    if not dice.chance(0.04):
        return []
    back, day = (
        (last.amount / 10).quantize(Decimal("0.01")),
        working_day(last.day + timedelta(days=9)),
    )
    return [Invoice(day, "Credit memo", last.customer, last.product, "Made good on site", -back)]


def trade_invoices_in(month: Month) -> list[Invoice]:
    """Regular trade customers, who order whatever the enquiries do."""
    dice, days = Dice("trade", month.month), days_in(month.month)
    return [
        Invoice(
            min(working_day(dice.pick(days)), days[-1]),
            "Invoice",
            customer,
            "Trade joinery",
            dice.pick(("Doors, set of four", "Counter and shelving", "Sash windows", "Bed frames")),
            Decimal(round(dice.between(650, 3_900))) + dice.pick((Decimal("0"), Decimal("0.50"))),
        )
        for customer in TRADE_CUSTOMERS
        for _ in range(dice.count(TRADE_ORDERS_A_MONTH * len(days) / 30))
    ]
