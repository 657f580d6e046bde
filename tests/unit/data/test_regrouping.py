"""Rows under the areas of one's own that the settings count, recomputed in plain Python over tiny stores."""

from __future__ import annotations

import shutil
from collections import defaultdict
from datetime import date

import pytest
import shapely

from csp.core import own_words, settings
from csp.data import database, own_places, queries

CARLISLE, CUMBERLAND, EDEN = "E07000028", "E06000063", "E06000064"
EXETER, EAST, MID = "E07000041", "E07000040", "E07000042"
TOWN, UNITARY = "E06000997", "E06000998"
MONTHS = [date(2023, month, 1) for month in range(1, 7)]
# Two editions of the outlines of Exeter: Heavitree kept its name and got another code.
WARDS = [
    ("E05000001", "Heavitree", EXETER, 2015, 0),
    ("E05000002", "St. David's", EXETER, 2015, 1),
    ("E05000011", "Heavitree", EXETER, 2023, 0),
    ("E05000012", "St David's & Haven", EXETER, 2023, 1),
    ("E05000013", "Priory", EXETER, 2023, 2),
    ("E05000021", "Exmouth", EAST, 2019, 3),
    ("E05000022", "Budleigh", EAST, 2019, 4),
]
OUTLINES = [
    {
        "ward_code": code,
        "ward": ward,
        "district_code": district,
        "year": year,
        "geometry": shapely.to_wkb(shapely.box(x, 50, x + 1, 51)),
    }
    for code, ward, district, year, x in WARDS
]
PLACES = [
    (EXETER, "E05000001"),
    (EXETER, "E05000011"),
    (EXETER, "E05000012"),
    (EXETER, "E05000013"),
    (EXETER, None),
    (EAST, "E05000021"),
    (EAST, "E05000022"),
    (MID, None),
]
ROWS = [
    {
        "source": "police",
        "force": "devon-and-cornwall",
        "month": month,
        "district_code": district,
        "ward_code": ward,
        "offence": "burglary",
        "n": 1 + (3 * i + 5 * j) % 7,
    }
    for i, month in enumerate(MONTHS)
    for j, (district, ward) in enumerate(PLACES)
]


@pytest.fixture
def put(tmp_path, monkeypatch):
    """Puts settings and rows of districts.csv in force."""

    def put(text, *lines, head="district_code,district,made_of"):
        folder = tmp_path / "reference"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(settings.ROOT / "data" / "reference", folder)
        (folder / "districts.csv").write_text("\n".join([head, *lines, ""]), encoding="utf-8")
        (tmp_path / "area.toml").write_text(text, encoding="utf-8")
        monkeypatch.setattr(settings, "REFERENCE", folder)
        monkeypatch.setenv("CSP_AREA", str(tmp_path / "area.toml"))
        database.forget_stamp()

    return put


def read_counts(*codes):
    """The stored counts of some districts by code and month, as the pages read them."""
    counts = queries.ask("county/months", source="police", districts=codes, months=tuple(MONTHS))
    return dict(
        zip(
            zip(counts["district_code"], counts["month"].dt.date, strict=True),
            map(int, counts["n"]),
            strict=True,
        )
    )


def add_up(code, of):
    """The same in plain Python: the rows whose district and ward pass a test."""
    totals = defaultdict(int)
    for row in ROWS:
        if of(row["district_code"], row["ward_code"]):
            totals[code, row["month"]] += row["n"]
    return totals


def test_a_town_has_the_counts_of_its_wards_in_every_month_and_edition(put, extracts, write_store):
    write_store(extracts.root, ROWS, boundaries=OUTLINES)
    put('home = "Isca"\n', f"{TOWN},Isca,Exeter: heavitree", f"{TOWN},Isca,Exeter: E05000012")
    own = {"E05000001", "E05000011", "E05000012"}
    assert read_counts(TOWN) == add_up(TOWN, lambda _, ward: ward in own)
    # Of Exeter the rest is left, rows without a ward among it; it is no peer.
    assert read_counts(EXETER) == add_up(EXETER, lambda code, ward: code == EXETER and ward not in own)
    assert EXETER not in settings.area().peers
    assert queries.list_sources() == ("police",)
    outlines = queries.ward_outlines(TOWN)
    assert outlines is not None
    assert set(outlines.codes) == {"E05000011", "E05000012"}
    assert own_places.describe_own_areas() == ()


