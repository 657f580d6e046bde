"""Import speed and memory: python tests/bench/import_speed.py

Makes 24 month files of about 83,000 rows in a temporary folder, then takes turns between
DuckDB's bare COPY (SELECT * FROM read_csv(files)) TO Parquet and the whole import, ward
assignment included, each in a process of its own. Prints rows per second of both, their
ratio (target: at least 0.7) and the peak memory of the import (target: below 1 GB), and
the same ratio for the real files where they are present (target: at least 0.6). --quick makes 6 files
and takes 3 turns.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from csp.data.store import Store  # noqa: E402
from csp.imports.formats.boundaries import import_boundaries  # noqa: E402 - the package is found from ROOT

REAL = ROOT.parent / "shared" / "real"
MONTHS, ROWS, POINTS, STREETS = 24, 83_500, 25_000, 9_000
TARGET_RATIO, TARGET_MB = {"generated": 0.7, "real": 0.6}, 1024
SEED = 20201231

HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)
CRIMES = (
    "Violence and sexual offences",
    "Criminal damage and arson",
    "Other theft",
    "Burglary",
    "Vehicle crime",
    "Shoplifting",
    "Public order",
    "Drugs",
)
OUTCOMES = (
    "Investigation complete; no suspect identified",
    "Unable to prosecute suspect",
    "Status update unavailable",
    "Under investigation",
)

# Each prints one line of JSON: seconds, rows, peak memory in MB, seconds of processor. Importing is not
# timed. It prints where errors go, since DuckDB draws the progress of a long query on standard output.
TIMED = """
import json, resource, sys, time
from pathlib import Path
import duckdb, shapely, pandas, pyarrow.dataset, pyarrow.parquet
{setup}
begin, used = time.perf_counter(), time.process_time()
{action}
seconds, used = time.perf_counter() - begin, time.process_time() - used
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([seconds, rows, peak, used]), file=sys.stderr)
"""
BARE = TIMED.format(
    setup="files, target = sys.argv[2:], sys.argv[1] + '.parquet'",
    action="rows = duckdb.connect().execute("
    "f\"COPY (SELECT * FROM read_csv({files})) TO '{target}' (FORMAT parquet)\").fetchone()[0]",
)
IMPORT = TIMED.format(
    setup="from csp.imports.formats.police import import_street\nfrom csp.data.store import Store\n"
    "paths, store = [Path(p) for p in sys.argv[2:]], Store(Path(sys.argv[1]))",
    action="summary = import_street(paths, store)\nassert summary.ok\n"
    "rows = sum(one.rows_read for one in summary.loaded)",
)


@dataclass(frozen=True)
class Run:
    seconds: float
    rows: int
    peak_mb: float
    processor_seconds: float


def points(chance: random.Random) -> list[str]:
    """Map points around the named places of Kent and of Medway, each with its street and LSOA."""
    reference = ROOT / "data" / "reference"
    with (reference / "areas.csv").open(encoding="utf-8", newline="") as file:
        names = {row["area_code"]: row["name"] for row in csv.DictReader(file)}
    with (reference / "places_county.csv").open(encoding="utf-8", newline="") as file:
        places = [
            (row["longitude"], row["latitude"], names[row["district_code"]]) for row in csv.DictReader(file)
        ]
    places += [("0.53", "51.38", "Medway")] * (len(places) // 5)
    made = []
    for i in range(POINTS):
        x, y, district = chance.choice(places)
        place = f"{float(x) + chance.gauss(0, 0.02):.6f},{float(y) + chance.gauss(0, 0.012):.6f}"
        lsoa = f"E0102{4000 + i % 900:04d},{district} {i % 30 + 1:03d}{'ABCDE'[i % 5]}"
        made.append(f"{place},On or near Street {i % STREETS},{lsoa}")
    return made


def row(month: str, places: Sequence[str], chance: random.Random) -> str:
    """A third ASB without Crime ID or outcome, 1.5 % without location, as in the real files."""
    where = chance.choice(places) if chance.random() > 0.015 else ",,No Location,,"
    start = f"{month},Kent Police,Kent Police,{where}"
    if chance.random() < 1 / 3:
        return f",{start},Anti-social behaviour,,"
    return f"{chance.getrandbits(256):064x},{start},{chance.choice(CRIMES)},{chance.choice(OUTCOMES)},"


def make_files(folder: Path, months: int) -> list[Path]:
    chance = random.Random(SEED)
    places = points(chance)
    paths = []
    for k in range(months):
        month = f"{2018 + k // 12}-{k % 12 + 1:02d}"
        lines = [HEADER, *(row(month, places, chance) for _ in range(ROWS))]
        paths.append(folder / f"{month}-kent-street.csv")
        paths[-1].write_text("\n".join(lines) + "\n", encoding="utf-8")
    return paths


def square_outlines(folder: Path) -> Path:
    """Wards as squares over the county, where there are no real outlines: far simpler than those."""
    features = []
    for i in range(300):
        x, y = 0.0 + i % 20 * 0.075, 50.9 + i // 20 * 0.045
        ring = [[x, y], [x + 0.075, y], [x + 0.075, y + 0.045], [x, y + 0.045], [x, y]]
        properties = {"WD19CD": f"E0500{i:04d}", "WD19NM": f"Ward {i}", "LAD20CD": "E07000116"}
        shape = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": properties, "geometry": shape})
    path = folder / "squares.geojson"
    path.write_text(json.dumps({"features": features}), encoding="utf-8")
    return path


def timed(script: str, target: Path, paths: Sequence[Path]) -> Run:
    command = [sys.executable, "-c", script, str(target), *map(str, paths)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return Run(*json.loads(done.stderr.splitlines()[-1]))


def compare(name: str, paths: Sequence[Path], outlines: Path, folder: Path, repeats: int) -> None:
    """Takes turns, so that whatever else the machine does falls on both. Prints medians."""
    bare, whole = [], []
    for i in range(repeats):
        store = folder / f"{name}-{i}"
        if not import_boundaries([outlines], Store(store)).ok:
            raise SystemExit(f"the outlines in {outlines} could not be imported")
        bare.append(timed(BARE, folder / f"{name}-bare", paths))
        whole.append(timed(IMPORT, store, paths))
    if {run.rows for run in bare} != {run.rows for run in whole}:
        raise SystemExit("the two did not read the same rows")
    speeds = [statistics.median(run.rows / run.seconds for run in runs) for runs in (bare, whole)]
    ratio = statistics.median(b.seconds / w.seconds for b, w in zip(bare, whole, strict=True))
    peak = max(run.peak_mb for run in whole)
    good = ratio >= TARGET_RATIO[name] and peak < TARGET_MB
    print(f"{name}: {bare[0].rows:,} rows in {len(paths)} files, {repeats} turns, outlines: {outlines.name}")
    print(f"  bare COPY {speeds[0]:>12,.0f} rows/s")
    print(f"  import    {speeds[1]:>12,.0f} rows/s")
    print(f"  ratio     {ratio:.2f} (target {TARGET_RATIO[name]})")
    print(f"  memory    {peak:,.0f} MB at the most (target {TARGET_MB:,})")
    print(f"  {'met' if good else 'MISSED'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="6 files, 3 turns")
    args = parser.parse_args()
    months, repeats = (6, 3) if args.quick else (MONTHS, args.repeats)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        real = REAL / "geography"
        outlines = real if real.is_dir() else square_outlines(folder)
        compare("generated", make_files(folder, months), outlines, folder, repeats)
        if REAL.is_dir():
            files = sorted((REAL / "police").glob("*/*-street.csv"))
            compare("real", files, outlines, folder, repeats)
        else:
            print(f"real: skipped, there are no real files at {REAL}")


if __name__ == "__main__":
    main()
