"""The charts of the crime-type profile: its trend, its wards, its parts and its outcomes. Pure."""

from csp.topics.profile.charts.months import trend
from csp.topics.profile.charts.outcomes import outcome_shares
from csp.topics.profile.charts.parts import part_counts
from csp.topics.profile.charts.wards import ward_map, ward_rates

__all__ = ["outcome_shares", "part_counts", "trend", "ward_map", "ward_rates"]
