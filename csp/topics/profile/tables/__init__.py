"""The tables of the crime-type profile: season, parts, outcomes, districts. Pure."""

from csp.topics.profile.tables.outcomes import build_outcome_table
from csp.topics.profile.tables.parts import build_part_table
from csp.topics.profile.tables.peers import build_peer_table
from csp.topics.profile.tables.season import build_season_table

__all__ = ["build_outcome_table", "build_part_table", "build_peer_table", "build_season_table"]
