"""The line above the map: which ward stands out, or how the wards chosen compare."""

from __future__ import annotations

import math
from collections.abc import Sequence

from csp.comparison.findings import describe_standing
from csp.core import wording
from csp.core.change import Change
from csp.core.change_words import describe_movement
from csp.core.measures import Measure
from csp.topics.wards.rules import Figures


def write_headline(rows: Sequence[Figures], measure: Measure, unit: str, comparable: bool) -> str:
    """The ward with the highest rate, how it compares, and how many wards really changed.

    "All crime: Culverden has the highest rate of the 20 wards, 108.0 per 1,000 (1.6 times
    the borough's); four changed by more than chance."
    """
    if not any(row.change.now or row.change.suppressed_now for row in rows):
        return f"{measure.label}: none recorded in any ward."
    ranked = [row for row in rows if row.rank]
    if ranked:
        top = max(ranked, key=lambda row: row.rate)
        joint = "joint " if sum(row.rate == top.rate for row in ranked) > 1 else ""
        place = f"the {joint}highest rate of the {len(rows)} wards, {wording.rate(top.rate)} {unit}"
        if math.isfinite(top.ratio):
            place += f" ({wording.rate(top.ratio)} times the borough's)"
    elif all(row.change.suppressed_now for row in rows):
        return f"{measure.label}: too few in any ward to show without pointing at people."
    else:
        top = max(rows, key=lambda row: row.change.now)
        place = f"the most of the {len(rows)} wards, {wording.count(top.change.now)}"
    changes = f"; {_describe_changes(rows)}" if comparable else ""
    return f"{measure.label}: {top.name} has {place}{changes}."


def _describe_changes(rows: Sequence[Figures]) -> str:
    """ "four changed by more than chance" """
    real = [row for row in rows if row.change.is_real]
    if not real:
        return "none changed by more than chance"
    if len(real) == 1:
        verb = "rose" if (real[0].change.difference or 0) > 0 else "fell"
        return f"one, {real[0].name}, {verb} by more than chance"
    return f"{wording.number(len(real))} changed by more than chance"


def write_place_headline(row: Figures, measure: Measure, ranked: int, unit: str) -> str:
    """The ward or patch chosen: its count, its change, its rate and its place, or the borough's rate.

    "All crime in Culverden rose by 9 (+0.9 %) to 976, within chance; 108.0 per 1,000,
    highest of 20 wards." ranked: how many wards have a rank.
    """
    if row.change.suppressed_now:
        return f"{measure.label} in {row.name}: too few to show without pointing at people."
    clauses = [f"{measure.label} in {row.name} {_describe_level(row.change)}"]
    if math.isfinite(row.rate):
        rate = f"{wording.rate(row.rate)} {unit}"
        if row.rank:
            rate += f", {describe_rank(row, ranked)} of {ranked} wards"
        elif math.isfinite(row.ratio):
            rate += f", {_describe_ratio(row)}"
        clauses.append(rate)
    else:
        clauses.append("no rate, for want of a population")
    return "; ".join(clauses) + "."


def describe_rank(row: Figures, ranked: int) -> str:
    """The place by rate from the nearer end: "2nd lowest", "3rd highest". ranked: how many have a rank."""
    if row.tied or 2 * row.rank <= ranked or row.rank == ranked:
        return describe_standing(row.rank, row.tied, ranked)
    return f"{wording.ordinal(ranked - row.rank + 1)} highest"


def _describe_ratio(row: Figures) -> str:
    text = f"{wording.rate(row.ratio)} times the borough's rate"
    return text if row.apart else f"{text} (no more than chance apart)"


def _describe_level(change: Change) -> str:
    if change.before is None:
        why = "the earlier count hidden" if change.suppressed_before else "no earlier period to compare with"
        return f"was {wording.count(change.now)}, with {why}"
    if not change.difference:
        return f"was {wording.count(change.now)}, as before"
    return describe_movement(change)
