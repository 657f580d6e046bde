"""The reference of an action that is raised at a meeting: nobody has to look up which one is free."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

_NUMBERED = re.compile(r"(.*?)(\d+)", re.ASCII)


def find_next_reference(priorities: Mapping[str, int], priority: int) -> str:
    """The next free reference among those of a priority: "AS-18" after "AS-17".

    priorities: of every action of the plan, retired ones too, by its reference. It goes on in the form
    that most of the priority's actions have; a priority without any begins with "P3-01".
    """
    of_priority = [ref for ref, number in priorities.items() if number == priority]
    prefix, digits = _find_form(of_priority, priority)
    taken = map(_NUMBERED.fullmatch, priorities)
    number = max((int(match[2]) for match in taken if match and match[1] == prefix), default=0) + 1
    return f"{prefix}{number:0{digits}d}"


def _find_form(refs: Iterable[str], priority: int) -> tuple[str, int]:
    """What stands before the number of most references, and how many digits that has."""
    forms = Counter((match[1], len(match[2])) for match in map(_NUMBERED.fullmatch, refs) if match)
    return forms.most_common(1)[0][0] if forms else (f"P{priority}-", 2)
