"""Simulated road collisions of three partnership years, July 2017 to June 2020, in the 12 districts.

Nobody was hurt in them: every collision is made up, and its key says so (2019SIM000123). The one thing
that is published is that casualties fell in every district of the county in the year to June 2020; all
else is in assumptions.py, named and rounded.
"""

from __future__ import annotations

from csp.sample.collisions.assumptions import CASUALTIES, YEARS
from csp.sample.collisions.checks import check
from csp.sample.collisions.rows import Collision, build_year
from csp.sample.collisions.sites import build_sites


def build() -> list[Collision]:
    """Every collision of the sample, numbered within its calendar year, by district and date.

    Raises ValueError where what is published would be missed.
    """
    collisions: list[Collision] = []
    for district in sorted(CASUALTIES):
        sites = build_sites(district)
        for year in YEARS:
            collisions += build_year(district, year, sites)
    collisions.sort(key=lambda each: (each.date.year, each.district_code, each.date, each.hour, each.place))
    check(collisions)
    return collisions
