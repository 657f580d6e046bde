"""The traps of real extracts, on the real files. Expected figures are counted here in plain Python."""

from __future__ import annotations

import csv
import json
import zipfile
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from csp.comparison import resolve
from csp.comparison.recorded import describe_view, fetch_years
from csp.comparison.severity_sections import fetch_severity
from csp.core import settings
from csp.core.filters import Filters, Period
from csp.data import completeness, database, queries, recorded_crime
from csp.data.store import Store
from csp.imports.formats.boundaries import import_boundaries
from csp.imports.formats.lookup import import_lookup
from csp.imports.formats.peers import NEAREST, import_peers
from csp.imports.formats.police import import_street
from csp.imports.formats.population import import_population
from csp.imports.formats.recorded import import_recorded
from csp.imports.manifest import manifest_rows
from csp.topics.county.fetch import list_similar
from tests.stored import files_in_force, read_rows, rows_in_force

pytestmark = pytest.mark.real

HOME = "E07000116"
LOOKUP = "lookups/LSOA11_WD19_LAD19_EW_LU.csv"
AUTUMN = ("2018-10", "2018-11", "2018-12", "2019-01", "2019-02")


def test_the_nearest_neighbours_of_ons_are_read_as_they_come(real, extracts):
    workbook = real / "recorded" / "ons_local_authority_nearest_neighbours_england.xlsx"
    (loaded,) = import_peers([workbook], extracts).loaded
    assert (loaded.rows_stored, loaded.rows_declined) == (296 * NEAREST, 0)
    own = [row for row in read_rows(extracts, "peers") if row["area_code"] == HOME]
    assert [(row["peer_code"], row["peer"]) for row in own[:2]] == [
        ("E06000060", "Buckinghamshire"),
        ("E07000099", "North Hertfordshire"),
    ]


def street_file(real: Path, month: str, force: str = "kent") -> Path:
    return real / "police" / month / f"{month}-{force}-street.csv"


def raw(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def stored(store: Store, column: str = "data_file") -> list[dict]:
    return read_rows(store, "incidents", column)


def by(rows: list[dict], *columns: str) -> Counter:
    total: Counter = Counter()
    for row in rows:
        total[tuple(row[column] for column in columns)] += row["n"]
    return total


def rings(real: Path, district: str) -> list[tuple[str, list[list[list[float]]]]]:
    """(ward code, its rings) of a district's outlines, straight from the GeoJSON."""
    features = json.loads((real / "geography" / f"{district}.geojson").read_text(encoding="utf-8"))[
        "features"
    ]
    polygons_by_ward = []
    for feature in features:
        shape = feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        for polygon in polygons:
            polygons_by_ward.append((feature["properties"]["WD19CD"], polygon))
    return polygons_by_ward


def inside(x: float, y: float, ring: list[list[float]]) -> bool:
    """Ray casting: does a ray to the east cross the ring an odd number of times?"""
    odd = False
    for (x1, y1, *_), (x2, y2, *_) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd


def ward_at(x: float, y: float, outlines: list[tuple[str, list[list[list[float]]]]]) -> str | None:
    for ward, polygon in outlines:
        # Odd over all rings of a polygon: outside its holes as well as inside its edge.
        if sum(inside(x, y, ring) for ring in polygon) % 2:
            return ward
    return None


@pytest.fixture
def outlines(real: Path, extracts: Store) -> None:
    assert import_boundaries([real / "geography"], extracts).ok


@pytest.mark.usefixtures("outlines")
@pytest.mark.parametrize("month", ["2018-10", "2024-01"])
def test_home_ward_counts_equal_an_independent_point_in_polygon_count(real, extracts, month):
    import_street([street_file(real, month)])
    home = rings(real, HOME)
    xs = [x for _, polygon in home for x, *_ in polygon[0]]
    ys = [y for _, polygon in home for _, y, *_ in polygon[0]]
    expected: Counter = Counter()
    for row in raw(street_file(real, month)):
        if row["Longitude"]:
            x, y = float(row["Longitude"]), float(row["Latitude"])
            if min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys):
                ward = ward_at(x, y, home)
                if ward:
                    expected[(ward, row["Crime type"] == "Anti-social behaviour")] += 1
    actual: Counter = Counter()
    for (district, ward, offence), n in by(stored(extracts), "district_code", "ward_code", "offence").items():
        if district == HOME:
            actual[(ward, offence == "anti_social_behaviour")] += n
    assert sum(expected.values()) > 500
    assert actual == expected


