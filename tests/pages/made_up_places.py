"""Stores of made-up places: street files, wards and collisions of any home and its peers."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from csp.core.filters import add_months
from csp.data.store import MANIFEST, MANIFEST_SCHEMA

MONTHS = tuple(add_months(date(2022, 1, 1), i) for i in range(24))
OFFENCES = {
    "burglary": 30,
    "shoplifting": 55,
    "violence_and_sexual_offences": 140,
    "anti_social_behaviour": 90,
}


def write_counts(home, peers, force):
    """Street files of two years: every district has every offence in every month, home in three wards."""
    for place, code in enumerate(sorted(peers)):
        for at, month in enumerate(MONTHS):
            for offence, n in OFFENCES.items():
                row = {"source": "police", "force": force, "month": month, "district_code": code}
                for ward in range(3 if code == home else 1):
                    yield {
                        **row,
                        "ward_code": f"E0500000{ward}" if code == home else None,
                        "offence": offence,
                        "n": n + 3 * place + (at * 7 + ward) % 11,
                        "longitude": -3.5 + ward / 100,
                        "latitude": 50.7,
                        "location": f"On or near Street {ward}",
                        "outcome": "Under investigation",
                    }


def write_roads(peers):
    """Two calendar years with a collision in every district and month, and a person hurt in each."""
    codes = dict.fromkeys(
        ("road_class", "road_type", "junction", "light", "weather", "surface", "area_type"), 1
    )
    known = {**codes, "longitude": -3.5, "latitude": 50.7, "speed_limit": 30, "road": "A30", "hour": 9}
    who = {"vehicle": 1, "casualty": 1, "severity": 3, "road_user": "cyclist", "casualty_type": 1}
    collisions, casualties = [], []
    for place, code in enumerate(sorted(peers)):
        for month in MONTHS:
            for nth in range(2 + place % 3):
                key = f"{month.year}{code}{month.month:02}{nth}"
                at = {"collision_key": key, "source": "dft"}
                counted = {"severity": 3, "casualties": 1, "vehicles": 1, "provisional": False}
                collisions.append({**at, **known, **counted, "date": month, "district_code": code})
                casualties.append({**at, **who, "age": 30, "age_band": 6, "sex": 1})
    return {"collisions": collisions, "casualties": casualties}


def write_outlines(home):
    return [
        {
            "ward_code": f"E0500000{ward}",
            "ward": f"Ward {'ABC'[ward]}",
            "district_code": home,
            "year": 2023,
            "geometry": shapely.to_wkb(shapely.box(-3.505 + ward / 100, 50.65, -3.495 + ward / 100, 50.75)),
        }
        for ward in range(3)
    ]


def complete_manifest(extracts, home):
    """What an import says of its tables beside their files, for the page Data."""
    rows = pq.read_table(extracts / MANIFEST).to_pylist()
    for row in rows:
        if row["kind"] != "incidents":
            force = home if row["kind"] == "boundaries" else "2022"
            row.update(dict.fromkeys(("without_location", "without_ward", "outside_area"), 0))
            row.update(force=force, rows_stored=3, source="dft")
    pq.write_table(pa.Table.from_pylist(rows, MANIFEST_SCHEMA), extracts / MANIFEST)
