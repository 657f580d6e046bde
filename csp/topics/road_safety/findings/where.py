"""The sentences of the map of collisions: what is on it, and what a point stands for. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from csp.core import wording
from csp.core.geography import Outlines
from csp.core.road_records.near_miss import HAPPENINGS
from csp.core.road_records.school import School
from csp.topics.road_safety.findings.hot_spots import name_spot
from csp.topics.road_safety.rules.cluster_rules import ClusterRule
from csp.topics.road_safety.rules.hot_spots import FATAL, SERIOUS, SLIGHT, HotSpot
from csp.topics.road_safety.rules.periods import Period

SEVERITIES: Mapping[int, str] = {SLIGHT: "Slight", SERIOUS: "Serious", FATAL: "Fatal"}
"""Slight first: what lies over the others on the map comes last."""
NO_COLLISIONS = (
    "No road collisions of this district are loaded. Import the DfT files with python -m csp import "
    "collisions PATH."
)
NO_SPOTS = "No place has as many. Choose a rule that asks for fewer, or a wider radius."
_PEOPLE: Mapping[str, tuple[str, str]] = {
    "bus": ("bus occupant", "bus occupants"),
    "goods": ("goods vehicle occupant", "goods vehicle occupants"),
    "other": ("other", "others"),
}
PICK_SPOT = "Click a hot spot, on the map or in a list, to see its collisions."
NOT_PUBLISHED = (
    "Where collisions were is not published: of places below the district only wards are, by whole years."
)
PICK_SCHEME = (
    "Choose where something was built or begun: collisions around it before and after, beside a site of like "
    "level, and beside what was to be expected anyway."
)


def name_year(year: Period) -> str:
    """A year as a header: "2019/20", or "2019" for a calendar year."""
    if year.start.year == year.end.year:
        return str(year.end.year)
    return f"{year.start.year}/{year.end.year % 100:02}"


def describe_reach(rule: ClusterRule, first: date, covered: Period) -> str:
    """What is said where a rule looks further back than collisions are loaded; "" where it does not."""
    # The first collision of a year is seldom on its first day.
    if (first - covered.start).days <= 31:
        return ""
    return (
        f"The rule looks at {wording.plural(rule.years, 'year')}, and collisions are loaded from "
        f"{wording.month(first)} on: it finds fewer than it would."
    )


def describe_map(covered: Period, outlines: Outlines | None, layers: Collection[str], collisions: int) -> str:
    """What the map shows, and how near it comes. layers: "roads" and "near misses", where they are drawn."""
    schematic = [
        *(["roads"] if "roads" in layers else []),
        *(["wards"] if outlines and outlines.schematic else []),
    ]
    sentences = [
        f"{wording.plural(collisions, 'collision')} in which somebody was hurt, {covered.label}.",
        "Circles are hot spots by their rank, dots are further ones that would overlap.",
        f"Near misses are those from {wording.month(covered.start)} to today."
        if "near misses" in layers
        else "",
        f"{wording.capitalise(wording.list_words(schematic))} are schematic." if schematic else "",
    ]
    return " ".join(filter(None, sentences))


def describe_picture(covered: Period, collisions: int) -> str:
    """The subtitle of the map for papers."""
    number = wording.plural(collisions, "collision")
    return f"{number} in which somebody was hurt, {covered.label}; hot spots by their rank"


def explain_no_place(name: str, district: str) -> str:
    """What is said of a place that was looked for and is not on the map."""
    return f"No place called “{name}” is known in {district}."


def describe_spot(spot: HotSpot, wards: Mapping[str, str]) -> str:
    """The tooltip of a hot spot."""
    serious = f"{wording.count(spot.serious)} with somebody killed or seriously injured"
    return "\n".join(
        [
            f"{spot.rank}. {name_spot(spot, wards)}",
            f"{wording.plural(spot.collisions, 'collision')} within {spot.radius} m",
            serious,
        ]
    )


def describe_collision(row: Mapping[Hashable, Any]) -> str:
    """The tooltip of a collision."""
    when = pd.Timestamp(row["date"])
    severity = f"{SEVERITIES[int(row['severity'])]} collision"
    road = row["road"] if isinstance(row["road"], str) and row["road"] else ""
    return "\n".join(filter(None, [severity, write_time(when.date(), row["hour"]), road]))


def write_time(day: date, hour: Any) -> str:
    """The day, and the hour where it is known: "12 Mar 2019, from 8:00"."""
    if pd.isna(hour):
        return wording.day(day)
    return f"{wording.day(day)}, from {int(hour)}:00"


def list_people(road_users: Iterable[str]) -> str:
    """Who was hurt, in the order of their first: "two car occupants, pedestrian"."""
    words = []
    for user, number in Counter(road_users).items():
        one, several = _PEOPLE.get(user, (user, f"{user}s"))
        words.append(one if number == 1 else f"{wording.number(number)} {several}")
    return ", ".join(words)


def describe_school(school: School) -> str:
    """The tooltip of a school."""
    return "\n".join(filter(None, [school.name, school.phase]))


def describe_near_miss(when: date, happenings: Iterable[str]) -> str:
    """The tooltip of a single near miss."""
    return "\n".join([f"Near miss, {wording.day(when)}", "; ".join(HAPPENINGS[code] for code in happenings)])


def describe_spot_figures(spot: HotSpot, expected: float | None, years: int) -> str:
    """The figures of the hot spot chosen.

    "12 collisions in 3 years within 50 m, 4 with somebody killed or seriously injured; 8.9 to be expected in
    years like these."
    """
    serious = f"{wording.number(spot.serious)} with somebody killed or seriously injured"
    usual = "" if expected is None else f"; {wording.rate(expected)} to be expected in years like these"
    return (
        f"{wording.plural(spot.collisions, 'collision')} in {wording.plural(years, 'year')} within "
        f"{spot.radius} m, {serious}{usual}."
    )