def test_repeated_antisocial_behaviour_rows_are_kept_as_separate_incidents(real, extracts):
    path = street_file(real, "2018-10")
    one = import_street([path]).loaded[0]
    rows = raw(path)
    repeats = len(rows) - len({tuple(row.values()) for row in rows})
    assert repeats > 400
    grouped = stored(extracts)
    assert len(grouped) < one.rows_stored == sum(row["n"] for row in grouped)
    asb = [row for row in rows if row["Crime type"] == "Anti-social behaviour"]
    assert not any(row["Crime ID"] for row in asb)
    medway = sum(row["LSOA name"].startswith("Medway") for row in asb)
    elsewhere = sum(row["n"] for row in grouped if row["offence"] == "anti_social_behaviour")
    assert len(asb) - medway - elsewhere <= 10  # the few reports far outside the county


@pytest.mark.usefixtures("outlines")
def test_rows_without_location_are_kept_for_the_force(real, extracts):
    for month in ("2018-10", "2024-02"):
        expected = sum(not row["Longitude"] for row in raw(street_file(real, month)))
        one = import_street([street_file(real, month)]).loaded[0]
        assert 0.005 < expected / one.rows_read < 0.028
        assert one.without_location == expected
    nowhere = [row for row in stored(extracts) if row["district_code"] is None]
    assert all(row["ward_code"] is None and row["longitude"] is None for row in nowhere)
    assert sum(row["n"] for row in nowhere) == 434 + 110


@pytest.mark.usefixtures("extracts")
def test_medway_and_the_rest_of_the_country_are_declined_by_name(real):
    path = street_file(real, "2018-10")
    one = import_street([path]).loaded[0]
    outside = Counter(row["LSOA name"][:-5] for row in raw(path) if row["LSOA name"])
    for name in kent_names():
        del outside[name]
    with one.rejects.open(encoding="utf-8", newline="") as file:
        reasons = Counter(row["reason"] for row in csv.DictReader(file))
    assert reasons == {f"outside the configured area ({name})": n for name, n in outside.items()}
    assert reasons["outside the configured area (Medway)"] == 3437
    assert one.outside_area == one.rows_declined == sum(outside.values())


@pytest.mark.usefixtures("outlines")
def test_crimes_in_the_county_are_found_in_the_files_of_other_forces(real, extracts):
    paths = [street_file(real, "2018-11", force) for force in ("btp", "sussex")]
    btp, sussex = import_street(paths).loaded
    expected = [sum(row["LSOA name"][:-5] in kent_names() for row in raw(path)) for path in paths]
    assert [btp.rows_stored, sussex.rows_stored] == expected
    assert btp.rows_stored > 100
    assert {row["Crime ID"] for row in raw(paths[0])} == {""}
    assert ("sussex", date(2018, 11, 1)) in set(zip(*columns(extracts, "force", "month"), strict=True))


def kent_names() -> set[str]:
    return {settings.area().names[code] for code in settings.area().peers} | {"Shepway"}


def columns(store: Store, *names: str) -> list[list]:
    rows = rows_in_force(store, "incidents")
    return [[row[name] for row in rows] for name in names]


@pytest.mark.usefixtures("extracts")
def test_the_cut_short_months_are_marked_incomplete_and_kept(real):
    months = (*AUTUMN, "2024-01", "2024-02")
    summary = import_street([street_file(real, month) for month in months])
    assert summary.incomplete == {("kent", date(2018, 11, 1)), ("kent", date(2018, 12, 1))}
    december = next(one for one in summary.loaded if one.month == date(2018, 12, 1))
    assert december.rows_read == 8438
    assert december.rows_stored > 7000


@pytest.mark.usefixtures("outlines")
def test_rows_of_2024_are_placed_by_outlines_though_their_lsoas_are_new(real, extracts):
    import_lookup([real / LOOKUP])
    path = street_file(real, "2024-01")
    lsoas = {row["LSOA11CD"] for row in read_bom(real / LOOKUP)}
    new = [
        r
        for r in raw(path)
        if r["LSOA code"] and r["LSOA code"] not in lsoas and r["LSOA name"][:-5] in kent_names()
    ]
    assert len(new) > 100
    one = import_street([path]).loaded[0]
    assert one.without_ward == 0
    assert "E07000112" in {row["district_code"] for row in stored(extracts)}


