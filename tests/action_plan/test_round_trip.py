"""A plan that goes out as a file and comes back through an office program, late, or in another layout."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from typer.testing import CliRunner

from csp.topics.action_plan.findings.plan_diff import describe_diff
from csp.topics.action_plan.store import actions, plan_comparing, plan_export, reading
from csp.topics.action_plan.store.cli import app
from csp.topics.action_plan.store.diff_applying import apply_diff
from csp.topics.action_plan.store.plan_diff import PlanDiff, read_stored
from csp.topics.action_plan.store.plan_progress import COLUMNS
from csp.topics.action_plan.store.store import Board
from csp.topics.action_plan.store.undoing import undo_step
from tests.action_plan.boards import action_of, plan_of, report

SAME = "0 changed, 0 new, 57 the same."
# What has given trouble on the way through other programs: signs, line ends, numbers, a formula.
NOTES = ("=SUM(A1)\nsecond line", "• one\n\n“two”  and 1/2", "-5% & <b>")


@pytest.fixture
def lived_in(file_board: Board) -> Board:
    """A board with reports, a date, figures and a reference that looks like a number."""
    for ref, note in zip(("DA-02", "DA-03", "SA-01"), NOTES, strict=True):
        report(file_board, action_of(file_board, ref), note=note, status="at risk")
    report(file_board, action_of(file_board, "DA-06"), status="complete", measure_value=4.5)
    change(file_board, "DA-04", due="2021-09-30", baseline=1234.5, started="2021-04-01")
    change(file_board, "DA-05", ref="1.10", due="September 2021")
    return file_board


def change(board: Board, ref: str, /, **fields: object) -> None:
    action = action_of(board, ref)
    draft = replace(read_stored(action), **fields)  # type: ignore[arg-type]
    actions.edit_action(board, action.id, draft, expected_version=action.version, who="B. Officer")


def export(board: Board, kind: str) -> bytes:
    return plan_export.export(reading.list_actions(board, plan_of(board).id), kind)


def compare(board: Board, name: str, content: bytes) -> PlanDiff:
    return plan_comparing.compare_upload(board, plan_of(board), name, content)


def edit_csv(content: bytes, cells: Mapping[tuple[str, str], str]) -> bytes:
    """A CSV with cells edited by reference and header."""
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    for (ref, header), text in cells.items():
        next(row for row in rows if row["id"] == ref)[header] = text
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "docx"])
def test_a_file_that_nobody_edited_says_nothing(lived_in: Board, kind: str) -> None:
    assert describe_diff(compare(lived_in, f"plan.{kind}", export(lived_in, kind))) == SAME


def save_in_office(tmp_path: Path, name: str, content: bytes, kind: str) -> bytes:
    """A file as LibreOffice saves it; the test is skipped where it lacks the program for such files."""
    if shutil.which("soffice") is None:
        pytest.skip("no LibreOffice")
    (tmp_path / name).write_bytes(content)
    letters = ["--infilter=CSV:44,34,76,1"] if name.endswith(".csv") else []
    process = subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", *letters),
            *("--convert-to", kind, "--outdir", str(tmp_path / "saved"), str(tmp_path / name)),
        ],
        capture_output=True,
        timeout=120,
        check=True,
    )
    saved = tmp_path / "saved" / f"{Path(name).stem}.{kind}"
    if not saved.exists() and b"could not be loaded" in process.stderr:
        pytest.skip("no LibreOffice for spreadsheets")
    return saved.read_bytes()


@pytest.mark.parametrize(
    ("kind", "saved"), [("xlsx", "ods"), ("xlsx", "csv"), ("csv", "xlsx"), ("docx", "docx")]
)
def test_a_file_that_libreoffice_saved_says_nothing(
    lived_in: Board, tmp_path: Path, kind: str, saved: str
) -> None:
    content = save_in_office(tmp_path, f"plan.{kind}", export(lived_in, kind), saved)
    diff = compare(lived_in, f"plan.{saved}", content)
    assert (diff.changes, describe_diff(diff)) == ((), SAME)


def test_days_numbers_and_letters_written_otherwise_are_no_edit(lived_in: Board) -> None:
    cells = {
        ("DA-04", "due"): "30/09/2021",
        ("DA-04", "baseline"): "1,234.50",
        ("DA-04", "started"): "1 April 2021",
        ("1.10", "due"): "Sep-21",
        ("SA-01", "status"): "▲ At Risk",
        ("SA-01", "quarter"): "q2 2021/22",
        ("1.10", "id"): "1.1",
        ("DA-01", "id"): "da-01",
    }
    diff = compare(lived_in, "plan.csv", edit_csv(export(lived_in, "csv"), cells))
    assert (diff.changes, describe_diff(diff)) == ((), SAME)


def test_what_others_changed_since_the_file_was_written_stays(board: Board) -> None:
    content = export(board, "csv")
    change(board, "DA-01", due="In spring")
    report(board, action_of(board, "DA-02"), note="By telephone", status="at risk")
    change(board, "DA-03", due="Later", measure="Visits")
    diff = compare(board, "plan.csv", edit_csv(content, {("DA-03", "due"): "Soon"}))
    assert describe_diff(diff) == "1 changed, 0 new, 56 the same."
    (only,) = diff.changed
    assert dict(only.fields) == {"due": ("Later", "Soon")}
    assert only.remarks == ("Changed in the plan too since the file was written: due date.",)
    step = apply_diff(board, plan_of(board).id, diff, who="A. Chair")
    assert (action_of(board, "DA-03").due, action_of(board, "DA-03").measure) == ("Soon", "Visits")
    undo_step(board, step, who="A. Chair")
    assert action_of(board, "DA-03").due == "Later"


def test_an_update_that_was_withdrawn_since_is_no_edit_either(file_board: Board) -> None:
    first = compare(file_board, "a.csv", edit_csv(export(file_board, "csv"), {("DA-02", "note"): "Begun"}))
    step = apply_diff(file_board, plan_of(file_board).id, first, who="A")
    content = export(file_board, "csv")
    undo_step(file_board, step, who="A")
    assert describe_diff(compare(file_board, "b.csv", content)) == SAME


def test_a_new_action_may_come_with_its_first_report(board: Board) -> None:
    rows = export(board, "csv") + b"X-1,1,Domestic abuse,New one,,,,,,,,,at risk,,Late already,,,,,\r\n"
    diff = compare(board, "plan.csv", rows)
    assert describe_diff(diff) == "0 changed, 1 new, 57 the same."
    step = apply_diff(board, plan_of(board).id, diff, who="A")
    latest = action_of(board, "X-1").latest
    assert latest is not None
    assert (latest.status, latest.note) == ("at risk", "Late already")
    undo_step(board, step, who="A")
    refs = [action.ref for action in reading.list_actions(board, plan_of(board).id).actions]
    assert "X-1" not in refs


def test_a_reference_that_was_changed_is_told_by_the_wording(file_board: Board) -> None:
    diff = compare(file_board, "plan.csv", edit_csv(export(file_board, "csv"), {("DA-01", "id"): "DA-77"}))
    assert [dict(each.fields) for each in diff.changed] == [{"ref": ("DA-01", "DA-77")}]
    assert (diff.new, diff.missing) == ((), ())


def test_word_edits_come_back_with_status_note_and_a_new_row(file_board: Board) -> None:
    report(file_board, action_of(file_board, "DA-02"), note="Begun", quarter="2021 Q2")
    document = docx.Document(io.BytesIO(export(file_board, "docx")))
    table = document.tables[0]
    table.rows[1].cells[2].text = "Visits made"
    table.rows[2].cells[3].text = "■ Off track\nNobody came"
    table.rows[3].cells[3].text = "Talks go on"
    for cell, text in zip(table.add_row().cells, ("Walk the route", "A; B", "", ""), strict=True):
        cell.text = text
    out = io.BytesIO()
    document.save(out)
    diff = compare(file_board, "plan.docx", out.getvalue())
    assert describe_diff(diff) == "3 changed, 1 new, 54 the same."
    first, second, third = diff.changed
    assert list(first.fields) == ["measure"]
    assert second.update is not None
    assert (second.update.status, second.update.note) == ("off track", "Nobody came")
    assert third.update is not None
    assert (third.update.status, third.update.note) == ("not started", "Talks go on")
    assert (diff.new[0].draft.ref, diff.new[0].draft.agencies) == ("DA-15", ("A", "B"))


def test_another_councils_table_updates_the_actions_that_it_names(file_board: Board) -> None:
    wording = action_of(file_board, "DA-02").text
    rows = [
        ["Ref", "Theme", "Objective", "RAG", "Comments"],
        ["da-01", "1", action_of(file_board).text, "Amber", "Slow"],
        ["", "1", wording.upper(), "", ""],
        ["DA-01", "1", "Once more", "", ""],
    ]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    diff = compare(file_board, "ours.xlsx", out.getvalue())
    (fault,) = diff.faults
    assert (fault.line, fault.sentence) == (
        *(4, "The reference DA-01 stands in another row too: keep one of them."),
    )
    one, two = diff.changed
    assert one.update is not None
    assert (one.update.status, one.update.note, dict(one.fields)) == ("at risk", "Slow", {})
    assert (two.draft.ref, list(two.fields)) == ("DA-02", ["text"])
    assert two.draft.agencies == action_of(file_board, "DA-02").agencies


def test_the_command_says_what_a_file_changes_stores_it_and_takes_it_back(
    lived_in: Board, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSP_DATABASE_URL", sqlite_url)
    file = tmp_path / "plan.csv"
    file.write_bytes(edit_csv(export(lived_in, "csv"), {("DA-01", "due"): "Soon"}))
    command = ["import", str(file), "--year", "2021-22", "--by", "A. Chair"]
    seen = CliRunner().invoke(app, command)
    assert "DA-01, Due: nothing → Soon" in seen.stdout
    assert "1 changed, 0 new, 56 the same.\nNothing is stored yet" in seen.stdout
    assert action_of(lived_in).due == ""
    stored = CliRunner().invoke(app, [*command, "--apply"])
    assert action_of(lived_in).due == "Soon"
    step = stored.stdout.split("Stored as step ")[1].split(".")[0]
    undone = CliRunner().invoke(app, ["undo", step, "--by", "A. Chair"])
    assert (undone.exit_code, action_of(lived_in).due) == (0, "")
    file.write_bytes(edit_csv(export(lived_in, "csv"), {("DA-01", "priority"): "9"}))
    refused = CliRunner().invoke(app, [*command, "--apply"])
    assert refused.exit_code == 1
    assert "Row 2, column B: priority. Priority 9 is not one of the plan's." in refused.stderr
