"""Rows and headings that name a priority: "Priority 1: Safer streets", "Theme two - Young people". Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

# What plans call their parts, the highest first: where a plan has priorities, its objectives are less.
KINDS = (
    *("priority", "theme", "pillar", "strand", "workstream", "aim", "goal", "ambition"),
    *("objective", "outcome"),
)
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_NUMBER = rf"\d{{1,2}}|{'|'.join(_WORDS)}|{'|'.join(reversed(_ROMAN))}"
_BANNER = re.compile(
    rf"(?:(?:strategic|key|our|partnership|csp)\s+)*(?P<kind>{'|'.join(KINDS)})(?:\s+(?:area|number|no\.?))?"
    rf"(?:\s*(?P<number>{_NUMBER})(?![\w.]*\d|\w)\s*[:.)–—-]*|\s*[:–—]|\s+-)\s*(?P<name>.*)",
    re.IGNORECASE | re.DOTALL,
)
_LED_BY_NUMBER = re.compile(r"(?P<number>\d{1,2})(?!\d|\.\d)\s*[:.)–—-]?\s*(?P<name>.*)", re.DOTALL)


class Banner(NamedTuple):
    """A priority as a plan names it. kind: of KINDS, "" where it is not said; number: None likewise."""

    kind: str
    number: int | None
    name: str


def read_banner(text: str) -> Banner:
    """The number and the name that a text gives a priority: "1. Safer streets", "Priority 1", "Streets"."""
    line = " ".join(text.split())
    match = _BANNER.fullmatch(line)
    if match:
        return Banner(match["kind"].lower(), _read_number(match["number"]), match["name"].strip())
    match = _LED_BY_NUMBER.fullmatch(line)
    if match:
        return Banner("", _read_number(match["number"]), match["name"].strip())
    return Banner("", None, line)


def names_priority(text: str) -> bool:
    """Whether a text says in so many words that a priority begins."""
    return _BANNER.fullmatch(" ".join(text.split())) is not None


def is_banner_title(title: str) -> bool:
    """Whether the title of a column is the name of a priority, and so stands above its actions."""
    return names_priority(title) and bool(read_banner(title).name)


def _read_number(text: str | None) -> int | None:
    if not text:
        return None
    word = text.lower()
    for words in (_WORDS, _ROMAN):
        if word in words:
            return words.index(word) + 1
    return int(word) if word.isdigit() and 1 <= int(word) <= 99 else None
