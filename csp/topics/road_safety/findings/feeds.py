"""What pages about something else say of roads: the overview, the priorities, an action, the report. Pure."""

from __future__ import annotations

from collections.abc import Callable

from csp.core import wording
from csp.core.change import Change
from csp.core.change_words import describe_evidence, describe_verdict
from csp.topics.road_safety.findings.casualties import describe_serious
from csp.topics.road_safety.rules.periods import Period
from csp.topics.road_safety.rules.severity import ALL, KILLED_OR_SERIOUS, PlaceFigures

LABEL = "Road casualties"
NO_YEAR = (
    "No whole year of road casualties is loaded that ends by {}, so nothing is said on roads from figures."
)
NOT_RANKED = (
    "It is not ranked beside crime: it counts people and not offences, its year is its own, and no published "
    "index of harm scores an injury on the road."
)
NO_COMPARISON = "No other place has recorded road casualties then, so there is nothing to compare with."
PLACES_ON_THE_PAGE = (
    "A scheme at one place on a road is judged on the page Road safety, in the tab Where, with its date and "
    "radius."
)


def write_tile(figures: PlaceFigures) -> tuple[str, str]:
    """The figure and the note of the overview's tile: casualties, their change, the killed or serious.

    ("291", "▼ 54 (−15.7%), a clear change; 43 killed or serious (adjusted)")
    """
    change, serious = figures.changes[ALL], figures.changes[KILLED_OR_SERIOUS]
    serious_words = f"{wording.count(serious.now)} killed or serious ({figures.now.adjustment})"
    return wording.count(change.now), f"{write_change(change, describe_verdict)}; {serious_words}"


def write_change(change: Change, judge: Callable[[Change], str] = describe_evidence) -> str:
    """ "▼ 54 (−15.7%), a clear change"; "nothing to compare with". judge: says how clear it is."""
    if change.before is None:
        return "nothing to compare with"
    percent = "" if change.pct is None else f" ({wording.pct(change.pct, sign=True)})"
    return f"{wording.difference(change.difference or 0)}{percent}, {judge(change)}"


def write_priority(figures: PlaceFigures, period: Period) -> str:
    """What the figures say of the priority, and why it has no place among the candidates.

    "Road safety: 291 killed or injured in Jul 2019 to Jun 2020: ▼ 54 (−15.7%), a clear change. 43 killed or
    seriously injured (adjusted severity), no clear change; ... It is not ranked beside crime: ..."
    """
    change = figures.changes[ALL]
    people = f"{wording.count(change.now)} killed or injured in {period.label}"
    return f"Road safety: {people}: {write_change(change)}. {describe_serious(figures)} {NOT_RANKED}"


def write_place(figures: PlaceFigures) -> str:
    """The same in a few words: "277 people hurt, no clear change; not offences"."""
    change = figures.changes[ALL]
    judged = "" if change.before is None else f", {describe_verdict(change)}"
    return f"{wording.count(change.now)} people hurt{judged}; not offences"


def explain_no_year(period_end: str) -> str:
    """That no year of roads goes with a period."""
    return NO_YEAR.format(period_end)
