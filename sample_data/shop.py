"""The small online shop for care products. Its takings are not in the joinery's own books."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sample_data.dice import Dice
from sample_data.months import MONTHS, days_in, share_over
from sample_data.wording import PLACES, STREETS, e_mail, full_name

PRODUCTS = {
    ("Board butter / 100 ml", "HP-BB-100"): Decimal("9.50"),
    ("Hard wax oil / 250 ml", "HP-WO-250"): Decimal("18.50"),
    ("Beeswax polish / 200 ml", "HP-BP-200"): Decimal("12.00"),
    ("Soap for oiled floors / 1 l", "HP-SF-1000"): Decimal("14.00"),
    ("Oak chopping board", "HP-CB-OAK"): Decimal("42.00"),
    ("Table care kit", "HP-KIT"): Decimal("36.00"),
}
USUAL_ORDERS = 33
SEASON = {1: 0.8, 8: 0.85, 11: 1.15, 12: 1.35}
POSTAGE, FREE_FROM = Decimal("4.50"), Decimal("50")
STATUSES = {"paid": 0.91, "partially_refunded": 0.035, "refunded": 0.03, "voided": 0.025}


@dataclass(frozen=True)
class Order:
    number: int
    order_id: str
    at: datetime
    name: str
    e_mail: str
    address: str
    place: str
    postcode: str
    lines: list[tuple[str, str, Decimal, int]]
    status: str
    cancelled: datetime | None
    refunded: Decimal

    @property
    def subtotal(self) -> Decimal:
        return sum((price * quantity for _, _, price, quantity in self.lines), Decimal("0.00"))

    @property
    def postage(self) -> Decimal:
        return Decimal("0.00") if self.subtotal >= FREE_FROM else POSTAGE

    @property
    def total(self) -> Decimal:
        return self.subtotal + self.postage

    @property
    def net(self) -> Decimal:
        """What stayed in the till: nothing of an order that was never paid."""
        return Decimal("0.00") if self.status == "voided" else self.total - self.refunded


def orders_by_month() -> dict[date, list[Order]]:
    orders, first = dict[date, list[Order]](), 1042
    for month in MONTHS:
        orders[month] = _orders(month, first)
        first += len(orders[month])
    return orders


def _orders(month: date, first: int) -> list[Order]:
    dice, days = Dice("orders", month), days_in(month)
    how_many = dice.count(USUAL_ORDERS * SEASON.get(month.month, 1) * share_over(month))
    moments = sorted(
        datetime.combine(
            dice.pick(days), time(dice.whole(7, 19), dice.whole(0, 59), dice.whole(0, 59))
        )
        for _ in range(how_many)
    )
    return [_order(dice, first + at, moment) for at, moment in enumerate(moments)]


def _order(dice: Dice, number: int, at: datetime) -> Order:
    name, status = full_name(dice), dice.pick_by(STATUSES)
    chosen = dice.shuffled(list(PRODUCTS))[: dice.pick((1, 1, 1, 2, 2, 3))]
    order = Order(
        number=number,
        order_id="61" + dice.digits(11),
        at=at,
        name=name,
        e_mail=e_mail(dice, name),
        address=f"{dice.whole(1, 90)} {dice.pick(STREETS)}",
        place=dice.pick(PLACES),
        postcode=f"ZZ{dice.whole(1, 20)} {dice.whole(1, 9)}{dice.letters(2, 'ABDEFGHJ')}",
        lines=[(*product, PRODUCTS[product], dice.pick((1, 1, 1, 2))) for product in chosen],
        status=status,
        cancelled=at + timedelta(minutes=dice.whole(5, 300)) if status == "voided" else None,
        refunded=Decimal("0.00"),
    )
    refunds = {"refunded": order.total, "partially_refunded": order.lines[0][2]}
    return replace(order, refunded=refunds.get(status, Decimal("0.00")))
