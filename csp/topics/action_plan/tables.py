"""The action plan as data for the screen: cards, bars, timeline and tables. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from csp.core import wording
from csp.core.elements import Bar, BarPart, Board, BoardColumn, Card, Lane, StatusBars, Timeline, TimelineItem
from csp.core.table import UNKNOWN, Cell, Column, Row, Table, Tone, tip_lines
from csp.topics.action_plan import findings
from csp.topics.action_plan.rules import Moved, Tally, Wanted, Workload
from csp.topics.action_plan.store.plan_import import Preview
from csp.topics.action_plan.store.records import ActionRow, ActionView, Entry, Listing, Update
from csp.topics.action_plan.store.status import Quarter, Status

GROUPS = ("By priority", "By agency", "Ungrouped")
# Of a board with very many actions each cell shows the first; the table has them all.
MANY, MOST_PER_CELL = 400, 10
MOST_ROWS = 300

_TONES: Mapping[str, Tone] = {
    "green": "green", "amber": "amber", "red": "red", "blue": "blue", "grey": "grey",
}  # fmt: skip


def priority_label(number: int, name: str) -> str:
    return f"{number} {name}"


# ------------------------------------------------------------------ cards


def cards(listing: Listing, actions: Sequence[ActionRow], group: str) -> Board:
    """Cards in columns by status and lanes by group, for widgets.board()."""
    cap = MOST_PER_CELL if len(actions) > MANY else None
    columns = [
        BoardColumn(id=s.value, word=s.rag.word, shape=s.rag.shape, colour=s.rag.colour) for s in Status
    ]
    used = {action.status for action in actions}
    return Board(
        summary=findings.shown(len(actions), len(listing.actions), [s for s in Status if s not in used]),
        statuses=columns,
        lanes=[_lane(title, members, cap) for title, members in _lanes(listing, actions, group) if members],
    )


def _lanes(listing: Listing, actions: Sequence[ActionRow], group: str) -> list[tuple[str, list[ActionRow]]]:
    if group == GROUPS[0]:
        lanes: dict[Any, list[ActionRow]] = {number: [] for number in listing.plan.priorities}
        for action in actions:
            lanes[action.priority].append(action)
        return [(priority_label(n, listing.plan.priorities[n]), members) for n, members in lanes.items()]
    if group == GROUPS[1]:
        lanes = {}
        for action in actions:
            lanes.setdefault(action.lead or "No agency named", []).append(action)
        return sorted(lanes.items(), key=lambda lane: (-len(lane[1]), lane[0].casefold()))
    return [("", list(actions))]


def _lane(title: str, members: Sequence[ActionRow], cap: int | None) -> Lane:
    cells: dict[str, list[Card]] = {}
    counts: dict[str, int] = {}
    for action in members:
        status = action.status.value
        counts[status] = counts.get(status, 0) + 1
        if cap is None or counts[status] <= cap:
            cells.setdefault(status, []).append(_card(action))
    late = sum(action.overdue for action in members)
    summary = wording.plural(len(members), "action") + (f", {late} overdue" if late else "")
    return Lane(title=title, summary=summary, cells=cells, counts=counts)


def _card(action: ActionRow) -> Card:
    others = len(action.agencies) - 1
    latest = action.latest
    if action.overdue and action.due_date:
        due = f"! Overdue {findings.day(action.due_date)}"
    else:
        due = f"Due {findings.due(action)}" if action.due else ""
    return Card(
        id=action.ref,
        ref=action.ref,
        shape=action.status.rag.shape,
        text=findings.cut(action.text, 140),
        lead=f"{action.lead} +{others}" if others > 0 else action.lead,
        due=due,
        late=action.overdue,
        updated=f"{_day_month(latest)} {latest.who}" if latest else "No update",
        tip=tip_lines(
            [
                f"{action.ref}, {action.status}: {action.text}",
                f"Agencies: {', '.join(action.agencies)}" if action.agencies else "",
                f"{'Overdue, due' if action.overdue else 'Due'}: {findings.due(action)}"
                if action.due
                else "",
                f"Last update: {findings.reported(latest)}",
                findings.cut(latest.note, 200) if latest else "",
            ]
        ),
    )


def _day_month(update: Update) -> str:
    return findings.day(update.at).rsplit(" ", 1)[0]


# ------------------------------------------------------------------ bars


def bars(listing: Listing, counts: Mapping[int, Tally], wanted: Wanted) -> StatusBars:
    """The counts per priority as stacked bars, for widgets.status_bars()."""
    rows = []
    for number, tally in counts.items():
        label = priority_label(number, listing.plan.priorities[number])
        chosen = wanted.priority == number
        parts = [
            BarPart(
                status=state.value,
                count=tally.of(state),
                shape=state.rag.shape,
                word=state.rag.word,
                colour=state.rag.colour,
                tip=f"{label}: {tally.of(state)} {state.value}",
                selected=chosen and wanted.statuses == {state},
            )
            for state in Status
            if tally.of(state)
        ]
        rows.append(
            Bar(
                id=str(number),
                label=label,
                total=tally.total,
                parts=parts,
                selected=chosen and not wanted.statuses,
            )
        )
    present = [state for state in Status if any(tally.of(state) for tally in counts.values())]
    return StatusBars(
        caption="Actions by priority and status; a click filters the board",
        rows=rows,
        legend=[findings.state(state) for state in present],
    )


# ------------------------------------------------------------------ timeline


def timeline(view: ActionView, editable: bool) -> Timeline:
    """An action's updates and changes, the latest first, for widgets.timeline().

    What was corrected stays where it was, struck through; a correction says what it corrects.
    """
    by_id = {entry.update.id: entry for entry in view.history}
    dated = [
        (entry.update.at, entry.update.version, _update_item(entry, by_id, view, editable))
        for entry in view.history
    ]
    for change in view.changes:
        item = TimelineItem(
            shape="✎",
            colour="grey",
            head=findings.change_words(change).capitalize(),
            note="\n".join(findings.change_detail(change)) if change.what == "edited" else "",
            by=f"{findings.moment(change.at)}, {change.who}",
        )
        dated.append((change.at, change.version, item))
    dated.sort(key=lambda entry: entry[:2], reverse=True)
    return Timeline(caption=f"History of {view.action.ref}, latest first", items=[item for *_, item in dated])


def _update_item(entry: Entry, by_id: Mapping[str, Entry], view: ActionView, editable: bool) -> TimelineItem:
    update = entry.update
    value = "" if update.measure_value is None else f"Measure: {findings.figure(update.measure_value)}"
    item = TimelineItem(
        shape=update.status.rag.shape,
        colour=update.status.rag.colour,
        head=f"{update.quarter.label}: {update.status.rag.word}",
        note=update.note,
        by=f"{findings.moment(update.at)}, {update.who}",
        value=value,
        link=update.evidence_link,
        remark=_remark(entry, by_id, view),
        replaced=entry.corrected_by is not None,
    )
    if editable and entry.corrected_by is None and update.action_id == view.action.id:
        item["correct"] = update.id
    return item


def _remark(entry: Entry, by_id: Mapping[str, Entry], view: ActionView) -> str:
    remarks = []
    if old_entry := by_id.get(entry.update.corrects or ""):
        old = old_entry.update
        remarks.append(f"Corrects the update by {old.who} of {findings.moment(old.at)}.")
    if new_entry := by_id.get(entry.corrected_by or ""):
        new = new_entry.update
        remarks.append(f"Corrected by {new.who} on {findings.moment(new.at)}.")
    if entry.plan != view.plan.label:
        remarks.append(f"From the plan {entry.plan}.")
    return " ".join(remarks)


# ------------------------------------------------------------------ tables


def _state(action: ActionRow) -> Cell:
    return state_cell(action.status, findings.reported(action.latest))


def state_cell(status: Status, tip: str = "") -> Cell:
    return Cell(findings.state(status), status.value, _TONES[status.rag.colour], tip=tip)


def _marks(action: ActionRow, quarters: Sequence[Quarter]) -> Cell:
    pairs = list(zip(quarters, action.marks, strict=True))
    words = [f"{quarter.label}: {mark or 'nothing reported'}" for quarter, mark in pairs]
    shapes = "  ".join(mark.rag.shape if mark else wording.MISSING for _, mark in pairs)
    return Cell(shapes, "; ".join(words), tip=tip_lines(words))


def _due(action: ActionRow) -> Cell:
    if action.overdue and action.due_date:
        return Cell(f"! {findings.day(action.due_date)}", action.due_date.isoformat(), "red", tip="Overdue")
    if action.due_date:
        return Cell(findings.day(action.due_date), action.due_date.isoformat())
    return Cell(action.due, action.due) if action.due else UNKNOWN


def _updated(action: ActionRow) -> Cell:
    if action.latest is None:
        return Cell(findings.NEVER, None, "quiet")
    # Sorted by the day, whatever the reader's words for it are.
    return Cell(findings.reported(action.latest), action.latest.at.isoformat(timespec="minutes"))


def _text(text: str, tip: str = "") -> Cell:
    return Cell(text, text, tip=tip) if text else UNKNOWN


def _outcome(action: ActionRow) -> Cell:
    """The column the printed plan leaves empty: the status, its quarter and the note."""
    status, latest = _state(action), action.latest
    if latest is None:
        return status
    head, by = f"{status.text}, {latest.quarter.label}", f"{findings.day(latest.at)}, {latest.who}"
    full = "\n".join(part for part in (head, latest.note, by) if part)
    brief = "\n".join(part for part in (head, findings.cut(latest.note, 240), by) if part)
    return Cell(brief, full, status.tone)


OPEN = "Click to open this action"


def _sentence(label: str, help: str = "", sortable: bool = True) -> Column:
    """A column of sentences, broken into lines."""
    return Column(label, numeric=False, help=help, sortable=sortable, wrap=True)


def plan_table(listing: Listing, actions: Sequence[ActionRow]) -> Table:
    """The plan as in the document, with the outcome filled and the last four quarters as marks."""
    span = f"{listing.quarters[0].label} to {listing.quarters[-1].label}"
    return Table(
        caption=f"Action plan {listing.plan.label}",
        columns=(
            Column("Reference", numeric=False),
            _sentence("Action"),
            _sentence("Agencies", help="The lead is named first."),
            _sentence("Measure"),
            _sentence("Outcome", help="The latest update in force, its day and author."),
            Column("Last four quarters", numeric=False, help=f"Status reported for {span}; – is none."),
            Column("Due", numeric=False),
        ),
        rows=tuple(
            Row(
                action.ref,
                (
                    _text(action.ref),
                    _text(action.text),
                    _text(", ".join(action.agencies)),
                    _text(action.measure),
                    _outcome(action),
                    _marks(action, listing.quarters),
                    _due(action),
                ),
            )
            for action in actions
        ),
        clickable=OPEN,
    )


def first_rows(table: Table) -> Table:
    """As many rows as a screen can do with; of a plan of thousands the rest is in the download."""
    return replace(table, rows=table.rows[:MOST_ROWS])


def priorities(listing: Listing, counts: Mapping[int, Tally], lacking: Mapping[int, int]) -> Table:
    """One row per priority: actions by status, and what is overdue or lacks an update."""
    columns = [Column(state.rag.shape + " " + state.rag.word) for state in Status]
    return Table(
        caption="Actions by priority",
        columns=(
            Column("Priority", numeric=False, wrap=True),
            Column("Actions"),
            *columns,
            Column("Overdue"),
            Column("No update", help="Unfinished and nothing reported for the quarter."),
        ),
        rows=tuple(
            Row(
                str(number),
                (
                    _text(priority_label(number, listing.plan.priorities[number])),
                    _count(tally.total),
                    *(_count(tally.of(state), _TONES[state.rag.colour]) for state in Status),
                    _count(tally.overdue, "red"),
                    _count(lacking.get(number, 0)),
                ),
            )
            for number, tally in counts.items()
        ),
        clickable="Click to see this priority on the board",
    )


def _count(n: int, tone: Tone = "") -> Cell:
    return Cell(wording.count(n), n, tone) if n else Cell("0", 0, "quiet")


def changed(moves: Sequence[Moved]) -> Table:
    """What came to each action since a date, the latest first."""
    ordered = sorted(moves, key=lambda move: move.latest, reverse=True)
    return Table(
        caption="What changed",
        columns=(
            Column("Reference", numeric=False),
            _sentence("Action"),
            _sentence("Status"),
            _sentence("What was reported or done"),
            _sentence("Lead"),
            _sentence("When and who"),
        ),
        rows=tuple(_changed_row(move) for move in ordered),
        clickable=OPEN,
    )


def _changed_row(move: Moved) -> Row:
    told = [_report_words(entry) for entry in move.updates]
    told += [findings.change_words(change) for change in move.changes]
    # Whoever did the last of it.
    done = [(e.update.at, e.update.who) for e in move.updates] + [(c.at, c.who) for c in move.changes]
    at, who = max(done)
    action = move.action
    return Row(
        action.ref,
        (
            _text(action.ref), _text(findings.cut(action.text)),
            Cell(findings.movement(move), action.status.value, _TONES[action.status.rag.colour]),
            _text("\n".join(told)), _text(action.lead),
            Cell(f"{findings.day(at)}, {who}", at.isoformat(timespec="minutes")),
        ),
    )  # fmt: skip


def _report_words(entry: Entry) -> str:
    update = entry.update
    kind = "Correction for " if update.corrects else ""
    corrected = " (corrected since)" if entry.corrected_by else ""
    note = f": {findings.cut(update.note, 240)}" if update.note else ""
    return f"{kind}{update.quarter.label}, {update.status}{corrected}{note}"


def reminders(actions: Sequence[ActionRow], caption: str) -> Table:
    """Actions somebody has to be asked about, by lead agency: who, since when nothing, when due."""
    ordered = sorted(actions, key=lambda action: (action.lead.casefold(), action.priority))
    return Table(
        caption=caption,
        columns=(
            Column("Reference", numeric=False),
            _sentence("Action"),
            _sentence("Lead"),
            Column("Status", numeric=False),
            _sentence("Last update"),
            Column("Due", numeric=False),
        ),
        rows=tuple(
            Row(
                a.ref,
                (_text(a.ref), _text(findings.cut(a.text)), _text(a.lead), _state(a), _updated(a), _due(a)),
            )
            for a in ordered
        ),
        clickable=OPEN,
    )


def overdue(actions: Sequence[ActionRow], listing: Listing) -> Table:
    """Actions whose day has passed, the longest overdue first."""
    return Table(
        caption="Overdue actions",
        columns=(
            Column("Reference", numeric=False),
            _sentence("Action"),
            _sentence("Lead"),
            Column("Due", numeric=False),
            Column("Days late"),
            Column("Status", numeric=False),
            _sentence("Last update"),
        ),
        rows=tuple(
            Row(
                a.ref,
                (
                    _text(a.ref),
                    _text(findings.cut(a.text)),
                    _text(a.lead),
                    _due(a),
                    _count((listing.today - a.due_date).days if a.due_date else 0),
                    _state(a),
                    _updated(a),
                ),
            )
            for a in actions
        ),
        clickable=OPEN,
    )


def agencies(found: Sequence[Workload], tallies: Sequence[Tally], chosen: str) -> Table:
    """One row per agency: how much it has, as lead and beside others, and how it stands."""
    states = [Column(f"{state.rag.shape} {state.rag.word}") for state in Status]
    return Table(
        caption="Agencies by what they have to do",
        columns=(
            Column("Agency", numeric=False),
            Column("Actions"),
            Column("As lead"),
            *states,
            Column("Overdue"),
            Column("No update", help="Unfinished and nothing reported this quarter."),
        ),
        rows=tuple(
            Row(
                work.agency,
                (
                    _text(work.agency),
                    _count(len(work.actions)),
                    _count(len(work.leads)),
                    *(_count(tally.of(state), _TONES[state.rag.colour]) for state in Status),
                    _count(tally.overdue, "red"),
                    _count(tally.no_update),
                ),
                selected=work.agency == chosen,
            )
            for work, tally in zip(found, tallies, strict=True)
        ),
        clickable="Click for this agency's list",
    )


def agency_list(work: Workload, listing: Listing) -> Table:
    """What one agency has in the plan, on one page: the actions it leads first."""
    rows = [(action, "Lead") for action in work.leads] + [
        (action, f"With {action.lead}") for action in work.supports
    ]
    return Table(
        caption=f"Actions of {work.agency}",
        columns=(
            Column("Reference", numeric=False),
            _sentence("Action"),
            _sentence("Part"),
            _sentence("Measure"),
            _sentence("Outcome"),
            Column("Due", numeric=False),
            Column("Last four quarters", numeric=False),
        ),
        rows=tuple(
            Row(
                a.ref,
                (
                    _text(a.ref),
                    _text(a.text),
                    _text(part),
                    _text(a.measure),
                    _outcome(a),
                    _due(a),
                    _marks(a, listing.quarters),
                ),
            )
            for a, part in rows
        ),
        clickable=OPEN,
    )


def facts(view: ActionView, linked: str) -> Table:
    """What the plan says of one action, as pairs of a name and its text."""
    action = view.action
    pairs = [
        ("Priority", priority_label(action.priority, view.plan.priorities[action.priority])),
        ("Status", findings.state(action.status)),
        ("Lead agency", action.lead),
        ("With", ", ".join(action.agencies[1:])),
        ("Measure", action.measure),
        ("Reported", action.reporting),
        ("Start", findings.day(action.started) if action.started else ""),
        ("Due", f"! Overdue: {findings.due(action)}" if action.overdue else findings.due(action)),
        ("Baseline and target", _levels(action)),
        ("Crime type", linked or action.linked_measure.replace("_", " ")),
    ]
    return Table(
        caption=f"What the plan says of {action.ref}",
        columns=(
            Column("Plan", numeric=False, sortable=False),
            _sentence(view.plan.label, sortable=False),
        ),
        rows=tuple(
            Row(name, (_text(name), _text(text))) for name, text in pairs if text and text != wording.MISSING
        ),
    )


def _levels(action: ActionRow) -> str:
    if action.baseline is None and action.target is None:
        return ""
    return f"{findings.figure(action.baseline)} to {findings.figure(action.target)}"


def import_preview(found: Preview) -> Table:
    """The rows of a file as they would be stored, each with what is wrong with it; wrong ones first."""
    ordered = sorted(found.rows, key=lambda row: (not row.errors, row.line))
    return Table(
        caption="Preview of the file",
        columns=(
            Column("Line"),
            _sentence("Fault"),
            Column("Reference", numeric=False),
            Column("Priority"),
            _sentence("Action"),
            _sentence("Agencies"),
            _sentence("Measure"),
            Column("Due", numeric=False),
        ),
        rows=tuple(
            Row(
                str(row.line),
                (
                    Cell(str(row.line), row.line),
                    Cell("\n".join(f"■ {e}" for e in row.errors), "; ".join(row.errors), "red")
                    if row.errors
                    else Cell("✔ none", "", "green"),
                    _text(row.draft.ref),
                    _text(str(row.draft.priority)),
                    _text(findings.cut(row.draft.text)),
                    _text(", ".join(row.draft.agencies)),
                    _text(findings.cut(row.draft.measure)),
                    _text(row.draft.due),
                ),
            )
            for row in ordered[:MOST_ROWS]
        ),
    )


def measure_values(
    values: Sequence[tuple[Quarter, float]], baseline: float | None, target: float | None
) -> Table:
    """The values of an action's measure by quarter, beside its baseline and target."""
    return Table(
        caption="Measure by quarter",
        columns=(
            Column("Quarter", numeric=False),
            Column("Measure"),
            Column("Baseline"),
            Column("Target"),
        ),
        rows=tuple(
            Row(quarter.label, (_text(quarter.label), *(_figure(n) for n in (value, baseline, target))))
            for quarter, value in values
        ),
    )


def crime_months(label: str, months: Sequence[Any], counts: Sequence[float | None], hidden: str) -> Table:
    """The series of the linked crime measure. hidden is what stands in place of a count that is not there."""
    return Table(
        caption=f"{label} by month",
        columns=(Column("Month", numeric=False), Column(label)),
        rows=tuple(
            Row(
                month.isoformat(),
                (
                    Cell(wording.month(month), month.isoformat()),
                    Cell(hidden, None, "quiet") if n is None else Cell(wording.count(n), n),
                ),
            )
            for month, n in zip(months, counts, strict=True)
        ),
    )


def _figure(value: float | None) -> Cell:
    return UNKNOWN if value is None else Cell(findings.figure(value), value)


def update_words(update: Update) -> str:
    """An update in one line: "2021 Q3, at risk: staff have left. (A. Officer, 2 Nov 2021, 10:05)"."""
    note = f": {update.note}" if update.note else ""
    value = "" if update.measure_value is None else f" Measure: {findings.figure(update.measure_value)}."
    link = f" {update.evidence_link}" if update.evidence_link else ""
    by = f"({update.who}, {findings.moment(update.at)})"
    return f"{update.quarter.label}, {update.status}{note}.{value}{link} {by}"
