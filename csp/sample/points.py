"""The borough's wards and the invented map points that sample incidents are snapped to.

data.police.uk moves every incident to the nearest of a fixed list of map points. The
sample has a list of its own, drawn around the places of places.csv.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from shapely import Point, Polygon

from csp.sample.assumptions import CATEGORY
from csp.sample.chance import stream
from csp.sample.reference import populations, read

LATITUDE_SCALE = 1.6  # a degree of latitude is as long as 1.6 degrees of longitude here
CLEARANCE = 0.97  # a point is at most this share of the next ward's distance from its own ward's place
FEWEST, MOST = 60, 150  # map points in a ward

# How far, in degrees of longitude, map points lie from the place they are drawn around.
SPREAD = {"town": 0.006, "neighbourhood": 0.004, "village": 0.006, "hamlet": 0.009}

# Kinds of map point that police.uk names by what is there, and how an offence prefers them to a street.
STREET = "street"
PREFERENCES: dict[str, dict[str, float]] = {
    "shoplifting": {"Supermarket": 60, "Shopping Area": 60, "Petrol Station": 15, STREET: 0.2},
    "theft_from_person": {"Shopping Area": 12, "Supermarket": 8, "Nightclub": 15, "Theatre/Concert Hall": 4},
    "other_theft": {
        "Shopping Area": 4,
        "Petrol Station": 10,
        "Supermarket": 3,
        "Hospital": 6,
        "Parking Area": 2,
    },
    "bicycle_theft": {"Parking Area": 5, "Shopping Area": 5, "Supermarket": 4, "Sports/Recreation Area": 4},
    "theft_from_vehicle": {"Parking Area": 6, "Park/Open Space": 2},
    "theft_of_vehicle": {"Parking Area": 3},
    "vehicle_interference": {"Parking Area": 5},
    "burglary_residential": dict.fromkeys(
        ("Supermarket", "Shopping Area", "Petrol Station", "Hospital"), 0.0
    ),
    "domestic_abuse_incident": dict.fromkeys(("Supermarket", "Shopping Area", "Petrol Station"), 0.05),
    "burglary_business": {"Shopping Area": 4, "Supermarket": 2, "Sports/Recreation Area": 3},
    "violence_against_the_person": {
        "Hospital": 6,
        "Nightclub": 12,
        "Shopping Area": 2,
        "Park/Open Space": 1.5,
    },
    "public_order": {
        "Nightclub": 10,
        "Shopping Area": 4,
        "Hospital": 5,
        "Supermarket": 3,
        "Parking Area": 1.5,
    },
    "drug_possession": {"Park/Open Space": 4, "Parking Area": 4, "Nightclub": 4},
    "criminal_damage_and_arson": {"Parking Area": 3, "Park/Open Space": 2},
    "asb_rowdy": {"Park/Open Space": 8, "Sports/Recreation Area": 6, "Parking Area": 5, "Shopping Area": 4},
    "asb_personal": {"Shopping Area": 2, "Supermarket": 2},
    "asb_environmental": {"Park/Open Space": 4, "Parking Area": 3},
    "asb_other": {"Parking Area": 3, "Supermarket": 3, "Park/Open Space": 2},
}
ABUSE_BY_PEOPLE = 0.4  # part of domestic abuse that follows residents rather than violence
PRIOR_ROWS = 20.0  # observed wards are eased towards their population by this many rows
YEAR_TO_YEAR = 0.06  # standard deviation of a ward's share from one year to the next


@dataclass(frozen=True)
class Ward:
    """A ward and its map points: longitudes and latitudes (degrees), a location text and a kind each."""

    code: str
    name: str
    longitude: tuple[float, ...]
    latitude: tuple[float, ...]
    location: tuple[str, ...]
    kind: tuple[str, ...]
    heat: tuple[float, ...]

    def weights(self, offence: str) -> NDArray[np.float64]:
        """The share of an offence in this ward that falls on each of its points."""
        prefer = PREFERENCES.get(offence, {})
        weights = np.array([h * prefer.get(k, 1.0) for h, k in zip(self.heat, self.kind, strict=True)])
        shares: NDArray[np.float64] = weights / weights.sum()
        return shares


class Borough:
    """The places that have a ward, and the outline of the borough."""

    def __init__(self) -> None:
        self.places = [place for place in read("places.csv") if place["ward"]]
        rows = [row for row in read("outlines.csv") if row["outline"] == "borough"]
        rows.sort(key=lambda r: int(r["position"]))
        self.outline = Polygon([(float(row["longitude"]), float(row["latitude"])) for row in rows])

    def of(self, ward: str) -> list[dict[str, str]]:
        """The places of a ward."""
        return [place for place in self.places if place["ward"] == ward]

    def holds(self, ward: str, longitude: float, latitude: float) -> bool:
        """Whether a point is inside the outline and clearly nearest to a place of the ward."""
        own = min(_distance(longitude, latitude, place) for place in self.of(ward))
        other = min(_distance(longitude, latitude, place) for place in self.places if place["ward"] != ward)
        return own < CLEARANCE * other and bool(self.outline.covers(Point(longitude, latitude)))


def _distance(longitude: float, latitude: float, place: Mapping[str, str]) -> float:
    """Distance in degrees of longitude."""
    across = longitude - float(place["longitude"])
    return math.hypot(across, LATITUDE_SCALE * (latitude - float(place["latitude"])))


def _draw(rng: Generator, ward: str, n: int, borough: Borough) -> list[tuple[float, float]]:
    """n points of a ward as (longitude, latitude). Raises ValueError without room for them."""
    own = borough.of(ward)
    points: list[tuple[float, float]] = []
    for _ in range(200 * n):
        place = own[int(rng.integers(len(own)))]
        spread = SPREAD[place["kind"]]
        longitude = round(float(place["longitude"]) + rng.uniform(-spread, spread), 6)
        latitude = round(float(place["latitude"]) + rng.uniform(-spread, spread) / LATITUDE_SCALE, 6)
        if borough.holds(ward, longitude, latitude):
            points.append((longitude, latitude))
        if len(points) == n:
            return points
    raise ValueError(f"no room for {n} map points in {ward}: check places.csv against outlines.csv")


def _special(ward: str, shoplifting: int) -> list[str]:
    """The map points of a ward that are named by what is there, in order."""
    kinds = ["Parking Area"] * 3 + ["Park/Open Space"] * 2 + ["Sports/Recreation Area", "Petrol Station"]
    kinds += ["Supermarket"] * (1 + min(shoplifting // 15, 4))
    if shoplifting >= 40:
        kinds += ["Shopping Area"] * 3 + ["Nightclub", "Theatre/Concert Hall"]
    if ward == "Pembury":
        kinds.append("Hospital")
    return kinds


def observed_wards() -> dict[str, dict[str, int]]:
    """Ward name -> category of data.police.uk -> rows in the six observed months."""
    rows: dict[str, dict[str, int]] = {}
    for row in read("ward_counts_observed.csv"):
        rows.setdefault(row["ward"], {})[row["crime_type"]] = int(row["rows_in_6_months"])
    return rows


def wards() -> list[Ward]:
    """The 20 wards by code, with their map points."""
    borough = Borough()
    observed = observed_wards()
    busiest = max(sum(counts.values()) for counts in observed.values())
    built = []
    for row in sorted(read("wards.csv"), key=lambda r: r["ward_code"]):
        counts = observed[row["ward"]]
        n = FEWEST + round((MOST - FEWEST) * sum(counts.values()) / busiest)
        special = _special(row["ward"], counts.get("Shoplifting", 0))
        built.append(_ward(row, special + [STREET] * (n - len(special)), borough))
    return built


def _ward(row: Mapping[str, str], kinds: list[str], borough: Borough) -> Ward:
    """A ward of wards.csv with one map point for each of kinds."""
    rng = stream("points", row["ward_code"])
    points = _draw(rng, row["ward"], len(kinds), borough)
    # A few points are hot: heat falls with rank, and rank is a matter of chance.
    heat = [1 / (1 + int(rank)) ** 0.8 for rank in rng.permutation(len(kinds))]
    return Ward(
        code=row["ward_code"],
        name=row["ward"],
        longitude=tuple(point[0] for point in points),
        latitude=tuple(point[1] for point in points),
        location=tuple(_name_points(row["ward"], kinds)),
        kind=tuple(kinds),
        heat=tuple(heat),
    )


def _name_points(ward: str, kinds: Sequence[str]) -> Iterator[str]:
    """The location text of each map point of a ward, by its kind: "On or near Shopping Area 2, Park".

    Points of one kind are told apart by number. Nothing real is named but the ward: a reader would
    take an invented count for that of the place.
    """
    of_kind, seen = Counter(kinds), Counter[str]()
    for kind in kinds:
        seen[kind] += 1
        if kind == STREET:
            yield f"On or near a street in {ward} ({seen[kind]})"
        else:
            yield f"On or near {kind}{f' {seen[kind]}' if of_kind[kind] > 1 else ''}, {ward}"


def ward_weights(offence: str, year: int, names: list[tuple[str, str]]) -> NDArray[np.float64]:
    """The share of the borough's offences of a year in each ward of names (code, name)."""
    people = populations()
    observed = observed_wards()
    category = CATEGORY.get(offence, ("Violence and sexual offences", 1.0))[0]
    residents = np.array([people[code][year - 2018] for code, _ in names], dtype=np.float64)
    residents = residents / residents.sum()
    rows = np.array([observed[name].get(category, 0) for _, name in names], dtype=np.float64)
    shares = rows + PRIOR_ROWS * residents
    shares = shares / shares.sum()
    if offence == "domestic_abuse_incident":
        shares = (1 - ABUSE_BY_PEOPLE) * shares + ABUSE_BY_PEOPLE * residents
    drift = [stream("ward", offence, code, year).normal(1, YEAR_TO_YEAR) for code, _ in names]
    shares = shares * np.array(drift)
    total: NDArray[np.float64] = shares / shares.sum()
    return total
