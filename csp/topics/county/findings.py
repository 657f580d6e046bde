"""The sentences of the county comparison: where home stands, and how far the next place is. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from csp import statistics
from csp.comparison.standings import Basis, Standings
from csp.core import wording
from csp.core.incomplete_words import describe_rank_caveat
from csp.core.measures import Measure
from csp.topics.county.rules import Funnel


def write_headline(
    table: Standings, measure: Measure, basis: Basis, home: str, peers_label: str, unit: str = "per 1,000"
) -> str:
    """Home's place by rate with its range, and its rate. peers_label: those that are ranked, in words.

    "Shoplifting: Exeter has the 4th lowest rate of the 12 Devon districts
    (4.7 per 1,000): ranked 4th; could be 4th to 7th."
    """
    at = table.at(measure.code, basis.home)
    rank, rate = int(table.rank[at]), wording.rate(float(table.rate[at]))
    of = table.ranked
    if not np.isfinite(table.rate[at]):
        return f"{measure.label}: {home} has no population on file, so no rate and no rank."
    if not rank:
        others = "no other area has a population on file" if len(basis.districts) > 1 else "it stands alone"
        none = f"no rank, because {others}"
        return f"{measure.label}: {home} has a rate of {rate} {unit}; {none}."
    tied = bool(table.tied[at])
    best, worst = int(table.rank_best[at]), int(table.rank_worst[at])
    standing = wording.standing(rank, of, tied)
    sure = "; clear of the others"
    if best != worst:
        # Beside a standing that counts from the highest, a rank in numbers says where 1st is.
        key = f" ({wording.RANK_KEY})" if standing.endswith("highest") else ""
        sure = f": {wording.rank_with_range(rank, best, worst, tied=tied)}{key}"
    place = f"the {standing} rate of the {of} {peers_label}"
    caveat = describe_rank_caveat(basis.incomplete.of(measure.code))
    but = f"; {caveat}" if caveat else ""
    return f"{measure.label}: {home} has {place} ({rate} {unit}){sure}{but}."


def describe_gaps(table: Standings, measure: Measure, basis: Basis, names: dict[str, str]) -> list[str]:
    """How far home is from the places on either side, in whole crimes.

    "31 fewer shoplifting offences would have put Exeter 3rd lowest." "12 more shoplifting
    offences would have put us 5th lowest."
    """
    i, j = table.at(measure.code, basis.home)
    if not table.rank[i, j]:
        return []
    gap = statistics.gap_to_rank(table.now[i], table.population, j)
    of = table.ranked
    return [
        f"{wording.count(crimes)} {side} {measure.noun} would have put {us} {wording.standing(rank, of)}."
        for crimes, side, us, rank in (
            (gap.fewer, "fewer", names[basis.home], gap.better_rank),
            (gap.more, "more", "us", gap.worse_rank),
        )
        if crimes is not None and rank is not None
    ]


def describe_movement(table: Standings, measure: Measure, basis: Basis) -> str:
    """ "It was 6th lowest in the period compared with: down 2 places by rate." Empty without a comparison."""
    at = table.at(measure.code, basis.home)
    rank, before = int(table.rank[at]), int(table.rank_before[at])
    if not basis.comparable or not rank or not before:
        return ""
    of = table.ranked
    place = wording.standing(before, of, bool(table.tied_before[at]))
    if rank == before:
        return f"It was {place} in the period compared with, too."
    direction = "up" if rank > before else "down"
    places = wording.plural(abs(rank - before), "place")
    return f"It was {place} in the period compared with: {direction} {places} by rate."


def describe_pair(
    table: Standings,
    measure: Measure,
    basis: Basis,
    other: str,
    names: dict[str, str],
    unit: str = "per 1,000",
) -> str:
    """Home against one other district in one sentence, with the test of the difference.

    "Torridge's rate is 9.6 per 1,000, 2.0 times that of Exeter (4.7); a clear difference."
    """
    i, j = table.at(measure.code, basis.home)
    k = table.districts.index(other)
    ours, theirs = float(table.rate[i, j]), float(table.rate[i, k])
    if not (np.isfinite(ours) and np.isfinite(theirs)):
        return f"No population on file for {names[other]} or {names[basis.home]}, so no rates to compare."
    p = float(
        statistics.change_p(
            int(table.now[i, k]),
            int(table.now[i, j]),
            float(table.population[k]),
            float(table.population[j]),
            dispersion=basis.dispersions.of(measure.code),
        )
    )
    verdict = "a clear difference" if p < basis.significance else "no clear difference"
    times = f"{theirs / ours:.2f} times the rate of" if ours else "against none in"
    return (
        f"{names[other]}: {wording.rate(theirs)} {unit}, {times} "
        f"{names[basis.home]} ({wording.rate(ours)}); {verdict}."
    )


def compute_county_rate(table: Standings, measure: str) -> float:
    """The rate of all districts together, per 1,000; those without a population are on neither side of it."""
    i = table.measures.index(measure)
    populated = np.isfinite(table.population)
    return float(
        statistics.rate(int(table.now[i, populated].sum()), float(table.population[populated].sum()))
    )


def write_funnel_words(
    funnel: Funnel, measure: Measure, names: Mapping[str, str], period: str, unit: str
) -> tuple[str, str]:
    """Title and subtitle of the funnel: which districts lie outside its limits."""
    sides = [
        f"{wording.list_words([names[code] for code in codes])} {'lies' if len(codes) == 1 else 'lie'} {side}"
        for side, codes in (
            ("above", funnel.list_outside(above=True)),
            ("below", funnel.list_outside(above=False)),
        )
        if codes
    ]
    finding = wording.list_words(sides) if sides else "no district lies outside"
    return (
        f"{measure.long_label}: {finding} the 95% limits",
        f"Rate {unit} by population, {period}; shaded: 95% and 99.8% limits, dashed: all together",
    )


def explain_funnel(funnel: Funnel) -> str:
    """What the limits allow for: how far districts differ at all."""
    if not funnel.tau_squared:
        return "The districts differ no more than by luck; the limits are those of luck alone."
    # The standard deviation of a square root is half that of what it is of.
    spread = wording.whole_pct(200 * funnel.tau_squared**0.5)
    return (
        f"Places are not alike: beyond luck, the districts differ by about {spread} of the rate of all "
        "together. The limits allow for that, so one outside them stands out even so."
    )


NO_FUNNEL = "No funnel: it takes four districts with a population, and something recorded."
NO_MAP = "No map: import the outlines of every district with python -m csp import boundaries."
SIMILAR = "Similar areas"
NO_NEIGHBOURS = "ONS publishes nearest neighbours for England alone, so there are no similar areas to choose."


def describe_similar(loaded: Sequence[str], missing: Sequence[str], home: str) -> str:
    """How many of the similar areas home is ranked among, and how many have no data. Names, nearest first.

    "Exeter among 4 of 20 similar areas; 16 have no data for these months (Wokingham, St Albans,
    Bath and North East Somerset and 13 more)."
    """
    total = len(loaded) + len(missing)
    text = f"{home} among {len(loaded)} of {wording.plural(total, 'similar area')}"
    if not missing:
        return f"{text}."
    rest = len(missing) - wording.NAMED_RIVALS
    names = [*missing[: wording.NAMED_RIVALS], *([f"{rest} more"] if rest > 0 else [])]
    verb = "has" if len(missing) == 1 else "have"
    return f"{text}; {len(missing)} {verb} no data for these months ({wording.list_words(names)})."


def describe_nearest(neighbours: Sequence[tuple[str, float | None]]) -> str:
    """The nearest of the similar areas with their distances, the smaller the more alike; "" without any.

    "Nearest by the statistics of ONS: Wokingham (1.62), St Albans (1.70) and Guildford (1.84)."
    """
    known = [(name, distance) for name, distance in neighbours if distance is not None]
    if not known:
        return ""
    named = [f"{name} ({distance:.2f})" for name, distance in known[: wording.NAMED_RIVALS]]
    return f"Nearest by the statistics of ONS (distance, 0 = alike): {wording.list_words(named)}."


def explain_no_other_district(source: str) -> str:
    """Why there is no district to compare home with, in figures that partners sent, and what to do."""
    return (
        f"{source} has figures of no other district, so there is nothing to compare. Choose another source, "
        "or see Trends and Wards."
    )


def explain_no_similar(missing: Sequence[str]) -> str:
    """Why there is nothing to rank home among, and how to get it."""
    return (
        f"None of the {len(missing)} similar areas has data for these months, among them "
        f"{wording.list_words(missing[: wording.NAMED_RIVALS])}. Import the street files of their forces "
        "with python -m csp import police, and populations with python -m csp import population."
    )
