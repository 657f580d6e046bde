"""The sentences about casualties: the first screen, the trend, and the parts of a tab. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

from csp.core import wording
from csp.core.change import Change
from csp.core.change_words import describe_evidence, describe_movement
from csp.statistics.trend import Trend
from csp.topics.road_safety.rules.breakdowns import BusyHours, Part, YearFigures
from csp.topics.road_safety.rules.dispersion import RoadDispersion
from csp.topics.road_safety.rules.periods import Period
from csp.topics.road_safety.rules.severity import (
    ALL,
    COLLISIONS,
    FATAL,
    KILLED_OR_SERIOUS,
    SERIOUS,
    SLIGHT,
    Adjustment,
    PlaceFigures,
)
from csp.topics.road_safety.rules.standings import Standing

NO_COLLISIONS = (
    "No road collisions loaded. Import the collision, casualty and vehicle files of the Department for "
    "Transport: csp import collisions PATH."
)
SIMULATED = "Simulated collisions: they say nothing about any road."
ADJUSTED = (
    "Adjusted severity: police forces that changed how they record call more injuries serious; the "
    "adjustment of the Department for Transport makes their years comparable. Deaths need none."
)
NOT_ADJUSTED = (
    "No adjustment of severity is published for these casualties, so serious and slight are as the police "
    "recorded them. Years before and after a force changed its system of recording are not comparable."
)
LABELS = {
    FATAL: "Killed",
    SERIOUS: "Seriously injured",
    SLIGHT: "Slightly injured",
    ALL: "All casualties",
    KILLED_OR_SERIOUS: "Killed or seriously injured",
    COLLISIONS: "Collisions",
}
# Those groups of casualties whose names say too little.
ROAD_USERS = {"bus": "Bus or coach", "goods": "Van or lorry"}
ADJUSTED_LINES = (SERIOUS, SLIGHT, KILLED_OR_SERIOUS)
SEVERITY_WORDS: dict[Adjustment, str] = {
    "adjusted": "adjusted severity",
    "partly adjusted": "severity partly adjusted",
    "as recorded": "severity as recorded",
}
# A trend of months less likely than this by chance is one.
STEADY_BELOW = 0.05
# Places of which any may have the most: more are not named.
MOST_NAMED = 3


def name_line(line: str, adjustment: Adjustment) -> str:
    """ "Seriously injured (adjusted)"; lines that need no adjustment as they are. For a table, so short."""
    label = "Killed or serious" if line == KILLED_OR_SERIOUS else LABELS[line]
    return f"{label} ({adjustment})" if line in ADJUSTED_LINES else label


def name_road_user(group: str) -> str:
    """ "goods" -> "Van or lorry", "cyclist" -> "Cyclist"."""
    return ROAD_USERS.get(group, wording.capitalise(group))


def describe_adjustment(adjustment: Adjustment) -> str:
    """What the note below a page says of the severities on it."""
    return NOT_ADJUSTED if adjustment == "as recorded" else ADJUSTED


def write_headline(figures: PlaceFigures, period: Period) -> str:
    """The finding of the first screen.

    "Casualties in Exeter fell by 54 (−15.7%) to 291, a clear change, in Jul 2019 to Jun 2020; 2.4
    per 1,000 people, 3rd lowest of 12."
    """
    change = figures.changes[ALL]
    if not change.now and not change.before:
        return f"No casualties recorded in {figures.name} in {period.label}."
    standing = _describe_standing(figures.rate, figures.standing, "1,000")
    return f"{_write_movement(figures.name, change, f' in {period.label}')}{standing}."


def write_title(figures: PlaceFigures, period: Period) -> str:
    """The finding in the one line that the page has for it: its period stands below, what it is similar to
    beside the figure.

    "Casualties in Exeter fell by 54 (−15.7%) to 291, a clear change; 2.4 per 1,000 people, 3rd
    lowest of 12."
    """
    change = figures.changes[ALL]
    if not (change.now or change.before):
        return write_headline(figures, period)
    standing = figures.standing
    place = f", {wording.rank(standing.rank, standing.of, standing.tied)}" if standing else ""
    rate = _describe_rate(figures.rate, "1,000")
    return f"{_write_movement(figures.name, change)}{rate}{place}."


def describe_serious(figures: PlaceFigures) -> str:
    """The second line: "43 killed or seriously injured (adjusted severity), no clear change; the smallest we
    could have seen: ±18 (40.0%); 35.8 per 100,000 people, 5th lowest of 12."
    """
    change = figures.changes[KILLED_OR_SERIOUS]
    evidence = "" if change.before is None else f", {describe_evidence(change)}"
    standing = _describe_standing(figures.serious_rate, figures.serious_standing, "100,000")
    killed = f"; {wording.count(figures.now.fatal)} killed" if figures.now.fatal else "; nobody killed"
    count = wording.count(change.now)
    severity = SEVERITY_WORDS[figures.now.adjustment]
    return f"{count} killed or seriously injured ({severity}){evidence}{killed}{standing}."


def _write_movement(place: str, change: Change, period: str = "") -> str:
    """What casualties did. period: " in Jul 2019 to Jun 2020", where it is not said beside it."""
    if change.before is None:
        return f"{wording.plural(change.now, 'casualty', 'casualties')} in {place}{period}"
    if not change.difference:
        return f"Casualties in {place} stayed at {wording.count(change.now)}{period}"
    comma = "," if period else ""
    return f"Casualties in {place} {describe_movement(change)}{comma}{period}"


def _describe_standing(rate: float, standing: Standing | None, per: str) -> str:
    return _describe_rate(rate, per) + (f", {write_standing(standing)}" if standing else "")


def _describe_rate(rate: float, per: str) -> str:
    if not math.isfinite(rate):
        return "; no population on file, so no rate"
    return f"; {wording.rate(rate)} per {per} people"


def write_standing(standing: Standing) -> str:
    """ "lowest of 12", "3rd lowest of 12, similar to Dover and Swale", "... similar to five others"."""
    place = wording.rank(standing.rank, standing.of, standing.tied)
    return ", ".join(filter(None, (place, wording.similar_to(standing.rivals))))


def explain_standing(standing: Standing) -> str:
    """Its range and every place that it cannot be told from, for who asks: two sentences or one.

    "Could be lowest to 4th lowest. Similar to Dover, Swale, Thanet and Ashford."
    """
    sentences = []
    if standing.best != standing.worst:
        ends = [wording.standing(each, standing.of) for each in (standing.best, standing.worst)]
        sentences.append(f"Could be {ends[0]} to {ends[1]}.")
    if standing.rivals:
        sentences.append(f"Similar to {wording.list_words(standing.rivals)}.")
    return "\n".join(sentences)


def write_trend(place: str, years: Sequence[YearFigures], trend: Trend | None, months: int) -> str:
    """The finding of the trend: the latest whole year beside the first, and whether the months fall steadily.

    months: how many of the latest the trend is of. "Exeter: 291 casualties in Jul 2019 to Jun 2020,
    345 in Jul 2017 to Jun 2018; a steady fall of about 8% a year over the latest 36 months."
    """
    if not years:
        return f"{place}: no whole year from July to June is loaded."
    latest = f"{place}: {_count_casualties(years[-1])}"
    first = ""
    if len(years) > 1:
        first = f", {wording.count(years[0].figures.casualties)} in {years[0].period.label}"
    return f"{latest}{first}; {_describe_trend(trend, months)}."


def _count_casualties(year: YearFigures) -> str:
    return f"{wording.plural(year.figures.casualties, 'casualty', 'casualties')} in {year.period.label}"


def _describe_trend(trend: Trend | None, months: int) -> str:
    if trend is None:
        return "too few months to say whether they rise or fall"
    over = f" over the latest {wording.plural(months, 'month')}"
    if trend.p >= STEADY_BELOW or not trend.slope:
        return f"no steady rise or fall{over}"
    way = "rise" if trend.slope > 0 else "fall"
    yearly = trend.yearly_pct
    size = f" of about {wording.whole_pct(abs(yearly))} a year" if math.isfinite(yearly) else ""
    return f"a steady {way}{size}{over}"


def write_parts(parts: Sequence[Part], what: str, noun: str, place: str) -> str:
    """The finding of a tab: the largest part, the most severe, and what changed clearly.

    what: what the parts are, in the singular ("road user"); noun: what is counted ("casualties").
    "Casualties in Exeter by road user: Car occupant most often, 170 (58%); Cyclist rose by 30
    (+50.0%) to 90, a clear change."
    """
    start = f"{wording.capitalise(noun)} in {place} by {what}"
    listed = [part for part in parts if math.isfinite(part.share) and part.change.now]
    if not listed:
        return f"{start}: none recorded."
    top = max(listed, key=lambda part: part.change.now)
    largest = (
        f"{top.label} most often, {wording.count(top.change.now)} ({wording.whole_pct(100 * top.share)})"
    )
    return f"{start}: {largest}; {_describe_clear(parts)}."


def _describe_clear(parts: Sequence[Part]) -> str:
    clear = [part for part in parts if part.change.is_real and not part.few]
    if all(part.change.before is None for part in parts):
        return "nothing to compare with"
    if not clear:
        return "no clear change in any"
    movements = [f"{part.label} {describe_movement(part.change)}" for part in clear[:3]]
    more = f"; {wording.number(len(clear) - 3)} more" if len(clear) > 3 else ""
    return "; ".join(movements) + more


def write_hours(busy: BusyHours | None, place: str) -> str:
    """The finding of hours and weekdays: "Casualties in Exeter gather from 4pm to 7pm from Monday to
    Friday: 24% of them, in 9% of the hours of a week."
    """
    if busy is None:
        return f"No time is known of any casualty in {place}."
    days = "on Saturday and Sunday" if busy.weekend else "from Monday to Friday"
    first, last = _write_hour(busy.first), _write_hour(busy.first + busy.hours)
    share, hours = (wording.whole_pct(100 * each) for each in (busy.share, busy.hours_share))
    return (
        f"Casualties in {place} gather from {first} to {last} {days}: {share} of them, in {hours} of the "
        "hours of a week."
    )


def _write_hour(hour: int) -> str:
    """0 -> "midnight", 12 -> "noon", 16 -> "4pm"."""
    if hour % 12 == 0:
        return "noon" if hour % 24 == 12 else "midnight"
    return f"{hour % 12}{'am' if hour < 12 else 'pm'}"


def write_wards(parts: Sequence[Part], noun: str, total: int, spread: int = 0) -> str:
    """The finding by ward or village; no place is named on fewer than 5.

    total: of the whole district. spread: how far apart the counts of two places may be shown that have as
    many as each other: no place is then said to have the most that may not have it.
    "Slight injuries: Park has the most, 31; none of 20 changed clearly."
    """
    if not parts:
        return f"{wording.capitalise(noun)}: none recorded in any one place."
    named = [part for part in parts if not part.few]
    if not named:
        return f"{wording.capitalise(noun)}: {wording.too_few(total)}."
    clear = [part for part in named if part.change.is_real]
    number = wording.number(len(clear)) if clear else "none"
    return (
        f"{wording.capitalise(noun)}: {_name_most(named, spread)}; {number} of {len(parts)} changed clearly."
    )


def _name_most(parts: Sequence[Part], spread: int) -> str:
    """The places with the most, or that may have it; that none stands out where these are many."""
    most = max(part.change.now for part in parts)
    top = sorted((part for part in parts if part.change.now >= most - spread), key=lambda p: -p.change.now)
    if spread and len(top) > MOST_NAMED:
        return "no place stands out"
    names = wording.list_words([part.label for part in top])
    if spread and len(top) > 1:
        counts = wording.list_words([wording.count(part.change.now) for part in top])
        return f"{names} have about the most, {counts}"
    have, each = ("have", " each") if len(top) > 1 else ("has", "")
    return f"{names} {have} the most, {wording.count(most)}{each}"


def describe_dispersion(dispersion: RoadDispersion) -> str:
    """How much counts vary, for the notes."""
    collisions, people = dispersion.of(COLLISIONS), dispersion.of(ALL)
    basis = (
        "from the months loaded"
        if dispersion.collisions.is_known
        else "too few months are loaded to say more, so collisions are taken as independent of each other"
    )
    return (
        f"One collision can hurt several people, so casualties vary {people:.1f} times as much as single "
        f"events would, collisions {collisions:.1f} times ({basis}). A clear change is one beyond that."
    )
