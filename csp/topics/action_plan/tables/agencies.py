"""The agencies of a plan, what one of them has to do, and what was changed of one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from csp.core.table import Cell, Column, Row, Table
from csp.topics.action_plan.findings.agencies import describe_kind, list_changes, list_other_names
from csp.topics.action_plan.findings.values import cut_text, write_moment, write_status
from csp.topics.action_plan.rules.agencies import find_agency, leads
from csp.topics.action_plan.rules.counts import Workload, tally
from csp.topics.action_plan.store.agency_records import Agency, Directory
from csp.topics.action_plan.store.records import ActionRow, Listing
from csp.topics.action_plan.tables.cells import (
    OPEN_ACTION,
    TONES,
    build_count_cell,
    build_due_cell,
    build_marks_cell,
    build_outcome_cell,
    build_sentence_column,
    build_text_cell,
)

# Letters of an action's text and of its measure where a row is to be two lines high.
_BRIEF_TEXT, _BRIEF_MEASURE = 110, 60


def build_agency_table(caption: str, workloads: Sequence[Workload], selected: str) -> Table:
    """One row per agency: who it is, how much it leads and supports, and what is late or due."""
    return Table(
        caption=caption,
        columns=(
            Column("Agency", numeric=False),
            build_sentence_column("Full name"),
            Column("Kind", numeric=False),
            build_sentence_column(
                "In the plan as", help="Where the plan has other words than the short name."
            ),
            Column("As lead"),
            Column("As partner"),
            Column("Overdue"),
            Column("Update due", help="Unfinished and nothing reported this quarter."),
        ),
        rows=tuple(_build_agency_row(work, work.agency.name == selected) for work in workloads),
        clickable="Click for this agency's list",
    )


def build_group_table(workloads: Sequence[Workload], selected: str) -> Table:
    """One row per group: names of the plan that are no body's, with what they are named for."""
    table = build_agency_table("Groups that the plan names", workloads, selected)
    kept = [0, 3, *range(4, len(table.columns))]
    columns = (Column("Group", numeric=False), *(table.columns[at] for at in kept[1:]))
    rows = [replace(row, cells=tuple(row.cells[at] for at in kept)) for row in table.rows]
    return replace(table, columns=columns, rows=tuple(rows))


def _build_agency_row(work: Workload, is_selected: bool) -> Row:
    agency, counts = work.agency, tally(work.actions)
    return Row(
        agency.name,
        (
            build_text_cell(agency.name, agency.draft.full_name),
            build_text_cell(agency.draft.full_name),
            build_text_cell(describe_kind(agency.draft.kind) if agency.draft.kind else ""),
            build_text_cell(list_other_names(agency)),
            build_count_cell(len(work.leads)),
            build_count_cell(len(work.supports)),
            build_count_cell(counts.overdue, "red"),
            build_count_cell(counts.no_update),
        ),
        selected=is_selected,
    )


def build_action_list(
    work: Workload, actions: Sequence[ActionRow], listing: Listing, directory: Directory, brief: bool = False
) -> Table:
    """What one agency has in the plan: the actions it leads first.

    actions: those of them to be shown. brief: for the screen, where a row is to be low.
    """
    return Table(
        caption=f"Actions of {work.agency.name}",
        columns=(
            Column("Reference", numeric=False),
            build_sentence_column("Action"),
            build_sentence_column("Role"),
            build_sentence_column("Measure"),
            build_sentence_column("Outcome"),
            Column("Due", numeric=False),
            Column("Last four quarters", numeric=False),
        ),
        rows=tuple(
            Row(
                action.ref,
                (
                    build_text_cell(action.ref),
                    _build_cut_cell(action.text, _BRIEF_TEXT, brief),
                    _build_role_cell(action, work.agency, directory),
                    _build_cut_cell(action.measure, _BRIEF_MEASURE, brief),
                    _build_brief_outcome_cell(action) if brief else build_outcome_cell(action),
                    build_due_cell(action),
                    build_marks_cell(action, listing.quarters),
                ),
            )
            for action in actions
        ),
        clickable=OPEN_ACTION,
    )


def _build_cut_cell(text: str, most: int, brief: bool) -> Cell:
    cut = cut_text(text, most)
    return Cell(cut, text, tip=text) if brief and cut != text and text else build_text_cell(text)


def _build_role_cell(action: ActionRow, agency: Agency, directory: Directory) -> Cell:
    """Whether it leads an action, and who else does, by the name of the directory."""
    if leads(action, agency):
        return build_text_cell("Lead")
    lead = find_agency(action.lead, directory)
    return build_text_cell(f"With {lead.name}", lead.draft.full_name)


def _build_brief_outcome_cell(action: ActionRow) -> Cell:
    """The status and its quarter; the note is said on hover."""
    full = build_outcome_cell(action)
    if action.latest is None:
        return full
    tone = TONES[action.status.rag.colour]
    text = f"{write_status(action.status)}, {action.latest.quarter.label}"
    return Cell(text, full.value, tone, tip=str(full.value))


def build_history_table(versions: Sequence[Agency]) -> Table:
    """What was changed of an agency, when and by whom. versions: the latest first."""
    befores = [*(before.draft for _, before in pairwise(versions)), None]
    return Table(
        caption=f"History of {versions[0].name}" if versions else "History",
        columns=(
            Column("When", numeric=False),
            build_sentence_column("What"),
            Column("Who", numeric=False),
        ),
        rows=tuple(
            Row(
                str(version.version),
                (
                    Cell(write_moment(version.at), version.at.isoformat(timespec="minutes")),
                    build_text_cell("\n".join(list_changes(before, version))),
                    build_text_cell(version.who),
                ),
            )
            for version, before in zip(versions, befores, strict=True)
        ),
    )
