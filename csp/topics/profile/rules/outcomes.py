"""What became of the cases of a crime type."""

from __future__ import annotations

from dataclasses import dataclass

from csp.topics.profile.rules.parts import Counts

NO_OUTCOME, NO_OUTCOME_LABEL = "", "No outcome given"


@dataclass(frozen=True)
class Outcome:
    """One outcome and how many cases have it."""

    label: str
    now: int
    before: int


def count_outcomes(counts: Counts) -> list[Outcome]:
    """The outcomes of a measure, most frequent first, cases without any last; [] where there are none.

    counts: by outcome; a case without any counts to "".
    """
    now, before = counts
    codes = {*now, *before} - {NO_OUTCOME}
    if not codes:
        return []
    outcomes = sorted(codes, key=lambda o: (-now.get(o, 0), -before.get(o, 0), o))
    if NO_OUTCOME in {*now, *before}:
        outcomes.append(NO_OUTCOME)
    return [Outcome(o or NO_OUTCOME_LABEL, now.get(o, 0), before.get(o, 0)) for o in outcomes]
