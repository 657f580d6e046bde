"""The collisions of a district with their hot spots, luck and schemes, kept until the data change.

Luck and schemes take up to seconds where many years are loaded, so that they are asked for last.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from csp.data.caching import keep_while_data_stands
from csp.statistics.projection import project
from csp.topics.road_safety import fetch, figures
from csp.topics.road_safety.rules.cluster_rules import ClusterRule
from csp.topics.road_safety.rules.expected import expect_collisions
from csp.topics.road_safety.rules.frames import mark_people
from csp.topics.road_safety.rules.hot_spots import HotSpot, find_hot_spots
from csp.topics.road_safety.rules.luck import Luck, RoadNet, estimate_luck, find_road_net
from csp.topics.road_safety.rules.schemes import (
    Place,
    Scheme,
    SchemeEffect,
    SchemeSides,
    measure_scheme,
)
from csp.topics.road_safety.rules.severity import COLLISIONS


@dataclass(frozen=True, eq=False)
class Loaded:
    """All the collisions of a district, and the people hurt. first and last: days that the source covers.

    Nobody may change the frames, which all callers share.
    """

    collisions: pd.DataFrame
    casualties: pd.DataFrame
    first: date
    last: date


@keep_while_data_stands(maxsize=4)
def fetch_loaded(source: str, district: str) -> Loaded | None:
    """The collisions of a district; None where none are loaded."""
    years = fetch.fetch_years()
    years = years[years["source"] == source]
    if years.empty:
        return None
    first, last = pd.Timestamp(years["first"].min()).date(), pd.Timestamp(years["last"].max()).date()
    span = fetch.Span(source, (district,), first, last)
    casualties = fetch.fetch_casualties(span)
    collisions = mark_people(fetch.fetch_collisions(span), casualties)
    return None if collisions.empty else Loaded(collisions, casualties, first, last)


def read_collisions(source: str, district: str) -> pd.DataFrame:
    """The collisions of a district that has any."""
    loaded = fetch_loaded(source, district)
    if loaded is None:
        raise ValueError("no collisions are loaded")
    return loaded.collisions


@keep_while_data_stands(maxsize=4)
def find_net(source: str, district: str) -> RoadNet:
    """The roads used, which luck, what is to be expected and schemes share."""
    collisions = read_collisions(source, district)
    return find_road_net(collisions, project(collisions["longitude"], collisions["latitude"]))


@keep_while_data_stands(maxsize=64)
def find_spots(source: str, district: str, rule: ClusterRule, end: date) -> tuple[HotSpot, ...]:
    """The hot spots of a rule."""
    return find_hot_spots(read_collisions(source, district), rule, end)


@keep_while_data_stands(maxsize=64)
def find_luck(source: str, district: str, rule: ClusterRule, end: date) -> Luck:
    """How many there would be by luck. Slow."""
    return estimate_luck(read_collisions(source, district), rule, end, net=find_net(source, district))


@keep_while_data_stands(maxsize=64)
def find_expected(source: str, district: str, rule: ClusterRule, end: date) -> tuple[float | None, ...]:
    """What is to be expected of each hot spot. Slow."""
    spots = find_spots(source, district, rule, end)
    net = find_net(source, district)
    return expect_collisions(read_collisions(source, district), spots, rule, end, net)


@keep_while_data_stands(maxsize=64)
def find_effect(
    source: str, district: str, scheme: Scheme, sides: SchemeSides, comparison: Place | None
) -> SchemeEffect:
    """What came of a scheme. Slow."""
    collisions, net = read_collisions(source, district), find_net(source, district)
    phi = figures.estimate_dispersion(source).of(COLLISIONS)
    return measure_scheme(collisions, scheme, sides, phi, comparison, net)
