"""The rules of the crime-type profile: parts of a type, its outcomes, its months, its wards. Pure."""

from csp.topics.profile.rules.menu import find_types_beside
from csp.topics.profile.rules.months import build_series, find_trend_period
from csp.topics.profile.rules.outcomes import NO_OUTCOME_LABEL, Outcome, count_outcomes
from csp.topics.profile.rules.parts import (
    Counts,
    FlaggedCounts,
    Part,
    build_part_rows,
    find_population,
    list_parts,
)
from csp.topics.profile.rules.season import Season, SeasonRules, build_season

__all__ = [
    "NO_OUTCOME_LABEL",
    "Counts",
    "FlaggedCounts",
    "Outcome",
    "Part",
    "Season",
    "SeasonRules",
    "build_part_rows",
    "build_season",
    "build_series",
    "count_outcomes",
    "find_population",
    "find_trend_period",
    "find_types_beside",
    "list_parts",
]
