"""How long a click takes until the page has settled, against the same click on an empty Streamlit page.

    python -m tests.bench.page_speed           on the embedded sample
    python -m tests.bench.page_speed --big     and again on a generated extract of 60 million rows
    python -m tests.bench.page_speed --full-board --pages board quarter
                                               with 2,000 actions and 40,000 updates

Both pages are opened in one browser and the clicks take turns, so that whatever else the
machine does falls on both. Settled: the last change of the document, its shadow trees and its
canvases, or the last message of the server where that is later, once the script has finished
and 300 ms have brought nothing more. The table also says when the last message of the server
was handled, which bounds what the server can have taken; the rest is the browser drawing.

A drag of a slider is timed from letting go of it. "opening" is the whole page by its address.

The empty page is served as Streamlit comes. --same-settings gives it the dashboard's own
settings as well, and so leaves only what the page itself costs.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from csp.shell.pages import PAGES
from csp.topics.action_plan.store.store import FILE, open_board
from tests.bench.big_extract import write_big_extract
from tests.bench.board_store import fill
from tests.e2e.browser import FLAGS, PATIENCE_MS, ROOT, find_chromium, page_path, serving, settled

TARGET_MEDIAN = 2.0
TARGET_P95 = 4.0
TARGET_BIG = 1.25
WARM_UP = 3  # the first clicks of a control fill caches that stay filled

TARGET_DRAG = 1.5  # of the median, where a slider is dragged
TARGET_FULL_BOARD = 3.0

Widget = Literal["toggle", "selectbox", "multiselect", "slider", "segments", "nothing"]
Act = Callable[[Page, int], None]

EMPTY_PAGE = """
import streamlit as st

match st.query_params["widget"]:
    case "toggle":
        st.toggle("Control", key="control")
    case "selectbox":
        st.selectbox("Control", ["one", "two", "three"], key="control")
    case "multiselect":
        st.multiselect("Control", ["one", "two", "three"], key="control")
    case "slider":
        st.slider("Control", 0, 100, 50, key="control")
    case "segments":
        st.segmented_control("Control", ["one", "two", "three"], default="one", required=True, key="control")
    case "nothing":
        st.title("Control")
"""

# Notes the time of every change on the screen, of every message, and of every press.
WATCH = """
(() => {
  const seen = window.__seen = { press: 0, change: 0, sent: 0, received: 0, messages: 0 };
  const changed = () => { seen.change = performance.now(); };
  const watch = (root) => new MutationObserver(changed).observe(
    root, { subtree: true, childList: true, attributes: true, characterData: true });
  watch(document);
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    watch(root);
    return root;
  };
  const draws = [[CanvasRenderingContext2D, "clearRect"], [WebGL2RenderingContext, "clear"]];
  for (const [context, name] of draws) {
    const draw = context.prototype[name];
    context.prototype[name] = function (...rest) { changed(); return draw.apply(this, rest); };
  }
  for (const name of ["pointerup", "keydown"]) addEventListener(name, () => {
    Object.assign(seen, { press: performance.now(), change: 0, sent: 0, received: 0, messages: 0 });
  }, true);
  window.WebSocket = class extends WebSocket {
    constructor(...rest) {
      super(...rest);
      this.addEventListener("message", () => { seen.received = performance.now(); seen.messages += 1; });
    }
    send(data) { seen.sent ||= performance.now(); super.send(data); }
  };
})();
"""

# Done: something was asked and answered, the script has stopped, and nothing has happened for a while.
SETTLE = """
() => new Promise((done, fail) => {
  const began = performance.now(), quiet = 300, patience = 30000;
  const look = () => {
    const seen = window.__seen, now = performance.now();
    const state = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState;
    const last = Math.max(seen.press, seen.change, seen.received);
    if (seen.sent && seen.received > seen.sent && state === "notRunning" && now - last > quiet)
      done([Math.max(seen.change, seen.received) - seen.press, seen.received - seen.sent, seen.messages]);
    else if (now - began > patience) fail(new Error("the page did not settle: " + JSON.stringify(seen)));
    else setTimeout(look, 20);
  };
  look();
})
"""


@dataclass(frozen=True)
class Control:
    """Something a reader clicks: what it is called, what it is like on the empty page, and the click."""

    name: str
    like: Widget
    act: Act


@dataclass(frozen=True)
class Click:
    """One click: ms to the last change on screen, ms to the last message, and how many messages came."""

    settled: float
    answered: float
    messages: int


@dataclass(frozen=True)
class Result:
    page: str
    control: str
    dragged: bool
    empty: tuple[Click, ...]
    page_clicks: tuple[Click, ...]

    def settled(self, share: float) -> tuple[float, float]:
        """ms at a share of the clicks (0.5: median), on the empty page and on this one."""
        return percentile((c.settled for c in self.empty), share), percentile(
            (c.settled for c in self.page_clicks), share
        )

    def ratio(self, share: float) -> float:
        empty, here = self.settled(share)
        return here / empty

    def met(self, full_board: bool) -> bool:
        """Whether the targets are met: of the median, and of the 95th percentile."""
        median = TARGET_FULL_BOARD if full_board else TARGET_DRAG if self.dragged else TARGET_MEDIAN
        return self.ratio(0.5) <= median and self.ratio(0.95) <= TARGET_P95


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least a share of the values do not exceed; the median for 0.5."""
    ordered = sorted(values)
    if share == 0.5:
        return statistics.median(ordered)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def option(label: str, options: Sequence[str]) -> Act:
    """Chooses the options of a select box in turn. Only the choice is timed, not opening the list."""

    def act(page: Page, turn: int) -> None:
        box = page.get_by_role("combobox", name=label, exact=True)
        box.click()
        box.fill(options[turn % len(options)])
        page.get_by_role("option", name=options[turn % len(options)], exact=True).click()

    return act


