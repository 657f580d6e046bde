"""The line above the map: which ward stands out, or how the wards chosen compare."""

from __future__ import annotations

import math
from collections.abc import Sequence

from csp.comparison.findings import describe_few
from csp.core import wording
from csp.core.change import Change
from csp.core.change_words import describe_movement
from csp.core.disclosure import is_too_few
from csp.core.measures import Measure
from csp.topics.wards.rules import Figures

MOST_NAMED = 3
"""How many wards a title names of those that could have the highest rate."""


def write_headline(
    rows: Sequence[Figures],
    measure: Measure,
    unit: str,
    comparable: bool,
    borough: int,
    is_adjusted: bool = False,
) -> str:
    """The ward with the highest rate, how it compares, and how many wards changed.

    "All crime: Culverden has the highest rate of the 20 wards, 108.0 per 1,000 (1.6 times
    the borough's); four of 20 wards changed clearly." No ward is named on fewer than 5 recorded.
    borough: the count of the whole borough. is_adjusted: whether the counts are adjusted (public mode).
    """
    if not any(row.change.now for row in rows):
        return f"{measure.label}: none recorded in any ward."
    compared = [row for row in rows if not row.is_few]
    if len(compared) < 2:
        return f"{measure.label}: {wording.too_few(borough)}."
    changes = f"; {_describe_changes(rows)}" if comparable else ""
    return f"{measure.label}: {_describe_top(rows, compared, unit, is_adjusted)}{changes}."


def name_ranked(rows: Sequence[Figures]) -> str:
    """Which wards have a rank: all, or those with a population and 5 or more recorded."""
    needs = [
        *(["a population"] if any(_lacks_population(row) for row in rows) else []),
        *(["5 or more"] if any(row.is_few for row in rows) else []),
    ]
    return f"wards with {wording.list_words(needs)}" if needs else "wards"


def _lacks_population(row: Figures) -> bool:
    return not math.isfinite(row.rate)


def list_highest(rows: Sequence[Figures]) -> list[Figures]:
    """The wards that could have the highest rate by the range of their ranks, the highest rate first."""
    ranked = [row for row in rows if row.rank]
    could = [row for row in ranked if row.rank_worst == len(ranked)]
    return sorted(could, key=lambda row: -row.rate)


def describe_highest(rows: Sequence[Figures], of: str, unit: str) -> str:
    """Which ward has the highest rate where counts are adjusted: one, one of a few, or none that is clear.

    "Culverden has the highest rate of the 20 wards, 108.0 per 1,000" "Culverden or Park has the highest rate
    of the 20 wards" "no ward has clearly the highest rate of the 20 wards". of: which wards they are.
    """
    first, *others = list_highest(rows)
    if not others:
        return f"{first.name} has the highest rate of {of}, {wording.rate(first.rate)} {unit}"
    if len(others) < MOST_NAMED and len(others) + 1 < len(rows):
        names = [first.name, *(row.name for row in others)]
        return f"{', '.join(names[:-1])} or {names[-1]} has the highest rate of {of}"
    return f"no ward has clearly the highest rate of {of}"


def _describe_top(rows: Sequence[Figures], compared: Sequence[Figures], unit: str, is_adjusted: bool) -> str:
    """The ward with the highest rate, or the most, among those that can be compared.

    Adjusted counts name one only where their adjustment leaves no doubt of it, and none by its count.
    """
    ranked = [row for row in compared if row.rank]
    few = any(row.is_few for row in rows)
    of = (
        f"the {wording.number(len(compared))} wards with 5 or more recorded"
        if few
        else f"the {len(rows)} wards"
    )
    if ranked and any(_lacks_population(row) for row in compared):
        of = f"the {wording.number(len(ranked))} {name_ranked(rows)}{' recorded' if few else ''}"
    if not ranked and is_adjusted:
        return f"no rate of {of}, for want of a population"
    if is_adjusted:
        return describe_highest(ranked, of, unit)
    if not ranked:
        top = max(compared, key=lambda row: row.change.now)
        return f"{top.name} has the most of {of}, {wording.count(top.change.now)}"
    top = max(ranked, key=lambda row: row.rate)
    joint = "joint " if sum(row.rate == top.rate for row in ranked) > 1 else ""
    text = f"{top.name} has the {joint}highest rate of {of}, {wording.rate(top.rate)} {unit}"
    return f"{text} ({wording.rate(top.ratio)} times the district's)" if math.isfinite(top.ratio) else text