def test_districts_and_wards_together_are_one_with_the_outlines_of_all(put, extracts, write_store):
    write_store(extracts.root, ROWS, boundaries=OUTLINES)
    put('home = "Exe"\n', f"{UNITARY},Exe,Exeter; East Devon: Exmouth")
    assert read_counts(UNITARY) == add_up(UNITARY, lambda code, ward: code == EXETER or ward == "E05000021")
    assert read_counts(EAST) == add_up(EAST, lambda _, ward: ward == "E05000022")
    assert not {EXETER, EAST} & set(settings.area().peers)
    # Each district by its newest outlines, though one is of another year.
    outlines = queries.ward_outlines(UNITARY)
    assert outlines is not None
    assert set(outlines.codes) == {"E05000011", "E05000012", "E05000013", "E05000021"}
    assert outlines.vintage == 2023
    whole = queries.district_outlines((UNITARY,))
    assert whole is not None
    assert whole.bounds == (0, 50, 4, 51)


def test_an_area_that_the_settings_do_not_count_takes_nothing(put, extracts, write_store):
    write_store(extracts.root, ROWS, boundaries=OUTLINES)
    put('home = "Exeter"\n', f"{TOWN},Isca,Exeter: Heavitree", f"{UNITARY},Exe,Exeter; East Devon")
    assert read_counts(EXETER) == add_up(EXETER, lambda code, _: code == EXETER)
    assert read_counts(TOWN, UNITARY) == {}


def test_a_peer_that_is_a_town_counts_beside_districts(put, extracts, write_store):
    write_store(extracts.root, ROWS, boundaries=OUTLINES)
    peers = '[peers]\ndistricts = ["Mid Devon", "Isca", "East Devon"]\n'
    put(f'home = "Mid Devon"\n{peers}', f"{TOWN},Isca,Exeter: Priory")
    expected = add_up(TOWN, lambda _, ward: ward == "E05000013") | add_up(MID, lambda code, _: code == MID)
    assert read_counts(TOWN, MID) == expected
    assert set(queries.area().peers) == {MID, TOWN, EAST}


def test_a_town_within_home_is_offered_by_its_name(put, extracts, write_store):
    write_store(extracts.root, ROWS, boundaries=OUTLINES)
    put(
        'home = "Exeter"\n',
        f"{TOWN},Isca,Exeter: Heavitree; Exeter: St David's and Haven",
        f"{UNITARY},Exe,Exeter: Priory; East Devon: Exmouth",
    )
    # Both codes of Heavitree are counted; what lies in another district too is not within home.
    assert own_places.list_own_places("police") == {"Isca": ("E05000001", "E05000011", "E05000012")}
    assert own_places.name_own_place("police", ("E05000012", "E05000011", "E05000001")) == "Isca"
    assert own_places.name_own_place("police", ("E05000012",)) == ""


def test_wards_that_are_on_file_nowhere_are_said(put, extracts, write_store):
    write_store(extracts.root, ROWS, boundaries=OUTLINES)
    put('home = "Isca"\n', f"{TOWN},Isca,Exeter: Heavitree; Exeter: Heavytree; Exeter: E05099999")
    (sentence,) = own_places.describe_own_areas()
    assert sentence.startswith(
        "2 of the 3 wards of Isca are on file nowhere and not counted: "
        "E05099999 (Exeter) and Heavytree (Exeter). Import the outlines"
    )


def test_an_area_has_the_people_of_its_wards_where_each_has_a_figure(put, extracts, write_store):
    people = [
        {"area_code": code, "year": year, "population": n}
        for code, year, n in [
            ("E05000011", 2022, 500),
            ("E05000012", 2022, 700),
            ("E05000011", 2023, 510),
            (EAST, 2022, 9000),
        ]
    ]
    write_store(extracts.root, ROWS, boundaries=OUTLINES, population=people)
    lines = (
        f"{TOWN},Isca,Exeter: Heavitree; Exeter: E05000012",
        f"{UNITARY},Exe,East Devon; Exeter: Heavitree",
        "E06000996,Port,Exeter: Priory",
    )
    put('home = "Isca"\n', *lines)
    populations = queries.populations()
    assert populations.of(TOWN, 2022) == (1200, 2022)
    assert populations.of(TOWN, 2023) == (1200, 2022)
    assert populations.of(UNITARY, 2022) == (9500, 2022)
    assert populations.of("E06000996", 2022)[1] is None


