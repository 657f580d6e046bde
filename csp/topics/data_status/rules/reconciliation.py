"""Figures of the same thing from two places, their difference, and the likely reason. Pure.

Nothing here is called an error: two figures of one thing differ for reasons that can be named, and where none
of them applies, the page says that the reason is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from csp.core.filters import MAX_MONTHS, Period
from csp.core.measures import Source

Reason = Literal[
    "same",
    "incomplete",
    "provisional",
    "no place",
    "other ward",
    "without wards",
    "street files",
    "revised since",
    "publishers",
    "own counts",
    "rebuilt",
    "unknown",
]


@dataclass(frozen=True)
class Difference:
    """Two figures of one crime type, the second one to be held against the first, and why they may differ."""

    label: str
    first: int
    second: int
    reason: Reason

    @property
    def change(self) -> int:
        """What the second has more than the first."""
        return self.second - self.first


@dataclass(frozen=True)
class Reconciled:
    """Two places that have figures of the same months: what each is called, the months, their differences."""

    first: str
    second: str
    months: str
    differences: tuple[Difference, ...]

    @property
    def name(self) -> str:
        """What is held against what, and of when: it tells it from every other."""
        return f"{self.first} against {self.second}, {self.months}"

    @property
    def is_without_wards(self) -> bool:
        """Whether the second has no ward of anything, so that there is nothing to add up."""
        return any(each.reason == "without wards" for each in self.differences) and not any(
            each.second for each in self.differences
        )

    @property
    def differing(self) -> tuple[Difference, ...]:
        """Those that are not the same, the largest first."""
        return tuple(
            sorted((each for each in self.differences if each.change), key=lambda each: -abs(each.change))
        )


@dataclass(frozen=True)
class Missing:
    """A year of a table that is not held against a source, since so many of its months are not loaded."""

    table: str
    source: str
    year: str
    months: int


@dataclass(frozen=True)
class Counts:
    """The monthly counts of a source in the borough: by crime type and month, over the months loaded."""

    source: Source
    by_measure: Mapping[str, Mapping[date, int]]
    loaded: frozenset[date]
    incomplete: frozenset[date] = frozenset()
    provisional: frozenset[date] = frozenset()

    def add(self, measure: str, months: Iterable[date]) -> int:
        """The sum of a crime type over some months that are loaded; one without a row has none."""
        own = self.by_measure.get(measure, {})
        return sum(own.get(month, 0) for month in months)

    def has(self, months: Sequence[date]) -> bool:
        """Whether every one of some months is loaded."""
        return self.loaded.issuperset(months)


# Offences of ONS and the Home Office that a measure of the monthly sources means as well.
SAME_OFFENCES = {
    "total": "all_crime",
    "sexual_offences": "sexual_offences",
    "violence": "violence_against_the_person",
    "robbery": "robbery",
    "residential_burglary": "burglary_residential",
    "burglary": "burglary",
    "vehicle_offences": "vehicle_crime",
    "theft_of_a_vehicle": "theft_of_vehicle",
    "theft_from_a_vehicle": "theft_from_vehicle",
    "theft_from_the_person": "theft_from_person",
    "bicycle_theft": "bicycle_theft",
    "shoplifting": "shoplifting",
    "other_theft": "other_theft",
    "damage_and_arson": "criminal_damage",
    "drugs": "drug_offences",
    "trafficking_of_drugs": "drug_trafficking",
    "possession_of_drugs": "drug_possession",
    "weapons": "possession_of_weapons",
    "public_order": "public_order",
}


def compare_wards(sums: Mapping[str, tuple[int, int, int]], labels: Mapping[str, str]) -> list[Difference]:
    """The borough against the sum of its wards, by crime type.

    sums: the total, what of it has no ward, and what has one that is on no list of the borough's wards.
    """
    return [
        Difference(labels[code], total, total - without - other, _explain_wards(total, without, other))
        for code, (total, without, other) in sums.items()
        if code in labels
    ]


def _explain_wards(total: int, without: int, other: int) -> Reason:
    if not without and not other:
        return "same"
    if without == total:
        return "without wards"
    return "no place" if without >= other else "other ward"


def find_shared_months(first: Counts, second: Counts) -> tuple[date, ...]:
    """The latest 12 months, or fewer, that both sources have."""
    return tuple(sorted(first.loaded & second.loaded)[-MAX_MONTHS:])


def compare_months(
    first: Counts, second: Counts, labels: Mapping[str, str], months: Sequence[date]
) -> list[Difference]:
    """Two monthly sources over the same months: each crime type that both have. labels: by code."""
    shared = [code for code in labels if code in first.by_measure and code in second.by_measure]
    reason = _explain_sources(first, second, months)
    return [
        _compare(labels[code], first.add(code, months), second.add(code, months), reason) for code in shared
    ]


def compare_years(
    counts: Counts, yearly: Mapping[str, int], labels: Mapping[str, str], year: Period
) -> list[Difference]:
    """A monthly source against a year of a publisher: yearly has its figures by its own offences."""
    reason = _explain_months(counts, year.each()) or (
        "street files" if counts.source.vocabulary == "street" else "revised since"
    )
    return [
        _compare(labels[code], yearly[offence], counts.add(code, year.each()), reason)
        for offence, code in SAME_OFFENCES.items()
        if offence in yearly and code in counts.by_measure and code in labels
    ]


def compare_publishers(
    first: Mapping[str, int], second: Mapping[str, int], labels: Mapping[str, str]
) -> list[Difference]:
    """Two publishers of the same year, by their offences."""
    return [
        _compare(labels[code], first[code], second[code], "publishers")
        for code in labels
        if code in first and code in second
    ]


def compare_published(
    counts: Counts, published: Mapping[str, int], labels: Mapping[str, str], year: Period
) -> list[Difference]:
    """A monthly source against the partnership's table: published has its figures of a year by measure."""
    reason: Reason = "rebuilt" if counts.source.simulated else "street files"
    if counts.source.vocabulary != "street" and not counts.source.simulated:
        reason = "revised since"
    reason = _explain_months(counts, year.each()) or reason
    return [
        _compare(labels[code], figure, counts.add(code, year.each()), reason)
        for code, figure in published.items()
        if code in counts.by_measure and code in labels
    ]


def _compare(label: str, first: int, second: int, reason: Reason) -> Difference:
    return Difference(label, first, second, "same" if first == second else reason)


def _explain_sources(first: Counts, second: Counts, months: Sequence[date]) -> Reason:
    told = _explain_months(first, months) or _explain_months(second, months)
    if told:
        return told
    if first.source.simulated or second.source.simulated:
        return "rebuilt"
    vocabularies = {first.source.vocabulary, second.source.vocabulary}
    return "street files" if "street" in vocabularies else "own counts"


def _explain_months(counts: Counts, months: Sequence[date]) -> Reason | None:
    """What is the matter with the months themselves, if anything."""
    if counts.incomplete.intersection(months):
        return "incomplete"
    return "provisional" if counts.provisional.intersection(months) else None
