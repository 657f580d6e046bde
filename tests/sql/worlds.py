"""What is written to the small stores of these tests, and how a statement is run on them."""

from __future__ import annotations

import math
import shutil
import tempfile
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from csp.core import settings
from csp.data import database
from tests.sql.collisions import ROADS
from tests.sql.partner_records import PARTNER_RECORDS

HOME, NEXT, FAR, OTHER = "E07000116", "E07000111", "E07000105", "E07000106"
CULVERDEN, PARK, ELSEWHERE = "E05005137", "E05005140", "E05009999"
# Areas of one's own, none of which the settings count: two wards, one of them by its code; the same with one
# that is on file nowhere; and two districts with a ward of an edition that has no figure.
TOWN, GAP, WHOLE = "E06000997", "E06000996", "E06000998"
OWN = {
    TOWN: ("Town", [(HOME, "Culverden"), (HOME, PARK)]),
    GAP: ("Gap", [(HOME, "Culverden"), (HOME, "Nowhere")]),
    WHOLE: ("Whole", [(FAR, None), (OTHER, None), (NEXT, "Early")]),
}
MONTHS = [date(2019, 6, 1), date(2019, 12, 1), date(2020, 5, 1), date(2020, 6, 1), date(2020, 12, 1)]
OFFENCES = {
    "sample": ["asb_rowdy", "shoplifting", "drug_possession", "violence_against_the_person", "robbery"],
    "police": ["anti_social_behaviour", "shoplifting", "drugs", "robbery"],
}
PLACES = {
    None: {"longitude": None, "latitude": None, "location": None},
    "A": {"longitude": 0.263, "latitude": 51.132, "location": "On or near High Street"},
    "B": {"longitude": 0.264, "latitude": 51.132, "location": None},
}
A_QUESTION = {"survey": "KCVS", "area": "Home", "period": "2020", "question": "Safe after dark?"}


def a_world(counts):
    """Rows of counts of both sources, with the reference tables that an import may bring."""
    return {
        "counts": counts,
        **ROADS,
        **PARTNER_RECORDS,
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
        "harm": [
            {"harm_index": "css", "subgroup": "Robbery", "median_days": 746.0, "mean_days": 746.0},
            {"harm_index": "css", "subgroup": "Arson", "median_days": 201.0, "mean_days": 203.5},
        ],
        "survey": [
            {"answer": answer, "per_cent": share, "base": base, "position": position, **A_QUESTION}
            for position, (answer, share, base) in enumerate((("Safe", 62.5, 800), ("Unsafe", 20.0, None)))
        ],
        "partner_figures": [
            a_period_figure(n=3),
            # Of another ward, a quarter that begins with the year, another district.
            a_period_figure(n=4, ward_code=PARK, flag="hate"),
            a_period_figure(n=1, months=3),
            a_period_figure(n=8, start=date(2020, 4, 1)),
            a_period_figure(n=9, district_code=NEXT),
        ],
        "population": [
            {"area_code": HOME, "year": 2020, "population": 111},  # replaces the reference figure
            {"area_code": HOME, "year": 2031, "population": 222},
            {"area_code": "E05999999", "year": 2020, "population": 333},
        ],
        "peers": [
            {"area_code": HOME, "peer_code": FAR, "peer": "Far", "position": 2, "distance": 3.5},
            {"area_code": HOME, "peer_code": OTHER, "peer": "Other", "position": 1},
            {"area_code": HOME, "peer_code": "E07000999", "peer": "", "position": 2},
            {"area_code": NEXT, "peer_code": HOME, "peer": "Home", "position": 1},
        ],
        "recorded_crime": [
            # The same figure in two editions; a list of districts; a score; a figure that is unusable.
            a_figure("ons", "Kent", "Home", value=5.0, edition=date(2020, 12, 31)),
            a_figure("ons", "Kent", "Home", value=6.0, edition=date(2021, 12, 31)),
            a_figure("ons", "Kent", "Home", offence="robbery", value=None, remark="not available"),
            a_figure("ons", "", "Home", months=0, measure="districts", value=None, districts=HOME),
            a_figure("ons", "", "E07000116 1", measure="severity_score", value=11.2, districts=HOME),
            a_figure("ons", "", "Next", measure="severity_score", value=None),
            a_figure("ons", "Kent", "Next", value=7.0, districts=f"{NEXT};{FAR}"),
            a_figure("ons", "Kent", "Unassigned Kent", level="unassigned", value=2.0),
            a_figure("ons", "Kent", "", level="force", value=13.0),
            a_figure("home_office", "Kent", "Home", months=3, value=1.0, is_usable=False, remark="lost"),
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


def a_period_figure(**changes):
    """A figure that a partner counts by the year."""
    return {
        "source": "reviews",
        "district_code": HOME,
        "offence": "asked",
        "start": date(2019, 4, 1),
        "months": 12,
        **changes,
    }


def a_figure(source, force, partnership, **changes):
    """A row of recorded crime by partnership."""
    return {
        "source": source,
        "level": "partnership",
        "force": force,
        "force_code": "",
        "partnership": partnership,
        "partnership_code": "",
        "districts": "",
        "start": date(2020, 1, 1),
        "months": 12,
        "offence": "total",
        "measure": "offences",
        "remark": "",
        "is_usable": True,
        "edition": date(2020, 12, 31),
        **changes,
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


@cache
def reference_with_own():
    """A folder of the reference tables in which districts.csv has the areas of OWN. Deleted at the end."""
    folder = tempfile.TemporaryDirectory()
    tables = shutil.copytree(settings.REFERENCE, Path(folder.name, "reference"))
    lines = [
        f"{code},{name},{district}{f': {ward}' if ward else ''}"
        for code, (name, parts) in OWN.items()
        for district, ward in parts
    ]
    text = "\n".join(["district_code,district,made_of", *lines, ""])
    (tables / "districts.csv").write_text(text, encoding="utf-8")
    return folder, tables


@contextmanager
def connected(write_store, world):
    """A connection to a sample and an import; both hold rows of the same months."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        sample, extracts = Path(folder, "sample"), Path(folder, "extracts")
        patch.setattr(settings, "SAMPLE", sample)
        patch.setattr(settings, "REFERENCE", reference_with_own()[1])
        patch.setenv("CSP_EXTRACTS", str(extracts))
        # rows_read 0 would be told apart from the manifest given: those rows are added below.
        split = {name: [r for r in world["counts"] if r["source"] == name] for name in ("sample", "police")}
        write_store(sample, [{**row, "force": "other"} for row in split["sample"]])
        names = ("boundaries", "harm", "lookup", "partner_figures", "peers")
        names += ("population", "recorded_crime", "survey")
        tables = {name: world[name] for name in (*names, *ROADS, *PARTNER_RECORDS)}
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
    if value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None  # a text or a whole number that is null
    return bytes(value) if isinstance(value, bytearray) else value


def only(parameters, name):
    return {
        key: value for key, value in parameters.items() if key in database.read_statement(name).parameters
    }


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
