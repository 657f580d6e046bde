"""One server and one browser for all journeys; every journey has a browser window that is as a new one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Response,
    ViewportSize,
    WebSocket,
    expect,
    sync_playwright,
)

from tests.e2e.browser import FLAGS, NAMES, PATIENCE_MS, ROOT, find_chromium, serving, settled
from tests.e2e.windows import Windows, forget_history

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is e2e, and runs last: it is slow, and Playwright keeps an event loop."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)
    items.sort(key=lambda item: item.get_closest_marker("e2e") is not None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = find_chromium()
    if chromium is None:
        reason = f"no Chromium: none of {', '.join(NAMES)} on the PATH, and CSP_CHROMIUM names none"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Iterator[Windows]:
    kept = Windows(browser)
    yield kept
    kept.close()


def serve(folder: Path) -> Iterator[str]:
    """A dashboard on the embedded sample whose stores are in an empty folder: its address."""
    (folder / "extracts").mkdir()
    stores = {"CSP_EXTRACTS": str(folder / "extracts"), "CSP_BOARD": str(folder / "board")}
    with serving(ROOT, folder / "server.log", stores) as address:
        yield address


@pytest.fixture(scope="session")
def dashboard(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:  # noqa: ARG001 no browser, no server
    """The address of a dashboard on the embedded sample, shared by the journeys."""
    yield from serve(tmp_path_factory.mktemp("dashboard"))


@pytest.fixture
def fresh_dashboard(browser: Browser, tmp_path: Path) -> Iterator[str]:  # noqa: ARG001 no browser, no server
    """The address of a dashboard that nobody has opened yet."""
    yield from serve(tmp_path)


def is_streamlits_own_probe(url: str) -> bool:
    """Whether a request is one that Streamlit makes of its own accord and that is answered 404.

    On a deep link its front end does not know where the server's root is, and looks beside
    the page first. Both answers are expected; no setting of the server turns them off.
    """
    path = urlsplit(url).path
    return path.count("/") == 3 and path.endswith(("/_stcore/health", "/_stcore/host-config"))


@dataclass
class Watched:
    """What a page did that it should not have done."""

    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    """Addresses of other hosts that were asked for anything."""


@dataclass
class Visit:
    """A browser context of a reader's own, with everything its pages do wrong noted down."""

    context: BrowserContext
    host: str
    scheme: str
    size: ViewportSize
    dark: bool
    watched: Watched = field(default_factory=Watched)
    _unwatch: dict[Page, Callable[[], None]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"{self.scheme}://{self.host}"

    def open(self, path: str) -> Page:
        """Open a page of the dashboard and wait for it to be drawn."""
        page = self._find_page()
        page.set_default_timeout(PATIENCE_MS)
        page.set_viewport_size(self.size)
        page.emulate_media(media="null", color_scheme="dark" if self.dark else "light")
        self._unwatch[page] = self._watch(page)
        page.goto(f"{self.address}{path}")
        forget_history(page)
        settled(page)
        return page

    def _find_page(self) -> Page:
        """The page of a context that was used before, else a new one."""
        unused = [page for page in self.context.pages if page not in self._unwatch]
        return unused[0] if unused else self.context.new_page()

    def close(self, windows: Windows) -> None:
        for stop in self._unwatch.values():
            stop()
        windows.give_back(self.context, self.address)

    def _watch(self, page: Page) -> Callable[[], None]:
        """Note what a page does wrong from now on; gives what ends it."""
        seen = self.watched

        def note_stranger(asked: Request | WebSocket) -> None:
            parts = urlsplit(asked.url)
            if parts.scheme not in {"data", "blob", "about"} and parts.netloc != self.host:
                seen.strangers.append(asked.url)

        def note_error(error: Error) -> None:
            seen.errors.append(f"page error: {error}")

        def note_message(message: ConsoleMessage) -> None:
            if message.type == "error" and not is_streamlits_own_probe(message.location["url"]):
                seen.errors.append(f"console: {message.text} ({message.location['url']})")

        def note_answer(answer: Response) -> None:
            if answer.status >= 400 and not is_streamlits_own_probe(answer.url):
                seen.errors.append(f"status {answer.status}: {answer.url}")

        listeners: dict[Any, Any] = {
            "request": note_stranger,
            "websocket": note_stranger,
            "pageerror": note_error,
            "console": note_message,
            "response": note_answer,
        }
        for event, listener in listeners.items():
            page.on(event, listener)

        def stop() -> None:
            for event, listener in listeners.items():
                page.remove_listener(event, listener)

        return stop


Visiting = Callable[..., Visit]


@pytest.fixture
def visit(windows: Windows, dashboard: str) -> Iterator[Visiting]:
    """visit(address=..., width=..., height=..., dark=...) -> a context on the shared dashboard.

    When the journey is over, none of its pages may have had an error or asked another host.
    """
    visits: list[Visit] = []

    def begin(address: str = dashboard, width: int = 1440, height: int = 900, dark: bool = False) -> Visit:
        parts = urlsplit(address)
        context = windows.take(https=parts.scheme == "https")
        size: ViewportSize = {"width": width, "height": height}
        visits.append(Visit(context, parts.netloc, parts.scheme, size, dark))
        return visits[-1]

    yield begin
    for one in visits:
        one.close(windows)
    assert [error for one in visits for error in one.watched.errors] == []
    assert [url for one in visits for url in one.watched.strangers] == []