def read_bom(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.usefixtures("outlines")
def test_the_rows_just_off_the_outlines_keep_the_district_of_their_lsoa(real, extracts):
    """The outlines are generalised and clipped to the shore. Three map points lie 1 to 11 m outside them, in
    Canterbury, Swale and Gravesham: of 84,933 rows in the county these 12, in 10 cells of district, month
    and type, are found by the names of their LSOAs and have no ward."""
    import_street(sorted((real / "police").glob("*/*-street.csv")))
    off = Counter(
        {
            ("E07000106", date(2018, 10, 1), "violence_and_sexual_offences"): 1,
            ("E07000106", date(2018, 10, 1), "other_crime"): 1,
            ("E07000106", date(2018, 11, 1), "vehicle_crime"): 1,
            ("E07000106", date(2018, 11, 1), "violence_and_sexual_offences"): 1,
            ("E07000106", date(2018, 12, 1), "public_order"): 1,
            ("E07000106", date(2018, 12, 1), "violence_and_sexual_offences"): 1,
            ("E07000113", date(2018, 12, 1), "anti_social_behaviour"): 2,
            ("E07000113", date(2019, 2, 1), "violence_and_sexual_offences"): 2,
            ("E07000109", date(2019, 1, 1), "vehicle_crime"): 1,
            ("E07000109", date(2019, 2, 1), "anti_social_behaviour"): 1,
        }
    )
    placed = [row for row in stored(extracts) if row["district_code"] and row["district_code"][:3] == "E07"]
    without = [row for row in placed if row["ward_code"] is None]
    assert sum(row["n"] for row in placed) == 84_933
    assert by(without, "district_code", "month", "offence") == off
    points = {(row["longitude"], row["latitude"]) for row in without}
    assert points == {(1.124988, 51.295678), (0.896714, 51.354528), (0.368174, 51.445345)}


def test_with_the_lookup_alone_rows_of_new_lsoas_keep_their_district_and_have_no_ward(real, extracts):
    import_lookup([real / LOOKUP])
    path = street_file(real, "2024-01")
    lookup = {row["LSOA11CD"]: row for row in read_bom(real / LOOKUP)}
    rows = [row for row in raw(path) if row["LSOA name"][:-5] in kent_names()]
    expected = Counter(lookup[r["LSOA code"]]["WD19CD"] if r["LSOA code"] in lookup else None for r in rows)
    one = import_street([path]).loaded[0]
    assert one.without_ward == expected[None] > 100
    actual: Counter = Counter()
    for (district, ward), n in by(stored(extracts), "district_code", "ward_code").items():
        if district is not None:
            actual[ward] += n
    assert actual == expected


def test_with_neither_the_district_comes_from_the_lsoa_name_and_no_ward_is_known(real, extracts):
    path = street_file(real, "2018-10")
    one = import_street([path]).loaded[0]
    names = {name: code for code, name in settings.area().names.items()} | {"Shepway": "E07000112"}
    expected = Counter(
        names[row["LSOA name"][:-5]] for row in raw(path) if row["LSOA name"][:-5] in kent_names()
    )
    actual = by(stored(extracts), "district_code")
    del actual[(None,)]
    assert actual == {(code,): n for code, n in expected.items()}
    assert one.without_ward == sum(expected.values())


def test_wards_by_lookup_and_by_point_differ_and_the_point_wins(real, extracts):
    paths = [street_file(real, month) for month in AUTUMN]
    import_lookup([real / LOOKUP])
    import_street(paths)
    by_lookup = by(stored(extracts), "ward_code")
    import_boundaries([real / "geography"])
    import_street(paths)
    by_point = by(stored(extracts), "ward_code")
    # Best fit gives whole LSOAs away: it takes from Culverden and adds to Park.
    culverden, park = ("E05005134",), ("E05005141",)
    assert by_lookup[culverden] < 0.85 * by_point[culverden]
    assert by_lookup[park] > 1.1 * by_point[park]


@pytest.mark.usefixtures("extracts")
def test_unix_and_windows_line_ends_both_occur_and_are_read_whole(real):
    for month, ends in (("2018-10", b"\n"), ("2024-01", b"\r\n")):
        content = street_file(real, month).read_bytes()
        assert content.endswith(ends)
        assert content.count(b"\r") == (content.count(b"\n") if ends == b"\r\n" else 0)
        assert import_street([street_file(real, month)]).loaded[0].rows_read == content.count(b"\n") - 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("2016-11-kent-outcomes.sample.csv", "is an outcomes file"),
        ("2016-11-kent-stop-and-search.sample.csv", "is a stop-and-search file"),
        ("2012-street-old-layout.sample.csv", "Easting and Northing"),
    ],
)
def test_the_other_real_layouts_are_named(real, extracts, name, words):
    summary = import_street([real / "police" / name])
    assert [words in refused.sentence for refused in summary.refused] == [True]
    assert not manifest_rows(extracts)


