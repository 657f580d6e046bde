"""A plan in the layout of the dashboard's own exports, as a preview with the errors of each row.

Stores nothing. Files in any other layout are read by plan_file, whose readings are previews as well.
Columns, in any order, by their headers: id, priority, action; and where present priority_name, agencies
(separated by ";", lead first), measure, reporting, due, linked_measure, started, baseline, target.
Columns of an export that report progress are not read for a new plan; where a file is compared with the plan
it came from, plan_diff makes updates of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from csp.core import wording
from csp.core.errors import UserError
from csp.topics.action_plan.store import check
from csp.topics.action_plan.store.cells import unescape
from csp.topics.action_plan.store.plan_file.grid import GridRow, Row
from csp.topics.action_plan.store.plan_file.layout import name_column
from csp.topics.action_plan.store.plan_file.reader import read_grids
from csp.topics.action_plan.store.records import ActionDraft

# Header as read (lower case) -> field of a row. The first name of each is the one exports use.
HEADERS = {
    "id": "ref",
    "ref": "ref",
    "reference": "ref",
    "priority": "priority",
    "priority_name": "priority_name",
    "action": "text",
    "agencies": "agencies",
    "measure": "measure",
    "reporting": "reporting",
    "due": "due",
    "linked_measure": "linked_measure",
    "started": "started",
    "baseline": "baseline",
    "target": "target",
}
REQUIRED = ("id", "priority", "action")
# What exports add for readers.
OUTCOME = ("status", "quarter", "note", "measure_value", "evidence_link", "updated_by", "updated_at")
# The version of the action that a row was written with: a later one is somebody else's change.
VERSION = "version"
PROGRESS_IS_LEFT = "Progress in the file is not stored with a new plan, which begins without updates."
# Of the columns that are not read, so many are named in a note.
MOST_NAMED = 6


@dataclass(frozen=True)
class PreviewRow:
    """A row of the file: its number there, the action it would become, and why it cannot.

    remarks: on what was read freely. place: its sheet or table, "" in a file of one.
    """

    line: int
    draft: ActionDraft
    errors: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True)
class Preview:
    """What a file would store. priorities are those the file names; notes say what was passed over."""

    rows: tuple[PreviewRow, ...]
    priorities: Mapping[int, str]
    notes: tuple[str, ...]

    @property
    def drafts(self) -> tuple[ActionDraft, ...]:
        return tuple(row.draft for row in self.rows)

    @property
    def error_count(self) -> int:
        return sum(len(row.errors) for row in self.rows)


def preview_file(
    name: str,
    content: bytes,
    priorities: Mapping[int, str] | None = None,
    refs: Collection[str] = (),
) -> Preview:
    """Reads a file of actions without storing anything. Uploaded files are read by plan_worker instead.

    priorities are those of the plan it is meant for; without them the file has to name
    its own. refs are references that the plan has already. Raises UserError for a file
    that cannot be read at all.
    """
    return check_rows(name, read_grids(name, content)[0].list_rows(), priorities, refs)


def check_rows(
    name: str,
    rows: Sequence[Row],
    priorities: Mapping[int, str] | None = None,
    refs: Collection[str] = (),
) -> Preview:
    """The preview of a file's rows, the header first. Raises UserError where the header will not do."""
    fields, notes = _read_header(name, rows[0][1])
    lines = [(line, dict(zip(fields, map(unescape, cells), strict=False))) for line, cells in rows[1:]]
    return _preview_rows(lines, notes, priorities, refs)


def list_headers(rows: Sequence[Row]) -> list[str]:
    """The headers of a file as HEADERS and OUTCOME have them."""
    return [cell.strip().lower().replace(" ", "_") for cell in rows[0][1]]


def name_columns(rows: Sequence[Row]) -> dict[str, str]:
    """What the file calls the column of each field, and of each column of progress: "H: due"."""
    header = GridRow(rows[0][0], tuple(rows[0][1]))
    return {
        HEADERS.get(name, name): name_column(header, at) for at, name in enumerate(list_headers(rows)) if name
    }


def is_own_layout(rows: Sequence[Row]) -> bool:
    """Whether rows begin with the header of the dashboard's own exports, as check_rows() needs it."""
    headers = set(list_headers(rows))
    fields = {HEADERS.get(header, "") for header in headers}
    return {HEADERS[header] for header in REQUIRED} <= fields and "priority_name" in headers


def _read_header(name: str, cells: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """The field of each column, "" where it is not read, and what to say about those."""
    headers = list_headers([(1, cells)])
    fields = [HEADERS.get(header, "") for header in headers]
    missing = [header for header in REQUIRED if HEADERS[header] not in fields]
    if missing:
        raise UserError(f"{name} has no column {wording.list_words(missing)}: name them in the first row.")
    read = [field for field in fields if field]
    if len(set(read)) < len(read):
        raise UserError(f"{name} has two columns of the same name: leave one out.")
    notes = []
    if any(header in OUTCOME for header in headers):
        notes.append(PROGRESS_IS_LEFT)
    unknown = [
        check.quoted(cell.strip())[1:-1]
        for cell, header in zip(cells, headers, strict=True)
        if header and header not in HEADERS and header not in (*OUTCOME, VERSION)
    ]
    if len(unknown) > MOST_NAMED:
        unknown = [*unknown[:MOST_NAMED], f"{len(unknown) - MOST_NAMED} columns more"]
    if unknown:
        notes.append(f"Not read: {wording.list_words(unknown)}.")
    return fields, tuple(notes)


def _preview_rows(
    rows: list[tuple[int, dict[str, str]]],
    notes: tuple[str, ...],
    priorities: Mapping[int, str] | None,
    refs: Collection[str],
) -> Preview:
    names = dict(priorities) if priorities is not None else _list_priorities(cells for _, cells in rows)
    places = dict.fromkeys(refs, "in the plan already")
    preview_rows = []
    for line, cells in rows:
        draft = _make_draft(cells)
        errors = [*check.draft_errors(draft), *_list_priority_errors(draft, cells, names)]
        if draft.ref in places:
            errors.append(f"The reference {check.quoted(draft.ref)[1:-1]} is {places[draft.ref]}.")
        places.setdefault(draft.ref, f"on line {line} as well")
        preview_rows.append(PreviewRow(line, draft if errors else check.draft(draft), tuple(errors)))
    return Preview(tuple(preview_rows), names, notes)


def _make_draft(cells: Mapping[str, str]) -> ActionDraft:
    values = {field: cells.get(field, "").strip() for field in HEADERS.values()}
    agencies = tuple(name.strip() for name in values.pop("agencies").split(";") if name.strip())
    values.pop("priority_name")
    return ActionDraft(agencies=agencies, **values)


def _list_priorities(rows: Iterable[Mapping[str, str]]) -> dict[int, str]:
    """The priorities a file names, each as it is named first."""
    names: dict[int, str] = {}
    for cells in rows:
        name = cells.get("priority_name", "").strip()
        try:
            number = check.priority(cells.get("priority", ""))
        except UserError:
            continue  # check.draft_errors names it for the row itself
        if name:
            names.setdefault(number, name)
    return dict(sorted(names.items()))


def _list_priority_errors(
    draft: ActionDraft, cells: Mapping[str, str], names: Mapping[int, str]
) -> list[str]:
    try:
        number = check.priority(draft.priority)
    except UserError:
        return []  # check.draft_errors has named it
    if number not in names:
        return [f"Priority {number} is not one of the plan's."]
    name = cells.get("priority_name", "").strip()
    if name and name != names[number]:
        return [f"Priority {number} has another name in this row than before."]
    return []
