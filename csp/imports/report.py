"""What an import and the store have to say, as lines of plain text. No printing here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

import pyarrow.parquet as pq

from csp.core import settings, wording
from csp.core.coverage import find_gaps
from csp.core.status import LoadedRoads
from csp.data import bucket, soundness
from csp.data.editions import describe_use, read_editions
from csp.data.road_years import list_roads
from csp.data.soundness import Condition
from csp.data.store import MANIFEST, Store, is_of_partner, read_district
from csp.imports import ownership
from csp.imports.check import description
from csp.imports.manifest import Row
from csp.imports.months import (
    incomplete,
    list_stale_years,
    months_text,
    stale_months,
    stale_sentence,
    stale_years_sentence,
)
from csp.imports.own_area import explain_missing_months, holds_home
from csp.imports.partner.listing import list_partners
from csp.imports.results import Refused, Summary

REJECTS_NAMED = 40
# Of refusals for the same reason, and of reasons.
REFUSALS_NAMED, REASONS_NAMED = 3, 10


def notes(summary: Summary) -> list[str]:
    """The lines under the reconciliation table: remarks, what was passed over or declined, and months."""
    lines = list(summary.remarks)
    if summary.skipped:
        counts = " and ".join(f"{count} {kind}" for kind, count in sorted(summary.skipped.items()))
        files = "file" if summary.skipped.total() == 1 else "files"
        lines.append(f"Passed over: {counts} {files}, which this dashboard does not use.")
    rejects = sorted({loaded.rejects for loaded in summary.loaded if loaded.rejects})
    if rejects:
        lines.append(f"Declined rows, each with its reason, are in {rejects[0].parent}:")
        lines += [f"  {path.name}" for path in rejects[:REJECTS_NAMED]]
        if len(rejects) > REJECTS_NAMED:
            lines.append(f"  and {len(rejects) - REJECTS_NAMED:,} more, one for each force and month")
    without = sum(loaded.without_ward for loaded in summary.loaded)
    if without:
        rows = "1 row lies" if without == 1 else f"{without:,} rows lie"
        lines.append(
            f"{rows} in a district but in no known ward. Ward outlines (python -m csp import boundaries) "
            "or a lookup place them; then import the files again."
        )
    months = {(loaded.force, loaded.month) for loaded in summary.loaded if loaded.month} & summary.incomplete
    if months:
        named = ", ".join(f"{force} {month:%Y-%m}" for force, month in sorted(months))
        lines.append(
            f"Far below the months around, and so probably incomplete: {named}. They are kept and marked."
        )
    if summary.foreign:
        lines.append(
            "In the folder of the store lies what no import has put there "
            f"({ownership.named(summary.foreign)}). It is left alone; keep your own files elsewhere."
        )
    stale = (stale_sentence(summary.stale_months), stale_years_sentence(summary.stale_years))
    return [*lines, *filter(None, (summary.not_counted, *stale))]


def refusals(refused: Sequence[Refused]) -> list[str]:
    """The sentences of what was refused: of many for the same reason a few, and how many more there are."""
    alike: dict[str, list[Refused]] = {}
    for refusal in refused:
        alike.setdefault(_reason(refusal), []).append(refusal)
    lines = []
    for group in list(alike.values())[:REASONS_NAMED]:
        lines += [f"Refused: {refusal.sentence}" for refusal in group[:REFUSALS_NAMED]]
        lines += _and_more(len(group) - REFUSALS_NAMED, "for the same reason")
    rest = list(alike.values())[REASONS_NAMED:]
    return lines + _and_more(sum(map(len, rest)), f"for {len(rest):,} other reasons")


def _and_more(count: int, why: str) -> list[str]:
    files = "file was" if count == 1 else "files were"
    return [f"Refused: and {count:,} more {files} refused {why}."] if count > 0 else []


def _reason(refusal: Refused) -> str:
    """A refusal without what differs from file to file: its name, figures, and what is quoted from it."""
    sentence = refusal.sentence.replace(refusal.file, "")
    return re.sub(r'"[^"]*"|[0-9][0-9,]*', "", sentence)


def status(store: Store | None = None, sample: Store | None = None) -> list[str]:
    """What is loaded, line by line. Raises UserError for unusable settings."""
    if store is None:
        bucket.keep_up()
        store = Store(settings.extracts())
    condition = soundness.examine_store(store)
    rows = [dict(row) for row in condition.rows if row["replaced_at"] is None]
    area = settings.area()
    lines = [
        f"Partnership: {area.partnership}",
        f"Compared with: {len(area.peers)} {area.peers_label}",
        "",
        *_street(rows),
        *_roads(condition),
        *_outlines(rows, store),
        *_population(rows, store),
        *_lookup(rows),
        *_peers(rows),
        *_harm(rows),
        *_survey(rows),
        *_recorded_crime(rows),
        *_road_records(rows),
        *list_partners(rows),
    ]
    if bucket.read_bucket():
        lines += ["", f"Read from {settings.extracts_address()}.", *filter(None, [bucket.describe_trouble()])]
    # Damaged outlines still placed the months that are in force.
    every = [*rows, *map(dict, condition.left_out)]
    stale = [
        explain_missing_months(rows, store),
        stale_sentence(stale_months(every)),
        stale_years_sentence(list_stale_years(every)),
    ]
    if any(stale):
        lines += ["", *filter(None, stale)]
    damaged = _damaged(condition)
    if damaged:
        lines += ["", *damaged]
    return [*lines, "", _sample(sample or Store(settings.SAMPLE))]


def _damaged(condition: Condition) -> list[str]:
    """What cannot be read, and is left out of everything above."""
    lines = []
    if condition.listing != "current":
        lines.append(ownership.lost_sentence(condition.store.root))
    if condition.left_out:
        lines.append("Damaged, and left out of the dashboard (python -m csp check says more):")
    for row in condition.left_out:
        wrong = next(
            condition.faults[row[column]]
            for column in ("data_file", "counts_file")
            if row[column] in condition.faults
        )
        lines.append(f"  {description(row)}: its file {soundness.FAULT_WORDS[wrong]}; import it again")
    return lines


def _of(rows: Iterable[Row], kind: str) -> list[Row]:
    return [row for row in rows if row["kind"] == kind]


def _street(rows: Sequence[Row]) -> list[str]:
    street = [row for row in _of(rows, "incidents") if not is_of_partner(row)]
    if not street:
        return [
            "Recorded crime: none loaded. "
            "Import the files of data.police.uk: python -m csp import police PATH"
        ]
    low = incomplete(street)
    lines = ["Recorded crime (data.police.uk):"]
    for force in sorted({row["force"] for row in street}):
        lines += _force([row for row in street if row["force"] == force], low)
    return lines


def _force(rows: Sequence[Row], low: set[tuple[str, date]]) -> list[str]:
    months = sorted(row["month"] for row in rows)
    stored = sum(row["rows_stored"] for row in rows)
    without = sum(row["without_ward"] for row in rows)
    plural = "month" if len(months) == 1 else "months"
    line = f"  {rows[0]['force']}: {len(months)} {plural}, {months_text(months)}; {stored:,} rows in the area"
    line += f", {without:,} of them without a ward" if without else ""
    lines = [line]
    gaps = find_gaps(months)
    if gaps:
        lines.append(f"    not loaded in between: {months_text(gaps)}")
    marked = [month for month in months if (rows[0]["force"], month) in low]
    if marked:
        lines.append(f"    probably incomplete: {', '.join(f'{month:%Y-%m}' for month in marked)}")
    return lines


_ROADS = {"collisions": "Road collisions", "casualties": "  casualties", "vehicles": "  vehicles"}


def _roads(condition: Condition) -> list[str]:
    roads = {each.kind: each for each in list_roads(condition)}
    if "collisions" not in roads:
        return ["Road collisions: none loaded. python -m csp import collisions PATH"]
    return [
        f"{words}: {_road(roads[kind])}" if kind in roads else f"{words}: none loaded"
        for kind, words in _ROADS.items()
    ]


def _road(loaded: LoadedRoads) -> str:
    """Years, the latest day, rows, and what is provisional: "2024; 4,060 rows, the latest of 2024-12-31"."""
    rows = f"{loaded.rows:,} {'row' if loaded.rows == 1 else 'rows'}"
    last = f", the latest of {loaded.last:%Y-%m-%d}" if loaded.last else ""
    provisional = f"; {wording.years(loaded.provisional)} provisional" if loaded.provisional else ""
    return f"{wording.years(loaded.years)}; {rows}{last}{provisional}"


def _outlines(rows: Sequence[Row], store: Store) -> list[str]:
    outlines = _of(rows, "boundaries")
    if not outlines:
        return ["Ward outlines: none loaded, maps are schematic. python -m csp import boundaries PATH"]
    peers = settings.list_stored()
    have = {read_district(row["force"]) for row in outlines}
    wards = sum(row["rows_stored"] for row in outlines)
    years = {year for row in outlines for year in _column(store, row, "year")}
    held = f"{wording.plural(wards, 'ward')} in {wording.plural(len(have), 'district')}"
    line = f"Ward outlines of {wording.years(sorted(years))}: {held}"
    districts = settings.read_districts()
    missing = [districts[code].name for code in peers if code not in have]
    return [f"{line}; none for {', '.join(missing)}" if missing else line]


def _population(rows: Sequence[Row], store: Store) -> list[str]:
    tables = _of(rows, "population")
    if not tables:
        return ["Population: the built-in estimates only. python -m csp import population PATH"]
    lines = []
    for row in tables:
        years = wording.years(sorted(set(_column(store, row, "year"))))
        lines.append(f"Population, {row['force']}: {years}, {row['rows_stored']:,} figures")
    area = settings.area()
    return [*lines, *filter(None, [describe_use(read_editions(store, tables), area.home, area.home_name)])]


def _column(store: Store, row: Row, name: str) -> list[int]:
    values: list[int] = pq.read_table(store.path(row["data_file"]), columns=[name])[name].to_pylist()
    return values


def _lookup(rows: Sequence[Row]) -> list[str]:
    tables = _of(rows, "lookup")
    if not tables:
        return ["LSOA lookup: none loaded. python -m csp import lookup PATH"]
    return [f"LSOA lookup, {row['force']}: {row['rows_stored']:,} LSOAs" for row in tables]


def _peers(rows: Sequence[Row]) -> list[str]:
    return [f"Similar areas, {row['force']}: {row['rows_stored']:,} rows" for row in _of(rows, "peers")]


def _sample(store: Store) -> str:
    if not (store.root / MANIFEST).exists():
        return "Sample: not there. Write it with python -m csp sample"
    condition = soundness.examine_store(store)
    if condition.left_out or condition.listing != "current":
        return "Sample: damaged. Write it again with python -m csp sample"
    rows = sorted((r for r in condition.rows if r["kind"] == "incidents"), key=lambda r: r["month"])
    if not rows:
        return "Sample: there, without any month"
    if not holds_home(store, dict(rows[-1])):
        return f"Sample: there, with nothing of {settings.area().home_name}"
    roads = [each for each in list_roads(condition) if each.kind == "collisions"]
    collisions = [f"Road collisions: {_road(each)}" for each in roads]
    return ". ".join([f"Sample: {months_text([row['month'] for row in rows])}", *collisions])


def _harm(rows: Sequence[Row]) -> list[str]:
    return [f"Harm weights, {row['force']}: {row['rows_stored']:,} subgroups" for row in _of(rows, "harm")]


def _survey(rows: Sequence[Row]) -> list[str]:
    return [f"Survey figures, {row['force']}: {row['rows_stored']:,} answers" for row in _of(rows, "survey")]


def _recorded_crime(rows: Sequence[Row]) -> list[str]:
    return [
        f"Recorded crime by partnership, {row['force']}: {row['rows_stored']:,} figures"
        for row in _of(rows, "recorded_crime")
    ]


# What a row of each is called, one and several.
_RECORDS = {
    "near_misses": ("Near misses", "report", "reports"),
    "speed_watch": ("Community Speed Watch", "session", "sessions"),
    "schools": ("Schools", "school", "schools"),
    "road_costs": ("Values of prevention", "value", "values"),
    "road_factors": ("Fatal four on roads", "count", "counts"),
}


def _road_records(rows: Sequence[Row]) -> list[str]:
    lines = []
    for kind, (words, one, several) in _RECORDS.items():
        for row in _of(rows, kind):
            noun = one if row["rows_stored"] == 1 else several
            lines.append(f"{words}, {row['force']}: {row['rows_stored']:,} {noun}")
    return lines
