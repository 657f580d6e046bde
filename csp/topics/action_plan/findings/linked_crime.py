"""The sentences about an action's own measure, and about the crime measure it acts on. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import isfinite

from csp.core import wording
from csp.core.change_words import describe_evidence
from csp.topics.action_plan.findings.values import write_day
from csp.topics.action_plan.rules.linked_crime import BeforeAfter

ASSOCIATION = (
    "An association, not a cause: what else changed in those months, and how much is reported, is in both "
    "figures."
)
NO_SERIES = "No crime type is linked to this action: name one under Plans, edit an action."
"""What stands in place of the crime measure's series where there is none."""


def describe_linked_actions(
    label: str, plan: str, actions: int, overdue: int, wards: Sequence[str] = ()
) -> str:
    """ "12 actions of plan 2021-22 act on drug offences, its parts or what it is part of; 3 are overdue."

    wards: the names of those chosen, in which some of the actions may act whatever they act on.
    """
    here = f"in {wording.list_words(wards)} or " if wards else ""
    if not actions:
        return (
            f"No action of plan {plan} acts {here}on {label}. The page of an action says where and on what "
            "it acts."
        )
    verb = "acts" if actions == 1 else "act"
    late = f"; {wording.number(overdue)} {'is' if overdue == 1 else 'are'} overdue" if overdue else ""
    return (
        f"{wording.plural(actions, 'action')} of plan {plan} {verb} {here}on {label}, its parts or what it "
        f"is a part of{late}."
    )


def name_places(codes: Sequence[str], names: Mapping[str, str]) -> str:
    """Where an action acts: the names of its wards, or "Whole district" where it names none."""
    return wording.list_words([names.get(code, code) for code in codes]) if codes else "Whole district"


def explain_no_comparison(started: date | None, last: date) -> str:
    """Why before and after cannot be compared."""
    if started is None:
        return "Before and after cannot be compared: the action has no start. Give it one on the page Plans."
    if started > last:
        return (
            f"Before and after cannot be compared yet: the action started on {write_day(started)}, and the "
            f"last month loaded is {wording.month(last)}."
        )
    return "Before and after cannot be compared: the same months of the year before are not loaded."


def describe_before_after(label: str, compared: BeforeAfter) -> str:
    """Before and after in words, with rates where there is a population.

    "Shoplifting: 0.41 per 1,000 in Apr to Sep 2021 against 0.52 in Apr to Sep 2020
    (▼ 12 (−19.4%)), no clear change; the smallest we could have seen: ±22 (35.6%)."
    """
    after, before = (wording.period(side[0], side[-1]) for side in (compared.months, compared.months_before))
    if isfinite(compared.rate_after) and isfinite(compared.rate_before):
        levels = (
            f"{compared.rate_after:.2f} per 1,000 in {after} against {compared.rate_before:.2f} in {before}"
        )
    else:
        levels = (
            f"{wording.count(compared.after)} in {after} against {wording.count(compared.before)} in {before}"
        )
    change = f"{wording.change(compared.after, compared.before)}), {describe_evidence(compared.verdict)}"
    return f"{label}: {levels} ({change}. {ASSOCIATION}"


def write_before_after_title(label: str, compared: BeforeAfter | None) -> str:
    """The finding of the chart: did the months since the start differ from the year before?"""
    if compared is None:
        return f"{label}: no months to compare yet"
    if not compared.verdict.is_real:
        return f"{label}: no clear change since the start"
    direction = (
        "higher"
        if compared.rate_after > compared.rate_before or compared.after > compared.before
        else "lower"
    )
    return f"{label}: {direction} since the start than a year before"
