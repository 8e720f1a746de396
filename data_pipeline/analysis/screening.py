"""Many pairs looked at at once: who looks often enough finds something, so all looking is paid."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from data_pipeline.analysis.delays import screened
from data_pipeline.analysis.together import MOVED_TOGETHER, Together
from data_pipeline.analysis.verdict import CANNOT_TELL, REFUSED

Stands = Callable[[Sequence[float]], list[bool]]


@dataclass(frozen=True)
class Asked:
    """One pair of those looked at, what its two figures are called, and its verdict alone."""

    metric: str
    outcome: str
    found: Together


def after_all(pairs: Sequence[Asked], stands: Stands = screened) -> list[Together]:
    """Each pair's verdict once every pair looked at is counted, in the order given.

    A link that does not stand becomes “cannot tell”; nothing else changes. `stands` says which p
    stand: `delays.screened` (Benjamini and Hochberg 1995, 10%), which keeps a page of 36 unrelated
    pairs free of any claim in 9 of 10 businesses, or `delays.stand_together` (Šidák 1967). A pair
    that was refused claims nothing and is not counted; one whose link was not believed counts with
    p = 1, so that it eases no other's way. Minimum data: that of `together`.
    """
    judged = [place for place, pair in enumerate(pairs) if pair.found.verdict != REFUSED]
    standing = stands([_p(pairs[place].found) for place in judged])
    told = [pair.found for pair in pairs]
    for place, stood in zip(judged, standing, strict=True):
        if told[place].verdict == MOVED_TOGETHER:
            told[place] = _told(pairs[place], stood, len(judged))
    return told


def _p(found: Together) -> float:
    return found.p if found.verdict == MOVED_TOGETHER and found.p is not None else 1.0


def _told(pair: Asked, stood: bool, looked_at: int) -> Together:
    found = pair.found
    if stood:
        counted = f"Still stands with every pair looked at counted ({looked_at})."
        return replace(found, notes=(*found.notes, counted))
    used = found.notes[0] if found.notes else ""
    claim = (
        f"Asked about alone, {pair.metric} and {pair.outcome} look as if they went together. But "
        f"{looked_at} pairs were looked at, and the closest of so many often look like this by "
        f"accident: so we cannot tell."
    )
    words = (
        f"{claim} {used} A link weaker than a correlation of {found.smallest_visible or 1:.2f} "
        "could easily have stayed unseen."
    )
    return replace(found, verdict=CANNOT_TELL, words=words, claim=claim, delay=None)
