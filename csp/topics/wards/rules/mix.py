"""Which crime types the wards are compared over, and how the crime of a place is made up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from csp.core.measures import Measure
from csp.statistics.perturbation import LIMIT
from csp.topics.wards.rules.borough import Wards


def list_shares_of_crime(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """The measures that share out every crime between them: the categories of data.police.uk.

    Each is one category of the street vocabulary, so no crime is in two of them or in none,
    whichever source is active (the tests check it for every source).
    """
    return tuple(
        m
        for m in measures
        if m.kind == "crime"
        and m.flag is None
        and m.parent is None
        and len(m.offences.get("street", ())) == 1
    )


def list_matrix_measures(measures: Sequence[Measure], code: str) -> tuple[Measure, ...]:
    """The columns of the ward by crime type matrix: the total, its shares, incidents, the one chosen.

    measures: all that the source can answer; code: that of the crime type chosen.
    """
    total = [m for m in measures if m.code == "all_crime"]
    incidents = [m for m in measures if m.kind == "incident" and m.parent is None]
    columns = [*total, *list_shares_of_crime(measures), *incidents]
    return tuple(columns + [m for m in measures if m.code == code and m not in columns])


def find_least_excess(wards: Wards, shares: Sequence[Measure], codes: Sequence[str]) -> float:
    """How far a share of compute_mix() can be off by the adjustment of counts, in points; 0 where none is."""
    if not (codes and wards.basis.is_public):
        return 0.0
    rows = [wards.row(measure.code) for measure in shares]
    total = int(wards.table.now[np.ix_(rows, wards.columns(codes))].sum())
    return 100 * LIMIT / max(total, 1)


def compute_mix(wards: Wards, shares: Sequence[Measure], codes: Sequence[str]) -> dict[str, float]:
    """The share in % of each measure of shares in their sum, by code.

    codes: the wards that are added up, none for the borough. Empty where nothing is recorded.
    """
    by_measure = wards.table.now[:, wards.columns(codes)].sum(axis=1) if codes else wards.now
    counts = np.array([by_measure[wards.row(m.code)] for m in shares], dtype=np.int64)
    total = int(counts.sum())
    if not total:
        return {}
    return {m.code: 100 * int(counts[k]) / total for k, m in enumerate(shares)}
