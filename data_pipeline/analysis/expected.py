"""What the rows before lead us to expect: trend, season and persistence, every plausible size of
each weighed by how well it tells those rows. Worked out exactly: no sampling, no seed.

The idea is that of Bayesian structural time series (Scott and Varian 2014; Brodersen and others
2015), with the variances averaged over rather than sampled under a tight prior: on unrelated
growing businesses such a prior is wrong most of the time.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular
from scipy.special import stdtr, stdtrit

from data_pipeline.analysis.timeline import Floats, Places

MONTHS_FOR_A_SEASON = 18
DRAWS = 2_000
_LEVELS = (0.0, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, np.inf)  # variance of steps ÷ of noise
_SLOPES = (0.0, 0.001, 0.01)  # variance of the growth rate's steps ÷ of the rest
_MEMORIES = (-0.3, 0.2, 0.4, 0.6, 0.8, 0.9, 0.97)  # of an AR(1)
_SEASONS = (0.0, 0.5, 2.0, 8.0)  # variance of a calendar month's own level ÷ of the rest
# Daily rows tell persistence more sharply, and a factorisation of a year of them takes its time.
_DAYS_LEVELS = (0.0, 0.01, 0.1, 1.0, np.inf)
_DAYS_SLOPES = (0.0, 1e-5)
_DAYS_MEMORIES = (0.2, 0.4, 0.6, 0.8, 0.9, 0.97)
_DAYS_SEASONS = (0.0, 0.5, 8.0)
_JITTER = 1e-9


@dataclass(frozen=True)
class Shape:
    """One covariance: a level that wanders (perhaps its growth too), or an AR(1); and a season."""

    level: float = 0.0
    slope: float = 0.0
    memory: float | None = None
    season: float = 0.0


_FREELY = 1.0  # from here on the level's steps are as large as the noise
STEADY = (Shape(),)  # no persistence at all: ordinary least squares


@lru_cache
def shapes(*, season: bool, slopes: bool, days: bool = False) -> tuple[Shape, ...]:
    """The grid. slopes: whether growth itself may wander. days: a coarser one, for daily rows."""
    levels, wander, memories, seasons = (
        (_DAYS_LEVELS, _DAYS_SLOPES, _DAYS_MEMORIES, _DAYS_SEASONS)
        if days
        else (_LEVELS, _SLOPES, _MEMORIES, _SEASONS)
    )
    wander, seasons = wander if slopes else (0.0,), seasons if season else (0.0,)
    wandering = (Shape(level, slope) for level in levels for slope in wander)
    kinds = [*wandering, *(Shape(memory=memory) for memory in memories)]
    return tuple(replace(kind, season=year) for kind in kinds for year in seasons)


@lru_cache
def restless() -> tuple[Shape, ...]:
    """Only levels that wander freely: for months too few to show a season, which would otherwise
    be taken for a trend (with 12 months before and 3 after, 12 in 100 quiet windows instead of 8).
    """
    grid = shapes(season=False, slopes=True)
    return tuple(one for one in grid if one.memory is None and one.level >= _FREELY)


@dataclass(frozen=True)
class Rows:
    """Known rows, oldest first: y, the fixed part of the model, and each row's place and season."""

    y: Floats
    design: Floats
    places: Places
    seasons: Places


@dataclass(frozen=True)
class Mixture:
    """A weighted mixture of Student's t, all with the same freedom."""

    weights: Floats
    middles: Floats
    scales: Floats
    freedom: float

    def below(self, value: float) -> float:
        """The probability of a smaller value."""
        return float(self.weights @ stdtr(self.freedom, (value - self.middles) / self.scales))

    def quantile(self, share: float) -> float:
        """By bisection, to a millionth of the scale."""
        reach = float(stdtrit(self.freedom, 1 - 1e-9)) * self.scales
        low, high = float(np.min(self.middles - reach)), float(np.max(self.middles + reach))
        while high - low > 1e-9 * (1 + abs(high) + abs(low)):
            middle = (low + high) / 2
            low, high = (middle, high) if self.below(middle) < share else (low, middle)
        return (low + high) / 2

    def interval(self, level: float) -> tuple[float, float]:
        """Between equal tails."""
        return self.quantile(0.5 - level / 2), self.quantile(0.5 + level / 2)


@dataclass(frozen=True)
class Whitened:
    """Rows under each shape: the Cholesky factor, and y and the design freed of the covariance.

    The factor of the first m rows is the first m rows of the factor, so one decomposition answers
    for every earlier window too.
    """

    rows: Rows
    factors: NDArray[np.float64]
    y: NDArray[np.float64]
    design: NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """Every shape fitted to the first `known` rows."""

    known: int
    weights: Floats
    coefficients: NDArray[np.float64]
    spread: NDArray[np.float64]
    scale: Floats

    @property
    def freedom(self) -> int:
        """Rows less coefficients."""
        return self.known - self.coefficients.shape[1]


def whitened(rows: Rows, grid: tuple[Shape, ...]) -> Whitened:
    """V = LL' for every shape, and L⁻¹y, L⁻¹X."""
    both = np.column_stack([rows.y, rows.design])
    factors = _factors(grid, rows.places.tobytes(), rows.seasons.tobytes())
    freed = np.stack([_solved(factor, both) for factor in factors])
    return Whitened(rows, factors, freed[:, :, 0], freed[:, :, 1:])


# Lines of one table share their calendar; a year of days takes 60 MB, so only a few are kept.
@lru_cache(maxsize=3)
def _factors(grid: tuple[Shape, ...], places: bytes, seasons: bytes) -> NDArray[np.float64]:
    at = np.frombuffer(places, np.intp)
    recurring = np.frombuffer(seasons, np.intp)
    factors = np.empty((len(grid), len(at), len(at)))
    for number, shape in enumerate(grid):
        factors[number] = np.linalg.cholesky(covariance(shape, at, recurring))
    return factors


