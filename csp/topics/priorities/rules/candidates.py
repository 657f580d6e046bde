"""What could be a priority. What is one is the action plan's to say: see adoption.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    """A crime type that could be a priority; the counts of two of them never overlap.

    measures: codes that say how much of it there is, the first that the source answers counts.
    words: a priority of a plan that has one of them in its name is about it. cuts_across: it is found
    within other types as well, so that it is no part of crime beside them. former: labels that old
    links hold.
    """

    code: str
    label: str
    measures: tuple[str, ...]
    words: tuple[str, ...]
    cuts_across: bool = False
    former: tuple[str, ...] = ()

    def measure(self, offered: Sequence[str]) -> str | None:
        """The measure that stands for it, or None where the source has none."""
        return next((code for code in self.measures if code in offered), None)


CANDIDATES = (
    Candidate("domestic_abuse", "Domestic abuse", ("domestic_abuse",), ("domestic",), cuts_across=True),
    Candidate(
        "substance_misuse",
        "Drug offences",
        ("drug_offences",),
        ("drug", "substance"),
        former=("Substance misuse and supply",),
    ),
    Candidate(
        "asb",
        "Anti-social behaviour",
        ("asb",),
        ("anti-social", "antisocial", "asb"),
        former=("Anti-social and high-risk behaviour",),
    ),
    Candidate("road_safety", "Road safety", ("road_casualties",), ("road",)),
    Candidate(
        "violence",
        "Violence against the person",
        # The street categories do not tell sexual offences apart from it.
        ("violence_against_the_person", "violence_and_sexual_offences"),
        ("violence", "violent", "knife"),
        former=("Violence",),
    ),
    Candidate("sexual_offences", "Sexual offences", ("sexual_offences",), ("sexual", "rape")),
    Candidate("hate_crime", "Hate crime", ("hate_crime",), ("hate",), cuts_across=True),
    Candidate("robbery", "Robbery", ("robbery",), ("robber",)),
    Candidate("burglary", "Burglary", ("burglary", "burglary_residential"), ("burglar",)),
    Candidate("vehicle_crime", "Vehicle crime", ("vehicle_crime",), ("vehicle",)),
    Candidate("shoplifting", "Shoplifting", ("shoplifting",), ("shoplift", "retail", "shop theft")),
    Candidate("criminal_damage", "Criminal damage", ("criminal_damage",), ("damage", "arson", "graffiti")),
)


def choose_measures(offered: Sequence[str]) -> dict[str, str | None]:
    """By candidate: the measure that stands for it of those a source offers, None where there is none."""
    return {candidate.code: candidate.measure(offered) for candidate in CANDIDATES}
