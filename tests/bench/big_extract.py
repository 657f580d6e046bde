"""An extract of any size, like the sample in shape: the store that page_speed --big measures on."""

from __future__ import annotations

import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from csp.core import settings
from csp.core.filters import add_months
from csp.data.soundness import seal
from csp.data.store import INCIDENTS, MANIFEST, MONTHLY_COUNTS, manifest_bytes

FIRST = date(2018, 1, 1)
MONTHS = 36
WARDS = 290  # all wards of the county; the home district has its own 20 among them
POINTS_OF_A_WARD = 300  # the police snap each incident to one of these
STREETS = 9_000
TAGGED = 0.16  # share of the anti-social behaviour that carries a flag, so that leaving it out is work
MEMORY = "4GB"

# The categories of data.police.uk with about their share of Kent's rows, in thousandths.
SHARES = {
    "anti_social_behaviour": 210,
    "bicycle_theft": 10,
    "burglary": 55,
    "criminal_damage_and_arson": 100,
    "drugs": 25,
    "other_crime": 20,
    "other_theft": 70,
    "possession_of_weapons": 7,
    "public_order": 90,
    "robbery": 8,
    "shoplifting": 75,
    "theft_from_person": 10,
    "vehicle_crime": 60,
    "violence_and_sexual_offences": 260,
}
OUTCOMES = (
    "Investigation complete; no suspect identified",
    "Unable to prosecute suspect",
    "Status update unavailable",
    "Under investigation",
    "Local resolution",
)

# Where an incident can be: a ward, with the points in it. Other districts have made-up wards.
PLACES = """
CREATE TABLE points AS
WITH home AS (
  SELECT ward_code, row_number() OVER (ORDER BY ward_code) - 1 AS i
  FROM read_csv($wards, all_varchar = true)
),
districts AS (
  SELECT unnest($others::VARCHAR[]) AS district_code, unnest(range(len($others))) AS d
),
wards AS (
  SELECT $home AS district_code, ward_code FROM home
  UNION ALL
  SELECT district_code, printf('%s-W%03d', district_code, w) AS ward_code
  FROM districts, range(($ward_count - (SELECT count(*) FROM home)) // len($others)) AS t(w)
)
SELECT
  row_number() OVER () - 1 AS point,
  district_code,
  ward_code,
  round(0.05 + 1.3 * random(), 6) AS longitude,
  round(51.0 + 0.45 * random(), 6) AS latitude,
  'On or near Street ' || floor(random() * $streets)::BIGINT AS location
FROM wards, range($points)
"""

# A month: every row a point, an offence by its share, an outcome. Points near 0 are the busy ones.
MONTH = """
CREATE OR REPLACE TABLE month AS
WITH thrown AS (
  SELECT
    floor(power(random(), 1.6) * $points)::BIGINT AS point,
    floor(random() * $shares)::BIGINT AS share,
    floor(random() * $outcomes)::BIGINT AS outcome,
    random() AS chance
  FROM generate_series(1, $rows)
)
SELECT
  'police' AS source,
  $month::DATE AS month,
  points.district_code,
  points.ward_code,
  offences.offence,
  CASE WHEN offence = 'anti_social_behaviour' AND chance < $tagged THEN 'covid' END AS flag,
  points.longitude,
  points.latitude,
  points.location,
  outcomes.outcome,
  1::INTEGER AS n
FROM thrown
JOIN points USING (point)
JOIN offences ON offences.share = thrown.share
JOIN outcomes ON outcomes.i = thrown.outcome
ORDER BY district_code, month
"""

COUNTS = """
SELECT source, month, district_code, ward_code, offence, flag, SUM(n)::BIGINT AS n
FROM month
GROUP BY ALL
ORDER BY district_code, month
"""


def write_big_extract(folder: Path, rows: int) -> str:
    """Write a store of the active force with so many incident rows; give a sentence on what it holds.

    Month by month, so that memory stays at one month's rows whatever the total.
    """
    began = time.monotonic()
    area = settings.area()
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = $limit", {"limit": MEMORY})
        points = _places(connection, area)
        manifest = [
            _write_month(connection, folder, add_months(FIRST, i), rows // MONTHS, points)
            for i in range(MONTHS)
        ]
    (folder / MANIFEST).write_bytes(manifest_bytes(manifest))
    size = sum(path.stat().st_size for path in folder.rglob("*.parquet")) / 1e9
    seconds = time.monotonic() - began
    print(f"\nwrote {rows:,} rows, {size:.1f} GB in {seconds:.0f} s", file=sys.stderr, flush=True)
    return f"Generated extract of {rows // MONTHS * MONTHS:,} rows ({size:.1f} GB of Parquet)"


def _places(connection: duckdb.DuckDBPyConnection, area: settings.Area) -> int:
    others = [code for code in area.peers if code != area.home]
    values = {
        "wards": (settings.REFERENCE / "wards.csv").as_posix(),
        "home": area.home,
        "others": others,
        "ward_count": WARDS,
        "points": POINTS_OF_A_WARD,
        "streets": STREETS,
    }
    connection.execute(PLACES, values)
    offences = pa.table({"offence": [code for code, share in SHARES.items() for _ in range(share)]})
    outcomes = pa.table({"i": range(len(OUTCOMES)), "outcome": OUTCOMES})
    connection.register("offence_list", offences)
    connection.register("outcome_list", outcomes)
    connection.execute(
        "CREATE TABLE offences AS SELECT row_number() OVER () - 1 AS share, offence FROM offence_list"
    )
    connection.execute("CREATE TABLE outcomes AS SELECT * FROM outcome_list")
    ((points,),) = connection.execute("SELECT count(*) FROM points").fetchall()
    return int(points)


def _write_month(
    connection: duckdb.DuckDBPyConnection, folder: Path, month: date, rows: int, points: int
) -> dict[str, object]:
    """Write one month's two files and give its row of the manifest."""
    slug = settings.area().force_slug
    shares = sum(SHARES.values())
    values = {"month": month, "rows": rows, "points": points, "shares": shares}
    connection.execute(MONTH, {**values, "outcomes": len(OUTCOMES), "tagged": TAGGED})
    name = f"source=police/force={slug}/year={month.year}/{month:%Y-%m}-bench.parquet"
    written = {"data_file": f"incidents/{name}", "counts_file": f"monthly_counts/{name}"}
    for path in written.values():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
    _copy(connection, "SELECT * FROM month", INCIDENTS, folder / written["data_file"])
    _copy(connection, COUNTS, MONTHLY_COUNTS, folder / written["counts_file"])
    return {
        "kind": "incidents",
        "source": "police",
        "force": slug,
        "month": month,
        "file": f"{month:%Y-%m}-{slug}-street.csv",
        "sha256": "0" * 64,
        "rows_read": rows,
        "rows_stored": rows,
        "rows_declined": 0,
        "without_location": 0,
        "outside_area": 0,
        "without_ward": 0,
        "imported_at": datetime(2021, 1, 1, tzinfo=UTC),
        "data_seal": seal(folder / written["data_file"]),
        "counts_seal": seal(folder / written["counts_file"]),
        **written,
    }


def _copy(connection: duckdb.DuckDBPyConnection, query: str, schema: pa.Schema, path: Path) -> None:
    """Write a query's answer as Parquet with the columns of a schema, in the order it gives them."""
    names = ", ".join(schema.names)
    target = path.as_posix().replace("'", "''")
    connection.execute(f"COPY (SELECT {names} FROM ({query})) TO '{target}' (FORMAT parquet)")
