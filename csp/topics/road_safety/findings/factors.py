"""The sentences about the fatal four: speed, drink or drugs, seat belts and phones. Pure."""

from __future__ import annotations

from csp.core import wording
from csp.core.change_words import describe_movement
from csp.topics.road_safety.rules.factors import FactorFigures
from csp.topics.road_safety.rules.periods import Period

NO_FATAL_FOUR = (
    "Speed, drink or drugs, seat belts and phones (the fatal four) are not in the open record files: "
    "contributory factors end with 2023, road safety factors begin with 2024. A partner's table of either "
    "can bring them: csp import road-factors PATH, with the columns start, end, factor, casualties, source."
)
COUNTED_WITH_EACH = (
    "Officers note factors only where they attended, and as their opinion. A casualty of two factors is "
    "counted with each, so they add up to no total."
)


def describe_gap(period: Period) -> str:
    """What is said where a table is loaded that does not have a period."""
    return f"The table of the fatal four that is loaded does not cover {period.label} whole."


def write_factors(figures: FactorFigures, place: str) -> str:
    """The finding: which factor has most casualties, and what changed clearly.

    "Fatal four in Exeter: Speed most often, 40 casualties; no clear change in any."
    """
    start = f"Fatal four in {place}"
    shown = [part for part in figures.parts if part.change.now]
    if not shown:
        return f"{start}: none counted."
    top = max(shown, key=lambda part: part.change.now)
    largest = f"{top.label} most often, {wording.plural(top.change.now, 'casualty', 'casualties')}"
    clear = [part for part in figures.parts if part.change.is_real and not part.few]
    changes = "; ".join(f"{part.label} {describe_movement(part.change)}" for part in clear)
    if not figures.comparable:
        changes = "nothing to compare with"
    return f"{start}: {largest}; {changes or 'no clear change in any'}."


def write_factor_subtitle(place: str, periods: tuple[Period, Period], comparable: bool) -> str:
    """The subtitle of the factors as bars."""
    before = f"; tick: {periods[1].label}" if comparable else ""
    return f"Casualties of collisions with the factor, {place}, {periods[0].label}{before}"
