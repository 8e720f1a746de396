"""Which delay, if any: several are looked at, and the chance of finding one by accident is paid."""

from collections.abc import Sequence
from dataclasses import dataclass

from data_pipeline.analysis.changes import Link, link
from data_pipeline.analysis.timeline import Floats, Places

FEWEST_CHANGES = 20
FEWEST_FREEDOM = 5.0
USUAL_DELAYS = (0, 1, 2, 3)
_BACKWARDS = (-1, -2)


@dataclass(frozen=True)
class Search:
    """The links at each delay asked for that its rows allow. p is corrected for having looked."""

    asked: tuple[int, ...]
    links: dict[int, Link]

    @property
    def best(self) -> int:
        """The delay of the closest link; it may be named only if `p` passes."""
        return min(self.links, key=lambda delay: self.links[delay].p)

    @property
    def p(self) -> float:
        """Corrected for every delay asked for."""
        return corrected(min(one.p for one in self.links.values()), len(self.asked))


def corrected(p: float, looked_at: int) -> float:
    """p* = 1 − (1 − p)^m (Šidák 1967): the chance that the best of m accidents is as good."""
    return 1 - (1 - p) ** looked_at


def search(
    metric: Floats, outcome: Floats, seasons: Places, delays: Sequence[int] = USUAL_DELAYS
) -> Search:
    """The links between changes at each delay, in rows. A delay whose rows leave fewer than 20
    usable changes or 5 degrees of freedom is missing from the links; none may be left."""
    links: dict[int, Link] = {}
    for delay in delays:
        one = link(metric, outcome, seasons, delay)
        if one is not None and one.freedom >= FEWEST_FREEDOM and one.pairs >= FEWEST_CHANGES:
            links[delay] = one
    return Search(tuple(delays), links)


def moves_first(metric: Floats, outcome: Floats, seasons: Places, forwards: Search) -> bool:
    """Whether the outcome moved one or two rows before the metric, at least as closely as after.

    Bonferroni over the two; alone it fires in 3 of 100 businesses without any link.
    """
    if min(forwards.asked) < 0:
        return False
    links = [link(metric, outcome, seasons, delay) for delay in _BACKWARDS]
    p = [one.p for one in links if one is not None and one.freedom >= FEWEST_FREEDOM]
    backwards = len(_BACKWARDS) * min(p, default=1.0)
    return backwards < 0.05 and backwards <= forwards.p


def screened(ps: Sequence[float], share_false: float = 0.10) -> list[bool]:
    """Which of many pairs stand when all are shown at once (Benjamini and Hochberg 1995).

    ps: each already corrected for its delays. Of those that stand, `share_false` are accidents on
    average. Empty in, empty out.
    """
    order = sorted(range(len(ps)), key=lambda place: ps[place])
    passed = [
        rank
        for rank, place in enumerate(order, start=1)
        if ps[place] <= share_false * rank / len(ps)
    ]
    standing = set(order[: max(passed, default=0)])
    return [place in standing for place in range(len(ps))]


def stand_together(ps: Sequence[float], any_false: float = 0.10) -> list[bool]:
    """Which of many pairs stand when all are told in one breath (Šidák 1967).

    ps: each already corrected for its delays. 1 − (1 − p)^m < `any_false`, m the pairs looked at:
    that any of them is an accident happens to at most one business in ten. Empty in, empty out.
    """
    return [corrected(p, len(ps)) < any_false for p in ps]
