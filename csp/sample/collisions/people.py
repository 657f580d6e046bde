"""Who is hurt in the simulated collisions, how badly, and in which vehicles."""

from __future__ import annotations

from typing import NamedTuple

from numpy.random import Generator

from csp.sample.collisions import assumptions
from csp.sample.collisions.draw import Shares

FATAL, SERIOUS, SLIGHT = 1, 2, 3
MALE, FEMALE, UNKNOWN_DRIVER = 1, 2, 3
# First and last age of each band of collision_codes.csv.
BANDS = (
    (0, 5),
    (6, 10),
    (11, 15),
    (16, 20),
    (21, 25),
    (26, 35),
    (36, 45),
    (46, 55),
    (56, 65),
    (66, 75),
    (76, 95),
)
_BANDS = range(1, len(BANDS) + 1)
DECIMALS = 3  # of probabilities

_FIRST = Shares.of({name: user.collisions for name, user in assumptions.ROAD_USERS.items()})
_TYPES = {name: Shares.of(user.types) for name, user in assumptions.ROAD_USERS.items()}
_AGES = {name: Shares(_BANDS, user.ages) for name, user in assumptions.ROAD_USERS.items()}
_OF_TYPE = {code: name for name, user in assumptions.ROAD_USERS.items() for code in user.types}
_IN_CARS, _ELSE = Shares.of(assumptions.CASUALTIES_IN_CARS), Shares.of(assumptions.CASUALTIES_ELSE)
_VEHICLES = {
    "pedestrian": Shares.of(assumptions.VEHICLES_WITH_PEDESTRIAN),
    "cyclist": Shares.of(assumptions.VEHICLES_WITH_CYCLIST),
    "motorcyclist": Shares.of(assumptions.VEHICLES_WITH_MOTORCYCLIST),
}
_OTHER_VEHICLES, _VEHICLES_ELSE = Shares.of(assumptions.OTHER_VEHICLES), Shares.of(assumptions.VEHICLES_ELSE)
_DRIVER_AGES = Shares(_BANDS, assumptions.DRIVER_AGES)
_AFTER_ALL = Shares.of(assumptions.SERIOUS_AFTER_ALL)


class Casualty(NamedTuple):
    """A person hurt, as csp.data.store.CASUALTIES names the columns."""

    vehicle: int
    casualty: int
    severity: int
    adjusted_serious: float
    adjusted_slight: float
    road_user: str
    casualty_type: int
    age: int | None
    age_band: int | None
    sex: int | None


class Vehicle(NamedTuple):
    """A vehicle, as csp.data.store.VEHICLES names the columns."""

    vehicle: int
    vehicle_type: int
    driver_age_band: int | None
    driver_sex: int | None


class Party(NamedTuple):
    """Who takes part in a collision before it is known where: the vehicles, and of each person hurt the
    vehicle and the kind (casualty type)."""

    vehicles: tuple[int, ...]
    hurt: tuple[tuple[int, int], ...]


def draw_parties(rng: Generator, casualties: int) -> list[Party]:
    """As many collisions as it takes for this many people hurt; the last one has no more than are left."""
    parties, left = [], casualties
    while left:
        party = _draw_party(rng, left)
        parties.append(party)
        left -= len(party.hurt)
    return parties


def _draw_party(rng: Generator, most: int) -> Party:
    first = _FIRST.draw(rng)
    casualties = min(most, (_IN_CARS if first in assumptions.CLOSED else _ELSE).draw(rng))
    number = _VEHICLES.get(first, _VEHICLES_ELSE).draw(rng)
    kind = _TYPES[first].draw(rng)
    on_foot = first == "pedestrian"
    vehicles = [_OTHER_VEHICLES.draw(rng) for _ in range(number)]
    if not on_foot:
        vehicles[0] = kind
    hurt = [(1, kind)]
    for _ in range(casualties - 1):
        if number == 1 or rng.random() < assumptions.SAME_VEHICLE:
            hurt.append((1, kind))
        else:
            vehicle = 1 + int(rng.integers(1, number))
            hurt.append((vehicle, vehicles[vehicle - 1]))
    return Party(tuple(vehicles), tuple(hurt))


