"""Which candidates the priorities of the plan in force are about: by their names and by their actions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from csp.topics.priorities.rules.candidates import CANDIDATES

# What a priority is about "with": "Substance misuse (with violence)".
_ASIDE = re.compile(r"\([^()]*\)")


@dataclass(frozen=True)
class Adoption:
    """The priorities of a plan, {number: name} as it words them, and the candidates they are about.

    own: by candidate, the numbers of the priorities that are about it. acted_on: those whose actions
    act on it although they are about another. label: the year of the plan, "" without a plan.
    """

    label: str = ""
    priorities: Mapping[int, str] = field(default_factory=dict)
    own: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    acted_on: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def count_places(self, with_evidence: Collection[str]) -> int:
        """How many priorities are about a candidate with evidence."""
        return len({n for code in with_evidence for n in self.own.get(code, ())})


def match_priorities(
    label: str, priorities: Mapping[int, str], linked: Iterable[tuple[int, Collection[str]]] = ()
) -> Adoption:
    """What the priorities of a plan are about.

    linked: for each action the number of its priority and the candidates it acts on. A priority whose
    name has no candidate's words is about the candidate that most of its actions act on, if any.
    """
    actions: dict[int, dict[str, int]] = {number: {} for number in priorities}
    for number, codes in linked:
        for code in codes:
            tally = actions.setdefault(number, {})
            tally[code] = tally.get(code, 0) + 1
    own: dict[str, list[int]] = {}
    for number, name in sorted(priorities.items()):
        for code in _name_candidates(name) or _pick_most_acted_on(actions[number]):
            own.setdefault(code, []).append(number)
    acted_on = {
        candidate.code: tuple(
            number
            for number in sorted(priorities)
            if candidate.code in actions[number] and number not in own.get(candidate.code, ())
        )
        for candidate in CANDIDATES
    }
    return Adoption(label, dict(priorities), {code: tuple(n) for code, n in own.items()}, acted_on)


def _name_candidates(name: str) -> list[str]:
    text = _ASIDE.sub(" ", name).casefold()
    return [each.code for each in CANDIDATES if any(_starts_a_word(word, text) for word in each.words)]


def _starts_a_word(word: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(word)}", text) is not None


def _pick_most_acted_on(tally: Mapping[str, int]) -> list[str]:
    order = [candidate.code for candidate in CANDIDATES if candidate.code in tally]
    return [max(order, key=lambda code: tally[code])] if order else []
