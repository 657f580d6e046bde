"""Speed and memory of partners' files: python tests/bench/partner_import.py

Makes a table of a million records in a temporary folder, as CSV, Parquet and .xlsx, then takes turns between
DuckDB's bare reading and grouping of the CSV or Parquet file, reading alone (every line into a table), and a
whole import by a profile (reading, mapping, checks, storing), each in a process of its own. Prints seconds,
their ratio to bare DuckDB and the peak memory, that of the process which opens workbooks and Parquet added
(target: below 1 GB). --rows makes another number of them.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import xlsxwriter

ROOT = Path(__file__).resolve().parent.parent.parent
TARGET_MB = 1024
SEED = 20260331
HEADER = ("Date", "District", "Ward", "Offence", "Flag", "Count", "Longitude", "Latitude")
WARDS = ("Culverden", "Park", "Sherwood", "St James'", "Broadwater", "Rusthall")
OFFENCES = ("Residential burglary", "Shoplifting", "Bicycle theft", "Drug possession")

# Each prints one line of JSON: seconds, rows, peak memory in MB.
START = """
import json, resource, sys, time
from pathlib import Path
path = Path(sys.argv[1])
"""
END = """
# -1: of the processes that it started.
MB = 1024 if sys.platform != "darwin" else 1 << 20
own, child = (resource.getrusage(of).ru_maxrss / MB for of in (resource.RUSAGE_SELF, -1))
print(json.dumps({"seconds": time.perf_counter() - start, "rows": rows, "mb": own + child * has_child}))
"""
BARE = """
import duckdb
has_child = False
start = time.perf_counter()
with duckdb.connect() as connection:
    source = "read_parquet" if path.suffix == ".parquet" else "read_csv"
    month = "date_trunc('month', Date::DATE)"
    groups = connection.execute(
        f"SELECT {month}, District, Ward, Offence, Flag, sum(Count::INTEGER) FROM {source}($1) GROUP BY ALL",
        [path.as_posix()],
    ).fetchall()
rows = sum(group[-1] for group in groups)
"""
READ = """
import duckdb
from csp.imports.partner.reading import find_layout, load_lines, read_book, read_lines
has_child = path.suffix != ".csv"
start = time.perf_counter()
book = read_book(path)
layout = find_layout(book.sheets[0])
with duckdb.connect() as connection:
    rows = load_lines(connection, read_lines(path, book, book.sheets[0], layout), len(layout.headings))
"""
WHOLE = """
import os
from contextlib import closing
from dataclasses import replace
from csp.core.partner.declaration import Declaration
from csp.data.store import Store
from csp.imports.partner.intake import Intake, Reading
from csp.imports.partner.mapping.declaring import declare_source
from csp.imports.partner.mapping.guessing import guess_profile
from csp.imports.partner.mapping.known import read_known
from csp.imports.partner.reading import find_layout
has_child = path.suffix != ".csv"
declaration = Declaration("bench", "Bench", "From partners", "Bench", "records", "recorded", "crime")
declare_source(declaration)
start = time.perf_counter()
known = read_known("bench")
with closing(Intake(path, Store(Path(os.environ["CSP_EXTRACTS"])))) as intake:
    sheet = intake.book.sheets[0]
    layout = find_layout(sheet)
    profile = replace(guess_profile(intake.book, sheet, layout, "bench", known).profile, source="bench")
    intake.load(sheet, layout)
    reading = Reading(layout, profile, known)
    prospect = intake.prepare(reading, declaration)
    intake.keep(prospect, "bench")
    rows = prospect.result.rows
"""


def list_records(count: int) -> Iterator[tuple[object, ...]]:
    """Records as a force writes them: one each, some with a flag, all with a place."""
    chance = random.Random(SEED)
    for number in range(count):
        yield (
            f"{2024 + number % 2}-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
            "Tunbridge Wells",
            chance.choice(WARDS),
            chance.choice(OFFENCES),
            "Hate" if chance.random() < 0.05 else "",
            1,
            round(chance.uniform(0.2, 0.35), 5),
            round(chance.uniform(51.05, 51.2), 5),
        )


def make_files(folder: Path, count: int) -> list[Path]:
    """The same records as CSV, Parquet and, as many as a sheet holds, as a workbook."""
    as_csv, as_parquet, as_xlsx = (folder / f"records.{ending}" for ending in ("csv", "parquet", "xlsx"))
    with as_csv.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(list_records(count))
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT * FROM read_csv('{as_csv}')) TO '{as_parquet}'")
    with xlsxwriter.Workbook(as_xlsx, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Records")
        sheet.write_row(0, 0, HEADER)
        for number, record in enumerate(list_records(min(count, 1_048_575)), 1):
            sheet.write_row(number, 0, record)
    return [as_csv, as_parquet, as_xlsx]


def time_one(script: str, path: Path) -> dict[str, float]:
    """What a script measures, in a process of its own with an empty store."""
    with tempfile.TemporaryDirectory() as store:
        done = subprocess.run(
            [sys.executable, "-c", START + script + END, str(path)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "CSP_EXTRACTS": store},
            stdout=subprocess.PIPE,
            check=True,
        )
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    count = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        paths = make_files(Path(folder), count)
        bare = {path: time_one(BARE, path if path.suffix != ".xlsx" else paths[0]) for path in paths}
        for path in paths:
            for name, script in (("reading", READ), ("import", WHOLE)):
                took = time_one(script, path)
                ratio = took["seconds"] / bare[path]["seconds"]
                verdict = "ok" if took["mb"] < TARGET_MB else "ABOVE"
                print(
                    f"{path.suffix[1:]:8}{name:8}{took['rows']:>10,.0f} rows {took['seconds']:6.1f} s, "
                    f"{ratio:5.1f} times bare DuckDB ({bare[path]['seconds']:.1f} s), "
                    f"{took['mb']:5.0f} MB, target {TARGET_MB}: {verdict}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
