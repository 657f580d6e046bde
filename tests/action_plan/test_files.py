"""Plans in and out of files: previews with errors, exports that import as they were, Word."""

from __future__ import annotations

import csv
import dataclasses
import io
import shutil
from datetime import date, datetime
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import csp.__main__ as command
from csp.core.errors import UserError
from csp.core.settings import REFERENCE
from csp.core.spreadsheet import neutralise
from csp.topics.action_plan.store import actions, cells, plan_export, plans, reading
from csp.topics.action_plan.store.check import draft_errors
from csp.topics.action_plan.store.plan_import import Preview, preview_file
from csp.topics.action_plan.store.records import ActionDraft, ActionRow, Listing, PlanDraft
from csp.topics.action_plan.store.store import Board, open_board
from tests.action_plan.boards import action_of, listing_of, plan_of, report

HEADER = "id,priority,priority_name,action,agencies,measure,reporting,due,linked_measure"


def _csv(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows]).encode()


def _list_errors(preview: Preview) -> dict[int, tuple[str, ...]]:
    return {row.line: row.errors for row in preview.rows if row.errors}


def test_a_preview_names_the_errors_of_each_row() -> None:
    long = "x" * 2001
    preview = preview_file(
        "plan.csv",
        _csv(
            "A-1,1,First,Do something,Agency A; Agency B,,,2022-03-31,asb",
            "A-1,1,First,The same reference,,,,,",
            "A-2,7,,Unknown priority,,,,,",
            "A-3,1,First,,,,,,",
            "A-4,1,First,Bad date,,,,31/02/2022,",
            f"A-5,1,First,{long},,,,,",
            "A-6,one,First,Text,,,,,",
            "A-7,1,Another name,Text,,,,,",
            "A 8,1,First,Text,,,,,happiness",
        ),
    )
    errors = _list_errors(preview)
    assert list(errors) == [3, 4, 5, 6, 7, 8, 9, 10]
    assert errors[3] == ("The reference A-1 is on line 2 as well.",)
    assert errors[4] == ("Priority 7 is not one of the plan's.",)
    assert errors[5] == ("The action is missing.",)
    assert "not a date that exists" in errors[6][0]
    assert "at most 2,000" in errors[7][0]
    assert "not the number of a priority" in errors[8][0]
    assert "another name" in errors[9][0]
    assert len(errors[10]) == 2
    assert preview.error_count == 9
    assert preview.rows[0].draft.agencies == ("Agency A", "Agency B")


def test_a_preview_with_errors_is_not_stored(board: Board) -> None:
    year = PlanDraft("2022-23", date(2022, 4, 1), date(2023, 3, 31))
    with pytest.raises(UserError, match="still has errors"):
        plans.import_plan(board, preview_file("p.csv", _csv("A-1,1,First,,,,,,")), year, who="A")
    with pytest.raises(UserError, match="no actions"):
        plans.import_plan(board, preview_file("p.csv", _csv()), year, who="A")
    assert len(reading.list_plans(board)) == 1


def test_rows_for_a_plan_that_is_there_are_checked_against_it(board: Board) -> None:
    listing = listing_of(board)
    refs = [action.ref for action in listing.actions]
    rows = _csv("DA-01,1,,Text,,,,,", "DA-99,2,,Text,,,,,", "DA-98,5,,Text,,,,,")
    errors = _list_errors(preview_file("p.csv", rows, listing.plan.priorities, refs))
    assert errors == {
        2: ("The reference DA-01 is in the plan already.",),
        4: ("Priority 5 is not one of the plan's.",),
    }


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"name,text\n1,2", "no column id, priority and action"),
        (b"id,ref,priority,action\n1,2,3,4", "two columns of the same name"),
        (b"PK\x03\x04 not a workbook", "cannot be read as an Excel workbook"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "old Excel format"),
        (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
        (b"id,priority,action\n" + b"a,1,x\n" * 5001, "at most 5,000"),
        (b'id,priority,action\n"' + b"x" * 200_000, "cannot be read as CSV"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_in_one_sentence(content: bytes, says: str) -> None:
    with pytest.raises(UserError, match=says):
        preview_file("plan.csv", content)


def test_a_file_of_windows_excel_is_read() -> None:
    content = "id,priority,priority_name,action\r\nA-1,1,First,Café “visits” – weekly\r\n".encode("cp1252")
    assert preview_file("p.csv", content).rows[0].draft.text == "Café “visits” – weekly"


def test_formulas_of_a_workbook_are_read_as_values_or_named() -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "priority", "priority_name", "action", "due"])
    book.active.append(["A-1", 1, "First", "=1+1", datetime(2022, 3, 31)])  # noqa: DTZ001 Excel has no zones
    book.active.append(["A-2", 1.0, "First", "Text", "ongoing"])
    out = io.BytesIO()
    book.save(out)
    preview = preview_file("plan.xlsx", out.getvalue())
    # The file was never calculated, so there is no value; what matters is that the formula is not taken.
    assert preview.rows[0].errors
    assert "1+1" not in preview.rows[0].draft.text
    assert preview.rows[0].draft.due == "2022-03-31"
    assert (preview.rows[1].draft.priority, preview.rows[1].errors) == (1, ())


