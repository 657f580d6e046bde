"""Nothing of another borough: three places set up by their name, and every page, file and paper searched.

The dashboard comes with the figures, the plan and the places of one borough. Who runs it for another must
meet none of them: neither a name, nor a code, nor a count of nothing taken for a figure.
"""

from __future__ import annotations

import re
import shutil
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
import streamlit as st

from csp.core import settings
from csp.core.filters import add_months
from csp.data.store import MANIFEST, MANIFEST_SCHEMA
from csp.shell import pages as menu
from csp.topics.report import build, command
from csp.topics.report.arrangement import arrange_by_default
from tests.pages import recount
from tests.pages.report_files import READERS

PAGES = [spec.file for spec in menu.PAGES]
# Beyond what a page opens with: where places, words and forms of the delivered borough could stand.
PARTS = (
    ("county", {"county_tab": "Map"}),
    ("county", {"county_tab": "All crime types"}),
    ("trends", {"tab": "Neighbours"}),
    ("wards", {"map_view": "Outlines"}),
    ("wards", {"map_view": "Tiles"}),
    ("road_safety", {"tab": "Where"}),
    ("road_safety", {"tab": "Parishes and wards"}),
    ("road_safety", {"tab": "Near misses"}),
    ("plans", {"task": "Import"}),
    ("help", {"help_tab": "Abbreviations"}),
    ("help", {"help_tab": "Load data"}),
)
# Of the other places those views on which most of what is named stands.
VIEWS_OF_OTHERS = [
    ("overview", {}),
    ("county", {}),
    ("wards", {}),
    ("road_safety", {}),
    ("what_if", {}),
    ("report", {}),
]
# These pages may say nothing of the place.
WITHOUT_NAME = {"help", "data", "plans", "board", "action", "agencies", "quarter", "meeting"}
SETTINGS = {
    "Exeter": ('home = "Exeter"\n', "E07000041", "devon-and-cornwall"),
    "Belfast": ('home = "Belfast"\n', "N09000003", "northern-ireland"),
    "Loamshire Vale": (
        'home = "Loamshire Vale"\n[force]\nname = "Loamshire Police"\nslug = "loamshire"\n'
        '[peers]\ndistricts = ["Loamshire Vale", "Loamshire Hill"]\n'
        'label = "Loamshire districts"\narea = "Loamshire"\n',
        "E07000999",
        "loamshire",
    ),
}
MONTHS = tuple(add_months(date(2022, 1, 1), i) for i in range(24))
OFFENCES = {
    "burglary": 30,
    "shoplifting": 55,
    "violence_and_sexual_offences": 140,
    "anti_social_behaviour": 90,
}


def list_foreign_names():
    """The names and codes that come with the dashboard and belong to one borough and its county."""
    county = [row for row in recount.reference("areas.csv") if row["county"] == "Kent"]
    wards = recount.reference("wards.csv")
    # "Park" and the like are words of the language; those of several words and the long ones are names.
    places = {row["place"] for name in ("places.csv", "places_county.csv") for row in recount.reference(name)}
    named = {name for name in places | {row["ward"] for row in wards} if " " in name or len(name) > 8}
    return (
        {"Kent", "Medway", "TWBC", "KCC", "KFRS", "SATEDA"}
        | {row["name"] for row in county}
        | {row["area_code"] for row in county}
        | {row["ward_code"] for row in wards}
        | (named - ORDINARY)
    )


# Names of places that are words of the pages too, or lie elsewhere as well.
ORDINARY = {"St James'", "St John's", "St Peter's", "Broadwater", "High Street"}
FOREIGN = re.compile(
    rf"(?<![A-Za-z0-9])(?:{'|'.join(map(re.escape, sorted(list_foreign_names())))})(?![A-Za-z0-9])"
)


