"""What is new since the last meeting, on the screen: the sections of the report of that name."""

from __future__ import annotations

from datetime import date, datetime, time

import streamlit as st

from csp.core.filters import Filters
from csp.core.markup import plain
from csp.shell import messages, screen, widgets
from csp.shell.theme import Mode
from csp.topics.action_plan import fetch as plan_data
from csp.topics.action_plan.findings.headlines import mark_simulated
from csp.topics.meeting import findings
from csp.topics.meeting.findings import NewSince
from csp.topics.meeting.tables import build_new_tiles
from csp.topics.report.arrangement import arrange_by_default
from csp.topics.report.build import build_document
from csp.topics.report.document import Block, Bullets, Heading, Paragraph, Picture, TableBlock, Tiles
from csp.topics.report.fetch import open_context, read_day
from csp.topics.report.inline import read_runs
from csp.topics.report.sections.short import judge_warnings
from csp.topics.report.texts import Texts

NO_FILTERS = "Recorded crime cannot be read, so only the action plan can be compared."


def count_new(filters: Filters, day: date) -> NewSince:
    """How much is new since a day, as the sections of the report have it."""
    context = open_context(filters, arrange_by_default("since", since=day), Texts(), read_day())
    directions = context.overview.directions
    now, before, _ = judge_warnings(context)
    here = {now.cell(i) for i in now.flags()}
    there = None if before is None else {before.cell(i) for i in before.flags()}
    changes = None
    if context.listing is not None:
        instant = datetime.combine(day, time()).astimezone()
        changes = plan_data.fetch_changes(context.listing.plan, instant)
    return NewSince(
        up=len(directions.up),
        down=len(directions.down),
        warnings=len(here),
        new=None if there is None else len(here - there),
        gone=None if there is None else len(there - here),
        changed=None if changes is None else len(changes.movements),
        added=0 if changes is None else len(changes.added),
        overdue=None if context.plan is None else context.plan.overdue,
        remark="" if context.listing is None else mark_simulated(context.listing),
    )


def draw_since(filters: Filters, day: date, start: str, new: NewSince, mode: Mode, *, folded: bool) -> None:
    """Figures that changed clearly, warnings new and gone, and actions changed since a day.

    The same sections as those of the report "Since the last meeting", so that the two cannot differ.
    start: what the day is, in words. new: as count_new() has it. folded: tables wait behind their captions,
    where the reader can open them.
    """
    document = build_document(filters, arrange_by_default("since", since=day))
    cover = document.cover
    messages.caption(f"{start} {findings.describe_figures(cover.period, cover.sample, cover.source)}")
    widgets.tiles(build_new_tiles(new), key="new_since", mode=mode)
    for section in document.sections:
        messages.subheader(section.title)
        if section.failure:
            messages.error(section.failure)
        for number, block in enumerate(section.blocks):
            _draw_block(block, f"{section.key}_{number}", mode, folded)


def _draw_block(block: Block, key: str, mode: Mode, folded: bool) -> None:
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
            with st.expander(plain(table.caption)) if folded else st.container():
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
