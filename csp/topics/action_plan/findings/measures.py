"""The words about what is counted of an action: targets, hit or miss, and the title of each picture. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import wording
from csp.topics.action_plan.findings.values import cut_text, write_figure, write_short_quarter
from csp.topics.action_plan.rules.measures import MeasureStanding, Verdict
from csp.topics.action_plan.store.entry_records import Measure
from csp.topics.action_plan.store.status import Quarter

NO_MEASURE = (
    "Nothing is counted of this action yet: with a measure a number can be given with an update, and is "
    "shown here by quarter."
)
NO_NUMBER = "No number has been reported yet: it is given with an update."
VERDICT_WORDS: dict[Verdict, str] = {"hit": "met", "miss": "missed", "": ""}
VERDICT_SHAPES: dict[Verdict, str] = {"hit": "✔", "miss": "✕", "": ""}
# Letters of a name in the title of a picture, and in the title line of the page.
IN_TITLE, IN_HEADLINE = 60, 75


def write_verdict(verdict: Verdict) -> str:
    """Hit or miss by shape and in words: "✔ met", "✕ missed", "" without a target."""
    return f"{VERDICT_SHAPES[verdict]} {VERDICT_WORDS[verdict]}".strip()


def write_amount(value: float, unit: str) -> str:
    """A number with its unit: "45 calls", "12%"."""
    return f"{write_figure(value)}{unit}" if unit in ("", "%") else f"{write_figure(value)} {unit}"


def describe_target(measure: Measure) -> str:
    """ "at least 40 calls"; "" where a measure has no target."""
    if measure.target is None or not measure.sense:
        return ""
    return f"{measure.sense} {write_amount(measure.target, measure.unit)}"


def write_measure_title(standing: MeasureStanding) -> str:
    """ "Helpline calls: 45 in Q3 2021/22, target at least 40: met" """
    measure, point = standing.measure, standing.latest
    name = cut_text(measure.name, IN_TITLE)
    aim = f"target {measure.sense} {write_figure(measure.target)}" if describe_target(measure) else ""
    if point is None:
        return f"{name}: nothing reported yet" + (f", {aim}" if aim else "")
    title = f"{name}: {write_figure(point.value)} in {write_short_quarter(point.quarter)}"
    return f"{title}, {aim}: {VERDICT_WORDS[point.verdict]}" if aim else title


def describe_picture(standing: MeasureStanding) -> str:
    """What is plotted: "Calls by quarter; the target was met in 2 of 3 quarters; reported monthly"."""
    measure = standing.measure
    parts = [f"{wording.capitalise(measure.unit) or 'Number'} by quarter"]
    if describe_target(measure) and standing.points:
        hits = sum(point.verdict == "hit" for point in standing.points)
        parts.append(f"the target was met in {hits} of {wording.plural(len(standing.points), 'quarter')}")
    if measure.frequency:
        parts.append(f"reported {wording.lower_first(measure.frequency)}")
    return "; ".join(parts)


def describe_source(standing: MeasureStanding, plan: str) -> str:
    """Whose the numbers of a measure are."""
    return f"{'Simulated updates' if standing.is_simulated else 'As reported'}, action plan {plan}"


def describe_standings(standings: Sequence[MeasureStanding], reported_for: Quarter) -> str:
    """How the measures of an action stand, for its title line; "" where no number has been reported.

    "its measure stands at 45, target met"; of several "2 of 3 targets met", or what each stands at.
    reported_for: the quarter that the title line names; a number of another names its own.
    """
    reported = [each for each in standings if each.latest]
    if not reported:
        return ""
    if len(standings) == 1:
        point = reported[0].points[-1]
        verdict = f", target {VERDICT_WORDS[point.verdict]}" if point.verdict else ""
        earlier = "" if point.quarter == reported_for else f" in {write_short_quarter(point.quarter)}"
        verb = "stood" if earlier else "stands"
        return f"its measure {verb} at {write_figure(point.value)}{earlier}{verdict}"
    judged = [each.points[-1].verdict for each in reported if each.points[-1].verdict]
    if len(judged) > 1:
        return f"{judged.count('hit')} of {len(judged)} targets met"
    figures = ", ".join(_describe_latest(each) for each in reported)
    if len(figures) <= IN_HEADLINE:
        return figures
    return f"{len(reported)} of {len(standings)} measures reported"


def _describe_latest(standing: MeasureStanding) -> str:
    """ "helpline calls 45 (target met)" """
    point = standing.points[-1]
    verdict = f" (target {VERDICT_WORDS[point.verdict]})" if point.verdict else ""
    return f"{wording.lower_first(standing.measure.name)} {write_figure(point.value)}{verdict}"
