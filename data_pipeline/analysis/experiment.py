"""A planned on/off experiment: weeks in pairs, of which a lot drawn beforehand switches one on.

The lot is all that the judgement rests on: had it fallen otherwise, the pairs' differences would
have had other signs, and nothing else (Fisher 1935; Edgington and Onghena 2007). Season, growth and
whatever else happened meet both weeks of a pair alike. Neither normality nor independence of weeks
is assumed; that a week's switch is not felt in the next one is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from data_pipeline.analysis.campaign import CLEAR, Effect
from data_pipeline.analysis.elasticity import percent
from data_pipeline.analysis.timeline import Floats
from data_pipeline.analysis.verdict import LEVEL, REFUSED, LeftOut, Verdict

FEWEST_PAIRS = 6  # 2 of 64 lots are then as extreme as can be: the first number below 1 in 20
MOST_PAIRS = 26
FEWEST_PAST_PAIRS = 12
MOST_PAST_WEEKS = 104
POWER = 0.80
_ALL_LOTS_UP_TO = 14  # pairs: 16,384 lots; of more, a sample is drawn
_LOTS = 20_000
_LOTS_IN_TRIALS = 1_000
_TRIALS = 400

Signs = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Experiment(Verdict):
    """verdict: “clear lift”, “likely lift”, “no clear change”, “likely fall”, “clear fall” or
    “refused”. estimate, interval: the effect as a share of an average week off. effect: the same in
    the outcome's unit a week, too. p: the share of lots that would show as large a difference, had
    the switch done nothing. smallest_visible: half the interval, as a share."""

    effect: Effect | None = None
    weeks_on_mean: float | None = None
    weeks_off_mean: float | None = None
    pairs: int = 0


def drawn_plan(weeks: int, seed: int) -> tuple[bool, ...]:
    """Which weeks are on: of each two that follow one another one, whichever the lot says.

    The same seed gives the same plan. weeks: even, from twice `FEWEST_PAIRS` to twice `MOST_PAIRS`.
    """
    assert weeks % 2 == 0, f"{weeks} weeks are not pairs"
    assert FEWEST_PAIRS <= weeks // 2 <= MOST_PAIRS, f"{weeks} weeks are too few or too many"
    first_is_on = np.random.default_rng(seed).integers(0, 2, weeks // 2) == 1
    return tuple(bool(on) for first in first_is_on for on in (first, not first))


def experiment(
    values: Sequence[float | None],
    on: Sequence[bool],
    *,
    label: str,
    switched: str = "the switch",
) -> Experiment:
    """The weeks on against the weeks off, judged by the lot.

    values: the outcome of each planned week, None where a week is not whole. on: the plan.
    d = value on − value off, of each pair; effect = mean d, a week. p = the share of lots (all of
    them up to 14 pairs, else 20,000 with a fixed seed and the one that fell) whose |mean| reaches
    the one seen. Interval: every effect that the same test, taken off the weeks on, does not rule
    out at 90%. Units: the outcome's, a week; shares are of an average week off. Minimum data: 6
    whole pairs. Refuses with `refused_because`.
    """
    assert len(values) == len(on), "a plan and its weeks differ in length"
    weeks_on, weeks_off, gaps = _paired(values, on)
    left_out = (LeftOut(2 * gaps, "a week of a pair that is not whole"),) if gaps else ()
    if len(weeks_on) < FEWEST_PAIRS:
        return _refused(len(weeks_on), left_out)
    return _judged(weeks_on, weeks_off, label, switched, left_out)


def _paired(values: Sequence[float | None], on: Sequence[bool]) -> tuple[Floats, Floats, int]:
    line = np.array([np.nan if one is None else one for one in values], dtype=float).reshape(-1, 2)
    switch = np.array(on, dtype=bool).reshape(-1, 2)
    assert np.all(switch.sum(axis=1) == 1), "a pair has one week on and one off"
    whole = np.all(np.isfinite(line), axis=1)
    return line[whole][switch[whole]], line[whole][~switch[whole]], int(np.sum(~whole))


def _refused(pairs: int, left_out: tuple[LeftOut, ...]) -> Experiment:
    more = FEWEST_PAIRS - pairs
    words = (
        f"Only {pairs} {'pair' if pairs == 1 else 'pairs'} of weeks {'is' if pairs == 1 else 'are'}"
        f" whole: the lot alone could have made any difference. {FEWEST_PAIRS} are needed, {more} "
        "more."
    )
    return Experiment(
        verdict=REFUSED, words=words, refused_because=words, rows_left_out=left_out, pairs=pairs
    )


def _judged(
    on: Floats, off: Floats, label: str, switched: str, left_out: tuple[LeftOut, ...]
) -> Experiment:
    differences = on - off
    lots = all_lots(len(differences))
    p = share_of_lots(differences, lots)
    effect = _effect(differences, float(off.mean()), lots)
    side = "lift" if effect.absolute > 0 else "fall"
    verdict = "no clear change"
    if _beyond(p, LEVEL):
        verdict = f"clear {side}" if _beyond(p, CLEAR) else f"likely {side}"
    low, high = effect.relative_interval
    reach = (high - low) / 2 if np.isfinite(high - low) else None
    return Experiment(
        verdict=verdict,
        words=_words(verdict, label, switched, effect, len(differences), p, reach),
        estimate=effect.relative,
        interval=effect.relative_interval,
        p=p,
        rows_used=2 * len(differences),
        rows_left_out=left_out,
        smallest_visible=reach,
        effect=effect,
        weeks_on_mean=float(on.mean()),
        weeks_off_mean=float(off.mean()),
        pairs=len(differences),
    )


def _beyond(p: float, level: float) -> bool:
    return p <= 1 - level + 1e-9


# -- the lot --------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def all_lots(pairs: int) -> Signs:
    """A row a lot, +1 where a pair's difference keeps its sign; the one that fell is the first."""
    if pairs <= _ALL_LOTS_UP_TO:
        turned = (
            np.arange(2**pairs, dtype=np.intp)[:, None] >> np.arange(pairs, dtype=np.intp)
        ) & 1
        return 1.0 - 2.0 * turned.astype(np.float64)
    return _some_lots(pairs, _LOTS)