def _describe_changes(rows: Sequence[Figures]) -> str:
    """How many wards changed, each judged over its own crime types: "four of 20 wards changed clearly".

    It is another claim than a clear change of the borough, or of one ward, and has words of its own.
    """
    clear = [row for row in rows if row.change.is_real and not _is_small_change(row.change)]
    if not clear:
        return f"none of {len(rows)} wards changed clearly"
    if len(clear) == 1:
        verb = "rose" if (clear[0].change.difference or 0) > 0 else "fell"
        return f"one of {len(rows)} wards changed clearly: {clear[0].name} {verb}"
    return f"{wording.number(len(clear))} of {len(rows)} wards changed clearly"


def _is_small_change(change: Change) -> bool:
    """Whether neither period has as many as 5: nothing to name a ward by."""
    return is_too_few(max(change.now, change.before or 0))


def write_place_headline(
    row: Figures,
    measure: Measure,
    ranked: int,
    unit: str,
    borough: int,
    among: str = "wards",
    is_adjusted: bool = False,
) -> str:
    """The ward or patch chosen: its count, its change, its rate and its place, or the borough's rate.

    "All crime in Culverden rose by 9 (+0.9%) to 976, no clear change; 108.0 per 1,000,
    highest of 20 wards." ranked: how many wards have a rank, and among: which they are. borough: the
    borough's count. is_adjusted: whether the counts are adjusted (public mode): a rank that this leaves
    in doubt is given as a range.
    """
    if row.is_few:
        return f"{describe_few(measure.label, row.name, row.change, borough)}."
    clauses = [f"{measure.label} in {row.name} {_describe_level(row.change)}"]
    if math.isfinite(row.rate):
        rate = f"{wording.rate(row.rate)} {unit}"
        if row.rank and is_adjusted and row.rank_best != row.rank_worst:
            rate += f", {_describe_range(row, ranked, among)}"
        elif row.rank:
            rate += f", {describe_rank(row, ranked)} of {ranked} {among}"
        elif math.isfinite(row.ratio):
            rate += f", {_describe_ratio(row)}"
        clauses.append(rate)
    else:
        clauses.append("no rate, for want of a population")
    return "; ".join(clauses) + "."


def describe_rank(row: Figures, ranked: int) -> str:
    """The place by rate from the nearer end: "2nd lowest", "3rd highest". ranked: how many have a rank."""
    return wording.standing(row.rank, ranked, row.tied)


def _describe_range(row: Figures, ranked: int, among: str) -> str:
    """ "between 4th lowest and 3rd highest of 20 wards" "similar to the other two wards with 5 or more" """
    if (row.rank_best, row.rank_worst) == (1, ranked):
        return f"similar to the other {wording.number(ranked - 1)} {among}"
    best, worst = (wording.standing(rank, ranked) for rank in (row.rank_best, row.rank_worst))
    return f"between {best} and {worst} of {ranked} {among}"


def _describe_ratio(row: Figures) -> str:
    if row.apart:
        return f"{wording.rate(row.ratio)} times the district's rate"
    return f"similar to the district's rate ({wording.rate(row.ratio)} times)"


def _describe_level(change: Change) -> str:
    if change.before is None:
        return f"was {wording.count(change.now)}, with no earlier period to compare with"
    if not change.difference:
        return f"was {wording.count(change.now)}, as before"
    return describe_movement(change)
