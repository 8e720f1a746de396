"""Where followers are, and where outcomes come from; with what the unknown could still change."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """One channel. `outcome_share` is of the outcomes whose source is known; `low` and `high` say
    what it would be of all outcomes if none, or all, of the unknown ones were this channel's."""

    channel: str
    followers: float | None
    outcomes: float
    followers_share: float | None
    outcome_share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class ShareGap:
    """All channels, most outcomes first, and the unknown pile."""

    shares: tuple[Share, ...]
    known: float
    unknown: float

    @property
    def unknown_share(self) -> float:
        """The pile's share of all outcomes."""
        total = self.known + self.unknown
        return self.unknown / total if total else 0.0


def share_gap(
    followers: Mapping[str, float], outcomes: Mapping[str, float], *, unknown: str = "unknown"
) -> ShareGap:
    """Shares by channel: F/ΣF; O/(T−U) with bounds O/T and (O+U)/T, U the unknown outcomes, T all.

    The bounds are exact (Manski's worst case): whatever the unknown are, each channel's true share
    of all outcomes lies between them.
    """
    pile = outcomes.get(unknown, 0.0)
    named = {channel: value for channel, value in outcomes.items() if channel != unknown}
    known = sum(named.values())
    total = known + pile
    audience = sum(followers.values())
    shares = [
        Share(
            channel,
            followers.get(channel),
            named.get(channel, 0.0),
            followers[channel] / audience if channel in followers and audience else None,
            named.get(channel, 0.0) / known if known else None,
            named.get(channel, 0.0) / total if total else None,
            (named.get(channel, 0.0) + pile) / total if total else None,
        )
        for channel in {*followers, *named}
    ]
    shares.sort(key=lambda one: (-one.outcomes, -(one.followers or 0), one.channel))
    return ShareGap(tuple(shares), known, pile)