@lru_cache(maxsize=8)
def _some_lots(pairs: int, number: int) -> Signs:
    turned = np.random.default_rng(pairs).integers(0, 2, (number, pairs)).astype(np.float64)
    return np.concatenate([np.ones((1, pairs)), 1.0 - 2.0 * turned])


def share_of_lots(differences: Floats, lots: Signs) -> float:
    """How many of the lots show a mean difference as large as the one seen, in either direction."""
    reached: Floats = np.abs(np.dot(lots, differences))
    seen = float(np.abs(differences.sum()))
    return float(np.mean(reached >= seen - _tolerance(differences)))


def interval_of_lots(differences: Floats, lots: Signs, level: float = LEVEL) -> tuple[float, float]:
    """Every effect t that the test does not rule out: p(d − t) > 1 − level.

    A lot reaches the difference seen, for an effect t, just where t lies between the mean of the
    differences whose sign it keeps and the mean of those it turns; so that the ends are quantiles
    of the larger and of the smaller of these two means. A lot that keeps or turns all always does.
    """
    kept = (lots + 1) / 2
    number = kept.sum(axis=1)
    pairs = len(differences)
    of_kept: Floats = np.dot(kept, differences)
    mixed = (number > 0) & (number < pairs)
    first = of_kept[mixed] / number[mixed]
    second = (differences.sum() - of_kept[mixed]) / (pairs - number[mixed])
    always = np.full(int(np.sum(~mixed)), np.inf)
    highs = np.sort(np.concatenate([np.maximum(first, second), always]))[::-1]
    lows = np.sort(np.concatenate([np.minimum(first, second), -always]))
    # The first place at which the share of lots that reach so far is more than 1 − level.
    place = int(np.floor((1 - level) * len(lots) + 1e-9))
    return float(lows[place]), float(highs[place])


def _tolerance(differences: Floats) -> float:
    return 1e-9 * float(np.abs(differences).sum())


