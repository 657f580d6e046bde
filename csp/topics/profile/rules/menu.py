"""The way from one crime type to the next."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core.measures import Measure


def find_types_beside(offered: Sequence[Measure], code: str) -> tuple[Measure, Measure]:
    """The crime types before and after one in the menu; the first follows the last."""
    i = [m.code for m in offered].index(code)
    return offered[i - 1], offered[(i + 1) % len(offered)]
