"""Bets on a workspace's own metrics: what may be bet on, when a bet is due, its one judgement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from data_pipeline.analysis.bet import (
    FEWEST_NEW_MONTHS,
    LONGEST_WAIT,
    Claim,
    Trial,
    decided,
    new_months_needed,
    put_to_the_test,
)
from data_pipeline.analysis.changes import changes, link
from data_pipeline.analysis.delays import FEWEST_FREEDOM, USUAL_DELAYS
from data_pipeline.analysis.timeline import placed, timeline
from data_pipeline.metrics.breaks import breaks_in
from data_pipeline.metrics.catalogue import METRICS, OUTCOMES, metric_named
from data_pipeline.metrics.judged import complete_months, counted_as, named, share_a_part
from data_pipeline.metrics.query import measure
from data_pipeline.problems import Refused, refused
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.bets import Bet, Declaration, bets, declare, keep_judgement

# What a business can do more of, or have more of, without selling anything by it.
MOVERS = (
    "conversations",
    "engagements",
    "posts",
    "followers",
    "net_new_followers",
    "impressions",
    "views",
    "profile_website_clicks",
    "email_recipients",
    "email_click_rate",
    "new_website_users",
    "ad_spend",
    "ad_clicks",
    "channel_spend",
)
FEWEST_KNOWN = 13  # months, so that each calendar month was changed to once and the season is known
PATIENCE = 3  # months after the review month, in which what is missing may still be added


@dataclass(frozen=True)
class Wait:
    """How many months after a bet would show it; None where 60 would not. Not known where what is
    here is too little to tell the usual ups and downs."""

    months: int | None
    known: bool = True


def movers(warehouse: Warehouse, fewest: int = FEWEST_KNOWN) -> list[str]:
    """What might move an outcome, of which so many complete months are here."""
    return _known(warehouse, [name for name in MOVERS if name in METRICS], fewest)


def wanted(warehouse: Warehouse, fewest: int = FEWEST_KNOWN) -> list[str]:
    """The outcomes of which so many complete months are here."""
    return _known(warehouse, OUTCOMES, fewest)


def _known(warehouse: Warehouse, names: Sequence[str], fewest: int) -> list[str]:
    if not warehouse.marts().snapshot:
        return []
    return [name for name in names if _complete(warehouse, name) >= fewest]


def _complete(warehouse: Warehouse, name: str) -> int:
    figures = measure(warehouse, name).filter("complete")["value"].drop_nulls()
    return len(figures) if (figures != 0).any() else 0


# -- when ------------------------------------------------------------------------------------------


def first_new_month(declared_at: datetime) -> date:
    """The first month of which nothing was known when the bet was made."""
    return after(declared_at.date(), 1)


def earliest_review(declared_at: datetime) -> date:
    """The first month in which a bet can be judged."""
    return after(first_new_month(declared_at), FEWEST_NEW_MONTHS - 1)


def latest_review(declared_at: datetime) -> date:
    return after(first_new_month(declared_at), LONGEST_WAIT - 1)


def after(month: date, months: int) -> date:
    """The first day of the month so many months later."""
    year, place = divmod(month.year * 12 + month.month - 1 + months, 12)
    return date(year, place + 1, 1)


def how_long(
    warehouse: Warehouse, metric: str, outcome: str, delay: int, smallest_effect: float
) -> Wait:
    """How many months after today would show a link of this size four times in five."""
    rows, _ = complete_months(warehouse, [metric, outcome])
    days = rows["date"].to_list()
    calendar = timeline(days)
    if len(days) < FEWEST_KNOWN:
        return Wait(None, known=False)
    lines = [placed(calendar, days, rows[one].to_list()) for one in (metric, outcome)]
    if any((line < 0).any() for line in lines):
        return Wait(None, known=False)
    found = link(changes(lines[0]), changes(lines[1]), calendar.seasons, delay)
    if found is None or found.freedom < FEWEST_FREEDOM:
        return Wait(None, known=False)
    return Wait(new_months_needed(found, smallest_effect))


# -- declaring -------------------------------------------------------------------------------------


def declare_bet(warehouse: Warehouse, declared: Declaration, at: datetime) -> None:
    """Lock a bet that can be judged one day."""
    one, other = metric_named(declared.metric), metric_named(declared.outcome)
    if declared.outcome not in OUTCOMES or share_a_part(one, other):
        raise refused(
            f"{one.label} and {other.label} can't be bet on",
            "",
            "A bet needs something to move and an outcome that is not counted from it.",
        )
    for name in (declared.metric, declared.outcome):
        if _complete(warehouse, name) < FEWEST_KNOWN:
            raise refused(
                f"{metric_named(name).label}: fewer than {FEWEST_KNOWN} complete months are here",
                "",
                "Add a year of exports first: it tells what is usual in which month.",
            )
    assert declared.direction in ("rise", "fall"), declared.direction
    assert declared.delay in USUAL_DELAYS, declared.delay
    assert 0 < declared.smallest_effect <= 1, declared.smallest_effect
    first, last = earliest_review(at), latest_review(at)
    if not first <= declared.review_month <= last:
        raise refused(
            f"{declared.review_month:%B %Y} can't be the month to look",
            "",
            f"Choose one from {first:%B %Y}, when {FEWEST_NEW_MONTHS} months nobody knows yet are "
            f"over, to {last:%B %Y}.",
        )
    declare(warehouse, declared, at)


# -- judging ---------------------------------------------------------------------------------------


def settle(warehouse: Warehouse) -> list[Bet]:
    """Judge every bet that is due, then tell all of them, the newest first.

    Bets for the same month are judged together, since each counts for the others.
    """
    kept = bets(warehouse)
    families: dict[date, list[Bet]] = {}
    for bet in kept:
        families.setdefault(bet.declared.review_month, []).append(bet)
    due = [family for family in families.values() if _is_due(warehouse, family)]
    for family in due:
        _judge(warehouse, family)
    return bets(warehouse) if due else kept


def months_missing(warehouse: Warehouse, bet: Bet) -> list[date]:
    """Of the months that decide a bet, those that are not here in full."""
    months = _rows(warehouse, bet.declared).drop_nulls()["date"].to_list()
    claim = _claim(bet)
    span = (claim.review.year - claim.first_new.year) * 12 + claim.review.month
    return [
        month
        for place in range(span - claim.first_new.month + 1)
        if (month := after(claim.first_new, place)) not in months
    ]


def _is_due(warehouse: Warehouse, family: Sequence[Bet]) -> bool:
    waiting = [bet for bet in family if bet.state == "waiting"]
    return bool(waiting) and all(_is_ready(warehouse, bet) for bet in waiting)


def _is_ready(warehouse: Warehouse, bet: Bet) -> bool:
    rows = _rows(warehouse, bet.declared)
    newest = rows["date"].to_list()[-1] if not rows.is_empty() else date.min
    if newest < bet.declared.review_month:
        return False
    waited = newest >= after(bet.declared.review_month, PATIENCE)
    return waited or not months_missing(warehouse, bet)


def _judge(warehouse: Warehouse, family: Sequence[Bet]) -> None:
    waiting = [bet for bet in family if bet.state == "waiting"]
    withdrawn = sum(bet.state == "withdrawn" for bet in family)
    verdicts = decided([_tested(warehouse, bet) for bet in waiting], withdrawn)
    for bet, verdict in zip(waiting, verdicts, strict=True):
        keep_judgement(warehouse, bet.id, verdict.verdict, verdict.as_json())


def _tested(warehouse: Warehouse, bet: Bet) -> Trial:
    metric, outcome = metric_named(bet.declared.metric), metric_named(bet.declared.outcome)
    return put_to_the_test(
        _rows(warehouse, bet.declared),
        metric.name,
        outcome.name,
        _claim(bet),
        labels=(named(metric), named(outcome)),
        outcome_is=counted_as(outcome),
        breaks=[
            one.day for name in (metric.name, outcome.name) for one in breaks_in(warehouse, name)
        ],
    )


def _claim(bet: Bet) -> Claim:
    declared = bet.declared
    return Claim(
        declared.direction,
        declared.delay,
        declared.smallest_effect,
        first_new_month(bet.declared_at),
        declared.review_month,
    )


def _rows(warehouse: Warehouse, declared: Declaration) -> pl.DataFrame:
    """Complete months; none where every upload was undone since."""
    names = [declared.metric, declared.outcome]
    try:
        return complete_months(warehouse, names)[0]
    except Refused:
        return pl.DataFrame(schema={"date": pl.Date, **dict.fromkeys(names, pl.Float64)})
