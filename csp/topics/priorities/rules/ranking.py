"""Candidate priorities by their score, and what the evidence supports for each.

Nothing is decided here. Weights and judged pieces are judgements that people enter; the ranking
says what the evidence supports, and the partnership decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from csp.core.filters import Period
from csp.core.scope import Scope
from csp.statistics.types import Bools, Floats, Ints
from csp.topics.priorities.rules.adoption import Adoption
from csp.topics.priorities.rules.evidence import Evidence
from csp.topics.priorities.rules.scoring import DEFAULT_WEIGHTS, WEIGHTED, measure_pieces, score
from csp.topics.priorities.rules.stability import Stability, place_scores

WITHOUT_A_PLAN = 4
"""How many places there are where no priority is adopted, or none with evidence."""
STABLE = 0.8
"""The share of variations in which a candidate keeps its side, for the evidence to support anything."""
YEAR = 12

Obstacle = Literal["", "months", "gap", "nothing"]
"""Why there is no verdict: fewer than 12 months, a comparison across years, or nothing to compare with."""


@dataclass(frozen=True, eq=False)
class Ranking:
    """Candidates with evidence by score, the highest first; those without follow, with place 0.

    components: [candidate, component] and is_blank, where they are neutral because nothing is known.
    scores: nan without evidence. place: 1 = highest. top: how many places there are.
    """

    evidence: tuple[Evidence, ...]
    components: Floats
    is_blank: Bools
    scores: Floats
    place: Ints
    top: int

    @property
    def codes(self) -> tuple[str, ...]:
        """The candidates in the order of the ranking."""
        return tuple(e.code for e in self.evidence)


def read_weights(weights: Mapping[str, float]) -> Floats:
    """Weights in the order of the pieces. Raises ValueError for any below 0, and where all are 0."""
    weight = np.array([weights.get(name, 0.0) for name in WEIGHTED], dtype=np.float64)
    if (weight < 0).any() or not weight.any():
        raise ValueError("Weights are 0 or more, and one of them is more.")
    return weight


def count_places(evidence: Sequence[Evidence], adoption: Adoption) -> int:
    """As many places as there are adopted priorities with evidence."""
    return adoption.count_places([e.code for e in evidence if e.volume is not None]) or WITHOUT_A_PLAN


def rank_candidates(
    evidence: Sequence[Evidence], weights: Mapping[str, float] = DEFAULT_WEIGHTS, top: int = WITHOUT_A_PLAN
) -> Ranking:
    """Candidates by score; equal scores keep the order given. Raises ValueError for unusable weights."""
    pieces = measure_pieces(evidence)
    scores = np.where(pieces.has_figures, score(pieces.values, read_weights(weights)), np.nan)
    order = np.argsort(-np.where(pieces.has_figures, scores, -np.inf), kind="stable")
    places = np.where(pieces.has_figures, place_scores(scores[None, :])[0], 0)
    return Ranking(
        evidence=tuple(evidence[i] for i in order),
        components=pieces.values[order],
        is_blank=pieces.is_blank[order],
        scores=scores[order],
        place=places[order],
        top=top,
    )


def find_obstacle(scope: Scope, period: Period, comparison: Period) -> Obstacle:
    """Why the figures of a period give no verdict, "" where they do."""
    if not scope.comparable:
        return "nothing"
    if len(scope.months) < YEAR:
        return "months"
    return "" if comparison == period.shift(-1) else "gap"


Verdict = Literal[
    "retained", "raised", "dropped", "not among the first", "unsettled", "no verdict", "no evidence"
]


def judge_candidate(ranking: Ranking, stability: Stability, i: int, obstacle: Obstacle = "") -> Verdict:
    """What the evidence supports for one candidate, beside the priorities of the plan in force.

    retained: adopted and among the first; raised: among them and not a priority of its own so far;
    dropped: adopted and not among them. Each only where it stays so in 80 % of the variations and
    better: else it is unsettled.
    """
    evidence, at = ranking.evidence[i], int(ranking.place[i])
    if not at:
        return "no evidence"
    if obstacle:
        return "no verdict"
    share = stability.shares[evidence.code]
    if at <= ranking.top and share >= STABLE:
        return "retained" if evidence.own else "raised"
    if at > ranking.top and 1 - share >= STABLE:
        return "dropped" if evidence.own else "not among the first"
    return "unsettled"
