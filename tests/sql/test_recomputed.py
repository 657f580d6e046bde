"""Every statement of queries/ recomputed with loops and dicts over small generated stores.

Nothing here asks DuckDB or pandas to add anything up, and the measures and reference tables are
read from their files, not through the package.
"""

from __future__ import annotations

import csv
import math
import random
import tempfile
from collections import defaultdict
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from csp.core import settings
from csp.data import database

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
STATEMENTS = sorted(
    path.relative_to(ROOT / "queries").with_suffix("").as_posix()
    for path in (ROOT / "queries").rglob("*.sql")
    if not path.name.startswith("_")
)

HOME, NEXT, FAR, OTHER = "E07000116", "E07000111", "E07000105", "E07000106"
CULVERDEN, PARK, ELSEWHERE = "E05005137", "E05005140", "E05009999"
MONTHS = [date(2019, 6, 1), date(2019, 12, 1), date(2020, 5, 1), date(2020, 6, 1), date(2020, 12, 1)]
OFFENCES = {
    "sample": ["asb_rowdy", "shoplifting", "drug_possession", "violence_against_the_person", "robbery"],
    "police": ["anti_social_behaviour", "shoplifting", "drugs", "robbery"],
}


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


PLACES = {
    None: {"longitude": None, "latitude": None, "location": None},
    "A": {"longitude": 0.263, "latitude": 51.132, "location": "On or near High Street"},
    "B": {"longitude": 0.264, "latitude": 51.132, "location": None},
}


# The same answers, the slow way. Each takes what was written and the parameters, and gives rows as tuples.


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
    return sorted((*key, n) for key, n in people.items())


def wards(world, district):
    for rows in (world["boundaries"], reference("wards.csv"), world["lookup"]):
        codes = {row["ward"]: row["ward_code"] for row in rows if row["district_code"] == district}
        if codes:
            return [(codes[name], name) for name in sorted(codes)]
    return []


def wards_counted(world, source, district):
    codes = set()
    for row in world["counts"]:
        if row["source"] == source and row["district_code"] == district and row["ward_code"] is not None:
            codes.add(row["ward_code"])
    return [(code,) for code in sorted(codes)]


RECOMPUTED = {
    "measures/by_district": by_district,
    "measures/by_flag": by_flag,
    "measures/by_month": by_month,
    "profile/outcomes": outcomes,
    "thresholds/by_district": flagged_districts,
    "thresholds/by_offence": district_offences,
    "thresholds/by_ward": flagged_wards,
    "trends/by_district": district_months,
    "wards/by_ward": by_ward_named,
    "wards/points": points,
    "store/boundaries": boundaries,
    "store/flags": flags,
    "store/months": months,
    "store/population": population,
    "store/wards": wards,
    "store/wards_counted": wards_counted,
}


# What is written, and what is asked of it.


def a_world(counts):
    """Rows of counts of both sources, with the reference tables that an import may bring."""
    return {
        "counts": counts,
        "boundaries": [
            # Next door has imported outlines, newer than the reference file; home has none.
            {"ward_code": "E05000002", "ward": "Z", "district_code": NEXT, "year": 2020, "geometry": b"1"},
            {"ward_code": "E05000001", "ward": "Early", "district_code": NEXT, "year": 2019, "geometry": b""},
            {"ward_code": "E05000003", "ward": "Far", "district_code": FAR, "year": 2019, "geometry": b"\2"},
        ],
        "lookup": [
            # Two LSOAs of one ward; and wards of districts that the other tables know better.
            {"lsoa_code": "E01000001", "ward_code": "E05000009", "ward": "Other", "district_code": OTHER},
            {"lsoa_code": "E01000002", "ward_code": "E05000009", "ward": "Other", "district_code": OTHER},
            {"lsoa_code": "E01000003", "ward_code": "E05000008", "ward": "Wrong", "district_code": NEXT},
            {"lsoa_code": "E01000004", "ward_code": "E05000007", "ward": "Wrong", "district_code": HOME},
        ],
        "population": [
            {"area_code": HOME, "year": 2020, "population": 111},  # replaces the reference figure
            {"area_code": HOME, "year": 2031, "population": 222},
            {"area_code": "E05999999", "year": 2020, "population": 333},
        ],
        "manifest": [
            an_import("police", "kent", MONTHS[0], 10),
            an_import("police", "kent", MONTHS[1], 20),
            an_import("police", "btp", MONTHS[1], 3),
            an_import("police", "kent", MONTHS[1], 19, replaced_at=datetime(2021, 1, 1, tzinfo=UTC)),
            an_import("sample", "sample", MONTHS[1], 7),
            {"kind": "boundaries", "force": NEXT, "rows_read": 2, "replaced_at": None},
        ],
    }


def an_import(source, force, month, n, replaced_at=None):
    """A row of the manifest for a month; it names no file, so its counts are not those of a store's rows."""
    return {
        "kind": "incidents",
        "source": source,
        "force": force,
        "month": month,
        "replaced_at": replaced_at,
        "rows_read": n,
        "rows_stored": n - 1,
        "without_location": n % 3,
        "without_ward": n % 2,
    }


