"""The simulated collisions of a district and partnership year, with their casualties and vehicles."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from numpy.random import Generator

from csp.sample.chance import stream
from csp.sample.collisions import assumptions
from csp.sample.collisions.circumstances import Conditions, draw_conditions, draw_days, draw_hour
from csp.sample.collisions.draw import Shares
from csp.sample.collisions.people import (
    Casualty,
    Party,
    Vehicle,
    draw_casualties,
    draw_parties,
    draw_vehicles,
)
from csp.sample.collisions.sites import Place, Site, draw_place


class Collision(NamedTuple):
    """A collision: when and where, what the road was like, who was hurt and in which vehicles."""

    date: dt.date
    hour: int
    district_code: str
    site: Site
    place: Place
    conditions: Conditions
    casualties: list[Casualty]
    vehicles: list[Vehicle]


def build_year(district: str, year: int, sites: list[Site]) -> list[Collision]:
    """The collisions of a district from July of a year to June of the next, with exactly the people hurt
    that the assumptions name."""
    hurt = assumptions.CASUALTIES[district][assumptions.YEARS.index(year)]
    rng = stream("collisions", district, year)
    parties = draw_parties(rng, hurt)
    days = draw_days(district, year, len(parties))
    # Days are in order, and parties are not: the last of them was cut to fit.
    days = [days[number] for number in rng.permutation(len(days)).tolist()]
    places = Shares(sites, [site.weight for site in sites])
    return [
        _draw_collision(district, day, places.draw(rng), party, rng)
        for day, party in zip(days, parties, strict=True)
    ]


def _draw_collision(district: str, day: dt.date, site: Site, party: Party, rng: Generator) -> Collision:
    hour = draw_hour(day, rng)
    casualties = draw_casualties(party, site.speed_limit, rng)
    return Collision(
        date=day,
        hour=hour,
        district_code=district,
        site=site,
        place=draw_place(site, rng),
        conditions=draw_conditions(day, hour, site, rng),
        casualties=casualties,
        vehicles=draw_vehicles(party, casualties, rng),
    )
