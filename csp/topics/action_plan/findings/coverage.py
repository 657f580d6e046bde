"""Where and on what an action acts, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core import wording
from csp.topics.action_plan.findings.held import EVERYWHERE, list_names

OTHER_TYPES: Mapping[str, str] = {"road_casualties": "Road casualties"}
"""What an action can act on that is no crime type, by its code."""
ABOUT = (
    "The crime type of the plan's own words is changed on the page Plans. Here others are added, and the "
    "wards that the action is for. Pages of these wards and crime types list the action."
)


def describe_acting(wards: Sequence[str], crime_types: Sequence[str], names: Mapping[str, str]) -> str:
    """ "Shoplifting and Drug offences in Park and Sherwood", "Shoplifting, in the whole district"."""
    types = wording.list_words([names.get(code, code) for code in crime_types])
    places = list_names(wards, names)
    where = f"in {places}" if places else f"in {EVERYWHERE}"
    return f"{types}, {where}" if types else wording.capitalise(where)
