"""The words of the parts of a crime type."""

from __future__ import annotations

from collections.abc import Sequence

from csp.comparison.rows import MeasureRow
from csp.core import wording
from csp.core.change_words import describe_evidence, describe_size
from csp.core.measures import Measure
from csp.statistics.perturbation import LIMIT


def write_part_words(
    rows: Sequence[MeasureRow],
    measure: Measure,
    comparable: bool,
    period: str,
    place: str,
    is_adjusted: bool = False,
) -> tuple[str, str]:
    """Title and subtitle: the largest part, and the one that moved most.

    is_adjusted: whether the counts are adjusted (public mode). Then a part is the largest where no adjustment
    could make it so, and none is said to have moved without a clear change.
    """
    label = next((row.flag_label for row in rows if row.flagged_now and row.flag_label), None)
    end_of_bar = f"; end of the bar: {label}" if label else ""
    mark = "; mark: the period before" if comparable else ""
    return _title(rows, measure, is_adjusted), f"Recorded in {place}, {period}{mark}{end_of_bar}"


def _title(rows: Sequence[MeasureRow], measure: Measure, is_adjusted: bool) -> str:
    recorded = [row for row in rows if row.change.now]
    if not recorded:
        return f"{measure.long_label}: the parts"
    total = sum(row.change.now for row in rows)
    top, *others = sorted(recorded, key=lambda row: -row.change.now)
    if is_adjusted and others and top.change.now - others[0].change.now <= 2 * LIMIT:
        return f"{measure.long_label}: the parts"
    share = wording.pct(100 * top.change.now / total) if total else ""
    largest = f"{top.label}: {share} of {measure.noun}"
    moved = [row for row in rows if row.change.difference and (row.change.is_real or not is_adjusted)]
    if not moved:
        return largest
    most = max(moved, key=lambda row: abs(row.change.difference or 0))
    subject = "it" if most is top else wording.lower_first(most.label)
    return f"{largest}; {subject} moved most: {describe_size(most.change)}, {describe_evidence(most.change)}"


def explain_no_page(part: str, measure: Measure) -> str:
    """Why a part that was clicked opens nothing."""
    return (
        f"{part} is counted in {wording.lower_first(measure.label)} but is not a crime type of its own here."
    )


def explain_no_parts(measure: Measure) -> str:
    """Why there are no parts to show."""
    return f"{measure.label} is one kind of offence in this source and has no parts."
