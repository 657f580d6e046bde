"""What a ward would have recorded in each month at the borough's rate."""

from __future__ import annotations

from collections.abc import Sequence


def scale_to_place(series: Sequence[float | None], people: float, borough: float) -> list[float | None]:
    """Monthly counts of the borough scaled to a part of it; None without a population.

    people: the population of the part; borough: that of the borough.
    """
    has_populations = people > 0 and borough > 0
    return [n * people / borough if has_populations and n is not None else None for n in series]
