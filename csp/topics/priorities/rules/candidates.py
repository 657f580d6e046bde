"""What could be a priority, and what was adopted as one for 2021/22."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# The plan whose priorities are marked as adopted below.
ADOPTED_PLAN = "2021-22"


@dataclass(frozen=True)
class Candidate:
    """A crime type or family that could be a priority.

    measures: codes that say how much of it there is, the first that the source answers counts.
    adopted: numbers of the priorities of 2021/22 that are about it. part: it is named within
    them, and is not one of its own.
    """

    code: str
    label: str
    measures: tuple[str, ...]
    adopted: tuple[int, ...] = ()
    part: bool = False

    def measure(self, offered: Sequence[str]) -> str | None:
        """The measure that stands for it, or None where the source has none."""
        return next((code for code in self.measures if code in offered), None)


# The families of the assessment; the priorities of the partnership's plan for 2021/22 are marked.
CANDIDATES = (
    Candidate("domestic_abuse", "Domestic abuse", ("domestic_abuse",), (1,)),
    Candidate("substance_misuse", "Substance misuse and supply", ("drug_offences",), (2,)),
    Candidate("asb", "Anti-social and high-risk behaviour", ("asb",), (3,)),
    Candidate("road_safety", "Road safety", ("road_casualties",), (4,)),
    Candidate("violence", "Violence", ("violent_crime", "violence_and_sexual_offences"), (2, 3), part=True),
    Candidate("sexual_offences", "Sexual offences", ("sexual_offences",)),
    Candidate("hate_crime", "Hate crime", ("hate_crime",)),
    Candidate("robbery", "Robbery", ("robbery",)),
    Candidate("burglary", "Burglary", ("burglary", "burglary_residential")),
    Candidate("vehicle_crime", "Vehicle crime", ("vehicle_crime",)),
    Candidate("shoplifting", "Shoplifting", ("shoplifting",)),
    Candidate("criminal_damage", "Criminal damage", ("criminal_damage",)),
)


def choose_measures(offered: Sequence[str]) -> dict[str, str | None]:
    """By candidate: the measure that stands for it of those a source offers, None where there is none."""
    return {candidate.code: candidate.measure(offered) for candidate in CANDIDATES}
