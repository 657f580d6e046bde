"""What an item of the agenda opens, from what somebody pastes or types, and in words. Pure."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.core import wording
from csp.core.errors import UserError
from csp.shell.pages import PAGES, TYPE, PageSpec
from csp.topics.meeting.rules.agenda import SINCE_PAGE

NO_PAGE = "No page"
BY_LINK = "As the link has it"
NO_LINK = "This is not the link of a page: take it from the menu Share, or choose the page by its name."
NEEDS_A_PAIR = (
    "The filters are not written like type=Robbery: open the page with them, take its link from the menu "
    "Share, and paste that."
)
# What the address has beside what a page shows.
_OF_SCREEN = "meeting"


def read_line(page: str, text: str, crime_types: Collection[str]) -> str | None:
    """The line of an item, "Trends?type=Robbery", from a page by its title and what is typed beside it.

    page may be NO_PAGE, which gives "", or BY_LINK. text is a link of a page, which then counts before page,
    or its query alone, or "". None where neither names a page. crime_types: the labels that there are.
    Raises UserError where either cannot be found.
    """
    text = text.strip()
    parts = urlsplit(text)
    is_link = bool(parts.scheme and parts.netloc) or text.startswith("/")
    title = _find_page(parts.path, text) if is_link else page
    if title == NO_PAGE:
        return ""
    if title == BY_LINK:
        if text:
            raise UserError(NO_LINK)
        return None
    query = _read_query(parts.query if is_link else text.lstrip("?"), crime_types)
    return "?".join(filter(None, [title, query]))


def _find_page(path: str, link: str) -> str:
    """The title of the page that a link leads to. Behind a proxy other folders may stand before its name."""
    name = path.rstrip("/").rpartition("/")[2].lower()
    named = [page for page in PAGES if name in _list_addresses(page)]
    # A folder is where the dashboard itself lies: its first page opens.
    if not named and not path.endswith("/") and name:
        quoted = wording.quote_words([link])
        raise UserError(f"{quoted} leads to no page of this dashboard: choose the page by its name.")
    return (named or [PAGES[0]])[0].title


def _list_addresses(page: PageSpec) -> set[str]:
    return {page.file, *(former.address for former in page.former)}


def _read_query(query: str, crime_types: Collection[str]) -> str:
    """The pairs of a query without those of the screen, each as people read it."""
    try:
        pairs = parse_qsl(query, strict_parsing=bool(query))
    except ValueError as error:
        raise UserError(NEEDS_A_PAIR) from error
    for name, value in pairs:
        if name == TYPE and value not in crime_types:
            raise UserError(f"{wording.quote_words([value])} is no crime type of this dashboard.")
    return "&".join(f"{name}={_escape(value)}" for name, value in pairs if name != _OF_SCREEN)


def _escape(value: str) -> str:
    """A value within a query, which is otherwise kept as people read it."""
    signs = {"%": "%25", "&": "%26", "+": "%2B", "#": "%23", ";": "%3B"}
    return "".join(signs.get(sign, sign) for sign in value)


def describe_line(line: str) -> str:
    """What an item opens, in words: "Trends: Robbery, Year by year"."""
    page, _, query = line.partition("?")
    values = [unquote(value) for _, value in parse_qsl(query)]
    if not page:
        return NO_PAGE
    if line == SINCE_PAGE:
        return "Figures, warnings and actions that changed"
    return f"{page}: {', '.join(values)}" if values else page
