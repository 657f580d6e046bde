"""A first guess at how a partner's table is to be read: which column says what, and why."""

from __future__ import annotations

from dataclasses import dataclass

from csp.core.partner.book import Book, Layout, Sheet
from csp.core.partner.profile import Profile
from csp.imports.partner.mapping.known import Known


@dataclass(frozen=True)
class Guess:
    """A profile as guessed. reasons: why each column has its role, in the order of profile.columns.

    notes: what a reader has to look at, a sentence each: dates that can be read in two ways, a place or a
    time that only the title names, a role that no column has.
    """

    profile: Profile
    reasons: tuple[str, ...]
    notes: tuple[str, ...]


def guess_profile(book: Book, sheet: Sheet, layout: Layout, name: str, known: Known) -> Guess:
    """The profile of a table as its headings and its first lines suggest it, for the source of known."""
    raise NotImplementedError