def draw_casualties(party: Party, speed_limit: int, rng: Generator) -> list[Casualty]:
    """The people hurt in a collision. In the older way of recording all of them are, or none."""
    older = rng.random() < assumptions.OLDER_WAY
    return [
        _draw_casualty(vehicle, number, kind, (speed_limit, older), rng)
        for number, (vehicle, kind) in enumerate(party.hurt, start=1)
    ]


def _draw_casualty(
    vehicle: int, number: int, kind: int, recorded: tuple[int, bool], rng: Generator
) -> Casualty:
    """recorded: the speed limit, and whether severity is recorded in the older way."""
    speed_limit, older = recorded
    road_user = _OF_TYPE[kind]
    user = assumptions.ROAD_USERS[road_user]
    severity = _draw_severity(user, speed_limit, rng)
    serious = _AFTER_ALL.draw(rng) if older and severity == SLIGHT else float(severity == SERIOUS)
    age = None if rng.random() < assumptions.AGE_UNKNOWN else _draw_age(_AGES[road_user].draw(rng), rng)
    sex = None if rng.random() < assumptions.SEX_UNKNOWN else _draw_sex(user.male, rng)
    return Casualty(
        vehicle=vehicle,
        casualty=number,
        severity=severity,
        adjusted_serious=serious,
        adjusted_slight=0.0 if severity == FATAL else round(1 - serious, DECIMALS),
        road_user=road_user,
        casualty_type=kind,
        age=age,
        age_band=None if age is None else find_band(age),
        sex=sex,
    )


def _draw_severity(user: assumptions.RoadUser, speed_limit: int, rng: Generator) -> int:
    fatal = user.fatal * assumptions.SPEED_FATAL[speed_limit]
    serious = user.serious * assumptions.SPEED_SEVERITY[speed_limit]
    chance = rng.random()
    if chance < fatal:
        return FATAL
    return SERIOUS if chance < fatal + serious else SLIGHT


def _draw_age(band: int, rng: Generator) -> int:
    first, last = BANDS[band - 1]
    return int(rng.integers(first, last + 1))


def find_band(age: int) -> int:
    """The band of an age, 1 to 11."""
    return next(band for band, (_, last) in enumerate(BANDS, start=1) if age <= last)


def _draw_sex(male: float, rng: Generator) -> int:
    return MALE if rng.random() < male else FEMALE


def draw_vehicles(party: Party, casualties: list[Casualty], rng: Generator) -> list[Vehicle]:
    """The vehicles of a collision with their drivers: whoever is hurt on two wheels or in a van drives it."""
    riders = {each.vehicle: each for each in reversed(casualties) if each.road_user in assumptions.RIDERS}
    return [
        _draw_vehicle(number, kind, riders.get(number), rng)
        for number, kind in enumerate(party.vehicles, start=1)
    ]


def _draw_vehicle(number: int, kind: int, rider: Casualty | None, rng: Generator) -> Vehicle:
    if rider is not None:
        return Vehicle(number, kind, rider.age_band, rider.sex or UNKNOWN_DRIVER)
    if rng.random() < assumptions.DRIVER_UNKNOWN:
        return Vehicle(number, kind, None, UNKNOWN_DRIVER)
    return Vehicle(number, kind, _DRIVER_AGES.draw(rng), _draw_sex(assumptions.DRIVER_MALE, rng))


def adjust_collision(casualties: list[Casualty]) -> tuple[float, float]:
    """The probabilities that the worst injury of a collision is serious, and slight."""
    worst = min(each.severity for each in casualties)
    if worst != SLIGHT:
        return float(worst == SERIOUS), 0.0
    slight = 1.0
    for each in casualties:
        slight *= each.adjusted_slight
    return round(1 - slight, DECIMALS), round(slight, DECIMALS)
