"""The words of the chart of crime types: what a place has more of than the borough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core import wording
from csp.core.measures import Measure

LEAST_EXCESS = 0.05
"""Less than this is no difference in a % with one decimal."""


def write_mix_words(
    own: Mapping[str, float],
    borough: Mapping[str, float],
    crimes: Sequence[Measure],
    name: str,
    period: str,
    least: float = LEAST_EXCESS,
) -> tuple[str, str]:
    """Title and subtitle of the mix: the type whose share is furthest above the borough's.

    own and borough: shares in % by the code of the measure. least: how far above it a share must be to be
    named, in points of a %.
    """
    labels = {measure.code: measure.label for measure in crimes}
    excess = {code: share - borough[code] for code, share in own.items()}
    top = max(excess, key=lambda code: excess[code], default="")
    if not top:
        title = "No crimes to share out"
    elif excess[top] < least:  # The place is the whole borough, or has its very mix.
        top = max(own, key=lambda code: own[code])
        title = f"{labels[top]}: {wording.pct(own[top])} of all crime"
    else:
        shares = f"{wording.pct(own[top])} of crime here, {wording.pct(borough[top])} in the district"
        title = f"{labels[top]}: {shares}"
    mark = "; mark: the district's share" if excess and excess[top] else ""
    return title, f"Share of all crime in {name}, {period}{mark}"
