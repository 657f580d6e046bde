"""What the evidence says about candidate priorities: evidence, a ranking by weights, how steady it is."""

from csp.topics.priorities.rules.candidates import ADOPTED_PLAN, CANDIDATES, Candidate, choose_measures
from csp.topics.priorities.rules.evidence import (
    SCALE,
    Evidence,
    Figures,
    Inputs,
    collect_evidence,
    count_flagged_wards,
)
from csp.topics.priorities.rules.ranking import (
    COMPONENTS,
    DEFAULT_WEIGHTS,
    Ranking,
    Verdict,
    judge_candidate,
    rank_candidates,
    score_components,
)

__all__ = [
    "ADOPTED_PLAN",
    "CANDIDATES",
    "COMPONENTS",
    "DEFAULT_WEIGHTS",
    "SCALE",
    "Candidate",
    "Evidence",
    "Figures",
    "Inputs",
    "Ranking",
    "Verdict",
    "choose_measures",
    "collect_evidence",
    "count_flagged_wards",
    "judge_candidate",
    "rank_candidates",
    "score_components",
]
