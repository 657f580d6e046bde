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
from typing import Literal, cast

from csp.core import reference_tables
from csp.core.measures import Measure, Polarity
from csp.core.settings import REFERENCE

Publisher = Literal["ons", "home_office"]
# Of one partnership; of a force without a partnership; of the whole force.
Level = Literal["partnership", "unassigned", "force"]

VOCABULARY = "published"
"""What measures.yml calls the words of the offences."""
NO_DAY = date(1970, 1, 1)
"""The first day of what is of no time: which districts a partnership has, by table C1 alone."""
TOTAL = "total"
"""The code of all crime without fraud."""

_LETTERS = re.compile("[a-z]+")


@dataclass(frozen=True)
class Offence:
    """An offence of the vocabulary. within: the one that it is a part of, "" for the total and for fraud.

    names: what publications call it. polarity: whether fewer is better (csp.core.measures). varies_as: the
    measure of dispersion.csv that says how counts of it vary, "" for the one of all others.
    """

    code: str
    label: str
    within: str
    names: tuple[str, ...]
    polarity: Polarity = "lower"
    varies_as: str = ""


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
        row["offence"]: Offence(
            row["offence"],
            row["label"],
            row["within"],
            tuple(row["names"].split(";")),
            cast(Polarity, row["polarity"]),
            row["varies_as"],
        )
        for row in rows
    }


def build_measures() -> dict[str, Measure]:
    """The offences within all crime as measures by code, in the order of the table: what pages show.

    All crime has the label that it has everywhere, so that a link keeps it when the source is another.
    """
    offences = read_offences()
    listed = [each for each in offences.values() if each.within or each.code == TOTAL]
    return {each.code: _build_measure(each, offences) for each in listed}


def _build_measure(offence: Offence, offences: Mapping[str, Offence]) -> Measure:
    is_total, indented = offence.code == TOTAL, offence.within not in ("", TOTAL)
    return Measure(
        code=offence.code,
        label="All crime" if is_total else offence.label,
        long_label=offence.label,
        noun="crimes" if is_total else "offences",
        kind="crime",
        polarity=offence.polarity,
        published=True,
        ranked=True,
        parent=offence.within if indented else None,
        flag=None,
        definition=f"{offence.label}, as recorded by the police and published by partnership.",
        caveat="The number follows police activity." if offence.polarity == "neutral" else "",
        offences={VOCABULARY: _list_parts(offence.code, offences)},
    )


def _list_parts(code: str, offences: Mapping[str, Offence]) -> tuple[str, ...]:
    """An offence without parts of its own, or those that it is made of."""
    within = [each.code for each in offences.values() if each.within == code]
    return tuple(part for each in within for part in _list_parts(each, offences)) or (code,)


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
