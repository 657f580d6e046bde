"""The actions of one agency as a Word document of a page or two."""

from __future__ import annotations

import re
from collections.abc import Sequence

from csp.topics.action_plan.store.plan_export import add_table, describe_outcome, make_document, save_document
from csp.topics.action_plan.store.records import ActionRow, Listing

COLUMNS = (("Action", 9.0), ("Role", 3.5), ("Measure", 5.0), ("Due", 2.5), ("Outcome", 6.5))


def make_file_name(agency: str, label: str) -> str:
    """A name of plain letters for the file, whatever the agency is called."""
    return re.sub(r"[^a-z0-9]+", "-", f"{agency} {label}".lower()).strip("-")


def to_word(listing: Listing, agency: str, actions: Sequence[ActionRow]) -> bytes:
    """The list of one agency: action, its role in it, measure, due date and outcome."""
    document = make_document(f"{agency}: action plan {listing.plan.label}", listing.today, level=1)
    add_table(document, COLUMNS, [_make_texts(action, agency) for action in actions])
    return save_document(document)


def _make_texts(action: ActionRow, agency: str) -> tuple[str, ...]:
    part = "Lead" if action.lead == agency else f"With {action.lead}"
    return f"{action.ref}  {action.text}", part, action.measure, action.due, describe_outcome(action)
