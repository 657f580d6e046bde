"""Made road collisions for the stores of these tests, and every statement over them the slow way."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from math import fsum

HOME, NEXT = "E07000116", "E07000111"
CULVERDEN, PARK = "E05005137", "E05005140"
SOURCES = ("sample", "dft")
CONDITIONS = ("speed_limit", "light", "weather", "surface", "junction", "road_class", "area_type")
FIRST_DAY = date(2019, 6, 1)


def a_road_world(rng, collisions=120):
    """Tables of collisions and casualties; of 2021 no casualties are loaded, and one has no collision.

    Of what is published by ward there are rows too, as in a store of public mode.
    """
    world = {"collisions": [], "casualties": [], "ward_casualties": [a_published_ward(rng) for _ in range(9)]}
    for number in range(collisions):
        row = a_collision(rng, number)
        world["collisions"].append(row)
        key = {"source": row["source"], "collision_key": row["collision_key"]}
        for casualty in range(1, rng.randint(0, 3) + 1) if row["date"].year < 2021 else ():
            world["casualties"].append({**key, "vehicle": 1, "casualty": casualty, **a_casualty(rng)})
    lost = {"source": "dft", "collision_key": "202046lost", "vehicle": 1}
    world["casualties"].append({**lost, "casualty": 1, **a_casualty(rng)})
    return world


def a_collision(rng, number):
    day = FIRST_DAY + timedelta(days=rng.randrange(620))
    district = rng.choice([HOME, HOME, NEXT])
    ward = rng.choice([CULVERDEN, PARK, None]) if district == HOME else None
    place = rng.choice([(0.26, 51.13), (0.27, 51.14), (None, None)])
    codes = {condition: rng.choice([1, 2, None]) for condition in CONDITIONS}
    return {
        "source": rng.choice(SOURCES),
        "collision_key": f"{day.year}46{number:07d}",
        "date": day,
        "hour": rng.choice([None, 8, 17]),
        "district_code": district,
        "ward_code": ward,
        "longitude": place[0],
        "latitude": place[1],
        "severity": rng.choice([1, 2, 3, 3]),
        "casualties": rng.randint(1, 3),
        "vehicles": rng.randint(1, 3),
        "road": rng.choice(["A26", None]),
        "road_type": rng.choice([1, 6, None]),
        "enhanced_severity": rng.choice([3, 7, None]),
        "adjusted_serious": rng.choice([0.0, 0.4, None]),
        "adjusted_slight": rng.choice([1.0, 0.6, None]),
        "provisional": rng.choice([True, False, False]),
        **codes,
    }


def a_casualty(rng):
    serious = rng.choice([None, 0.0, 1.0, 0.25, 0.731])
    return {
        "severity": rng.choice([1, 2, 3, 3]),
        "adjusted_serious": serious,
        "adjusted_slight": None if serious is None else 1 - serious,
        "road_user": rng.choice(["pedestrian", "car occupant", "other"]),
        "enhanced_severity": rng.choice([5, None]),
        "age": rng.choice([None, 17, 80]),
        "home_imd": rng.choice([None, 10]),
        "age_band": rng.choice([None, 4, 11]),
        "sex": rng.choice([None, 1, 2]),
    }


def a_published_ward(rng):
    return {
        "source": rng.choice(SOURCES),
        "line": rng.choice(["slight", "killed_or_serious"]),
        "start": rng.choice([date(2018, 7, 1), date(2019, 7, 1)]),
        "ward_code": rng.choice([CULVERDEN, PARK]),
        "casualties": rng.randint(3, 9),
    }


def ward_years(world, source):
    columns = ("line", "start", "ward_code", "casualties")
    rows = [row for row in world["ward_casualties"] if row["source"] == source]
    return sorted(tuple(row[name] for name in columns) for row in rows)


def month(row):
    return row["date"].replace(day=1)


def nulls_last(values):
    return [(value is None, value or 0) if not isinstance(value, str) else (False, value) for value in values]


def joined(world, table):
    """Rows with the collision that they belong to; those of none are left out."""
    by_key = {(each["source"], each["collision_key"]): each for each in world["collisions"]}
    for row in world[table]:
        key = row["source"], row["collision_key"]
        if key in by_key:
            yield row, by_key[key]


def sums(rows):
    """Casualties, both adjusted sums, and how many are adjusted."""
    shares = [
        fsum((row["severity"] == severity) if row[column] is None else row[column] for row in rows)
        for severity, column in ((2, "adjusted_serious"), (3, "adjusted_slight"))
    ]
    adjusted = sum(row["adjusted_serious"] is not None for row in rows)
    return (len(rows), *(round(share, 6) for share in shares), adjusted)


def tally(groups):
    return sorted(((*key, *sums(rows)) for key, rows in groups.items()), key=nulls_last)


def hurt(world, source, districts, start=date.min, end=date.max):
    for row, collision in joined(world, "casualties"):
        here = row["source"] == source and collision["district_code"] in districts
        if here and start <= collision["date"] <= end:
            yield row, collision


def by_month(world, source, districts):
    groups = defaultdict(list)
    provisional = defaultdict(int)
    for row, collision in hurt(world, source, districts):
        key = (collision["district_code"], month(collision), row["severity"])
        groups[key].append(row)
        provisional[key] += collision["provisional"]
    return sorted((*key, *sums(rows), provisional[key]) for key, rows in groups.items())


def collisions_by_month(world, source, districts):
    totals = defaultdict(lambda: [0, 0])
    for row in world["collisions"]:
        if row["source"] == source and row["district_code"] in districts:
            counts = totals[row["district_code"], month(row), row["severity"]]
            counts[0] += 1
            counts[1] += row["provisional"]
    return sorted((*key, *counts) for key, counts in totals.items())


def by_ward(world, source, district):
    groups = defaultdict(list)
    for row, collision in hurt(world, source, [district]):
        groups[collision["ward_code"] or "", month(collision), row["severity"]].append(row)
    return sorted((*key, *sums(rows)) for key, rows in groups.items())


def by_person(world, source, districts, start, end):
    groups = defaultdict(list)
    for row, collision in hurt(world, source, districts, start, end):
        who = (row["road_user"], row["age_band"], row["sex"])
        groups[(collision["district_code"], *who, row["severity"])].append(row)
    return tally(groups)


def by_time(world, source, districts, start, end):
    groups = defaultdict(list)
    for row, collision in hurt(world, source, districts, start, end):
        when = (collision["date"].isoweekday(), collision["hour"])
        groups[(collision["district_code"], *when, row["severity"])].append(row)
    return tally(groups)


def by_condition(world, source, districts, start, end):
    groups = defaultdict(list)
    for row, collision in hurt(world, source, districts, start, end):
        for condition in CONDITIONS:
            key = (collision["district_code"], condition, collision[condition], row["severity"])
            groups[key].append(row)
    return tally(groups)


def listed(world, collision):
    """fatal, serious, slight and the adjusted sums of a collision; nulls where its year has no casualties."""
    rows = list(joined(world, "casualties"))
    source, year = collision["source"], collision["date"].year
    if not any(other["source"] == source and other["date"].year == year for _, other in rows):
        return (None,) * 5
    own = [row for row, other in rows if other is collision]
    counts = [sum(row["severity"] == severity for row in own) for severity in (1, 2, 3)]
    return (*counts, *sums(own)[1:3])


def collisions(world, source, districts, start, end):
    columns = (
        "casualties",
        "vehicles",
        "road",
        "road_class",
        "road_type",
        "speed_limit",
        "junction",
        "light",
    )
    columns += ("weather", "surface", "area_type", "provisional")
    place = ("longitude", "latitude", "severity", "enhanced_severity", "adjusted_serious", "adjusted_slight")
    rows = [
        row
        for row in world["collisions"]
        if row["source"] == source and row["district_code"] in districts and start <= row["date"] <= end
    ]
    rows.sort(key=lambda row: (row["date"], row["collision_key"]))
    return [
        (
            *(row[column] for column in ("collision_key", "date", "hour", "district_code")),
            row["ward_code"] or "",
            *(row.get(column) for column in place),
            *listed(world, row),
            *(row.get(column) for column in columns),
        )
        for row in rows
    ]


def casualties(world, source, districts, start, end):
    who = ("severity", "enhanced_severity", "adjusted_serious", "adjusted_slight", "road_user", "age")
    who += ("age_band", "sex", "home_imd")
    rows = sorted(
        hurt(world, source, districts, start, end),
        key=lambda pair: (pair[1]["date"], pair[1]["collision_key"], pair[0]["vehicle"], pair[0]["casualty"]),
    )
    return [
        (
            *(row[column] for column in ("collision_key", "vehicle", "casualty")),
            *(collision[column] for column in ("date", "hour", "district_code")),
            collision["ward_code"] or "",
            *(row.get(column) for column in who),
            collision["provisional"],
        )
        for row, collision in rows
    ]


def loaded_years(world):
    groups = defaultdict(list)
    for row in world["collisions"]:
        groups[row["source"], row["date"].year].append(row)
    answers = []
    for key, rows in sorted(groups.items()):
        counts = [listed(world, row)[:3] for row in rows]
        total = None if counts[0][0] is None else sum(map(sum, counts))
        days = [row["date"] for row in rows]
        stated = sum(row["casualties"] for row in rows)
        provisional = any(row["provisional"] for row in rows)
        answers.append((*key, min(days), max(days), len(rows), stated, total, provisional))
    return answers


RECOMPUTED = {
    "road_safety/by_condition": by_condition,
    "road_safety/by_month": by_month,
    "road_safety/by_person": by_person,
    "road_safety/by_time": by_time,
    "road_safety/by_ward": by_ward,
    "road_safety/collisions_by_month": collisions_by_month,
    "road_safety/collisions": collisions,
    "road_safety/casualties": casualties,
    "road_safety/ward_years": ward_years,
    "store/collisions": loaded_years,
}

ROADS = a_road_world(random.Random(13))
