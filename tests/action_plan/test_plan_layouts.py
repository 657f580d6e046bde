"""A council's own plan is read whatever its layout: the same plan in ten files gives the same actions."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date

import docx
import openpyxl
import pytest

from csp.core.errors import UserError
from csp.topics.action_plan.store import plan_export, plans, reading
from csp.topics.action_plan.store.plan_file import timing
from csp.topics.action_plan.store.plan_file.agencies import read_known_names, split_agencies
from csp.topics.action_plan.store.plan_file.banners import Banner, read_banner
from csp.topics.action_plan.store.plan_file.layout import Layout, propose_layout
from csp.topics.action_plan.store.plan_file.reader import read_grids
from csp.topics.action_plan.store.plan_file.reading import PlanReading, Target, read_plan
from csp.topics.action_plan.store.plan_file.references import settle
from csp.topics.action_plan.store.plan_file.source import check_tables, list_left_out, list_sources
from csp.topics.action_plan.store.plan_worker import read_upload
from csp.topics.action_plan.store.records import PlanDraft
from csp.topics.action_plan.store.store import Board
from tests.action_plan.boards import listing_of
from tests.action_plan.plan_layouts import ACTIONS, LAYOUTS, PRIORITIES

KNOWN = read_known_names()


def read(
    name: str, content: bytes, target: Target | None = None, layout: Layout | None = None
) -> PlanReading:
    """A file as the page first shows it."""
    source = list_sources(read_grids(name, content))[0]
    return read_plan(source, layout or propose_layout(source), target or Target(known=KNOWN))


def book(*rows: Sequence[object]) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(list(row))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_plan_is_the_same_in_every_layout(name: str) -> None:
    write, refs = LAYOUTS[name]
    plan = read(name, write())
    drafts = plan.preview.drafts
    assert plan.preview.priorities == PRIORITIES
    assert [row.errors for row in plan.preview.rows] == [()] * len(ACTIONS)
    assert [draft.ref for draft in drafts] == refs
    assert [(d.priority, d.text, d.agencies, d.due, d.measure) for d in drafts] == [
        (a.priority, a.text, a.agencies, a.due, a.measure) for a in ACTIONS
    ]


def test_what_is_passed_over_is_counted() -> None:
    plan = read("banners.xlsx", LAYOUTS["banners.xlsx"][0]())
    # The second banner and its header, a total under each priority, a blank row after each, and a footnote.
    assert plan.skipped == {"blank row": 2, "total": 2, "heading": 1, "repeated header": 1, "note": 1}
    assert plan.preview.notes[0] == "Columns that are not read: Objective."
    assert plan.preview.notes[1].startswith("Progress is not imported (RAG)")


def test_a_plan_in_a_councils_layout_is_stored_whole(board: Board) -> None:
    preview = read("tables.docx", LAYOUTS["tables.docx"][0]()).preview
    year = PlanDraft("2025-26", date(2025, 4, 1), date(2026, 3, 31))
    plans.import_plan(board, preview, year, who="A. Chair")
    stored = reading.list_actions(board, reading.find_plan(board, "2025-26").id)
    assert stored.plan.priorities == PRIORITIES
    assert [(a.text, a.agencies) for a in stored.actions] == [(a.text, a.agencies) for a in ACTIONS]


def test_the_dashboards_own_word_document_is_read_again(board: Board) -> None:
    listing = listing_of(board)
    plan = read("plan.docx", plan_export.to_word(listing))
    assert plan.preview.priorities == listing.plan.priorities
    assert not plan.preview.error_count
    assert [(d.ref, d.text, d.measure) for d in plan.preview.drafts] == [
        (a.ref, a.text, a.measure) for a in listing.actions
    ]


def test_rows_for_a_plan_that_is_there_find_its_priorities_by_name() -> None:
    content = book(
        ["Theme", "Action", "Owner"],
        ["young people", "Offer a mentor", "Police"],
        ["Cleaner parks", "Plant trees", "Council"],
    )
    target = Target({1: "Safer streets", 2: "Young people"}, ["YP-01"])
    good, faulty = read("plan.xlsx", content, target).preview.rows
    assert (good.draft.priority, good.draft.ref, good.errors) == (2, "YP-02", ())
    assert faulty.errors == ('The file names "Cleaner parks" here, which is not a priority of the plan.',)


def test_an_action_over_several_rows_is_one_action() -> None:
    content = book(
        ["Ref", "Action", "Lead", "Partners", "Measure"],
        ["1", "Walk the route", "Council", "Police", "Reports"],
        [None, None, None, "Housing", "Walks made"],
        ["2", "Fit lights", "Police", None, None],
    )
    first, second = read("plan.xlsx", content).preview.rows
    assert first.draft.agencies == ("Council", "Police", "Housing")
    assert first.draft.measure == "Reports\nWalks made"
    assert first.remarks == ("Line 3 belongs to it.",)
    assert second.draft.text == "Fit lights"


def test_a_row_with_a_reference_and_no_action_has_a_fault() -> None:
    content = book(["Ref", "Action", "Lead"], ["1", "Walk", "Council"], ["2", None, "Police"])
    assert read("plan.xlsx", content).preview.rows[1].errors == ("The action is missing.",)


def test_a_grade_is_no_priority_and_no_priority_is_one_for_all() -> None:
    content = book(["Action", "Priority", "Lead"], ["Walk", "High", "Council"], ["Fit", "Low", "Police"])
    plan = read("plan.xlsx", content)
    assert plan.preview.priorities == {1: "All actions"}
    assert plan.preview.notes == (
        "The file has no references, so they are made from the priorities.",
        "Columns that are not read: Priority.",
    )


def test_sheets_of_other_years_are_not_joined() -> None:
    made = openpyxl.Workbook()
    made.active.title = "2024-25"
    made.create_sheet("2025-26")
    for sheet in made.worksheets:
        sheet.append(["Action", "Lead", "Due"])
        sheet.append([f"Walk in {sheet.title}", "Council", "Ongoing"])
    out = io.BytesIO()
    made.save(out)
    names = [source.name for source in list_sources(read_grids("plan.xlsx", out.getvalue()))]
    assert names == ['sheet "2024-25"', 'sheet "2025-26"']


def test_a_name_of_a_person_is_kept_and_mentioned() -> None:
    content = book(["Action", "Owner"], ["Walk", "Sarah Jones"])
    (row,), (*_, note) = (getattr(read("plan.xlsx", content).preview, each) for each in ("rows", "notes"))
    assert row.draft.agencies == ("Sarah Jones",)
    assert note.startswith('"Sarah Jones" looks like the name of a person.')


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Police, Housing and Council", ["Police", "Housing", "Council"]),
        ("Police/Council & CSU", ["Police", "Council", "CSU"]),
        ("Fire and Rescue, Police", ["Fire and Rescue", "Police"]),
        ("Kent Fire & Rescue Service and Police", ["Kent Fire & Rescue Service", "Police"]),
        ("Health and Social Care and Probation", ["Health and Social Care", "Probation"]),
        ("Tonbridge & Malling Borough Council; Police", ["Tonbridge & Malling Borough Council", "Police"]),
        (
            "Devon and Cornwall Police / Exeter City Council",
            ["Devon and Cornwall Police", "Exeter City Council"],
        ),
        ("• Police\n• Council\n", ["Police", "Council"]),
        ("Council, Police (lead)", ["Police", "Council"]),
        ("Council (Housing and Parking), police, Police", ["Council (Housing and Parking)", "police"]),
        ("B&NES, M&S", ["B&NES", "M&S"]),
        ("CCTV 24/7 team", ["CCTV 24/7 team"]),
        ("n/a", []),
    ],
)
def test_agencies_are_parted_and_names_stay_whole(text: str, names: list[str]) -> None:
    assert split_agencies(text, KNOWN) == names


def test_agencies_are_parted_only_at_lines_where_somebody_wants_it() -> None:
    assert split_agencies("Parks and Play, Police\nCouncil", KNOWN, apart=False) == [
        "Parks and Play, Police",
        "Council",
    ]


@pytest.mark.parametrize(
    ("text", "due", "reporting", "remarked"),
    [
        ("31/03/26", "2026-03-31", "", False),
        ("1.4.2026", "2026-04-01", "", False),
        ("By end of March 2026", "March 2026", "", False),
        ("Mar-26", "March 2026", "", False),
        ("Friday 3rd April 2026", "2026-04-03", "", False),
        ("2026-03-31 00:00:00", "2026-03-31", "", False),
        ("Q2 2025/26", "2025-09-30", "", True),
        ("2025-26 Q4", "2026-03-31", "", True),
        ("Ongoing", "Ongoing", "", False),
        ("Quarterly", "", "quarterly", False),
        ("Ongoing, reviewed quarterly", "Ongoing, reviewed quarterly", "quarterly", False),
        ("Q3", "Q3", "", True),
        ("Dec 25", "Dec 25", "", True),
        ("2025/26", "in 2025/26", "", True),
        # Not a day, whichever way it is read; never exchanged to make one.
        ("31/02/26", "", "", True),
        ("03/31/2026", "", "", True),
        ("46112", "", "", True),
        ("tbc", "", "", False),
    ],
)
def test_dates_are_read_day_first_and_never_invented(
    text: str, due: str, reporting: str, remarked: bool
) -> None:
    read_as = timing.read_timing(text)
    assert (read_as.due, read_as.reporting, bool(read_as.remarks)) == (due, reporting, remarked)


@pytest.mark.parametrize(
    ("text", "banner"),
    [
        ("Priority 1: Safer streets", Banner("priority", 1, "Safer streets")),
        ("PRIORITY TWO – Young people", Banner("priority", 2, "Young people")),
        ("Strategic Priority 3 Serious violence", Banner("priority", 3, "Serious violence")),
        ("Theme: Hate crime", Banner("theme", None, "Hate crime")),
        ("4. Road safety", Banner("", 4, "Road safety")),
        ("Safer streets", Banner("", None, "Safer streets")),
        ("Priority neighbourhoods", Banner("", None, "Priority neighbourhoods")),
    ],
)
def test_the_name_of_a_priority_is_read(text: str, banner: Banner) -> None:
    assert read_banner(text) == banner


@pytest.mark.parametrize(
    ("written", "priorities", "refs"),
    [
        (["1.8", "1.9", "1.1", "1.11"], [1, 1, 1, 1], ["1.8", "1.9", "1.1", "1.11"]),
        (["1.1", "1.9", "1.1", "1.11"], [1, 1, 1, 1], ["1.1", "1.9", "1.10", "1.11"]),
        (["1", "2", "1", "2"], [1, 1, 2, 2], ["1.1", "1.2", "2.1", "2.2"]),
        (["", "", "", ""], [1, 1, 2, 2], ["DA-01", "DA-02", "VI-01", "VI-02"]),
        (["A1", "A1", "(b)", "Action 4."], [1, 1, 1, 1], ["A1", "A1-2", "b", "Action-4"]),
    ],
)
def test_references_are_unique_in_order(written: list[str], priorities: list[int], refs: list[str]) -> None:
    names = {1: "Domestic abuse", 2: "Violence"}
    assert [ref.text for ref in settle(written, priorities, names, ())] == refs


def _document(**parts: bytes) -> bytes:
    """A Word document with parts added or exchanged; __ stands for /, _x_ for a dot."""
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        table.rows[0].cells + table.rows[1].cells, ("Action", "Lead", "Walk", "Council"), strict=True
    ):
        cell.text = text
    whole, out = io.BytesIO(), io.BytesIO()
    document.save(whole)
    changes = {name.replace("__", "/").replace("_x_", "."): content for name, content in parts.items()}
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *changes]):
            new.writestr(name, changes[name] if name in changes else old.read(name))
    return out.getvalue()


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _body(content: str, before: str = "") -> bytes:
    text = f'<?xml version="1.0"?>{before}<w:document {WORD}><w:body>{content}</w:body></w:document>'
    return _document(word__document_x_xml=text.encode())


ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE_DOCUMENTS = {
    "no table": (lambda: _body("<w:p/>"), "has no table"),
    "no XML": (lambda: _document(word__document_x_xml=b"not xml"), "cannot be read as a Word document"),
    "bomb": (lambda: _document(word__document_x_xml=b" " * 80_000_000), "too large once unpacked"),
    "thousands of parts": (
        lambda: _document(**{f"x{n}": b"" for n in range(600)}),
        "too large once unpacked",
    ),
    "entities": (
        lambda: _body("<w:p>&a9;</w:p>", f'<!DOCTYPE x [<!ENTITY a0 "ha">{ENTITIES}]>'),
        "cannot be read as a Word document",
    ),
    "file of the server": (
        lambda: _body("<w:p>&f;</w:p>", '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'),
        "cannot be read as a Word document",
    ),
    "wide": (
        lambda: _body(
            f"<w:tbl><w:tr>{'<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>' * 5000}</w:tr></w:tbl>"
        ),
        "has 101 columns",
    ),
    "long": (
        lambda: _body(
            f"<w:tbl>{'<w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr>' * 6000}</w:tbl>"
        ),
        "at most 5,000",
    ),
    "spans without end": (
        lambda: _body(
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr></w:tc></w:tr></w:tbl>'
        ),
        "has no table",
    ),
    "tables in tables": (
        lambda: _body("<w:tbl><w:tr><w:tc>" * 5000 + "</w:tc></w:tr></w:tbl>" * 5000),
        "has no table",
    ),
    "password": (lambda: b"\xd0\xcf\x11\xe0" + b"x" * 999, "protected by a password"),
    "PDF": (lambda: b"%PDF-1.7", "is a PDF"),
}


def _open(name: str, content: bytes) -> None:
    """Reads a file as the page does before it shows anything of it."""
    check_tables(name, list_sources(read_upload(name, content)))


@pytest.mark.parametrize("name", HOSTILE_DOCUMENTS)
def test_a_hostile_document_ends_in_one_sentence(name: str) -> None:
    make, says = HOSTILE_DOCUMENTS[name]
    with pytest.raises(UserError, match=says):
        _open("plan.docx", make())


def test_macros_and_links_of_a_document_are_left_alone() -> None:
    office = "http://schemas.openxmlformats.org"
    link = (
        f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="rId1" Type='
        f'"{office}/officeDocument/2006/relationships/attachedTemplate" Target="http://192.0.2.1/x.dotm" '
        'TargetMode="External"/></Relationships>'
    ).encode()
    content = _document(word__vbaProject_x_bin=b"\xd0\xcf\x11\xe0", word___rels__settings_x_xml_x_rels=link)
    assert [draft.text for draft in read("plan.docx", content).preview.drafts] == ["Walk"]


def test_a_table_within_a_frame_is_read() -> None:
    row = "<w:tr>" + "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>" * 2 + "</w:tr>"
    inner = f"<w:tbl>{row.format('Action', 'Owner')}{row.format('Walk', 'Council')}</w:tbl>"
    plan = read("plan.docx", _body(f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"))
    assert [(draft.text, draft.agencies) for draft in plan.preview.drafts] == [("Walk", ("Council",))]


def test_tracked_changes_and_controls_are_read_as_they_stand() -> None:
    row = "<w:tr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"
    header = row.format("<w:r><w:t>Action</w:t></w:r>", "Owner")
    changed = "<w:del><w:r><w:delText>Run</w:delText></w:r></w:del><w:ins><w:r><w:t>Walk</w:t></w:r></w:ins>"
    control = f"<w:sdt><w:sdtContent>{row.format(changed, 'Council')}</w:sdtContent></w:sdt>"
    plan = read("plan.docx", _body(f"<w:tbl>{header}{control}</w:tbl>"))
    assert [(draft.text, draft.agencies) for draft in plan.preview.drafts] == [("Walk", ("Council",))]


def _summarise(plan: PlanReading) -> list[tuple[str, str, str]]:
    """The reference, the priority's name and the action of each row."""
    names = plan.preview.priorities
    return [(d.ref, names[int(d.priority)], d.text) for d in plan.preview.drafts]


