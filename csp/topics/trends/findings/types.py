"""The sentences about every crime type: how its last month stands."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import wording
from csp.topics.trends.rules import FEW, Verdict

MULTIPLES_READ = (
    "Strongest evidence first. Band: the usual range; ◆ the last month is unusual, ● it is not. "
    "Each picture has a scale of its own. Totals are not counted beside their parts."
)


def describe_verdict(verdict: Verdict) -> str:
    """The last month of a small chart: "▼ below the usual range", "▲ 9 months above average"."""
    if verdict.at is None:
        return "– too few a month" if verdict.is_rare else "– too few months"
    if verdict.sign is None:
        return "○ no clear change"
    up, n = verdict.sign.upwards, len(verdict.sign.at)
    mark = wording.UP if up else wording.DOWN
    words = {
        "outside": f"{'above' if up else 'below'} the usual range",
        "run": f"{n} months {'above' if up else 'below'} average",
        "near": f"near the {'upper' if up else 'lower'} limit",
    }
    return f"{mark} {words[verdict.sign.rule]}"


def write_multiples_title(verdicts: Sequence[Verdict]) -> str:
    """ "3 of 17 crime types end on an unusual month". verdicts: of types that share no records."""
    judged = [verdict for verdict in verdicts if verdict.at is not None]
    if not judged:
        return f"No crime type has {FEW} complete months to judge its last one by"
    unusual = sum(verdict.sign is not None for verdict in judged)
    verb = "ends" if unusual == 1 else "end"
    return f"{unusual or 'None'} of {wording.plural(len(judged), 'crime type')} {verb} on an unusual month"