@pytest.mark.usefixtures("outlines")
def test_the_whole_archive_as_a_zip_reconciles_row_by_row(real, extracts, tmp_path):
    paths = sorted((real / "police").glob("*/*.csv"))
    archive = tmp_path / "archive.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path in paths:
            file.write(path, f"{path.parent.name}/{path.name}")
    summary = import_street([archive])
    assert summary.ok
    assert {one.file: one.rows_read for one in summary.loaded} == {
        f"archive.zip: {path.name}": len(raw(path)) for path in paths
    }
    assert all(one.rows_read == one.rows_stored + one.rows_declined for one in summary.loaded)
    assert by(stored(extracts), "month", "district_code", "ward_code", "offence") == by(
        stored(extracts, "counts_file"), "month", "district_code", "ward_code", "offence"
    )
    folder = import_street(paths)
    assert {one.result for one in folder.loaded} == {"unchanged"}


def test_district_population_is_the_published_one(real, extracts):
    import_population([real / "population" / "mye4_lad_mid2001_mid2020.csv"])
    (file,) = files_in_force(extracts, "population")
    figures = {(r["area_code"], r["year"]): r["population"] for r in pq.read_table(file).to_pylist()}
    expected = read_bom(settings.REFERENCE / "population.csv")
    districts = [row for row in expected if row["area_code"].startswith("E07")]
    assert len(districts) == 48
    for row in districts:
        assert figures[row["area_code"], int(row["year"])] == int(row["population"])


def test_the_workbook_and_the_table_by_age_give_the_published_totals(real, extracts):
    folder = real / "population"
    summary = import_population([folder], extracts)
    assert summary.ok
    assert [one.rows_declined for one in summary.loaded] == [0] * 4
    with (folder / "mye24_persons_by_age_lad_mid2024_ew.csv").open(encoding="utf-8-sig", newline="") as file:
        by_age = {row["Code"]: int(row["All ages"]) for row in csv.DictReader(file)}
    figures = queries.populations().figures
    assert {area: figures[area, 2024] for area in by_age} == by_age
    # The edition of mid-2023 has revised the one of mid-2020, whose years before 2011 stay.
    assert figures[HOME, 2020] == 115_271
    assert (figures[HOME, 2010], figures["S12000033", 2020]) == (114_040, 229_060)


def test_recorded_crime_of_ons_is_the_published_one_for_every_partnership(real, extracts):
    path = real / "recorded" / "ons_police_force_area_tables_ye_december_2024.xlsx"
    (one,) = import_recorded([path], extracts).loaded
    assert one.rows_declined == 0
    rows = read_rows(extracts, "recorded_crime")
    totals = {
        (row["level"], row["force"], row["partnership"], row["start"].year): int(row["value"])
        for row in rows
        if (row["offence"], row["measure"]) == ("total", "offences") and row["is_usable"]
    }
    assert totals["partnership", "Kent", "Tunbridge Wells", 2024] == 7_514
    assert totals["partnership", "Kent", "Tunbridge Wells", 2023] == 7_961
    # Where no airport is counted apart, the partnerships and what lies in none make up the force.
    for year in (2023, 2024):
        parts = sum(
            n
            for (level, force, _, of), n in totals.items()
            if (force, of) == ("Kent", year) and level != "force"
        )
        assert parts == totals["force", "Kent", "", year]
    districts = {row["partnership"]: row["districts"] for row in rows if row["level"] == "partnership"}
    assert len(districts) > 300
    assert districts["Dartford and Gravesham"] == "E07000107;E07000109"
    assert [name for name, codes in districts.items() if codes == "E06000060"] == [
        *("Aylesbury Vale", "Chiltern", "South Bucks", "Wycombe")
    ]


