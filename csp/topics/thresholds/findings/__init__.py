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
from csp.topics.thresholds.findings.limit import describe_flat, list_stops, note_flat
from csp.topics.thresholds.findings.notes import (
    NO_WARDS,
    describe_advanced,
    describe_cut,
    describe_incomplete_months,
    describe_matrix,
    explain_no_map,
    explain_no_matrix,
    explain_roads,
)
from csp.topics.thresholds.findings.pictures import (
    describe_curve,
    describe_luck,
    describe_map,
    describe_past_months,
    describe_past_year,
)
from csp.topics.thresholds.findings.rule import describe_limit, describe_limit_and_direction, describe_rule

__all__ = [
    "NO_WARDS",
    "REASONS",
    "compare_results",
    "compare_with_baseline",
    "count_against",
    "describe_advanced",
    "describe_curve",
    "describe_cut",
    "describe_flat",
    "describe_incomplete_months",
    "describe_limit",
    "describe_limit_and_direction",
    "describe_luck",
    "describe_map",
    "describe_matrix",
    "describe_past_months",
    "describe_past_year",
    "describe_rule",
    "describe_side_by_side",
    "describe_window",
    "explain",
    "explain_no_map",
    "explain_no_matrix",
    "explain_not_judged",
    "explain_roads",
    "list_new_and_gone",
    "list_stops",
    "note_flat",
    "write_headline",
]
