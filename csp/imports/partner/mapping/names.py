"""The words of a partner's file and what they are in ours: known, or suggested and to be asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from csp.core.partner.profile import Profile, Role
from csp.imports.partner.mapping.known import Known

How = Literal["profile", "known", "left out", "unmapped"]


@dataclass(frozen=True)
class Suggestion:
    """One of our words for one of theirs. score: 0 to 100, how alike they are."""

    code: str
    label: str
    score: int


@dataclass(frozen=True)
class Match:
    """A word of a file. rows: how many rows have it. code: ours, "" where it is left out or unmapped.

    district: of a ward, the code of the district that its rows are of, "" where they have none. Its key in
    the profile is then "district code / word" (key).
    """

    role: Role
    word: str
    rows: int
    code: str
    how: How
    suggestions: tuple[Suggestion, ...] = ()
    district: str = ""

    @property
    def key(self) -> str:
        """What the word is called in Profile.words of its role."""
        return f"{self.district} / {self.word}" if self.district else self.word


def match_words(words: Mapping[Role, Mapping[str, int]], profile: Profile, known: Known) -> tuple[Match, ...]:
    """Every word of a file (list_words) with ours, those that are unmapped first, then by rows.

    Only words that the profile has and words that are the same as ours are taken; others get suggestions.
    """
    raise NotImplementedError
