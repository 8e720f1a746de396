"""An estimate of what each channel's spend returned, where spend moved enough to tell.

The response of Jin and others (2017), in the form and with the default priors of PyMC-Marketing:
geometric adstock, then saturation. Everything linear is integrated out exactly, so that only a few
numbers a channel are sampled.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any, cast
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from data_pipeline.analysis.timeline import Floats

REACH = {"week": 8, "month": 3}  # rows over which spend still works
HARMONICS = {"week": 2, "month": 1}
STEPS = 1_500
WALKERS_A_NUMBER = 4
MOST_R_HAT = 1.05
FEWEST_DRAWS = 400
_KEPT_EVERY = 5
_MOST_MEMORY = 0.95


@dataclass(frozen=True)
class Spending:
    """y: the outcome; spend: a column a channel; fixed: a constant, trend, season and controls."""

    y: Floats
    spend: Floats
    fixed: Floats
    reach: int


@dataclass(frozen=True)
class Estimate:
    """Draws, a row each. returned: outcome per unit spent, a column a channel. more: outcome per
    further unit were each channel's spend a tenth higher throughout."""

    returned: Floats
    more: Floats
    r_hat: float
    effective_draws: float

    @property
    def settled(self) -> bool:
        """Whether the sampler's own diagnostics allow showing it."""
        return self.r_hat <= MOST_R_HAT and self.effective_draws >= FEWEST_DRAWS


def fixed_part(rows: int, step: str, controls: Floats | None = None) -> Floats:
    """A constant, a straight trend, yearly sines and cosines, and controls."""
    at = np.arange(rows, dtype=float)
    year = 2 * np.pi * at / (12 if step == "month" else 365.25 / 7)
    columns = [np.ones(rows), at / rows]
    for turn in range(1, HARMONICS[step] + 1):
        columns += [np.sin(turn * year), np.cos(turn * year)]
    if controls is not None:
        spread = np.maximum(controls.std(axis=0), np.finfo(float).tiny)
        columns += list(((controls - controls.mean(axis=0)) / spread).T)
    return np.column_stack(columns)


