"""Which crime types are incomplete in one district and month, though the force's upload is not. Pure.

A force's total hides a gap in one place: in one force's file of Oct 2018 anti-social behaviour is 20 in
Canterbury, where 166 and 192 follow in January and February, while the file as a whole is as long
as any. So every type is judged in every district against its own months.

A cell is judged by its ratio to what is usual there: the median of its own complete months up to
half a year either side, two at least (csp.core.coverage has the same for a whole upload, and says
why). What lowers the whole county, such as a lockdown, is no gap. So the ratio is compared with the
middle of the other districts' ratios in that month, and a cell is incomplete where it is

- below 0.6 of what the county would let expect: the complete months of real districts lie above it;
- where 20 a month or more are usual, because a smaller count moves that far by chance;
- and where so low a count has practically no chance (one in a million, counts varying φ times their
  mean), whatever the number of cells that are judged.

The lowest cell is marked first and then no longer counts as a neighbour or as another district.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from csp import statistics
from csp.core.coverage import FEWEST_NEIGHBOURS, NEIGHBOUR_MONTHS
from csp.core.dispersion import Dispersions
from csp.statistics.types import Bools, Floats, floats

LOWEST_COMPLETE_RATIO = 0.6
FEWEST_USUAL = 20
FEWEST_OTHERS = 3
LARGEST_CHANCE = 1e-6
NOTABLE_SHARE = 0.05
"""A sum is incomplete where so much of it is missing from one of its parts."""


@dataclass(frozen=True)
class IncompleteCell:
    """A crime type in one district and month whose count looks incomplete. usual: around that month."""

    measure: str
    month: date
    district: str
    count: int
    usual: float


@dataclass(frozen=True)
class IncompleteCells:
    """The incomplete cells of a source by the crime type that they make incomplete.

    Those of a crime type are its own and those of its parts that leave a notable share of it out. Each
    is in the order of months and districts.
    """

    by_measure: Mapping[str, tuple[IncompleteCell, ...]] = field(default_factory=dict)

    def list_own(self) -> list[IncompleteCell]:
        """Every cell once, under its own crime type."""
        return [cell for code, cells in self.by_measure.items() for cell in cells if cell.measure == code]

    def of(
        self, measure: str, months: Collection[date] | None = None, district: str = ""
    ) -> tuple[IncompleteCell, ...]:
        """Those of a crime type: in some months (None: in any), in one district ("": in any)."""
        return tuple(
            cell
            for cell in self.by_measure.get(measure, ())
            if (months is None or cell.month in months) and district in ("", cell.district)
        )

    def months(self, measure: str, district: str = "") -> frozenset[date]:
        """The months in which a crime type is incomplete in a district ("": in any)."""
        return frozenset(cell.month for cell in self.of(measure, district=district))

    def within(self, months: Collection[date]) -> IncompleteCells:
        """Those of some months."""
        cells = {code: self.of(code, months) for code in self.by_measure}
        return IncompleteCells({code: each for code, each in cells.items() if each})


def judge_cells(
    counts: pd.DataFrame,
    left_out: Collection[date],
    dispersions: Dispersions,
    wholes: Mapping[str, Collection[str]],
) -> IncompleteCells:
    """The incomplete cells of monthly counts: measure, month, area_code, n, any number of rows a cell.

    A month without any row is not loaded. left_out: months that are incomplete as a whole. wholes: the
    crime types that each one is a part of.
    """
    if counts.empty:
        return IncompleteCells()
    table = counts.groupby(["measure", "month", "area_code"])["n"].sum().unstack(fill_value=0)
    months = pd.DatetimeIndex(sorted(counts["month"].unique()))
    loaded = [month.date() for month in months]
    usable = np.array([month not in left_out for month in loaded])
    values = {
        str(code): table.loc[code].reindex(months, fill_value=0) for code in table.index.unique("measure")
    }
    by_measure: dict[str, list[IncompleteCell]] = {}
    for code, each in values.items():
        incomplete, usual = find_incomplete_cells(each.to_numpy(), loaded, usable, dispersions.of(code))
        for i, j in np.argwhere(incomplete):
            n = int(each.iloc[i, j])
            cell = IncompleteCell(code, loaded[i], str(each.columns[j]), n, float(usual[i, j]))
            by_measure.setdefault(code, []).append(cell)
            for whole in wholes.get(code, ()):
                if whole in values and cell.usual - n >= NOTABLE_SHARE * values[whole].iloc[i, j]:
                    by_measure.setdefault(whole, []).append(cell)
    return IncompleteCells({code: tuple(each) for code, each in by_measure.items()})


def find_incomplete_cells(
    counts: Floats, months: Sequence[date], usable: Bools, dispersion: float = 1.0
) -> tuple[Bools, Floats]:
    """Which cells of one crime type look incomplete, and what is usual in each; both [month, district].

    counts: [month, district], of the months that are loaded, in order. usable: [month], False where the
    whole upload is incomplete. What is usual is nan where there is too little to say.
    """
    values = np.where(usable[:, None], floats(counts), np.nan)
    index = np.array([month.year * 12 + month.month for month in months])
    apart = np.abs(index[:, None] - index[None, :])
    near = (apart <= NEIGHBOUR_MONTHS) & (apart > 0)
    incomplete = np.zeros(values.shape, dtype=bool)
    while True:
        usual, size = _find_usual(np.where(incomplete, np.nan, values), near)
        ratios = np.divide(values, usual, out=np.full(values.shape, np.nan), where=usual > 0)
        expected = usual * _find_level_of_others(ratios, incomplete)
        low = _find_low(values, expected, size, dispersion) & ~incomplete
        if not low.any():
            return incomplete, usual
        depth = np.divide(values, expected, out=np.full(values.shape, np.inf), where=low)
        incomplete[np.unravel_index(np.argmin(depth), depth.shape)] = True


def _find_usual(values: Floats, near: Bools) -> tuple[Floats, Floats]:
    """The median of each cell's own complete neighbours, and how many they are; nan where too few."""
    neighbours = np.where(near[:, :, None], values[None, :, :], np.nan)
    return _find_middle(neighbours, 1, FEWEST_NEIGHBOURS)


