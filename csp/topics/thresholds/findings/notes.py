"""What a reader must know besides: which months are left out, why there is no map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from csp.core import wording
from csp.topics.thresholds.rules import Rule

NO_WARDS = (
    "No row of this source has a ward, so the rule watches the district. Import ward outlines with "
    "python -m csp import boundaries and then the street files again."
)
NOT_BY_WARD = "By ward, warnings are not published: they need months by ward."

ROADS_ARE_WHOLE = (
    "Injury on the roads is watched in the district as a whole, since most wards have none in most months."
)


def describe_incomplete_months(months: Sequence[date]) -> str:
    """Which months take no part because their upload looks incomplete; empty where none."""
    if not months:
        return ""
    named = [wording.month(month) for month in sorted(months)]
    those_months = wording.list_words(named) if len(named) <= 4 else f"{len(named)} months"
    them = "it" if len(named) == 1 else "them"
    return f"{those_months}: data incomplete at source, so no window with {them} is judged."


def describe_cut(flagged: int, listed: int) -> str:
    """That a list has not all of the warnings; empty where it has. listed: how many it has at most."""
    if flagged <= listed:
        return ""
    return f"The clearest {listed} of {wording.count(flagged)}: the matrix and the download have all."


def describe_matrix(rule: Rule) -> str:
    """How the matrix is read."""
    unit = "per cent" if rule.unit == "%" else "standard deviations"
    return (
        f"Every crime type in every ward: the difference in {unit}; ▲ and ▼ on a dark ground "
        "are warnings, a dot is a count too low to be judged."
    )


WHERE_THEY_GATHER = "Where collisions gather is on the page Road safety, in the tab Where."


def explain_roads(is_public: bool) -> str:
    """Why a rule about roads has no wards, and where places are shown: nowhere in public mode."""
    return ROADS_ARE_WHOLE if is_public else f"{ROADS_ARE_WHOLE} {WHERE_THEY_GATHER}"


def explain_no_map(rule: Rule, is_public: bool) -> str:
    """Why there is no map."""
    if rule.on_roads:
        return explain_roads(is_public)
    if is_public:
        return NOT_BY_WARD
    if rule.watch == "types":
        return "The rule watches the district as a whole: choose “crime in a ward” to see it on the map."
    return "No map: import ward outlines with python -m csp import boundaries. The matrix says the same."


def explain_no_matrix(rule: Rule) -> str:
    """Why there is no matrix; public mode has no place for one."""
    if rule.on_roads:
        return explain_roads(is_public=False)
    return (
        "The rule watches the district as a whole: choose “crime in a ward” to see every ward. The list has "
        "every type."
    )


def describe_advanced(rule: Rule, flags: Mapping[str, str], measures: Mapping[str, str]) -> str:
    """What is set where it is not in sight: the crime types watched and the flags left out; often empty."""
    parts = []
    if rule.measures:
        parts.append(f"Only {wording.list_words([measures.get(code, code) for code in rule.measures])}.")
    if rule.exclude:
        parts.append(
            f"Without {wording.list_words([flags.get(code, code) for code in rule.exclude])} reports."
        )
    return " ".join(parts)
