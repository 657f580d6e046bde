"""What a reader must know besides: which months are left out, why there is no map."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csp.core import wording
from csp.topics.thresholds.rules import Rule

NO_WARDS = (
    "No row of this source has a ward, so the rule watches the borough. Import ward outlines with "
    "python -m csp import boundaries and then the street files again."
)


def describe_incomplete_months(months: Sequence[date]) -> str:
    """Which months take no part because their upload looks incomplete; empty where none."""
    if not months:
        return ""
    named = [wording.month(month) for month in sorted(months)]
    those_months = wording.list_words(named) if len(named) <= 4 else f"{len(named)} months"
    them = "it" if len(named) == 1 else "them"
    return f"{those_months}: data incomplete in the police upload, so no window with {them} is judged."


def describe_matrix(rule: Rule, flagged: int, listed: int) -> str:
    """How the matrix is read. flagged: how many warnings; listed: how many the list above has at most."""
    unit = "per cent" if rule.unit == "%" else "standard deviations"
    more = f"The list has the clearest {listed} of {wording.count(flagged)}. " if flagged > listed else ""
    return (
        f"{more}Every crime type in every ward: the difference in {unit}; ▲ and ▼ on a dark ground "
        "are warnings, a dot is a count too low to be judged."
    )


def explain_no_map(rule: Rule) -> str:
    """Why there is no map."""
    if rule.watch == "types":
        return "The rule watches the borough as a whole: choose “Each ward” to see it on the map."
    return (
        "No map: import ward outlines with python -m csp import boundaries. The matrix below says the same."
    )
