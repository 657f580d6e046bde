"""The agencies that names typed into the grid mean."""

from __future__ import annotations

from csp.topics.action_plan import fetch
from csp.topics.action_plan.rules.agency_matching import AgencyMatcher
from csp.topics.action_plan.store.agency_directory import list_abbreviations


def make_matcher() -> AgencyMatcher:
    """What finds agencies by what is typed, from the directory as it is now."""
    return AgencyMatcher(fetch.fetch_directory(), list_abbreviations())
