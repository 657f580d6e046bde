"""Which actions of a plan act on a crime type."""

from __future__ import annotations

from collections.abc import Iterable

from csp.core.measures import Measure


def list_acted_on(measure: Measure, offered: Iterable[Measure], vocabulary: str) -> frozenset[str]:
    """The codes of the crime types by which an action may act on this one: its own, its parts', its whole's.

    A type is a part of another where all its offences are among the other's. One that counts flagged
    rows alone, such as hate crime, has no parts, because its offences are those of many types.
    """
    return frozenset(
        other.code
        for other in offered
        if other.code == measure.code
        or _is_part(other, measure, vocabulary)
        or _is_part(measure, other, vocabulary)
    )


def _is_part(part: Measure, whole: Measure, vocabulary: str) -> bool:
    return whole.flag is None and set(part.offences[vocabulary]) <= set(whole.offences[vocabulary])
