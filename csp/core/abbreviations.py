"""What abbreviations stand for: data/reference/abbreviations.csv, those of an area only there."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from csp.core import reference_tables, settings
from csp.core.area_names import is_of

FILE = "abbreviations.csv"
_WORD = re.compile(r"\w+")


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


def pick_terms(text: str, terms: Mapping[str, str]) -> dict[str, str]:
    """Those of some terms, with what they stand for, that a text has as words of their own, in order.

    A term within a longer one counts as well: "EBC" of "EBC CST".
    """
    return {term: terms[term] for term in _list_terms(text, tuple(terms))}


@lru_cache(maxsize=32)  # most of what a page shows is the same after a click, and a table has 300,000 letters
def _list_terms(text: str, terms: tuple[str, ...]) -> tuple[str, ...]:
    # A search for each term would go over the text a hundred times; its words are far fewer.
    words = set(_WORD.findall(text))
    likely = (term for term in terms if words.issuperset(_WORD.findall(term)))
    found = (term for term in likely if re.search(rf"(?<!\w){re.escape(term)}(?!\w)", text))
    return tuple(sorted(found, key=str.casefold))


def write_terms(terms: Mapping[str, str]) -> str:
    """Terms in one line: "CST: Community Safety Team; EBC: Example Borough Council"."""
    return "; ".join(f"{term}: {meaning}" for term, meaning in terms.items())
