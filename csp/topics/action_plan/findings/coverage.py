"""Where and on what an action acts, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core import wording
from csp.topics.action_plan.findings.held import EVERYWHERE

OTHER_TYPES: Mapping[str, str] = {"road_casualties": "Road casualties"}
"""What an action can act on that is no crime type, by its code."""
ABOUT = (
    "The crime type of the plan's own words is changed on the page Plans. Here others are added, and the "
    "wards that the action is for. Pages of these wards and crime types list the action."
)


STORED = "Stored: where and on what the action acts."
# So many are named one by one; of more, their number is enough.
NAMED = 4


def describe_acting(wards: Sequence[str], crime_types: Sequence[str], names: Mapping[str, str]) -> str:
    """ "Shoplifting and Drug offences, in Park, Sherwood", "Shoplifting, in the whole district"."""
    types = wording.list_words(_name_some(crime_types, names, "crime type"))
    # Names of wards hold "and" themselves.
    places = ", ".join(_name_some(sorted(wards, key=lambda ward: names.get(ward, ward)), names, "ward"))
    where = f"in {places or EVERYWHERE}"
    return f"{types}, {where}" if types else wording.capitalise(where)


def _name_some(codes: Sequence[str], names: Mapping[str, str], noun: str) -> list[str]:
    if len(codes) > NAMED:
        return [wording.plural(len(codes), noun)]
    return [names.get(code, code) for code in codes]
