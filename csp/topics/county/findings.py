"""The sentences of the county comparison: where home stands, and how far the next place is. Pure."""

from __future__ import annotations

import numpy as np

from csp import statistics
from csp.comparison.findings import describe_standing
from csp.comparison.standings import Basis, Standings
from csp.core import wording
from csp.core.measures import Measure


def write_headline(
    table: Standings, measure: Measure, basis: Basis, home: str, peers_label: str, unit: str = "per 1,000"
) -> str:
    """Home's place by rate with its range, and its rate.

    "Shoplifting: Tunbridge Wells has the 4th lowest rate of the 12 Kent districts
    (4.7 per 1,000); could be 4th to 7th when chance is allowed for."
    """
    at = table.at(measure.code, basis.home)
    rank, rate = int(table.rank[at]), wording.rate(float(table.rate[at]))
    of = len(table.districts)
    if table.suppressed[at]:
        return f"{measure.label}: too few in {home} to show without pointing at people."
    if not rank:
        return f"{measure.label}: {home} has no population on file, so no rate and no rank."
    place = describe_standing(rank, bool(table.tied[at]), of)
    best, worst = int(table.rank_best[at]), int(table.rank_worst[at])
    sure = (
        "clear of the others"
        if best == worst
        else f"could be {wording.ordinal(best)} to {wording.ordinal(worst)} when chance is allowed for"
    )
    return f"{measure.label}: {home} has the {place} rate of the {of} {peers_label} ({rate} {unit}); {sure}."


def describe_gaps(table: Standings, measure: Measure, basis: Basis, names: dict[str, str]) -> list[str]:
    """How far home is from the places on either side, in whole crimes.

    "31 fewer shoplifting offences would have made it 3rd." "Another 12 would have made it 5th."
    """
    i, j = table.at(measure.code, basis.home)
    # The gap to a neighbour whose count is suppressed would give that count away.
    if not table.rank[i, j] or table.suppressed[i].any():
        return []
    gap = statistics.gap_to_rank(table.now[i], table.population, j)
    sentences = []
    if gap.fewer is not None and gap.better_rank is not None:
        first = f"{wording.count(gap.fewer)} fewer {measure.noun}"
        sentences.append(f"{first} would have made {names[basis.home]} {wording.ordinal(gap.better_rank)}.")
    if gap.more is not None and gap.worse_rank is not None:
        sentences.append(
            f"{wording.count(gap.more)} more would have made it {wording.ordinal(gap.worse_rank)}."
        )
    return sentences


def describe_movement(table: Standings, measure: Measure, basis: Basis) -> str:
    """ "By rate it was 6th a year earlier, so it moved down 2 places." Empty without a comparison."""
    at = table.at(measure.code, basis.home)
    rank, before = int(table.rank[at]), int(table.rank_before[at])
    if not basis.comparable or not rank or not before:
        return ""
    if rank == before:
        return f"It held the same place, {wording.ordinal(rank)}, in the period compared with."
    direction = "up" if rank > before else "down"
    places = wording.plural(abs(rank - before), "place")
    return f"It was {wording.ordinal(before)} in the period compared with: {direction} {places} by rate."


def describe_pair(
    table: Standings,
    measure: Measure,
    basis: Basis,
    other: str,
    names: dict[str, str],
    unit: str = "per 1,000",
) -> str:
    """Home against one other district in one sentence, with the test of the difference.

    "Swale's rate is 9.6 per 1,000, 2.0 times that of Tunbridge Wells (4.7): more than chance."
    """
    i, j = table.at(measure.code, basis.home)
    k = table.districts.index(other)
    ours, theirs = float(table.rate[i, j]), float(table.rate[i, k])
    if table.suppressed[i, j] or table.suppressed[i, k]:
        return f"{names[other]} and {names[basis.home]}: too few to compare without pointing at people."
    if not (np.isfinite(ours) and np.isfinite(theirs)):
        return f"No population on file for {names[other]} or {names[basis.home]}, so no rates to compare."
    p = float(
        statistics.change_p(
            int(table.now[i, k]), int(table.now[i, j]), float(table.population[k]), float(table.population[j])
        )
    )
    verdict = "more than chance" if p < basis.significance else "within chance"
    times = f"{theirs / ours:.2f} times the rate of" if ours else "against none in"
    return (
        f"{names[other]}: {wording.rate(theirs)} {unit}, {times} "
        f"{names[basis.home]} ({wording.rate(ours)}); the difference is {verdict}."
    )


def compute_county_rate(table: Standings, measure: str) -> float:
    """The rate of all districts together, per 1,000; those without a population are on neither side of it."""
    i = table.measures.index(measure)
    populated = np.isfinite(table.population)
    return float(
        statistics.rate(int(table.now[i, populated].sum()), float(table.population[populated].sum()))
    )
