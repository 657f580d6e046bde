"""The words of the chart of crime types: what a place has more of than the borough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core import wording
from csp.core.measures import Measure


def write_mix_words(
    own: Mapping[str, float], borough: Mapping[str, float], crimes: Sequence[Measure], name: str, period: str
) -> tuple[str, str]:
    """Title and subtitle of the mix: the type whose share is furthest above the borough's.

    own and borough: shares in % by the code of the measure.
    """
    labels = {measure.code: measure.label for measure in crimes}
    excess = {code: share - borough[code] for code, share in own.items()}
    top = max(excess, key=lambda code: excess[code], default="")
    if not top:
        title = "No crimes to share out"
    elif excess[top] < 0.05:  # The place is the whole borough, or has its very mix.
        top = max(own, key=lambda code: own[code])
        title = f"{labels[top]}: {wording.pct(own[top])} of all crime"
    else:
        shares = f"{wording.pct(own[top])} of crime here, {wording.pct(borough[top])} in the district"
        title = f"{labels[top]}: {shares}"
    mark = "; mark: the district's share" if excess and excess[top] else ""
    return title, f"Share of all crime in {name}, {period}{mark}"
