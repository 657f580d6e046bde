"""What abbreviations stand for: data/reference/abbreviations.csv, those of an area only there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from csp.core import reference_tables, settings
from csp.core.area_names import is_of

FILE = "abbreviations.csv"


@dataclass(frozen=True)
class Abbreviation:
    """An abbreviation, what it stands for, and where that is from."""

    short: str
    long: str
    origin: str


def read_abbreviations(places: Collection[str]) -> tuple[Abbreviation, ...]:
    """The abbreviations used in an area, in order. places: its code and the names of what it lies in.

    Raises UserError where the table cannot be used.
    """
    rows = reference_tables.read(settings.REFERENCE / FILE)
    own = [row for row in rows if is_of(row["areas"].split(";"), places)]
    listed = (Abbreviation(row["abbreviation"], row["meaning"], row["origin"]) for row in own)
    return tuple(sorted(listed, key=lambda each: each.short))
