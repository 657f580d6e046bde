"""What the title of a column means: "Lead officer" is the lead, "By when" the due date.

The titles that councils use are in data/reference/plan_columns.csv, where one more can be added. A title that
is none of them is read by the one that it begins with, or else holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from csp.core import reference_tables, settings

FILE = "plan_columns.csv"
LONGEST_TITLE = 120
# How sure a meaning is: the words are the title itself, begin it, or stand in it.
EXACT, BEGINNING, WITHIN = 3.0, 2.0, 1.0

_SEPARATORS = re.compile(r"[^\w#]+|_+")


class Meaning(NamedTuple):
    """A field that a title may stand for. certainty: the higher, the surer."""

    certainty: float
    field: str


def simplify_title(text: str) -> str:
    """A title without case, signs and line ends: "Lead\\nAgency:" -> "lead agency"."""
    return " ".join(_SEPARATORS.sub(" ", text.lower().replace("\u2019", "'").replace("'", "")).split())


def find_meanings(title: str) -> tuple[Meaning, ...]:
    """The fields that a title may stand for, the surest first. Raises UserError for a damaged table."""
    if len(title) > LONGEST_TITLE:
        return ()
    rows = reference_tables.read(settings.REFERENCE / FILE)
    vocabulary = tuple((simplify_title(row["title"]) or row["title"], row["field"]) for row in rows)
    return _find_meanings(simplify_title(title), vocabulary)


@lru_cache(maxsize=4096)
def _find_meanings(title: str, vocabulary: tuple[tuple[str, str], ...]) -> tuple[Meaning, ...]:
    best: dict[str, float] = {}
    for words, field in vocabulary:
        for certainty in _compare(title, words):
            best[field] = max(best.get(field, 0.0), certainty)
    # Of two that are equally sure the one that stands first in the table.
    return tuple(sorted((Meaning(value, field) for field, value in best.items()), key=lambda m: -m.certainty))


def _compare(title: str, words: str) -> Iterator[float]:
    """How sure it is that a title means these words; longer ones are surer than shorter."""
    length = min(len(words), 50) / 100
    if title == words:
        yield EXACT
    elif title.startswith(f"{words} ") and len(words) > 2:
        yield BEGINNING + length
    elif f" {words} " in f" {title} " and len(words) > 2:
        yield WITHIN + length
