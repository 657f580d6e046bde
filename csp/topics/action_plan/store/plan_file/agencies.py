"""The agencies that stand in one cell: "Police, Housing and Fire & Rescue / CSU" are four.

Names that hold what parts others ("Fire and Rescue", "Bath and North East Somerset") stay whole: those of
data/reference/agency_names.csv, of the areas and their forces, and what abbreviations stand for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from csp.core import reference_tables, settings
from csp.topics.action_plan.store import check

FILE = "agency_names.csv"
# What a cell says that names nobody.
NOBODY = {"", "-", "–", "—", "n/a", "na", "none", "nil", "tbc", "tba", "tbd", "?", "."}

_LINES = re.compile(r"[;\n•·|]+")
_LISTS = re.compile(
    r"\s*,\s*(?:and\s+|&\s*)?|\s*(?<!\d)/(?!\d)\s*|\s+(?:and|&)\s+|(?<=\w\w\w)&(?=\w\w\w)|\s+\+\s+", re.I
)
_BRACKETS = re.compile(r"\([^()]*\)")
_LEAD = re.compile(r"\s*(?:\(\s*lead(?:\s+agency)?\s*\)|[-–:]\s*lead)\s*$|^\s*lead\s*:\s*", re.IGNORECASE)
_NUMBERED = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
# Stand for what parts names, where it is part of one: signs that no text may hold.
_KEPT = {"and": "\ue000", "&": "\ue001", "/": "\ue002", ",": "\ue003"}
_JOINERS = re.compile(r"\band\b|&|/|,", re.IGNORECASE)


def read_known_names() -> frozenset[str]:
    """Names that hold "and", "&", a slash or a comma and are one. Raises UserError for a damaged table."""
    names = [row["name"] for row in reference_tables.read(settings.REFERENCE / FILE)]
    names += [row["meaning"] for row in reference_tables.read(settings.REFERENCE / "abbreviations.csv")]
    for district in settings.read_districts().values():
        names += [district.name, district.force, district.county]
        names += [name for name in (*district.former_names, *district.partnerships) if name]
    return frozenset(name.strip() for name in names if name and _JOINERS.search(name))


def split_agencies(text: str, known: Iterable[str], apart: bool = True) -> list[str]:
    """The names in a cell, each once; one that is marked as the lead comes first.

    apart: whether "and", "&", slashes and commas part names, beside semicolons and line ends.
    """
    names: list[str] = []
    for line in _LINES.split(text):
        if line.strip().lower() in NOBODY:
            continue
        parts = _LISTS.split(_keep_whole(_NUMBERED.sub("", line), frozenset(known))) if apart else [line]
        for part in parts:
            name = " ".join(_restore(part).split()).strip(" .,:")
            if name.lower() in NOBODY:
                continue
            bare = _LEAD.sub("", name).strip()
            if bare and bare != name:
                names.insert(0, bare)
            elif name:
                names.append(name)
    return _drop_repeated(names)


def _drop_repeated(names: Iterable[str]) -> list[str]:
    """Each name once, in the spelling that comes first."""
    spellings: dict[str, str] = {}
    for name in names:
        spellings.setdefault(name.casefold(), name)
    return list(spellings.values())


def _keep_whole(text: str, known: frozenset[str]) -> str:
    """The text with the signs in known names, and in brackets, exchanged for others."""
    pattern = _compile(known)
    for each in (pattern, _BRACKETS) if pattern else (_BRACKETS,):
        text = each.sub(lambda match: _JOINERS.sub(lambda sign: _KEPT[sign[0].lower()], match[0]), text)
    return text


@lru_cache(maxsize=4)
def _compile(known: frozenset[str]) -> re.Pattern[str] | None:
    """Any of the names, "and" and "&" alike, the longest first."""
    forms = []
    for name in sorted(known, key=lambda each: (-len(each), each)):
        words = re.split(r"\s*&\s*|\s+and\s+", name, flags=re.IGNORECASE)
        forms.append(
            r"(?:\s+and\s+|\s*&\s*)".join(re.escape(word.strip()).replace(r"\ ", r"\s+") for word in words)
        )
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE) if forms else None


def _restore(text: str) -> str:
    for sign, kept in _KEPT.items():
        text = text.replace(kept, sign)
    return text


def arrange_agencies(
    lead: str, partners: str, known: Iterable[str], apart: bool = True
) -> tuple[tuple[str, ...], list[str]]:
    """The agencies of an action, the lead first, and a remark on each that cannot be kept."""
    names = _drop_repeated([*split_agencies(lead, known, apart), *split_agencies(partners, known, apart)])
    remarks = [
        f"Left out as an agency, longer than {check.NAME} letters: {check.quoted(name)}."
        for name in names
        if len(name) > check.NAME
    ]
    kept = [name for name in names if len(name) <= check.NAME]
    if len(kept) > check.MOST_AGENCIES:
        remarks.append(f"Only the first {check.MOST_AGENCIES} of {len(kept)} agencies are kept.")
    return tuple(kept[: check.MOST_AGENCIES]), remarks
