"""The sentences of the forms that make a plan or read one from a file. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csp.core import wording
from csp.topics.action_plan.store.plan_file.layout import Layout
from csp.topics.action_plan.store.plan_file.reading import PlanReading
from csp.topics.action_plan.store.plan_file.rows import SKIPPED
from csp.topics.action_plan.store.plan_file.source import Source
from csp.topics.action_plan.store.plan_import import Preview

HOW_FILES_ARE_READ = (
    "Choose the plan as your partnership has it: a Word document with its tables, a workbook, or CSV. Titles "
    "above the table, rows that name a priority and merged cells are read. You see every action before it is "
    "stored."
)
FIELD_LABELS = {
    "text": "Action",
    "priority": "Priority",
    "lead": "Lead agency",
    "agencies": "Other agencies",
    "due": "Due",
    "measure": "Measure",
    "ref": "Reference",
    "reporting": "Reporting rhythm",
    "priority_name": "Name of the priority",
    "started": "Start",
    "baseline": "Baseline",
    "target": "Target figure",
    "linked_measure": "Linked measure",
}
NOT_IN_FILE, NO_HEADER = "Not in the file", "No header"
# What a priority is read from where it has no column.
FROM_HEADINGS = "Headings, or names of sheets"


def suggest_label(label: str) -> str:
    """The year after: "2021-22" -> "2022-23", "2021" -> "2022"; "" where it is not a year."""
    first, _, second = label.partition("-")
    if not (first.isdigit() and len(first) == 4 and (not second or second.isdigit())):
        return ""
    year = int(first) + 1
    return f"{year}-{(year + 1) % 100:02d}" if second else str(year)


def name_year(start: date, end: date) -> str:
    """The label of a plan between two days: "2021-22" where they are of two years, else "2021"."""
    return str(start.year) if start.year == end.year else f"{start.year}-{end.year % 100:02d}"


def describe_preview(preview: Preview) -> str:
    """ "57 actions in the file; 2 rows have faults: correct them there and choose the file again." """
    total = wording.plural(len(preview.rows), "action")
    faulty = sum(bool(row.errors) for row in preview.rows)
    if not preview.rows:
        return "The file has no actions."
    if not faulty:
        return f"{total} in the file, none with a fault."
    verb = "row has" if faulty == 1 else "rows have"
    return f"{total} in the file; {faulty} {verb} faults: correct them there and choose the file again."


def write_reading_headline(reading: PlanReading, source: Source, layout: Layout) -> str:
    """ "23 actions under 4 priorities, read from sheet "Plan" with the header in row 4." """
    preview = reading.preview
    if not preview.rows:
        return f"No action is read from {source.name}: choose another header row or another column for it."
    total = wording.plural(len(preview.rows), "action")
    under = {str(row.draft.priority) for row in preview.rows}
    priorities = wording.plural(len(under), "priority", "priorities")
    if layout.header is None:
        return f"{total} under {priorities}, read from {source.name} without a header."
    line = source.rows[layout.header].row.line
    return f"{total} under {priorities}, read from {source.name} with the header in row {line}."


def describe_storing(reading: PlanReading, left_out: Sequence[str] = ()) -> str:
    """ "21 can be stored; 2 cannot, for the faults that are named below. Passed over: 1 total." """
    rows = reading.preview.rows
    faulty = sum(bool(row.errors) for row in rows)
    remarked = sum(bool(row.remarks) and not row.errors for row in rows)
    sentences = []
    if rows and faulty:
        sentences.append(
            f"{len(rows) - faulty} can be stored; {faulty} cannot, for the faults that are named below."
        )
    elif rows:
        sentences.append("All of them can be stored." if len(rows) > 1 else "It can be stored.")
    if remarked:
        verb = "has a remark" if remarked == 1 else "have a remark"
        sentences.append(f"{remarked} {verb}.")
    if left_out:
        sentences.append(describe_left_out(left_out))
    skipped = [wording.plural(reading.skipped[kind], kind) for kind in SKIPPED if reading.skipped.get(kind)]
    if skipped:
        sentences.append(f"Passed over: {wording.list_words(skipped)}.")
    return " ".join(sentences)


def describe_left_out(names: Sequence[str]) -> str:
    """The sheets or tables that are not read though there seem to be actions in them; "" for none."""
    return f"Not read, though there seem to be actions: {wording.list_words(names)}." if names else ""


def label_header(source: Source, at: int | None) -> str:
    """A row as it is offered as the header: "Row 4: Ref, Objective, Action …"."""
    if at is None:
        return NO_HEADER
    each = source.rows[at]
    titles = ", ".join(dict.fromkeys(" ".join(cell.split()) for cell in each.row.cells if cell.strip()))
    place = f"{each.place}, row" if each.place else "Row"
    return f"{place} {each.row.line}: {titles[:60]}{'…' if len(titles) > 60 else ''}"
