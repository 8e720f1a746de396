"""Invented businesses, month by month, in which the social metric has nothing to do with the
outcome. Each kind is a function; adding a kind is adding one.

A kind draws two lines of log figures; `outcomes` makes counts of the second. `linked` gives the
metric's surprises an effect, so that the truth is known.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Dice = np.random.Generator
Line = NDArray[np.float64]
Kind = Callable[[Dice, int], tuple[Line, Line]]

USUAL_OUTCOME = 400.0  # a month
NOISE = 0.10  # of a month's log figure
START_OF_YEAR = np.arange(240) % 12


# -- what lines are made of ----------------------------------------------------------------------


def noise(dice: Dice, months: int, size: float = NOISE) -> Line:
    return dice.normal(0, size, months)


def growth(dice: Dice, months: int) -> Line:
    return dice.uniform(0.005, 0.03) * np.arange(months, dtype=float)


def walk(dice: Dice, months: int, size: float = NOISE) -> Line:
    return np.cumsum(noise(dice, months, size))


def swings(dice: Dice, months: int, memory: float, size: float = NOISE) -> Line:
    line = noise(dice, months, size)
    line[0] /= np.sqrt(1 - memory**2)
    for month in range(1, months):
        line[month] += memory * line[month - 1]
    return line


def stock(dice: Dice, months: int) -> Line:
    """Followers: what was gained stays."""
    gained = 0.02 * np.exp(swings(dice, months, 0.6, 0.4))
    return np.cumsum(gained)


def s_curve(dice: Dice, months: int) -> Line:
    middle, speed = dice.uniform(0.3, 0.7) * months, dice.uniform(0.15, 0.35)
    return 1.2 / (1 + np.exp(-speed * (np.arange(months) - middle)))


def wandering_growth(dice: Dice, months: int) -> Line:
    return np.cumsum(0.015 + walk(dice, months, 0.006))


def season(dice: Dice, months: int, strength: float = 1.0) -> Line:
    """A peak before Christmas and a hollow in August, of a size of the business's own."""
    year = np.zeros(12)
    year[[10, 11, 0]] = np.array([0.25, 0.5, 0.1]) * dice.uniform(0.6, 1.2)
    year[[6, 7]] = np.array([-0.15, -0.3]) * dice.uniform(0.6, 1.2)
    return strength * year[START_OF_YEAR[:months]]


