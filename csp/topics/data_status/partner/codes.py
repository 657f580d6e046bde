"""Codes of sources, types and measures, made of what people call them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_OTHERS = re.compile(r"[^a-z0-9]+")
_LONGEST = 50


def make_code(label: str) -> str:
    """A label as a code: "Calls to the helpline" -> "calls_to_the_helpline"; "" for one without letters."""
    letters = unicodedata.normalize("NFKD", label.lower()).encode("ascii", "ignore").decode()
    code = _OTHERS.sub("_", letters).strip("_")[:_LONGEST].strip("_")
    return f"n_{code}" if code[:1].isdigit() else code


def make_codes(labels: Iterable[str]) -> dict[str, str]:
    """The label by code of several labels, in their order; blank ones and repetitions are left out."""
    codes: dict[str, str] = {}
    for label in labels:
        if code := make_code(label):
            codes.setdefault(code, label.strip())
    return codes
