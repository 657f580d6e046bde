"""The evidence on each candidate, put together from figures, flags and what people have judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from csp.core.change import Change
from csp.topics.priorities.rules.candidates import CANDIDATES
from csp.topics.thresholds.rules import Result

# The lowest and the highest that people enter for harm and concern.
SCALE = (1.0, 5.0)


@dataclass(frozen=True)
class Figures:
    """What evidence needs of one measure in the whole district, as recorded or as assumed.

    change: judged over the rows shown together. neutral: the number follows police activity.
    rank, rank_before: by rate, 1 = lowest, None where not ranked.
    """

    change: Change
    neutral: bool
    rank: int | None
    rank_before: int | None


@dataclass(frozen=True)
class Inputs:
    """All that the evidence rests on.

    measures: the measure that stands for each candidate, None without one. figures: by measure; one
    that is missing is not known or must not be shown. wards: by measure, in how many wards it is
    flagged and how many could be judged. harm: weights by measure, 1 to 5. concern: by candidate,
    1 to 5. districts: how many are ranked.
    """

    measures: Mapping[str, str | None]
    figures: Mapping[str, Figures]
    wards: Mapping[str, tuple[int, int]]
    harm: Mapping[str, float]
    concern: Mapping[str, float]
    districts: int


@dataclass(frozen=True)
class Evidence:
    """What is known of one candidate; None where it is not known.

    change: judged over the rows shown together. neutral: the number follows police activity, so a
    rise says nothing about harm. rank: by rate, 1 = lowest, of so many areas. wards_flagged of
    wards: under the rule in force. harm, concern: 1 (least) to 5 (most).
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
    concern: float | None = None
    adopted: tuple[int, ...] = ()
    part: bool = False

    @property
    def volume(self) -> int | None:
        """The count of the period."""
        return None if self.change is None else self.change.now


def collect_evidence(inputs: Inputs) -> list[Evidence]:
    """The evidence on every candidate, in the order of CANDIDATES."""
    rows = []
    for candidate in CANDIDATES:
        measure = inputs.measures[candidate.code]
        bare = Evidence(
            code=candidate.code,
            label=candidate.label,
            change=None,
            harm=inputs.harm.get(measure or candidate.measures[0]),
            concern=inputs.concern.get(candidate.code),
            adopted=candidate.adopted,
            part=candidate.part,
        )
        figures = inputs.figures.get(measure) if measure else None
        if measure is None or figures is None:
            rows.append(bare)
            continue
        flagged, wards = inputs.wards.get(measure, (0, 0))
        rows.append(
            replace(
                bare,
                change=figures.change,
                neutral=figures.neutral,
                rank=figures.rank,
                rank_before=figures.rank_before,
                areas=inputs.districts,
                wards_flagged=flagged if wards else None,
                wards=wards,
            )
        )
    return rows


def count_flagged_wards(result: Result, measures: Sequence[str]) -> tuple[int, int]:
    """In how many wards any of the measures is flagged, and how many wards could be judged for one."""
    at = [i for i, code in enumerate(result.measures) if code in measures]
    return int(result.flagged[at].any(axis=0).sum()), int(result.evaluable[at].any(axis=0).sum())
