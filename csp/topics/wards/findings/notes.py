"""What a reader must know of the figures: what no ward has, and how often chance alone marks one."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import wording
from csp.core.measures import Measure
from csp.topics.wards.rules import (
    Wards,
    count_ratios_apart,
    list_borrowed_years,
    list_wards_without_population,
)


def list_caveats(wards: Wards, measure: Measure) -> list[str]:
    """What is in the borough's total and in no ward, which wards have no rate, whose population is used."""
    sentences = []
    unplaced = int(wards.unplaced[wards.row(measure.code)])
    if unplaced:
        verbs = ("lies", "counts") if unplaced == 1 else ("lie", "count")
        sentences.append(
            f"Of the {measure.noun} of {wards.borough} {wording.count(unplaced)} {verbs[0]} in no known ward "
            f"and {verbs[1]} to the district alone."
        )
    names = list_wards_without_population(wards)
    if names:
        whose = (
            f"any ward of {wards.borough}"
            if len(names) == len(wards.table.districts)
            else wording.list_words(names)
        )
        sentences.append(
            f"No population is on file for {whose}: no rate and no rank. "
            "Import ward populations with python -m csp import population."
        )
    borrowed = list_borrowed_years(wards)
    if borrowed:
        years = wording.list_words([str(year) for year in borrowed])
        sentences.append(
            f"Ward rates use the population of {years}: none is on file for {wards.basis.years[0]}."
        )
    return sentences


def describe_matrix(wards: Wards, measures: Sequence[Measure]) -> str:
    """How the matrix is read, and how many of its marks chance alone would make."""
    marked, figures = count_ratios_apart(wards, [measure.code for measure in measures])
    return (
        "Compared with the district: 2.0 is twice its rate. Shaded and marked ▲ or ▼ where the ward's 95% "
        "limits leave out the district's rate and 5 or more are recorded: "
        f"{wording.count(marked)} of {wording.count(figures)} figures, about {wording.count(figures / 20)} "
        "of them by luck."
    )
