"""What is new in a delivery for a profile that is kept: columns and words that nobody was asked about yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csp.core.partner.book import Layout
from csp.core.partner.profile import ColumnUse, Profile
from csp.imports.partner.mapping.names import Match


@dataclass(frozen=True)
class News:
    """What a profile does not answer: headings that are new or missing, and words that are unmapped."""

    new_columns: tuple[str, ...]
    missing_columns: tuple[str, ...]
    new_words: tuple[Match, ...]

    def __bool__(self) -> bool:
        return bool(self.new_columns or self.missing_columns or self.new_words)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is new, a sentence each, with what to do."""
        raise NotImplementedError


def compare_profile(profile: Profile, layout: Layout, matches: Sequence[Match]) -> News:
    """What is new in a table for a profile. matches: of its words (match_words).

    A further month in a table of months as columns is nothing new, nor is one that is gone.
    """
    raise NotImplementedError


def apply_profile(profile: Profile, layout: Layout) -> tuple[ColumnUse, ...]:
    """What each column of a layout says by a profile, in their order: "leave out" for new ones."""
    raise NotImplementedError
