"""Words as they are compared: without what people write in one way today and in another tomorrow."""

from __future__ import annotations

import re

# What says nothing in the name of an offence or a category.
_EMPTY = frozenset({"a", "an", "and", "the", "of", "offence", "recorded", "incl", "including"})
_EMPTY_IN_WARDS = frozenset({"ward", "and", "the"})
_TOTAL = re.compile(
    r"(?:grand |sub ?)?totals?(?: .*)?|.* (?:sub ?)?totals?|overall|sum"
    r"|all(?: recorded| notifiable)? (?:crimes?|offences?|wards?|areas?|districts?|boroughs?|incidents?|calls"
    r"|categories|records|types|months)(?: .*)?"
)
YES, NO = frozenset({"y", "yes", "true", "1", "t"}), frozenset({"n", "no", "false", "0", "f"})
SEPARATOR = " / "
"""What stands between an area and a ward, an offence and a sub-type, and the two rows of a heading."""


def list_tokens(text: str) -> list[str]:
    """The words of a text, small, without punctuation and the s of a plural: "Drugs & alcohol"."""
    plain = re.sub(r"['’`]", "", text.casefold()).replace("&", " and ").replace("st.", "st ")
    return [_singular(word) for word in re.sub(r"[^a-z0-9]+", " ", plain).split()]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def simplify_offence(text: str) -> str:
    """An offence or category as it is compared, whatever the order of its words.

    "ARSON AND CRIMINAL DAMAGE" and "Criminal damage & arson" are one.
    """
    tokens = list_tokens(text)
    return " ".join(sorted({token for token in tokens if token not in _EMPTY} or set(tokens)))


def simplify_ward(text: str) -> str:
    """A ward as it is compared: "St. James' Ward" and "st james" are one."""
    tokens = ["st" if token == "saint" else token for token in list_tokens(text)]
    return " ".join([token for token in tokens if token not in _EMPTY_IN_WARDS] or tokens)


def simplify_heading(text: str) -> str:
    """A heading as it is compared: "LookUp_BoroughName" -> "look up borough name"."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return " ".join(re.sub(r"[^a-z0-9%]+", " ", apart.casefold()).split())


def is_total(text: str) -> bool:
    """Whether a word stands for all others together: "Total", "All wards", "Burglary total"."""
    return _TOTAL.fullmatch(" ".join(re.sub(r"[^a-z0-9]+", " ", text.casefold()).split())) is not None
