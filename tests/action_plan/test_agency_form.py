"""An agency's form in Excel: written, filled in, read back, applied in one step and undone."""

from __future__ import annotations

import io
from typing import Any

import docx
import openpyxl
import pytest

from csp.core.errors import UserError
from csp.topics.action_plan.findings.plan_diff import describe_diff
from csp.topics.action_plan.store import agencies, entries, reading
from csp.topics.action_plan.store.agency_answers import compare_form, find_form
from csp.topics.action_plan.store.agency_export import to_word
from csp.topics.action_plan.store.agency_form import FormSource, pick_own_actions
from csp.topics.action_plan.store.agency_records import Agency
from csp.topics.action_plan.store.agency_workbook import write_workbook
from csp.topics.action_plan.store.diff_applying import apply_diff
from csp.topics.action_plan.store.plan_diff import PlanDiff
from csp.topics.action_plan.store.plan_file.reader import read_grids
from csp.topics.action_plan.store.status import Status
from csp.topics.action_plan.store.store import Board
from csp.topics.action_plan.store.undoing import undo_step
from tests.action_plan.boards import action_of, plan_of, report

# What is filled in, by the reference of the action and the header.
Answers = dict[tuple[str, str], object]


def source_of(board: Board) -> FormSource:
    plan_id = plan_of(board).id
    listing = reading.list_actions(board, plan_id, retired=True)
    return FormSource(
        listing, entries.list_details(board, plan_id), reading.list_measure_values(board, plan_id)
    )


def agency_of(board: Board, name: str) -> Agency:
    agency = agencies.read_directory(board).find(name)
    assert agency is not None
    return agency


def fill_in(board: Board, name: str, answers: Answers) -> bytes:
    """The form of an agency as it comes back by e-mail."""
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(source_of(board), agency_of(board, name))))
    sheet = book.worksheets[0]
    headers = [cell.value for cell in sheet[1]]
    lines = {sheet.cell(line, 1).value: line for line in range(2, sheet.max_row + 1)}
    for (ref, header), value in answers.items():
        sheet.cell(lines[ref], headers.index(header) + 1).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def compare(board: Board, content: bytes) -> PlanDiff:
    rows = find_form(read_grids("form.xlsx", content))
    return compare_form("form.xlsx", rows, source_of(board), agencies.read_directory(board)).diff


HELPLINE: Answers = {
    ("DA-01", "status"): "On track",
    ("DA-01", "what happened"): "Busy spring.",
    ("DA-01", "number 1"): 1234,
    ("DA-01", "number 3"): "2",
    ("DA-03", "what happened"): "Commissioners met",
}


def test_an_agency_has_the_actions_of_all_of_its_names_those_it_leads_first(board: Board) -> None:
    listing = reading.list_actions(board, plan_of(board).id)
    own = pick_own_actions(listing, agency_of(board, "TWBC CST"))
    names = {"TWBC CST", "TWBC CSU", "TWBC Community Safety Team", "TWBC Community Safety Officer"}
    assert {action.ref for action in own} == {
        action.ref for action in listing.actions if names & set(action.agencies)
    }
    leads = [action.lead in names for action in own]
    assert leads == sorted(leads, reverse=True)


def test_a_form_that_comes_back_empty_changes_nothing(board: Board) -> None:
    diff = compare(board, fill_in(board, "DAVSS", {}))
    assert (diff.changes, diff.same, diff.errors) == ((), 3, {})


def test_answers_are_previewed_applied_and_undone_in_one_step_each(board: Board) -> None:
    content = fill_in(board, "DAVSS", HELPLINE)
    diff = compare(board, content)
    assert describe_diff(diff) == "2 changed, 0 new, 1 the same."
    assert action_of(board).latest is None
    step = apply_diff(board, plan_of(board).id, diff, who="A. Chair")
    view = reading.read_action(board, action_of(board).id)
    calls, _, programmes = view.measures
    (entry,) = view.history
    assert dict(entry.values) == {calls.key: 1234, programmes.key: 2}
    assert (entry.update.status, entry.update.note, entry.update.quarter.label) == (
        *("on track", "Busy spring."),
        "Q2 2021/22 (Jul to Sep)",
    )
    latest = action_of(board, "DA-03").latest
    assert latest is not None
    assert (latest.status, latest.note) == ("not started", "Commissioners met")
    # The same file read again says nothing new.
    assert describe_diff(compare(board, content)) == "0 changed, 0 new, 3 the same."
    undo_step(board, step, who="A. Chair")
    assert action_of(board).latest is None
    assert action_of(board).marks == (None,) * 4
    assert describe_diff(compare(board, content)) == "2 changed, 0 new, 1 the same."


