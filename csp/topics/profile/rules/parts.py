"""What a crime type adds up, and how each of its parts has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from csp.comparison.rows import MeasureRow
from csp.comparison.standings import Basis, Standings
from csp.core.change import Change, judge_changes
from csp.core.measures import Catalogue, Flag, Measure

Counts = tuple[Mapping[str, int], Mapping[str, int]]
"""Counts by word (an offence, an outcome): in the period, and in its comparison."""


@dataclass(frozen=True)
class FlaggedCounts:
    """How many cases of a crime type carry a flag, by offence."""

    flag: Flag
    counts: Counts


@dataclass(frozen=True)
class Part:
    """A part of a crime type: the offence groups it adds up, and the crime type that it opens, if any."""

    code: str
    label: str
    offences: tuple[str, ...]
    opens: str | None


def list_parts(
    measure: Measure, offered: Sequence[Measure], measures_file: Catalogue, vocabulary: str
) -> tuple[Part, ...]:
    """What a crime type adds up: its sub-types, else the offence groups of the source; () where it is one."""
    children = [m for m in offered if m.parent == measure.code]
    if children:
        return tuple(Part(m.code, m.label, m.offences[vocabulary], m.code) for m in children)
    codes = measure.offences[vocabulary]
    if len(codes) < 2:
        return ()
    types_of_one = {m.offences[vocabulary]: m.code for m in reversed(offered) if not m.flag}
    offences = measures_file.offences[vocabulary]
    return tuple(Part(code, offences[code].label, (code,), types_of_one.get((code,))) for code in codes)


def build_part_rows(
    parts: Sequence[Part],
    counts: Counts,
    measure: Measure,
    basis: Basis,
    people: tuple[float, float],
    listed: Mapping[str, Change],
    flagged: FlaggedCounts | None = None,
) -> list[MeasureRow]:
    """A row per part that has any case, with its change and the share that carries a flag, most first.

    counts: by offence. people: of the place, in both periods; nan where not on file: bare counts
    are compared then. listed: the changes of the listed crime types in the place, by code. A part
    that is one of these has its verdict; another is judged with these and itself.
    """
    parts = [part for part in parts if any(_add_up(side, part) for side in counts)]
    # Of a type that carries a flag, a part is not all of the crime type that it opens.
    types = [part.opens if measure.flag is None else None for part in parts]
    figures = [
        _count_part(part, counts, listed.get(code or "")) for part, code in zip(parts, types, strict=True)
    ]
    now, before = np.array(figures, dtype=np.int64).reshape(len(parts), 2).T
    codes = [code or measure.code for code in types]
    phi = basis.find_dispersion(codes, basis.home_level, now, before)
    others = np.array([_list_other_p(code, listed) for code in types]).reshape(len(parts), len(listed))
    changes = judge_changes(now, before, basis.change_rules, people, phi, others)
    rows = [
        MeasureRow(
            code=part.code,
            label=part.label,
            noun=part.label,
            polarity=measure.polarity,
            kind=measure.kind,
            change=change,
        )
        for part, change in zip(parts, changes, strict=True)
    ]
    if flagged:
        rows = [replace(row, **_flag_fields(flagged, part)) for row, part in zip(rows, parts, strict=True)]
    return sorted(rows, key=lambda row: -row.change.now)


def _list_other_p(crime_type: str | None, listed: Mapping[str, Change]) -> list[float]:
    """The p that a part is judged with; nan for the type that it is itself, and for one without a p."""
    p = {code: change.p for code, change in listed.items() if code != crime_type}
    return [np.nan if p.get(code) is None else float(p[code] or 0.0) for code in listed]


def _count_part(part: Part, counts: Counts, listed: Change | None) -> tuple[int, int]:
    """A part in both periods. listed: the change of the crime type that it is, whose counts it has.

    In public mode the counts of offences need not add up to that of their type.
    """
    now, before = (_add_up(side, part) for side in counts)
    if listed is None:
        return now, before
    return listed.now, before if listed.before is None else listed.before


def _add_up(counts: Mapping[str, int], part: Part) -> int:
    return sum(counts.get(offence, 0) for offence in part.offences)


def _flag_fields(flagged: FlaggedCounts, part: Part) -> dict[str, Any]:
    """The fields of a row about the cases that carry the flag; none where there are none to show."""
    now, before = (_add_up(side, part) for side in flagged.counts)
    if not (now or before):
        return {}
    return {"flagged_now": now, "flagged_before": before, "flag_label": flagged.flag.label}


def find_population(standings: Standings, district: str) -> tuple[float, float]:
    """The population of a district in both periods; nan where there is none on file."""
    j = standings.districts.index(district)
    return float(standings.population[j]), float(standings.population_before[j])
