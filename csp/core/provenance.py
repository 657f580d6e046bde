"""What a file from the dashboard says of itself: what it shows, of when and where, from whom. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from csp.core import wording


@dataclass(frozen=True)
class Provenance:
    """The page that a table or a picture is taken from, and the filters in force there.

    page: its title. partnership: whose dashboard it is. finding: what the page says, "" where that is
    not known. filters: each by its name, in words. context: the columns that every CSV of the page has
    beside those of its table, by header. notes: what a reader of the figures must know. period: as titles
    have it, "" where the page has none. For names of files: places are the wards chosen, months the
    period, and others the rest of the filters.
    """

    page: str = ""
    partnership: str = ""
    finding: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    context: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    source: str = ""
    licence: str = ""
    period: str = ""
    places: tuple[str, ...] = ()
    months: str = ""
    others: tuple[str, ...] = ()

    def describe(self, title: str, day: date) -> list[tuple[str, str]]:
        """A line for each thing to know of a table with this title: what is said, and the words."""
        lines = [
            ("Title", title),
            ("Page", f"{self.page}, dashboard of the {self.partnership}" if self.partnership else self.page),
            ("What the page says", self.finding),
            *self.filters.items(),
            *(("Note", note) for note in self.notes),
            ("Source", self.source),
            ("Licence", self.licence),
            ("Downloaded", f"{day.day} {wording.month_in_full(day)}"),
        ]
        return [(name, words) for name, words in lines if words]
