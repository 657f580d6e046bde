"""Import speed and memory of road collisions: python tests/bench/collision_speed.py

Makes national files of 1,000,000 collisions over 380 districts and of as many casualties, in the layout of
2024, in a temporary folder. Then takes turns between DuckDB's bare COPY (SELECT * FROM read_csv(files)) TO
Parquet and the whole import, which keeps the districts of the settings, wards by squares included, each in a
process of its own: first of the collisions alone, then of both. Prints rows per second, the ratio (target:
at least 0.6), the same of the time of the processor, on which other work of the machine tells less, and the
peak memory of the import (target: below 1.5 GB). --rows makes smaller files.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from import_speed import BARE, SEED, TIMED, Run, square_outlines, timed

from csp.core import settings
from csp.data.store import Store
from csp.imports.formats.boundaries import import_boundaries

ROWS, DISTRICTS = 1_000_000, 380
TARGET_RATIO, TARGET_MB = 0.6, 1536
HEADER = (
    "collision_index,collision_year,collision_ref_no,location_easting_osgr,location_northing_osgr,longitude,"
    "latitude,police_force,collision_severity,number_of_vehicles,number_of_casualties,date,day_of_week,time,"
    "local_authority_district,local_authority_ons_district,local_authority_highway,"
    "local_authority_highway_current,first_road_class,first_road_number,road_type,speed_limit,"
    "junction_detail_historic,junction_detail,junction_control,second_road_class,second_road_number,"
    "pedestrian_crossing_human_control_historic,pedestrian_crossing_physical_facilities_historic,"
    "pedestrian_crossing,light_conditions,weather_conditions,road_surface_conditions,"
    "special_conditions_at_site,carriageway_hazards_historic,carriageway_hazards,urban_or_rural_area,"
    "did_police_officer_attend_scene_of_accident,trunk_road_flag,lsoa_of_accident_location,"
    "enhanced_severity_collision,collision_injury_based,collision_adjusted_severity_serious,"
    "collision_adjusted_severity_slight"
)
CASUALTY_HEADER = (
    "collision_index,collision_year,collision_ref_no,vehicle_reference,casualty_reference,casualty_class,"
    "sex_of_casualty,age_of_casualty,age_band_of_casualty,casualty_severity,pedestrian_location,"
    "pedestrian_movement,car_passenger,bus_or_coach_passenger,pedestrian_road_maintenance_worker,"
    "casualty_type,casualty_imd_decile,lsoa_of_casualty,enhanced_casualty_severity,casualty_injury_based,"
    "casualty_adjusted_severity_serious,casualty_adjusted_severity_slight,casualty_distance_banding"
)
IMPORT = TIMED.format(
    setup="from csp.imports.formats.collisions import import_collisions\nfrom csp.data.store import Store\n"
    "paths, store = [Path(p) for p in sys.argv[2:]], Store(Path(sys.argv[1]))",
    action="summary = import_collisions(paths, store)\nassert summary.ok, summary.refused\n"
    "rows = sum(one.rows_read for one in summary.loaded)",
)


def row(number: int, codes: list[str], chance: random.Random) -> str:
    """A collision of 2024 in any district; its days of the week are those of the dates."""
    day = number % 28 + 1  # January 2024 began on a Monday
    reference = f"46{number:07d}"
    severity = chance.choice("1222233333333333")
    serious = chance.random()
    return (
        f"2024{reference},2024,{reference},"
        f"{chance.randrange(100000, 655000)},{chance.randrange(90000, 400000)},"
        f"{chance.uniform(0, 1.5):.6f},{chance.uniform(50.9, 51.5):.6f},46,{severity},{chance.randint(1, 3)},"
        f"{chance.randint(1, 3)},{day:02d}/01/2024,{day % 7 + 1},{chance.randrange(24):02d}:"
        f"{chance.randrange(60):02d},-1,{chance.choice(codes)},E10000016,E10000016,{chance.randint(1, 6)},"
        f"{chance.randint(0, 400)},6,{chance.choice(('20', '30', '40', '60', '70'))},-1,"
        f"{chance.choice(('0', '13', '16', '19'))},4,6,0,-1,-1,0,{chance.choice('1456')},"
        f"{chance.randint(1, 9)},{chance.randint(1, 5)},0,-1,0,{chance.choice('12')},1,2,"
        f"E0102{chance.randrange(4000, 5000)},-1,0,{serious:.9f},{1 - serious:.9f}"
    )


def make_file(folder: Path, rows: int) -> Path:
    chance = random.Random(SEED)
    peers = settings.area().peers
    codes = [*peers, *(f"E0700{place:04d}" for place in range(1000, 1000 + DISTRICTS - len(peers)))]
    path = folder / "dft-road-casualty-statistics-collision-2024.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{HEADER}\n")
        file.writelines(f"{row(number, codes, chance)}\n" for number in range(rows))
    return path


def casualty(number: int, chance: random.Random) -> str:
    """A casualty of the collision of that number."""
    reference = f"46{number:07d}"
    serious = chance.random()
    return (
        f"2024{reference},2024,{reference},1,1,{chance.randint(1, 3)},{chance.randint(1, 2)},"
        f"{chance.randrange(100)},{chance.randint(1, 11)},{chance.choice('1222233333333333')},0,0,0,0,-1,"
        f"{chance.choice('0139')},{chance.randint(1, 10)},E0102{chance.randrange(4000, 5000)},-1,0,"
        f"{serious:.9f},{1 - serious:.9f},1"
    )


def make_casualties(folder: Path, rows: int) -> Path:
    chance = random.Random(SEED)
    path = folder / "dft-road-casualty-statistics-casualty-2024.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{CASUALTY_HEADER}\n")
        file.writelines(f"{casualty(number, chance)}\n" for number in range(rows))
    return path


def time_bare(folder: Path, paths: Sequence[Path]) -> Run:
    """The bare COPY of each file, one after the other, since their columns differ."""
    runs = [timed(BARE, folder / "bare", [path]) for path in paths]
    return Run(
        sum(run.seconds for run in runs),
        sum(run.rows for run in runs),
        max(run.peak_mb for run in runs),
        sum(run.processor_seconds for run in runs),
    )


def compare(label: str, paths: Sequence[Path], outlines: Path, folder: Path, repeats: int) -> None:
    """Takes turns, so that whatever else the machine does falls on both. Prints medians."""
    bare, whole = [], []
    for i in range(repeats):
        store = folder / f"store-{len(paths)}-{i}"
        if not import_boundaries([outlines], Store(store)).ok:
            raise SystemExit(f"the outlines in {outlines} could not be imported")
        bare.append(time_bare(folder, paths))
        whole.append(timed(IMPORT, store, paths))
    if {run.rows for run in bare} != {run.rows for run in whole}:
        raise SystemExit("the two did not read the same rows")
    pairs = list(zip(bare, whole, strict=True))
    ratio = statistics.median(b.seconds / w.seconds for b, w in pairs)
    processor = statistics.median(b.processor_seconds / w.processor_seconds for b, w in pairs)
    peak = max(run.peak_mb for run in whole)
    size = sum(path.stat().st_size for path in paths) / (1 << 20)
    print(f"{label}: {bare[0].rows:,} rows, {size:,.0f} MB, {repeats} turns")
    for name, runs in (("bare COPY", bare), ("import", whole)):
        print(f"  {name:9} {statistics.median(run.rows / run.seconds for run in runs):>12,.0f} rows/s")
    print(f"  ratio     {ratio:.2f} (target {TARGET_RATIO})")
    print(f"  processor {processor:.2f}")
    print(f"  memory    {peak:,.0f} MB at the most (target {TARGET_MB:,})")
    print(f"  {'met' if ratio >= TARGET_RATIO and peak < TARGET_MB else 'MISSED'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--rows", type=int, default=ROWS)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        outlines = square_outlines(folder)
        collisions, casualties = make_file(folder, args.rows), make_casualties(folder, args.rows)
        compare("collisions", [collisions], outlines, folder, args.repeats)
        compare("collisions and casualties", [collisions, casualties], outlines, folder, args.repeats)


if __name__ == "__main__":
    main()
