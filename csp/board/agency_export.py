"""The actions of one agency as a Word document of a page or two."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import docx
from docx.enum.section import WD_ORIENT
from docx.shared import Cm

from csp.board.plan_export import outcome
from csp.board.records import ActionRow, Listing

COLUMNS = (("Action", 9.0), ("Part", 3.5), ("Measure", 5.0), ("Due", 2.5), ("Outcome", 6.5))


def file_name(agency: str, label: str) -> str:
    """A name of plain letters for the file, whatever the agency is called."""
    return re.sub(r"[^a-z0-9]+", "-", f"{agency} {label}".lower()).strip("-")


def to_word(listing: Listing, agency: str, actions: Sequence[ActionRow]) -> bytes:
    """The list of one agency: action, its part in it, measure, due date and outcome."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(1.5)
    title = f"{agency}: action plan {listing.plan.label}"
    document.core_properties.title = title
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.language = "en-GB"
    document.add_heading(title, level=1)
    document.add_paragraph(f"Outcomes as reported up to {listing.today:%d/%m/%Y}.")
    table = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    table.autofit = False
    for cell, (header, _) in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.paragraphs[0].add_run(header).bold = True
    for action in actions:
        part = "Lead" if action.lead == agency else f"With {action.lead}"
        texts = (f"{action.ref}  {action.text}", part, action.measure, action.due, outcome(action))
        added = table.add_row()
        for cell, text in zip(added.cells, texts, strict=True):
            cell.text = text
    for row in table.rows:
        for cell, (_, width) in zip(row.cells, COLUMNS, strict=True):
            cell.width = Cm(width)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
