"""The cells of one ward's figures, the same in every table of wards."""

from __future__ import annotations

import math

from csp.core import wording
from csp.core.change import Change
from csp.core.change_cells import tone_of
from csp.core.table import HIDDEN, UNKNOWN, Cell
from csp.topics.wards.rules import Figures

NO_POPULATION = "No population on file for this ward. Import it with python -m csp import population."


def build_rate_cell(row: Figures) -> Cell:
    """The rate, with its limits on hover; without a population, how to get one."""
    if row.change.suppressed_now:
        return HIDDEN
    if not math.isfinite(row.rate):
        return Cell(wording.MISSING, None, "quiet", tip=NO_POPULATION)
    limits = f"{wording.rate(row.low)} to {wording.rate(row.high)}"
    return Cell(wording.rate(row.rate), row.rate, tip=f"95 % limits {limits}")


def build_ratio_cell(row: Figures) -> Cell:
    """The rate over the borough's, with a * where its limits leave out 1."""
    if not math.isfinite(row.ratio):
        return UNKNOWN
    limits = f"{wording.rate(row.ratio_low)} to {wording.rate(row.ratio_high)}"
    text = f"{wording.rate(row.ratio)}{'*' if row.apart else ''}"
    return Cell(text, row.ratio, tip=f"95 % limits {limits} times the borough's rate")


def build_rank_cell(row: Figures, ranked: int) -> Cell:
    """The rank by rate, with the range that chance leaves open on hover. ranked: how many have a rank."""
    if not row.rank:
        return UNKNOWN
    ranks = wording.rank_with_range(row.rank, row.rank_best, row.rank_worst)
    tip = f"{ranks} of {ranked} when chance is allowed for."
    return Cell(wording.rank(row.rank, tied=row.tied), row.rank, tip=tip)


def build_difference_cell(change: Change, polarity: str) -> Cell:
    """The difference with its direction as a shape, and the earlier count on hover."""
    if change.before is None or change.difference is None:
        return UNKNOWN
    tip = f"{wording.count(change.before)} in the period compared with."
    return Cell(wording.difference(change.difference), change.difference, tone_of(change, polarity), tip=tip)
