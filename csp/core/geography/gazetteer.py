"""Named places: what labels a map, what schematic outlines grow from, and what the search finds."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from csp.core import settings
from csp.core.errors import UserError
from csp.core.geography.outlines import Level
from csp.core.geography.tables import read_rows, read_ward_rows
from csp.core.settings import SAMPLE_HOME

# The borough that places.csv, wards.csv, ward_tiles.csv and roads.csv describe.
SCHEMATIC_WARDS_OF = SAMPLE_HOME
NO_MATCH = 4


class Place(NamedTuple):
    """A named place. ward is "" and ward_code None where it spans several or lies outside the borough."""

    name: str
    kind: str
    longitude: float
    latitude: float
    ward: str
    ward_code: str | None
    district_code: str


@lru_cache(maxsize=2)
def read_places(level: Level) -> tuple[Place, ...]:
    """Every named place on file: of one borough for "ward", of its county for "district"."""
    if level == "district":
        return tuple(
            Place(r["place"], "", float(r["longitude"]), float(r["latitude"]), "", None, r["district_code"])
            for r in read_rows("places_county.csv")
        )
    return tuple(_borough_place(row) for row in read_rows("places.csv"))


@lru_cache(maxsize=1)
def read_roads() -> tuple[tuple[str, tuple[tuple[float, float], ...]], ...]:
    """The main roads of the borough by name, each as schematic points (longitude, latitude) along it."""
    rows = sorted(read_rows("roads.csv"), key=lambda row: (row["road"], int(row["position"])))
    return tuple(
        (road, tuple((float(row["longitude"]), float(row["latitude"])) for row in each))
        for road, each in groupby(rows, key=lambda row: row["road"])
    )


def _borough_place(row: dict[str, str]) -> Place:
    name = row["ward"]
    if name and name not in read_ward_rows():
        raise UserError(f'places.csv: "{name}", the ward of {row["place"]}, is not in wards.csv. Correct it.')
    ward = read_ward_rows().get(name)
    return Place(
        row["place"],
        row["kind"],
        float(row["longitude"]),
        float(row["latitude"]),
        name,
        ward["ward_code"] if ward else None,
        ward["district_code"] if ward else SCHEMATIC_WARDS_OF,
    )


def list_roads(district: str) -> tuple[tuple[str, tuple[tuple[float, float], ...]], ...]:
    """The main roads of a district, as read_roads() gives them; none where none are on file for it."""
    return read_roads() if SCHEMATIC_WARDS_OF in _list_districts(district) else ()


def list_places(district: str) -> tuple[Place, ...]:
    """The named places of a district; none where no places are on file for it.

    Of an area of one's own those of its districts, and of the ones that it has wards of.
    """
    within = _list_districts(district)
    levels: dict[str, Level] = {code: "ward" if code == SCHEMATIC_WARDS_OF else "district" for code in within}
    return tuple(
        place for code, level in levels.items() for place in read_places(level) if place.district_code == code
    )


def _list_districts(code: str) -> tuple[str, ...]:
    """A district, or those that an area of one's own is made of or has wards of."""
    district = settings.read_districts().get(code)
    return (district.within if district else ()) or (code,)


def _plain(text: str) -> str:
    """Lower case without apostrophes, so that "st johns" finds St John's."""
    return " ".join(text.casefold().replace("'", "").replace("’", "").split())


def find_place(query: str, limit: int = 8, districts: Collection[str] | None = None) -> list[Place]:
    """Places by name, best first: the whole name, its start, the start of a word, any part, then near misses.

    The borough's places come before the county's of equal merit. An empty query finds none. districts: those
    looked in, all on file where None.
    """
    search = _plain(query)
    if not search:
        return []
    by_name: dict[tuple[str, str], Place] = {}
    for place in (*read_places("ward"), *read_places("district")):
        if districts is None or place.district_code in districts:
            by_name.setdefault((_plain(place.name), place.district_code), place)
    merits = [(_merit(name, search), i, place) for i, ((name, _), place) in enumerate(by_name.items())]
    matches = [place for merit, _, place in sorted(merits, key=lambda r: r[:2]) if merit < NO_MATCH]
    if not matches:
        near = difflib.get_close_matches(search, [name for name, _ in by_name], n=limit, cutoff=0.75)
        matches = [place for name in dict.fromkeys(near) for (n, _), place in by_name.items() if n == name]
    return matches[:limit]


def _merit(name: str, search: str) -> int:
    """0 for the best kind of match to NO_MATCH for none."""
    if name == search:
        return 0
    if name.startswith(search):
        return 1
    if f" {search}" in name:
        return 2
    return 3 if search in name else NO_MATCH
