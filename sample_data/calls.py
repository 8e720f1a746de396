"""Telephone calls, in and out."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sample_data.business import Month
from sample_data.dice import Dice
from sample_data.months import MONTHS, days_in
from sample_data.wording import DRAMA_NUMBERS

OPEN = (1.25, 1.1, 1.0, 1.0, 1.0, 0.3, 0.05)
KNOWN_CALLER = 0.3
INCOMING = {"Accepted": 0.76, "Missed": 0.15, "Voicemail": 0.09}
OUTGOING = {"Call connected": 0.8, "No Answer": 0.12, "Hang Up": 0.08}
EXTENSIONS = ("101 - Front desk", "102 - Workshop", "103 - Design")


@dataclass(frozen=True)
class Call:
    at: datetime
    is_incoming: bool
    other_number: str
    extension: str
    result: str
    seconds: int

    @property
    def is_answered(self) -> bool:
        return self.result in ("Accepted", "Call connected")


def calls_by_month(months: list[Month]) -> dict[date, list[Call]]:
    callers = _Callers()
    return {month.month: _calls(month, callers) for month in months if month.month in MONTHS}


class _Callers:
    """Who rings: mostly people who never rang before, else one of those who did."""

    def __init__(self) -> None:
        numbers = [form.format(at) for form in sorted(set(DRAMA_NUMBERS)) for at in range(1000)]
        self._strangers = Dice("callers").shuffled(numbers)
        self._known = [self._strangers.pop()]

    def rings(self, dice: Dice) -> str:
        if dice.chance(KNOWN_CALLER):
            return dice.pick(self._known)
        self._known.append(self._strangers.pop())
        return self._known[-1]

    def is_rung(self, dice: Dice) -> str:
        return dice.pick(self._known)


def _calls(month: Month, callers: _Callers) -> list[Call]:
    dice, days = Dice("calls", month.month), days_in(month.month)
    weights = [OPEN[day.weekday()] for day in days]
    incoming, outgoing = (
        dice.spread(total, weights) for total in (month.incoming_calls, month.outgoing_calls)
    )
    calls = list[Call]()
    for day, received, made in zip(days, incoming, outgoing, strict=True):
        moments = sorted(_moment(dice, day) for _ in range(received + made))
        ways = dice.shuffled([True] * received + [False] * made)
        calls += [_call(dice, callers, *call) for call in zip(moments, ways, strict=True)]
    return calls


def _moment(dice: Dice, day: date) -> datetime:
    return datetime.combine(
        day, time(dice.pick((9, 9, 10, 10, 11, 12, 14, 15, 16)), dice.whole(0, 59))
    )


def _call(dice: Dice, callers: _Callers, at: datetime, is_incoming: bool) -> Call:
    result = dice.pick_by(INCOMING if is_incoming else OUTGOING)
    talked = result in ("Accepted", "Call connected")
    return Call(
        at=at,
        is_incoming=is_incoming,
        other_number=callers.rings(dice) if is_incoming else callers.is_rung(dice),
        extension=dice.pick(EXTENSIONS),
        result=result,
        seconds=dice.whole(25, 640) if talked else dice.whole(2, 40),
    )
