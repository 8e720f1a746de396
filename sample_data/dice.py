"""Chance that falls the same way on every machine, one independent stream a purpose."""

import math
import random
from bisect import bisect
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TypeVar

T = TypeVar("T")

SEED = "Saltmere 25"
LARGE_MEAN = 60


class Dice:
    """Built on `random()` alone: the one draw Python promises never to change."""

    def __init__(self, *purpose: object) -> None:
        self.fraction = random.Random("/".join(str(part) for part in (SEED, *purpose))).random

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.fraction()

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int((high - low + 1) * self.fraction())

    def chance(self, probability: float) -> bool:
        return self.fraction() < probability

    def pick(self, choices: Sequence[T]) -> T:
        return choices[int(len(choices) * self.fraction())]

    def pick_by(self, weights: Mapping[T, float]) -> T:
        return list(weights)[self._place(list(accumulate(weights.values())))]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        return [
            thing for _, _, thing in sorted((self.fraction(), i, t) for i, t in enumerate(things))
        ]

    def normal(self, mean: float = 0, spread: float = 1) -> float:
        radius = math.sqrt(-2 * math.log(1 - self.fraction()))
        return mean + spread * radius * math.cos(2 * math.pi * self.fraction())

    def count(self, mean: float) -> int:
        """How often a rare thing happens where it happens `mean` times on average."""
        if mean > LARGE_MEAN:
            return max(0, round(self.normal(mean, math.sqrt(mean))))
        happened, left = 0, self.fraction()
        while left > math.exp(-mean):
            happened, left = happened + 1, left * self.fraction()
        return happened

    def spread(self, total: int, weights: Sequence[float]) -> list[int]:
        """`total` things dealt out over places, each by its weight."""
        places, sums = [0] * len(weights), list(accumulate(weights))
        for _ in range(total):
            places[self._place(sums)] += 1
        return places

    def digits(self, length: int) -> str:
        return str(self.whole(1, 9)) + "".join(str(self.whole(0, 9)) for _ in range(length - 1))

    def letters(self, length: int, alphabet: str = "0123456789abcdef") -> str:
        return "".join(self.pick(alphabet) for _ in range(length))

    def _place(self, sums: Sequence[float]) -> int:
        return min(bisect(sums, self.fraction() * sums[-1]), len(sums) - 1)
