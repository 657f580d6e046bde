"""How long a coordinator takes to give the updates of a quarter, by clicks, keys and seconds.

    python -m tests.bench.scripted_quarter             both ways
    python -m tests.bench.scripted_quarter --way page  by the page of each action alone
    python -m tests.bench.scripted_quarter --brief     what stands as before has neither note nor number

A real browser gives an update of every action of the published plan: a note, a number of every measure, and
another status for half of them. By the page of an action: choose the action, fill its fields, press the
button. By the side panel of the board: the keyboard alone, with Ctrl+Enter for "Save and next".

The browser makes the gestures as fast as it can, and waits for the dashboard after each; what a person takes
for them is added: KEY_S for a key outside of notes, CLICK_S for a click, and NOTES_WPM for notes (a word
being five characters), which is the same by either way and so is given apart.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect, sync_playwright

from csp.topics.action_plan.store import reading
from csp.topics.action_plan.store.records import ActionRow
from csp.topics.action_plan.store.store import FILE, Board, open_board
from tests.e2e.browser import FLAGS, PATIENCE_MS, ROOT, find_chromium, serving, settled

KEY_S, CLICK_S, NOTES_WPM, LETTERS_A_WORD = 0.15, 1.0, 40, 5
NOTE = "Three sessions held; partners agreed what comes next, {ref}."
WORDS = ("On track", "At risk", "Off track", "Complete")
STATUSES = ("Not started", *WORDS, "Stopped")
RUNNING = "[data-testid=stApp][data-test-script-state=running]"


@dataclass(frozen=True)
class Report:
    """An action's update: status is "" where it stays as it is, numbers of its measures in order."""

    ref: str
    status: str
    numbers: tuple[str, ...]
    note: str


