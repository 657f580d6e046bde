"""The errors that are shown to people as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class PageLink:
    """A page by the stem of its file, the words that lead there, and what its address chooses."""

    page: str
    label: str
    query: Mapping[str, str] = field(default_factory=dict)


class UserError(Exception):
    """One sentence that says what is wrong and what to do; never a traceback on screen."""


class NothingYetError(UserError):
    """There is nothing yet that a page could show, which is no fault: a title, what to do, and where.

    The first of the links is what most people do next.
    """

    def __init__(self, title: str, sentence: str, *links: PageLink) -> None:
        super().__init__(sentence)
        self.title = title
        self.links = links
