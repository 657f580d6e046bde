"""The settings as the data allow: the peers that are loaded, and the neighbours by the outlines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

import numpy as np
import pandas as pd
import shapely

from csp.core.areas import District
from csp.core.settings import Area

# In degrees, about 100 m: outlines of two districts that were generalised apart do not quite meet.
TOUCHING = 0.001


def find_unloaded(
    area: Area,
    districts: Mapping[str, District],
    months: Mapping[str, Collection[date]],
    holding: Collection[str],
) -> tuple[str, ...]:
    """The peers of which a source holds nothing, which would stand in every comparison with invented zeros.

    months: those loaded by the short name of the force, {} of a source without forces. holding: the districts
    of which the source has a row. A peer whose force is loaded may have no row and yet be loaded: few people
    live there. One of another force has some rows in the files of its neighbours.
    """

    def is_loaded(code: str) -> bool:
        force = districts[code].force_slug if code in districts else ""
        if not months or not force:
            return code in holding
        return force in months

    return tuple(code for code in area.peers if code != area.home and not is_loaded(code))


def find_ended(
    codes: Iterable[str], districts: Mapping[str, District], rows: Iterable[tuple[str, date]], last: date
) -> tuple[str, ...]:
    """The districts that ended before the last month, and of which no row is of a month after their end.

    Every later month would stand with an invented zero. rows: district and month of what is counted.
    """
    ended = {code: day for code in codes if code in districts and (day := districts[code].valid_to)}
    later = {code for code, month in rows if code in ended and month > ended[code]}
    return tuple(code for code, day in ended.items() if last > day and code not in later)


def find_missing_months(
    area: Area, districts: Mapping[str, District], months: Mapping[str, Collection[date]]
) -> dict[str, tuple[date, ...]]:
    """By peer the months of the area's own force that are not loaded of the peer's, of which others are.

    In a comparison the peer would count as 0 in these months, and its rate would be too low. months: those
    loaded by the short name of the force.
    """
    own = months.get(area.force_slug, ())
    missing = {
        code: tuple(sorted(set(own) - set(months[districts[code].force_slug])))
        for code in area.peers
        if code in districts and districts[code].force_slug in months
    }
    return {code: each for code, each in missing.items() if each}


def find_neighbours(outlines: pd.DataFrame, home: str, peers: Collection[str]) -> tuple[str, ...]:
    """The peers that share a boundary with home, by the outlines of their wards.

    outlines: ward_code, district_code, year, geometry (WKB). Those of the newest year of each district count.
    """
    newest = outlines[outlines["year"] == outlines.groupby("district_code")["year"].transform("max")]
    shapes = {
        str(code): shapely.from_wkb([bytes(wkb) for wkb in rows["geometry"]])
        for code, rows in newest.groupby("district_code")
        if code in peers
    }
    if home not in shapes:
        return ()
    own = shapely.STRtree(shapes[home])
    return tuple(
        code
        for code, each in shapes.items()
        if code != home and len(np.atleast_2d(own.query(each, predicate="dwithin", distance=TOUCHING))[0])
    )
