"""Hostile text on the pages and in the downloads."""

from __future__ import annotations

import csv
import io

import docx
import openpyxl
import pytest

from csp.topics.action_plan.store import actions, agencies, agency_export, entries, plan_export
from csp.topics.action_plan.store.entry_records import Comment, Evidence, Milestone
from tests.pages.action_plan.screens import action, actions_draft, as_editor, fill, listing, press, report

HOSTILE = "<img src=x onerror=alert(1)> **bold** [link](javascript:alert(2)) $x^2$ :red[hot] =1+1"


def markdown_of(screen):
    """Everything that Streamlit takes for Markdown in the page."""
    app = screen.app.main
    elements = [
        *app.markdown,
        *app.caption,
        *app.title,
        *app.header,
        *app.success,
        *app.warning,
        *app.error,
    ]
    return "\n".join(element.value for element in elements)


def test_hostile_text_reaches_every_page_as_text(visit, board):
    report(board, "DA-01", note=HOSTILE, who="*A* <b>Chair</b>")
    record = action(board, "DA-02")
    draft = actions_draft(record, text=HOSTILE, agencies=("<b>Agency</b> *x*",), measure=HOSTILE)
    actions.edit_action(board, record.id, draft, expected_version=record.version, who="*A*")
    for held in (Milestone(HOSTILE), Evidence(HOSTILE, "https://example.org/minutes"), Comment(HOSTILE)):
        entries.store_held(board, record.id, entries.new_key(), held, expected_version=0, who="*A*")
    for page, query in (
        ("board", {}),
        ("board", {"look": "Table"}),
        ("quarter", {}),
        ("action", {"action": "DA-01"}),
        ("action", {"action": "DA-02"}),
        ("action", {"action": "DA-02", "action_tab": "Milestones and evidence"}),
        ("action", {"action": "DA-02", "action_tab": "Measures"}),
        ("agencies", {"list_of": "<b>Agency</b> *x*"}),
        ("plans", {}),
    ):
        screen = as_editor(visit(page, **query), "*Me* <b>x</b>")
        written = markdown_of(screen)
        # Every sign that Markdown or HTML would act on has a backslash before it.
        for sign in ("<img", "<b>", "**bold**", "[link]", "$x", ":red", "*Me*", "*A*"):
            bare = written.replace(f"\\{sign}", "").replace("\\", "\\\\")
            assert sign not in bare, (page, sign)


@pytest.mark.usefixtures("recorded_alone")
def test_a_conflict_shows_hostile_text_as_text(visit, board):
    screen = as_editor(visit("action", action="DA-02"))
    report(board, "DA-02", note=HOSTILE, who="<b>x</b>")
    press(fill(screen, HOSTILE), "Add the update")
    assert "<img" not in markdown_of(screen).replace("\\<img", "")
    assert screen.text.count("onerror=alert(1)") == 2


def test_downloads_neutralise_formulas(board):
    report(board, "DA-01", note="=HYPERLINK(1)", who="=cmd")
    rows = list(csv.reader(io.StringIO(plan_export.to_csv(listing(board)).decode("utf-8-sig"))))
    assert "'=HYPERLINK(1)" in rows[1]
    book = openpyxl.load_workbook(io.BytesIO(plan_export.to_excel(listing(board))))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}


def test_the_word_list_of_an_agency_holds_its_actions(board):
    record = listing(board)
    agency_actions = [each for each in record.actions if each.lead == "Kent CDAP"]
    directory = agencies.read_directory(board)
    agency = directory.find("Kent CDAP")
    content = agency_export.to_word(record, agency, agency_actions, directory, {})
    document = docx.Document(io.BytesIO(content))
    (table,) = document.tables
    assert [row.cells[0].text[:5] for row in table.rows[1:]] == ["DA-02"]
    assert agency_export.make_file_name("../<b>Kent & CDAP", "2021-22") == "b-kent-cdap-2021-22"
