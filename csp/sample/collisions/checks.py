"""The proof that casualties of the simulated collisions fall in every district, as published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from csp.sample.collisions.assumptions import CASUALTIES, YEARS
from csp.sample.collisions.rows import Collision


def check(collisions: Sequence[Collision]) -> None:
    """Recounts casualties by district and partnership year. Raises ValueError naming what is missed."""
    hurt: Counter[tuple[str, int]] = Counter()
    for each in collisions:
        year = each.date.year if each.date.month >= 7 else each.date.year - 1
        hurt[each.district_code, year] += len(each.casualties)
    wrong = []
    for district in CASUALTIES:
        *_, before, last = (hurt[district, year] for year in YEARS)
        if last >= before:
            wrong.append(f"{district} has {last} casualties, and {before} in the year before")
    if wrong:
        raise ValueError("The sample misses that casualties fell in every district: " + "; ".join(wrong))