TITLE_ROW = ["Ref", "Action", "Lead", "Due"]
# Rows of a sheet, and the reference, priority and action of each that is read.
SHEETS: dict[str, tuple[list[list[object]], list[tuple[str, str, str]]]] = {
    "banners that are not merged, numbers that begin anew, rows of a form that are not filled": (
        [
            ["Priority one - Streets"],
            TITLE_ROW,
            ["1", "Walk", "Council", "Ongoing"],
            ["2", "Fit", "Police", ""],
            ["Priority two - Parks"],
            ["1", "Plant", "Council", ""],
            ["2"],
            ["RAG key: green is good"],
        ],
        [("1.1", "Streets", "Walk"), ("1.2", "Streets", "Fit"), ("2.1", "Parks", "Plant")],
    ),
    "objectives under priorities": (
        [
            TITLE_ROW,
            ["Priority 1: Streets"],
            ["Objective 1.1: Fewer reports"],
            ["A", "Walk", "Council", ""],
            ["Priority 2: Parks"],
            ["Objective 2.1: Trees"],
            ["B", "Plant", "Council", ""],
        ],
        [("A", "Streets", "Walk"), ("B", "Parks", "Plant")],
    ),
    "priorities alone in the column of actions": (
        [
            ["Action", "Lead", "Due"],
            ["Safe streets"],
            ["Walk", "Council", ""],
            ["Parks"],
            ["Plant", "Police", ""],
        ],
        [("SS-01", "Safe streets", "Walk"), ("PA-01", "Parks", "Plant")],
    ),
    "a priority in the title of the column of actions": (
        [["Priority 2: Parks", "Lead", "By when"], ["Plant", "Council", ""], ["Water", "Police", ""]],
        [("PA-01", "Parks", "Plant"), ("PA-02", "Parks", "Water")],
    ),
    "a header of two rows": (
        [
            ["", "", "Who", "", "When"],
            ["Ref", "What", "Lead", "Partners", "End"],
            ["1", "Walk", "A", "B", "2026"],
        ],
        [("1", "All actions", "Walk")],
    ),
    "numbers of priorities without names": (
        [["Priority", "Action", "Lead"], [1, "Walk", "Council"], [2, "Plant", "Council"]],
        [("P1-01", "Priority 1", "Walk"), ("P2-01", "Priority 2", "Plant")],
    ),
    "references as numbers up to 1.20": (
        [["No", "Action", "Lead"], *([float(f"1.{n}"), f"Walk {n}", "Council"] for n in range(1, 22))],
        [(f"1.{n}", "All actions", f"Walk {n}") for n in range(1, 22)],
    ),
}


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_read_as_people_read_it(name: str) -> None:
    rows, expected = SHEETS[name]
    plan = read("plan.xlsx", book(*rows))
    assert not plan.preview.error_count
    assert _summarise(plan) == expected


