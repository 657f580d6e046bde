"""A running dashboard and a browser, for the journeys in this folder and for tests/bench."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Download, ElementHandle, Locator, Page, expect
from playwright.sync_api import Error as PlaywrightError

from csp.shell.pages import PAGES

ROOT = Path(__file__).resolve().parent.parent.parent
ARTEFACTS = ROOT / "tests" / "artefacts"
NAMES = ("chromium", "chromium-browser", "google-chrome")
# Software drawing for the maps, and nothing that calls home at start.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
# A first run imports the libraries and reads the store, beside whatever else the machine does.
PATIENCE_S = 60
PATIENCE_MS = 1000 * PATIENCE_S
# So long a gesture may wait for what it needs before it is made again.
GESTURE_MS = 5000
# Below this width Streamlit shows the menu as a drawer.
DRAWER_PX = 768
# The filters that stand in the bar itself; the others are in the part of the period.
IN_BAR = ("Crime type", "Wards")
MULTISELECT = "Wards"


def find_chromium() -> str | None:
    """The path of CSP_CHROMIUM, else of the first of NAMES on the PATH; None where there is none."""
    return next(filter(None, map(shutil.which, (os.environ.get("CSP_CHROMIUM", ""), *NAMES))), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serving(
    folder: Path,
    log: Path,
    environment: Mapping[str, str] | None = None,
    options: Sequence[str] = (),
    before: Sequence[str] = (),
) -> Iterator[str]:
    """Serve folder/app.py as a reader starts it, and give its address.

    log takes what the server says; options go to Streamlit, and before is a program that starts it.
    """
    port = free_port()
    command = [*before, sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    command += ["--server.headless=true", "--browser.gatherUsageStats=false", *options]
    address = f"http://localhost:{port}"
    with log.open("w", encoding="utf-8") as output:
        server = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # A group of its own, so that a program in front does not leave the server behind.
            start_new_session=True,
        )
        try:
            _await_health(server, address, log)
            yield address
        finally:
            _end(server, signal.SIGTERM)
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                _end(server, signal.SIGKILL)
                server.wait()


def _end(server: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """Signal a server and whatever it was started by; nothing where all have ended."""
    with suppress(ProcessLookupError):
        os.killpg(server.pid, how)


def _await_health(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
                return
        except (urllib.error.URLError, OSError) as error:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server did not start: {log.read_text(encoding='utf-8')}") from error
        time.sleep(0.05)


def page_path(file: str) -> str:
    """The address of a page: the first of the menu is the home page."""
    return "/" if file == PAGES[0].file else f"/{file}"


def settled(page: Page) -> None:
    """Wait until a page has been drawn and its script has finished."""
    app = page.locator("[data-testid=stApp][data-test-script-state=notRunning]")
    expect(app).to_be_attached(timeout=PATIENCE_MS)
    expect(page.locator("[data-testid=stMain] h1").first).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator("[data-testid=stSkeleton], [data-stale=true]")).to_have_count(0, timeout=PATIENCE_MS)


def repeat(gesture: Callable[[], object], check: Callable[[float], None]) -> None:
    """Repeat a gesture until it takes: a busy browser may not be ready for the first.

    Only for gestures that may be made twice. check gets a patience in ms and fails while nothing is seen. A
    gesture may fail too, while what it needs is not there or has just taken: give it a short timeout.
    """
    deadline = time.monotonic() + PATIENCE_S
    while True:
        failure: Exception | None = None
        try:
            gesture()
        except (AssertionError, PlaywrightError) as error:
            failure = error
        try:
            check(2000)
            return
        except AssertionError as error:
            if time.monotonic() > deadline:
                raise error from failure


def make(page: Page, gesture: Callable[[], object], check: Callable[..., None], *expected: object) -> None:
    """Make a gesture on a page at rest, and make it again while nothing comes of it.

    What is clicked while Streamlit draws it anew hears nothing. It is made again only when the page is at
    rest once more and the check still fails: made twice, many a gesture would take itself back.
    """
    is_first = True

    def gesture_at_rest() -> None:
        nonlocal is_first
        settled(page)
        if not is_first:
            with suppress(AssertionError):
                check(*expected, timeout=1000)
                return
        is_first = False
        gesture()

    repeat(gesture_at_rest, lambda patience: check(*expected, timeout=patience))


def click(target: Locator, check: Callable[..., None], *expected: object) -> None:
    """Click until it takes: click(button, expect(page).to_have_title, "County")."""
    make(target.page, lambda: target.click(timeout=GESTURE_MS), check, *expected)


def press(target: Locator, key: str, check: Callable[..., None], *expected: object) -> None:
    """Press a key on an element, which then has the focus, until it takes."""
    make(target.page, lambda: target.press(key, timeout=GESTURE_MS), check, *expected)


def fill(target: Locator, text: str) -> None:
    """Write a text into a field. One that is written while Streamlit draws the field anew is gone."""
    make(target.page, lambda: target.fill(text, timeout=GESTURE_MS), expect(target).to_have_value, text)


def download(page: Page, gesture: Callable[[], object]) -> Download:
    """The file that a gesture gives, which is made again while none comes."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        settled(page)
        try:
            with page.expect_download(timeout=3 * GESTURE_MS) as started:
                gesture()
            return started.value
        except PlaywrightError:
            if time.monotonic() > deadline:
                raise


