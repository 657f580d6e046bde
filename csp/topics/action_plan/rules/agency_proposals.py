"""Which agencies of the directory look like one team under several names. Pure.

A proposal and no more: an editor merges, or says that they are several. Three likenesses count. A name that
is the end of a longer one: "CCTV" and "EBC CCTV", the second with its owner in front; but one that is the end
of two others, as "Forum" is, tells nothing of either. The same letters but for one in twelve: "LookAhead" and
"Look Ahead". And initials: "STP" and "Safe Town Partnership". The beginning counts for nothing, because "EBC"
and "EBC Housing" are the council and a part of it. Groups, which are no body, look like nobody.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations

from csp.topics.action_plan.rules.agencies import sort_agencies
from csp.topics.action_plan.store.agency_names import spell_out
from csp.topics.action_plan.store.agency_records import Agency

_ALIKE = 0.92
_SHORTEST = 5  # letters from which on two names may be the same but for a slip

Words = tuple[str, ...]


def propose_merges(
    agencies: Iterable[Agency],
    abbreviations: Mapping[str, str],
    apart: Collection[frozenset[str]] = (),
) -> list[tuple[Agency, ...]]:
    """Sets of agencies that look like one, each in alphabetical order.

    abbreviations: what each stands for. apart: names of plans that somebody said are several agencies.
    """
    bodies = tuple(agency for agency in sort_agencies(agencies) if not agency.is_group)
    return list(_propose(bodies, tuple(abbreviations.items()), tuple(apart)))


# Every agency is compared with every other, and nothing has changed at most clicks.
@lru_cache(maxsize=4)
def _propose(
    bodies: tuple[Agency, ...], pairs_of_short: tuple[tuple[str, str], ...], apart: tuple[frozenset[str], ...]
) -> tuple[tuple[Agency, ...], ...]:
    abbreviations = dict(pairs_of_short)
    words = {agency.key: _list_words(agency, abbreviations) for agency in bodies}
    pairs = [
        (one, other)
        for one, other in [*_list_ends(bodies, words), *_list_likenesses(bodies, words)]
        if _may_be_one(one, other, apart)
    ]
    return tuple(_join_pairs(bodies, pairs))


def _list_words(agency: Agency, abbreviations: Mapping[str, str]) -> list[Words]:
    """The words of each of its names, spelt out, in small letters."""
    names = (agency.name, *agency.draft.aliases)
    return [
        tuple(re.findall(r"[\w'&-]+", spell_out(name, abbreviations).casefold())) or (name,)
        for name in dict.fromkeys(names)
    ]


def _may_be_one(one: Agency, other: Agency, apart: Collection[frozenset[str]]) -> bool:
    kinds = {one.draft.kind, other.draft.kind} - {""}
    names = set(one.draft.aliases), set(other.draft.aliases)
    return len(kinds) < 2 and not any(all(each & said for each in names) for said in apart)


def _list_ends(
    agencies: Sequence[Agency], words: Mapping[str, Sequence[Words]]
) -> list[tuple[Agency, Agency]]:
    """Pairs of which one has a name that is the end of the other's, and of no third one's."""
    by_end: dict[Words, dict[str, Agency]] = {}
    for agency in agencies:
        for name in words[agency.key]:
            for start in range(1, len(name)):
                by_end.setdefault(name[start:], {})[agency.key] = agency
    pairs = []
    for agency in agencies:
        for name in words[agency.key]:
            longer = {key: each for key, each in by_end.get(name, {}).items() if key != agency.key}
            if len(longer) == 1:
                pairs.append((agency, next(iter(longer.values()))))
    return pairs


def _list_likenesses(
    agencies: Sequence[Agency], words: Mapping[str, Sequence[Words]]
) -> list[tuple[Agency, Agency]]:
    """Pairs of which one has a name like one of the other's."""
    return [
        (one, other)
        for one, other in combinations(agencies, 2)
        if any(_look_alike(a, b) for a in words[one.key] for b in words[other.key])
    ]


def _look_alike(one: Words, other: Words) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) == 1 and len(long) > 1 and short[0] == "".join(word[0] for word in long):
        return True
    return _are_same_but_for_a_slip("".join(one), "".join(other))


def _are_same_but_for_a_slip(one: str, other: str) -> bool:
    """The same letters, or but for one in twelve; a number tells two apart."""
    if one == other:
        return True
    if min(len(one), len(other)) < _SHORTEST or abs(len(one) - len(other)) > 2 or one[0] != other[0]:
        return False
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _join_pairs(
    agencies: Sequence[Agency], pairs: Iterable[tuple[Agency, Agency]]
) -> list[tuple[Agency, ...]]:
    """What hangs together by pairs, in the order of the agencies."""
    sets = {agency.key: {agency.key} for agency in agencies}
    for one, other in pairs:
        both = sets[one.key] | sets[other.key]
        for key in both:
            sets[key] = both
    proposals = []
    for agency in agencies:
        members = sets[agency.key]
        if len(members) > 1 and agency.key == next(each.key for each in agencies if each.key in members):
            proposals.append(tuple(each for each in agencies if each.key in members))
    return proposals
