"""The words of what a table of actions would change in a plan, and of what was done so. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from csp.core import wording
from csp.topics.action_plan.findings.values import (
    cut_text,
    label_priority,
    write_day,
    write_figure,
    write_status,
)
from csp.topics.action_plan.store.plan_diff import ActionChange, PlanDiff, RowFault
from csp.topics.action_plan.store.records import Plan, UpdateDraft
from csp.topics.action_plan.store.status import Status
from csp.topics.action_plan.store.steps import Step

HOW_TO_EDIT = (
    "Take the plan, edit it in Excel, LibreOffice or Word, and bring it in again: what you changed is shown "
    "before anything is stored. Retired actions are left out."
)
NOTHING_TO_APPLY = "The file changes nothing: every action in it is as the plan has it."
NOTHING_DONE = "Nothing was brought in from a file or changed in bulk yet. Each time can be undone here."
UNDONE = "Undone: everything that was changed so is as it was before. The record keeps both."
MOST_NAMED = 12

# The fields of an action as a reader of a file calls them.
FIELD_NAMES = {
    "ref": "Reference",
    "priority": "Priority",
    "text": "Action",
    "agencies": "Agencies",
    "measure": "Measure",
    "reporting": "Reporting",
    "due": "Due",
    "linked_measure": "Linked crime",
    "started": "Start",
    "baseline": "Baseline",
    "target": "Target",
}


def describe_diff(diff: PlanDiff) -> str:
    """ "3 changed, 1 new, 53 the same." with what the file leaves out, or the faults that are in the way."""
    if diff.faults:
        rows = diff.faulty_rows
        verb = "row has a fault" if rows == 1 else "rows have faults"
        return f"{rows} {verb}: correct them in the file and choose it again."
    return f"{count_changes(diff)}.{describe_missing(diff)}"


def count_changes(diff: PlanDiff) -> str:
    """ "3 changed, 1 new, 53 the same" """
    return f"{len(diff.changed)} changed, {len(diff.new)} new, {diff.same} the same"


def describe_missing(diff: PlanDiff) -> str:
    """ " 2 actions not in the file: nothing happens to them." with a space before; "" for none."""
    if not diff.missing:
        return ""
    return f" {wording.plural(len(diff.missing), 'action')} not in the file: nothing happens to them."


def name_missing(diff: PlanDiff) -> str:
    """ "Not in the file, and left as they are: DA-01 and DA-02." """
    if not diff.missing:
        return ""
    named = list(diff.missing[:MOST_NAMED])
    more = len(diff.missing) - len(named)
    verb = "it is" if len(diff.missing) == 1 else "they are"
    words = wording.list_words([*named, f"{more} more"] if more else named)
    return f"Not in the file, and left as {verb}: {words}."


def suspect_other_year(diff: PlanDiff, plan: Plan) -> str:
    """What to do where nothing of a file is in the plan; "" elsewhere."""
    if diff.changed or diff.same or diff.faults or not diff.new or not diff.missing:
        return ""
    return f'None of its actions is in the plan {plan.label}: choose "A new plan" if it is of another year.'


def label_apply(diff: PlanDiff) -> str:
    """ "Apply 4 changes" """
    return f"Apply {wording.plural(len(diff.changes), 'change')}"


def name_step(file: str, diff: PlanDiff) -> str:
    """What a step is called in the record: "Plan.xlsx: 3 changed, 1 new"."""
    parts = [f"{len(diff.changed)} changed"] if diff.changed else []
    parts += [f"{len(diff.new)} new"] if diff.new else []
    return f"{file}: {', '.join(parts)}"


def describe_applied(diff: PlanDiff) -> str:
    """ "3 changed, 1 new: stored in one step." """
    parts = [f"{len(diff.changed)} changed"] if diff.changed else []
    parts += [f"{len(diff.new)} new"] if diff.new else []
    return f"{', '.join(parts)}: stored in one step."


def list_changes(diff: PlanDiff, plan: Plan) -> list[str]:
    """A line for everything that would change: "DA-01, Due: nothing → 31/12/2021"."""
    lines = []
    for change in diff.changes:
        ref = change.action.ref if change.action else change.draft.ref
        lines += [f"{ref}, new: {cut_text(change.draft.text)}"] if change.action is None else []
        for name, (before, after) in change.fields.items():
            words = f"{_write_line(name, before, plan)} → {_write_line(name, after, plan)}"
            lines.append(f"{ref}, {FIELD_NAMES[name]}: {words}")
        if change.update:
            lines.append(f"{ref}, Update: {cut_text(write_update(change.update, {}))}")
        lines += [f"{ref}: {remark}" for remark in change.remarks]
    return lines


def _write_line(name: str, value: object, plan: Plan) -> str:
    return cut_text(write_value(name, value, plan)) or "nothing"


def describe_fault(fault: RowFault) -> str:
    """ "Row 6, column H: due. The due date ..." """
    place = f"{fault.place}, row" if fault.place else "Row"
    column = f", column {fault.column}" if fault.column else ""
    return f"{place} {fault.line}{column}. {fault.sentence}"


def write_value(name: str, value: object, plan: Plan) -> str:
    """What a field of an action says, in words; "" for nothing."""
    if value is None or value == "":
        return ""
    if name == "priority" and isinstance(value, int):
        return label_priority(value, plan.priorities.get(value, "")).strip()
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, date):
        return write_day(value)
    return write_figure(value) if isinstance(value, float) else str(value)


def write_update(update: UpdateDraft, measures: Mapping[str, str]) -> str:
    """An update as it would be stored: status and quarter, note, numbers, link, a line each.

    measures: their names by their keys.
    """
    words = write_status(Status(update.status))
    numbers = [f"Measure: {update.measure_value}"] if update.measure_value not in (None, "") else []
    numbers += [f"{cut_text(measures.get(key, 'Measure'), 60)}: {n}" for key, n in update.values.items()]
    lines = [f"{words}, {update.quarter}", update.note, *numbers, update.evidence_link]
    return "\n".join(line for line in lines if line)


def write_before(change: ActionChange) -> str:
    """The report that stands before an update, likewise; "" where there is none."""
    latest = change.action.latest if change.action else None
    if latest is None:
        return ""
    lines = [f"{write_status(latest.status)}, {latest.quarter.label}", latest.note, latest.evidence_link]
    if latest.measure_value is not None:
        lines.insert(2, f"Measure: {write_figure(latest.measure_value)}")
    return "\n".join(line for line in lines if line)


def describe_step(step: Step) -> str:
    """Who did something, and when: "27 Nov 2026, 00:10, A. Chair"."""
    local = step.at.astimezone()
    return f"{write_day(local)}, {local:%H:%M}, {step.who}"


def name_done(step: Step) -> str:
    """What was done, and to how many actions where its name does not say it: "Grid saved: 12 actions"."""
    # The name of a file stays as it is written.
    if ":" in step.what:
        return step.what
    actions = len(step.body.get("actions", step.body.get("reviews", ())))
    return f"{step.what[:1].upper()}{step.what[1:]}: {wording.plural(actions, 'action')}"


def describe_undone(undoing: Step) -> str:
    """ "Undone by A. Chair, 27 Nov 2026, 00:15." """
    local = undoing.at.astimezone()
    return f"Undone by {undoing.who}, {write_day(local)}, {local:%H:%M}."


def describe_obstacle(refs: Sequence[str], is_closed: bool) -> str:
    """Why a step cannot be undone; "" where it can."""
    if is_closed:
        return "Cannot be undone: the plan is closed."
    if not refs:
        return ""
    named = list(refs[:3])
    words = wording.list_words([*named, f"{len(refs) - 3} more"] if len(refs) > 3 else named)
    return f"Cannot be undone: {words} {'was' if len(refs) == 1 else 'were'} changed since."