def _find_level_of_others(ratios: Floats, incomplete: Bools) -> Floats:
    """The middle of the other districts' ratios in the same month; nan where they are too few."""
    complete = np.where(incomplete, np.nan, ratios)
    own = np.eye(ratios.shape[1], dtype=bool)
    others = np.where(own[None, :, :], np.nan, complete[:, None, :])
    return _find_middle(others, 2, FEWEST_OTHERS)[0]


def _find_middle(values: Floats, axis: int, fewest: int) -> tuple[Floats, Floats]:
    """The median along an axis, nan left out, and how many values it is of; nan where fewer than fewest.

    numpy.nanmedian takes ten times as long, for which the first reader of a server would wait.
    """
    ordered = np.sort(values, axis=axis)  # nan comes last
    size = np.isfinite(values).sum(axis=axis)
    ends = [np.expand_dims(np.maximum(size - 1, 0) // 2, axis), np.expand_dims(size // 2, axis)]
    last = values.shape[axis] - 1
    low, high = (np.take_along_axis(ordered, np.minimum(at, last), axis).squeeze(axis) for at in ends)
    return np.where(size >= fewest, (low + high) / 2, np.nan), size.astype(np.float64)


def _find_low(values: Floats, expected: Floats, size: Floats, dispersion: float) -> Bools:
    """The counts that are far below what is expected, on enough to say so, and not by chance.

    What is expected rests on as many months as there are neighbours, so it is uncertain itself: the
    count of one month is compared with that of so many.
    """
    with np.errstate(invalid="ignore"):
        low = (expected >= FEWEST_USUAL) & (values < LOWEST_COMPLETE_RATIO * expected)
    around = np.round(expected[low] * size[low])
    p = statistics.change_p(values[low], around, 1.0, size[low], dispersion=dispersion)
    low[low] = p < LARGEST_CHANCE
    return np.asarray(low)
