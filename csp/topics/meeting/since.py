"""What is new since the last meeting, on the screen: the sections of the report of that name."""

from __future__ import annotations

from datetime import date

import streamlit as st

from csp.core.filters import Filters
from csp.core.markup import plain
from csp.shell import messages, screen, widgets
from csp.shell.theme import Mode
from csp.topics.report.arrangement import arrange_by_default
from csp.topics.report.build import build_document
from csp.topics.report.document import Block, Bullets, Heading, Paragraph, Picture, TableBlock, Tiles
from csp.topics.report.inline import read_runs

NO_FILTERS = "Recorded crime cannot be read, so only the action plan can be compared."


def draw_since(filters: Filters, day: date, mode: Mode) -> None:
    """Figures that changed clearly, warnings new and gone, and actions changed since a day.

    The same sections as those of the report "Since the last meeting", so that the two cannot differ.
    """
    document = build_document(filters, arrange_by_default("since", since=day))
    for section in document.sections:
        messages.subheader(section.title)
        if section.failure:
            messages.error(section.failure)
        for number, block in enumerate(section.blocks):
            _draw_block(block, f"{section.key}_{number}", mode)


def _draw_block(block: Block, key: str, mode: Mode) -> None:
    """One block as a page has it. Its Markdown is read as the renderers of a report read it."""
    match block:
        case Heading(text=text):
            messages.paragraph(text)
        case Paragraph(text=text, tone="note" | "warning"):
            messages.note(_write_plain(text))
        case Paragraph(text=text):
            messages.paragraph(_write_plain(text))
        case Bullets(items=items, numbered=numbered):
            (messages.numbered if numbered else messages.bullets)(map(_write_plain, items))
        case TableBlock(table=table, notes=notes):
            widgets.table(table, key=key, mode=mode)
            for text in notes:
                messages.caption(text)
        case Picture(chart=chart):
            screen.chart(chart, key=key)
        case Tiles(tiles=tiles):
            for column, tile in zip(st.columns(len(tiles)), tiles, strict=True):
                column.metric(
                    plain(tile.label), plain(tile.figure), help=plain(tile.detail) if tile.detail else None
                )


def _write_plain(text: str) -> str:
    return "".join(run.text for run in read_runs(text))