def _effect(differences: Floats, usual: float, lots: Signs) -> Effect:
    middle, (low, high) = float(differences.mean()), interval_of_lots(differences, lots)
    shares = [one / usual if usual > 0 else float("nan") for one in (middle, low, high)]
    return Effect(middle, (low, high), shares[0], (shares[1], shares[2]))


# -- before it begins -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Power:
    """smallest: the effect, in the outcome's unit a week, that would be seen clearly four times in
    five; share: of an average week so far. Both None where the past is too short (`why_not`)."""

    smallest: float | None
    share: float | None
    usual: float | None = None
    why_not: str = ""


def power(past: Sequence[float | None], weeks: int) -> Power:
    """The smallest effect that so many weeks would show clearly (p ≤ 0.05) four times in five.

    past: whole weeks before, oldest first, None where one is not whole; the newest 104 are used.
    400 experiments without effect are played with the differences of weeks that followed one
    another, drawn with replacement under a fixed seed and given a lot; the answer is what the lower
    ends of their 95% intervals exceed in 80 of 100. Units: the outcome's, a week. Minimum data: 12
    such pairs in the past.
    """
    line = np.array([np.nan if one is None else one for one in past], dtype=float)
    line = line[-MOST_PAST_WEEKS:]
    line = line[len(line) % 2 :].reshape(-1, 2)
    noise = (line[:, 1] - line[:, 0])[np.all(np.isfinite(line), axis=1)]
    if len(noise) < FEWEST_PAST_PAIRS:
        lack = FEWEST_PAST_PAIRS - len(noise)
        return Power(
            None,
            None,
            why_not=f"Only {2 * len(noise)} whole weeks before: {2 * lack} more are needed to tell "
            "how much a week varies by itself.",
        )
    usual = float(np.nanmean(line))
    smallest = _smallest(noise, weeks // 2)
    return Power(smallest, smallest / usual if usual > 0 else None, usual)


def _smallest(noise: Floats, pairs: int) -> float:
    """An effect is seen clearly just where it is larger than what the interval of the noise alone
    reaches below nought."""
    dice = np.random.default_rng(pairs)
    played = dice.choice(noise, (_TRIALS, pairs)) * dice.choice([-1.0, 1.0], (_TRIALS, pairs))
    lots = all_lots(pairs) if 2**pairs <= _LOTS_IN_TRIALS else _some_lots(pairs, _LOTS_IN_TRIALS)
    reach = [-interval_of_lots(trial, lots, CLEAR)[0] for trial in played]
    return max(0.0, float(np.quantile(reach, POWER)))


# -- its words ------------------------------------------------------------------------------------


def _words(
    verdict: str,
    label: str,
    switched: str,
    effect: Effect,
    pairs: int,
    p: float,
    reach: float | None,
) -> str:
    base = f"From {pairs} pairs of weeks, one on and one off each, as the lot had drawn them."
    unseen = (
        f" A change smaller than {percent(reach)} could not have been seen."
        if reach is not None
        else ""
    )
    lots = "1 in 100" if p < 0.015 else f"{100 * p:.0f} in 100"
    chance = f" Had the switch done nothing, {lots} lots would show as large a difference."
    if verdict == "no clear change":
        return (
            f"{label}: weeks with “{switched}” were no different from the others, as far as can be "
            f"told.{unseen} {base}{chance}"
        )
    low, high = effect.relative_interval
    more = "more" if effect.absolute > 0 else "fewer"
    size = f"{percent(abs(effect.relative))} {more}" if np.isfinite(effect.relative) else more
    range_ = (
        f" (between {percent(low, signed=True)} and {percent(high, signed=True)})"
        if np.isfinite(high - low)
        else ""
    )
    perhaps = "probably " if verdict.startswith("likely") else ""
    places = 1 if abs(effect.absolute) < 100 else 0
    return (
        f"{label}: weeks with “{switched}” brought {perhaps}{size} than weeks without{range_}: "
        f"about {abs(effect.absolute):,.{places}f} {more} a week.{unseen} {base}{chance}"
    )
