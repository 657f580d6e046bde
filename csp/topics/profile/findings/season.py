"""The sentence about the months of the year."""

from __future__ import annotations

from csp.core import wording
from csp.statistics.season import DESCRIBED_YEARS
from csp.topics.profile.rules import Season


def describe_season(season: Season) -> str:
    """ "Usually highest in July, 18% above an average month, and lowest in February, 14% below." """
    usual = season.usual
    months = f"{wording.number(season.exceptional)} month{'' if season.exceptional == 1 else 's'}"
    # Named as exceptional in events.csv, which a reader of the page does not know.
    without = f" Without the {months} of lockdowns and the like." if season.exceptional else ""
    if season.p is None:
        return (
            f"It takes {12 * DESCRIBED_YEARS} complete months, every calendar month among them, to say which "
            f"are usually high; there are {season.complete}.{without}"
        )
    if usual is None:
        return (
            "No month is usually clearly higher than another: with chance alone at work, they would differ "
            f"as much in {wording.odds(season.p)}.{without}"
        )
    high, low = usual.index(max(usual)), usual.index(min(usual))
    return (
        f"Usually highest in {wording.MONTH_NAMES[high]}, {_describe_factor(usual[high])}, "
        f"and lowest in {wording.MONTH_NAMES[low]}, {_describe_factor(usual[low])}.{without}"
    )


def _describe_factor(factor: float) -> str:
    side = "above" if factor >= 1 else "below"
    return f"{wording.whole_pct(100 * abs(factor - 1))} {side} an average month"
