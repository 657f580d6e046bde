"""The sentences of the what-if thresholds: the rule, what it flags, the pictures, and notes."""

from csp.topics.thresholds.findings.flags import (
    REASONS,
    compare_results,
    compare_with_baseline,
    count_against,
    describe_side_by_side,
    describe_window,
    explain,
    explain_not_judged,
    list_new_and_gone,
    write_headline,
)
from csp.topics.thresholds.findings.notes import (
    NO_WARDS,
    describe_incomplete_months,
    describe_matrix,
    explain_no_map,
)
from csp.topics.thresholds.findings.pictures import (
    describe_chance,
    describe_curve,
    describe_map,
    describe_replay,
    describe_replayed_flags,
)
from csp.topics.thresholds.findings.rule import describe_limit, describe_limit_and_direction, describe_rule

__all__ = [
    "NO_WARDS",
    "REASONS",
    "compare_results",
    "compare_with_baseline",
    "count_against",
    "describe_chance",
    "describe_curve",
    "describe_incomplete_months",
    "describe_limit",
    "describe_limit_and_direction",
    "describe_map",
    "describe_matrix",
    "describe_replay",
    "describe_replayed_flags",
    "describe_rule",
    "describe_side_by_side",
    "describe_window",
    "explain",
    "explain_no_map",
    "explain_not_judged",
    "list_new_and_gone",
    "write_headline",
]
