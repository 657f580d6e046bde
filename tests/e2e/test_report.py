"""The report in a browser: arranged, written, taken as a file and read back; two authors at once."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import docx
import pypdf
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import GESTURE_MS, click, download, fill, make, open_tab, press, settled, title
from tests.pages.recount import count, year

LIST = "Sections of the report, in their order"


def sign(page: Page, name: str) -> None:
    """Say who is editing, by keyboard."""

    def write_name() -> None:
        page.get_by_role("textbox", name="Your name").fill(name, timeout=GESTURE_MS)
        page.keyboard.press("Enter")

    make(page, write_name, expect(page.get_by_text(f"Recorded under the name {name}")).to_be_visible)
    settled(page)


def titles(page: Page) -> Locator:
    return page.get_by_role("list", name=LIST).get_by_role("textbox")


def handle(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"Move {name}: drag, or press the arrow keys")


def drag(page: Page, name: str, above: str) -> None:
    """Drag a section above another with the mouse."""
    start, end = handle(page, name).bounding_box(), handle(page, above).bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"], end["y"] + end["height"] / 2, steps=5)
    page.mouse.move(end["x"], end["y"], steps=3)
    page.mouse.up()


def write(page: Page, text: str) -> None:
    """Type a text into the editor and leave it."""
    field = page.get_by_role("textbox", name="Text", exact=True)
    fill(field, text)
    field.press("Tab")
    settled(page)


def choose(page: Page, label: str, option: str) -> None:
    box = page.get_by_test_id("stMain").get_by_role("combobox", name=label, exact=True)

    def choose_option() -> None:
        box.click(timeout=GESTURE_MS)
        page.get_by_role("option", name=option).first.click(timeout=GESTURE_MS)

    make(page, choose_option, expect(box).to_have_value, re.compile(option))
    settled(page)


def take(page: Page, name: str) -> bytes:
    """Make a file and download it."""
    link = page.get_by_role("button", name=f"Download {name}", exact=True)
    click(page.get_by_role("button", name=f"Make {name}", exact=True), expect(link).to_be_visible)
    return Path(download(page, lambda: link.click(timeout=GESTURE_MS)).path()).read_bytes()


def read_word(file: bytes) -> list[str]:
    return [each.text for each in docx.Document(io.BytesIO(file)).paragraphs if each.text.strip()]


def read_workbook(file: bytes) -> str:
    """The words of a workbook, from its own parts."""
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        strings = ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))
    return "\n".join(filter(None, strings.itertext()))


def describe_all_crime() -> str:
    now, before = count("all_crime", year(2020)), count("all_crime", year(2019))
    assert now < before
    return f"fell by {before - now:,} ("


def test_a_report_is_arranged_written_taken_and_read_back(fresh_dashboard, visit):
    page = visit(fresh_dashboard, width=1366, height=768).open("/report")
    kind = page.get_by_role("radio", name="One-page briefing")
    click(kind, expect(title(page)).to_have_text, "Community safety briefing: 4 sections")
    expect(page).to_have_url(re.compile("report=One-page"))
    sign(page, "A. Chair")
    # By keyboard: left out, moved up, renamed.
    press(
        page.get_by_role("checkbox", name="Include Where"),
        "Space",
        expect(title(page)).to_have_text,
        "Community safety briefing: 3 sections",
    )
    press(
        handle(page, "Overdue actions"),
        "ArrowUp",
        expect(titles(page).nth(2)).to_have_value,
        "Overdue actions",
    )
    field = page.get_by_role("textbox", name="Title of Overdue actions")
    fill(field, "What is late")
    field.press("Enter")
    expect(handle(page, "What is late")).to_be_visible()
    # By the mouse.
    make(
        page,
        lambda: drag(page, "What is late", "Key figures"),
        expect(titles(page).first).to_have_value,
        "What is late",
    )
    open_tab(page, "Paragraphs")
    text = page.get_by_role("textbox", name="Text", exact=True)
    click(page.get_by_role("button", name="Write a paragraph"), expect(text).to_be_visible)
    choose(page, "Section", "What is late")
    write(page, "All **crime** {all_crime.change} here.")
    expected = f"All crime {describe_all_crime()}"
    expect(page.get_by_test_id("stMain")).to_contain_text(expected)
    # What was typed outlives a look at another tab.
    open_tab(page, "Sections")
    open_tab(page, "Paragraphs")
    expect(text).to_have_value("All **crime** {all_crime.change} here.")
    click(page.get_by_role("button", name="Store", exact=True), expect(text).to_be_hidden)
    expect(page.get_by_test_id("stMain")).to_contain_text("Stored: What is late, at the start.")
    lines = read_word(take(page, "Word"))
    assert lines.index("What is late") < lines.index("Key figures") < lines.index("The clearest changes")
    assert "Where" not in lines
    assert lines[lines.index("What is late") + 1].startswith(expected)
    words = "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(take(page, "PDF"))).pages)
    assert words.index("What is late") < words.index("All crime fell") < words.index("Key figures")
    assert expected in " ".join(words.split())
    words = read_workbook(take(page, "Excel"))
    assert expected in words
    assert "What is late" in words


def test_of_two_authors_at_once_neither_loses_a_word(fresh_dashboard, visit):
    address = "/report?report=Since+the+last+meeting&report_tab=Paragraphs"
    first, second = (visit(fresh_dashboard).open(address) for _ in range(2))
    texts = [page.get_by_role("textbox", name="Text", exact=True) for page in (first, second)]
    sign(first, "A. Chair")
    click(first.get_by_role("button", name="Write a paragraph"), expect(texts[0]).to_be_visible)
    write(first, "As it was.")
    click(first.get_by_role("button", name="Store", exact=True), expect(texts[0]).to_be_hidden)
    sign(second, "B. Officer")
    for page, text, words in ((first, texts[0], "Of the chair."), (second, texts[1], "Of the officer.")):
        click(page.get_by_role("button", name="Edit", exact=True), expect(text).to_be_visible)
        write(page, words)
    click(first.get_by_role("button", name="Store", exact=True), expect(texts[0]).to_be_hidden)
    main = second.get_by_test_id("stMain")
    mine = second.get_by_role("button", name="Keep mine, as a further version")
    click(second.get_by_role("button", name="Store", exact=True), expect(mine).to_be_visible)
    for words in ("A. Chair changed this while you were writing", "Of the chair.", "Of the officer."):
        expect(main).to_contain_text(words)
    click(mine, expect(mine).to_be_hidden)
    edit = second.get_by_role("button", name="Edit", exact=True)
    click(edit, expect(texts[1]).to_have_value, "Of the officer.")
    earlier = second.get_by_role("button", name="Take this text").first
    click(second.get_by_text("Versions (3)"), expect(earlier).to_be_visible)
    for words in ("As it was.", "Of the chair.", "Of the officer."):
        expect(second.get_by_test_id("stExpander")).to_contain_text([words])
