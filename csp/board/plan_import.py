"""A plan from a CSV or Excel file, as a preview with the errors of each row. Stores nothing.

Columns, in any order, by their headers: id, priority, action; and where present
priority_name, agencies (separated by ";", lead first), measure, reporting, due,
linked_measure, started, baseline, target. Columns of an export that report progress are
not read: the record is written by people, one update at a time.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import openpyxl  # type: ignore[import-untyped]

from csp import wording
from csp.board import check
from csp.board.cells import unescaped
from csp.board.records import ActionDraft
from csp.errors import UserError

LARGEST_FILE, LARGEST_UNPACKED, MOST_ROWS = 5_000_000, 60_000_000, 5_000

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


@dataclass(frozen=True)
class PreviewRow:
    """A row of the file: its number there, the action it would become, and why it cannot."""

    line: int
    draft: ActionDraft
    errors: tuple[str, ...]


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


def preview(
    name: str,
    content: bytes,
    priorities: Mapping[int, str] | None = None,
    refs: Collection[str] = (),
) -> Preview:
    """Reads a file of actions without storing anything.

    priorities are those of the plan it is meant for; without them the file has to name
    its own. refs are references that the plan has already. Raises UserError for a file
    that cannot be read at all.
    """
    if len(content) > LARGEST_FILE:
        raise UserError(f"{name} is larger than 5 MB: a plan is much smaller, choose another file.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UserError(f"{name} is in the old Excel format: save it as .xlsx or CSV.")
    table = _excel(name, content) if content.startswith(b"PK") else _csv(name, content)
    numbered = [(line, cells) for line, cells in table if any(cell.strip() for cell in cells)]
    if not numbered:
        raise UserError(f"{name} is empty.")
    fields, notes = _header(name, numbered[0][1])
    rows = [(line, dict(zip(fields, cells, strict=False))) for line, cells in numbered[1:]]
    return _checked(rows, notes, priorities, refs)


def _csv(name: str, content: bytes) -> list[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel on Windows writes where it is not asked for UTF-8.
        text = content.decode("cp1252", errors="replace")
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise UserError(f"{name} cannot be read as CSV: save it again as CSV (UTF-8) or .xlsx.") from error
    return _counted(name, rows)


def _counted(name: str, rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    if len(rows) > MOST_ROWS:
        raise UserError(f"{name} has {len(rows):,} rows; a plan has at most {MOST_ROWS:,}.")
    return [(line, [unescaped(cell) for cell in row]) for line, row in rows]


def _excel(name: str, content: bytes) -> list[tuple[int, list[str]]]:
    """The first sheet. Formulas are read as the values that were last worked out for them."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise UserError(f"{name} is too large once unpacked: a plan is much smaller.")
        values = _sheet(content, data_only=True)
        formulas = _sheet(content, data_only=False)
    except UserError:
        raise
    except Exception as error:  # the reader fails in many ways on a damaged file, none of them documented
        raise UserError(f"{name} cannot be read as an Excel workbook: save it again as .xlsx.") from error
    rows = [
        (line, [_cell(*pair) for pair in zip(row, shown, strict=False)])
        for line, (row, shown) in enumerate(zip(values, formulas, strict=False), 1)
    ]
    return _counted(name, rows)


def _sheet(content: bytes, data_only: bool) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only)
    try:
        return list(book.worksheets[0].iter_rows(values_only=True, max_row=MOST_ROWS + 2))
    finally:
        book.close()


# Stands for a formula whose value the file does not have; refused by every check on text.
_NO_VALUE = "\x00"


def _cell(value: Any, shown: Any) -> str:
    if value is None:
        return _NO_VALUE if isinstance(shown, str) and shown.startswith("=") else ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _header(name: str, cells: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """The field of each column, "" where it is not read, and what to say about those."""
    names = [cell.strip().lower().replace(" ", "_") for cell in cells]
    fields = [HEADERS.get(each, "") for each in names]
    missing = [each for each in REQUIRED if HEADERS[each] not in fields]
    if missing:
        raise UserError(f"{name} has no column {wording.list_words(missing)}: name them in the first row.")
    read = [field for field in fields if field]
    if len(set(read)) < len(read):
        raise UserError(f"{name} has two columns of the same name: leave one out.")
    notes = []
    if any(each in OUTCOME for each in names):
        notes.append("Progress in the file is not imported: updates are recorded by people, one at a time.")
    unknown = [cell.strip() for cell, each in zip(cells, names, strict=True) if each and _unknown(each)]
    if unknown:
        notes.append(f"Not read: {wording.list_words(unknown)}.")
    return fields, tuple(notes)


def _unknown(header: str) -> bool:
    return header not in HEADERS and header not in OUTCOME


def _checked(
    rows: list[tuple[int, dict[str, str]]],
    notes: tuple[str, ...],
    priorities: Mapping[int, str] | None,
    refs: Collection[str],
) -> Preview:
    names = dict(priorities) if priorities is not None else _named(cells for _, cells in rows)
    seen = dict.fromkeys(refs, "in the plan already")
    checked = []
    for line, cells in rows:
        draft = _draft(cells)
        errors = [*check.draft_errors(draft), *_priority_errors(draft, cells, names)]
        if draft.ref in seen:
            errors.append(f"The reference {draft.ref} is {seen[draft.ref]}.")
        seen.setdefault(draft.ref, f"on line {line} as well")
        checked.append(PreviewRow(line, draft if errors else check.draft(draft), tuple(errors)))
    return Preview(tuple(checked), names, notes)


def _draft(cells: Mapping[str, str]) -> ActionDraft:
    given = {field: cells.get(field, "").strip() for field in HEADERS.values()}
    named = tuple(name.strip() for name in given.pop("agencies").split(";") if name.strip())
    given.pop("priority_name")
    return ActionDraft(agencies=named, **given)


def _named(rows: Iterable[Mapping[str, str]]) -> dict[int, str]:
    """The priorities a file names, each as it is named first."""
    names: dict[int, str] = {}
    for cells in rows:
        number, name = cells.get("priority", "").strip(), cells.get("priority_name", "").strip()
        if name and number.isascii() and number.isdigit():
            names.setdefault(int(number), name)
    return dict(sorted(names.items()))


def _priority_errors(draft: ActionDraft, cells: Mapping[str, str], names: Mapping[int, str]) -> list[str]:
    try:
        number = check.priority(draft.priority)
    except UserError:
        return []  # said already
    if number not in names:
        return [f"Priority {number} is not one of the plan's."]
    name = cells.get("priority_name", "").strip()
    if name and name != names[number]:
        return [f"Priority {number} has another name in this row than before."]
    return []
