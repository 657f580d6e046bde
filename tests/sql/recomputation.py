"""The answer of every statement, the slow way: with loops and dicts.

Nothing here asks DuckDB or pandas to add anything up, and the measures and reference tables are
read from their files, not through the package. Each function takes what was written and the
parameters, and gives rows as tuples.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

import yaml

from tests.sql import collisions, partner_records
from tests.sql.worlds import HOME, OWN

ROOT = Path(__file__).resolve().parents[2]


def reference(name):
    with (ROOT / "data" / "reference" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def measures_of(source):
    """measure -> (offence codes, flag), for the measures that a source can answer."""
    raw = yaml.safe_load((ROOT / "data" / "reference" / "measures.yml").read_text(encoding="utf-8"))
    vocabulary = raw["sources"][source]["vocabulary"]
    measures = {}
    for code, measure in raw["measures"].items():
        spec = measure["offences"].get(vocabulary)
        if spec is None:
            continue
        if isinstance(spec, dict):
            offences = raw["offences"][vocabulary]
            spec = [name for name, offence in offences.items() if offence["kind"] == spec["every"]]
        measures[code] = (set(spec), measure.get("flag"))
    return measures


def counted(world, source):
    """Every row of a source with each measure it counts to."""
    for row in world["counts"]:
        if row["source"] != source:
            continue
        for code, (offences, flag) in measures_of(source).items():
            if row["offence"] in offences and flag in (None, row["flag"]):
                yield code, row


def in_wards(row, wards):
    return not wards or row["ward_code"] in wards


def two_periods(pairs, months, before):
    """key -> [now, before] of (key, row) pairs; a key without a row in either period is absent."""
    totals = defaultdict(lambda: [0, 0])
    for key, row in pairs:
        for side, period in enumerate((months, before)):
            if row["month"] in period:
                totals[key][side] += row["n"]
    rows = [(*key, *sides) for key, sides in totals.items() if sides != [0, 0]]
    return sorted(rows, key=nulls_last)


def nulls_last(values):
    return [(value is None, value or "") for value in values]


def by_district(world, source, months, before, excluded, home, wards):
    pairs = []
    for code, row in counted(world, source):
        if row["district_code"] is None or row["flag"] in excluded:
            continue
        if row["district_code"] == home and not in_wards(row, wards):
            continue
        pairs.append(((code, row["district_code"]), row))
    return two_periods(pairs, months, before)


def by_flag(world, source, district, wards, months, before):
    pairs = []
    for code, row in counted(world, source):
        if row["district_code"] == district and row["flag"] is not None and in_wards(row, wards):
            pairs.append(((code, row["flag"]), row))
    return two_periods(pairs, months, before)


def by_month(world, source, district, wards, start, end, excluded):
    totals = defaultdict(int)
    for code, row in counted(world, source):
        if row["district_code"] != district or not in_wards(row, wards) or row["flag"] in excluded:
            continue
        if start <= row["month"] <= end:
            totals[code, row["month"]] += row["n"]
    return sorted((*key, n) for key, n in totals.items())


def outcomes(world, source, district):
    totals = defaultdict(int)
    for row in world["counts"]:
        if row["source"] == source and row["district_code"] == district:
            columns = ("month", "ward_code", "offence", "flag", "outcome")
            totals[tuple(row[column] for column in columns)] += row["n"]
    return sorted(((*key, n) for key, n in totals.items()), key=nulls_last)


def by_ward(world, source, district, months, before, excluded, unknown=None):
    pairs = []
    for code, row in counted(world, source):
        if row["district_code"] == district and row["flag"] not in excluded:
            pairs.append(((code, row["ward_code"] or unknown), row))
    return two_periods(pairs, months, before)


def by_ward_named(world, **parameters):
    return by_ward(world, **parameters, unknown="")


def rows_of(world, source, measure, excluded):
    """Every row of a source that counts to one measure and has none of the flags left out."""
    for code, row in counted(world, source):
        if code == measure and row["flag"] not in excluded:
            yield row


def points(world, source, measure, months, excluded):
    totals = defaultdict(int)
    for row in rows_of(world, source, measure, excluded):
        if row["district_code"] == HOME and row["month"] in months and row["longitude"] is not None:
            place = (row["longitude"], row["latitude"], row["ward_code"] or "", row["location"] or "")
            totals[place] += row["n"]
    return sorted((*key, n) for key, n in totals.items())


def district_months(world, source, measure, excluded, **places_and_months):
    return sum_district_months(rows_of(world, source, measure, excluded), **places_and_months)


def sum_district_months(rows, districts, home, wards, start, end):
    totals = defaultdict(lambda: [0, 0])
    for row in rows:
        if row["district_code"] in districts and start <= row["month"] <= end:
            sums = totals[row["district_code"], row["month"]]
            sums[1] += row["n"]
            if row["district_code"] != home or in_wards(row, wards):
                sums[0] += row["n"]
    return sorted((*key, *sums) for key, sums in totals.items())


def totals(pairs):
    """Keys with their sums, in order."""
    sums = defaultdict(int)
    for key, row in pairs:
        sums[key] += row["n"]
    return sorted(((*key, n) for key, n in sums.items()), key=nulls_last)


def flagged_districts(world, source, districts):
    return totals(
        ((code, row["month"], row["district_code"], row["flag"]), row)
        for code, row in counted(world, source)
        if row["district_code"] in districts
    )


def flagged_wards(world, source, district):
    return totals(
        ((code, row["month"], row["ward_code"], row["flag"]), row)
        for code, row in counted(world, source)
        if row["district_code"] == district and row["ward_code"] is not None
    )


def district_offences(world, source, districts, months, before):
    pairs = [
        ((row["district_code"], row["offence"], row["flag"]), row)
        for row in world["counts"]
        if row["source"] == source and row["district_code"] in districts
    ]
    return two_periods(pairs, months, before)


def harm_offences(world, source, home, districts, months, excluded):
    sums = defaultdict(int)
    for row in world["counts"]:
        here = row["source"] == source and row["district_code"] in districts
        if here and row["month"] in months and (row["flag"] is None or row["flag"] not in excluded):
            ward = (row["ward_code"] or "") if row["district_code"] == home else ""
            sums[row["district_code"], ward, row["offence"], row["flag"]] += row["n"]
    return sorted(((*key, n) for key, n in sums.items()), key=nulls_last)


def harm_weights(world):
    columns = ("harm_index", "subgroup", "median_days", "mean_days")
    return sorted(tuple(row[column] for column in columns) for row in world["harm"])


def survey(world):
    rows = sorted(world["survey"], key=lambda row: (row["survey"], row["period"], row["position"]))
    columns = ("survey", "area", "period", "question", "answer", "per_cent", "base")
    return [tuple(row[column] for column in columns) for row in rows]


def partner_figures(world, district):
    sums = defaultdict(int)
    for row in world["partner_figures"]:
        if row["district_code"] == district:
            sums[row["source"], row["offence"], row["start"], row["months"]] += row["n"]
    rows = [(*key, n) for key, n in sums.items()]
    return sorted(rows, key=lambda row: (row[0], -row[2].toordinal(), row[3], row[1]))


def boundaries(world, districts):
    rows = [row for row in world["boundaries"] if row["district_code"] in districts]
    rows.sort(key=lambda row: (row["district_code"], row["ward_code"]))
    return [tuple(row[c] for c in ("ward_code", "ward", "district_code", "year", "geometry")) for row in rows]


def flags(world, source):
    names = {row["flag"] for row in world["counts"] if row["source"] == source and row["flag"] is not None}
    return [(flag,) for flag in sorted(names)]


def months(world):
    totals = defaultdict(lambda: [0, 0, 0, 0])
    for row in world["manifest"]:
        if row["kind"] == "incidents" and row["replaced_at"] is None:
            sums = totals[row["source"], row["force"], row["month"]]
            columns = ("rows_read", "rows_stored", "without_location", "without_ward")
            for i, column in enumerate(columns):
                sums[i] += row[column]
    return sorted((*key, *sums) for key, sums in totals.items())


def population(world):
    people = {}
    for row in reference("population.csv"):
        people[row["area_code"], int(row["year"])] = int(row["population"])
    for row in world["population"]:
        people[row["area_code"], row["year"]] = row["population"]
    add_together(world, people)
    known = {code for code, _ in people}
    for row in reference("areas.csv"):
        if row["population"] and row["area_code"] not in known:
            people[row["area_code"], int(row["population_year"])] = int(row["population"])
    return sorted((*key, n) for key, n in people.items())


def add_together(world, people):
    """Adds the people of areas that are made of others, of the years in which each part has a figure."""
    parts = defaultdict(list)
    for row in reference("areas.csv"):
        if row["successor"]:
            parts[row["successor"]].append(row)
    for whole, rows in parts.items():
        if len({row["valid_to"] for row in rows}) == 1:
            for year in {year for _, year in people}:
                figures = [people.get((row["area_code"], year)) for row in rows]
                if None not in figures:
                    people.setdefault((whole, year), sum(figures))
    for whole, (_, own) in OWN.items():
        codes = [codes_of_ward(world, *part) if part[1] else [part[0]] for part in own]
        for year in {year for _, year in people}:
            figures = [[people[code, year] for code in each if (code, year) in people] for each in codes]
            if all(figures):
                people[whole, year] = sum(each[-1] for each in figures)


def wards(world, district):
    for rows in (world["boundaries"], reference("wards.csv"), world["lookup"]):
        codes = {row["ward"]: row["ward_code"] for row in rows if row["district_code"] == district}
        if codes:
            return [(codes[name], name, district) for name in sorted(codes)]
    return []


def codes_of_ward(world, district, ward):
    """The wards of a name or a code in a district, of every table; of no name those of the whole district."""
    rows = [*world["boundaries"], *world["lookup"], *reference("wards.csv")]
    own = [row for row in rows if row["district_code"] == district]
    return sorted({row["ward_code"] for row in own if ward in (None, row["ward"], row["ward_code"])})


def own_wards(world, areas):
    return sorted(
        (area, entry, code)
        for area in areas
        for entry, part in enumerate(OWN.get(area, ("", []))[1])
        for code in codes_of_ward(world, *part)
    )


def own_unknown(world, areas):
    return sorted(
        (area, *part)
        for area in areas
        for part in OWN.get(area, ("", []))[1]
        if part[1] and not codes_of_ward(world, *part)
    )


def holding(world, district):
    return sorted({(row["source"],) for row in world["counts"] if row["district_code"] == district})


def wards_counted(world, source, district):
    codes = set()
    for row in world["counts"]:
        if row["source"] == source and row["district_code"] == district and row["ward_code"] is not None:
            codes.add(row["ward_code"])
    return [(code,) for code in sorted(codes)]


def ward_sums(world, source, district, months):
    listed = {code for code, *_ in wards(world, district)}
    totals = defaultdict(lambda: [0, 0, 0])
    for code, row in counted(world, source):
        if row["district_code"] != district or row["month"] not in months:
            continue
        ward = row["ward_code"]
        for i, counts in enumerate((True, ward is None, ward is not None and ward not in listed)):
            totals[code][i] += counts * row["n"]
    return sorted((code, *sums) for code, sums in totals.items())


def similar(world, home):
    rows = [row for row in world["peers"] if row["area_code"] == home]
    rows.sort(key=lambda row: (row["position"], row["peer_code"]))
    return [(row["peer_code"], row["peer"], row.get("distance")) for row in rows]


def recorded_rows(world):
    """The figures in force: of two that are of the same, that of the later edition."""
    whose = ("source", "level", "force", "partnership", "start", "months", "offence", "measure")
    latest = {}
    for row in sorted(world["recorded_crime"], key=lambda row: row["edition"]):
        latest[tuple(row[name] for name in whose)] = row
    return list(latest.values())


def recorded_partnerships(world):
    districts = {}
    for row in recorded_rows(world):
        if row["level"] == "partnership":
            key = row["source"], row["force"], row["partnership"]
            districts[key] = max(districts.get(key, ""), row["districts"])
    return sorted((*key, codes) for key, codes in districts.items())


def recorded_figures(world, source, partnerships, forces):
    identity = ["force", "partnership", "start", "months", "offence", "measure"]
    columns = [*identity, "value", "remark", "is_usable"]
    rows = [
        tuple(row[name] for name in columns)
        for row in recorded_rows(world)
        if row["source"] == source
        and row["months"]
        and (
            (row["level"] == "partnership" and row["partnership"] in partnerships)
            or (row["level"] == "unassigned" and row["force"] in forces)
        )
    ]
    return sorted(rows, key=lambda row: row[:6])


def recorded_severity(world):
    columns = ["partnership", "districts", "start", "months", "value"]
    rows = [
        tuple(row[name] for name in columns)
        for row in recorded_rows(world)
        if row["measure"] == "severity_score" and row["offence"] == "total" and row["value"] is not None
    ]
    return sorted(rows, key=lambda row: (row[2], row[3], row[1], row[0], row[4]))


def months_counted(world, source, districts, months):
    pairs = [
        ((row["district_code"], row["month"]), row)
        for row in world["counts"]
        if row["source"] == source and row["district_code"] in districts and row["month"] in months
    ]
    return totals(pairs)


RECOMPUTED = {
    **collisions.RECOMPUTED,
    **partner_records.RECOMPUTED,
    "county/months": months_counted,
    "county/similar": similar,
    "data_status/wards": ward_sums,
    "harm/by_offence": harm_offences,
    "measures/by_district": by_district,
    "measures/by_flag": by_flag,
    "measures/by_month": by_month,
    "profile/outcomes": outcomes,
    "recorded/figures": recorded_figures,
    "recorded/partnerships": recorded_partnerships,
    "recorded/severity": recorded_severity,
    "thresholds/by_district": flagged_districts,
    "thresholds/by_offence": district_offences,
    "thresholds/by_ward": flagged_wards,
    "trends/by_district": district_months,
    "wards/by_ward": by_ward_named,
    "wards/points": points,
    "store/boundaries": boundaries,
    "store/flags": flags,
    "store/harm_weights": harm_weights,
    "store/holding": holding,
    "store/partner_figures": partner_figures,
    "store/months": months,
    "store/own_unknown": own_unknown,
    "store/own_wards": own_wards,
    "store/population": population,
    "store/survey": survey,
    "store/wards": wards,
    "store/wards_counted": wards_counted,
}
