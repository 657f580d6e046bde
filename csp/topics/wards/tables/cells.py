"""The cells of one ward's figures, the same in every table of wards."""

from __future__ import annotations

import math

from csp.core import wording
from csp.core.change import Change
from csp.core.change_cells import tone_of
from csp.core.table import UNKNOWN, Cell
from csp.topics.wards.rules import Figures

NO_POPULATION = "No population on file for this ward. Import it with python -m csp import population."
TOO_FEW = Cell(wording.MISSING, None, "quiet", tip="Too few to compare: fewer than 5 recorded.")


def build_rate_cell(row: Figures) -> Cell:
    """The rate, with its limits on hover; without a population, how to get one."""
    if not math.isfinite(row.rate):
        return Cell(wording.MISSING, None, "quiet", tip=NO_POPULATION)
    limits = f"95% limits {wording.rate(row.low)} to {wording.rate(row.high)}"
    if row.is_few:
        return Cell(wording.rate(row.rate), row.rate, "quiet", tip=f"{limits}. {TOO_FEW.tip}")
    return Cell(wording.rate(row.rate), row.rate, tip=limits)


def build_ratio_cell(row: Figures) -> Cell:
    """The rate over the borough's, with a shape where its limits leave out 1."""
    if not math.isfinite(row.ratio):
        return UNKNOWN
    if row.is_few:
        return TOO_FEW
    limits = f"{wording.rate(row.ratio_low)} to {wording.rate(row.ratio_high)}"
    tip = f"95% limits {limits} times the district's rate"
    text = f"{wording.rate(row.ratio)} times"
    if not row.apart:
        return Cell(text, row.ratio, "quiet", tip=f"{tip}: no clear difference.")
    return Cell(f"{wording.UP if row.ratio > 1 else wording.DOWN} {text}", row.ratio, tip=f"{tip}.")


def build_rank_cell(row: Figures, ranked: int, is_adjusted: bool = False) -> Cell:
    """The rank by rate, with the range that it could have on hover. ranked: how many have a rank.

    is_adjusted: whether the counts are adjusted (public mode); the range then stands in the cell itself.
    """
    if row.is_few:
        return TOO_FEW
    if not row.rank:
        return UNKNOWN
    ranks = wording.rank_with_range(row.rank, row.rank_best, row.rank_worst, ranked, row.tied)
    text = wording.standing(row.rank, ranked, row.tied)
    if is_adjusted:
        text = wording.standing_range(row.rank_best or row.rank, row.rank_worst or row.rank, ranked)
    return Cell(text, row.rank, tip=f"{ranks[:1].upper()}{ranks[1:]}.")


def build_difference_cell(change: Change, polarity: str) -> Cell:
    """The difference with its direction as a shape, and the earlier count on hover."""
    if change.before is None or change.difference is None:
        return UNKNOWN
    tip = f"{wording.count(change.before)} in the period compared with."
    return Cell(wording.difference(change.difference), change.difference, tone_of(change, polarity), tip=tip)
