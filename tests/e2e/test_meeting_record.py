"""A meeting from its opening to its minutes, as whoever keeps them types it and as the room sees it."""

from __future__ import annotations

import io
import re
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from csp.core import settings
from csp.shell.pages import PAGES, TYPE
from tests.e2e.browser import click, download, fill, follow, make, open_tab, repeat, settled, title

STRIP = ".st-key-meeting_strip"
SCREENS = [(1366, 768), (1920, 1080)]
ITEMS = ["Overview", "Since the last meeting", *settings.AGENDA[1:]]
DARK, LIGHT = "rgb(17, 22, 28)", "rgb(255, 255, 255)"
LEAST_FIGURE, LEAST_WORD, ONE_LINE = 40, 16, 70
# What a room could not read: too small, cut off, beside the window, or below the fold.
FAULTS = """([leastFigure, leastWord, oneLine, isOfType]) => {
  const shadows = [...document.querySelectorAll("*")].map((node) => node.shadowRoot).filter(Boolean);
  const roots = [document, ...shadows];
  const within = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
  const box = (node) => node.getBoundingClientRect();
  const size = (node) => parseFloat(getComputedStyle(node).fontSize);
  const seen = (node) => node.checkVisibility({ visibilityProperty: true })
    && box(node).width > 1 && box(node).height > 1;
  const faults = [];
  const say = (what, node) => faults.push(`${what}: ${node.textContent.trim().slice(0, 60)}`);
  const strip = document.querySelector("[data-testid=stLayoutWrapper]:has(> .st-key-meeting_strip)");
  const [frame] = within(".frame.on");
  const fold = box(strip).top;
  if (box(strip).height > oneLine) say("more than a line", strip);
  if (box(strip).bottom > innerHeight || box(frame).bottom > innerHeight) say("below the window", frame);
  if (box(document.querySelector(".st-key-meeting_strip")).right > box(frame).left) say("covered", strip);
  if (document.documentElement.scrollWidth > innerWidth) faults.push("wider than the window");
  const controls = "[data-testid=stMain] :is([data-testid=stSelectbox], [data-testid=stButtonGroup])";
  if (isOfType) within(controls).filter(seen).forEach((node) => say("a control", node));
  const figures = within("div.row > div.figure, [data-testid=stMetricValue]").filter(seen);
  for (const node of figures) if (size(node) < leastFigure) say("small figure", node);
  for (const node of [...figures, document.querySelector("[data-testid=stMain] h1")]) {
    if (box(node).bottom > fold) say("below the fold", node);
  }
  for (const node of within(".vega-embed svg text").filter((each) => each.textContent && seen(each))) {
    if (size(node) < leastWord) say("small word", node);
    if (node.textContent.endsWith("…")) say("cut off", node);
    const picture = box(node.closest("svg")), word = box(node);
    const over = Math.max(picture.left - word.left, word.right - picture.right);
    if (over > 1) say(`${Math.round(over)} px beside the chart`, node);
  }
  const main = document.querySelector("[data-testid=stMain]");
  const holds = (node) => main.contains(node.getRootNode().host ?? node) && !node.closest("svg");
  const isText = (child) => child.nodeType === 3 && child.textContent.trim();
  const texts = within("h1, h2, h3, p, li, td, th, span, div, button, a")
    .filter((node) => holds(node) && seen(node) && [...node.childNodes].some(isText));
  for (const node of texts) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const word = box(range);
    if (word.left < -1 || word.right > innerWidth + 1) say("beside the window", node);
    for (let parent = node; parent && parent !== main; parent = parent.parentElement) {
      const { overflowX, position, textOverflow, webkitLineClamp } = getComputedStyle(parent);
      // Words that end in dots, and those for screen readers alone.
      if (textOverflow === "ellipsis" || webkitLineClamp !== "none" || position === "absolute") break;
      const cuts = ["hidden", "clip"].includes(overflowX);
      if (cuts && word.right > box(parent).right + 1) say("cut off", node);
    }
  }
  return [...new Set(faults)];
}"""


def agenda(page: Page):
    return page.locator(".st-key-whose .frame")


def plan_meeting(page: Page) -> None:
    fill(page.get_by_role("textbox", name="Your name, to record changes"), "A. Officer")
    plan = page.get_by_role("button", name="Plan a meeting")
    click(page.get_by_role("button", name="Continue"), expect(plan).to_be_visible)
    name = page.get_by_test_id("stPopoverBody").get_by_role("textbox", name="Title", exact=True)
    click(plan, expect(name).to_be_visible)
    fill(name, "Spring meeting")
    click(page.get_by_role("button", name="Plan it"), expect(title(page)).to_contain_text, "Spring meeting")


def drag_first_item_down(page: Page) -> None:
    """Change the places of the first two items, by the mouse."""
    entries = page.locator("ol[aria-label=Agenda] > li")
    first = entries.nth(0).locator("input.title")

    def drag() -> None:
        start = entries.nth(0).locator("button.handle").bounding_box()
        end = entries.nth(1).bounding_box()
        assert start
        assert end
        page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
        page.mouse.down()
        page.mouse.move(start["x"] + start["width"] / 2, end["y"] + 0.8 * end["height"], steps=5)
        page.mouse.up()

    make(page, drag, expect(first).to_have_value, ITEMS[0])
    expect(page.get_by_text("Stored: the agenda.")).to_be_visible()


