"""The actions of one agency as a Word document of a page or two."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from csp.topics.action_plan.store.agency_records import Agency, Directory
from csp.topics.action_plan.store.plan_export import (
    add_abbreviations,
    add_table,
    describe_outcome,
    make_document,
    save_document,
    write_due,
)
from csp.topics.action_plan.store.records import ActionRow, Listing

COLUMNS = (("Action", 9.0), ("Role", 3.5), ("Measure", 5.0), ("Due", 2.5), ("Outcome", 6.5))


def make_file_name(agency: str, label: str) -> str:
    """A name of plain letters for the file, whatever the agency is called."""
    return re.sub(r"[^a-z0-9]+", "-", f"{agency} {label}".lower()).strip("-")


def to_word(
    listing: Listing,
    agency: Agency,
    actions: Sequence[ActionRow],
    directory: Directory,
    terms: Mapping[str, str],
) -> bytes:
    """The list of one agency: action, its role in it, measure, due date and outcome.

    terms: what abbreviations stand for; those that the document uses are listed at its end.
    """
    document = make_document(f"{agency.spelt_out}: action plan {listing.plan.label}", listing.today, level=1)
    add_table(document, COLUMNS, [_make_texts(action, agency, directory) for action in actions])
    add_abbreviations(document, terms)
    return save_document(document)


def _make_texts(action: ActionRow, agency: Agency, directory: Directory) -> tuple[str, ...]:
    part = "Lead" if action.lead in agency.draft.aliases else f"With {directory.name(action.lead)}"
    return f"{action.ref}  {action.text}", part, action.measure, write_due(action), describe_outcome(action)
