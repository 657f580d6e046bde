"""The sentence about the months of the year."""

from __future__ import annotations

from csp.core import wording
from csp.topics.profile.rules import Season


def describe_season(season: Season) -> str:
    """ "Usually highest in July, 18% above an average month, and lowest in February, 14% below." """
    usual = season.usual
    if usual is None:
        return "It takes three complete years to say which months are usually high."
    high, low = usual.index(max(usual)), usual.index(min(usual))
    if high == low:
        return "No month is usually higher than another."
    return (
        f"Usually highest in {wording.MONTH_NAMES[high]}, {_describe_factor(usual[high])}, "
        f"and lowest in {wording.MONTH_NAMES[low]}, {_describe_factor(usual[low])}."
    )


def _describe_factor(factor: float) -> str:
    side = "above" if factor >= 1 else "below"
    return f"{wording.whole_pct(100 * abs(factor - 1))} {side} an average month"
