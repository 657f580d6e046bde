"""What pages about something else say of roads: the overview, the priorities, an action, the report. Pure."""

from __future__ import annotations

from collections.abc import Callable

from csp.core import wording
from csp.core.change import Change
from csp.core.change_words import describe_evidence, describe_verdict
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
HIDDEN = "too few to show"
SIMULATED = (
    "Every road collision is simulated. Only that casualties fell in every district in 2019/20 is as "
    "published."
)


def write_tile(figures: PlaceFigures, hidden: bool) -> tuple[str, str]:
    """The figure and the note of the overview's tile: casualties, their change, the killed or serious.

    ("291", "▼ 54 (−15.7%), a clear change; 43 killed or serious (adjusted)")
    """
    change = figures.changes[ALL]
    if hidden:
        return "hidden", HIDDEN
    serious = f"{wording.count(figures.changes[KILLED_OR_SERIOUS].now)} killed or serious"
    note = f"{write_change(change, describe_verdict)}; {serious} ({figures.now.adjustment})"
    return wording.count(change.now), note


def write_change(change: Change, judge: Callable[[Change], str] = describe_evidence) -> str:
    """ "▼ 54 (−15.7%), a clear change"; "the year before is not loaded". judge: says how clear it is."""
    if change.before is None:
        return "the year before is not loaded"
    percent = "" if change.pct is None else f" ({wording.pct(change.pct, sign=True)})"
    return f"{wording.difference(change.difference or 0)}{percent}, {judge(change)}"


def write_priority(figures: PlaceFigures, period: Period, hidden: bool) -> str:
    """What the figures say of the priority, and why it has no place among the candidates.

    "Road safety: 291 killed or injured in Jul 2019 to Jun 2020: −54 (−15.7%), a clear change. It is not
    ranked beside crime: ..."
    """
    if hidden:
        return f"Road safety: too few killed or injured in {period.label} to show. {NOT_RANKED}"
    change = figures.changes[ALL]
    people = f"{wording.count(change.now)} killed or injured in {period.label}"
    return f"Road safety: {people}: {write_change(change)}. {NOT_RANKED}"


def write_public(figures: PlaceFigures, period: Period, hidden: bool) -> str:
    """The casualties of a year in public mode."""
    if hidden:
        return f"Too few casualties in {figures.name} in {period.label} to show how many."
    change = figures.changes[ALL]
    people = f"{wording.count(change.now)} killed or injured in {figures.name} in {period.label}"
    return f"{people}: {write_change(change)}."


def explain_no_year(period_end: str) -> str:
    """That no year of roads goes with a period."""
    return NO_YEAR.format(period_end)
