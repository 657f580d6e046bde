"""One measure of one area beside the period before: the row that tables, charts and sentences show. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from csp.core.change import Change
from csp.core.incomplete_cells import IncompleteCell


@dataclass(frozen=True)
class MeasureRow:
    """One measure of one area in two periods: a row of the crime type table.

    rate_now and rate_before are per 1,000 people, None where there is no such period. Ranks are by
    rate, 1 = lowest, None where the measure is not ranked. tied_now and tied_before: another area has the
    same rate. flagged_now and flagged_before: how many cases carry the flag called flag_label (None
    where no flag can be left out). parts: the offence groups it adds up, by which a total is told from
    its parts; leave it empty for a measure that is itself a flag. rivals: the names of the areas whose
    rates cannot be told from this one's by chance. incomplete and incomplete_before: where and when the
    measure is incomplete, in all the districts that home is ranked among. own_incomplete: whether home's
    own count is, now and before.
    """

    code: str
    label: str
    noun: str
    polarity: str
    kind: str
    change: Change
    rate_now: float | None = None
    rate_before: float | None = None
    rank_now: int | None = None
    rank_before: int | None = None
    rank_best: int | None = None
    rank_worst: int | None = None
    flagged_now: int = 0
    flagged_before: int = 0
    flag_label: str | None = None
    tied_now: bool = False
    tied_before: bool = False
    parts: frozenset[str] = frozenset()
    rivals: tuple[str, ...] = ()
    incomplete: tuple[IncompleteCell, ...] = ()
    incomplete_before: tuple[IncompleteCell, ...] = ()
    own_incomplete: tuple[bool, bool] = (False, False)
