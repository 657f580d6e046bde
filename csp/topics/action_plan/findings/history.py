"""What was reported on an action or done to it, in words: text that people typed comes out as typed. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import wording
from csp.topics.action_plan.findings.values import (
    cut_text,
    write_day,
    write_figure,
    write_moment,
    write_status,
)
from csp.topics.action_plan.rules.movement import Movement
from csp.topics.action_plan.store.entry_records import Held, Measure
from csp.topics.action_plan.store.records import (
    ActionDraft,
    ActionRow,
    Entry,
    RecordedEdit,
    Update,
    UpdateDraft,
)


def describe_added(added: Sequence[RecordedEdit]) -> str:
    """Who put how many actions on the board, and when."""
    if not added:
        return ""
    names = wording.list_words(sorted({edit.who for edit in added}))
    days = sorted({edit.at.astimezone().date() for edit in added})
    when = write_day(days[0]) if len(days) == 1 else f"{write_day(days[0])} to {write_day(days[-1])}"
    return f"{wording.plural(len(added), 'action')} added to the plan ({names}, {when})."


def describe_movement(move: Movement) -> str:
    """ "○ Not started → ● On track" where the status changed, else the status."""
    now = move.action.status
    if not move.updates or move.before is now:
        return write_status(now)
    return f"{write_status(move.before) if move.before else 'first report'} → {write_status(now)}"


def describe_report(action: ActionRow) -> str:
    """The latest report on an action: "SA-08 (KFRS), ● On track in Q2 2021/22 (Jul to Sep): 12 visits."

    "" where nobody has reported in words.
    """
    latest = action.latest
    if latest is None or not latest.note:
        return ""
    lead = f" ({action.lead})" if action.lead else ""
    return f"{action.ref}{lead}, {write_status(latest.status)} in {latest.quarter.label}: {latest.note}"


# Fields of an action by other names than their own; "" is not named.
FIELD_WORDS = {
    "ref": "reference",
    "text": "wording",
    "due": "due date",
    "linked_measure": "linked crime measure",
    "started": "start",
    "retired_at": "",
    "reason": "",
    "withdrawn": "update",
}


def describe_edit(edit: RecordedEdit) -> str:
    """What was done to an action: "wording and due date edited", "retired: replaced by SA-14"."""
    reason = str(edit.fields.get("reason", ("", ""))[1])
    if edit.what == "edited" and "withdrawn" in edit.fields:
        return "update withdrawn: what stored it was undone"
    if edit.what == "edited":
        fields = [FIELD_WORDS.get(name, name) for name in edit.fields]
        edited = f"{wording.list_words([name for name in fields if name])} edited"
        return f"{edited}: {reason}" if reason else edited
    if edit.what in ("retired", "reinstated"):
        return f"{edit.what}: {reason}" if reason else edit.what
    if edit.what == "carried over" and "plan" in edit.fields:
        before, after = edit.fields["plan"]
        return f"carried over from {before} to {after}"
    return edit.what


def list_edited_fields(edit: RecordedEdit) -> list[str]:
    """Every field that an edit changed, as "due date: 2021-09-30 → 2021-12-31"."""
    return [
        f"{FIELD_WORDS.get(name) or name}: {_value(before)} → {_value(after)}"
        for name, (before, after) in edit.fields.items()
        if name not in ("retired_at", "reason")
    ]


def _value(value: object) -> str:
    if isinstance(value, list | tuple):
        value = "; ".join(str(each) for each in value)
    return cut_text(str(value)) if value not in (None, "") else "nothing"


def describe_draft(draft: ActionDraft) -> str:
    """An action as it was typed, in one line."""
    parts = [
        f"{draft.ref}: {draft.text}",
        ", ".join(draft.agencies),
        draft.measure and f"measure: {draft.measure}",
        draft.due and f"due: {draft.due}",
    ]
    return "; ".join(part for part in parts if part)


def describe_update_draft(draft: UpdateDraft) -> str:
    """An update as it was typed, in one line."""
    parts = [
        f"{draft.quarter}, {draft.status}",
        draft.note,
        *(f"Measure: {value}" for value in (draft.measure_value, *draft.values.values()) if value),
        draft.evidence_link,
    ]
    return ". ".join(part for part in parts if part)


def describe_update(update: Update) -> str:
    """An update in one line: "Q2 2021/22 (Jul to Sep), at risk: staff left. (A. Lee, 2 Nov 2021, 10:05)"."""
    note = f": {update.note.rstrip('.')}" if update.note else ""
    value = "" if update.measure_value is None else f" Measure: {write_figure(update.measure_value)}."
    link = f" {update.evidence_link}" if update.evidence_link else ""
    by = f"({update.who}, {write_moment(update.at)})"
    return f"{update.quarter.label}, {update.status}{note}.{value}{link} {by}"


def write_values(entry: Entry, measures: Sequence[Held[Measure]]) -> str:
    """The numbers of an update: "Measure: 45", or with names where it has several measures."""
    names = {each.key: each.content.name for each in measures} if len(measures) > 1 else {}
    values = [f"{cut_text(names.get(key, 'Measure'))}: {write_figure(n)}" for key, n in entry.values.items()]
    return "; ".join(values)
