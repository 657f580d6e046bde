"""Recorded crime as ONS and the Home Office publish it: its own vocabulary, and what they say of figures.

It is yearly or quarterly, by community safety partnership, and never added to street files or to the force's
own counts: the three count differently. data/reference/recorded_offences.csv has the offences and how
publications name them, data/reference/recorded_caveats.csv the figures that their publisher calls unusable,
and why.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from csp.core import reference_tables
from csp.core.settings import REFERENCE

Publisher = Literal["ons", "home_office"]
# Of one partnership; of a force without a partnership; of the whole force.
Level = Literal["partnership", "unassigned", "force"]

_LETTERS = re.compile("[a-z]+")


@dataclass(frozen=True)
class Offence:
    """An offence of the vocabulary. within: the one that it is a part of, "" for the total and for fraud.

    names: what publications call it.
    """

    code: str
    label: str
    within: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Caveat:
    """What a publisher says of figures. partnership and offence: "" for all; until: None for ever since."""

    source: str
    force: str
    partnership: str
    offence: str
    start: date
    until: date | None
    is_usable: bool
    reason: str

    def concerns(self, source: str, force: str, partnership: str) -> bool:
        """Whether it is about figures of this publisher, force and partnership, of whatever time."""
        names = (self.source, simplify(self.force)) == (source, simplify(force))
        return names and self.partnership in ("", partnership)

    def covers(self, offence: str, start: date, end: date) -> bool:
        """Whether it is about an offence in the days from start to end."""
        overlaps = end >= self.start and (self.until is None or start <= self.until)
        return overlaps and self.offence in ("", offence)


def simplify(name: str) -> str:
    """The letters of a name, small: headings differ in line breaks, hyphens and blanks."""
    return "".join(_LETTERS.findall(name.lower()))


def read_offences() -> dict[str, Offence]:
    """The vocabulary by code."""
    rows = reference_tables.read(REFERENCE / "recorded_offences.csv")
    return {
        row["offence"]: Offence(row["offence"], row["label"], row["within"], tuple(row["names"].split(";")))
        for row in rows
    }


def read_names() -> Mapping[str, str]:
    """The code of every name that publications have for an offence, simplified."""
    return {simplify(name): offence.code for offence in read_offences().values() for name in offence.names}


def read_caveats() -> list[Caveat]:
    """What publishers say of figures."""
    return [
        Caveat(
            row["source"],
            row["force"],
            row["partnership"],
            row["offence"],
            date.fromisoformat(row["from"]),
            date.fromisoformat(row["until"]) if row["until"] else None,
            row["usable"] == "yes",
            row["reason"],
        )
        for row in reference_tables.read(REFERENCE / "recorded_caveats.csv")
    ]
