"""The sentences about hot spots and luck. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core import wording
from csp.topics.road_safety.rules.cluster_rules import ClusterRule
from csp.topics.road_safety.rules.hot_spots import HotSpot
from csp.topics.road_safety.rules.luck import Luck
from csp.topics.road_safety.rules.periods import Period

METHOD = (
    "A hot spot is a circle around a collision. The fullest is taken first, its collisions are taken out, "
    "and the rest is searched again, so no collision counts twice. Collisions without a place take no part."
)
LUCK_METHOD = (
    "By luck: the collisions of each road drawn anew, anywhere along the course of that road alike, 100 "
    "times. The course joins the places recorded on it in all the years loaded, since no map of roads is; "
    "roads without a number are taken together by ward. Traffic and junctions are not in it, so more hot "
    "spots than by luck say that collisions gather, not why. In the densest streets luck is overstated."
)
SCORE = (
    "Score (3c + b − a)(1 + (s + v)/t): a, b and c are the collisions of the first, second and third year, s "
    "those with somebody killed or seriously injured, v those in which a pedestrian or cyclist was hurt, t "
    "all of them. So the latest year weighs three times as much as the one before, and the first counts "
    "against it: a place that gets worse comes first, one that gets better may fall below 0. Grave "
    "collisions and people on foot or cycle up to triple it."
)
EXPECTED = (
    "In years like these, by empirical Bayes (Hauer 1997): the count drawn towards the average of like sites "
    "along the roads used. The rest of the count is chance, and falls by itself."
)
REGRESSION = (
    "A place chosen after a bad spell has fewer the next time without anything being done. Compare it only "
    "beside what was to be expected anyway."
)


def write_headline(
    spots: Sequence[HotSpot], rule: ClusterRule, luck: Luck, period: Period, place: str
) -> str:
    """The finding: how many hot spots, and how many would be by luck.

    "Tunbridge Wells: 14 hot spots by the rule 4 in 3 years within 50 m, Jul 2017 to Jun 2020, clearly more
    than by luck (about 6)."
    """
    start = write_number(spots, rule, period, place)
    by_luck = f"about {wording.count(luck.expected)}"
    if not spots:
        return f"{start}; {by_luck} by luck."
    if luck.is_more:
        return f"{start}, clearly more than by luck ({by_luck})."
    return f"{start}, not clearly more than by luck ({by_luck}, up to {wording.count(luck.usual)})."


def write_number(spots: Sequence[HotSpot], rule: ClusterRule, period: Period, place: str) -> str:
    """How many hot spots there are, without a full stop: what is said until luck is drawn."""
    number = wording.plural(len(spots), "hot spot") if spots else "no hot spot"
    return f"{place}: {number} by the rule {rule.label}, {period.label}"


def describe_fullest(spots: Sequence[HotSpot], luck: Luck) -> str:
    """Which hot spots luck alone hardly gives: "Two have more than the 6 collisions that luck reaches." """
    beyond = sum(spot.collisions > luck.fullest for spot in spots)
    verb = "has" if beyond == 1 else "have"
    number = wording.capitalise(wording.number(beyond)) if beyond else "None"
    reached = wording.count(luck.fullest)
    return f"{number} {verb} more than the {reached} collisions that luck reaches at one place."


def name_spot(spot: HotSpot, wards: Mapping[str, str]) -> str:
    """A hot spot by its road and ward: "A26, Culverden"; "unnumbered road, Park"."""
    ward = wards.get(spot.ward_code, "")
    return ", ".join(part for part in (spot.road or "unnumbered road", ward) if part)


def describe_source(rule: ClusterRule) -> str:
    """Who published the rule, for the line below the map."""
    return f"Rule of {rule.source}." if rule.source else "A rule of your own."
