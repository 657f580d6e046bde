"""What the control chart finds: the months of a rule, those that a steady slope explains left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from csp.core.disclosure import is_too_few
from csp.statistics.control import ControlChart, Rule
from csp.topics.trends.rules.months import Floats

ORDER: tuple[Rule, ...] = ("outside", "run", "near")
"""The rules, the strongest first."""


@dataclass(frozen=True)
class Sign:
    """One finding of a rule: the positions of the months it is made of."""

    rule: Rule
    upwards: bool
    at: tuple[int, ...]


def find_signs(chart: ControlChart, recorded: Floats, slope: float = 0.0) -> tuple[Sign, ...]:
    """The findings in the order of their months; a near miss that is outside as well is left out.

    So is one of months with fewer than 5 recorded, where fewer are usual too: it would be made of
    single cases. And so is one that goes the way of a steady slope (counts a month) and no farther:
    that is said once, as a trend, and not month by month.
    """
    outside = {(i, s.upwards) for s in chart.signals if s.rule == "outside" for i in s.indices}
    findings = []
    for signal in chart.signals:
        groups = _clusters(signal.indices) if signal.rule == "near" else [signal.indices]
        for group in groups:
            if signal.rule == "near" and all((i, signal.upwards) in outside for i in group):
                continue
            at = list(group)
            if is_too_few(max(recorded[at].sum(), chart.centre[at].sum())):
                continue
            sign = Sign(signal.rule, signal.upwards, group)
            if not _follows_slope(chart, sign, slope):
                findings.append(sign)
    return tuple(sorted(findings, key=lambda sign: (sign.at[0], ORDER.index(sign.rule))))


def _follows_slope(chart: ControlChart, sign: Sign, slope: float) -> bool:
    """Whether a steady slope through the baseline explains a finding."""
    if not slope or (slope > 0) != sign.upwards:
        return False
    if sign.rule == "run":
        return True
    at = list(sign.at)
    moved = chart.values[at] - slope * (np.array(at) - np.flatnonzero(chart.baseline).mean())
    centre, share = chart.centre[at], 1.0 if sign.rule == "outside" else 2 / 3
    limits = chart.upper[at] if sign.upwards else chart.lower_unfloored[at]
    away, reach = (moved - centre, limits - centre) if sign.upwards else (centre - moved, centre - limits)
    return int((away > share * reach).sum()) < (1 if sign.rule == "outside" else 2)


def _clusters(positions: Sequence[int]) -> list[tuple[int, ...]]:
    """Positions at most two apart belong together: the rule looks at three months in a row."""
    groups: list[list[int]] = []
    for i in positions:
        if groups and i - groups[-1][-1] <= 2:
            groups[-1].append(i)
        else:
            groups.append([i])
    return [tuple(group) for group in groups]
