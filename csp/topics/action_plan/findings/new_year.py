"""The sentences of the wizard that makes the plan of a new year. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from csp.core import wording
from csp.topics.action_plan.findings.values import cut_text, write_day, write_status
from csp.topics.action_plan.rules.new_year import Choice, NewRow, YearCounts, YearRow
from csp.topics.action_plan.store import check
from csp.topics.action_plan.store.records import ActionRow, Plan, PlanDraft
from csp.topics.action_plan.store.status import Status

STEPS = ("1 Year and priorities", "2 Unfinished actions", "3 New actions", "4 Summary")
MOST_NAMED = 8
MOST_FAULTS = 12
NOTHING_STORED = "Nothing is stored before the last step, and nothing is lost on the way back."
HOW_TO_CHOOSE = (
    "Every unfinished action is carried over with its history unless you say otherwise. Type in a row to "
    "adapt it; a retired action needs a reason. Tick rows, or find some, to set many at once."
)
HOW_TO_ADD = (
    "Type one action to a row, or paste rows from a table. A reference that is left empty is given when the "
    "plan is made."
)
SIMULATED_ASIDE = "Simulated updates are left out here: a plan is made of what people recorded."


def describe_priorities(before: Mapping[int, str], after: Mapping[int, str], in_use: set[int]) -> list[str]:
    """What differs between the priorities of two years; in_use: those that unfinished actions have."""
    sentences = []
    if renamed := [f"{n} is now {after[n]}" for n in after if n in before and before[n] != after[n]]:
        sentences.append(f"Renamed: {wording.list_words(renamed)}.")
    if added := [f"{n} {after[n]}" for n in after if n not in before]:
        sentences.append(f"New: {wording.list_words(added)}.")
    if dropped := [n for n in before if n not in after]:
        names = wording.list_words([f"{n} {before[n]}" for n in dropped])
        needs = " Its actions get another in step 2." if in_use.intersection(dropped) else ""
        sentences.append(f"Dropped: {names}.{needs}")
    return sentences or ["The priorities are those of the plan before."]


def describe_period(plan: PlanDraft) -> str:
    """Which days the year has: "2022-23: 1 Apr 2022 to 31 Mar 2023." """
    return f"{plan.label}: {write_day(plan.start)} to {write_day(plan.end)}."


def count_faults(faults: Sequence[str]) -> str:
    """That something is to be mended before the plan can be made."""
    if len(faults) == 1:
        return "One thing is to be mended before the plan can be made."
    rest = f" The first {MOST_FAULTS} are listed." if len(faults) > MOST_FAULTS else ""
    return f"{wording.count(len(faults))} things are to be mended before the plan can be made.{rest}"


def list_changes(rows: Sequence[YearRow], new: Sequence[NewRow]) -> list[str]:
    """What is adapted, retired and new, by reference."""
    adapted = [row.action.ref for row in rows if row.is_changed]
    retired = [row.action.ref for row in rows if row.choice is Choice.RETIRE]
    added = [f"{row.draft.ref} {cut_text(row.draft.text, 60)}" for row in new]
    parts = (("Adapted", adapted), ("Retired", retired), ("New", added))
    return [f"{name}: {'; '.join(names)}" for name, names in parts if names]


def describe_left(actions: Sequence[ActionRow], plan: Plan) -> str:
    """Which actions stay with the plan before, because they are complete or stopped."""
    if not actions:
        return f"No action of {plan.label} is complete or stopped, so all of them are listed."
    parts = []
    for status in (Status.COMPLETE, Status.STOPPED):
        refs = [action.ref for action in actions if action.status is status]
        if refs:
            parts.append(f"{write_status(status)}: {', '.join(refs)}")
    return f"Left with {plan.label}. {'. '.join(parts)}."


def write_summary(counts: YearCounts, left: Sequence[ActionRow], plan: Plan) -> str:
    """ "41 carried over, 6 adapted, 5 retired, 4 new; 10 complete stay with 2021-22." """
    goes_on = f"{wording.count(counts.carried)} carried over, {wording.count(counts.adapted)} adapted"
    first = f"{goes_on}, {wording.count(counts.retired)} retired, {wording.count(counts.added)} new"
    stay = []
    for status in (Status.COMPLETE, Status.STOPPED):
        n = sum(action.status is status for action in left)
        if n:
            stay.append(f"{n} {status.value}")
    verb = "stays" if len(left) == 1 else "stay"
    return f"{first}; {wording.list_words(stay)} {verb} with {plan.label}." if stay else f"{first}."


def list_year_faults(
    rows: Sequence[YearRow], new: Sequence[NewRow], priorities: Mapping[int, str]
) -> list[str]:
    """What has to be mended before the plan can be made, one sentence each."""
    going_on = [row for row in rows if row.choice is not Choice.RETIRE]
    no_reason = [row.action.ref for row in rows if row.choice is Choice.RETIRE and not row.reason]
    no_priority = [row.action.ref for row in going_on if not row.priority]
    no_lead = [row.action.ref for row in going_on if row.is_changed and not row.lead and row.partners]
    faults = [
        f"{_name_some(refs)} {singular if len(refs) == 1 else plural} in step 2."
        for refs, singular, plural in (
            (no_reason, "is to be retired: give the reason", "are to be retired: give the reasons"),
            (no_priority, "has no priority any more: choose one", "have no priority any more: choose one"),
            (no_lead, "has partners and no lead: name the lead", "have partners and no lead: name the leads"),
        )
        if refs
    ]
    for row in going_on:
        if row.is_changed and row.priority:
            faults += [f"{row.action.ref}: {sentence}" for sentence in check.draft_errors(row.make_draft())]
    return [*faults, *_list_new_faults(rows, new, priorities)]


def _list_new_faults(
    rows: Sequence[YearRow], new: Sequence[NewRow], priorities: Mapping[int, str]
) -> list[str]:
    faults = []
    taken = {row.action.ref for row in rows if row.choice is not Choice.RETIRE}
    for row in new:
        name = f"New action {row.number}"
        if str(row.draft.priority) not in map(str, priorities):
            faults.append(f"{name}: choose its priority in step 3.")
            continue
        faults += [f"{name}: {sentence}" for sentence in check.draft_errors(row.draft)]
        if row.draft.ref in taken:
            faults.append(f"{name}: the reference {row.draft.ref} is in use, give it another in step 3.")
        taken.add(row.draft.ref)
    return faults


def describe_early(early: Sequence[YearRow], start: date) -> str:
    """Which actions go on with a day before the new year; "" for none."""
    if not early:
        return ""
    refs = [row.action.ref for row in early]
    return (
        f"{_name_some(refs)} {'keeps a day' if len(refs) == 1 else 'keep days'} before {write_day(start)}, "
        "so overdue from the first day: change the due date in step 2, or leave it."
    )


def describe_moved(refs: Sequence[str]) -> str:
    """Which actions somebody has changed while the new year was put together."""
    verb = "was" if len(refs) == 1 else "were"
    return f"{_name_some(refs)} {verb} changed in the plan since you began here. What you typed is kept."


def describe_unchanged(rows: Sequence[YearRow]) -> str:
    """Which actions are to be adapted and are as they were; "" for none."""
    refs = [row.action.ref for row in rows if row.choice is Choice.ADAPT and not row.is_changed]
    if not refs:
        return ""
    verb = "is" if len(refs) == 1 else "are"
    return f"{_name_some(refs)} {verb} to be adapted, but nothing is changed: carried over as before."


def write_made(label: str, counts: YearCounts) -> str:
    """What has become of it: "The plan 2022-23 is there: 41 carried over, ..." """
    return (
        f"The plan {label} is there: {counts.carried} carried over, {counts.adapted} adapted, "
        f"{counts.added} new; {counts.retired} retired."
    )


def offer_closing(plan: Plan) -> str:
    """That the plan before stays open until somebody closes it."""
    return f"The plan {plan.label} is still open. Once closed it can be read and takes no more updates."


def _name_some(refs: Sequence[str]) -> str:
    rest = len(refs) - MOST_NAMED
    names = [*refs[:MOST_NAMED], f"{wording.count(rest)} more"] if rest > 0 else [*refs]
    return wording.list_words(names)
