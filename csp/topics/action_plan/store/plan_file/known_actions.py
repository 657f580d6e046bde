"""Which rows of a file are actions of the plan already: by their reference, else by their wording. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from csp.topics.action_plan.store.plan_file.rows import ReadRow
from csp.topics.action_plan.store.records import ActionRow


def recognise_actions(rows: Sequence[ReadRow], actions: Sequence[ActionRow]) -> dict[int, ActionRow]:
    """The action of each row that is one of the plan's, by the id() of the row.

    Such a row is given the reference that the plan has, which a file writes in other letters, before the
    action, or not at all.
    """
    by_ref = {action.ref.casefold(): action for action in actions}
    own: dict[int, ActionRow] = {}
    for row in rows:
        ref, text = row.values.get("ref", ""), row.values.get("text", "")
        parts = text.split(maxsplit=1)
        first = parts[0].rstrip(".:)").casefold() if len(parts) == 2 else ""
        if ref.casefold() in by_ref:
            own[id(row)] = by_ref[ref.casefold()]
        elif not ref and first in by_ref:
            own[id(row)] = by_ref[first]
            row.values["text"] = parts[1]
    _recognise_wording(rows, actions, own)
    for row in rows:
        if id(row) in own:
            row.values["ref"] = own[id(row)].ref
    return own


def _recognise_wording(
    rows: Sequence[ReadRow], actions: Sequence[ActionRow], own: dict[int, ActionRow]
) -> None:
    """Rows without a reference by the wording of an action that no other row is of."""
    taken = {action.id for action in own.values()}
    left = [action for action in actions if action.id not in taken and action.retired_at is None]
    counts = Counter(_join(action.text) for action in left)
    by_text = {_join(action.text): action for action in left if counts[_join(action.text)] == 1}
    for row in rows:
        if id(row) not in own and not row.values.get("ref"):
            action = by_text.pop(_join(row.values.get("text", "")), None)
            if action is not None:
                own[id(row)] = action


def _join(text: str) -> str:
    return " ".join(text.split()).casefold()


def list_repeated(own: Mapping[int, ActionRow]) -> set[int]:
    """The rows, by their id(), whose action an earlier row is of."""
    seen: set[int] = set()
    repeated = set()
    for row, action in own.items():
        if action.id in seen:
            repeated.add(row)
        seen.add(action.id)
    return repeated
