"""A link declared in advance, tested once on the months that came after it was declared.

What was known at declaration must not decide it: the closest of 72 pairs and delays, picked from
three years without any link and tested a year later on all four, “wins” in 62 of 100 businesses;
tested on the new year alone, in 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl
from scipy.special import stdtr

from data_pipeline.analysis.changes import Link, changes, link_since, smallest_correlation
from data_pipeline.analysis.delays import FEWEST_FREEDOM
from data_pipeline.analysis.elasticity import of_tenth, per_tenth, percent
from data_pipeline.analysis.time_to_know import correlation_of, share_new
from data_pipeline.analysis.timeline import placed, timeline
from data_pipeline.analysis.together import Counted, Pair, unfit_figures, when
from data_pipeline.analysis.verdict import LeftOut, Verdict

WON, LOST, OPEN = "won", "lost", "open"
FEWEST_NEW_MONTHS = 12
LONGEST_WAIT = 60  # months; nobody waits longer for a bet
SURE = 0.05

Direction = Literal["rise", "fall"]


@dataclass(frozen=True)
class Claim:
    """“When the metric goes up, the outcome will `direction` `delay` months later, by `smallest` or
    more for every tenth more.” smallest: a share above 0, whichever the direction. Decided by the
    months from `first_new` to `review`."""

    direction: Direction
    delay: int
    smallest: float
    first_new: date
    review: date

    @property
    def sign(self) -> int:
        """1 where the outcome is to rise, −1 where it is to fall."""
        return 1 if self.direction == "rise" else -1

    @property
    def least(self) -> float:
        """The elasticity claimed, above 0 for a rise and below it for a fall."""
        return of_tenth(self.sign * self.smallest)


@dataclass(frozen=True)
class Trial:
    """What the new months say of a claim. link is None, with reasons, where they say nothing."""

    claim: Claim
    names: tuple[str, str]
    link: Link | None
    months: tuple[str, str]
    missing: int
    reasons: tuple[str, ...]

    @property
    def p(self) -> float:
        """One-sided, in the direction claimed; 1 where nothing can be told."""
        if self.link is None:
            return 1.0
        if self.link.standard_error == 0:
            return 0.0 if self.claim.sign * self.link.slope > 0 else 1.0
        t = self.claim.sign * self.link.slope / self.link.standard_error
        return float(stdtr(self.link.freedom, -t))


@dataclass(frozen=True, kw_only=True)
class BetVerdict(Verdict):
    """verdict: “won”, “lost” or “open”. estimate: an elasticity; per_tenth: the same as the
    outcome's share for a tenth more of the metric. p: one-sided, in the direction claimed."""

    per_tenth: float | None = None


def put_to_the_test(
    rows: pl.DataFrame,
    metric: str,
    outcome: str,
    claim: Claim,
    *,
    labels: tuple[str, str],
    outcome_is: Counted = "counts",
    breaks: Sequence[date] = (),
) -> Trial:
    """The claim set against the months it was made for: `changes.link_since` at its delay alone.

    rows: `date` and the two figures, one row a month; those after the review month are not looked
    at. The season comes from all months before. Minimum data: 5 degrees of freedom, 30 outcomes a
    month where they are counted, one definition throughout; `reasons` say what is missing.
    """
    rows = rows.filter(pl.col("date") <= claim.review)
    calendar = timeline([*rows["date"].to_list(), claim.review])
    days = rows["date"].to_list()
    lines = [placed(calendar, days, rows[one].to_list()) for one in (metric, outcome)]
    first = calendar.place_of(claim.first_new)
    since = max(0, first - claim.delay - 1)
    pair = Pair(calendar, lines[0], lines[1], *labels)
    new = Pair(calendar, lines[0][since:], lines[1][max(0, first - 1) :], *labels)
    reasons = unfit_figures(new, outcome_is)
    if changed := [day for day in breaks if since < calendar.place_of(day) < calendar.places]:
        reasons.append(f"What is counted changed in {min(changed):%b %Y}.")
    found = None if reasons else _linked(pair, claim.delay, max(0, first))
    if found is None and not reasons:
        reasons.append(
            "Too few of the months it was made for are here in full, or the figures hardly vary."
        )
    used = found.places if found else range(max(0, first), calendar.places)
    months = calendar.named(int(used[0])), calendar.named(int(used[-1]))
    missing = calendar.places - first - (len(found.places) if found else 0)
    return Trial(claim, labels, found, months, missing, tuple(reasons))


