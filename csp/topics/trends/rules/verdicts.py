"""The last month of every crime type: whether it is out of line, and how strong the evidence is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erfc, sqrt

from csp.core.measures import Measure
from csp.topics.trends.rules.control import Control
from csp.topics.trends.rules.signs import ORDER, Sign


@dataclass(frozen=True)
class Verdict:
    """The last judged month of a series: its position, the strongest rule it is part of, and its odds.

    p is how often chance alone would do as much in a steady series; where no
    rule holds, how often a month would lie so far from the mean. None: no firm limits yet,
    or none at all where a type is too rare for them (is_rare).
    """

    at: int | None
    sign: Sign | None
    p: float
    is_rare: bool = False


def judge_last_month(control: Control) -> Verdict:
    """Whether the last judged month is a signal or noise, and how strong the evidence is."""
    if not control.judged or control.provisional():
        return Verdict(None, None, float("nan"), control.is_rare)
    last = control.judged[-1]
    signs = [(_odds(control, sign, last), sign) for sign in control.signs if last in sign.at]
    if not signs:
        return Verdict(last, None, _tail(_sigmas(control, last)))
    p, sign = min(signs, key=lambda pair: (pair[0], ORDER.index(pair[1].rule)))
    return Verdict(last, sign, p)


def _odds(control: Control, sign: Sign, last: int) -> float:
    """How often chance does as much, either way, in independent months about a steady mean."""
    if sign.rule == "outside":
        return _tail(_sigmas(control, last))
    if sign.rule == "run":
        return 2 * 0.5 ** len(sign.at)
    beyond = _tail(2) / 2
    return 2 * (3 * beyond**2 * (1 - beyond) + beyond**3)


def _sigmas(control: Control, i: int) -> float:
    """Distance from the centre in standard deviations: a third of the way to the limit each."""
    chart = control.chart
    away = float(chart.values[i] - chart.centre[i])
    limit = chart.upper[i] if away > 0 else chart.lower_unfloored[i]
    reach = abs(float(limit - chart.centre[i]))
    if reach > 0:
        return 3 * abs(away) / reach
    return 0.0 if abs(away) <= 1e-9 else float("inf")


def _tail(sigmas: float) -> float:
    """Both tails of the normal curve."""
    return erfc(sigmas / sqrt(2))


def order_by_evidence(verdicts: Mapping[str, Verdict]) -> list[str]:
    """Codes, signals first, then by how rarely chance does as much; those without limits last."""

    def strength(code: str) -> tuple[bool, bool, float]:
        verdict = verdicts[code]
        return verdict.at is None, verdict.sign is None, verdict.p if verdict.at is not None else 1.0

    return sorted(verdicts, key=strength)


def list_separate(verdicts: Mapping[str, Verdict], measures: Sequence[Measure], vocabulary: str) -> list[str]:
    """The codes of the judged types that share no record with each other: the finest parts first.

    A total takes part where none of its parts can be judged. Types that are a tag on others take none.
    """
    judged = [m for m in measures if verdicts[m.code].at is not None and m.flag is None]
    offences: set[str] = set()
    separate = []
    for measure in sorted(judged, key=lambda m: len(m.offences[vocabulary])):
        if offences.isdisjoint(measure.offences[vocabulary]):
            offences.update(measure.offences[vocabulary])
            separate.append(measure.code)
    return separate
