"""The words of the wards: which stands out, and why they are not compared."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import wording
from csp.core.measures import Measure
from csp.topics.wards.findings import describe_highest
from csp.topics.wards.rules import Figures


def write_ward_words(
    rows: Sequence[Figures], measure: Measure, borough: str, unit: str, period: str, is_adjusted: bool = False
) -> tuple[str, str]:
    """Title and subtitle of the wards: the highest rate, and how many stand apart from the borough's.

    No ward is named on fewer than 5 recorded, and none in public mode (is_adjusted) where the adjustment of
    the counts leaves in doubt which it is.
    """
    ranked = [row for row in rows if row.rank and not row.is_few]
    apart = sum(row.apart for row in ranked)
    if len(ranked) < 2:
        title = f"{measure.long_label} by ward"
    else:
        top = max(ranked, key=lambda row: row.rate)
        number = wording.number(apart) if apart else "none"
        with_few = any(row.is_few for row in rows)
        of = f" of the {wording.number(len(ranked))} wards with 5 or more" if with_few else ""
        highest = f"{top.name} has the highest rate{of}, {wording.rate(top.rate)}"
        if is_adjusted:
            which = f"the {wording.number(len(ranked))} wards{' with 5 or more' if with_few else ''}"
            highest = wording.capitalise(describe_highest(ranked, which, unit))
        verb = "stands" if apart == 1 else "stand"
        title = f"{highest}; {number} of {len(rows)} wards {verb} apart from {borough}"
    return title, (
        f"{measure.long_label}, rate {unit} (recorded), {period}; lines: 95% limits; "
        "dark: limits leave out the district's rate (about 1 in 20 would by luck)"
    )


def explain_few_in_wards(rows: Sequence[Figures], measure: Measure, borough: int) -> str:
    """Why wards are not compared: fewer than two have 5 recorded or more. "" where they can be."""
    if sum(not row.is_few for row in rows) >= 2:
        return ""
    text = wording.too_few(borough)
    return f"{measure.long_label} by ward: {text}."


def write_map_words(measure: Measure, unit: str, period: str, schematic: bool) -> tuple[str, str]:
    """Title and subtitle of the map. schematic: whether its outlines are not the real ones."""
    return (
        f"{measure.long_label} by ward",
        f"Rate {unit}, {period}, smoothed{'; schematic outlines' if schematic else ''}",
    )
