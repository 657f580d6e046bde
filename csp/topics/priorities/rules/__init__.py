"""What the evidence says about candidate priorities: evidence, a score, a ranking, how steady it is."""

from csp.topics.priorities.rules.adoption import Adoption, match_priorities
from csp.topics.priorities.rules.candidates import CANDIDATES, Candidate, choose_measures
from csp.topics.priorities.rules.evidence import (
    MIDDLE,
    SCALE,
    Apart,
    Evidence,
    Figures,
    Inputs,
    Judged,
    MeasureHarm,
    collect_evidence,
    count_flagged_wards,
)
from csp.topics.priorities.rules.ranking import (
    STABLE,
    Obstacle,
    Ranking,
    Verdict,
    count_places,
    find_obstacle,
    judge_candidate,
    rank_candidates,
    read_weights,
)
from csp.topics.priorities.rules.scoring import (
    COMPONENTS,
    DEFAULT_WEIGHTS,
    HIGHEST_WEIGHT,
    WEIGHTED,
    Pieces,
    measure_pieces,
    score,
)
from csp.topics.priorities.rules.stability import Stability, Windows, assess_stability

__all__ = [
    "CANDIDATES",
    "COMPONENTS",
    "DEFAULT_WEIGHTS",
    "HIGHEST_WEIGHT",
    "MIDDLE",
    "SCALE",
    "STABLE",
    "WEIGHTED",
    "Adoption",
    "Apart",
    "Candidate",
    "Evidence",
    "Figures",
    "Inputs",
    "Judged",
    "MeasureHarm",
    "Obstacle",
    "Pieces",
    "Ranking",
    "Stability",
    "Verdict",
    "Windows",
    "assess_stability",
    "choose_measures",
    "collect_evidence",
    "count_flagged_wards",
    "count_places",
    "find_obstacle",
    "judge_candidate",
    "match_priorities",
    "measure_pieces",
    "rank_candidates",
    "read_weights",
    "score",
]