def test_word_tables_with_other_titles_and_a_table_that_goes_on_are_one_plan() -> None:
    document = docx.Document()
    document.add_heading("Plan", 0)
    for rows in (
        [["Priority area: Streets"], ["Action", "Lead", "By when"], ["Walk", "Council", "March 2026"]],
        [["Priority area: Parks"], ["Actions", "Lead agency", "Timescale"], ["Plant", "Police", "Ongoing"]],
        [["Water", "Council", "Ongoing"]],
    ):
        table = document.add_table(rows=0, cols=3)
        for texts in rows:
            cells = table.add_row().cells
            for cell, text in zip(cells, texts, strict=False):
                cell.text = text
            if len(texts) == 1:
                cells[0].merge(cells[2])
        document.add_paragraph()
    out = io.BytesIO()
    document.save(out)
    assert _summarise(read("plan.docx", out.getvalue())) == [
        ("ST-01", "Streets", "Walk"),
        ("PA-01", "Parks", "Plant"),
        ("PA-02", "Parks", "Water"),
    ]


def test_a_sheet_of_actions_that_is_not_read_is_named() -> None:
    made = openpyxl.Workbook()
    made.active.append(["Action", "Lead"])
    made.active.append(["Walk", "Council"])
    other = made.create_sheet("Rolled over")
    other.append(["What we will do", "Theme", "Owner"])
    other.append(["Fit", "Streets", "Police"])
    other.append(["Plant", "Parks", "Council"])
    out = io.BytesIO()
    made.save(out)
    sources = list_sources(read_grids("plan.xlsx", out.getvalue()))
    assert list_left_out(sources, sources[0]) == ['sheet "Sheet"']
    assert list_left_out(sources, sources[1]) == ['sheet "Rolled over"']