def write_counts(home, peers, force):
    """Street files of two years: every district has every offence in every month, home in three wards."""
    for place, code in enumerate(sorted(peers)):
        for at, month in enumerate(MONTHS):
            for offence, n in OFFENCES.items():
                row = {"source": "police", "force": force, "month": month, "district_code": code}
                for ward in range(3 if code == home else 1):
                    yield {
                        **row,
                        "ward_code": f"E0500000{ward}" if code == home else None,
                        "offence": offence,
                        "n": n + 3 * place + (at * 7 + ward) % 11,
                        "longitude": -3.5 + ward / 100,
                        "latitude": 50.7,
                        "location": f"On or near Street {ward}",
                        "outcome": "Under investigation",
                    }


def write_roads(peers):
    """Two calendar years with a collision in every district and month, and a person hurt in each."""
    codes = dict.fromkeys(
        ("road_class", "road_type", "junction", "light", "weather", "surface", "area_type"), 1
    )
    known = {**codes, "longitude": -3.5, "latitude": 50.7, "speed_limit": 30, "road": "A30", "hour": 9}
    who = {"vehicle": 1, "casualty": 1, "severity": 3, "road_user": "cyclist", "casualty_type": 1}
    collisions, casualties = [], []
    for place, code in enumerate(sorted(peers)):
        for month in MONTHS:
            for nth in range(2 + place % 3):
                key = f"{month.year}{code}{month.month:02}{nth}"
                at = {"collision_key": key, "source": "dft"}
                counted = {"severity": 3, "casualties": 1, "vehicles": 1, "provisional": False}
                collisions.append({**at, **known, **counted, "date": month, "district_code": code})
                casualties.append({**at, **who, "age": 30, "age_band": 6, "sex": 1})
    return {"collisions": collisions, "casualties": casualties}


def write_outlines(home):
    return [
        {
            "ward_code": f"E0500000{ward}",
            "ward": f"Ward {'ABC'[ward]}",
            "district_code": home,
            "year": 2023,
            "geometry": shapely.to_wkb(shapely.box(-3.505 + ward / 100, 50.65, -3.495 + ward / 100, 50.75)),
        }
        for ward in range(3)
    ]


def complete_manifest(extracts, home):
    """What an import says of its tables beside their files, for the page Data."""
    rows = pq.read_table(extracts / MANIFEST).to_pylist()
    for row in rows:
        if row["kind"] != "incidents":
            force = home if row["kind"] == "boundaries" else "2022"
            row.update(dict.fromkeys(("without_location", "without_ward", "outside_area"), 0))
            row.update(force=force, rows_stored=3, source="dft")
    pq.write_table(pa.Table.from_pylist(rows, MANIFEST_SCHEMA), extracts / MANIFEST)


@pytest.fixture(scope="module", params=sorted(SETTINGS))
def place(request, tmp_path_factory):
    """A partnership that was set up by its name: the name, its folder, and what changes its environment."""
    text, *_ = SETTINGS[request.param]
    folder = tmp_path_factory.mktemp("place")
    shutil.copytree(settings.ROOT / "data" / "reference", folder / "reference")
    with (folder / "reference" / "districts.csv").open("a", encoding="utf-8") as file:
        file.write("E07000999,Loamshire Vale,,\nE07000998,Loamshire Hill,,\n")
    (folder / "area.toml").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "REFERENCE", folder / "reference")
        patch.setenv("CSP_AREA", str(folder / "area.toml"))
        patch.setenv("CSP_BOARD", str(folder / "board"))
        patch.setenv("CSP_EXTRACTS", str(folder / "none"))
        yield request.param, folder, patch


@pytest.fixture(scope="module")
def filled(place, write_store):
    """The same with street files, outlines and collisions of its own."""
    name, folder, patch = place
    _, home, force = SETTINGS[name]
    peers = settings.area().peers
    tables = {"boundaries": write_outlines(home), **write_roads(peers)}
    write_store(folder / "extracts", write_counts(home, peers, force), **tables)
    complete_manifest(folder / "extracts", home)
    patch.setenv("CSP_EXTRACTS", str(folder / "extracts"))
    return name


@pytest.fixture
def files(monkeypatch):
    """What every download button that is drawn gives, by the name of the file."""
    offered = {}
    offer = st.download_button

    def keep(label, **options):
        offered[options["file_name"]] = options["data"]
        return offer(label, **options)

    monkeypatch.setattr(st, "download_button", keep)
    return offered