@pytest.mark.usefixtures("outlines")
def test_three_wards_with_outlines_have_no_population(real, extracts):
    import_population([real / "population" / "kent_ward19_population_bestfit_from_lsoa.csv"])
    (file,) = files_in_force(extracts, "population")
    people = set(pq.read_table(file)["area_code"].to_pylist())
    wards = {row["ward_code"] for row in read_rows(extracts, "boundaries")}
    assert len(wards - people) == 3


@pytest.mark.usefixtures("extracts", "outlines")
def test_the_gaps_that_the_force_total_hides_are_found_and_nothing_else(real, monkeypatch):
    monkeypatch.setattr("csp.data.database._LOOK_AGAIN", -1.0)
    import_street([street_file(real, month) for month in (*AUTUMN, "2024-01", "2024-02")])
    cells = completeness.fetch_incomplete_cells("police").list_own()
    names = settings.area().names
    assert {(cell.measure, cell.month) for cell in cells} == {("asb", date(2018, 10, 1))}
    counts = {names[cell.district]: cell.count for cell in cells}
    assert set(counts) == {"Canterbury", "Folkestone and Hythe", "Swale", "Tonbridge and Malling"}
    october = Counter(
        row["LSOA name"][:-5]
        for row in raw(street_file(real, "2018-10"))
        if row["Crime type"].startswith("Anti")
    )
    assert [counts["Canterbury"], counts["Swale"]] == [october["Canterbury"], october["Swale"]]
    usual = {names[cell.district]: cell.usual for cell in cells}
    assert usual["Canterbury"] == (166 + 192) / 2


def test_the_sample_has_no_gap_and_its_lockdown_is_none():
    assert completeness.fetch_incomplete_cells("sample").list_own() == []


OFFENCES = {
    "Total recorded crime (excluding fraud)": "total",
    "Violence against the person": "violence",
    "Robbery": "robbery",
    "Shoplifting": "shoplifting",
    "Drug offences": "drugs",
}


def read_sheet(path: Path, name: str) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        return list(book[name].iter_rows(values_only=True))
    finally:
        book.close()


def squeeze(text: object) -> str:
    return "".join(str(text).split())


def read_table(real: Path, name: str) -> dict[str, dict[str, object]]:
    """The rows of partnerships of a table of the workbook, by name, with its headings without blanks."""
    rows = read_sheet(real / "recorded" / "ons_police_force_area_tables_ye_december_2024.xlsx", name)
    head = next(at for at, row in enumerate(rows) if squeeze(row[0]) == "PoliceForceAreacode")
    names = [squeeze(cell) for cell in rows[head]]
    return {str(row[3]).strip(): dict(zip(names, row, strict=False)) for row in rows[head + 1 :] if row[3]}


def find_figure(row: dict[str, object], heading: str) -> object:
    return next(row[name] for name in row if name.startswith(squeeze(heading)))


def test_the_pages_have_the_counts_and_the_rates_that_ons_publishes(real, extracts):
    import_recorded([real / "recorded" / "ons_police_force_area_tables_ye_december_2024.xlsx"], extracts)
    year = Period(date(2024, 1, 1), 12)
    view = fetch_years(Filters("ons", "total", (), year, year.shift(-1), ()))
    change = view.comparison.rows["total"].change
    assert (change.now, change.before) == (7514, 7961)
    counts, before, rates = (read_table(real, f"Table {name}") for name in ("C2", "C5", "C4"))
    assert [group.name for group in view.groups if group.is_joint] == ["Dartford and Gravesham"]
    for group in view.groups:
        for heading, offence in OFFENCES.items():
            now, earlier = (
                each[offence, group.code] for each in (view.comparison.now, view.comparison.before)
            )
            assert now.count == find_figure(counts[group.name], heading)
            assert earlier.count == find_figure(before[group.name], heading)
            table = view.comparison.standings[offence]
            rate = table.rate[table.at(offence, group.code)]
            assert rate == pytest.approx(find_figure(rates[group.name], heading), rel=2e-5)


