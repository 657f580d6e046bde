"""The evidence on each candidate, put together from figures, warnings and what people have judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from csp.core.change import Change
from csp.topics.priorities.rules.adoption import Adoption
from csp.topics.priorities.rules.candidates import CANDIDATES
from csp.topics.thresholds.rules import Result

# The lowest and the highest that people enter for what they judge, and what a blank counts as.
SCALE, MIDDLE = (1.0, 5.0), 3.0


@dataclass(frozen=True)
class Judged:
    """What people have judged of a candidate, 1 to 5; None is a blank, which counts as the middle.

    impact: on victims and places, beyond the harm that is published. concern: of the public.
    capacity, capability: how much of either the partnership lacks.
    """

    impact: float | None = None
    concern: float | None = None
    capacity: float | None = None
    capability: float | None = None


@dataclass(frozen=True)
class Figures:
    """What evidence needs of one measure in the whole district, as recorded or as assumed.

    change: judged over the rows shown together. neutral: the number follows police activity.
    rank, rank_before: by rate, 1 = lowest, None where not ranked. phi: how many times its mean the
    count varies.
    """

    change: Change
    neutral: bool
    rank: int | None
    rank_before: int | None
    phi: float = 1.0


@dataclass(frozen=True)
class MeasureHarm:
    """The harm of one recorded case of a measure in days, None with the reason in words."""

    days_each: float | None
    missing: str = ""


@dataclass(frozen=True)
class Apart:
    """Figures of a candidate that are no count of a crime type, so that it has no place among the others.

    words: what they say, and why it has none; place: the same in a few words. change, rank, areas: as of
    Evidence.
    """

    words: str
    place: str
    change: Change | None = None
    rank: int | None = None
    areas: int = 0


@dataclass(frozen=True)
class Inputs:
    """All that the evidence rests on.

    measures: the measure that stands for each candidate, None without one. labels: of measures.
    figures: by measure; one that is missing is not known or must not be shown. wards: by measure, in
    how many wards it is flagged and how many could be judged. harm: by measure. judged, apart: by
    candidate. districts: how many are ranked. months: how many are counted, complete: how many of both
    periods' months are complete, as a share.
    """

    measures: Mapping[str, str | None]
    figures: Mapping[str, Figures]
    wards: Mapping[str, tuple[int, int]]
    harm: Mapping[str, MeasureHarm]
    judged: Mapping[str, Judged]
    districts: int
    months: int = 12
    complete: float = 1.0
    labels: Mapping[str, str] = field(default_factory=dict)
    adoption: Adoption = field(default_factory=Adoption)
    apart: Mapping[str, Apart] = field(default_factory=dict)


@dataclass(frozen=True)
class Evidence:
    """What is known of one candidate; None where it is not known.

    change: judged over the rows shown together. neutral: the number follows police activity, so a
    rise says nothing about harm. rank: by rate, 1 = lowest, of so many areas. wards_flagged of
    wards: under the rule in force. harm: published days of the period, harm_missing: why there are
    none. months, complete, phi: what confidence in the figures rests on. own: the numbers of the
    priorities of the plan that are about it; acted_on: those whose actions act on it. apart: figures that
    give it no place.
    """

    code: str
    label: str
    change: Change | None
    neutral: bool = False
    rank: int | None = None
    rank_before: int | None = None
    areas: int = 0
    wards_flagged: int | None = None
    wards: int = 0
    harm: float | None = None
    harm_missing: str = ""
    judged: Judged = Judged()
    months: int = 12
    complete: float = 1.0
    phi: float = 1.0
    own: tuple[int, ...] = ()
    acted_on: tuple[int, ...] = ()
    cuts_across: bool = False
    apart: Apart | None = None

    @property
    def volume(self) -> int | None:
        """The count of the period."""
        return None if self.change is None else self.change.now

    @property
    def precision(self) -> float:
        """How closely the count is known: 1 less the half-width of its 95% limits as a share, at least 0."""
        if not self.volume:
            return 0.0
        return max(0.0, 1.0 - 1.96 * float(np.sqrt(self.phi / self.volume)))


def collect_evidence(inputs: Inputs) -> list[Evidence]:
    """The evidence on every candidate, in the order of CANDIDATES."""
    rows = []
    for candidate in CANDIDATES:
        measure = inputs.measures[candidate.code]
        # A source may not tell a candidate from others: then it is called as what is counted.
        is_first = measure in (None, candidate.measures[0])
        bare = Evidence(
            code=candidate.code,
            label=candidate.label if is_first else inputs.labels.get(measure or "", candidate.label),
            change=None,
            judged=inputs.judged.get(candidate.code, Judged()),
            own=inputs.adoption.own.get(candidate.code, ()),
            acted_on=inputs.adoption.acted_on.get(candidate.code, ()),
            cuts_across=candidate.cuts_across,
            apart=inputs.apart.get(candidate.code) if measure is None else None,
        )
        figures = inputs.figures.get(measure) if measure else None
        rows.append(bare if measure is None or figures is None else _fill(bare, inputs, measure, figures))
    return rows


def _fill(bare: Evidence, inputs: Inputs, measure: str, figures: Figures) -> Evidence:
    flagged, wards = inputs.wards.get(measure, (0, 0))
    harm = inputs.harm.get(measure, MeasureHarm(None, "no score"))
    return replace(
        bare,
        change=figures.change,
        neutral=figures.neutral,
        rank=figures.rank,
        rank_before=figures.rank_before,
        areas=inputs.districts,
        wards_flagged=flagged if wards else None,
        wards=wards,
        harm=None if harm.days_each is None else harm.days_each * figures.change.now,
        harm_missing=harm.missing,
        months=inputs.months,
        complete=inputs.complete,
        phi=figures.phi,
    )


def count_flagged_wards(result: Result, measures: Sequence[str]) -> tuple[int, int]:
    """In how many wards any of the measures is flagged, and how many wards could be judged for one."""
    at = [i for i, code in enumerate(result.measures) if code in measures]
    return int(result.flagged[at].any(axis=0).sum()), int(result.evaluable[at].any(axis=0).sum())