def _linked(pair: Pair, delay: int, first: int) -> Link | None:
    a, b = changes(pair.metric), changes(pair.outcome)
    found = link_since(a, b, pair.calendar.seasons, delay, first)
    return found if found and found.freedom >= FEWEST_FREEDOM else None


def decided(tested: Sequence[Trial], withdrawn: int = 0) -> list[BetVerdict]:
    """Bets that fall due together, each with all of them counted (Holm 1979, 5% in all).

    Won: the direction is sure, and the estimate is no smaller than claimed. Lost: the 90% interval
    lies wholly below what was claimed. Open: neither. withdrawn: bets for the same month that were
    taken back; they are counted, or taking one back would make the others easier to win.
    """
    order = sorted(range(len(tested)), key=lambda place: tested[place].p)
    sure, family = set[int](), len(tested) + withdrawn
    for rank, place in enumerate(order):
        if tested[place].p >= SURE / (family - rank):
            break
        sure.add(place)
    return [_verdict(one, place in sure, family) for place, one in enumerate(tested)]


def _verdict(one: Trial, sure: bool, family: int) -> BetVerdict:
    if one.link is None:
        because = " ".join(one.reasons)
        words = f"It can't be told, and stays open. {because}"
        return BetVerdict(verdict=OPEN, words=words, refused_because=because)
    verdict = _name(one, one.link, sure)
    left_out = (LeftOut(one.missing, "a month in which not both are known"),) if one.missing else ()
    counted = (f"{family} bets were made for the same month; each is counted.",)
    return BetVerdict(
        verdict=verdict,
        words=f"{_words(one, one.link, verdict, sure)} {_seen(one, one.link)}",
        estimate=one.link.slope,
        interval=one.link.interval(),
        per_tenth=per_tenth(one.link.slope),
        delay=one.claim.delay,
        p=one.p,
        rows_used=len(one.link.places),
        rows_left_out=left_out,
        smallest_visible=smallest_correlation(one.link.freedom, 1 - SURE),
        notes=counted if family > 1 else (),
    )


def _name(one: Trial, found: Link, sure: bool) -> str:
    sign, least = one.claim.sign, abs(one.claim.least)
    if max(sign * end for end in found.interval()) < least:
        return LOST
    return WON if sure and sign * found.slope >= least else OPEN


def _words(one: Trial, found: Link, verdict: str, sure: bool) -> str:
    (metric, outcome), claim = one.names, one.claim
    low, high = (percent(per_tenth(end), signed=True) for end in found.interval())
    bet = percent(claim.sign * claim.smallest, signed=True)
    went = "rose" if found.slope > 0 else "fell"
    seen = (
        f"In months when {metric} jumped, {outcome} {went} {when('month', claim.delay)}: "
        f"about {percent(per_tenth(found.slope), signed=True)} for every +10% (between {low} and "
        f"{high})."
    )
    if verdict == WON:
        return f"{seen} The bet was {bet} or more. This is a pattern, not proof of cause."
    if verdict == LOST:
        return f"{seen} The bet was {bet} or more, and that lies outside."
    return f"{seen} {_why_open(one, bet, sure)}: it stays open. A bet on later months can follow."


def _why_open(one: Trial, bet: str, sure: bool) -> str:
    if sure:
        return f"Whether by the {bet} of the bet cannot be told"
    if one.p < SURE:
        return "Among several bets for the same month, one like this is to be expected by accident"
    return f"That leaves both the {bet} of the bet and nothing at all possible"


def _seen(one: Trial, found: Link) -> str:
    smallest = smallest_correlation(found.freedom, 1 - SURE)
    return (
        f"From {len(found.places)} changes between {one.months[0]} and {one.months[1]}, all later "
        f"than the bet; a link weaker than a correlation of {smallest:.2f} could easily have "
        "stayed unseen."
    )


def new_months_needed(known: Link, smallest: float) -> int | None:
    """How many months after a bet would show a link of this size four times in five; None where
    60 would not.

    known: the link at the bet's delay so far, for its ups and downs and its persistence.
    r ≥ (t.95 + t.80)/√(df + (…)²) with df = (n − 2)·nₑ/n; see `time_to_know`, which asks the same
    of all months. Units: months; 12 at least.
    """
    r, new = correlation_of(known, smallest), share_new(known)
    for months in range(FEWEST_NEW_MONTHS, LONGEST_WAIT + 1):
        freedom = (months - 2) * new
        if freedom >= FEWEST_FREEDOM and smallest_correlation(freedom, 1 - SURE) <= r:
            return months
    return None