@dataclass
class Hands:
    """What a person does, counted; waited is how long the dashboard kept them waiting, in seconds."""

    page: Page
    clicks: int = 0
    keys: int = 0
    typed: int = 0
    waited: float = 0.0
    notes: int = field(default=0)

    def click(self, target: Locator) -> None:
        target.click()
        self.clicks += 1

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
        self.keys += times

    def type(self, text: str) -> None:
        """What is typed outside of notes: each letter is a key."""
        self.page.keyboard.type(text)
        self.keys += len(text)

    def type_note(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.typed += len(text)

    def wait(self, until: Callable[[], object]) -> None:
        start = time.perf_counter()
        until()
        self.waited += time.perf_counter() - start

    @property
    def seconds(self) -> float:
        """Without the notes."""
        return self.clicks * CLICK_S + self.keys * KEY_S + self.waited

    @property
    def note_seconds(self) -> float:
        return self.typed / (NOTES_WPM * LETTERS_A_WORD / 60)


def make_reports(board: Board, brief: bool) -> list[Report]:
    """An update of every action; every other one changes its status. brief: the others say nothing else."""
    plan = reading.list_plans(board)[0]
    actions = reading.list_actions(board, plan.id).actions
    return [_make_report(board, action, at, brief) for at, action in enumerate(actions)]


def _make_report(board: Board, action: ActionRow, at: int, brief: bool) -> Report:
    if brief and not at % 2:
        return Report(action.ref, "", (), "")
    measures = getattr(reading.read_action(board, action.id), "measures", None)
    count = len(measures) if measures is not None else bool(action.measure)
    status = WORDS[at // 2 % len(WORDS)] if at % 2 else ""
    return Report(action.ref, status, (str(10 + at),) * count, NOTE.format(ref=action.ref))


def at_rest(page: Page) -> None:
    expect(page.locator(RUNNING)).to_have_count(0)
    expect(page.locator("[data-testid=stSkeleton], [data-stale=true]")).to_have_count(0)


def sign(page: Page) -> None:
    """Say who is at the screen: done once a year, and not counted."""
    page.get_by_role("textbox", name="Your name").fill("A. Coordinator")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Note")).to_be_visible()
    settled(page)


def find_main(page: Page) -> Locator:
    return page.get_by_test_id("stMain")


def report_by_page(hands: Hands, address: str, reports: list[Report]) -> None:
    """Choose each action on its page, fill the fields that change, and press the button."""
    page = hands.page
    page.goto(f"{address}/action?action={reports[-1].ref}")
    settled(page)
    sign(page)
    for report in reports:
        hands.click(find_main(page).get_by_role("combobox", name="Action", exact=True))
        hands.type(report.ref)
        hands.press("Enter")

        def is_open(ref: str = report.ref) -> None:
            expect(find_main(page).locator("h1").first).to_contain_text(ref)
            at_rest(page)

        hands.wait(is_open)
        _fill_page(hands, report)
        same = page.get_by_role("button", name=re.compile("^Still "))
        is_same = not report.note and same.count()
        hands.click(same if is_same else page.get_by_role("button", name="Add the update"))
        answer = f"Stored: {report.ref} "
        hands.wait(lambda answer=answer: expect(find_main(page)).to_contain_text(answer))
        hands.wait(lambda: at_rest(page))


def _fill_page(hands: Hands, report: Report) -> None:
    page = hands.page
    if report.status:
        box = find_main(page).get_by_role("combobox", name="Status", exact=True)
        if box.count():
            hands.click(box)
            hands.click(page.get_by_role("option", name=report.status))
        else:
            hands.click(find_main(page).locator("label").filter(has_text=report.status))
    for at, number in enumerate(report.numbers):
        hands.click(find_main(page).get_by_placeholder("A number").nth(at))
        hands.type(number)
    if report.note:
        hands.click(page.get_by_role("textbox", name="Note"))
        hands.type_note(report.note)


def report_by_panel(hands: Hands, address: str, reports: list[Report]) -> None:
    """Open the first card, and go on from each action to the next without leaving the keyboard."""
    page = hands.page
    page.goto(f"{address}/board")
    settled(page)
    hands.click(page.get_by_role("button", name=f"{reports[0].ref},"))
    box, head = page.locator(".st-key-panel"), page.locator(".st-key-panel_head")
    hands.wait(lambda: expect(head).to_be_visible())
    sign(page)
    for report in reports:

        def is_ready(ref: str = report.ref) -> None:
            expect(head).to_contain_text(ref)
            expect(page.locator(".st-key-panel input[type=radio]:focus")).to_have_count(1)

        hands.wait(is_ready)
        if report.note:
            _fill_panel(hands, report)
            hands.press("Control+Enter")
        else:
            # This key is deaf until the next action has been in sight for a moment.
            hands.wait(lambda: page.wait_for_timeout(700))
            hands.press("Control+Shift+Enter")
        hands.wait(lambda ref=report.ref: expect(box).to_contain_text(f"Stored: {ref},"))
    expect(box).to_contain_text(f"All {len(reports)} have their update for ")


def _fill_panel(hands: Hands, report: Report) -> None:
    if report.status:
        hands.press("ArrowRight", STATUSES.index(report.status))
    for number in report.numbers:
        hands.press("Tab")
        hands.type(number)
    hands.press("Tab")
    hands.type_note(report.note)


WAYS = {"page": report_by_page, "panel": report_by_panel}


def check(board: Board, reports: list[Report]) -> None:
    """Every update is in the record as it was given."""
    plan = reading.list_plans(board)[0]
    actions = {action.ref: action for action in reading.list_actions(board, plan.id).actions}
    for report in reports:
        latest = actions[report.ref].latest
        assert latest is not None, report.ref
        assert latest.note == report.note, (report.ref, latest.note)
        assert latest.status.rag.word == (report.status or "Not started"), report.ref
        values = reading.read_action(board, latest.action_id).history[-1]
        given = getattr(values, "values", None)
        numbers = given.values() if given is not None else filter(None, [latest.measure_value])
        assert sorted(numbers) == sorted(map(float, report.numbers)), report.ref


def measure(way: str, brief: bool) -> Hands:
    """Give a quarter's updates on a board of its own."""
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("no Chromium found: install chromium, or name one in CSP_CHROMIUM")
    expect.set_options(timeout=PATIENCE_MS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with closing(open_board(f"sqlite:///{folder}/board/{FILE}")) as board:
            remove_simulated(board)
            reports = make_reports(board, brief)
        stores = {"CSP_EXTRACTS": str(folder / "none"), "CSP_BOARD": str(folder / "board")}
        with serving(ROOT, folder / "server.log", stores) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
            page.set_default_timeout(PATIENCE_MS)
            hands = Hands(page)
            WAYS[way](hands, address, reports)
            browser.close()
        with closing(open_board(f"sqlite:///{folder}/board/{FILE}")) as board:
            check(board, reports)
    hands.notes = len(reports)
    return hands


def remove_simulated(board: Board) -> None:
    """Take the simulated updates away, as who begins to report does; versions without any have none."""
    name = "csp.topics.action_plan.store.simulation"
    if importlib.util.find_spec(name) is not None:
        plan = reading.list_plans(board)[0]
        importlib.import_module(name).show_simulation(board, plan.id, False, who="A. Coordinator")


def write_row(way: str, hands: Hands) -> str:
    """A row of the table: times in minutes and seconds."""
    times = [hands.seconds, hands.note_seconds, hands.seconds + hands.note_seconds]
    words = " | ".join(f"{int(each) // 60}:{int(each) % 60:02d}" for each in times)
    return (
        f"| {way} | {hands.notes} | {hands.clicks} | {hands.keys} | {hands.typed:,} | "
        f"{hands.waited:.0f} s | {words} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--way", choices=[*WAYS], help="only this way")
    parser.add_argument("--brief", action="store_true", help="what stands as before has no note")
    args = parser.parse_args()
    print("| way | updates | clicks | keys | letters of notes | waited | without notes | notes | in all |")
    print("|---|---|---|---|---|---|---|---|---|")
    for way in [args.way] if args.way else WAYS:
        print(write_row(way, measure(way, args.brief)), flush=True)


if __name__ == "__main__":
    main()