def turn_to(page: Page, number: int) -> None:
    settled(page)
    page.keyboard.press("ArrowRight")
    expect(agenda(page)).to_contain_text(f"{number} of {len(ITEMS)}: {ITEMS[number - 1]}")
    settled(page)


def open_form(page: Page, button: str, label: str) -> None:
    form = page.get_by_role("textbox", name=label, exact=True)
    click(page.locator(STRIP).get_by_role("button", name=button), expect(form).to_be_visible)


def take_down_decision(page: Page, text: str) -> None:
    open_form(page, "Decision", "Decision")
    fill(page.get_by_role("textbox", name="Decision", exact=True), text)
    click(
        page.get_by_role("button", name="Record the decision"),
        expect(page.locator(STRIP)).to_contain_text,
        text,
    )


def raise_action(page: Page, text: str) -> None:
    """An action with its lead and its day, typed on the strip while the page stands above it."""
    open_form(page, "Action", "Action")
    lead = page.get_by_role("combobox", name="Lead")
    fill(page.get_by_role("textbox", name="Action", exact=True), text)
    fill(page.get_by_role("textbox", name="Due", exact=True), "30 September 2027")

    def choose() -> None:
        lead.click(timeout=2000)
        lead.fill("Kent Police", timeout=2000)
        page.get_by_role("option", name="Kent Police", exact=True).click(timeout=2000)

    repeat(choose, lambda ms: expect(lead).to_have_value("Kent Police", timeout=ms))
    send = page.get_by_role("button", name=re.compile("Add it to the plan"))
    click(send, expect(page.locator(STRIP)).to_contain_text, text)


def list_faults(page: Page) -> dict[str, list[str]]:
    """What a room could not read of the item, on both screens and in both colour modes."""
    faults = {}
    # There every control only chooses what is shown.
    is_of_type = any(page.title() == each.title and TYPE in each.filters for each in PAGES)
    for colour, background in (("dark", DARK), ("light", LIGHT)):
        page.emulate_media(color_scheme=colour)
        expect(page.get_by_test_id("stApp")).to_have_css("background-color", background)
        for width, height in SCREENS:
            page.set_viewport_size({"width": width, "height": height})
            settled(page)
            screen = f"{width}x{height} {colour}: {agenda(page).locator('.place').inner_text()}"
            faults[screen] = page.evaluate(FAULTS, [LEAST_FIGURE, LEAST_WORD, ONE_LINE, is_of_type])
    return {screen: words for screen, words in faults.items() if words}


def test_a_meeting_from_opening_to_minutes(fresh_dashboard, visit, tmp_path: Path):
    page = visit(fresh_dashboard, *SCREENS[0]).open("/meeting")
    plan_meeting(page)
    drag_first_item_down(page)
    opening = page.get_by_role("button", name="Open the meeting")
    click(opening, expect(agenda(page)).to_contain_text, f"1 of {len(ITEMS)}: {ITEMS[0]}")
    faults = list_faults(page)
    take_down_decision(page, "Ask for the CCTV")
    # Somebody else at another screen.
    room = visit(fresh_dashboard, *SCREENS[1]).open("/?meeting=on")
    expect(room.locator(STRIP)).to_contain_text("Ask for the CCTV")
    expect(room.locator(STRIP).get_by_role("button")).to_have_count(0)
    for number in range(2, len(ITEMS) + 1):
        turn_to(page, number)
        if number == 3:
            raise_action(page, "Light the path")
        faults |= list_faults(page)
    assert faults == {}
    # Time goes on in the browser.
    clock = agenda(page).locator(".clock")
    before = clock.inner_text()
    expect(clock).not_to_have_text(before)
    for number in (2, 3):
        turn_to(room, number)
    expect(room.locator(STRIP)).to_contain_text("Light the path")
    settled(page)
    page.keyboard.press("Escape")
    follow(page, "Meeting")
    closing = page.get_by_role("button", name="Close the meeting")
    click(closing, expect(title(page)).to_contain_text, "1 decision and 1 action raised")
    files = {}
    for name in ("Word", "PDF"):
        button = page.get_by_role("button", name=f"Minutes as {name}")
        file = tmp_path / name
        download(page, lambda button=button: button.click()).save_as(file)
        files[name] = file.read_bytes()
    assert files["Word"].startswith(b"PK")
    pages = PdfReader(io.BytesIO(files["PDF"])).pages
    words = " ".join(" ".join(each.extract_text() for each in pages).split())
    for text in ("Ask for the CCTV", "Light the path", "Kent Police", "30 Sep 2027"):
        assert text in words
    open_tab(page, "Figures as shown")
    expect(page.get_by_role("button", name="This table as Parquet")).to_be_visible()
