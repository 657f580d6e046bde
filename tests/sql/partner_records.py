"""What partners record about roads: rows for the small stores, and every statement on them recomputed."""

from __future__ import annotations

from datetime import date

DAY = date(2020, 2, 29)
PLACE = {"longitude": 0.263, "latitude": 51.132}
MISS = {"date": DAY, "hour": 8, **PLACE, "happenings": "close_pass;view", "mode": "cycling"}
OPEN = {"minutes": None, "speed_limit": None, "longitude": None, "latitude": None}
SESSION = {"site": "Hill Lane", "date": DAY, "vehicles": 200, "over_limit": 14, **OPEN}

PARTNER_RECORDS = {
    "near_misses": [
        {**MISS, "other": "car", "text": "Again"},
        {**MISS, "other": "car", "text": "Again"},  # of another file
        {**MISS, "hour": None, "other": "", "text": ""},
        {**MISS, "date": date(2019, 7, 1), "other": "", "text": "é"},
    ],
    "speed_watch": [
        SESSION,
        {**SESSION, "minutes": 60, "speed_limit": 30, **PLACE},
        dict(SESSION),
        {**SESSION, "site": "Ash Road", "over_limit": 0},
    ],
    "schools": [
        {"school": "St John's", "phase": "primary", **PLACE},
        {"school": "St John's", "phase": "", **PLACE},
        {"school": "St John's", "phase": "", "longitude": 0.1, "latitude": 51.0},
    ],
    "road_costs": [
        {"year": year, "per": per, "severity": severity, "pounds": pounds, "publication": "RAS4001"}
        for year in (2023, 2022)
        for per in ("casualty", "collision")
        for severity, pounds in (("fatal", 2e6), ("serious", 2.5e5), ("slight", 1.9e4))
    ],
    "road_factors": [
        {"first_day": day, "last_day": DAY, "factor": factor, "casualties": n, "publication": "Kent Police"}
        for day in (DAY, date(2019, 7, 1))
        for factor, n in (("speed", 30), ("phone", 2), ("phone", 2))
    ],
}


def _nulls_last(values):
    return [(value is None, value if value is not None else 0) for value in values]


def _distinct(table, columns, order):
    def recompute(world):
        rows = {tuple(row[column] for column in columns) for row in world[table]}
        by = [columns.index(column) for column in order]
        return sorted(rows, key=lambda row: _nulls_last(row[at] for at in by))

    return recompute


def schools(world):
    phases = {}
    for row in world["schools"]:
        key = row["school"], row["longitude"], row["latitude"]
        phases[key] = max(phases.get(key, ""), row["phase"])
    return [(key[0], phases[key], *key[1:]) for key in sorted(phases)]


_MISS = ("date", "hour", "longitude", "latitude", "happenings", "mode", "other", "text")
_COST = ("year", "per", "severity", "pounds", "publication")
_FACTOR = ("first_day", "last_day", "factor", "casualties", "publication")
_SESSION = ("site", "date", "vehicles", "over_limit", "minutes", "speed_limit", "longitude", "latitude")

RECOMPUTED = {
    "road_safety/near_misses": _distinct("near_misses", _MISS, _MISS),
    "road_safety/speed_watch": _distinct("speed_watch", _SESSION, ("date", "site", *_SESSION[2:])),
    "road_safety/schools": schools,
    "road_safety/factors": _distinct("road_factors", _FACTOR, _FACTOR),
    "road_safety/costs": _distinct("road_costs", _COST, _COST),
}