def estimate(spending: Spending, steps: int = STEPS) -> Estimate:
    """y = fixed + Σ βc·s(adstock(xc; αc); λc) + AR(1) error; s(z) = (1 − e^−λz)/(1 + e^−λz).

    On y/max y and xc/max xc. Adstock weights αc^lag sum to one. Priors: α ~ Beta(1, 3), λ ~
    Gamma(3, 1), β ~ HalfNormal(2), memory uniform on (0, 0.95), fixed part flat. emcee's
    differential-evolution moves (Foreman-Mackey and others 2013; ter Braak 2006), seeded from the
    data: the same input gives the same answer. Minimum data and refusals are `channels`' to say.
    """
    # Imported only when asked for: most answers need no sampler. It carries no types.
    from emcee import EnsembleSampler  # pyright: ignore[reportMissingTypeStubs]
    from emcee.moves import (  # pyright: ignore[reportMissingTypeStubs]
        DEMove,
        DESnookerMove,
    )

    seed = crc32(np.ascontiguousarray(np.column_stack([spending.y, spending.spend])).tobytes())
    dice = np.random.RandomState(seed)
    channels = spending.spend.shape[1]
    numbers = 3 * channels + 1
    walkers = WALKERS_A_NUMBER * numbers + (WALKERS_A_NUMBER * numbers) % 2
    scaled = _Scaled.of(spending)
    sampler = EnsembleSampler(
        walkers,
        numbers,
        partial(_log_density, scaled),
        moves=[(DEMove(), 0.8), (DESnookerMove(), 0.2)],
        vectorize=True,
    )
    sampler.random_state = dice.get_state()
    draws = cast(Any, sampler)
    draws.run_mcmc(_start(dice, walkers, channels), steps)
    chain = cast(Floats, draws.get_chain(discard=steps // 2))  # steps × walkers × numbers
    return _read(scaled, chain)


@dataclass(frozen=True)
class _Scaled:
    """Figures on a like scale; `lagged` holds each channel's spend now and in the rows before."""

    y: Floats
    most: float
    spend: Floats
    most_spent: Floats
    lagged: NDArray[np.float64]
    fixed: Floats

    @classmethod
    def of(cls, spending: Spending) -> "_Scaled":
        most, most_spent = float(spending.y.max()), spending.spend.max(axis=0)
        spend = spending.spend / most_spent
        return cls(
            spending.y / most,
            most,
            spend,
            most_spent,
            _lagged(spend, spending.reach),
            _independent(spending.fixed),
        )


def _independent(columns: Floats) -> Floats:
    """What the columns span. A control that is the trend again says nothing new."""
    turned, sizes, _ = cast(
        tuple[Floats, Floats, Floats], np.linalg.svd(columns, full_matrices=False)
    )
    return turned[:, sizes > 1e-9 * sizes[0]]


def _lagged(spend: Floats, reach: int) -> NDArray[np.float64]:
    rows, channels = spend.shape
    lagged = np.zeros((channels, reach, rows))
    for lag in range(reach):
        lagged[:, lag, lag:] = spend[: rows - lag].T
    return lagged


def _start(dice: np.random.RandomState, walkers: int, channels: int) -> Floats:
    """Log-odds of α, log λ, log β of each channel; log-odds of the memory."""
    spread = dice.normal(0, 0.3, (walkers, 3 * channels + 1))
    middle = np.concatenate([np.tile([-1.1, 1.0, -1.0], channels), [-1.0]])
    return middle + spread


def _numbers(point: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    shaped = point[..., :-1].reshape(*point.shape[:-1], -1, 3)
    bounded = np.clip(shaped, -30, 30)
    alpha = 1 / (1 + np.exp(-bounded[..., 0]))
    memory = _MOST_MEMORY / (1 + np.exp(-np.clip(point[..., -1], -30, 30)))
    return alpha, np.exp(bounded[..., 1]), np.exp(bounded[..., 2]), memory


def _effects(
    lagged: NDArray[np.float64], alpha: Floats, rate: Floats, size: Floats
) -> NDArray[np.float64]:
    """Each channel's part of y: walkers × channels × rows."""
    powers: Floats = alpha[..., None] ** np.arange(lagged.shape[1], dtype=float)
    weights = powers / powers.sum(axis=-1, keepdims=True)
    stocked = np.einsum("wcl,clr->wcr", weights, lagged, optimize=True)
    return size[..., None] * np.tanh(rate[..., None] * stocked / 2)


def _log_density(scaled: _Scaled, points: NDArray[np.float64]) -> Floats:
    alpha, rate, size, memory = _numbers(points)
    effects = _effects(scaled.lagged, alpha, rate, size).sum(axis=1)
    share = memory / _MOST_MEMORY
    prior = (
        np.sum(
            # densities of α, λ, β, each with the Jacobian of the scale it is sampled on
            np.log(alpha)
            + 3 * np.log1p(-np.minimum(alpha, 1 - 1e-12))
            + 3 * np.log(rate)
            - rate
            + np.log(size)
            - size**2 / 8,
            axis=1,
        )
        + np.log(share)
        + np.log1p(-np.minimum(share, 1 - 1e-12))
    )
    return prior + _log_likelihood(scaled, scaled.y - effects, memory)


def _log_likelihood(scaled: _Scaled, left: Floats, memory: Floats) -> Floats:
    """Fixed coefficients and noise variance integrated out under the AR(1) error."""
    design = np.broadcast_to(scaled.fixed, (len(left), *scaled.fixed.shape))
    freed = _freed(left[..., None], memory)
    columns = _freed(design, memory)
    crossed = np.einsum("wnk,wnj->wkj", columns, columns, optimize=True)
    shared = np.einsum("wnk,wn->wk", columns, freed[..., 0], optimize=True)
    fitted = cast(Floats, np.linalg.solve(crossed, shared[..., None])[..., 0])
    rest = np.sum(freed[..., 0] ** 2, axis=1) - np.sum(fitted * shared, axis=1)
    freedom = left.shape[1] - scaled.fixed.shape[1]
    tiny = np.finfo(float).tiny
    return (
        np.log1p(-(memory**2)) / 2
        - cast(Floats, np.linalg.slogdet(crossed)[1]) / 2
        - freedom / 2 * np.log(np.maximum(rest, tiny))
    )


def _freed(lines: NDArray[np.float64], memory: Floats) -> NDArray[np.float64]:
    """Lines (walkers × rows × columns) less `memory` of the row before."""
    freed = lines.copy()
    freed[:, 1:] -= memory[:, None, None] * lines[:, :-1]
    freed[:, 0] *= np.sqrt(1 - memory**2)[:, None]
    return freed


def _read(scaled: _Scaled, chain: NDArray[np.float64]) -> Estimate:
    points = chain[::_KEPT_EVERY].reshape(-1, chain.shape[2])
    alpha, rate, size, _ = _numbers(points)
    earned = _effects(scaled.lagged, alpha, rate, size).sum(axis=2) * scaled.most
    with_more = _effects(1.1 * scaled.lagged, alpha, rate, size).sum(axis=2) * scaled.most
    spent = scaled.spend.sum(axis=0) * scaled.most_spent
    returned = earned / spent
    told = np.log(returned).reshape(-1, chain.shape[1], returned.shape[1])
    return Estimate(returned, (with_more - earned) / (0.1 * spent), _r_hat(told), _effective(told))


def _r_hat(draws: NDArray[np.float64]) -> float:
    """Split R-hat (Gelman and Rubin 1992) of four parts: two of the time × two of the walkers."""
    time, walkers = draws.shape[0] // 2, draws.shape[1] // 2
    parts = [
        draws[a : a + time, b : b + walkers].reshape(-1, draws.shape[2])
        for a in (0, time)
        for b in (0, walkers)
    ]
    within = np.mean([part.var(axis=0, ddof=1) for part in parts], axis=0)
    between = np.var([part.mean(axis=0) for part in parts], axis=0, ddof=1)
    return float(np.sqrt(1 + np.max(between / within)))


def _effective(draws: NDArray[np.float64]) -> float:
    """Draws ÷ autocorrelation time, summed while positive (Geyer 1992); the worst number."""
    centred = draws - draws.mean(axis=(0, 1))
    variance = np.mean(centred**2, axis=(0, 1))
    time = np.ones(draws.shape[2])
    going = np.ones(draws.shape[2], bool)
    for lag in range(1, draws.shape[0] // 2):
        own = np.mean(centred[lag:] * centred[:-lag], axis=(0, 1)) / variance
        going &= own > 0.02
        if not going.any():
            break
        time += 2 * np.where(going, own, 0.0)
    return float(draws.shape[0] * draws.shape[1] / time.max())