def read_everything(screen):
    """All that a page has sent to the browser: its words, its tables, and the data behind its charts."""
    blocks = (screen.app.main, screen.app.sidebar)
    return "\n".join(
        str(each.proto) for block in blocks for each in screen._all(block) if hasattr(each, "proto")
    )


def read_files(files):
    """The tables that a page offers, as text. An Excel file holds what its CSV does."""
    made = [data() if callable(data) else data for name, data in files.items() if name.endswith(".csv")]
    files.clear()
    return "\n".join(each if isinstance(each, str) else each.decode("utf-8-sig") for each in made)


def find_foreign(text):
    """Where a text names the delivered borough, with what stands around."""
    return sorted({text[max(0, m.start() - 60) : m.end() + 30] for m in FOREIGN.finditer(text)})[:5]


def test_the_search_finds_the_borough_that_is_delivered(visit):
    screen = visit("county")
    everything = read_everything(screen)
    assert find_foreign(everything)
    for name in ("Tunbridge Wells", "Swale", "E07000116"):
        assert re.search(rf"\b{name}\b", everything)
        assert FOREIGN.search(name)


def test_without_data_no_page_has_anything_of_another_borough(place, visit):
    """Neither zeros of a sample that holds nothing of the district, nor the plan of another."""
    name, *_ = place
    screen = visit("overview")
    assert screen.title == f"No recorded crime of {name} loaded"
    assert "sample that comes with the dashboard holds nothing" in screen.app.info[0].value
    for page in PAGES:
        screen.go(page)
        assert not screen.app.error, page
        assert find_foreign(read_everything(screen)) == [], page
    screen.go("board")
    assert screen.title == "No action plan yet"
    assert "Bring yours on the page Plans" in screen.app.info[0].value
    link = next(link.proto for link in screen.app.get("page_link") if link.proto.label == "Bring your plan")
    assert (link.page, link.query_string) == ("plans", "task=Import")


def test_with_its_own_data_no_page_and_no_file_has_anything_of_another_borough(filled, visit, files):
    views = [*((page, {}) for page in PAGES), *PARTS] if filled == "Exeter" else VIEWS_OF_OTHERS
    found = {}
    for page, query in views:
        screen = visit(page, **query)
        text = read_everything(screen)
        assert page in WITHOUT_NAME or filled in text, page
        errors = [error.value for error in screen.app.error]
        if foreign := [*find_foreign(text), *find_foreign(read_files(files)), *errors]:
            found[page, *query.values()] = foreign
    assert found == {}


def test_the_files_of_the_menu_share_have_nothing_of_another_borough(filled, visit, files):
    visit("county").open_share()
    assert len(files) > 2
    text = read_files(files)
    assert filled in text
    assert find_foreign(text) == []


def test_the_report_has_nothing_of_another_borough(filled):
    filters = command.read_link("")
    arrangement = arrange_by_default("assessment", ("burglary", "shoplifting"))
    document = build.build_document(filters, arrangement, today=date(2024, 2, 3))
    assert [section.title for section in document.sections if section.failure] == []
    assert filled in repr(document)
    assert find_foreign(repr(document)) == []
    tables, texts = READERS[".xlsx"](command.WRITERS[".xlsx"](document))
    assert find_foreign(repr(tables) + repr(texts)) == []


def test_the_code_names_no_borough():
    """What belongs to one borough is in tables of data, by its code."""
    named = re.compile(r"\bkent\b|kent_|_kent|tunbridge", re.IGNORECASE)
    lines = [
        f"{path.relative_to(settings.ROOT)}: {line.strip()}"
        for folder in ("csp", "pages", "queries", "deploy")
        for path in sorted((settings.ROOT / folder).rglob("*"))
        if path.suffix
        in (".py", ".sql", ".js", ".css", ".svg", ".typ", ".toml", ".mako", ".md", ".conf", ".service")
        for line in path.read_text(encoding="utf-8").splitlines()
        if named.search(line)
    ]
    assert lines == []