def test_a_number_alone_keeps_the_status(board: Board) -> None:
    report(board, action_of(board), status="at risk")
    (change,) = compare(board, fill_in(board, "DAVSS", {("DA-01", "number 2"): "7"})).changed
    assert change.update is not None
    assert change.update.status == "at risk"
    assert list(change.update.values.values()) == ["7"]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({("DA-01", "status"): "fine"}, 'The status "fine" is not one of'),
        ({("DA-01", "number 1"): "many"}, '"many" is not a number'),
        ({("DA-01", "number 1"): 5, ("DA-01", "counted 1"): "Cats"}, '"Cats", which is not counted'),
        ({("DA-01", "evidence link"): "my desk"}, "is not an address"),
        ({("DA-01", "status"): "on track", ("DA-01", "quarter"): "soon"}, 'The quarter "soon"'),
        ({("DA-01", "what happened"): "=1+1"}, "control character"),
        ({("DA-01", "id"): "ZZ-99"}, "The plan has no action ZZ-99"),
    ],
)
def test_a_fault_is_named_by_its_row_and_keeps_all_from_being_stored(
    file_board: Board, answers: Answers, words: str
) -> None:
    diff = compare(file_board, fill_in(file_board, "DAVSS", answers))
    ((line, (sentence,)),) = diff.errors.items()
    assert line == 2
    assert words in sentence
    with pytest.raises(UserError, match="still has errors"):
        apply_diff(file_board, plan_of(file_board).id, diff, who="A")


def test_another_file_and_a_row_twice_are_refused(file_board: Board) -> None:
    with pytest.raises(UserError, match="not an agency's form"):
        compare_form("x.csv", [(1, ["id", "status"])], source_of(file_board))
    answers: Answers = {("DA-01", "status"): "on track", ("DA-03", "status"): "on track"}
    content = fill_in(file_board, "DAVSS", answers | {("DA-03", "id"): "DA-01"})
    (sentences,) = compare(file_board, content).errors.values()
    assert sentences == ("DA-01 is answered in row 2 as well: keep one.",)


TERMS = {"DAVSS": "Domestic Abuse Volunteer Support Services", "KCC": "County Council", "XYZ": "Not used"}


def open_form(board: Board, name: str = "DAVSS") -> Any:
    content = write_workbook(source_of(board), agency_of(board, name), TERMS)
    return openpyxl.load_workbook(io.BytesIO(content))


def test_only_the_cells_to_fill_in_can_be_typed_into(file_board: Board) -> None:
    sheet = open_form(file_board).worksheets[0]
    assert sheet.protection.sheet
    headers = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows():
        for header, cell in zip(headers, row, strict=True):
            counted = header.startswith("number") and row[headers.index(header) - 1].value
            asked = header in ("status", "what happened", "evidence link") or bool(counted)
            assert cell.protection.locked is not (asked and cell.row > 1), (header, cell.row)
            assert (cell.fill.fgColor.rgb == "00FFF4CC") is (asked and cell.row > 1)


def test_a_status_is_chosen_from_a_list_and_a_number_is_a_number(file_board: Board) -> None:
    sheet = open_form(file_board).worksheets[0]
    rules = {rule.type: rule for rule in sheet.data_validations.dataValidation}
    assert rules["list"].formula1 == f'"{",".join(Status)}"'
    columns = [cell.value for cell in sheet[1]]
    assert str(rules["list"].sqref) == f"G2:G{sheet.max_row}"
    assert columns[6] == "status"
    assert all(rule.prompt and rule.error for rule in rules.values())
    assert rules["decimal"].allowBlank


def test_a_form_says_how_to_fill_it_in_and_what_its_abbreviations_stand_for(file_board: Board) -> None:
    _, sheet = open_form(file_board).worksheets
    lines = {row[0].value: row[1].value for row in sheet.iter_rows()}
    words = " ".join(filter(None, [*lines, *lines.values()]))
    assert "Domestic Abuse Volunteer Support Services: action plan 2021-22, Q2 2021/22 (Jul to Sep)" in words
    assert {status.value for status in Status} <= {str(name).strip() for name in lines}
    assert lines["KCC"] == "County Council"
    assert "XYZ" not in lines


def test_the_form_and_the_word_list_give_a_day_in_words(file_board: Board) -> None:
    sheet = open_form(file_board, "TWBC CST").worksheets[0]
    dues = {row[0]: row[3] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert dues["RS-07"] == "30 Nov 2021"
    directory, listing = agencies.read_directory(file_board), reading.list_actions(file_board, 1)
    team = agency_of(file_board, "TWBC CST")
    own = pick_own_actions(listing, team)
    document = docx.Document(io.BytesIO(to_word(listing, team, own, directory, TERMS)))
    (table,) = document.tables
    rows = {row.cells[0].text[:5]: [cell.text for cell in row.cells] for row in table.rows[1:]}
    assert list(rows) == [action.ref for action in own]
    assert rows["RS-07"][3] == "30 Nov 2021"
    assert rows["RS-07"][1] == "Lead"
    assert rows["RS-04"][1] == "With KFRS"
    last = document.paragraphs[-1].text
    assert last == "DAVSS: Domestic Abuse Volunteer Support Services; KCC: County Council"
