"""What every judgement says: one of a few fixed names, its words, and the figures behind them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, cast

import numpy as np

LEVEL = 0.90
REFUSED = "refused"
CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class LeftOut:
    """Rows that a judgement could not use, and why."""

    rows: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A judgement.

    verdict: one of its method's fixed names. words: a sentence or two for the manager.
    estimate, interval, level: the figure and where it lies in `level` of cases; None when refused.
    delay: in rows, only where it can be told apart. p: the share of businesses without any such
    link that would look as close or closer. smallest_visible: what four times in five would have
    been seen. refused_because: why there is no answer, and what is missing.
    """

    verdict: str
    words: str
    estimate: float | None = None
    interval: tuple[float, float] | None = None
    level: float = LEVEL
    delay: int | None = None
    p: float | None = None
    rows_used: int = 0
    rows_left_out: tuple[LeftOut, ...] = ()
    smallest_visible: float | None = None
    refused_because: str | None = None
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values, ready to be written; what is not a number is null."""
        return {one.name: plain(getattr(self, one.name)) for one in fields(self)}


def plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, float):
        return float(value) if np.isfinite(value) else None
    if isinstance(value, dict):
        named = cast(dict[Any, Any], value)
        return {str(name): plain(one) for name, one in named.items()}
    if isinstance(value, tuple | list):
        several = cast(Sequence[Any], value)
        return [plain(one) for one in several]
    if hasattr(value, "__dataclass_fields__"):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    return value
