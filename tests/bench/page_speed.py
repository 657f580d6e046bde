"""How long a click takes until the page has settled, against the same click on an empty Streamlit page.

    python -m tests.bench.page_speed           on the embedded sample
    python -m tests.bench.page_speed --quick   a few values of each control, in a quarter of an hour
    python -m tests.bench.page_speed --big     and again on a generated extract of 60 million rows
    python -m tests.bench.page_speed --full-board --pages board quarter
                                               with 2,000 actions and 40,000 updates

Every page has a server of its own that nobody has read from, and each control on it, those in
closed parts and in tabs too, is used in a browser context of its own: first each value once (a first
choice, which finds no answer kept), then the same values again. Both pages are open in one browser and
the clicks take turns, so that whatever else the machine does falls on both. A drag of a slider is
timed from letting go of it. Opened: the whole page by its address, on the server that has answered the
clicks. Cold start: from starting the server to the first page settled. What settled means is said in
tests.bench.settling.

The empty page is served as Streamlit comes. --same-settings gives it the dashboard's own
settings as well, and so leaves only what the page itself costs.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from csp.shell.pages import PAGES
from csp.topics.action_plan.store.store import FILE, open_board
from tests.bench.big_extract import write_big_extract
from tests.bench.board_store import fill
from tests.bench.clicks import Pair, Result, print_comparison, print_control, print_summary
from tests.bench.controls import EMPTY_PAGE, Control, find_like, read_controls
from tests.bench.settling import Click, open_page, settle
from tests.e2e.browser import FLAGS, ROOT, find_chromium, page_path, serving

# How much a quick run measures.
QUICK = {"values": 3, "openings": 5, "starts": 3}


@dataclass(frozen=True)
class Bench:
    """What a run measures with: the browser, the empty page's folder, and how much is measured.

    environment: of the dashboard's servers. values: chosen of each control, at most. openings: of each
    page by its address. only: measure the controls with this in their name. query: of the addresses.
    quick: use the controls of a page one after the other in one browser context, not in one each.
    """

    browser: Browser
    folder: Path
    environment: dict[str, str]
    values: int
    openings: int
    only: str
    query: str
    quick: bool

    def serve_empty(self, stack: ExitStack) -> str:
        """The address of a fresh server of the empty page."""
        return stack.enter_context(serving(self.folder, self.folder / "empty.log"))

    def serve_dashboard(self, stack: ExitStack) -> str:
        """The address of a fresh server of the dashboard."""
        return stack.enter_context(serving(ROOT, self.folder / "dashboard.log", self.environment))


def measure_page(bench: Bench, page: str) -> Iterator[Result]:
    """Use every control of a page, then open the page, each in turns with the empty one."""
    with ExitStack() as stack:
        empty, address = (
            bench.serve_empty(stack),
            f"{bench.serve_dashboard(stack)}{page_path(page)}{bench.query}",
        )
        looked_at = open_page(bench.browser, address)
        settle(looked_at)
        controls = [control for control in read_controls(looked_at) if bench.only in control.name]
        looked_at.context.close()
        opened = Opened(bench.browser)
        for control in controls:
            try:
                plain = opened.get(f"{empty}/?kind={find_like(control).kind}")
                here = opened.get(address)
                control.reveal(here)
                yield from measure_control(page, control, plain, here, bench.values)
            except PlaywrightError as error:
                print(f"  {page}, {control.name}: {str(error).splitlines()[0]}", flush=True)
                opened.close()
            if not bench.quick:
                opened.close()
        opened.close()
        if bench.openings and not bench.only:
            yield measure_opening(bench, page, empty, address)


class Opened:
    """Pages that stand open, by their addresses."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._pages: dict[str, Page] = {}

    def get(self, address: str) -> Page:
        """The page of an address, settled; opened where it is not, or where a click has led elsewhere."""
        page = self._pages.get(address)
        if page is not None and urlsplit(page.url).path != urlsplit(address).path:
            self._pages.pop(address).context.close()
            page = None
        if page is None:
            page = self._pages[address] = open_page(self._browser, address)
            settle(page)
        return page

    def close(self) -> None:
        while self._pages:
            self._pages.popitem()[1].context.close()


def measure_control(page: str, control: Control, plain: Page, here: Page, values: int) -> Iterator[Result]:
    """Choose each value of a control, and then each again; nothing of one that asks the server nothing."""
    like, uses = find_like(control), 1
    for kind in ("first", "again"):
        pairs: list[Pair] = []
        for turn in range(values):
            try:
                # Whoever goes second finds a warmer machine: take turns at that too.
                if turn % 2:
                    on_empty = time_use(like, plain, uses % 4)
                    on_page = time_use(control, here, turn)
                else:
                    on_page = time_use(control, here, turn)
                    on_empty = time_use(like, plain, uses % 4)
            except PlaywrightError as error:
                print(f"  {page}, {control.name}: {str(error).splitlines()[0]}", flush=True)
                break
            uses += 1
            if on_empty and on_page:
                pairs.append((on_empty, on_page))
        if pairs:
            yield Result(page, control.name, kind, control.kind == "slider", tuple(pairs))


