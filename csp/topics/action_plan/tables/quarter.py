"""Before the meeting that closes a quarter: counts by priority, what changed, whom to remind. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core import wording
from csp.core.elements import TableGroup, Tile
from csp.core.table import UNKNOWN, Cell, Column, Row, Table, Tone
from csp.topics.action_plan.findings.history import describe_edit, describe_movement
from csp.topics.action_plan.findings.reminder import describe_group
from csp.topics.action_plan.findings.values import cut_text, describe_report, label_priority, write_day
from csp.topics.action_plan.rules.counts import Tally
from csp.topics.action_plan.rules.movement import Movement
from csp.topics.action_plan.rules.quarter_review import Matter, ReviewGroup, ReviewItem
from csp.topics.action_plan.store.records import ActionRow, Entry, Listing
from csp.topics.action_plan.store.status import Status
from csp.topics.action_plan.tables.cells import (
    OPEN_ACTION,
    TONES,
    build_count_cell,
    build_due_cell,
    build_reported_status_cell,
    build_sentence_column,
    build_text_cell,
    build_updated_cell,
)

NOBODY = "No agency named"
_COUNTED: tuple[tuple[Matter, str, Tone], ...] = (
    (Matter.UPDATE_DUE, "unfinished, nothing reported", ""),
    (Matter.OVERDUE, "past their day", "red"),
    (Matter.REVIEW_DUE, "past their review", "amber"),
    (Matter.CHANGED, "since the day above", ""),
)
# Of a plan with very many actions each group shows the first; the download has them all.
MANY, FIRST_OF_MANY = 300, 8


def build_priority_table(listing: Listing, counts: Mapping[int, Tally], lacking: Mapping[int, int]) -> Table:
    """One row per priority: actions by status, and what is overdue or lacks an update."""
    columns = [Column(state.rag.shape + " " + state.rag.word) for state in Status]
    return Table(
        caption="Actions by priority",
        columns=(
            Column("Priority", numeric=False, wrap=True),
            Column("Actions"),
            *columns,
            Column("Overdue"),
            Column("Update due", help="Unfinished and nothing reported for the quarter."),
        ),
        rows=tuple(
            Row(
                str(number),
                (
                    build_text_cell(label_priority(number, listing.plan.priorities[number])),
                    build_count_cell(tally.total),
                    *(build_count_cell(tally.count(state), TONES[state.rag.colour]) for state in Status),
                    build_count_cell(tally.overdue, "red"),
                    build_count_cell(lacking.get(number, 0)),
                ),
            )
            for number, tally in counts.items()
        ),
        clickable="Click to see this priority on the board",
    )


def build_movement_table(movements: Sequence[Movement]) -> Table:
    """What came to each action since a date, the latest first."""
    ordered = sorted(movements, key=lambda move: move.latest, reverse=True)
    return Table(
        caption="What changed",
        columns=(
            Column("Reference", numeric=False),
            build_sentence_column("Action"),
            build_sentence_column("Status"),
            build_sentence_column("What was reported or done"),
            build_sentence_column("Lead"),
            build_sentence_column("When and who"),
        ),
        rows=tuple(_changed_row(move) for move in ordered),
        clickable=OPEN_ACTION,
    )


def _changed_row(move: Movement) -> Row:
    sentences = [_report_words(entry) for entry in move.updates]
    sentences += [describe_edit(edit) for edit in move.edits]
    # Whoever did the last of it.
    at, who = max([(e.update.at, e.update.who) for e in move.updates] + [(c.at, c.who) for c in move.edits])
    action = move.action
    return Row(
        action.ref,
        (
            build_text_cell(action.ref),
            build_text_cell(cut_text(action.text)),
            Cell(describe_movement(move), action.status.value, TONES[action.status.rag.colour]),
            build_text_cell("\n".join(sentences)),
            build_text_cell(action.lead),
            Cell(f"{write_day(at)}, {who}", at.isoformat(timespec="minutes")),
        ),
    )


def _report_words(entry: Entry) -> str:
    update = entry.update
    kind = "Correction for " if update.corrects else ""
    corrected = " (corrected since)" if entry.corrected_by else ""
    note = f": {cut_text(update.note, 240)}" if update.note else ""
    return f"{kind}{update.quarter.label}, {update.status}{corrected}{note}"


def build_overdue_table(actions: Sequence[ActionRow], listing: Listing) -> Table:
    """Actions whose day has passed, the longest overdue first."""
    return Table(
        caption="Overdue actions",
        columns=(
            Column("Reference", numeric=False),
            build_sentence_column("Action"),
            build_sentence_column("Lead"),
            Column("Due", numeric=False),
            Column("Days late"),
            Column("Status", numeric=False),
            build_sentence_column("Last update"),
        ),
        rows=tuple(
            Row(
                a.ref,
                (
                    build_text_cell(a.ref),
                    build_text_cell(cut_text(a.text)),
                    build_text_cell(a.lead),
                    build_due_cell(a),
                    build_count_cell((listing.today - a.due_date).days if a.due_date else 0),
                    build_reported_status_cell(a),
                    build_updated_cell(a),
                ),
            )
            for a in actions
        ),
        clickable=OPEN_ACTION,
    )


def find_cap(groups: Sequence[ReviewGroup]) -> int | None:
    """How many rows of each group a page shows; None where it can show them all."""
    return FIRST_OF_MANY if sum(len(group.items) for group in groups) > MANY else None


def build_review_groups(
    groups: Sequence[ReviewGroup],
    matter: Matter,
    listing: Listing,
    texts: Mapping[str, str],
    with_lead: bool,
    cap: int | None = None,
) -> list[TableGroup]:
    """A table for each group. texts: what is copied, by the key of the group. with_lead: leads are named.

    cap: how many rows of each, all of them where None.
    """
    columns = _list_columns(matter, with_lead)
    return [
        TableGroup(
            id=group.key or "nobody",
            title=group.title or NOBODY,
            note=describe_group(group),
            tip=group.agency.spelt_out if group.agency else "",
            text=texts.get(group.key, ""),
            table=Table(
                caption=group.title or NOBODY,
                columns=columns,
                rows=tuple(_review_row(item, matter, listing, with_lead) for item in group.items[:cap]),
                clickable=OPEN_ACTION,
            ),
        )
        for group in groups
    ]


def build_review_table(groups: Sequence[TableGroup], heading: str, caption: str) -> Table:
    """All of it as one table, for the files of the page. heading: what the groups are, "Agency"."""
    columns = groups[0].table.columns if groups else ()
    return Table(
        caption=caption,
        columns=(Column(heading, numeric=False), *columns),
        rows=tuple(
            Row(row.id, (build_text_cell(group.title), *row.cells))
            for group in groups
            for row in group.table.rows
        ),
        clickable=OPEN_ACTION,
    )


def _list_columns(matter: Matter, with_lead: bool) -> tuple[Column, ...]:
    lead = (build_sentence_column("Lead"),) if with_lead else ()
    first = (Column("Reference", numeric=False), build_sentence_column("Action"), *lead)
    if matter is Matter.CHANGED:
        return (
            *first,
            build_sentence_column("Status"),
            build_sentence_column("What was reported or done"),
            build_sentence_column("When and who"),
        )
    return (
        *first,
        build_sentence_column("To do"),
        Column("Status", numeric=False),
        Column("Reported for", numeric=False),
        Column("Due", numeric=False),
        Column("Next review", numeric=False, help="In brackets: proposed by its rhythm, not set yet."),
    )


def _review_row(item: ReviewItem, matter: Matter, listing: Listing, with_lead: bool) -> Row:
    action = item.action
    lead = (build_text_cell(action.lead),) if with_lead else ()
    first = (build_text_cell(action.ref), build_text_cell(cut_text(action.text), action.text), *lead)
    if matter is Matter.CHANGED and item.movement is not None:
        cells = _changed_row(item.movement).cells
        return Row(action.ref, (*first, cells[2], cells[3], cells[5]))
    latest = action.latest
    quarter = latest.quarter.label.partition(" (")[0] if latest else ""
    return Row(
        action.ref,
        (
            *first,
            _build_matters_cell(item, listing),
            build_reported_status_cell(action),
            build_text_cell(quarter, describe_report(latest)),
            build_due_cell(action),
            build_review_cell(item),
        ),
    )


def _build_matters_cell(item: ReviewItem, listing: Listing) -> Cell:
    """What is open about an action: "Overdue by 67 days, update due"."""
    words, due = [], item.action.due_date
    if Matter.OVERDUE in item.matters and due:
        words.append(f"overdue by {wording.plural((listing.today - due).days, 'day')}")
    if Matter.UPDATE_DUE in item.matters:
        words.append("update due")
    if Matter.REVIEW_DUE in item.matters:
        words.append("review due")
    text = wording.capitalise(", ".join(words))
    return Cell(text, text, "red" if Matter.OVERDUE in item.matters else "")


def build_review_cell(item: ReviewItem) -> Cell:
    """When an action is looked at next: red where a day that was set is past, in brackets where proposed."""
    day = item.next_review
    if day is None:
        return UNKNOWN
    if item.is_proposed:
        return Cell(
            f"({write_day(day)})", day.isoformat(), "quiet", tip="Proposed by its rhythm, not set yet"
        )
    if Matter.REVIEW_DUE in item.matters:
        return Cell(f"! {write_day(day)}", day.isoformat(), "red", tip="The review is late")
    return Cell(write_day(day), day.isoformat())


def build_count_tiles(items: Sequence[ReviewItem], total: int) -> list[Tile]:
    """How many actions each list of the review has, to be read from afar; a click opens the list."""
    tiles: list[Tile] = []
    for matter, note, tone in _COUNTED:
        n = sum(matter in item.matters for item in items)
        tiles.append(
            {
                "id": matter.value,
                "label": matter.value,
                "figure": wording.count(n),
                "note": note,
                "text": f"{matter.value}: {wording.plural(n, 'action')} of {total}, {note}",
                "tone": tone if n else "",
                "clickable": True,
            }
        )
    return tiles
