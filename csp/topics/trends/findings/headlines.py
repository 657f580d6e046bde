"""The title of the page and that of the control chart: what it says of the period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import isfinite

from csp.core import wording
from csp.core.disclosure import is_too_few
from csp.topics.trends.findings.control import (
    describe_months,
    describe_pattern,
    name_month,
    quote_few,
    quote_range,
)
from csp.topics.trends.findings.slopes import quote_yearly
from csp.topics.trends.rules import FEW, Control, Sign


def write_headline(
    label: str, place: str, control: Control, period: Sequence[date], borough: float | None = None
) -> str:
    """The strongest thing the control chart says of the period, with its figures.

    "Shoplifting in Exeter fell below its usual range in Apr 2020
    (21; 26 to 54 is usual for an April); back within it by Dec 2020."
    borough: what the whole borough has in the period, where the place is a choice of its wards.
    """
    subject = f"{label} in {place}"
    at = [i for i, month in enumerate(control.months) if month in period]
    inside = [i for i in control.judged if i in at]
    if unjudged := _unjudged(control, at, inside, borough):
        return f"{subject}: {unjudged}."
    signs = [sign for sign in control.signs if any(i in inside for i in sign.at)]
    outside = [sign for sign in signs if sign.rule == "outside"]
    if outside:
        return f"{subject} {_outside(control, outside, inside[-1])}."
    for rule in ("run", "near"):
        of_rule = [sign for sign in signs if sign.rule == rule]
        if of_rule:
            return f"{subject} {describe_pattern(control, of_rule[-1])}, though within the usual range."
    return f"{subject} {_within(control, inside)}."


def _unjudged(control: Control, at: Sequence[int], inside: Sequence[int], borough: float | None) -> str:
    """Why no month of the period is judged; "" where they are. at: its positions, inside: those judged."""
    recorded = [i for i in at if isfinite(control.recorded[i]) and i not in control.incomplete]
    total = sum(float(control.recorded[i]) for i in recorded)
    if recorded and borough is not None and is_too_few(total):
        span = wording.period(control.months[recorded[0]], control.months[recorded[-1]])
        return f"{quote_few(total)} recorded in {span}, {wording.too_few(borough)}"
    if control.is_rare:
        return _rare(control, recorded, total)
    if recorded and control.provisional():
        few = f"no firm usual range, with fewer than {FEW} complete months{_since(control)}"
        return f"{_latest(control, recorded)}{few}"
    if not inside:
        return f"{_latest(control)}no usual range, because too few complete months can be shown"
    return ""


def _within(control: Control, inside: Sequence[int]) -> str:
    """ "stayed within the usual range in Jan to Dec 2020: 62 in Dec 2020, 36 to 80 is usual" """
    last = inside[-1]
    span = wording.period(control.months[inside[0]], control.months[last])
    latest = f"{quote_few(control.recorded[last])} in {_month(control, last)}"
    if control.steady:
        way = "rise" if control.steady > 0 else "fall"
        return f"kept to a steady {way} of {quote_yearly(control.slopes[-1])} a year in {span}: {latest}"
    usual = f"{quote_range(*control.usual(last))} is usual{name_month(control, last)}"
    return f"stayed within the usual range in {span}: {latest}, {usual}"


def _latest(control: Control, among: Sequence[int] | None = None) -> str:
    """The last month with a count: "18 in May 2018; "."""
    at = range(len(control.months)) if among is None else among
    recorded = [i for i in at if isfinite(control.recorded[i])]
    if not recorded:
        return ""
    return f"{quote_few(control.recorded[recorded[-1]])} in {_month(control, recorded[-1])}; "


def _outside(control: Control, outside: Sequence[Sign], last: int) -> str:
    """ "fell below the usual range in Apr and May 2020 (21 in Apr 2020; 22 to 58 is usual for an April)" """
    recent = outside[-1].upwards
    at = [sign.at[0] for sign in outside if sign.upwards == recent]
    centre, values = control.chart.centre, control.chart.values
    far = max(at, key=lambda i: abs(float(values[i] - centre[i])))
    low, high = control.usual(far)
    usual = f"{quote_range(low, high)} is usual{name_month(control, far)}"
    figure = quote_few(control.recorded[far])
    when = describe_months([control.months[i] for i in at])
    text = f"{'rose above' if recent else 'fell below'} the usual range in {when}"
    if len(at) == 1:
        text = f"{text}: {figure} recorded, {usual}"
    else:
        text = f"{text} ({figure} in {_month(control, far)}; {usual})"
    return text if last in at else f"{text}; within it in {_month(control, last)}"


def _month(control: Control, i: int) -> str:
    return wording.month(control.months[i])


def _since(control: Control) -> str:
    """What the months for limits are counted from."""
    if control.breaks:
        return f" since the break in {_month(control, control.breaks[-1])}"
    return "" if control.is_plain else " before the period"


def _rare(control: Control, recorded: Sequence[int], total: float) -> str:
    """ "7 recorded in Jan to Dec 2020, 11 in the 12 months before; too few a month for a usual range" """
    if not recorded:
        return "too few a month for a usual range"
    span = wording.period(control.months[recorded[0]], control.months[recorded[-1]])
    text = f"{quote_few(total)} recorded in {span}"
    earlier = control.recorded[max(0, recorded[0] - len(recorded)) : recorded[0]]
    if len(earlier) == len(recorded) and all(isfinite(n) for n in earlier):
        months = "month" if len(recorded) == 1 else f"{len(recorded)} months"
        text = f"{text}, {quote_few(float(earlier.sum()))} in the {months} before"
    return f"{text}; too few a month for a usual range"


def write_control_title(control: Control, period: Sequence[date]) -> str:
    """How many months of the period are outside the usual range, as the page's own title has it.

    "3 of 12 months are outside the usual range, Jan to Dec 2020"
    """
    if control.is_rare:
        return "too few a month for a usual range"
    inside = [i for i in control.judged if control.months[i] in period]
    if control.provisional():
        return "the usual range is provisional" if inside else "too few complete months for a usual range"
    if not inside:
        return "too few complete months for a usual range"
    span = wording.period(control.months[inside[0]], control.months[inside[-1]])
    outside = {i for sign in control.signs if sign.rule == "outside" for i in sign.at if i in inside}
    if not outside and control.steady:
        way = "rise" if control.steady > 0 else "fall"
        return f"no month is unusual beside the steady {way}, {span}"
    if not outside:
        return f"no month is outside the usual range, {span}"
    verb = "is" if len(outside) == 1 else "are"
    return f"{len(outside)} of {wording.plural(len(inside), 'month')} {verb} outside the usual range, {span}"
