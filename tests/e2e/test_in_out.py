"""A plan that goes out as a workbook, is edited and comes in again; agencies' forms that come back."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
from playwright.sync_api import Locator, Page, expect

from csp.topics.action_plan.store import agencies, entries, reading
from csp.topics.action_plan.store.agency_form import FormSource
from csp.topics.action_plan.store.agency_workbook import write_workbook
from csp.topics.action_plan.store.store import open_board
from tests.e2e.browser import GESTURE_MS, click, download, fill, make, settled


def main(page: Page) -> Locator:
    return page.get_by_test_id("stMain")


def sign(page: Page) -> None:
    """Say who is editing, where this browser has not kept the name."""
    known = page.get_by_text("Recorded under the name A. Chair")
    if known.is_visible():
        return
    name = page.get_by_role("textbox", name="Your name")

    def write_name() -> None:
        fill(name, "A. Chair")
        name.press("Enter")

    make(page, write_name, expect(known).to_be_visible)
    settled(page)


def choose_files(page: Page, files: list[Path], check: Locator) -> None:
    """Choose files, again where the page was drawn anew meanwhile, until what they hold is shown."""
    uploader = page.locator("input[type=file]").first
    make(page, lambda: uploader.set_input_files(files, timeout=GESTURE_MS), expect(check).to_be_visible)
    settled(page)


def edit(file: Path, cells: dict[tuple[str, str], object]) -> None:
    """Edit cells of a workbook by reference and header, as somebody does in Excel."""
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    headers = [cell.value for cell in sheet[1]]
    lines = {sheet.cell(line, 1).value: line for line in range(2, sheet.max_row + 1)}
    for (ref, header), value in cells.items():
        line = lines.setdefault(ref, len(lines) + 2)
        sheet.cell(line, 1).value = ref
        sheet.cell(line, headers.index(header) + 1).value = value
    book.save(file)


def write_forms(folder: Path, *names: str) -> list[Path]:
    """The forms of agencies, as they were sent out."""
    board = open_board(f"sqlite:///{folder / 'board' / 'board.sqlite'}")
    plan = reading.list_plans(board)[0]
    listing = reading.list_actions(board, plan.id, retired=True)
    source = FormSource(listing, entries.list_details(board, plan.id), {})
    files = []
    for name in names:
        agency = agencies.read_directory(board).find(name)
        assert agency is not None
        files.append(folder / f"{name}.xlsx")
        files[-1].write_bytes(io.BytesIO(write_workbook(source, agency)).getvalue())
    board.close()
    return files


def test_a_plan_and_the_answers_of_agencies_come_in_again_and_are_undone(fresh_dashboard, visit, tmp_path):
    reader = visit(fresh_dashboard)
    page = reader.open("/plans?task=Excel+in+and+out")
    sign(page)
    excel = page.get_by_role("button", name="Download Excel")
    taken = download(page, excel.click)
    assert taken.suggested_filename == "action-plan-2021-22.xlsx"
    file = tmp_path / taken.suggested_filename
    taken.save_as(file)
    choose_files(page, [file], main(page).get_by_text("0 changed, 0 new, 57 the same."))
    click(page.get_by_role("button", name="Drop the file"), expect(excel).to_be_visible)
    new = {"priority": 1, "action": "Something new", "agencies": "Kent Police"}
    edit(
        file,
        {("DA-01", "due"): "31/12/2021", ("DA-02", "status"): "At risk", ("DA-02", "note"): "Staff left"}
        | {("DA-03", "agencies"): "Kent Police; A Charity"}
        | {("DA-99", header): value for header, value in new.items()},
    )
    choose_files(page, [file], main(page).get_by_text("3 changed, 1 new, 54 the same."))
    changes = page.get_by_role("table", name="What the file changes")
    expect(changes).to_contain_text("Staff left")
    done = main(page).get_by_text("3 changed, 1 new: stored in one step.")
    click(page.get_by_role("button", name="Apply 4 changes"), expect(done).to_be_visible)
    undo = page.get_by_role("button", name="Undo")
    undone = main(page).get_by_text("Undone by A. Chair")
    click(undo.first, expect(undone).to_be_visible)

    first, second = write_forms(tmp_path, "DAVSS", "Look Ahead")
    edit(first, {("DA-01", "status"): "On track", ("DA-01", "what happened"): "Busy spring"})
    edit(second, {("DA-07", "what happened"): "Two courses held"})
    page = reader.open("/agencies?agency_tab=Answers")
    sign(page)
    choose_files(page, [first, second], main(page).get_by_text("2 forms: 2 answers."))
    expect(main(page)).to_contain_text("Two courses held")
    stored = main(page).get_by_text("each in a step of its own")
    click(page.get_by_role("button", name="Apply all 2 answers"), expect(stored).to_be_visible)
    board = reader.open("/action?action=DA-07")
    expect(main(board)).to_contain_text("Two courses held")
