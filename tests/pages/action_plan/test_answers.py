"""Agencies' forms that come back: seen agency by agency, stored in a step each, taken back."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from csp.topics.action_plan.store import agencies, entries, reading
from csp.topics.action_plan.store.agency_form import FormSource
from csp.topics.action_plan.store.agency_workbook import write_workbook
from tests.action_plan.hostile_plans import HOSTILE
from tests.pages.action_plan.screens import (
    action,
    as_editor,
    errors,
    labels,
    listing,
    press,
    read_successes,
    report,
    settings_with,
)

# Forms ask of the quarter that the board is in: here that of today.
pytestmark = pytest.mark.usefixtures("recorded_alone")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The day that a plan with simulated updates is seen on, and whose quarter its forms ask for.
BOARD_DAY = date(2021, 12, 6)
ANSWER = {
    ("DA-01", "status"): "On track",
    ("DA-01", "what happened"): "Busy spring",
    ("DA-01", "number 1"): 12,
}


def fill_in(board, name, answers):
    """The form of an agency with answers by reference and header."""
    plan = listing(board).plan
    source = FormSource(
        listing(board, retired=True, today=BOARD_DAY),
        entries.list_details(board, plan.id),
        reading.list_measure_values(board, plan.id),
    )
    agency = agencies.read_directory(board).find(name)
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(source, agency)))
    sheet = book.worksheets[0]
    headers = [cell.value for cell in sheet[1]]
    lines = {sheet.cell(line, 1).value: line for line in range(2, sheet.max_row + 1)}
    for (ref, header), value in answers.items():
        sheet.cell(lines[ref], headers.index(header) + 1).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload_forms(screen, **files):
    screen.app.file_uploader[0].set_value(
        [(f"{name}.xlsx", content, XLSX) for name, content in files.items()]
    )
    return screen.run()


def open_tab(visit, name="A. Chair"):
    return as_editor(visit("agencies", agency_tab="Answers"), name)


def test_several_forms_are_seen_by_agency_applied_in_a_step_each_and_undone(visit, board):
    first = fill_in(board, "DAVSS", ANSWER)
    second = fill_in(board, "Look Ahead", {("DA-07", "what happened"): "Two courses held"})
    screen = upload_forms(open_tab(visit), one=first, two=second)
    assert "2 forms: 2 answers." in screen.text
    davss = agencies.read_directory(board).spell_out("DAVSS")
    assert f"**{davss}**" in screen.text
    (row,) = screen.texts("changes-0").values()
    assert row[0] == "DA-01"
    report_line, note, number = row[4].split("\n")
    assert (report_line, note) == ("● On track, Q3 2021/22 (Oct to Dec)", "Busy spring")
    assert number == "Helpline calls: 12"
    assert action(board, "DA-01").latest is None
    press(screen, "Apply all 2 answers of 2 forms")
    stored = f"Stored: 1 answer of {davss} and 1 answer of Look Ahead, each in a step of its own."
    assert read_successes(screen) == [stored]
    assert action(board, "DA-07").latest.note == "Two courses held"
    assert action(board, "DA-01").latest.note == "Busy spring"
    screen.app.button(key="undo_now").click()
    screen.run()
    assert [action(board, ref).latest for ref in ("DA-01", "DA-07")] == [None, None]
    assert f"Form of {davss}: 1 answer" in screen.text


def test_two_forms_that_answer_one_action_are_named_and_both_stored(visit, board):
    shared = next(a for a in listing(board).actions if len(a.agencies) > 1)
    names = shared.agencies[:2]
    forms = [fill_in(board, name, {(shared.ref, "what happened"): f"Says {name}"}) for name in names]
    screen = upload_forms(open_tab(visit), one=forms[0], two=forms[1])
    assert screen.says(f"{shared.ref} is answered by")
    press(screen, "Apply all 2 answers of 2 forms")
    assert action(board, shared.ref).latest.note == f"Says {names[1]}"
    notes = [e.update.note for e in reading.read_action(board, shared.id).history]
    assert notes == [f"Says {name}" for name in names]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({("DA-01", "status"): "going well"}, 'The status "going well" is not one of'),
        ({("DA-01", "status"): "on track", ("DA-01", "id"): "SA-08"}, "SA-08 is not an action of DAVSS"),
        ({("DA-01", "number 1"): "lots"}, 'The measure value "lots" is not a number'),
    ],
)
def test_an_answer_that_cannot_be_stored_has_a_sentence_by_row_and_column(visit, board, answers, sentence):
    screen = upload_forms(open_tab(visit), one=fill_in(board, "DAVSS", answers))
    ((row, column, _, words),) = screen.texts("faults-0").values()
    assert row == "2"
    assert column
    assert sentence in words
    assert not [label for label in labels(screen.app.button) if label.startswith("Apply")]


def test_a_form_of_an_earlier_quarter_and_one_that_was_overtaken_say_so(visit, board):
    quarter = "Q2 2021/22 (Jul to Sep)"
    content = fill_in(board, "DAVSS", {**ANSWER, ("DA-01", "quarter"): quarter})
    report(board, "DA-01", status="at risk")
    screen = upload_forms(open_tab(visit), one=content)
    assert screen.says(f"This form is of {quarter}: its answers are stored for that quarter")
    (row,) = screen.texts("changes-0").values()
    assert row[5].startswith("Reported on since the form was sent: at risk by B. Officer")


def test_files_that_are_no_form_of_this_plan_have_one_sentence_each(visit, board):
    other = fill_in(board, "DAVSS", ANSWER)
    book = openpyxl.load_workbook(io.BytesIO(other))
    for row in book.worksheets[0].iter_rows(min_row=2):
        row[-1].value = str(row[-1].value).replace("2021-22", "2020-21")
    out = io.BytesIO()
    book.save(out)
    screen = upload_forms(
        open_tab(visit), other=out.getvalue(), bomb=HOSTILE["bomb"](), nothing=HOSTILE["zip of nothing"]()
    )
    first, *rest = errors(screen)
    assert first.startswith("other.xlsx is a form of the plan 2020-21, not of 2021-22")
    assert len(rest) == 2
    assert all(sentence.startswith(("bomb.xlsx", "nothing.xlsx")) for sentence in rest)


def test_who_comes_between_is_named_and_the_form_stays(visit, board):
    screen = upload_forms(open_tab(visit), one=fill_in(board, "DAVSS", ANSWER))
    report(board, "DA-01", note="In between")
    press(screen, "Apply 1 answer")
    assert errors(screen)[0].startswith("DA-01 was changed by B. Officer since the file was compared")
    press(screen, "Compare again")
    press(screen, "Apply 1 answer")
    assert action(board, "DA-01").latest.note == "Busy spring"


def test_a_viewer_has_no_way_to_bring_answers(visit, board, tmp_path, monkeypatch):  # noqa: ARG001
    settings_with(tmp_path, monkeypatch, 'editors = ["A. Chair"]')
    screen = open_tab(visit, "A. Guest")
    assert screen.says("may look at the action plan but not change it")
    assert not screen.app.file_uploader
