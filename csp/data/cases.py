"""The incidents of one district, kept in a form that is quick to select from and to add up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from csp.core.filters import Filters
from csp.core.measures import Measure
from csp.core.scope import Scope

Codes = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Cases:
    """Every recorded incident of one district, summed by month, ward, offence, flag and outcome.

    Every click selects and adds up anew, so each column is kept as positions (codes) in a list
    of its words: 200,000 groups then take about a millisecond. An absent word is "".
    """

    words: Mapping[str, tuple[Any, ...]]
    codes: Mapping[str, Codes]
    n: npt.NDArray[np.int64]

    @classmethod
    def from_frame(cls, frame: pd.DataFrame) -> Cases:
        """From the columns month, ward_code, offence, flag, outcome (null: none) and n."""
        words, codes = {}, {}
        for column in ("month", "ward_code", "offence", "flag", "outcome"):
            values = frame[column].dt.date if column == "month" else frame[column].fillna("")
            positions, unique = pd.factorize(values)
            words[column], codes[column] = tuple(unique), positions.astype(np.int32)
        return cls(words, codes, frame["n"].to_numpy(dtype=np.int64))

    def match(self, column: str, words: Collection[Any]) -> Mask:
        """Which groups have one of these words in a column."""
        own = self.words[column]
        matching = np.fromiter((word in words for word in own), bool, len(own))
        mask: Mask = matching[self.codes[column]]
        return mask

    def tally(self, column: str, mask: Mask) -> dict[Any, int]:
        """The sum of each word of a column over some of the groups; words that have none are absent."""
        sums = np.bincount(self.codes[column][mask], self.n[mask], len(self.words[column]))
        return {word: int(n) for word, n in zip(self.words[column], sums, strict=True) if n}


@dataclass(frozen=True)
class MeasureCases:
    """The cases that one measure counts under the filters: in every month, and in each of the two periods."""

    cases: Cases
    every: Mask
    now: Mask
    before: Mask

    def tally(self, column: str, flag: str | None = None) -> tuple[dict[Any, int], dict[Any, int]]:
        """Sums by word in both periods; with a flag, of the cases that carry it."""
        now, before = self.now, self.before
        if flag is not None:
            flagged = self.cases.match("flag", [flag])
            now, before = now & flagged, before & flagged
        return self.cases.tally(column, now), self.cases.tally(column, before)

    def tally_months(self) -> dict[date, int]:
        """Counts by first day of the month, over every month loaded; a month without any is absent."""
        counts: dict[date, int] = self.cases.tally("month", self.every)
        return counts


def select_cases(
    cases: Cases, measure: Measure, vocabulary: str, filters: Filters, scope: Scope
) -> MeasureCases:
    """The cases that a measure counts in the chosen wards, without the flags that are left out."""
    every = cases.match("offence", measure.offences[vocabulary])
    every &= ~cases.match("flag", filters.exclude)
    if filters.wards:
        every &= cases.match("ward_code", filters.wards)
    if measure.flag:
        every &= cases.match("flag", [measure.flag])
    now, before = (every & cases.match("month", months) for months in (scope.months, scope.before))
    return MeasureCases(cases, every, now, before)
