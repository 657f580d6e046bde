"""Nothing of another borough: three places set up by their name, and every page, file and paper searched.

The dashboard comes with the figures, the plan and the places of one borough. Who runs it for another must
meet none of them: neither a name, nor a code, nor a count of nothing taken for a figure.
"""

from __future__ import annotations

import re
import shutil
from datetime import date

import pytest
import streamlit as st
from typer.testing import CliRunner

import csp.__main__ as run
from csp.core import settings
from csp.shell import pages as menu
from csp.shell import people
from csp.topics.action_plan.fetch import fetch_board
from csp.topics.action_plan.store import meeting_entries, meetings, plan_import, plans
from csp.topics.action_plan.store.meeting_records import AgendaItem, MeetingDraft
from csp.topics.action_plan.store.records import PlanDraft
from csp.topics.report import build, command
from csp.topics.report.arrangement import arrange_by_default
from tests.pages import recount
from tests.pages.every_file import read_file
from tests.pages.made_up_places import complete_manifest, write_counts, write_outlines, write_roads

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
        | {row["road"] for row in recount.reference("roads.csv")}
    )


# Names of places that are words of the pages too, or lie elsewhere as well.
ORDINARY = {"St James'", "St John's", "St Peter's", "Broadwater", "High Street"}
FOREIGN = re.compile(
    rf"(?<![A-Za-z0-9])(?:{'|'.join(map(re.escape, sorted(list_foreign_names())))})(?![A-Za-z0-9])"
)


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


@pytest.fixture(scope="module")
def at_work(filled, visit):
    """The same with a plan of its own, and a meeting at which a page was shown."""
    board = fetch_board()
    rows = (
        f"id,priority,priority_name,action,agencies\nA-1,1,Burglary,Mark bicycles,{filled} Council;Police\n"
    )
    year = PlanDraft("2023-24", date(2023, 4, 1), date(2024, 3, 31))
    plans.import_plan(board, plan_import.preview_file("plan.csv", rows.encode()), year, who="A. Officer")
    agenda = (AgendaItem("county", "The others", "County"),)
    planned = meetings.plan_meeting(board, MeetingDraft("Spring", date(2024, 2, 3), agenda), who="A. Officer")
    meeting = meetings.open_meeting(board, planned.id, who="A. Officer")
    screen = visit("county", meeting="on")
    screen.app.session_state[people.NAME_KEY] = "A. Officer"
    screen.app.session_state["meeting_keeps"] = meeting.id
    screen.run()
    assert meeting_entries.list_tables(board, meeting.id)
    return filled


@pytest.fixture
def files(monkeypatch):
    """What every download button that is drawn gives, by the name of the file."""
    offered = {}
    offer = st.download_button

    def keep(label, data, file_name, *positional, **options):
        offered[file_name] = data
        return offer(label, data, file_name, *positional, **options)

    monkeypatch.setattr(st, "download_button", keep)
    return offered


def read_everything(screen):
    """All that a page has sent to the browser: its words, its tables, and the data behind its charts."""
    blocks = (screen.app.main, screen.app.sidebar)
    return "\n".join(
        str(each.proto) for block in blocks for each in screen._all(block) if hasattr(each, "proto")
    )


def read_files(files):
    """The text of every file that a page offers."""
    texts = [read_file(name, data) for name, data in files.items()]
    files.clear()
    return "\n".join(texts)


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


@pytest.mark.parametrize("kind", ["assessment", "briefing"])
def test_no_report_has_anything_of_another_borough(filled, kind):
    """Word and Excel by their parts, the PDF as it is read aloud: covers, headers and words for pictures.

    The long report is drawn in full for one place: its pictures take seconds, and their words are the same.
    """
    crimes = ("burglary", "shoplifting") if kind == "assessment" else ()
    document = build.build_document(
        command.read_link(""), arrange_by_default(kind, crimes), today=date(2024, 2, 3)
    )
    assert [section.title for section in document.sections if section.failure] == []
    assert find_foreign(repr(document)) == []
    endings = command.WRITERS if kind == "briefing" or filled == "Exeter" else (".xlsx",)
    for ending in endings:
        text = read_file(f"report{ending}", command.WRITERS[ending](document))
        assert filled in text, ending
        assert find_foreign(text) == [], ending


def test_the_plan_and_the_minutes_have_nothing_of_another_borough(at_work, visit, files):
    """A plan of its own out of a file, a meeting with figures as they were shown, and what both give out."""
    text = ""
    for page, query in (
        ("plans", {"task": "Export"}),
        ("board", {}),
        ("agencies", {}),
        ("quarter", {}),
        ("action", {}),
        ("meeting", {"meeting_tab": "Figures as shown"}),
        ("meeting", {"meeting_tab": "Minutes"}),
    ):
        text += read_everything(visit(page, **query))
    endings = {name.rpartition(".")[2] for name in files}
    assert endings >= {"csv", "xlsx", "docx", "pdf", "parquet", "zip"}
    text += read_files(files)
    assert f"{at_work} Council" in text
    assert find_foreign(text) == []


def test_the_command_status_says_nothing_of_another_borough(filled):
    status = CliRunner().invoke(run.app, ["status"])
    kind = "Policing and " if filled == "Belfast" else ""
    assert f"{filled} {kind}Community Safety Partnership" in " ".join(status.output.split())
    assert find_foreign(status.output) == []


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