def time_use(control: Control, page: Page, turn: int) -> Click | None:
    """Use a control once; None where it has no such value, or asks the server nothing."""
    page.bring_to_front()
    page.set_default_timeout(10_000)
    if not control.use(page, turn):
        return None
    return settle(page)


def measure_opening(bench: Bench, page: str, empty: str, address: str) -> Result:
    """Open both pages by their addresses, in turns."""
    plain, here = open_page(bench.browser, empty), open_page(bench.browser, address)
    pairs: list[Pair] = []
    for turn in range(1 + bench.openings):
        clicks: dict[Page, Click | None] = {}
        for opened in (plain, here) if turn % 2 else (here, plain):
            opened.bring_to_front()
            opened.reload(wait_until="commit")
            clicks[opened] = settle(opened)
        on_empty, on_page = clicks[plain], clicks[here]
        # The first one fills the browser's own cache.
        if turn and on_empty and on_page:
            pairs.append((on_empty, on_page))
    for opened in (plain, here):
        opened.context.close()
    return Result(page, "opening by address", "opened", False, tuple(pairs))


def measure_cold_start(bench: Bench, times: int) -> Iterator[Result]:
    """Start a server and open its first page, in turns with an empty app, from the start to settled."""
    pairs: list[Pair] = []
    for turn in range(times):
        clicks: dict[bool, Click] = {}
        for is_empty in (True, False) if turn % 2 else (False, True):
            with ExitStack() as stack:
                start = time.perf_counter()
                address = bench.serve_empty(stack) if is_empty else bench.serve_dashboard(stack)
                listening = 1000 * (time.perf_counter() - start)
                page = open_page(bench.browser, address)
                click = settle(page)
                page.context.close()
                assert click is not None
                clicks[is_empty] = Click(listening + click.settled, listening, click.messages)
        pairs.append((clicks[True], clicks[False]))
    if pairs:
        yield Result(PAGES[0].file, "start to first page", "cold", False, tuple(pairs))


def run(extracts: Path, board: Path, args: argparse.Namespace, query: str = "") -> Iterator[Result]:
    """Measure the pages that args names, and cold starts, on one store."""
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("no Chromium found: install chromium, or name one in CSP_CHROMIUM")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "app.py").write_text(EMPTY_PAGE, encoding="utf-8")
        if args.same_settings:
            shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        stores = {"CSP_EXTRACTS": str(extracts), "CSP_BOARD": str(board)}
        bench = Bench(browser, folder, stores, args.values, args.openings, args.only, query, args.quick)
        yield from measure_cold_start(bench, args.starts)
        for page in args.pages:
            yield from measure_page(bench, page)
        browser.close()


def report(name: str, results: Iterator[Result], full_board: bool) -> list[Result]:
    """Print the results as they come, and then the table of pages."""
    print(f"\n### {name}\n", flush=True)
    kept = []
    for result in results:
        print_control(result, first=not kept)
        kept.append(result)
    print_summary(kept, full_board)
    return kept


@contextmanager
def make_scratch(where: Path | None) -> Iterator[Path]:
    """A folder that is removed afterwards, below another one."""
    with tempfile.TemporaryDirectory(dir=where, prefix="csp-bench-") as name:
        yield Path(name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", nargs="*", default=[spec.file for spec in PAGES], help="only these pages")
    parser.add_argument("--values", type=int, default=8, help="values chosen of each control, at most")
    parser.add_argument("--openings", type=int, default=15, help="of each page by its address")
    parser.add_argument("--starts", type=int, default=6, help="cold starts")
    parser.add_argument("--quick", action="store_true", help="few of each, in one browser context a page")
    parser.add_argument("--only", default="", help="only controls with this in their name")
    parser.add_argument("--same-settings", action="store_true", help="for the empty page too")
    parser.add_argument("--big", action="store_true", help="again with a generated extract")
    parser.add_argument("--rows", type=int, default=60_000_000, help="rows of the generated extract")
    parser.add_argument("--full-board", action="store_true", help="with 2,000 actions and 40,000 updates")
    parser.add_argument("--scratch", type=Path, help="where the generated extract is written and removed")
    args = parser.parse_args()
    if args.quick:
        vars(args).update(QUICK)
    with make_scratch(args.scratch) as folder:
        board, query = folder / "board", ""
        if args.full_board:
            with closing(open_board(f"sqlite:///{board}/{FILE}")) as opened_board:
                query = f"?plan={fill(opened_board).label}"
        small = report("Embedded sample", run(folder / "none", board, args, query), args.full_board)
        if args.big:
            name = write_big_extract(folder / "big", args.rows)
            big = report(name, run(folder / "big", board, args, query), args.full_board)
            print_comparison(small, big)


if __name__ == "__main__":
    main()