def test_a_district_of_four_partnerships_is_their_sum(real, extracts):
    import_recorded([real / "recorded" / "ons_police_force_area_tables_ye_december_2024.xlsx"], extracts)
    year = Period(date(2024, 1, 1), 12)
    filters = Filters("ons", "total", (), year, year.shift(-1), ())
    view = fetch_years(filters, (HOME, "E06000060", "E06000063"))
    table = read_table(real, "Table C2")
    names = ("Aylesbury Vale", "Chiltern", "South Bucks", "Wycombe")
    whole = sum(find_figure(table[name], "Total recorded crime") for name in names)
    assert view.comparison.now["total", "E06000060"].count == whole
    # Cumberland stands there as the three districts that it was made of.
    three = sum(
        find_figure(table[name], "Total recorded crime") for name in ("Allerdale", "Carlisle", "Copeland")
    )
    assert view.comparison.now["total", "E06000063"].count == three


def test_what_the_home_office_calls_unusable_is_marked_in_five_partnerships(real, extracts):
    name = "ho_recorded_crime_csp_2025_26_kent_medway_and_unassigned.csv"
    import_recorded([real / "recorded" / name], extracts)
    year = Period(date(2025, 4, 1), 12)
    filters = Filters("home_office", "total", (), year, year.shift(-1), ())
    view = fetch_years(filters, (*settings.area().peers, "E06000035"))
    marked = {group.name for group in view.groups if view.comparison.now["total", group.code].is_unusable}
    assert marked == {
        "Dartford and Gravesham",
        "Maidstone",
        "Medway",
        "Tonbridge and Malling",
        "Tunbridge Wells",
    }
    assert not view.comparison.rows
    assert "IT issues" in describe_view(view)[0]


def test_severity_scores_are_those_of_the_files(real, extracts):
    names = ("england", "wales")
    paths = [
        real / "recorded" / f"ons_crime_severity_score_ye_march_2023_by_district_{name}.csv" for name in names
    ]
    import_recorded(paths, extracts)
    successors = {code: each.successor for code, each in settings.read_districts().items() if each.successor}
    published = [
        (successors.get(row["ltla23_code"], row["ltla23_code"]), float(row["crime_severity_score"]))
        for path in paths
        for row in raw(path)
        if row["crime_severity_score"] != ":"
    ]
    loaded = [(code, score.value) for score in recorded_crime.list_scores() for code in score.districts]
    assert sorted(loaded) == sorted(published)
    severity = fetch_severity()
    assert severity is not None
    words = {area.code: area.words for area in severity.areas}
    assert words[HOME] == "11.2"
    own = dict(published)
    assert words["E07000107"] == f"{own['E07000107']:.1f}"
    assert own["E07000107"] == own["E07000109"]


def test_the_nearest_neighbours_have_the_distances_of_ons(real, extracts):
    path = real / "recorded" / "ons_local_authority_nearest_neighbours_england.xlsx"
    import_peers([path], extracts)
    rows = read_sheet(path, "Table 2")
    (head,) = [row for row in rows if row[0] == "Lower tier local authority code"]
    (own,) = [row for row in rows if row[0] == HOME]
    distances = dict(zip(head, own, strict=True))
    similar = list_similar()
    assert len(similar) == NEAREST
    assert [each.distance for each in similar] == [pytest.approx(distances[each.code]) for each in similar]
    assert [each.distance for each in similar] == sorted(each.distance or 0 for each in similar)


def test_the_population_of_a_rate_is_the_revised_one_and_the_page_says_of_which_file(real, extracts):
    folder = real / "population"
    import_population([folder / "mye4_lad_mid2001_mid2020.csv"], extracts)
    year = Period(date(2020, 1, 1), 12)
    filters = Filters("sample", "all_crime", (), year, year.shift(-1), ())
    scope = resolve.resolve_scope(filters)
    assert "Tunbridge Wells: 118,939 people in 2020, by mye4_lad_mid2001_mid2020.csv." in (
        resolve.describe_populations(filters, scope)
    )
    import_population([folder / "ons_mye_lad23_mid2011_mid2023_ew.xlsx"], extracts)
    database.forget_stamp()
    scope = resolve.resolve_scope(filters)
    assert "Tunbridge Wells: 115,271 people in 2020, by ons_mye_lad23_mid2011_mid2023_ew.xlsx." in (
        resolve.describe_populations(filters, scope)
    )
    _, rows = resolve.fetch_comparison(filters, scope)
    assert rows["all_crime"].rate_now == pytest.approx(1000 * rows["all_crime"].change.now / 115_271)
