"""The sentences about costs, near misses, speed watch and schools. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

from csp.core import wording
from csp.core.road_records.near_miss import HAPPENINGS
from csp.topics.road_safety.rules.cost import RoadCost
from csp.topics.road_safety.rules.near_misses import NearMissPlace
from csp.topics.road_safety.rules.periods import Period
from csp.topics.road_safety.rules.schools import SchoolFigures
from csp.topics.road_safety.rules.speed_watch import SpeedWatchSite

NEAR_MISSES_ARE_NO_COLLISIONS = (
    "Near misses are reported by whoever wants to. They are no collisions, are added to none, and have no "
    "rate."
)
NO_NEAR_MISSES = (
    "No near misses recorded. Use the form, or import a CSV file with the columns date, longitude, latitude, "
    "happenings, mode."
)
NO_SESSIONS = (
    "No Community Speed Watch sessions loaded. Import a CSV file with the columns site, date, vehicles, over."
)
NO_SCHOOLS = "No schools loaded. Import a CSV file with the columns school, longitude, latitude."
SCHOOL_TIMES = (
    "School times are the hours from 8am and from 3pm, Monday to Friday, without August. Terms are not in "
    "the data, so other holidays count as school days. A collision near two schools counts at both."
)
COSTS_OVERLAP = (
    "A value per collision holds the values of its casualties, and with them police, insurance and damage. "
    "So the two figures are never added up."
)
NAMED_PLACES = 3


def write_cost(cost: RoadCost, place: str, period: Period) -> str:
    """What the collisions cost, and by whose values.

    "Collisions in Tunbridge Wells cost £34.2 million in Jul 2019 to Jun 2020; their casualties alone £29.8
    million, at the values of 2020 (RAS4001)."
    """
    values = cost.values
    year = f"the values of {values.year}"
    if values.year != period.end.year:
        year += f", the nearest on file to {period.end.year}"
    return (
        f"Collisions in {place} cost {write_pounds(cost.collisions)} in {period.label}; their casualties "
        f"alone {write_pounds(cost.casualties)}, at {year} ({values.source})."
    )


def write_pounds(pounds: float) -> str:
    """34214000 -> "£34.2 million"; 812345 -> "£812,000"; 640 -> "£640"."""
    if pounds >= 999_500:
        return f"£{wording.rate(pounds / 1e6)} million"
    return f"£{wording.count(round(pounds, -3) if pounds >= 10_000 else pounds)}"


def write_near_misses(places: Sequence[NearMissPlace], reports: int, period: Period) -> str:
    """The finding of the register: places where near misses gather though nobody was hurt there.

    "14 near misses reported in Jul 2019 to Jun 2020. They gather without any collision at two places: near
    Pembury (5, most often passed too close) and near Rusthall (3, most often pulled out in front)."
    """
    start = f"{wording.plural(reports, 'near miss', 'near misses')} reported in {period.label}"
    if not reports:
        return f"No near misses reported in {period.label}."
    free = [each for each in places if not each.collisions]
    if not free:
        rest = "nowhere do they gather without a collision" if places else "they gather nowhere"
        return f"{start}; {rest}."
    named = wording.list_words([_name_place(each) for each in free[:NAMED_PLACES]])
    more = len(free) - NAMED_PLACES
    others = f", and at {wording.number(more)} more" if more > 0 else ""
    number = f"{wording.number(len(free))} place{'' if len(free) == 1 else 's'}"
    return f"{start}. They gather without any collision at {number}: {named}{others}."


def describe_later(reports: int, period: Period) -> str:
    """What is said of near misses that are later than the collisions they would be compared with."""
    verb = "is" if reports == 1 else "are"
    number = wording.capitalise(wording.plural(reports, "near miss", "near misses"))
    return (
        f"{number} reported since the end of {wording.month(period.end)} {verb} on the map under Where and "
        "in the list, and not counted here."
    )


def _name_place(place: NearMissPlace) -> str:
    most = wording.lower_first(HAPPENINGS[place.happenings[0]]) if place.happenings else ""
    where = f"near {place.name}" if place.name else "a place without a name"
    return f"{where} ({place.reports}, most often: {most})" if most else f"{where} ({place.reports})"


def write_speed_watch(sites: Sequence[SpeedWatchSite]) -> str:
    """The finding of speed watch: the site with the largest share over the limit, and where it rises or
    falls.

    "Speed watch: at Hill Lane 14% of 1,000 vehicles were over the limit, the most of three sites; it rises
    at one and falls at none."
    """
    measured = [site for site in sites if site.vehicles]
    if not measured:
        return NO_SESSIONS
    top = measured[0]
    of = f", the most of {wording.number(len(measured))} sites" if len(measured) > 1 else ""
    share = wording.whole_pct(100 * top.share)
    limits = f"{wording.whole_pct(100 * top.low)} to {wording.whole_pct(100 * top.high)}"
    return (
        f"Speed watch: at {top.site} {share} of {wording.plural(top.vehicles, 'vehicle')} were over the "
        f"limit (95% limits: {limits}){of}; {_describe_trends(measured)}."
    )


def _describe_trends(sites: Sequence[SpeedWatchSite]) -> str:
    if all(site.trend is None for site in sites):
        return "too few sessions at any site to say whether it rises or falls"
    rising, falling = (sum(site.is_rising() is way for site in sites) for way in (True, False))
    if not rising and not falling:
        return "no steady rise or fall at any"
    counts = [wording.number(n) if n else "none" for n in (rising, falling)]
    return f"the share rises steadily at {counts[0]} and falls steadily at {counts[1]}"


def describe_site_trend(site: SpeedWatchSite) -> str:
    """The trend of a site in a cell: "rises", "falls", "no steady trend" or "too few sessions"."""
    if site.trend is None:
        return "too few sessions"
    return {True: "▲ rises", False: "▼ falls", None: "no steady trend"}[site.is_rising()]


def write_schools(figures: Sequence[SchoolFigures], radius: int, period: Period) -> str:
    """The finding of schools: how many have had collisions at school times, and which the most.

    "Two of 14 schools had collisions within 200 m at school times in Jul 2019 to Jun 2020; St John's the
    most, four, a child hurt in one."
    """
    if not figures:
        return NO_SCHOOLS
    hit = [each for each in figures if each.at_school_times]
    number = wording.capitalise(wording.number(len(hit))) if hit else "None"
    start = (
        f"{number} of {wording.plural(len(figures), 'school')} had collisions within {radius} m at school "
        f"times in {period.label}"
    )
    if not hit:
        return f"{start}."
    top = hit[0]
    joint = sum(each.at_school_times == top.at_school_times for each in hit) > 1
    child = f", a child hurt in {wording.number(top.child)}" if top.child else ""
    most = "as many as any" if joint else "the most"
    return f"{start}; {top.school.name} {most}, {wording.number(top.at_school_times)}{child}."


def write_share(share: float) -> str:
    """0.1403 -> "14.0%"; nothing measured: a dash."""
    return wording.pct(100 * share) if math.isfinite(share) else wording.MISSING
