"""The sentences of the Trends page: what the control chart says, where home stands beside others. Pure."""

from csp.topics.trends.findings.areas import describe_figure, write_comparison_title
from csp.topics.trends.findings.basis import describe_basis, describe_limits, describe_season
from csp.topics.trends.findings.control import (
    RULE_WORDS,
    describe_charted,
    describe_months,
    describe_usual,
    explain_sign,
    write_note,
)
from csp.topics.trends.findings.headlines import write_control_title, write_headline
from csp.topics.trends.findings.notes import WINDOW, describe_provisional, write_notes
from csp.topics.trends.findings.slopes import describe_slopes
from csp.topics.trends.findings.targets import describe_target, describe_unknown_targets, name_target
from csp.topics.trends.findings.totals import describe_totals, name_total, write_totals_title
from csp.topics.trends.findings.types import MULTIPLES_READ, describe_verdict, write_multiples_title
from csp.topics.trends.findings.years import describe_years, write_years_title

__all__ = [
    "MULTIPLES_READ",
    "RULE_WORDS",
    "WINDOW",
    "describe_basis",
    "describe_charted",
    "describe_figure",
    "describe_limits",
    "describe_months",
    "describe_provisional",
    "describe_season",
    "describe_slopes",
    "describe_target",
    "describe_totals",
    "describe_unknown_targets",
    "describe_usual",
    "describe_verdict",
    "describe_years",
    "explain_sign",
    "name_target",
    "name_total",
    "write_comparison_title",
    "write_control_title",
    "write_headline",
    "write_multiples_title",
    "write_note",
    "write_notes",
    "write_totals_title",
    "write_years_title",
]
