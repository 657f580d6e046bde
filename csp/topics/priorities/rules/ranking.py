"""Candidate priorities by the weighted mean of their evidence, and how steady that order is.

Nothing is decided here. Weights, harm and concern are judgements that people enter; the ranking says
what the evidence supports, and the partnership decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from csp.statistics.types import Bools, Floats, Ints
from csp.topics.priorities.rules.evidence import SCALE, Evidence

TOP = 4
"""How many priorities a plan has room for; the plan of 2021/22 has four."""

DRAWS, SPREAD, SEED = 2000, 0.2, 2021

COMPONENTS = ("volume", "change", "rank", "wards", "harm", "concern")
DEFAULT_WEIGHTS: Mapping[str, float] = dict.fromkeys(COMPONENTS, 1.0)

# A rise of this many %, three places, and half of the wards count in full; more does not count more.
FULL_CHANGE, FULL_MOVEMENT, FULL_WARDS = 50.0, 3, 0.5


def score_components(evidence: Sequence[Evidence]) -> Floats:
    """Each candidate's evidence on a scale of 0 to 1, nan where it is not known; [candidate, component].

    volume: root of the count over the largest, so that a tenth of it is not next to nothing.
    change: 0.5 for none; a rise of 50 % or more is 1 and a fall of as much 0, drawn towards 0.5
    by its p; 0.5 where the number follows police activity.
    rank: four fifths the place (lowest rate 0, highest 1), one fifth the movement (up three places
    or more 1, none 0.5, down three or more 0; 0.5 where the rank before is not known).
    wards: share of wards flagged, half of them or more is 1.
    harm, concern: 1 to 5 as 0 to 1.
    A candidate without a volume has no evidence at all: its row is nan.
    """
    largest = max((e.volume for e in evidence if e.volume is not None), default=0)
    rows = [
        (
            np.sqrt(e.volume / largest) if largest else 0.0,
            _change(e),
            _standing(e),
            _spread(e),
            _scaled(e.harm),
            _scaled(e.concern),
        )
        if e.volume is not None
        else (None,) * len(COMPONENTS)
        for e in evidence
    ]
    return np.array(rows, dtype=np.float64).reshape(len(evidence), len(COMPONENTS))


def _change(e: Evidence) -> float | None:
    change = e.change
    if change is None or change.before is None or (change.now == change.before == 0):
        return None
    if e.neutral:
        return 0.5
    share = FULL_CHANGE if change.pct is None else change.pct
    sure = 0.0 if change.p is None else 1.0 - change.p
    return 0.5 + 0.5 * sure * float(np.clip(share / FULL_CHANGE, -1, 1))


def _standing(e: Evidence) -> float | None:
    if not e.rank or e.areas < 2:
        return None
    moved = float(np.clip((e.rank - (e.rank_before or e.rank)) / FULL_MOVEMENT, -1, 1))
    return 0.8 * (e.rank - 1) / (e.areas - 1) + 0.2 * (0.5 + 0.5 * moved)


def _spread(e: Evidence) -> float | None:
    if e.wards_flagged is None or not e.wards:
        return None
    return min(1.0, e.wards_flagged / e.wards / FULL_WARDS)


def _scaled(value: float | None) -> float | None:
    return None if value is None else (value - SCALE[0]) / (SCALE[1] - SCALE[0])


@dataclass(frozen=True, eq=False)
class Ranking:
    """Candidates with evidence by score, the highest first; those without follow, with place 0.

    components: [candidate, component]. scores: 0 to 100, nan without evidence. place: 1 = highest.
    in_top: share of the draws in which it is among the first four. best, worst: the places that
    nine draws in ten lie between.
    """

    evidence: tuple[Evidence, ...]
    components: Floats
    scores: Floats
    place: Ints
    in_top: Floats
    best: Ints
    worst: Ints
    top: int
    draws: int


def rank_candidates(
    evidence: Sequence[Evidence],
    weights: Mapping[str, float] = DEFAULT_WEIGHTS,
    top: int = TOP,
    draws: int = DRAWS,
    spread: float = SPREAD,
    seed: int = SEED,
) -> Ranking:
    """Candidates by the weighted mean of what is known of them, and how steady that order is.

    Every weight is varied by up to plus or minus spread, evenly and on its
    own, in so many draws; the same seed gives the same answer. Equal scores
    keep the order given. Raises ValueError for weights that are negative or all 0.
    """
    weight = np.array([weights.get(name, 0.0) for name in COMPONENTS], dtype=np.float64)
    if (weight < 0).any() or not weight.any():
        raise ValueError("Weights are 0 or more, and one of them is more.")
    parts = score_components(evidence)
    scores = _scores(weight[None, :], parts)[0]
    has_score = np.isfinite(scores)
    varied = weight * np.random.default_rng(seed).uniform(1 - spread, 1 + spread, (draws, len(weight)))
    places = _places(_scores(varied, parts))
    order = np.argsort(-np.where(has_score, scores, -np.inf), kind="stable")
    low, high = np.percentile(places, [5, 95], axis=0, method="nearest").astype(np.int64)
    return Ranking(
        evidence=tuple(evidence[i] for i in order),
        components=parts[order],
        scores=100 * scores[order],
        place=np.where(has_score, _places(scores[None, :])[0], 0)[order],
        in_top=np.where(has_score, (places <= top).mean(axis=0), 0.0)[order],
        best=np.where(has_score, low, 0)[order],
        worst=np.where(has_score, high, 0)[order],
        top=top,
        draws=draws,
    )


def _scores(weights: Floats, parts: Floats) -> Floats:
    """[draw, candidate]: weighted means over the components that are known; nan where none has weight."""
    is_known: Bools = np.isfinite(parts)
    total = weights @ np.where(is_known, parts, 0.0).T
    weight = weights @ is_known.T.astype(np.float64)
    return np.asarray(np.divide(total, weight, out=np.full(total.shape, np.nan), where=weight > 0))


def _places(scores: Floats) -> Ints:
    """[draw, candidate]: 1 for the highest score, in the order given where equal."""
    order = np.argsort(-np.nan_to_num(scores, nan=-np.inf), axis=1, kind="stable")
    places = np.empty(order.shape, dtype=np.int64)
    np.put_along_axis(places, order, np.arange(1, scores.shape[1] + 1)[None, :], axis=1)
    return places


Verdict = Literal["retained", "raised", "dropped", "not among the first", "no evidence"]


def judge_candidate(ranking: Ranking, i: int) -> Verdict:
    """What the evidence supports for one candidate, beside the priorities adopted for 2021/22.

    retained: adopted and among the first four; raised: among them and not a
    priority of its own so far; dropped: adopted and not among them.
    """
    evidence, place = ranking.evidence[i], int(ranking.place[i])
    adopted = bool(evidence.adopted) and not evidence.part
    if not place:
        return "no evidence"
    if place <= ranking.top:
        return "retained" if adopted else "raised"
    return "dropped" if adopted else "not among the first"
