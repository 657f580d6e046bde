"""Which names of a plan mean the same agency. Pure.

A plan calls one team by several names: "EBC CST", "EBC Community Safety Team", "EBC CSU".
So names are spelt out by the abbreviations, and what only says that it is a team, a unit or an
officer of it is left away; names that then are the same are one agency. Two that are one all the same are
merged by an editor; nothing is guessed from likeness, because "KCC" and "KCC Wardens" are alike too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from csp.topics.action_plan.store.agency_records import AgencyDraft, Kind

# Words at the end of a name that say who of an agency acts, and so name no other one.
_ACTORS = frozenset({"team", "teams", "unit", "units", "officer", "officers"})
# Words of a name, spelt out, that tell its kind; the first that has one counts.
_WORDS: Mapping[Kind, frozenset[str]] = {
    "statutory": frozenset({"police", "fire", "rescue", "nhs", "health", "probation", "prison", "ambulance"}),
    "council": frozenset({"council", "councils"}),
    "voluntary": frozenset({"charity", "charities", "trust", "volunteer", "voluntary", "pastors"}),
}
# Last words of names that mean several bodies at once.
_MANY = frozenset({"partners", "agencies", "providers", "services", "owners", "businesses", "landlords"})


def spell_out(name: str, abbreviations: Mapping[str, str]) -> str:
    """A name with its abbreviations spelt out: "EBC CST" -> "Example Borough Council Community Safety Team".

    abbreviations: what each stands for; what follows a comma only explains it.
    """
    return " ".join(abbreviations.get(word, word).partition(",")[0] for word in name.split())


def identify(name: str, abbreviations: Mapping[str, str]) -> str:
    """What is the same for two names of one agency: lower case, spelt out, without who of it acts."""
    words = re.findall(r"[\w'&-]+", spell_out(name, abbreviations).casefold())
    while len(words) > 2 and words[-1] in _ACTORS:
        words.pop()
    return " ".join(words)


def tell_kind(name: str, abbreviations: Mapping[str, str]) -> Kind:
    """The kind of an agency by its name; "" where it does not tell."""
    if _is_group(name):
        return "group"
    meanings = [abbreviations.get(word, word) for word in name.split()]
    words = set(re.findall(r"\w+", " ".join(meanings).casefold()))
    return next((kind for kind, telling in _WORDS.items() if words & telling), "")


def _is_group(name: str) -> bool:
    """ "partners", "property owners", "All agencies": no name of a body, or several at once."""
    words = name.split()
    return name == name.casefold() or words[0].casefold() == "all" or words[-1] in _MANY


def propose_agencies(names: Iterable[str], abbreviations: Mapping[str, str]) -> list[AgencyDraft]:
    """An agency for every group of names that mean the same, in the order in which they first come.

    It is called by the shortest of its names.
    """
    groups: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        groups.setdefault(identify(name, abbreviations), []).append(name)
    return [_make_draft(aliases, abbreviations) for aliases in groups.values()]


def _make_draft(aliases: list[str], abbreviations: Mapping[str, str]) -> AgencyDraft:
    short = min(aliases, key=lambda alias: (len(alias), alias))
    full = spell_out(short, abbreviations)
    return AgencyDraft(short, "" if full == short else full, tell_kind(short, abbreviations), tuple(aliases))
