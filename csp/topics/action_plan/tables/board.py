"""The action plan as cards in columns by status, and as bars by priority. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from csp.core import wording
from csp.core.elements import Bar, BarPart, Board, BoardColumn, Card, Lane, StatusBars
from csp.core.table import tip_lines
from csp.topics.action_plan.findings import headlines, values
from csp.topics.action_plan.findings.values import label_priority
from csp.topics.action_plan.rules.counts import Tally
from csp.topics.action_plan.rules.selection import Selection
from csp.topics.action_plan.store.records import ActionRow, Listing, Update
from csp.topics.action_plan.store.status import Status

GROUPS = ("By priority", "By agency", "Ungrouped")
# Of a plan with very many actions each cell shows the first; the table has them all.
MANY, MOST_PER_CELL = 400, 10


def build_cards(listing: Listing, actions: Sequence[ActionRow], group: str) -> Board:
    """Cards in columns by status and lanes by group, for widgets.board()."""
    cap = MOST_PER_CELL if len(actions) > MANY else None
    columns = [
        BoardColumn(id=s.value, word=s.rag.word, shape=s.rag.shape, colour=s.rag.colour) for s in Status
    ]
    used = {action.status for action in actions}
    return Board(
        summary=headlines.describe_selection(
            len(actions), len(listing.actions), [s for s in Status if s not in used]
        ),
        statuses=columns,
        lanes=[_lane(title, members, cap) for title, members in _lanes(listing, actions, group) if members],
    )


def _lanes(listing: Listing, actions: Sequence[ActionRow], group: str) -> list[tuple[str, list[ActionRow]]]:
    if group == GROUPS[0]:
        lanes: dict[Any, list[ActionRow]] = {number: [] for number in listing.plan.priorities}
        for action in actions:
            lanes[action.priority].append(action)
        return [(label_priority(n, listing.plan.priorities[n]), members) for n, members in lanes.items()]
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
    late, lacking = sum(each.overdue for each in members), sum(each.no_update for each in members)
    summary = wording.plural(len(members), "action") + (f", {late} overdue" if late else "")
    summary += f", {wording.plural(lacking, 'update')} due" if lacking else ""
    return Lane(title=title, summary=summary, cells=cells, counts=counts)


def _card(action: ActionRow) -> Card:
    others = len(action.agencies) - 1
    latest = action.latest
    if action.overdue and action.due_date:
        due = f"! Overdue {values.write_day(action.due_date)}"
    else:
        due = f"Due {values.describe_due(action)}" if action.due else ""
    return Card(
        id=action.ref,
        ref=action.ref,
        shape=action.status.rag.shape,
        text=values.cut_text(action.text, 140),
        lead=f"{action.lead} +{others}" if others > 0 else action.lead,
        due=due,
        late=action.overdue,
        updated=f"{_day_month(latest)} {latest.who}" if latest else "",
        tip=tip_lines(
            [
                f"{action.ref}, {action.status}: {action.text}",
                f"Agencies: {', '.join(action.agencies)}" if action.agencies else "",
                f"{'Overdue, due' if action.overdue else 'Due'}: {values.describe_due(action)}"
                if action.due
                else "",
                f"Last update: {values.describe_report(latest)}",
                values.cut_text(latest.note, 200) if latest else "",
            ]
        ),
    )


def _day_month(update: Update) -> str:
    return values.write_day(update.at).rsplit(" ", 1)[0]


def build_bars(listing: Listing, counts: Mapping[int, Tally], selection: Selection) -> StatusBars:
    """The counts per priority as stacked bars, for widgets.status_bars()."""
    rows = []
    for number, tally in counts.items():
        label = label_priority(number, listing.plan.priorities[number])
        selected = selection.priority == number
        parts = [
            BarPart(
                status=state.value,
                count=tally.count(state),
                shape=state.rag.shape,
                word=state.rag.word,
                colour=state.rag.colour,
                tip=f"{label}: {tally.count(state)} {state.value}",
                selected=selected and selection.statuses == {state},
            )
            for state in Status
            if tally.count(state)
        ]
        rows.append(
            Bar(
                id=str(number),
                label=label,
                total=tally.total,
                parts=parts,
                selected=selected and not selection.statuses,
            )
        )
    present = [state for state in Status if any(tally.count(state) for tally in counts.values())]
    return StatusBars(
        caption="Actions by priority and status; a click filters the board",
        rows=rows,
        legend=[values.write_status(state) for state in present],
    )
