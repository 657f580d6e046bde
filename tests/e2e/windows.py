"""Browser windows that are used again, each as empty as a new one.

A new window of Chromium with the scripts of Streamlit compiled in it costs three times what drawing a page
costs, and there are hundreds of visits.
"""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

# Any address of the server that is answered without a script.
EMPTY = "/_stcore/health"


class Windows:
    """The contexts that nobody visits with at the moment, each with one page."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._idle: list[BrowserContext] = []

    def take(self, https: bool) -> BrowserContext:
        """A context without cookies, permissions, storage or history."""
        if self._idle and not https:
            return self._idle.pop()
        # The certificate of a test is of its own making.
        return self._browser.new_context(ignore_https_errors=https, accept_downloads=True)

    def give_back(self, context: BrowserContext, address: str) -> None:
        """Empty a context that has visited the server at this address, or close it where that fails."""
        if address.startswith("https:"):
            context.close()
            return
        try:
            page, *others = context.pages
            for other in others:
                other.close()
            _empty(page, address)
        except (PlaywrightError, ValueError):
            context.close()
        else:
            self._idle.append(context)

    def close(self) -> None:
        for context in self._idle:
            context.close()


def _empty(page: Page, address: str) -> None:
    page.mouse.move(-1, -1)
    # A page that is left may still write to its storage: it is emptied from the next one.
    page.goto(f"{address}{EMPTY}")
    page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    page.context.clear_cookies()
    page.context.clear_permissions()


def forget_history(page: Page) -> None:
    """Make the page that is open the first of its window."""
    session = page.context.new_cdp_session(page)
    session.send("Page.resetNavigationHistory")
    session.detach()
