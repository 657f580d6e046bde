"""The score of a candidate: impact × likelihood × confidence × what the partnership lacks. Pure.

After MoRiLE, the assessment that police forces and partnerships rank their threats by. Each piece of
evidence counts from a tenth to 1. A piece that is blank or not known counts as the middle of its
scale, so that leaving one blank neither helps nor harms, and so that the middle says what a blank
says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from csp.statistics.types import Bools, Floats
from csp.topics.priorities.rules.evidence import MIDDLE, SCALE, Evidence, Judged

IMPACT, LIKELIHOOD = ("harm", "impact", "concern"), ("rank", "change", "wards")
WEIGHTED = (*IMPACT, *LIKELIHOOD)
"""The pieces that have a weight within their part."""
COMPONENTS = (*WEIGHTED, "confidence", "means")
DEFAULT_WEIGHTS: Mapping[str, float] = dict.fromkeys(WEIGHTED, 1.0)
HIGHEST_WEIGHT = 3.0

NEUTRAL = 0.5
LEAST = 0.1
# A rise of this many %, and half of the wards count in full; more does not count more.
FULL_CHANGE, FULL_WARDS = 50.0, 0.5
FULL_MONTHS = 12
# What is judged to lack entirely, or not at all, changes the product by this factor.
MOST_LACKING = 1.25


@dataclass(frozen=True, eq=False)
class Pieces:
    """Each candidate's evidence, [candidate, component]: 0 to 1, and 1 for neutral means.

    is_blank: nothing is known of it, so that the value is the neutral one. has_figures: [candidate].
    """

    values: Floats
    is_blank: Bools
    has_figures: Bools


def measure_pieces(evidence: Sequence[Evidence]) -> Pieces:
    """The pieces of evidence of each candidate.

    harm: root of the days over the largest, so that a tenth of it is not next to nothing.
    impact, concern: as judged, 1 to 5. rank: the place by rate, lowest 0, highest 1.
    change: 0.5 for none; a rise of 50% or more is 1 and a fall of as much 0, drawn towards 0.5 by how
    easily chance brings it about; 0.5 where the number follows police activity.
    wards: share of wards with a warning, half of them or more is 1.
    confidence: the mean of how complete the months are, how many of 12 there are, and how closely
    the count is known. means: a factor of 0.8 to 1.25 by what the partnership is judged to lack.
    """
    largest = max((e.harm for e in evidence if e.harm is not None), default=0.0)
    rows = [
        (
            None if e.harm is None else float(np.sqrt(e.harm / largest)) if largest else 0.0,
            scale_judged(e.judged.impact),
            scale_judged(e.judged.concern),
            scale_rank(e),
            scale_change_of(e),
            None if e.wards_flagged is None else min(1.0, e.wards_flagged / e.wards / FULL_WARDS),
        )
        for e in evidence
    ]
    known = np.array(rows, dtype=np.float64).reshape(len(evidence), len(WEIGHTED))
    blank = ~np.isfinite(known)
    others = np.array([(measure_confidence(e), measure_means(e.judged)) for e in evidence])
    lacks = [e.judged.capacity is None and e.judged.capability is None for e in evidence]
    return Pieces(
        np.column_stack([np.where(blank, NEUTRAL, known), others.reshape(len(evidence), 2)]),
        np.column_stack([blank, np.zeros(len(evidence), dtype=bool), np.array(lacks, dtype=bool)]),
        np.array([e.volume is not None for e in evidence], dtype=bool),
    )


def scale_judged(value: float | None) -> float | None:
    """1 to 5 as 0 to 1."""
    return None if value is None else (value - SCALE[0]) / (SCALE[1] - SCALE[0])


def scale_rank(e: Evidence) -> float | None:
    """The place by rate as 0 (lowest) to 1 (highest)."""
    return (e.rank - 1) / (e.areas - 1) if e.rank and e.areas > 1 else None


def scale_change_of(e: Evidence) -> float | None:
    """The change as 0 to 1; None where there is none to speak of."""
    if e.change is None or e.change.before is None or e.change.now == e.change.before == 0:
        return None
    if e.neutral:
        return NEUTRAL
    return float(scale_changes(np.array(e.change.now), np.array(e.change.before), np.array(e.phi)))


def scale_changes(now: Floats, before: Floats, phi: Floats) -> Floats:
    """Changes as 0 to 1, everything broadcast: by their size in %, drawn towards 0.5 by chance."""
    total = np.maximum(np.asarray(now + before, dtype=np.float64), 1.0)
    sure = special.erf(np.abs(now - before) / np.sqrt(2 * phi * total))
    share = (now - before) / np.maximum(before, 1.0)
    return np.asarray(NEUTRAL + 0.5 * sure * np.clip(100 * share / FULL_CHANGE, -1, 1))


def measure_confidence(e: Evidence) -> float:
    """How far the figures of a candidate can be relied on, 0 to 1."""
    return (e.complete + min(1.0, e.months / FULL_MONTHS) + e.precision) / 3


def measure_means(judged: Judged) -> float:
    """The factor of capacity and capability: more than 1 where the partnership lacks them."""
    both = [MIDDLE if value is None else value for value in (judged.capacity, judged.capability)]
    return float(MOST_LACKING ** ((sum(both) / 2 - MIDDLE) / (SCALE[1] - MIDDLE)))


def score(values: Floats, weights: Floats) -> Floats:
    """Scores, [..., candidate], of pieces [..., candidate, component] and weights [..., piece].

    100 × the cube root of the product, 100 being the most where means are not judged. A part whose
    weights are all 0 counts in full for every candidate.
    """
    counted = LEAST + (1 - LEAST) * values[..., : len(WEIGHTED)]
    cut = len(IMPACT)
    impact, likelihood = (
        _average(counted[..., part], weights[..., None, part])
        for part in (slice(None, cut), slice(cut, None))
    )
    confidence = LEAST + (1 - LEAST) * values[..., -2]
    return np.asarray(100 * np.cbrt(impact * likelihood * confidence * values[..., -1]))


def _average(values: Floats, weights: Floats) -> Floats:
    total = np.broadcast_to(weights, values.shape).sum(axis=-1)
    average = (values * weights).sum(axis=-1)
    return np.asarray(np.divide(average, total, out=np.ones(total.shape), where=total > 0))
