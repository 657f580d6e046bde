"""The counts a rule is put to: one dense block, months by crime types by places."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd

from csp.core.filters import add_months
from csp.statistics.types import Bools, Floats, Ints


@dataclass(frozen=True, eq=False)
class Cells:
    """Monthly counts with the populations that rates need.

    A cache that has a block as its key compares by identity: comparing the arrays would take too long.

    months: every calendar month from the first to the last, as first days.
    counts: [month, measure, area] of the places watched: wards, or home alone. Sums of probabilities,
    such as adjusted injuries, are no whole numbers; those of a window are rounded.
    population: [month, area], nan where it is not known.
    usable: [month], False where the month is not loaded or its upload looks incomplete.
    incomplete: [month, measure], where a crime type alone looks incomplete at home; None where none does.
    exceptional: [month, measure], the months of named spans, such as lockdowns, that shape no control
    limits; None where there are none.
    district_counts, district_population: the same of home and its peers, by district.
    dispersion: [measure], how many times its mean a count in one of the places varies; 1 where none
    is given. listed: the measures over which it is decided whether one of them has changed in a
    place; all of them where none is given.
    """

    months: tuple[date, ...]
    measures: tuple[str, ...]
    areas: tuple[str, ...]
    counts: Ints | Floats
    population: Floats
    usable: Bools
    home: str
    districts: tuple[str, ...]
    district_counts: Ints | Floats
    district_population: Floats
    dispersion: tuple[float, ...] = ()
    listed: tuple[str, ...] = ()
    incomplete: Bools | None = None
    exceptional: Bools | None = None

    def __post_init__(self) -> None:
        shape, across = (len(self.months), len(self.measures)), len(self.districts)
        expected = (
            (self.counts, (*shape, len(self.areas))),
            (self.population, (shape[0], len(self.areas))),
            (self.usable, (shape[0],)),
            (self.district_counts, (*shape, across)),
            (self.district_population, (shape[0], across)),
            *((marks, shape) for marks in (self.incomplete, self.exceptional) if marks is not None),
        )
        for array, needed in expected:
            if array.shape != needed:
                raise ValueError(f"A block of {array.shape} was given where {needed} is needed.")
        if any(add_months(a, 1) != b for a, b in zip(self.months, self.months[1:], strict=False)):
            raise ValueError("The months of a block follow each other without a gap.")
        for array, _ in expected:
            array.setflags(write=False)

    def until(self, at: int) -> Cells:
        """The same with the months after position at cut off."""
        stop = at + 1
        return replace(
            self,
            months=self.months[:stop],
            counts=self.counts[:stop],
            population=self.population[:stop],
            usable=self.usable[:stop],
            district_counts=self.district_counts[:stop],
            district_population=self.district_population[:stop],
            incomplete=None if self.incomplete is None else self.incomplete[:stop],
            exceptional=None if self.exceptional is None else self.exceptional[:stop],
        )

    def find_usable(self, at: Ints) -> Bools:
        """[month, measure], whether the months of the measures at some positions can be counted."""
        usable = np.repeat(self.usable[:, None], len(at), axis=1)
        return usable if self.incomplete is None else usable & ~self.incomplete[:, at]

    def find_charted(self, at: Ints) -> Bools:
        """[month, measure], whether the months of the measures at some positions shape control limits."""
        usable = self.find_usable(at)
        return usable if self.exceptional is None else usable & ~self.exceptional[:, at]

    def varies_by(self, measures: Sequence[str]) -> Floats:
        """The dispersion of some measures, in their order."""
        by_code = dict(zip(self.measures, self.dispersion, strict=bool(self.dispersion)))
        return np.array([by_code.get(code, 1.0) for code in measures], dtype=np.float64)

    def list_judged(self, watched: Sequence[str]) -> tuple[str, ...]:
        """Some measures, or all where there are none, and after them those that they are judged with."""
        codes = [code for code in watched or self.measures if code in self.measures]
        listed = [code for code in self.listed or self.measures if code in self.measures]
        return tuple(dict.fromkeys((*codes, *listed)))


@dataclass(frozen=True)
class Extent:
    """What a block covers: crime types, the places watched, home and its peers, and the months.

    loaded: every month that is there. incomplete: those of them whose upload looks incomplete.
    incomplete_types: the months in which a crime type alone looks incomplete at home, by its code.
    exceptional_types: the months of named spans that concern a crime type, by its code.
    dispersion, listed: as in Cells.
    """

    measures: Sequence[str]
    areas: Sequence[str]
    home: str
    districts: Sequence[str]
    loaded: Collection[date]
    incomplete: Collection[date]
    dispersion: Sequence[float] = ()
    listed: Sequence[str] = ()
    incomplete_types: Mapping[str, Collection[date]] = field(default_factory=dict)
    exceptional_types: Mapping[str, Collection[date]] = field(default_factory=dict)


def build(
    counts: pd.DataFrame,
    district_counts: pd.DataFrame,
    extent: Extent,
    population: Callable[[str, int], float],
    exclude: Collection[str] = (),
) -> Cells:
    """A block from long frames with the columns measure, month, area_code, n; a missing row is 0.

    counts are those of the areas watched, district_counts those of home and
    its peers. A frame may have a column flag: rows with a flag of exclude are
    then left out. population(area code, year) gives people, nan where not
    known. Raises ValueError where no month is loaded.
    """
    if not extent.loaded:
        raise ValueError("No month is loaded.")
    first, last = min(extent.loaded), max(extent.loaded)
    n = (last.year - first.year) * 12 + last.month - first.month + 1
    months = tuple(add_months(first, i) for i in range(n))
    return Cells(
        months=months,
        measures=tuple(extent.measures),
        areas=tuple(extent.areas),
        counts=_block(counts, months, extent.measures, extent.areas, exclude),
        population=_people(months, extent.areas, population),
        usable=np.array([m in extent.loaded and m not in extent.incomplete for m in months]),
        home=extent.home,
        districts=tuple(extent.districts),
        district_counts=_block(district_counts, months, extent.measures, extent.districts, exclude),
        district_population=_people(months, extent.districts, population),
        dispersion=tuple(extent.dispersion),
        listed=tuple(extent.listed),
        incomplete=_mark(months, extent.measures, extent.incomplete_types),
        exceptional=_mark(months, extent.measures, extent.exceptional_types),
    )


def _mark(
    months: Sequence[date], measures: Sequence[str], marked: Mapping[str, Collection[date]]
) -> Bools | None:
    """[month, measure], which months are marked for which measures; None where none is."""
    by_measure = [marked.get(code, ()) for code in measures]
    if not any(by_measure):
        return None
    return np.array([[month in those for those in by_measure] for month in months])


def _block(
    frame: pd.DataFrame,
    months: Sequence[date],
    measures: Sequence[str],
    areas: Sequence[str],
    exclude: Collection[str],
) -> Ints:
    shape = (len(months), len(measures), len(areas))
    month = np.asarray(frame["month"]).astype("datetime64[M]").astype(np.int64)
    month -= np.datetime64(months[0], "M").astype(np.int64)
    measure = pd.Index(measures).get_indexer(pd.Index(frame["measure"]))
    area = pd.Index(areas).get_indexer(pd.Index(frame["area_code"]))
    counted = (month >= 0) & (month < shape[0]) & (measure >= 0) & (area >= 0)
    if exclude and "flag" in frame:
        counted &= ~frame["flag"].isin(list(exclude)).to_numpy()
    position = np.ravel_multi_index((month[counted], measure[counted], area[counted]), shape)
    sums = np.bincount(position, weights=frame["n"].to_numpy()[counted], minlength=int(np.prod(shape)))
    return np.rint(sums).astype(np.int64).reshape(shape)


def _people(months: Sequence[date], areas: Sequence[str], population: Callable[[str, int], float]) -> Floats:
    by_year = {year: [population(area, year) for area in areas] for year in {m.year for m in months}}
    return np.array([by_year[m.year] for m in months], dtype=np.float64).reshape(len(months), len(areas))
