"""An action's history as a timeline. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from csp.core.elements import Timeline, TimelineItem
from csp.topics.action_plan.findings.held import list_changed_facts, write_change_head
from csp.topics.action_plan.findings.history import describe_edit, list_edited_fields, write_values
from csp.topics.action_plan.findings.values import write_moment
from csp.topics.action_plan.rules.held_changes import HeldChange
from csp.topics.action_plan.store.records import ActionView, Entry, RecordedEdit

NO_NAMES: Mapping[str, str] = MappingProxyType({})


# How many entries of a long history are shown at first.
FIRST_ENTRIES = 20


def build_timeline(
    view: ActionView, editable: bool, changes: Sequence[HeldChange] = (), names: Mapping[str, str] = NO_NAMES
) -> Timeline:
    """An action's updates and edits, the latest first, for widgets.timeline().

    What was corrected stays where it was, struck through; a correction says what it corrects. changes: of
    what it holds beside its wording; names: of wards and crime types by their codes.
    """
    by_id = {entry.update.id: entry for entry in view.history}
    dated = [
        (entry.update.at, entry.update.version, _update_item(entry, by_id, view, editable))
        for entry in view.history
    ]
    dated += [(_find_place(edit, view), edit.version, _edit_item(edit)) for edit in view.edits]
    dated += [(change.now.at, change.now.version, _change_item(change, names)) for change in changes]
    dated.sort(key=lambda item: item[:2], reverse=True)
    return Timeline(caption=f"History of {view.action.ref}, latest first", items=[item for *_, item in dated])


def _find_place(edit: RecordedEdit, view: ActionView) -> datetime:
    """The instant by which an edit stands in a history: an action is added before anything is simulated."""
    simulated = [entry.update.at for entry in view.history if entry.update.is_simulated]
    return min([edit.at, *simulated]) if edit.what == "added" else edit.at


def _edit_item(edit: RecordedEdit) -> TimelineItem:
    return TimelineItem(
        shape="✎",
        colour="grey",
        head=describe_edit(edit).capitalize(),
        note="\n".join(list_edited_fields(edit)) if edit.what == "edited" else "",
        by=f"{write_moment(edit.at)}, {edit.who}",
    )


def _change_item(change: HeldChange, names: Mapping[str, str]) -> TimelineItem:
    return TimelineItem(
        shape="✎",
        colour="grey",
        head=write_change_head(change),
        note="\n".join(list_changed_facts(change, names)),
        by=f"{write_moment(change.now.at)}, {change.now.who}",
    )


def _update_item(entry: Entry, by_id: Mapping[str, Entry], view: ActionView, editable: bool) -> TimelineItem:
    update = entry.update
    item = TimelineItem(
        shape=update.status.rag.shape,
        colour=update.status.rag.colour,
        head=f"{update.quarter.label}: {update.status.rag.word}",
        note=update.note,
        value=write_values(entry, view.measures),
        link=update.evidence_link,
        by=f"{write_moment(update.at)}, {update.who}",
        replaced=entry.corrected_by is not None or entry.withdrawn_at is not None,
        remark=_remark(entry, by_id, view),
    )
    is_own = update.action_id == view.action.id and not update.is_simulated
    if editable and not item["replaced"] and is_own:
        item["correct"] = update.id
    return item


def _remark(entry: Entry, by_id: Mapping[str, Entry], view: ActionView) -> str:
    remarks = []
    if old_entry := by_id.get(entry.update.corrects or ""):
        old = old_entry.update
        remarks.append(f"Corrects the update by {old.who} of {write_moment(old.at)}.")
    if new_entry := by_id.get(entry.corrected_by or ""):
        new = new_entry.update
        remarks.append(f"Corrected by {new.who} on {write_moment(new.at)}.")
    if entry.withdrawn_at is not None:
        remarks.append(f"Withdrawn on {write_moment(entry.withdrawn_at)}.")
    if entry.plan != view.plan.label:
        remarks.append(f"From the plan {entry.plan}.")
    return " ".join(remarks)
