"""England and Wales, made up: python -m tests.bench.national FOLDER [--rows 18000000] [--months 36]

Writes street files of all 43 forces, shaped as those of data.police.uk are, a zip archive for each month as
the site gives them; wards as squares for every district; and settings with every district among the peers.
Each district of areas.csv is a square of a grid with 20 wards in it, and has one point for 90 people, each
with its street and its LSOA. Everything follows from a digest of the row's number, so the same figures give
the same bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import zipfile
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from csp.core import settings
from csp.core.areas import District
from csp.core.filters import add_months
from csp.core.measures import read_catalogue
from tests.bench.big_extract import SHARES
from tests.bench.import_speed import OUTCOMES

FIRST = date(2021, 1, 1)
ROWS, MONTHS = 18_000_000, 36
WARDS_ACROSS, WARDS_DOWN = 5, 4
PEOPLE_A_POINT, PEOPLE_AN_LSOA = 90, 1_700
# The grid of districts, in degrees, over England.
ACROSS, WEST, SOUTH, SIDE_EAST, SIDE_NORTH = 20, -5.0, 50.2, 0.32, 0.27
NO_FORCE = "northern-ireland"  # of the forces in areas.csv the one of neither England nor Wales

POINTS = f"""
CREATE TABLE points AS
WITH numbered AS (
    SELECT districts.*, unnest(range(people // {PEOPLE_A_POINT} + 1)) AS i
    FROM districts
)
SELECT
    force_slug,
    row_number() OVER (PARTITION BY force_slug ORDER BY district_code, i) - 1 AS point,
    printf('%.6f', west + {SIDE_EAST} * (hash(district_code, i, 'x') % 100000) / 100000) AS longitude,
    printf('%.6f', south + {SIDE_NORTH} * (hash(district_code, i, 'y') % 100000) / 100000) AS latitude,
    'On or near Street ' || (hash(district_code, i, 's') % 9000) AS location,
    first_lsoa + i * {PEOPLE_A_POINT} // {PEOPLE_AN_LSOA} AS lsoa,
    name || printf(' %03d', i * {PEOPLE_A_POINT} // {PEOPLE_AN_LSOA} // 5 + 1)
        || substr('ABCDE', 1 + i * {PEOPLE_A_POINT} // {PEOPLE_AN_LSOA} % 5, 1) AS lsoa_name,
    left(district_code, 1) || '01' || printf('%06d', lsoa) AS lsoa_code
FROM numbered
"""

# Few points have many rows, as town centres do; one row in 66 has no place; anti-social behaviour has no
# Crime ID.
FILE = """
COPY (
    WITH thrown AS (
        SELECT
            i,
            floor(power((hash($force, $month, i, 'p') % 1000000) / 1000000, 1.6) * $points)::BIGINT AS point,
            hash($force, $month, i, 't') % $shares AS share,
            (hash($force, $month, i, 'o') % len($outcomes))::BIGINT AS outcome,
            hash($force, $month, i, 'n') % 66 = 0 AS without
        FROM range($rows) AS t(i)
    )
    SELECT
        CASE WHEN asb THEN NULL ELSE sha256(concat($force, $month, i)) END AS "Crime ID",
        $month AS "Month",
        $name AS "Reported by",
        $name AS "Falls within",
        CASE WHEN without THEN NULL ELSE longitude END AS "Longitude",
        CASE WHEN without THEN NULL ELSE latitude END AS "Latitude",
        CASE WHEN without THEN 'No Location' ELSE location END AS "Location",
        CASE WHEN without THEN NULL ELSE lsoa_code END AS "LSOA code",
        CASE WHEN without THEN NULL ELSE lsoa_name END AS "LSOA name",
        offences.label AS "Crime type",
        CASE WHEN asb THEN NULL ELSE $outcomes[1 + outcome] END AS "Last outcome category",
        NULL AS "Context"
    FROM thrown
    JOIN points ON points.force_slug = $force AND points.point = thrown.point
    JOIN offences ON offences.share = thrown.share
    ORDER BY i
) TO '{target}' (FORMAT csv, HEADER)
"""


def list_districts() -> list[District]:
    """The districts of England and Wales that are in force, in a fixed order."""
    every = settings.read_districts().values()
    current = [each for each in every if each.population and each.force_slug not in ("", NO_FORCE)]
    return sorted((each for each in current if not each.valid_to), key=lambda each: each.code)


def find_corner(at: int) -> tuple[float, float]:
    """West and south of the square of a district."""
    return WEST + at % ACROSS * SIDE_EAST, SOUTH + at // ACROSS * SIDE_NORTH


def write_outlines(districts: list[District], path: Path) -> None:
    """Wards as squares, 20 in each district."""
    features = []
    width, height = SIDE_EAST / WARDS_ACROSS, SIDE_NORTH / WARDS_DOWN
    for at, district in enumerate(districts):
        west, south = find_corner(at)
        for ward in range(WARDS_ACROSS * WARDS_DOWN):
            x, y = west + ward % WARDS_ACROSS * width, south + ward // WARDS_ACROSS * height
            ring = [[x, y], [x + width, y], [x + width, y + height], [x, y + height], [x, y]]
            features.append(
                {
                    "type": "Feature",
                    "properties": {
                        "WD24CD": f"{district.code[0]}05{at * 100 + ward:06d}",
                        "WD24NM": f"{district.name} ward {ward + 1}",
                        "LAD24CD": district.code,
                    },
                    "geometry": {"type": "Polygon", "coordinates": [ring]},
                }
            )
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def write_settings(districts: list[District], folder: Path) -> None:
    """Settings under which every row is kept, and those of two homes with the districts of their force."""
    codes = ", ".join(f'"{each.code}"' for each in districts)
    everywhere = f'[peers]\nlabel = "districts of England and Wales"\ndistricts = [{codes}]\n'
    (folder / "everywhere.toml").write_text(f'home = "Exeter"\n{everywhere}', encoding="utf-8")
    for home in ("Exeter", "Camden"):
        (folder / f"{home.lower()}.toml").write_text(f'home = "{home}"\n', encoding="utf-8")


def prepare(connection: duckdb.DuckDBPyConnection, districts: list[District]) -> None:
    """Creates the tables of districts, points and offences."""
    rows, lsoa = [], 1
    for at, each in enumerate(districts):
        west, south = find_corner(at)
        people = each.population or 0
        rows.append((each.code, each.name, each.force_slug, people, west, south, lsoa))
        lsoa += people // PEOPLE_AN_LSOA + 2
    names = ("district_code", "name", "force_slug", "people", "west", "south", "first_lsoa")
    connection.register("given", pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))))
    connection.execute("CREATE TABLE districts AS SELECT * FROM given")
    connection.execute(POINTS)
    every = read_catalogue().offences["street"]
    offences = [every[code] for code, share in SHARES.items() for _ in range(share)]
    columns = {
        "share": list(range(len(offences))),
        "label": [offence.label for offence in offences],
        "asb": [offence.code == "anti_social_behaviour" for offence in offences],
    }
    connection.register("given", pa.table(columns))
    connection.execute("CREATE TABLE offences AS SELECT * FROM given")


def write_month(
    connection: duckdb.DuckDBPyConnection, districts: list[District], month: date, rows: int, folder: Path
) -> int:
    """Writes the archive of a month with the files of all forces; how many rows it holds."""
    forces = {each.force_slug: each.force for each in districts}
    people = {
        slug: sum(each.population or 0 for each in districts if each.force_slug == slug) for slug in forces
    }
    total, written = sum(people.values()), 0
    counts = dict(connection.execute("SELECT force_slug, count(*) FROM points GROUP BY ALL").fetchall())
    name = f"{month:%Y-%m}"
    with (
        zipfile.ZipFile(folder / f"{name}.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        tempfile.TemporaryDirectory(dir=folder) as scratch,
    ):
        for slug, force in sorted(forces.items()):
            path = Path(scratch) / f"{name}-{slug}-street.csv"
            values = {
                "force": slug,
                "name": force,
                "month": name,
                "rows": max(200, rows * people[slug] // total),
                "points": counts[slug],
                "shares": sum(SHARES.values()),
                "outcomes": list(OUTCOMES),
            }
            connection.execute(FILE.format(target=path.as_posix()), values)
            archive.write(path, f"{name}/{path.name}")
            written += int(values["rows"])  # type: ignore[call-overload]
            path.unlink()
    return written


def write_country(folder: Path, rows: int, months: int) -> int:
    """Writes everything into a folder; how many rows the street files hold."""
    street = folder / "street"
    street.mkdir(parents=True, exist_ok=True)
    districts = list_districts()
    write_outlines(districts, folder / "wards.geojson")
    write_settings(districts, folder)
    written = 0
    with duckdb.connect() as connection:
        prepare(connection, districts)
        for at in range(months):
            month = add_months(FIRST, at)
            written += write_month(connection, districts, month, rows // months, street)
            print(f"{month:%Y-%m}: {written:,} rows so far", file=sys.stderr, flush=True)
    return written


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--months", type=int, default=MONTHS)
    args = parser.parse_args()
    began = time.monotonic()
    written = write_country(args.folder, args.rows, args.months)
    size = sum(path.stat().st_size for path in args.folder.rglob("*.zip")) / 1e6
    print(f"{written:,} rows in {args.months} archives, {size:,.0f} MB, {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
