"""How much harm recorded offences do, by published weights in days of prison that each names. Pure.

The weights are by subgroup of the Home Office (data/reference/harm_weights.csv, and other indices
that are imported in the same shape). A source tells fewer types apart, so an offence of its
vocabulary has the mean of its subgroups in the mix of data/reference/harm_offences.csv. What no
index scores, as anti-social behaviour, has no score: neither 0 nor 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from csp.core import reference_tables, settings
from csp.core.measures import Measure

Statistic = Literal["median", "mean"]
SHIPPED = "cchi_2026_derived"
# The names of the indices that have one; another is called as it calls itself.
_NAMES = {SHIPPED: "derived from the Cambridge Crime Harm Index"}
Tally = Mapping[tuple[str, str | None], int]
"""Counts by offence and flag, None for those without one."""


@dataclass(frozen=True)
class Index:
    """One index of harm: days by subgroup of the Home Office."""

    code: str
    median: Mapping[str, float]
    mean: Mapping[str, float]

    @property
    def name(self) -> str:
        """The index in words."""
        return _NAMES.get(self.code, self.code.replace("_", " "))


@dataclass(frozen=True)
class HarmChoice:
    """Which weights are in use. found: offences that come to light by police activity count as well."""

    index: str = SHIPPED
    statistic: Statistic = "median"
    found: bool = True


@dataclass(frozen=True)
class HarmWeights:
    """Days by offence of a vocabulary; one that is missing has no score. left_out: found by police."""

    name: str
    statistic: Statistic
    days: Mapping[str, float]
    left_out: frozenset[str] = frozenset()

    @property
    def statistic_name(self) -> str:
        """The statistic as a reader calls it."""
        return "average" if self.statistic == "mean" else self.statistic


@dataclass(frozen=True)
class Harm:
    """A count and the harm of those of it that have a score; days is None where none of it has.

    left_out: all of it is found by police activity, and such offences are not counted.
    """

    count: int
    days: float | None
    left_out: bool = False

    @property
    def missing(self) -> str:
        """Why there are no days, in the words of a cell; "" where there are."""
        if self.days is not None:
            return ""
        return "left out" if self.left_out else "no score"


def read_indices(imported: Iterable[Mapping[str, object]] = ()) -> dict[str, Index]:
    """Every index by its code, the shipped one first. imported: rows of the same columns."""
    shipped = reference_tables.read(settings.REFERENCE / "harm_weights.csv")
    median: dict[str, dict[str, float]] = {}
    mean: dict[str, dict[str, float]] = {}
    for row in (*shipped, *imported):
        code, subgroup = str(row["index"]), str(row["subgroup"])
        median.setdefault(code, {})[subgroup] = float(str(row["median_days"]))
        mean.setdefault(code, {})[subgroup] = float(str(row["mean_days"]))
    return {code: Index(code, median[code], mean[code]) for code in median}


def read_mix() -> tuple[dict[str, str], ...]:
    """The subgroups that each offence of a vocabulary is made of, and in what mix."""
    return reference_tables.read(settings.REFERENCE / "harm_offences.csv")


def build_weights(
    indices: Mapping[str, Index], mix: Sequence[Mapping[str, str]], vocabulary: str, choice: HarmChoice
) -> HarmWeights:
    """The weights of a choice for the offences of a vocabulary; an index that is gone is the first one."""
    index = indices.get(choice.index) or next(iter(indices.values()))
    by_subgroup = index.median if choice.statistic == "median" else index.mean
    parts: dict[str, list[tuple[float, float | None]]] = {}
    found: set[str] = set()
    for row in mix:
        if row["vocabulary"] == vocabulary:
            parts.setdefault(row["offence"], []).append((float(row["mix"]), by_subgroup.get(row["subgroup"])))
            if row["found_by_police"] == "yes":
                found.add(row["offence"])
    left_out = frozenset() if choice.found else frozenset(found)
    days = {offence: _average(each) for offence, each in parts.items() if offence not in left_out}
    return HarmWeights(
        index.name,
        choice.statistic,
        {offence: each for offence, each in days.items() if each is not None},
        left_out,
    )


def _average(parts: Sequence[tuple[float, float | None]]) -> float | None:
    """The mean of some days in their mix; None where one of them has none."""
    scored = [(share, days) for share, days in parts if days is not None]
    total = sum(share for share, _ in scored)
    if len(scored) < len(parts) or not total:
        return None
    return sum(share * days for share, days in scored) / total


def weigh_measure(tally: Tally, measure: Measure, vocabulary: str, weights: HarmWeights) -> Harm:
    """The harm of a measure in one place: every offence of it that has a score, times its weight."""
    offences = set(measure.offences[vocabulary])
    counts: dict[str, int] = {}
    for (offence, flag), n in tally.items():
        if offence in offences and measure.flag in (None, flag):
            counts[offence] = counts.get(offence, 0) + n
    total = sum(counts.values())
    scored = offences & set(weights.days)
    if not scored:
        return Harm(total, None, left_out=bool(offences) and offences <= weights.left_out)
    return Harm(total, sum(weights.days[offence] * counts.get(offence, 0) for offence in scored))
