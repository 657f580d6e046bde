"""Finds texts by words as people type them: "shoplift" finds "regular shoplifters". Pure.

Words are compared by their stems, and what is typed may be the beginning of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

# Endings of English words, the longest first, that leave what the word is about.
_ENDINGS = ("ations", "ation", "ings", "ing", "ers", "ies", "ed", "er", "es", "s", "y", "e")
_SHORTEST = 4


@lru_cache(maxsize=20_000)
def find_stem(word: str) -> str:
    """A word without its ending: "shoplifters", "shoplifting" -> "shoplift". Short words stay as they are."""
    folded = word.casefold()
    for ending in _ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= _SHORTEST:
            return folded[: -len(ending)]
    return folded


def list_stems(text: str) -> list[str]:
    """The stems of the words of a text, in order."""
    return [find_stem(word) for word in re.findall(r"[^\W_]+", text)]


def build_index(texts: Iterable[str]) -> str:
    """The stems of some texts between spaces, for has_all()."""
    return " ".join(("", *(stem for text in texts for stem in list_stems(text))))


def read_typed(typed: str) -> list[str]:
    """The stems of what somebody typed."""
    return [stem for word in typed.split() for stem in _read_word(word)]


def _read_word(typed: str) -> list[str]:
    """The stems of what is typed between two spaces. What has a figure, such as a reference, stays whole."""
    return [typed.casefold()] if any(char.isdigit() for char in typed) else list_stems(typed)


def has_all(index: str, stems: Sequence[str]) -> bool:
    """Whether every stem is the beginning of a word of an index; true where there is none."""
    return all(f" {stem}" in index for stem in stems)