@contextmanager
def connected(write_store, world):
    """A connection to a sample and an import; both hold rows of the same months."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        sample, extracts = Path(folder, "sample"), Path(folder, "extracts")
        patch.setattr(settings, "SAMPLE", sample)
        patch.setenv("CSP_EXTRACTS", str(extracts))
        # rows_read 0 would be told apart from the manifest given: those rows are added below.
        split = {name: [r for r in world["counts"] if r["source"] == name] for name in ("sample", "police")}
        write_store(sample, [{**row, "force": "other"} for row in split["sample"]])
        tables = {name: world[name] for name in ("boundaries", "lookup", "population")}
        write_store(extracts, split["police"], manifest=world["manifest"], **tables)
        connection = database.connect()
        try:
            yield connection
        finally:
            connection.close()


def answer(connection, name, parameters):
    frame = database.run(connection, name, parameters)
    rows = [tuple(plain(value) for value in row) for row in frame.itertuples(index=False, name=None)]
    return sorted(rows) if name in UNORDERED else rows


# Most first, and points of the same number in no order that matters.
UNORDERED = ("wards/points",)


def plain(value):
    if isinstance(value, pd.Timestamp):
        return value.date()
    if isinstance(value, float) and math.isnan(value):
        return None  # a text that is null
    return bytes(value) if isinstance(value, bytearray) else value


def only(parameters, name):
    return {
        key: value for key, value in parameters.items() if key in database.read_statement(name).parameters
    }


def a_question(rng):
    """One value of every parameter that any statement takes."""
    period = sorted(rng.sample(MONTHS, rng.randint(0, 3)))
    return {
        "measure": rng.choice(["all_crime", "shoplifting", "asb", "hate_crime"]),
        "first": min(period, default=MONTHS[0]),
        "last": max(period, default=MONTHS[0]),
        "source": rng.choice(["sample", "police"]),
        "home": rng.choice([HOME, NEXT]),
        "district": rng.choice([HOME, NEXT, FAR, OTHER, "E07000999"]),
        "districts": rng.sample([HOME, NEXT, FAR], rng.randint(0, 3)),
        "wards": rng.sample([CULVERDEN, PARK, ELSEWHERE], rng.choice([0, 0, 1, 2])),
        "months": period,
        "before": rng.sample([m for m in MONTHS if m not in period], rng.randint(0, 2)),
        "excluded": rng.sample(["covid", "hate"], rng.randint(0, 2)),
        "start": rng.choice(MONTHS[:3]),
        "end": rng.choice(MONTHS[2:]),
    }


def with_manifest(world):
    """What the manifests of both stores hold, those rows that write_store adds included."""
    added = defaultdict(lambda: [0, 0, 0, 0])
    for row in world["counts"]:
        sums = added[row["source"], "other" if row["source"] == "sample" else "kent", row["month"]]
        nowhere, no_ward = row["district_code"] is None, row["ward_code"] is None
        for i, counts in enumerate((True, True, nowhere, no_ward and not nowhere)):
            sums[i] += counts * row["n"]
    rows = [
        {
            **an_import(*key, 0),
            **dict(zip(("rows_read", "rows_stored", "without_location", "without_ward"), sums, strict=True)),
        }
        for key, sums in added.items()
    ]
    return {**world, "manifest": [*world["manifest"], *rows]}


def generated_counts(rng, n):
    rows = []
    for _ in range(n):
        source = rng.choice(["sample", "police"])
        district = rng.choice([HOME, HOME, NEXT, FAR, None])
        rows.append(
            {
                "source": source,
                "month": rng.choice(MONTHS),
                "district_code": district,
                "ward_code": rng.choice([CULVERDEN, PARK, None]) if district == HOME else None,
                "offence": rng.choice(OFFENCES[source]),
                "flag": rng.choice([None, None, "hate", "covid"]),
                "n": rng.randint(1, 4),
                **PLACES[rng.choice([None, "A", "B"])],
                "outcome": rng.choice([None, "Under investigation", "Local resolution"]),
            }
        )
    return rows


@pytest.fixture(scope="module")
def store(write_store):
    """One world of 300 rows and a connection to it."""
    world = a_world(generated_counts(random.Random(7), 300))
    with connected(write_store, world) as connection:
        yield with_manifest(world), connection


def test_every_statement_has_a_recomputation():
    assert sorted(RECOMPUTED) == STATEMENTS


@pytest.mark.parametrize("name", STATEMENTS)
def test_the_statement_gives_what_loops_give(store, name):
    world, connection = store
    answers = set()
    for seed in range(25):
        parameters = only(a_question(random.Random(seed)), name)
        expected = RECOMPUTED[name](world, **parameters)
        assert answer(connection, name, parameters) == expected
        answers.add(tuple(expected))
    assert any(answers), "no question had an answer: the test would pass on anything"


def rows_strategy():
    return st.one_of(
        st.builds(
            lambda source, place, month, offence, flag, n: {
                "source": source,
                "month": month,
                "district_code": place[0],
                "ward_code": place[1],
                "offence": OFFENCES[source][offence],
                "flag": flag,
                "n": n,
                "outcome": None,
                **PLACES["A"],
            },
            st.sampled_from(["sample", "police"]),
            st.sampled_from([(HOME, CULVERDEN), (HOME, PARK), (HOME, None), (NEXT, None), (None, None)]),
            st.sampled_from(MONTHS),
            st.integers(0, 3),
            st.sampled_from([None, "hate", "covid"]),
            st.integers(1, 3),
        )
    )


@hypothesis_settings(max_examples=8, deadline=None, database=None)
@given(counts=st.lists(rows_strategy(), max_size=8), seed=st.integers(0, 10_000))
def test_every_statement_agrees_with_loops_on_any_small_store(write_store, counts, seed):
    world = a_world(counts)
    parameters = a_question(random.Random(seed))
    with connected(write_store, world) as connection:
        for name, recompute in RECOMPUTED.items():
            given_here = only(parameters, name)
            assert answer(connection, name, given_here) == recompute(with_manifest(world), **given_here), name


# The rules behind the numbers, one at a time.


def row(**changes):
    return {
        "source": "police",
        "month": MONTHS[3],
        "district_code": HOME,
        "ward_code": CULVERDEN,
        "offence": "shoplifting",
        "flag": None,
        "n": 1,
        "outcome": None,
        **PLACES["A"],
        **changes,
    }


def ask(write_store, counts, name="measures/by_district", **changes):
    parameters = {
        "source": "police",
        "home": HOME,
        "district": HOME,
        "wards": [],
        "excluded": [],
        "months": [MONTHS[3]],
        "before": [],
        "start": MONTHS[0],
        "end": MONTHS[-1],
        **changes,
    }
    with connected(write_store, a_world(counts)) as connection:
        rows = answer(connection, name, only(parameters, name))
    return {row[:-2] if name == "measures/by_district" else row[:-1]: row[-2:] for row in rows}


def test_two_sources_of_the_same_month_are_never_added_together(write_store):
    counts = [row(n=5), row(source="sample", n=70)]
    assert ask(write_store, counts)["shoplifting", HOME] == (5, 0)
    assert ask(write_store, counts, source="sample")["shoplifting", HOME] == (70, 0)


def test_two_forces_of_one_source_are_added(write_store):
    counts = [row(n=5), row(n=2, force="btp")]
    assert ask(write_store, counts)["shoplifting", HOME] == (7, 0)


def test_an_incident_never_counts_to_all_crime(write_store):
    totals = ask(write_store, [row(n=2), row(offence="anti_social_behaviour", n=90)])
    assert totals["all_crime", HOME] == (2, 0)
    assert totals["asb", HOME] == (90, 0)


def test_a_row_without_a_location_counts_to_no_district(write_store):
    assert not ask(write_store, [row(district_code=None, ward_code=None)])


def test_a_row_without_a_ward_counts_to_the_district_and_to_no_choice_of_wards(write_store):
    counts = [row(n=1), row(ward_code=None, n=4)]
    assert ask(write_store, counts)["shoplifting", HOME] == (5, 0)
    assert ask(write_store, counts, wards=[CULVERDEN, PARK])["shoplifting", HOME] == (1, 0)


def test_wards_narrow_home_alone(write_store):
    counts = [row(ward_code=PARK, n=3), row(district_code=NEXT, ward_code="E05000001", n=8)]
    assert ask(write_store, counts, wards=[CULVERDEN]) == {
        ("all_crime", NEXT): (8, 0),
        ("shoplifting", NEXT): (8, 0),
    }


def test_leaving_a_flag_out_keeps_rows_without_any_flag_and_with_another(write_store):
    counts = [
        row(source="sample", n=1),
        row(source="sample", flag="hate", n=10),
        row(source="sample", flag="covid", n=100),
    ]
    totals = ask(write_store, counts, source="sample", excluded=["covid"])
    assert totals["shoplifting", HOME] == (11, 0)
    assert totals["hate_crime", HOME] == (10, 0)


def test_a_month_in_no_period_is_not_counted(write_store):
    counts = [row(n=1), row(month=MONTHS[2], n=10), row(month=MONTHS[0], n=100)]
    assert ask(write_store, counts, before=[MONTHS[0]])["all_crime", HOME] == (1, 100)


def test_the_same_key_in_several_rows_is_added_up(write_store):
    assert ask(write_store, [row(n=2), row(n=3)])["shoplifting", HOME] == (5, 0)


def test_a_month_loaded_twice_over_is_read_from_the_manifest_in_force_alone(
    write_store, tmp_path, monkeypatch
):
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "none")
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    write_store(tmp_path / "extracts", [row(n=5)])
    write_store(tmp_path / "extracts", [row(n=9)])  # the files of the first edition still lie there
    parameters = {"source": "police", "district": HOME, "wards": [], "excluded": []}
    parameters |= {"start": MONTHS[0], "end": MONTHS[-1]}
    assert answer(database.connect(), "measures/by_month", parameters) == [
        ("all_crime", MONTHS[3], 9),
        ("shoplifting", MONTHS[3], 9),
    ]
