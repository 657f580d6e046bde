"""The sentences of the crime-type profile: what a type is, its season, its parts, its outcomes. Pure."""

from csp.topics.profile.findings.measure import describe_flagged, describe_measure
from csp.topics.profile.findings.outcomes import (
    NO_OUTCOMES_PUBLISHED,
    describe_outcome_limits,
    explain_no_outcomes,
    write_outcome_words,
)
from csp.topics.profile.findings.parts import explain_no_page, explain_no_parts, write_part_words
from csp.topics.profile.findings.ranks import explain_no_rank
from csp.topics.profile.findings.season import describe_season
from csp.topics.profile.findings.trend import a_month, write_trend_words
from csp.topics.profile.findings.wards import (
    explain_few_in_wards,
    write_map_words,
    write_ward_words,
)

__all__ = [
    "NO_OUTCOMES_PUBLISHED",
    "a_month",
    "describe_flagged",
    "describe_measure",
    "describe_outcome_limits",
    "describe_season",
    "explain_few_in_wards",
    "explain_no_outcomes",
    "explain_no_page",
    "explain_no_parts",
    "explain_no_rank",
    "write_map_words",
    "write_outcome_words",
    "write_part_words",
    "write_trend_words",
    "write_ward_words",
]
