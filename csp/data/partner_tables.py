"""The columns of what partners record about roads, as the store keeps it: a row a record.

What a record may say is in csp.core.road_records, which checks it before it is stored. None of these is ever
added to collisions.
"""

from __future__ import annotations

import pyarrow as pa

NEAR_MISSES = pa.schema(
    [
        ("date", pa.date32()),
        ("hour", pa.int8()),  # null where nobody wrote it down
        ("longitude", pa.float64()),
        ("latitude", pa.float64()),
        ("happenings", pa.string()),  # codes with a semicolon between
        ("mode", pa.string()),
        ("other", pa.string()),  # "" where it was left open
        ("text", pa.string()),  # without what looks like personal data
    ]
)
SPEED_WATCH = pa.schema(
    [
        ("site", pa.string()),
        ("date", pa.date32()),
        ("vehicles", pa.int32()),
        ("over_limit", pa.int32()),
        ("minutes", pa.int16()),
        ("speed_limit", pa.int16()),
        ("longitude", pa.float64()),
        ("latitude", pa.float64()),
    ]
)
SCHOOLS = pa.schema(
    [
        ("school", pa.string()),
        ("phase", pa.string()),
        ("longitude", pa.float64()),
        ("latitude", pa.float64()),
    ]
)
# Pounds per casualty and per collision; a file of the store holds a year.
ROAD_COSTS = pa.schema(
    [
        ("year", pa.int32()),
        ("per", pa.string()),  # casualty, collision
        ("severity", pa.string()),  # fatal, serious, slight
        ("pounds", pa.float64()),
        ("publication", pa.string()),
    ]
)
# Casualties of the district by factor and days.
ROAD_FACTORS = pa.schema(
    [
        ("first_day", pa.date32()),
        ("last_day", pa.date32()),
        ("factor", pa.string()),  # speed, drink_drugs, seat_belt, phone
        ("casualties", pa.int32()),
        ("publication", pa.string()),
    ]
)

PARTNER_TABLES = {
    "near_misses": NEAR_MISSES,
    "speed_watch": SPEED_WATCH,
    "schools": SCHOOLS,
    "road_costs": ROAD_COSTS,
    "road_factors": ROAD_FACTORS,
}
