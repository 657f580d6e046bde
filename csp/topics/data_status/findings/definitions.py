"""The words about what each measure means."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import wording
from csp.core.measures import Kind, Polarity
from csp.topics.data_status.rules.definitions import Definition

KINDS: dict[Kind, str] = {"crime": "Crime", "incident": "Incident, no crime"}
POLARITIES: dict[Polarity, str] = {
    "lower": "Lower is better",
    "neutral": "Neither good nor bad: it follows police activity",
}
VOCABULARIES = {
    "recorded": "The force's own groups",
    "street": "Street files",
    "published": "ONS and Home Office",
}
FEW = 3
"""How many offences of a vocabulary a line of the table names."""
SEARCH = "Search the definitions"
SEARCHED = "Words are found by their beginnings: “shoplift” finds shoplifting and shoplifters."


def describe_meaning(each: Definition) -> str:
    """The definition with its caveat, and of what it is a part."""
    whole = f"Part of {each.whole}." if each.whole else ""
    flag = f"Only records tagged “{each.flag}”." if each.flag else ""
    return " ".join(filter(None, [each.definition, flag, each.caveat, whole]))


def describe_offences(each: Definition, most: int | None = None) -> str:
    """The offences added up in each vocabulary, a line each. most: how many are named, None for all."""
    lines = [
        f"{VOCABULARIES.get(vocabulary, vocabulary.replace('_', ' '))}: {_list_offences(offences, most)}"
        for vocabulary, offences in each.offences.items()
        if offences
    ]
    return "\n".join(lines)


def _list_offences(offences: Sequence[str], most: int | None) -> str:
    if most is None or len(offences) <= most + 1:
        return ", ".join(offences)
    return f"{', '.join(offences[:most])} and {wording.number(len(offences) - most)} more"


def write_definitions(shown: int, total: int, typed: str) -> str:
    """How many crime types there are, or how many of them are found."""
    if not typed.strip():
        return f"{wording.plural(total, 'crime type')}, one a line."
    if not shown:
        return f"No definition has {wording.quote_words([typed.strip()])}. Try the beginning of a word."
    has = "has" if shown == 1 else "have"
    return f"{shown} of {wording.plural(total, 'crime type')} {has} {wording.quote_words([typed.strip()])}."