def hold_charts(page: Page) -> list[ElementHandle]:
    """The pictures of a page's charts as they stand: one that is built anew is another element."""
    pictures = page.get_by_test_id("stVegaLiteChart").locator("svg.marks")
    expect(pictures).to_have_count(page.get_by_test_id("stVegaLiteChart").count())
    return pictures.element_handles()


def title(page: Page) -> Locator:
    """The finding, the title line of a page."""
    return page.locator("[data-testid=stMain] h1").first


def menu_link(page: Page, name: str) -> Locator:
    """An entry of the menu. On a phone the menu is a drawer, opened here."""
    if page.viewport_size["width"] < DRAWER_PX:
        button, drawer = page.get_by_test_id("stExpandSidebarButton"), page.get_by_test_id("stSidebar")
        if button.is_visible():
            click(button, expect(drawer).to_have_attribute, "data-collapsed", "false")
        return drawer.get_by_role("link", name=name, exact=True)
    return page.get_by_test_id("stTopNav").get_by_role("link", name=name, exact=True)


def close_menu(page: Page) -> None:
    """Close the drawer with the menu, which on a real phone closes by itself when a page is chosen."""
    drawer = page.get_by_test_id("stSidebar")
    if page.viewport_size["width"] < DRAWER_PX and drawer.get_attribute("data-collapsed") == "false":

        def close() -> None:
            drawer.hover(timeout=GESTURE_MS)
            page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click(timeout=GESTURE_MS)

        make(page, close, expect(page.get_by_test_id("stExpandSidebarButton")).to_be_visible)


def row_link(page: Page, name: str) -> Locator:
    """A link of the row that leads to the other pages of a section."""
    return filter_bar(page).get_by_role("link", name=name, exact=True)


def follow(page: Page, name: str) -> None:
    """Go to a page by the menu, as a reader does, and from the first of a section on by its row."""
    spec = next(spec for spec in PAGES if spec.title == name)

    def open_entry() -> None:
        menu_link(page, spec.section or name).click(timeout=GESTURE_MS)

    make(page, open_entry, expect(page).to_have_title, spec.entry.title)
    settled(page)
    close_menu(page)
    if spec is not spec.entry:
        click(row_link(page, name), expect(page).to_have_title, name)
        settled(page)


def open_tab(page: Page, name: str) -> None:
    """Open one of a page's tabs, and wait for what it holds."""
    tab = page.get_by_role("tab", name=name, exact=True)
    click(tab, expect(tab).to_have_attribute, "aria-selected", "true")
    settled(page)


def filter_bar(page: Page) -> Locator:
    return page.locator(".st-key-filter_bar")


def filter_box(page: Page, control: str) -> Locator:
    """A select box or multiselect of the bar. Those of the period are reached by opening it, done here."""
    if control not in IN_BAR:
        open_period(page)
    return filter_bar(page).get_by_role("combobox", name=control, exact=True)


def open_period(page: Page) -> None:
    """Open the part of the bar that holds the period, unless it is open."""
    part = filter_bar(page).locator(".st-key-period")
    details = part.get_by_test_id("stExpanderDetails")
    if details.get_attribute("inert") is not None:
        click(part.locator("summary"), expect(details).to_be_visible)
    expect(details).to_be_visible()


def close_period(page: Page) -> None:
    part = filter_bar(page).locator(".st-key-period")
    click(part.locator("summary"), expect(part.get_by_test_id("stExpanderDetails")).to_be_hidden)


def open_popover(page: Page, key: str) -> None:
    """Open one of the popovers of the bar."""
    button = filter_bar(page).locator(f".st-key-{key}").get_by_test_id("stPopoverButton")
    click(button, expect(page.get_by_test_id("stPopoverBody")).to_be_visible)


def choose(page: Page, control: str, option: str) -> None:
    """Choose an option of a select box or of the multiselect of the bar, as a reader does."""
    box = filter_box(page, control)

    def is_chosen(timeout: float) -> None:
        if control == MULTISELECT:
            expect(filter_bar(page).get_by_label(f"Remove {option}", exact=True)).to_be_visible(
                timeout=timeout
            )
        else:
            expect(box).to_have_attribute("aria-expanded", "false", timeout=timeout)
            expect(box).to_have_value(option, timeout=timeout)

    make(page, lambda: pick(box, option), is_chosen)
    # The list of a multiselect stays open, and the rest of the page is out of reach behind it.
    if box.get_attribute("aria-expanded") == "true":
        page.keyboard.press("Escape")
    if control not in IN_BAR:
        close_period(page)


def pick(box: Locator, option: str) -> None:
    """Open the list of a select box and click one of its options."""
    box.click(timeout=GESTURE_MS)
    # A long list is drawn in part: typing brings the option into it.
    box.fill(option, timeout=GESTURE_MS)
    box.page.get_by_role("option", name=option, exact=True).click(timeout=GESTURE_MS)
