"""References of actions as a plan has them, made fit to be stored; made where it has none. Pure.

A reference is unique in a plan. Numbers that begin anew under each priority get its number before them, and a
workbook that holds 1.1 where it shows 1.10 is read in the order of its rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from csp.topics.action_plan.store import check

_UNFIT = re.compile(r"[^A-Za-z0-9./-]+")
_LETTERED = r"[A-Z]{1,5}[ -]?\d{1,3}(?:\.\d{1,3})*[a-z]?"
_LEADING = re.compile(
    rf"(?P<ref>{_LETTERED}|\d{{1,3}}(?:\.\d{{1,3}})+[a-z]?|\d{{1,3}}(?=[.)]))[.):]?\s+(?=\S)", re.ASCII
)
_DECIMAL = re.compile(r"(\d+(?:\.\d+)*)\.(\d+)", re.ASCII)
LONGEST = 20


class Reference(NamedTuple):
    """A reference as stored, and a remark where it is not as the file has it."""

    text: str
    remark: str = ""


def split_leading(texts: Sequence[str]) -> list[tuple[str, str]] | None:
    """The reference that stands before each action, and the action; None where it is not so of nearly all."""
    matches = [_LEADING.match(text) for text in texts]
    refs = [match["ref"] for match in matches if match]
    if len(refs) < max(2, 0.8 * len(texts)) or len(set(refs)) < len(refs):
        return None
    return [
        (match["ref"], text[match.end() :]) if match else ("", text)
        for match, text in zip(matches, texts, strict=True)
    ]


def settle(
    written: Sequence[str], priorities: Sequence[int | None], names: Mapping[int, str], taken: Collection[str]
) -> list[Reference]:
    """The reference of each row, from what the file has. taken: those that the plan has already.

    priorities: the number of each row's; names: of the priorities, for the references that are made.
    """
    cleaned = [_clean(text) for text in written]
    restored = restore_zeros(cleaned)
    if _begins_anew(restored, priorities):
        restored = [
            f"{number}.{ref}" if ref and number else ref
            for ref, number in zip(restored, priorities, strict=True)
        ]
    prefixes = _make_prefixes(names)
    used = {*taken, *restored}
    seen: set[str] = set()
    counts: Counter[str] = Counter()
    references = []
    for text, ref, number in zip(written, restored, priorities, strict=True):
        unique = ref
        if not ref:
            prefix = prefixes.get(number or 0, "A")
            unique = _count_up(prefix, counts, used)
        elif ref in seen:
            unique = _number_again(ref, used)
        used.add(unique)
        seen.add(unique)
        references.append(Reference(unique, _remark(text, unique)))
    return references


def _remark(written: str, ref: str) -> str:
    line = " ".join(written.split())
    if ref == line or (line and ref == _clean(line)):
        return ""
    if not line:
        return ""
    return f"The reference {check.quoted(line)[1:-1]} is stored as {ref}."


def _clean(text: str) -> str:
    """A reference with none but the signs that one may have; "" where nothing is left, or too much."""
    ref = _UNFIT.sub("-", text.strip().strip("()[]#").strip()).strip("-./")
    return ref if len(ref) <= LONGEST else ""


def restore_zeros(refs: Sequence[str]) -> list[str]:
    """1.1 after 1.9, where there is a 1.1 already, is 1.10: the workbook holds a number."""
    restored: list[str] = []
    for ref in refs:
        match = _DECIMAL.fullmatch(ref)
        before = _DECIMAL.fullmatch(restored[-1]) if restored else None
        if match and before and ref in restored and match[1] == before[1]:
            following = str(int(before[2]) + 1)
            if following.rstrip("0") == match[2] and following != match[2]:
                restored.append(f"{match[1]}.{following}")
                continue
        restored.append(ref)
    return restored


def _begins_anew(refs: Sequence[str], priorities: Sequence[int | None]) -> bool:
    """Whether references are unique under each priority but not in the plan."""
    pairs = [(number, ref) for number, ref in zip(priorities, refs, strict=True) if ref]
    prefixed = {f"{number}.{ref}" for number, ref in pairs if number}
    return (
        len(set(pairs)) == len(pairs)
        and len({ref for _, ref in pairs}) < len(pairs)
        and len(prefixed) == len(pairs)
        and all(len(ref) <= LONGEST - 3 for _, ref in pairs)
    )


def _make_prefixes(names: Mapping[int, str]) -> dict[int, str]:
    """The initials of each priority, "DA" for Domestic abuse; "P1" where they do not tell it."""
    small = {"and", "the", "of", "in", "to", "for", "a", "an", "on", "our", "priority", "s"}
    initials = {}
    for number, name in names.items():
        words = [word for word in re.findall(r"[A-Za-z]+", name) if word.lower() not in small]
        initials[number] = (
            "".join(word[0] for word in words[:3]) if words[1:] else "".join(words)[:2]
        ).upper()
    shared = Counter(initials.values())
    return {
        number: letters if len(letters) > 1 and shared[letters] == 1 else f"P{number}"
        for number, letters in initials.items()
    }


def _count_up(prefix: str, counts: Counter[str], used: set[str]) -> str:
    while True:
        counts[prefix] += 1
        ref = f"{prefix}-{counts[prefix]:02d}"
        if ref not in used:
            return ref


def _number_again(ref: str, used: set[str]) -> str:
    number = 2
    while f"{ref[: LONGEST - 5]}-{number}" in used:
        number += 1
    return f"{ref[: LONGEST - 5]}-{number}"