def _content(action: ActionRow) -> tuple[object, ...]:
    names = [field.name for field in dataclasses.fields(ActionDraft)]
    return tuple(getattr(action, name) for name in names)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_imports_as_the_plan_it_was(board: Board, kind: str) -> None:
    drafts = [
        ActionDraft("X-1", 1, "=1+1", ("+agency", "'=agency"), "-measure\nsecond line", "@weekly", "'due"),
        ActionDraft("X-2", 4, "''=x, \"quoted\"; ünï 🚨", started=date(2021, 5, 1), baseline=0.1, target=-3),
        ActionDraft("X-3", 2, "_x0041_ &amp; <b>"),
    ]
    actions.add_actions(board, plan_of(board).id, drafts, who="A")
    report(board, action_of(board, "X-1"), note="=cmd|' /C calc'!A0", measure_value=3)
    before = listing_of(board)
    preview = preview_file(f"plan.{kind}", plan_export.export(before, kind))
    assert _list_errors(preview) == {}
    assert preview.notes == (
        "Progress in the file is not stored with a new plan, which begins without updates.",
    )
    year = PlanDraft("2021-22 again", before.plan.start, before.plan.end)
    again = plans.import_plan(board, preview, year, who="A")
    after = reading.list_actions(board, again.id)
    assert again.priorities == before.plan.priorities
    assert [_content(action) for action in after.actions] == [_content(action) for action in before.actions]


texts = st.text(
    st.one_of(st.sampled_from("='+-@_x0041;,\"\n\t "), st.characters(exclude_categories=("Cs", "Cc"))),
    max_size=30,
)


def _with_text(listing: Listing, draft: ActionDraft) -> Listing:
    fields = {field.name: getattr(draft, field.name) for field in dataclasses.fields(ActionDraft)}
    return dataclasses.replace(listing, actions=(listing.actions[0]._replace(**fields),))


@pytest.fixture(scope="module")
def seeded_listing(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Listing:
    board = open_board(f"sqlite:///{shutil.copy(seeded_file, tmp_path_factory.mktemp('listing'))}")
    listing = listing_of(board)
    board.close()
    return listing


@settings(max_examples=60, deadline=None, database=None)
@given(text=texts, measure=texts)
def test_any_text_survives_export_and_import(seeded_listing: Listing, text: str, measure: str) -> None:
    draft = ActionDraft("T-1", 1, f"x{text}".strip(), measure=measure.strip())
    if draft_errors(draft):
        return
    listing = _with_text(seeded_listing, draft)
    for kind in ("csv", "xlsx"):
        row = preview_file(f"p.{kind}", plan_export.export(listing, kind)).rows[0]
        assert (row.errors, row.draft.text, row.draft.measure) == ((), draft.text, draft.measure), kind


@given(st.text(st.sampled_from("'=+-@ab\t"), max_size=6))
def test_escaping_is_undone_exactly_and_leaves_no_formula(text: str) -> None:
    assert cells.unescape(cells.escape(text)) == text
    assert neutralise(cells.escape(text)) == cells.escape(text)


def test_exports_hold_no_formula(board: Board) -> None:
    report(board, action_of(board), note="=1+1", who="@who")
    listing = listing_of(board)
    rows = list(csv.reader(io.StringIO(plan_export.to_csv(listing).decode("utf-8-sig"), newline="")))
    assert len(rows) == 58
    assert all(neutralise(cell) == cell for row in rows for cell in row)
    book = openpyxl.load_workbook(io.BytesIO(plan_export.to_excel(listing)))
    filled = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in filled} == {"s"}
    assert {"'=1+1", "'@who"} <= {cell.value for cell in filled}