def _solved(factor: Floats, right: Floats) -> Floats:
    return cast(Floats, solve_triangular(factor, right, lower=True, check_finite=False))


def covariance(shape: Shape, places: Places, seasons: Places) -> Floats:
    """V of a shape, up to a factor, which the likelihood does not mind."""
    at = (places - places[0] + 1).astype(float)
    apart = np.abs(at[:, None] - at)
    if shape.memory is not None:
        known = shape.memory**apart
    elif np.isinf(shape.level):
        known = np.minimum(at[:, None], at)
    else:
        known = (np.eye(len(at)) + shape.level * np.minimum(at[:, None], at)) / (1 + shape.level)
    if shape.slope:
        known = known + shape.slope * _twice_summed(at)
    if shape.season:
        known = known + shape.season * (seasons[:, None] == seasons)
    return known + _JITTER * np.eye(len(at))


def _twice_summed(at: Floats) -> Floats:
    """Covariance of a random walk summed up: Σ over steps s up to both of (t − s)(u − s)."""
    low, high = np.minimum(at[:, None], at), np.maximum(at[:, None], at)
    return low * (low - 1) * (2 * low - 1) / 6 + (high - low) * low * (low - 1) / 2


def fitted(white: Whitened, known: int) -> Fit:
    """Generalised least squares of the first `known` rows under every shape, weighed by REML:
    |V|^−½ |X'V⁻¹X|^−½ RSS^−(n−k)/2 (Patterson and Thompson 1971)."""
    y, design = white.y[:, :known], white.design[:, :known]
    crossed = np.einsum("gnk,gnj->gkj", design, design)
    spread = cast(Floats, np.linalg.inv(crossed))
    coefficients = np.einsum("gkj,gnj,gn->gk", spread, design, y, optimize=True)
    left = np.sum((y - np.einsum("gnk,gk->gn", design, coefficients)) ** 2, axis=1)
    freedom = known - design.shape[2]
    diagonal = np.einsum("gnn->gn", white.factors[:, :known, :known])
    volume = np.sum(np.log(diagonal), axis=1) + cast(Floats, np.linalg.slogdet(crossed)[1]) / 2
    floor = np.finfo(float).tiny
    likelihood = -volume - freedom / 2 * np.log(np.maximum(left, floor))
    weights = np.exp(likelihood - likelihood.max())
    scale = np.sqrt(np.maximum(left, floor) / freedom)
    return Fit(known, weights / weights.sum(), coefficients, spread, scale)


def expected_mean(white: Whitened, fit: Fit, until: int) -> Mixture:
    """The mean of y over rows `fit.known` to `until`, as the rows before predict it.

    Each shape gives an exact Student's t; they are mixed by weight.
    """
    known, ahead = fit.known, until - fit.known
    through = white.factors[:, known:until, :until].mean(axis=1)
    fixed = white.rows.design[known:until].mean(axis=0)
    residual = white.y[:, :known] - np.einsum(
        "gnk,gk->gn", white.design[:, :known], fit.coefficients
    )
    middles = fit.coefficients @ fixed + np.sum(through[:, :known] * residual, axis=1)
    unsure = fixed - np.einsum("gn,gnk->gk", through[:, :known], white.design[:, :known])
    variance = np.sum(through[:, known:] ** 2, axis=1) + np.einsum(
        "gk,gkj,gj->g", unsure, fit.spread, unsure, optimize=True
    )
    assert ahead > 0, "a window without rows"
    return Mixture(fit.weights, middles, fit.scale * np.sqrt(variance), float(fit.freedom))


def drawn(white: Whitened, fit: Fit, until: int, draws: int = DRAWS) -> Floats:
    """Whole paths over rows `fit.known` to `until`, a row a draw; the same every time."""
    dice = np.random.default_rng(draws)
    times = dice.multinomial(draws, fit.weights)
    paths = [
        _paths(white, fit, until, int(shape), int(times[shape]), dice)
        for shape in np.flatnonzero(times)
    ]
    return np.concatenate(paths)


def _paths(
    white: Whitened, fit: Fit, until: int, shape: int, count: int, dice: np.random.Generator
) -> Floats:
    known = fit.known
    across = white.factors[shape, known:until, :known]
    own = white.factors[shape, known:until, known:until]
    design = white.design[shape, :known]
    residual = white.y[shape, :known] - design @ fit.coefficients[shape]
    middle = white.rows.design[known:until] @ fit.coefficients[shape] + across @ residual
    unsure = white.rows.design[known:until] - across @ design
    root = cast(Floats, np.linalg.cholesky(fit.spread[shape]))
    steps = dice.normal(size=(count, until - known)) @ own.T
    steps += dice.normal(size=(count, design.shape[1])) @ (unsure @ root).T
    wide = np.sqrt(dice.chisquare(fit.freedom, (count, 1)) / fit.freedom)
    return middle + fit.scale[shape] * steps / wide


def design_of(places: Places, *, trend: bool, compared: Floats | None = None) -> Floats:
    """A constant, a straight trend, and comparison lines, each brought to a like scale."""
    columns: list[Floats] = [np.ones(len(places))]
    if trend:
        columns.append((places - places.mean()) / max(float(places.std()), 1.0))
    if compared is not None:
        spread = np.maximum(compared.std(axis=0), np.finfo(float).tiny)
        columns += list(((compared - compared.mean(axis=0)) / spread).T)
    return np.column_stack(columns)