def level_shift(dice: Dice, months: int) -> Line:
    begins = dice.integers(months // 4, 3 * months // 4)
    return np.where(np.arange(months) >= begins, 0.5, 0.0)


def odd_months(dice: Dice, months: int) -> Line:
    odd = np.zeros(months)
    odd[dice.choice(months, 2, replace=False)] = dice.choice([-1.0, 1.0], 2) * 0.8
    return odd


# -- kinds of business without any link ------------------------------------------------------------


def straight_growth(dice: Dice, months: int) -> tuple[Line, Line]:
    def one() -> Line:
        return growth(dice, months) + noise(dice, months)

    return one(), one()


def random_walks(dice: Dice, months: int) -> tuple[Line, Line]:
    return walk(dice, months), walk(dice, months)


def growing_walks(dice: Dice, months: int) -> tuple[Line, Line]:
    def one() -> Line:
        return growth(dice, months) + walk(dice, months, 0.06) + noise(dice, months, 0.06)

    return one(), one()


def persistent_swings(dice: Dice, months: int) -> tuple[Line, Line]:
    return swings(dice, months, 0.8), swings(dice, months, 0.8)


def followers_and_growth(dice: Dice, months: int) -> tuple[Line, Line]:
    return stock(dice, months), growth(dice, months) + noise(dice, months)


def followers_and_walk(dice: Dice, months: int) -> tuple[Line, Line]:
    return stock(dice, months), walk(dice, months)


def s_curves(dice: Dice, months: int) -> tuple[Line, Line]:
    def one() -> Line:
        return s_curve(dice, months) + noise(dice, months)

    return one(), one()


def wandering_trends(dice: Dice, months: int) -> tuple[Line, Line]:
    def one() -> Line:
        return wandering_growth(dice, months) + noise(dice, months, 0.05)

    return one(), one()


def shared_season(dice: Dice, months: int) -> tuple[Line, Line]:
    def one() -> Line:
        return season(dice, months) + growth(dice, months) + noise(dice, months)

    return one(), one()


def shared_season_and_walks(dice: Dice, months: int) -> tuple[Line, Line]:
    def one() -> Line:
        return season(dice, months) + walk(dice, months, 0.07) + noise(dice, months, 0.05)

    return one(), one()


def level_shifts(dice: Dice, months: int) -> tuple[Line, Line]:
    def one() -> Line:
        return level_shift(dice, months) + growth(dice, months) + noise(dice, months)

    return one(), one()


def outlier_months(dice: Dice, months: int) -> tuple[Line, Line]:
    def one() -> Line:
        return odd_months(dice, months) + growth(dice, months) + noise(dice, months)

    return one(), one()


def bought_followers(dice: Dice, months: int) -> tuple[Line, Line]:
    return stock(dice, months) + level_shift(dice, months), season(dice, months) + swings(
        dice, months, 0.6
    )


KINDS: dict[str, Kind] = {
    kind.__name__.replace("_", " "): kind
    for kind in (
        straight_growth,
        random_walks,
        growing_walks,
        persistent_swings,
        followers_and_growth,
        followers_and_walk,
        s_curves,
        wandering_trends,
        shared_season,
        shared_season_and_walks,
        level_shifts,
        outlier_months,
        bought_followers,
    )
}

# Both lines rise, each for reasons of its own.
GROWING = (
    straight_growth,
    growing_walks,
    followers_and_growth,
    s_curves,
    wandering_trends,
    shared_season,
    level_shifts,
    outlier_months,
)


# -- figures as an export holds them ---------------------------------------------------------------


@dataclass(frozen=True)
class Business:
    """A metric and an outcome, a figure a month."""

    metric: Line
    outcome: Line


def outcomes(dice: Dice, logs: Line, usual: float = USUAL_OUTCOME) -> Line:
    """Counts a month, with the chance that counts have."""
    return dice.poisson(usual * np.exp(logs - logs.mean())).astype(float)


def unlinked(kind: Kind, dice: Dice, months: int, usual: float = USUAL_OUTCOME) -> Business:
    metric, outcome = kind(dice, months)
    return Business(1000 * np.exp(metric), outcomes(dice, outcome, usual))


# -- businesses with a link ------------------------------------------------------------------------

SEASONED: dict[str, Callable[[Dice, int], Line]] = {
    "season and growth": lambda dice, months: season(dice, months) + growth(dice, months),
    "season and swings": lambda dice, months: (
        season(dice, months) + swings(dice, months, 0.6, 0.05)
    ),
    "season and walk": lambda dice, months: season(dice, months) + walk(dice, months, 0.04),
    "no season": growth,
}


def linked(
    base: Callable[[Dice, int], Line], dice: Dice, months: int, effect: float, delay: int = 0
) -> Business:
    """The outcome takes `effect` of the metric's surprises, `delay` months later."""
    surprises = walk(dice, months + delay, 0.09)
    metric = growth(dice, months) + season(dice, months) + surprises[delay:]
    moved = effect * surprises[:months]
    outcome = base(dice, months) + moved + walk(dice, months, 0.06) + noise(dice, months, 0.03)
    return Business(1000 * np.exp(metric), outcomes(dice, outcome, 4 * USUAL_OUTCOME))


# -- months before a campaign ----------------------------------------------------------------------


def year_round(months: int, size: float = 0.12) -> Line:
    """A mild season: one wave a year."""
    return size * np.sin(2 * np.pi * np.arange(months) / 12)


BEFORE_CAMPAIGNS: dict[str, Callable[[Dice, int], Line]] = {
    "growth": lambda dice, months: growth(dice, months) + noise(dice, months, 0.08),
    "walk": lambda dice, months: walk(dice, months, 0.06),
    "growing walk": lambda dice, months: (
        growth(dice, months) + walk(dice, months, 0.04) + noise(dice, months, 0.06)
    ),
    "swings": lambda dice, months: growth(dice, months) + swings(dice, months, 0.7, 0.06),
    "season": lambda dice, months: (
        growth(dice, months) + year_round(months) + noise(dice, months, 0.07)
    ),
    "season and walk": lambda dice, months: (
        year_round(months) + walk(dice, months, 0.04) + noise(dice, months, 0.05)
    ),
    "wandering growth": lambda dice, months: (
        wandering_growth(dice, months) + noise(dice, months, 0.07)
    ),
}


# -- days, follower histories, spending ------------------------------------------------------------

BY_DAY: dict[str, Kind] = {
    "growth": lambda dice, days: (
        0.05 * growth(dice, days) + noise(dice, days, 0.2),
        0.05 * growth(dice, days) + noise(dice, days, 0.2),
    ),
    "walks": lambda dice, days: (walk(dice, days, 0.04), walk(dice, days, 0.04)),
    "swings": lambda dice, days: (swings(dice, days, 0.8), swings(dice, days, 0.8)),
    "stock": lambda dice, days: (
        0.05 * stock(dice, days),
        swings(dice, days, 0.5) + noise(dice, days, 0.1),
    ),
}


def weekdays(days: int) -> Line:
    """Quiet at the week's end: social and customers alike."""
    return np.array([0.1, 0.15, 0.1, 0.05, 0.0, -0.5, -0.7])[np.arange(days) % 7]


@dataclass(frozen=True)
class Account:
    """Followers at each month's end, and the month's engagements."""

    followers: Line
    engagements: Line


def account(dice: Dice, months: int, *, jump: float = 0.0, matched: bool = True) -> Account:
    """Steady growth; four months before the end a jump, whose followers engage or do not."""
    gained = np.clip(0.02 + swings(dice, months, 0.5, 0.004), 0.001, None)
    real = 5000 * np.exp(np.cumsum(gained))
    added = np.where(np.arange(months) >= months - 4, 1 + jump, 1.0)
    engaged = real * (added if matched else 1.0)
    engagements = dice.poisson(0.3 * engaged * np.exp(noise(dice, months, 0.08)))
    return Account((real * added).round(), engagements.astype(float))


@dataclass(frozen=True)
class Spending:
    """Weekly or monthly sales, spend a channel, and what each channel truly returned per unit."""

    sales: Line
    spend: Line
    returned: Line


def advertised(
    dice: Dice, rows: int, channels: int, *, moves: float = 0.6, pauses: float = 0.15
) -> Spending:
    """Sales from spend that lasts and saturates, over a base with trend, season and memory."""
    spend = 100 * np.exp(noise(dice, rows * channels, moves)).reshape(rows, channels)
    spend *= dice.random((rows, channels)) > pauses
    scaled, effects = spend / spend.max(axis=0), np.zeros((rows, channels))
    for channel in range(channels):
        weights = dice.uniform(0.1, 0.5) ** np.arange(8)
        lasting = np.convolve(scaled[:, channel], weights / weights.sum())[:rows]
        rate, size = dice.uniform(1.5, 4), dice.uniform(0.15, 0.5)
        effects[:, channel] = size * np.tanh(rate * lasting / 2)
    at = np.arange(rows)
    base = 1 + 0.2 * at / rows + 0.1 * np.sin(2 * np.pi * at * 7 / 365.25)
    sales = 1000 * (base + effects.sum(axis=1) + swings(dice, rows, 0.4, 0.04))
    return Spending(sales, spend, 1000 * effects.sum(axis=0) / spend.sum(axis=0))