def ward(label: str, options: Sequence[str]) -> Act:
    """Adds an option of a multiselect, and takes it out again the next time."""

    def act(page: Page, turn: int) -> None:
        box = page.get_by_role("combobox", name=label, exact=True)
        box.click()
        if turn % 2 == 0:
            box.fill(options[turn // 2 % len(options)])
            page.get_by_role("option", name=options[turn // 2 % len(options)], exact=True).click()
        else:
            box.press("Backspace")

    return act


def switch(page: Page, turn: int) -> None:  # noqa: ARG001 every turn is the same
    page.get_by_test_id("stCheckbox").locator("label").first.click()


def button(names: Sequence[str], key: str) -> Act:
    """Clicks buttons within an element in turn."""

    def act(page: Page, turn: int) -> None:
        inside(page, key).get_by_role("button", name=names[turn % len(names)], exact=True).click()

    return act


def radio(names: Sequence[str], key: str) -> Act:
    """Clicks the segments of a segmented control in turn."""

    def act(page: Page, turn: int) -> None:
        inside(page, key).get_by_role("radio", name=names[turn % len(names)], exact=True).click()

    return act


def inside(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-{key}")


def spots(key: str, places: Sequence[tuple[float, float]]) -> Act:
    """Clicks places of a chart in turn: shares of its width and height."""

    def act(page: Page, turn: int) -> None:
        chart = inside(page, key).locator("canvas, svg.marks").first
        chart.scroll_into_view_if_needed()
        box = chart.bounding_box()
        if box is None:
            raise RuntimeError(f"the chart {key} is not drawn")
        x, y = places[turn % len(places)]
        chart.click(position={"x": x * box["width"], "y": y * box["height"]})

    return act


def nth(label: str, places: Sequence[int]) -> Act:
    """Chooses the options of a select box by their place in the list."""

    def act(page: Page, turn: int) -> None:
        page.get_by_role("combobox", name=label, exact=True).click()
        page.get_by_role("option").nth(places[turn % len(places)]).click()

    return act


def following(page: Page, turn: int) -> None:  # noqa: ARG001 every turn is the same
    inside(page, "next_type").get_by_role("button").click()


def drag(key: str, shares: Sequence[float]) -> Act:
    """Presses the track of a slider in its middle and drags to shares of it in turn."""

    def act(page: Page, turn: int) -> None:
        inside(page, key).scroll_into_view_if_needed()
        thumb = inside(page, key).get_by_role("slider").bounding_box()
        track = inside(page, key).get_by_test_id("stSlider").bounding_box()
        if thumb is None or track is None:
            raise RuntimeError(f"the slider {key} is not drawn")
        height = thumb["y"] + thumb["height"] / 2
        page.mouse.move(track["x"] + track["width"] / 2, height)
        page.mouse.down()
        page.mouse.move(track["x"] + shares[turn % len(shares)] * track["width"], height, steps=2)
        page.mouse.up()

    return act


def reload(page: Page, turn: int) -> None:  # noqa: ARG001 every turn is the same
    """Opens the page by its address."""
    page.reload(wait_until="commit")


OPENING = Control("opening", "nothing", reload)
SIDEBAR = (
    Control("type", "selectbox", option("Crime type", ["Shoplifting", "Robbery", "All crime"])),
    Control("ward", "multiselect", ward("Wards", ["Culverden", "Park", "Sherwood"])),
    Control("to", "selectbox", option("Period ending", ["Nov 2020", "Oct 2020", "Dec 2020"])),
    Control("months", "selectbox", option("Length", ["6 months", "3 months", "12 months"])),
    Control("against", "selectbox", option("Compare with", ["Same months of 2018", "12 months before"])),
    Control("without_covid", "toggle", switch),
)
OWN = {
    "overview": (
        Control("row of the table", "toggle", button(["Robbery", "Shoplifting", "All crime"], "crime_types")),
    ),
    "county": (
        Control("bar of the chart", "toggle", spots("rates", [(0.5, 0.3), (0.5, 0.5), (0.5, 0.7)])),
        Control("district of the map", "toggle", spots("map", [(0.5, 0.5), (0.7, 0.55), (0.3, 0.7)])),
        Control("row of the ranks", "toggle", button(["Maidstone", "Sevenoaks", "Swale"], "ranks")),
        Control("row of the matrix", "toggle", button(["Robbery", "Shoplifting", "All crime"], "matrix")),
        Control("figure in the cells", "segments", radio(["Rate", "Count", "Rank"], "show")),
    ),
    "trends": (
        Control("figure", "segments", radio(["Count", "Rate"], "figure")),
        Control("rolling", "segments", radio(["Rolling 12 months", "Months"], "run")),
        Control("seasons", "segments", radio(["Left in", "Taken out"], "season")),
    ),
    "wards": (
        Control("map", "segments", radio(["Tiles", "Outlines"], "map_view")),
        Control("points", "segments", radio(["Points", "Outlines"], "map_view")),
        Control("shade", "segments", radio(["Count", "Change", "Rate"], "shade_by")),
        Control("row of the wards", "toggle", button(["Culverden", "Park", "Sherwood"], "ward_table")),
    ),
    "profile": (Control("next type", "toggle", following),),
    "quarter": (
        OPENING,
        Control("quarter", "selectbox", nth("Quarter to close", [1, 2, 0])),
    ),
    "board": (
        OPENING,
        Control("priority", "selectbox", nth("Priority", [1, 2, 3])),
        Control("only", "selectbox", option("Only", ["No update this quarter", "Unfinished", "Overdue"])),
        Control("grouped", "selectbox", option("Grouped", ["By agency", "Ungrouped", "By priority"])),
        Control("look", "segments", radio(["Table", "Board"], "look")),
    ),
    "agencies": (OPENING, Control("agency", "selectbox", nth("List of", [1, 2, 3]))),
    "thresholds": (
        Control("drag of the limit", "slider", drag("limit", [0.2, 0.4, 0.6])),
        Control("drag of the least count", "slider", drag("least", [0.2, 0.4, 0.6])),
        Control("over", "segments", radio(["3 months", "1 month", "12 months"], "over")),
        Control("direction", "segments", radio(["Down", "Both", "Up"], "direction")),
        Control("against", "selectbox", option("Against", ["Control limits", "Same months last year"])),
    ),
    "figures": (Control("drag of the fall", "slider", drag("fell_by", [0.2, 0.4, 0.6])),),
    "priorities": (Control("drag of a weight", "slider", drag("weight_harm", [0.2, 0.5, 0.8])),),
}
EMPTY: dict[Widget, Act] = {
    "toggle": switch,
    "selectbox": option("Control", ["two", "three", "one"]),
    "multiselect": ward("Control", ["one", "two", "three"]),
    "slider": drag("control", [0.2, 0.4, 0.6]),
    "segments": radio(["two", "three", "one"], "control"),
    "nothing": reload,
}


def controls(page: str) -> tuple[Control, ...]:
    return (*SIDEBAR, *OWN.get(page, ()))


def timed(page: Page, act: Act, turn: int) -> Click:
    page.bring_to_front()
    act(page, turn)
    return Click(*page.evaluate(SETTLE))


def opened(browser: Browser, address: str) -> Page:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.add_init_script(WATCH)
    page.goto(address)
    return page


def measure(browser: Browser, addresses: tuple[str, str], page: str, control: Control, clicks: int) -> Result:
    """Click the control and its like on the empty page in turns, each in a page of its own."""
    empty, dashboard = addresses
    plain = opened(browser, f"{empty}/?widget={control.like}")
    plain.get_by_text("Control", exact=True).first.wait_for()
    here = opened(browser, dashboard)
    settled(here)
    pairs = []
    for turn in range(WARM_UP + clicks):
        # Whoever goes second finds a warmer machine: take turns at that too.
        if turn % 2:
            pairs.append((timed(plain, EMPTY[control.like], turn), timed(here, control.act, turn)))
        else:
            second, first = timed(here, control.act, turn), timed(plain, EMPTY[control.like], turn)
            pairs.append((first, second))
    for opened_page in (plain, here):
        opened_page.context.close()
    on_empty, on_page = zip(*pairs[WARM_UP:], strict=True)
    return Result(page, control.name, control.like == "slider", on_empty, on_page)


def run(
    extracts: Path,
    board: Path,
    pages: Sequence[str],
    only: str,
    clicks: int,
    same_settings: bool,
    query: str = "",
) -> Iterator[Result]:
    """Measure every control of these pages on one store."""
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("no Chromium found: install chromium, or name one in CSP_CHROMIUM")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "app.py").write_text(EMPTY_PAGE, encoding="utf-8")
        if same_settings:
            shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
        empty = stack.enter_context(serving(folder, folder / "empty.log"))
        stores = {"CSP_EXTRACTS": str(extracts), "CSP_BOARD": str(board)}
        dashboard = stack.enter_context(serving(ROOT, folder / "dashboard.log", stores))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for page in pages:
            for control in controls(page):
                if only in control.name:
                    addresses = empty, f"{dashboard}{page_path(page)}{query}"
                    yield measure(browser, addresses, page, control, clicks)
        browser.close()


HEADER = (
    "| page | control | empty ms | page ms | ratio | empty p95 | page p95 | ratio p95 "
    "| last message ms, empty | page | messages | met |\n"
    "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|"
)


def line(result: Result, full_board: bool) -> str:
    median, p95 = result.settled(0.5), result.settled(0.95)
    answered = [statistics.median(c.answered for c in side) for side in (result.empty, result.page_clicks)]
    messages = statistics.median(c.messages for c in result.page_clicks)
    met = "yes" if result.met(full_board) else "NO"
    return (
        f"| {result.page} | {result.control} | {median[0]:.0f} | {median[1]:.0f} | {result.ratio(0.5):.2f} "
        f"| {p95[0]:.0f} | {p95[1]:.0f} | {result.ratio(0.95):.2f} "
        f"| {answered[0]:.0f} | {answered[1]:.0f} | {messages:.0f} | {met} |"
    )


def table(name: str, results: Iterator[Result], full_board: bool) -> list[Result]:
    """Print the results as they come."""
    print(f"\n### {name}\n\n{HEADER}", flush=True)
    measured = []
    for result in results:
        print(line(result, full_board), flush=True)
        measured.append(result)
    return measured


def compare(small: Sequence[Result], big: Sequence[Result]) -> None:
    """Print how much slower a click is on the big extract, each as a ratio to the empty page of its run."""
    print(f"\n### Big against small, target at most {TARGET_BIG}\n")
    print("| page | control | small ratio | big ratio | big / small | met |\n|---|---|---:|---:|---:|---|")
    for s, b in zip(small, big, strict=True):
        growth = b.ratio(0.5) / s.ratio(0.5)
        print(
            f"| {s.page} | {s.control} | {s.ratio(0.5):.2f} | {b.ratio(0.5):.2f} | {growth:.2f} "
            f"| {'yes' if growth <= TARGET_BIG else 'NO'} |"
        )


@contextmanager
def scratch(where: Path | None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=where, prefix="csp-bench-") as name:
        yield Path(name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clicks", type=int, default=15, help="timed clicks of each control")
    parser.add_argument("--pages", nargs="*", default=[spec.file for spec in PAGES], help="only these pages")
    parser.add_argument("--only", default="", help="only controls with this in their name")
    parser.add_argument("--same-settings", action="store_true", help="for the empty page too")
    parser.add_argument("--big", action="store_true", help="again with a generated extract")
    parser.add_argument("--rows", type=int, default=60_000_000, help="rows of the generated extract")
    parser.add_argument("--full-board", action="store_true", help="with 2,000 actions and 40,000 updates")
    parser.add_argument("--scratch", type=Path, help="where the generated extract is written and removed")
    args = parser.parse_args()
    how = args.pages, args.only, args.clicks, args.same_settings
    with scratch(args.scratch) as folder:
        board = folder / "board"
        if args.full_board:
            with closing(open_board(f"sqlite:///{board}/{FILE}")) as opened_board:
                how = *how, f"?plan={fill(opened_board).label}"
        small = table("Embedded sample", run(folder / "none", board, *how), args.full_board)
        if args.big:
            label = write_big_extract(folder / "big", args.rows)
            big = table(label, run(folder / "big", board, *how), args.full_board)
            compare(small, big)


if __name__ == "__main__":
    main()
