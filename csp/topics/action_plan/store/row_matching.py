"""Which action each row of a file is of, and which of its cells were edited. Pure.

A cell that says what the plan says, or what it said when the file was written, is no edit: it is put back to
what the plan has now, so that only edits are left to be compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from csp.topics.action_plan.store import plan_import
from csp.topics.action_plan.store.cells import escape, unescape
from csp.topics.action_plan.store.plan_cells import is_same_cell, squeeze
from csp.topics.action_plan.store.plan_file.grid import Row
from csp.topics.action_plan.store.plan_file.references import restore_zeros
from csp.topics.action_plan.store.plan_import import VERSION
from csp.topics.action_plan.store.plan_progress import COLUMNS, list_cells
from csp.topics.action_plan.store.records import ActionRow, Listing

# The names by which exports call columns that have more than one.
_NAMES = {"ref": "id", "reference": "id"}
# What a reader is told of a column that two people changed.
_WORDS = {"id": "reference", "action": "wording", "due": "due date", "linked_measure": "linked measure"}


@dataclass(frozen=True)
class MatchedTable:
    """The rows of a file with what was not edited as the plan has it now; actions and remarks by line."""

    rows: list[Row]
    actions: dict[int, ActionRow] = field(default_factory=dict)
    remarks: dict[int, tuple[str, ...]] = field(default_factory=dict)


def match_table(rows: Sequence[Row], listing: Listing, bases: Mapping[int, ActionRow]) -> MatchedTable:
    """The rows of a file, the header first, beside the actions of a plan. bases: as of compare_table()."""
    headers = [_NAMES.get(header, header) for header in plan_import.list_headers(rows)]
    matched = MatchedTable([rows[0]])
    actions = _find_actions(headers, rows[1:], listing)
    for line, cells in rows[1:]:
        action = actions.get(line)
        if action is None:
            matched.rows.append((line, cells))
            continue
        matched.actions[line] = action
        base = bases.get(action.id)
        settled, both = _settle_cells(headers, cells, action, base, listing)
        matched.rows.append((line, settled))
        if both and base is not None:
            words = ", ".join(dict.fromkeys(_WORDS.get(name, name.replace("_", " ")) for name in both))
            matched.remarks[line] = (f"Changed in the plan too since the file was written: {words}.",)
    return matched


def find_stale(rows: Sequence[Row], listing: Listing) -> dict[int, int]:
    """{id: the version that its row was written with} of the actions that have changed since."""
    headers = [_NAMES.get(header, header) for header in plan_import.list_headers(rows)]
    if VERSION not in headers:
        return {}
    at = headers.index(VERSION)
    actions = _find_actions(headers, rows[1:], listing)
    stale = {}
    for line, cells in rows[1:]:
        typed = cells[at].strip() if at < len(cells) else ""
        action = actions.get(line)
        if action is not None and typed.isascii() and typed.isdigit() and len(typed) < 10:
            version = int(typed)
            if 1 <= version < action.version:
                stale[action.id] = version
    return stale


def _find_actions(headers: Sequence[str], rows: Sequence[Row], listing: Listing) -> dict[int, ActionRow]:
    """The action of each row: by its reference, else by a wording whose reference is not in the file.

    A workbook may hold 1.1 where it shows 1.10, and writes references in other letters.
    """
    if "id" not in headers:
        return {}
    by_ref = {action.ref.casefold(): action for action in listing.actions}
    written = [_get(headers, cells, "id") for _, cells in rows]
    restored = restore_zeros(written)
    refs = restored if {ref.casefold() for ref in restored} <= by_ref.keys() else written
    found = {
        line: by_ref[ref.casefold()]
        for (line, _), ref in zip(rows, refs, strict=True)
        if ref.casefold() in by_ref
    }
    in_file = {action.id for action in found.values()}
    left = [each for each in listing.actions if each.id not in in_file and each.retired_at is None]
    counts = Counter(squeeze(each.text) for each in left)
    by_text = {squeeze(each.text): each for each in left if counts[squeeze(each.text)] == 1}
    for line, cells in rows:
        if line not in found and (action := by_text.pop(squeeze(_get(headers, cells, "action")), None)):
            found[line] = action
    return found


def _get(headers: Sequence[str], cells: Sequence[str], header: str) -> str:
    at = headers.index(header) if header in headers else len(cells)
    return unescape(cells[at]).strip() if at < len(cells) else ""


def _settle_cells(
    headers: Sequence[str],
    cells: Sequence[str],
    action: ActionRow,
    base: ActionRow | None,
    listing: Listing,
) -> tuple[list[str], list[str]]:
    """The cells of a row with what was not edited as the plan has it now; what both sides changed."""
    now = dict(zip(COLUMNS, list_cells(listing, action), strict=True))
    then = dict(zip(COLUMNS, list_cells(listing, base), strict=True)) if base else now
    settled, both = [], []
    padded = [*cells, *[""] * (len(headers) - len(cells))]
    for header, cell in zip(headers, padded, strict=False):
        typed = unescape(cell)
        if header not in now:
            settled.append(cell)
        elif _is_ref(header, typed, now) or any(is_same_cell(header, typed, e[header]) for e in (now, then)):
            settled.append(escape(now[header]))
        else:
            settled.append(cell)
            if header != VERSION and not is_same_cell(header, now[header], then[header]):
                both.append(header)
    return settled, both


def _is_ref(header: str, typed: str, now: Mapping[str, str]) -> bool:
    """Whether a reference is the action's in other letters, or without the zeros that a workbook drops."""
    ref, own = typed.strip().casefold(), now["id"].casefold()
    return header == "id" and (ref == own or ("." in ref and ref == own.rstrip("0")))