def test_wards_of_one_name_in_two_districts_have_their_district_behind_them(put, extracts, write_store):
    twin = {**OUTLINES[-1], "ward_code": "E05000023", "ward": "Priory"}
    write_store(extracts.root, ROWS, boundaries=[*OUTLINES, twin])
    put('home = "Exe"\n', f"{UNITARY},Exe,Exeter; East Devon")
    names = queries.wards(UNITARY)
    assert (names["E05000013"], names["E05000023"]) == ("Priory (Exeter)", "Priory (East Devon)")
    assert names["E05000021"] == "Exmouth"


def test_a_district_that_has_ended_keeps_its_rows_and_has_its_wards_after_its_last_day(
    put, extracts, write_store
):
    base = {"source": "police", "force": "cumbria", "offence": "burglary"}
    rows = [
        {**base, "month": MONTHS[0], "district_code": CARLISLE, "ward_code": None, "n": 2},
        {**base, "month": MONTHS[0], "district_code": CUMBERLAND, "ward_code": None, "n": 8},
        {**base, "month": MONTHS[4], "district_code": CUMBERLAND, "ward_code": "E05000031", "n": 3},
        {**base, "month": MONTHS[4], "district_code": CUMBERLAND, "ward_code": "E05000032", "n": 16},
    ]
    lookup = [
        {"lsoa_code": "E01000001", "ward_code": "E05000031", "ward": "Castle", "district_code": CARLISLE},
        {"lsoa_code": "E01000002", "ward_code": "E05000032", "ward": "Bay", "district_code": CUMBERLAND},
    ]
    write_store(extracts.root, rows, lookup=lookup)
    put('home = "Carlisle"\n')
    assert settings.area().home == CARLISLE
    assert read_counts(CARLISLE) == {(CARLISLE, MONTHS[0]): 2, (CARLISLE, MONTHS[4]): 3}
    put('home = "Cumberland"\n')
    assert read_counts(CUMBERLAND, CARLISLE) == {(CUMBERLAND, MONTHS[0]): 10, (CUMBERLAND, MONTHS[4]): 19}
    # The former district goes on as an area within its successor.
    put('home = "Cumberland"\n', f"{TOWN},Carlisle,Carlisle")
    assert own_places.list_own_places("police") == {"Carlisle": ("E05000031",)}
    put('home = "Carlisle"\n', f"{TOWN},Carlisle,Carlisle")
    assert settings.area().home == TOWN
    assert read_counts(TOWN) == {(TOWN, MONTHS[0]): 2, (TOWN, MONTHS[4]): 3}


def test_no_month_after_the_end_of_a_district_is_an_invented_zero(put, extracts, write_store):
    base = {"source": "police", "force": "cumbria", "offence": "burglary", "ward_code": None}
    rows = [
        {**base, "month": month, "district_code": code, "n": 1 + i}
        for i, month in enumerate(MONTHS)
        for code in (CARLISLE if month < date(2023, 4, 1) else CUMBERLAND, EDEN)
    ]
    rows.append({**rows[-2], "ward_code": "E05000031", "n": 5})
    lookup = [
        {"lsoa_code": "E01000001", "ward_code": "E05000031", "ward": "Castle", "district_code": CARLISLE}
    ]
    write_store(extracts.root, rows, lookup=lookup)
    put('home = "Carlisle"\n')
    assert queries.loaded("cumbria")["police"].months == {*MONTHS[:3], MONTHS[5]}
    districts = settings.read_districts()
    assert own_words.suggest_successor(districts[CARLISLE], districts[CUMBERLAND]) == (
        "Carlisle ended on 31 Mar 2023 and went into Cumberland; "
        'write home = "Cumberland" to count all of that.'
    )
    assert queries.describe_ended_home() == (
        "Carlisle ended on 31 Mar 2023 and went into Cumberland; later months are counted where files "
        "still name it or its wards."
    )
    write_store(extracts.root, rows[:-1])
    database.forget_stamp()
    assert queries.loaded("cumbria")["police"].months == {*MONTHS[:3]}
    assert queries.describe_ended_home().endswith(
        "; no file names it or its wards after that day, so no later month is shown."
    )
    # As a peer it is left out, and said.
    put('home = "Westmorland and Furness"\n[peers]\ndistricts = ["Carlisle", "E06000064"]\n')
    assert queries.area().peers == (EDEN,)
    assert queries.describe_unloaded_peers() == [
        "Carlisle ended on 31 Mar 2023 and no file names it or its wards after that day, so it is left out "
        "of every comparison."
    ]
    assert queries.describe_ended_home() == ""
