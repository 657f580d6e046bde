"""The sentences of the forms that make a plan or read one from a file. Pure."""

from __future__ import annotations

from datetime import date

from csp.core import wording
from csp.topics.action_plan.store.plan_import import Preview


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
