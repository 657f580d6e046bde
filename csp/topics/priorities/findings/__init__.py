"""What the priorities page says: its headline, each candidate beside the plan, the evidence on one."""

from csp.topics.priorities.findings.headlines import (
    APART,
    NO_DECISION,
    NO_PLAN,
    NO_WEIGHT,
    NOTHING_DECIDED,
    VERDICTS,
    WEIGHTS,
    Comparison,
    compare_candidates,
    describe_decision,
    describe_flags,
    describe_method,
    describe_ranking,
    describe_weights,
    write_headline,
)
from csp.topics.priorities.findings.support import JUDGED, describe_harm, describe_support

__all__ = [
    "APART",
    "JUDGED",
    "NOTHING_DECIDED",
    "NO_DECISION",
    "NO_PLAN",
    "NO_WEIGHT",
    "VERDICTS",
    "WEIGHTS",
    "Comparison",
    "compare_candidates",
    "describe_decision",
    "describe_flags",
    "describe_harm",
    "describe_method",
    "describe_ranking",
    "describe_support",
    "describe_weights",
    "write_headline",
]
