"""What the page about roads says around its figures: its sample, its notes, the words of its charts. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from csp.core import settings, wording
from csp.core.change import Change
from csp.core.harm import Harm
from csp.core.settings import Area
from csp.topics.road_safety.findings.casualties import (
    LABELS,
    SEVERITY_WORDS,
    write_standing,
)
from csp.topics.road_safety.rules.breakdowns import HourGrid, Part
from csp.topics.road_safety.rules.loaded import Loaded
from csp.topics.road_safety.rules.periods import Period
from csp.topics.road_safety.rules.severity import (
    ALL,
    KILLED_OR_SERIOUS,
    Adjustment,
    PlaceFigures,
)

TITLE_WITHOUT_DATA = "No road collisions loaded"
TITLE_WITHOUT_YEAR = "No whole year of road collisions loaded"
NO_WHOLE_YEAR = (
    "No whole year of road collisions is loaded. A year needs the collision and casualty files of all of its "
    "months: import them with csp import collisions PATH."
)
NEAREST = (
    "Parishes have no outlines here, so a casualty is counted to the town or village that is nearest within "
    "the ward. Severity in wards and villages is as the police recorded it, not adjusted."
)
NO_WARDS = "No wards are on file for this district. Import its ward outlines: csp import boundaries PATH."
NO_VILLAGES = "No towns or villages are on file for these wards."
NOT_ADDED = (
    "Pounds and days are different scales: the index of harm scores no collision, and the values in pounds "
    "are of collisions alone. They stand beside each other and are never added."
)
WARDS_ALONE = "Villages, roads and months are not published by ward. Severity is as the police recorded it."
OTHER_YEARS_BY_WARD = "By ward, only whole years from July to June are published: choose one above."
COUNTS_NOT_RISKS = (
    "Counts say where people were hurt, not how risky a place is: a ward with a trunk road has more traffic."
)


def explain_sample(area: Area) -> str:
    """What of the sample of roads is published and what is simulated."""
    if area.home == settings.SAMPLE_HOME:
        return (
            "Sample data: every road collision is simulated. Only that casualties fell in every district in "
            "2019/20 is as published."
        )
    return f"Sample data: every road collision shown for {area.home_name} is simulated."


def name_sample(area: Area) -> str:
    """What stands for the source of the sample below the title."""
    if area.home == settings.SAMPLE_HOME:
        return "Simulated: only the fall in 2019/20 is as published."
    return "Simulated."


def describe_comparison(before: Period, comparable: bool) -> str:
    """What the period is compared with, beside the control for it."""
    return (
        f"against {before.label}" if comparable else f"{before.label} is not loaded: nothing to compare with"
    )


def list_notes(
    loaded: Loaded, periods: Sequence[Period], unranked: Sequence[str], left_out: Sequence[str] = ()
) -> list[str]:
    """What a reader must know of the figures of a page.

    unranked: districts without a population. left_out: districts of which no collisions are loaded.
    """
    notes = []
    provisional = loaded.list_provisional(periods)
    if provisional:
        years = wording.list_words([str(year) for year in provisional])
        notes.append(f"The figures of {years} are provisional.")
    if loaded.without_people:
        years = wording.list_words([str(year) for year in loaded.without_people])
        notes.append(
            f"Of {years} the collisions are loaded and the casualties are not, so they are left out; import "
            "the casualty file of the same edition."
        )
    if left_out:
        notes.append(
            f"No casualties of {wording.list_words(left_out)} are loaded, so nothing is compared with them."
        )
    if unranked:
        notes.append(f"No population on file for {wording.list_words(unranked)}, so no rate and no rank.")
    return notes


def describe_rest(loaded: Loaded) -> str:
    """Months that are loaded after the latest whole year, "" where there are none."""
    rest = loaded.find_rest()
    if rest is None:
        return ""
    return (
        f"{rest.label}: loaded, but no whole year from July to June yet, so in the chart and in "
        "no total of a year."
    )


def write_district_words(home: PlaceFigures, line: str, periods: tuple[Period, Period]) -> tuple[str, str]:
    """Title and subtitle of the districts by the rate of a line: all casualties, or killed or serious."""
    is_all = line == ALL
    standing = home.standing if is_all else home.serious_standing
    rate = home.rate if is_all else home.serious_rate
    per = "1,000" if is_all else "100,000"
    noun = "casualties" if is_all else "killed or seriously injured"
    if standing is None:
        title = f"{home.name}: no rank by {noun} per {per} people"
    else:
        place = wording.rank(standing.rank, standing.of, standing.tied)
        title = f"{home.name}: {wording.rate(rate)} per {per} people, {place}"
    severity = "" if is_all else f" ({SEVERITY_WORDS[home.now.adjustment]})"
    before = "" if home.changes[line].before is None else f"; tick: {periods[1].label}"
    what = f"{wording.capitalise(noun)}{severity} per {per} people"
    return title, f"{what}, {periods[0].label}; number in brackets{before}"


def write_part_subtitle(what: str, place: str, periods: tuple[Period, Period], comparable: bool) -> str:
    """The subtitle of parts as bars."""
    before = f"; tick: {periods[1].label}" if comparable else ""
    return f"{wording.capitalise(what)}, {place}, {periods[0].label}; share in brackets{before}"


def introduce_villages(noun: str, now: Period) -> str:
    """What stands before the lines of list_villages()."""
    return f"{wording.capitalise(noun)} by the nearest village, {now.label}:"


def write_place_subtitle(what: str, place: str, periods: tuple[Period, Period], comparable: bool) -> str:
    """The subtitle of wards or villages as bars."""
    before = f"; tick: {periods[1].label}" if comparable else ""
    return f"{wording.capitalise(what)}, {place}, {periods[0].label}{before}"


def write_month_subtitle(place: str, loaded: Period, now: Period) -> str:
    """The subtitle of the casualties by month."""
    keys = f"bold: {now.label}; above: each year's total; dashed: its average month"
    return f"Killed and injured by month, {place}, {loaded.label}; {keys}"


def write_hour_subtitle(grid: HourGrid, place: str, now: Period) -> str:
    """The subtitle of the week by hours."""
    missing = f"; {wording.count(grid.without_time)} at no known time left out" if grid.without_time else ""
    return f"Casualties by weekday and hour of the collision, {place}, {now.label}{missing}"


def name_severity(adjustment: Adjustment) -> str:
    """Which severity the page uses, beside its period."""
    if adjustment == "as recorded":
        return "severity as the police recorded it"
    return f"serious and slight injuries by {SEVERITY_WORDS[adjustment]}"


def write_tile(line: str, figures: PlaceFigures) -> tuple[str, str]:
    """The label and the note of a figure of the first screen: its rate and its place among the districts."""
    is_all = line == ALL
    rate, standing = (
        (figures.rate, figures.standing) if is_all else (figures.serious_rate, figures.serious_standing)
    )
    label = LABELS[line] if is_all else f"{LABELS[line]} ({figures.now.adjustment})"
    if math.isnan(rate):
        return label, "no population on file, so no rate"
    per = "1,000" if is_all else "100,000"
    place = f", {write_standing(standing)}" if standing else ""
    return label, f"{wording.rate(rate)} per {per} people{place}"


def list_villages(parts: Sequence[Part], wards_of: Mapping[str, str]) -> list[str]:
    """The villages of the wards that are named after several of them, a line for each ward, most first.

    "Goudhurst 19 (15 before), Lamberhurst 8 (12 before) and Kilndown 13 (8 before)". parts: every village.
    wards_of: the ward of each, by name; those that a ward is named after come first, and others are left out
    where there are fewer than 5.
    """
    by_ward: dict[str, dict[str, Part]] = {}
    for part in parts:
        by_ward.setdefault(wards_of[part.label], {})[part.label] = part
    lines = []
    for ward, villages in sorted(by_ward.items(), key=lambda each: -_count_all(each[1])):
        names = ward.split(" and ")
        if len(names) < 2 or not villages.keys() >= {*names}:
            continue
        others = [name for name, part in villages.items() if name not in names and not part.few]
        counts = [f"{name} {_describe_count(villages[name].change)}" for name in (*names, *others)]
        lines.append(wording.list_words(counts))
    return lines


def _count_all(villages: Mapping[str, Part]) -> int:
    return sum(part.change.now for part in villages.values())


def _describe_count(change: Change) -> str:
    count = wording.count(change.now)
    if change.before is None:
        return count
    return f"{count} ({wording.count(change.before)} before)"


def describe_crime_harm(crime: Harm | None, place: str, now: Period) -> str:
    """Recorded crime in the months of a period, by its harm."""
    if crime is None:
        return (
            f"Recorded crime of {now.label} is not loaded whole, so its harm cannot stand beside the roads."
        )
    if crime.days is None:
        return f"Recorded crime in {place} in {now.label} has no score of harm."
    return (
        f"Recorded crime in {place} in {now.label}: {wording.count(crime.count)} offences, "
        f"{wording.count(crime.days)} days by the index of harm."
    )


RATES = {"All casualties": ALL, "Killed or seriously injured": KILLED_OR_SERIOUS}
