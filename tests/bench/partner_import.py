"""Speed and memory of a partner's extract: python tests/bench/partner_import.py

Makes a file of 1,000,000 records (a day, a ward and an offence each, and two columns that are not read) in a
temporary folder, as CSV and with --workbook as xlsx too, then takes turns between DuckDB's bare COPY of the
CSV to Parquet and the whole import by a profile: reading, the scan for personal data, names, checks and
storing, each in a process of its own. Prints seconds of both and the peak memory of the import and of the
processes it starts (target: below 1 GB together). --rows changes how many.
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
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from csp.core import reference_tables, settings  # noqa: E402 - the package is found from ROOT
from csp.core.partner.declaration import Declaration  # noqa: E402
from csp.core.partner.profile import ColumnUse, Profile  # noqa: E402
from csp.imports.partner.mapping.declaring import declare_source  # noqa: E402
from csp.imports.partner.mapping.profiles import save_profile  # noqa: E402

ROWS, TURNS, SEED, TARGET_MB = 1_000_000, 3, 20240331, 1024
HOME = "E07000116"
HEADINGS = ("Date", "Borough", "Ward", "Call type", "Channel", "Log text")
OFFENCES = {"Verbal abuse": "verbal", "Noise": "noise", "Vehicle": "vehicle", "Welfare": "welfare"}

# Each prints one line of JSON: seconds, seconds of processor, rows, and the peak memory in MB of the process
# and those it starts, looked at together twenty times a second (the process alone: to the byte).
TIMED = """
import json, os, resource, sys, threading, time
from pathlib import Path
import duckdb, pandas, pyarrow.parquet
{setup}
def list_family(pid):
    lists = [each.read_text() for each in Path(f"/proc/{{pid}}/task").glob("*/children")]
    return [pid] + [other for each in lists for child in each.split() for other in list_family(int(child))]
def count_pages(pid):
    return int(Path(f"/proc/{{pid}}/statm").read_text().split()[1])
def watch():
    while True:
        try:
            peaks.append(sum(map(count_pages, list_family(os.getpid()))) * resource.getpagesize() / 2**20)
        except OSError:
            pass
        time.sleep(0.05)
peaks = [0]
threading.Thread(target=watch, daemon=True).start()
def use():
    return [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
begin, before = time.perf_counter(), use()
{action}
seconds, after = time.perf_counter() - begin, use()
used = sum(now.ru_utime + now.ru_stime - then.ru_utime - then.ru_stime for now, then in zip(after, before))
peak = max(after[0].ru_maxrss / 1024, *peaks)
print(json.dumps([seconds, used, rows, peak]), file=sys.stderr)
"""
BARE = TIMED.format(
    setup="file, target = sys.argv[1:]",
    action="rows = duckdb.connect().execute("
    "f\"COPY (SELECT * FROM read_csv('{file}')) TO '{target}.parquet' (FORMAT parquet)\").fetchone()[0]",
)
IMPORT = TIMED.format(
    setup="from csp.data.store import Store\nfrom csp.imports.formats.partner import import_partner\n"
    "file, target = Path(sys.argv[1]), Store(Path(sys.argv[2]))",
    action="summary = import_partner([file], target, profile='Bench')\nassert summary.ok, summary.refused\n"
    "rows = sum(one.rows_read for one in summary.loaded)",
)


def list_rows(rows: int) -> Callable[[], list[tuple[str, ...]]]:
    """Makes the rows in pieces, the same ones every time; [] at the end."""
    chance = random.Random(SEED)
    wards = [
        row["ward"]
        for row in reference_tables.read(settings.REFERENCE / "wards.csv")
        if row["district_code"] == HOME
    ]
    words, first, left = list(OFFENCES), date(2021, 1, 1), [rows]

    def next_rows() -> list[tuple[str, ...]]:
        number = min(50_000, left[0])
        left[0] -= number
        return [
            (
                (first + timedelta(days=chance.randrange(1095))).isoformat(),
                "Tunbridge Wells",
                chance.choice(wards),
                chance.choice(words),
                chance.choice(("Phone", "Web")),
                f"Entry {chance.randrange(10**9)} of the log, closed",
            )
            for _ in range(number)
        ]

    return next_rows


def write_csv(path: Path, rows: int) -> None:
    next_rows = list_rows(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        while batch := next_rows():
            writer.writerows(batch)


def write_workbook(path: Path, rows: int) -> None:
    import xlsxwriter  # noqa: PLC0415 - only for --workbook

    next_rows = list_rows(rows)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Calls")
        sheet.write_row(0, 0, HEADINGS)
        line = 1
        while batch := next_rows():
            for cells in batch:
                sheet.write_row(line, 0, cells)
                line += 1


def keep_profile() -> None:
    """Declares the source of the file and keeps the profile it is read by, in the folder of CSP_EXTRACTS."""
    labels = {code: word for word, code in OFFENCES.items()}
    declare_source(Declaration("bench", "Bench", "Open", "Bench", "calls", "bench", offences=labels))
    roles = ("date", "area", "ward", "offence", "leave out", "leave out")
    uses = tuple(ColumnUse(heading, role) for heading, role in zip(HEADINGS, roles, strict=True))
    save_profile(
        Profile("Bench", "bench", uses, words={"area": {"Tunbridge Wells": HOME}, "offence": dict(OFFENCES)})
    )


@dataclass(frozen=True)
class Measured:
    """Seconds on the clock, seconds of processor, rows, and peak memory in MB."""

    seconds: float
    used: float
    rows: int
    peak: float


def measure(script: str, file: Path, target: Path) -> Measured:
    """One run of a script in a process of its own."""
    command = [sys.executable, "-c", script, str(file), str(target)]
    done = subprocess.run(
        command, cwd=ROOT, check=True, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    return Measured(*json.loads(done.stderr.splitlines()[-1]))


def describe(runs: Sequence[Measured]) -> str:
    """The median of some runs: "9.1 s (8.4 s of processor)"."""
    seconds, used = (
        statistics.median(each) for each in zip(*((run.seconds, run.used) for run in runs), strict=True)
    )
    return f"{seconds:.1f} s ({used:.1f} s of processor)"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--workbook", action="store_true", help="measure an xlsx too")
    arguments = parser.parse_args()
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        os.environ["CSP_EXTRACTS"] = str(place / "extracts")
        keep_profile()
        makers = {"calls.csv": write_csv} | ({"calls.xlsx": write_workbook} if arguments.workbook else {})
        for name, write in makers.items():
            write(place / name, arguments.rows)
            bare: list[Measured] = []
            whole: list[Measured] = []
            for turn in range(arguments.turns):
                if name == "calls.csv":
                    bare.append(measure(BARE, place / name, place / f"bare-{turn}"))
                whole.append(measure(IMPORT, place / name, place / f"store-{name}-{turn}"))
                assert whole[-1].rows == arguments.rows, whole
            worst = max(worst, *(run.peak for run in whole))
            beside = f"; bare DuckDB {describe(bare)}" if bare else ""
            peak = max(run.peak for run in whole)
            print(f"{name}: {arguments.rows:,} rows in {describe(whole)}, at most {peak:,.0f} MB{beside}")
    print(f"Target: {TARGET_MB:,} MB")
    return int(worst > TARGET_MB)


if __name__ == "__main__":
    sys.exit(main())