def test_the_document_has_a_table_for_each_priority_with_the_outcome(board: Board) -> None:
    report(board, action_of(board), status="at risk", note="<b>Two</b> referrals\nof five")
    document = docx.Document(io.BytesIO(plan_export.to_word(listing_of(board))))
    assert [len(table.rows) - 1 for table in document.tables] == [14, 13, 17, 13]
    headers = [cell.text for cell in document.tables[0].rows[0].cells]
    assert headers == ["Action", "Agencies", "Measure", "Outcome"]
    first = [cell.text for cell in document.tables[0].rows[1].cells]
    assert first[0].startswith("DA-01  Support men and women")
    assert first[1:] == [
        "DAVSS",
        "Helpline calls; referrals managed; programmes run",
        "▲ At risk (Q2 2021/22 (Jul to Sep))\n<b>Two</b> referrals\nof five",
    ]
    assert document.tables[3].rows[1].cells[3].text == "○ Not started"


def test_the_published_file_has_no_errors() -> None:
    preview = preview_file("2021-22.csv", (REFERENCE / "plans" / "E07000116" / "2021-22.csv").read_bytes())
    assert (len(preview.rows), preview.error_count, preview.notes) == (57, 0, ())


def test_the_command_exports_by_the_ending_of_the_file(
    file_board: Board, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert file_board.file is not None
    monkeypatch.setenv("CSP_BOARD", str(file_board.file.parent))
    monkeypatch.delenv("CSP_DATABASE_URL", raising=False)
    run = CliRunner().invoke
    done = run(command.app, ["board", "export", str(tmp_path / "plan.csv"), "--plan", "2021-22"])
    assert (done.exit_code, done.output.split()[0]) == (0, "57")
    assert len(preview_file("plan.csv", (tmp_path / "plan.csv").read_bytes()).rows) == 57
    refused = run(command.app, ["board", "export", str(tmp_path / "plan.pdf")])
    assert refused.exit_code == 1
    assert "csv, xlsx and docx" in refused.output
    unknown = run(command.app, ["board", "export", str(tmp_path / "x.csv"), "--plan", "1999"])
    assert (unknown.exit_code, (tmp_path / "x.csv").exists()) == (1, False)


def test_the_command_imports_a_councils_plan_whole_or_not_at_all(
    file_board: Board, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert file_board.file is not None
    monkeypatch.setenv("CSP_BOARD", str(file_board.file.parent))
    monkeypatch.delenv("CSP_DATABASE_URL", raising=False)
    run = CliRunner().invoke
    good, faulty = tmp_path / "plan.csv", tmp_path / "faulty.csv"
    good.write_text(
        "Theme;Action;Owner;By when\nStreets;Walk;Council and Police;Q2 2025/26\n", encoding="cp1252"
    )
    faulty.write_text("Ref,Action,Lead\n1,Walk,Council\n2,,Police\n", encoding="utf-8")
    options = ["--year", "2025-26", "--by", "A. Chair"]
    refused = run(command.app, ["board", "import", str(faulty), *options])
    assert (refused.exit_code, "Row 3: The action is missing." in refused.output) == (1, True)
    assert "Nothing is stored" in refused.output
    done = run(command.app, ["board", "import", str(good), *options])
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, "The plan 2025-26 is there, with 1 action.")
    (action,) = reading.list_actions(file_board, reading.find_plan(file_board, "2025-26").id).actions
    assert (action.text, action.agencies, action.due) == ("Walk", ("Council", "Police"), "2025-09-30")
    again = run(command.app, ["board", "import", str(good), *options])
    assert (again.exit_code, "0 changed, 0 new, 1 the same." in again.output) == (0, True)
    absent = run(command.app, ["board", "import", str(tmp_path / "none.csv"), *options])
    assert (absent.exit_code, "cannot be read" in absent.output) == (1, True)
