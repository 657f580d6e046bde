"""The words of the grid and of changes to several actions at once. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core import wording
from csp.topics.action_plan.findings.values import cut_text, write_day, write_figure, write_moment
from csp.topics.action_plan.rules.bulk import BulkChange, FieldCount
from csp.topics.action_plan.rules.grid import (
    DUE,
    LEAD,
    LINKED,
    NOTE,
    NUMBER,
    PARTNERS,
    REPORTING,
    STATUS,
    TEXT,
    Clash,
    Edits,
    Fault,
    GridDiff,
    Value,
    count_cells,
)
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.records import Listing, Plan
from csp.topics.action_plan.store.status import parse_due

NAMED = 5  # of more faults or names these are named, and the others counted

COLUMN_WORDS: Mapping[str, str] = {
    TEXT: "Action",
    LEAD: "Lead",
    PARTNERS: "Partners",
    STATUS: "Status",
    NOTE: "Note",
    NUMBER: "Number",
    DUE: "Due",
    REPORTING: "Reported",
    LINKED: "Acts on",
}
COUNTED = "Counted"
NOTHING_TICKED = "Tick actions to set a status, a due date or a lead for all of them in one step."
NO_CHANGE = "Type into cells and save all of it in one step, or tick actions to change them together."
NOTHING_SET = "Choose a status, a due date or a lead for them."
ALL_THE_SAME, RETIRE_ALL_THE_SAME = "Change them all the same", "Retire them all the same"
KEEP, TAKE = "Keep mine", "Take theirs"
DISCARDED = "Your changes were dropped: nothing of them was stored."
NO_ROWS = "No actions match: take a filter away to see more."
NOTHING_STORED = "Nothing was stored: mend the cells that are named below, then save again."
AS_IT_WAS = "Everything is as it was: there was nothing to store."
CHOOSE_EACH = "Choose for every cell that both of you changed."
NO_CLASH = "No cell that you changed is among them: yours can be saved beside them."
UNDONE = "Undone: everything is as it was before. Both steps stay on record."


def explain_closed_plan(plan: Plan) -> str:
    """Why no action of a plan can be changed, "" where they can."""
    if plan.retired_at is None:
        return ""
    return f"The plan {plan.label} is closed: reopen it on the page Plans to change it."


def describe_grid(listing: Listing) -> str:
    """What stands in the columns of progress."""
    return (
        f"Status, note and number are reported for {listing.quarter.label}. Partners are parted by "
        "semicolons; a number can be given where an action has one measure."
    )


def describe_edits(edits: Edits, hidden: Edits) -> str:
    """ "3 cells of 2 actions changed." and how many of them the filters hide; "" for none."""
    if not edits:
        return ""
    sentence = f"{_count_edits(edits)} changed"
    if hidden:
        sentence += f", {count_cells(hidden)} of them not shown by the filters"
    return f"{sentence}."


def describe_saved(edits: Edits) -> str:
    """ "Saved: 3 cells of 2 actions." """
    return f"Saved: {_count_edits(edits)}."


def _count_edits(edits: Edits) -> str:
    return f"{wording.plural(count_cells(edits), 'cell')} of {wording.plural(len(edits), 'action')}"


def describe_names(diff: GridDiff) -> list[str]:
    """How names of agencies were read, and which are new."""
    sentences = [f"“{typed}” is read as {name}." for typed, name in diff.readings.items()]
    if diff.newcomers:
        sentences.append(describe_newcomers(diff.newcomers))
    return sentences


def describe_newcomers(names: Sequence[str]) -> str:
    """ "New in the directory of agencies: A Charity." """
    return f"New in the directory of agencies: {wording.list_words(_name_some(names))}."


def _name_some(names: Sequence[str]) -> list[str]:
    more = len(names) - NAMED
    return [*names[:NAMED], *([wording.plural(more, "other")] if more > 0 else [])]


def describe_faults(faults: Sequence[Fault]) -> list[str]:
    """A sentence for each cell with a fault, by row and column; of many the first."""
    sentences = [
        f"Row {fault.ref}, column {COLUMN_WORDS[fault.column]}: {fault.sentence}" for fault in faults
    ]
    more = len(sentences) - NAMED
    rest = [f"{wording.plural(more, 'more cell')} cannot be stored as they are."] if more > 0 else []
    return [*sentences[:NAMED], *rest]


def describe_overtaken(actions: Sequence[str]) -> str:
    """That nothing was stored, because somebody else was first. actions: as name_overtaken() names them."""
    them = "this action" if len(actions) == 1 else "these actions"
    named = wording.list_words(_name_some(actions))
    return f"Nothing of yours is stored yet. Somebody else has changed {them} meanwhile: {named}."


def name_overtaken(ref: str, conflict: Conflict) -> str:
    """An action with who changed it last, and when: "AS-04 (A. Lee, 3 Nov 2021, 14:05)"."""
    changes = [(update.version, update.who, update.at) for update in conflict.updates]
    changes += [(edit.version, edit.who, edit.at) for edit in conflict.edits]
    if not changes:
        return ref
    _, who, at = max(changes)
    return f"{ref} ({who}, {write_moment(at)})"


def describe_gone(ref: str) -> str:
    """That an action is on the board no more, and what becomes of what was typed."""
    return f"{ref} is not on the board any more: what you typed for it is dropped with these choices."


def describe_theirs(clash: Clash) -> str:
    """ "Theirs: 31 Dec 2021 (before: 30 Sep 2021)" """
    return f"Theirs: {write_value(clash.theirs)} (before: {write_value(clash.seen)})"


def describe_mine(clash: Clash) -> str:
    """ "Yours: 30 Nov 2021" """
    return f"Yours: {write_value(clash.mine)}"


def write_value(value: Value) -> str:
    """A cell in a sentence."""
    if isinstance(value, float | int):
        return write_figure(float(value))
    return cut_text(value) if value else "empty"


def describe_change(change: BulkChange, quarter_label: str) -> list[str]:
    """What a change to several actions will do, a sentence for each field."""
    draft, sentences = change.draft, []
    if draft.status and change.status:
        sentences.append(_describe_status(change.status, draft.status.value, quarter_label))
    if draft.due and change.due:
        what = f"Set the due date of {_actions(change.due)} to {_write_due(draft.due)}"
        sentences.append(_finish(what, change.due, "{} it already", ("has", "have")))
    if draft.lead and change.lead:
        what = f"Make {draft.lead} the lead of {_actions(change.lead)}; who led so far stays as a partner"
        sentences.append(_finish(what, change.lead, "{} led by it already", ("is", "are")))
    if draft.note and sentences:
        where = "with the update" if draft.status else "in the history of each"
        sentences.append(f"The note is kept {where}.")
    return sentences


def _describe_status(count: FieldCount, status: str, quarter_label: str) -> str:
    what = f"Set {_actions(count)} to {status} for {quarter_label}"
    if count.anew:
        verb = "keeps" if count.anew == 1 else "keep"
        what += f", of which {count.anew} {verb} that status and {_be(count.anew)} reported on anew"
    return _finish(what, count, "{} so already", ("is", "are"))


def _finish(what: str, count: FieldCount, words: str, verbs: tuple[str, str]) -> str:
    verb = verbs[0] if count.already == 1 else verbs[1]
    already = f"{count.already} {words.format(verb)}"
    if not count.changed:
        return f"Nothing to set: {already}."
    return f"{what}; {already}." if count.already else f"{what}."


def _actions(count: FieldCount) -> str:
    return wording.plural(count.changed, "action")


def _be(number: int) -> str:
    return "is" if number == 1 else "are"


def _write_due(text: str) -> str:
    day = parse_due(text)
    return write_day(day) if day else text


def describe_ticks(ticked: int, hidden: int) -> str:
    """ "12 actions ticked, 2 of them not shown by the filters." """
    if not ticked:
        return ""
    more = f", {hidden} of them not shown by the filters" if hidden else ""
    return f"{wording.plural(ticked, 'action')} ticked{more}."


def label_tick_all(shown: int) -> str:
    """The button that ticks all that are shown."""
    return f"Tick all {shown} shown"


def label_apply(changed: int) -> str:
    """The button that changes what is ticked."""
    return f"Change {wording.plural(changed, 'action')}" if changed else "Change"


def label_retire(refs: Sequence[str]) -> str:
    """The button that retires, after it has been asked: "Retire AS-04", "Retire 12 actions"."""
    return f"Retire {refs[0] if len(refs) == 1 else wording.plural(len(refs), 'action')}"


def describe_bulk_saved(changed: int) -> str:
    """ "Stored: 12 actions are changed." """
    return f"Stored: {wording.plural(changed, 'action')} {_be(changed)} changed."


def describe_retired(refs: Sequence[str]) -> str:
    """ "Stored: AS-04 is retired; its record is kept." """
    whose = "its record is" if len(refs) == 1 else "their records are"
    return f"Stored: {wording.list_words(_name_some(refs))} {_be(len(refs))} retired; {whose} kept."
