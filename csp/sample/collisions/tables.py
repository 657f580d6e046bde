"""The simulated collisions as the tables of the store, a file for each table and calendar year."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa

from csp.data import store
from csp.imports.fixed_files import make_parquet, place_file
from csp.sample.collisions.people import adjust_collision
from csp.sample.collisions.rows import Collision

KEY = "{year}SIM{number:06d}"  # as long as a published key, and never one
URBAN, RURAL = 1, 2
Record = dict[str, Any]


def write_collisions(
    folder: Path, collisions: Sequence[Collision], source: str, imported_at: dt.datetime
) -> list[Record]:
    """Write the files of every year into a store; return their manifest rows.

    collisions: in the order in which they are numbered, by calendar year.
    """
    manifest: list[Record] = []
    for year, of_year in groupby(collisions, key=lambda each: each.date.year):
        keyed = [(KEY.format(year=year, number=number), each) for number, each in enumerate(of_year, start=1)]
        for kind, (schema, make) in TABLES.items():
            rows = [
                {"source": source, "collision_key": key, **row} for key, each in keyed for row in make(each)
            ]
            content = make_parquet(pa.Table.from_pylist(rows, schema=schema))
            digest = hashlib.sha256(content).hexdigest()
            name = f"{kind}/{year}-{digest[:8]}.parquet"
            place_file(folder / name, content)
            manifest.append(
                {
                    **_make_account(kind, rows),
                    "source": source,
                    "force": str(year),
                    "sha256": digest,
                    "imported_at": imported_at,
                    "data_file": name,
                    "data_seal": f"{len(content)}:{digest}",
                }
            )
    return manifest


def _make_account(kind: str, rows: Sequence[Record]) -> Record:
    """What the manifest says of the rows of a file."""
    without_ward = sum(row["ward_code"] is None for row in rows) if kind == "collisions" else 0
    return {
        "kind": kind,
        "file": "embedded sample",
        "rows_read": len(rows),
        "rows_stored": len(rows),
        "rows_declined": 0,
        "without_location": 0,
        "outside_area": 0,
        "without_ward": without_ward,
        "sequence": 1,
    }


def _make_collision(each: Collision) -> Iterator[Record]:
    serious, slight = adjust_collision(each.casualties)
    yield {
        "date": each.date,
        "hour": each.hour,
        "district_code": each.district_code,
        "ward_code": each.site.ward_code,
        "longitude": each.place[0],
        "latitude": each.place[1],
        "severity": min(casualty.severity for casualty in each.casualties),
        "adjusted_serious": serious,
        "adjusted_slight": slight,
        "casualties": len(each.casualties),
        "vehicles": len(each.vehicles),
        "speed_limit": each.site.speed_limit,
        "road": each.site.road,
        "road_class": each.site.road_class,
        "road_type": each.conditions.road_type,
        "junction": each.conditions.junction,
        "light": each.conditions.light,
        "weather": each.conditions.weather,
        "surface": each.conditions.surface,
        "area_type": URBAN if each.site.urban else RURAL,
        "provisional": False,
    }


def _make_casualties(each: Collision) -> Iterator[Record]:
    for casualty in each.casualties:
        yield {
            "vehicle": casualty.vehicle,
            "casualty": casualty.casualty,
            "severity": casualty.severity,
            "adjusted_serious": casualty.adjusted_serious,
            "adjusted_slight": casualty.adjusted_slight,
            "road_user": casualty.road_user,
            "casualty_type": casualty.casualty_type,
            "age": casualty.age,
            "age_band": casualty.age_band,
            "sex": casualty.sex,
        }


def _make_vehicles(each: Collision) -> Iterator[Record]:
    for vehicle in each.vehicles:
        yield {
            "vehicle": vehicle.vehicle,
            "vehicle_type": vehicle.vehicle_type,
            "driver_age_band": vehicle.driver_age_band,
            "driver_sex": vehicle.driver_sex,
        }


# The schema of each table, and how a collision is made rows of it. Columns that are not named are null.
TABLES: dict[str, tuple[pa.Schema, Callable[[Collision], Iterator[Record]]]] = {
    "collisions": (store.COLLISIONS, _make_collision),
    "casualties": (store.CASUALTIES, _make_casualties),
    "vehicles": (store.VEHICLES, _make_vehicles),
}
