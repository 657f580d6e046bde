"""The action plan as cards in columns by status, and as bars by priority. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from csp.core import wording
from csp.core.elements import Bar, BarPart, Board, BoardColumn, Card, Lane, StatusBars
from csp.core.table import tip_lines
from csp.topics.action_plan.findings import values
from csp.topics.action_plan.findings.values import label_priority
from csp.topics.action_plan.rules.counts import Tally
from csp.topics.action_plan.rules.coverage import NOTHING
from csp.topics.action_plan.rules.deadlines import find_next_deadline
from csp.topics.action_plan.rules.selection import Knowledge, Selection
from csp.topics.action_plan.store.records import ActionRow, Listing, Update
from csp.topics.action_plan.store.status import Status

GROUPS = ("Ungrouped", "By priority", "By agency")
# Of a plan with very many actions each cell shows the first; the table has them all.
MANY, MOST_PER_CELL = 400, 10


def build_cards(
    listing: Listing, actions: Sequence[ActionRow], group: str, knowledge: Knowledge, open_ref: str = ""
) -> Board:
    """Cards in columns by status, lanes by group, for widgets.board(). open_ref: of the one in the panel."""
    columns = [
        BoardColumn(id=s.value, word=s.rag.word, shape=s.rag.shape, colour=s.rag.colour) for s in Status
    ]
    # What is overdue is on top of its column, which may be long; all else is in the order of the plan.
    actions = sorted(actions, key=lambda action: not action.overdue)
    places = {action.id: place for place, action in enumerate(actions)}
    lanes = [(title, members) for title, members in _lanes(listing, actions, group, knowledge) if members]
    # Of many lanes each shows fewer cards, so that a board never has many more than these.
    cap = max(1, min(MOST_PER_CELL, MANY // (len(columns) * max(1, len(lanes)))))
    most = cap if len(actions) > MANY else len(actions)
    return Board(
        statuses=columns,
        lanes=[_lane(title, members, most, places, knowledge) for title, members in lanes or [("", [])]],
        open=open_ref,
    )


def _lanes(
    listing: Listing, actions: Sequence[ActionRow], group: str, knowledge: Knowledge
) -> list[tuple[str, Sequence[ActionRow]]]:
    lanes: dict[Any, list[ActionRow]] = {}
    if group == "By priority":
        lanes = {number: [] for number in listing.plan.priorities}
        for action in actions:
            lanes[action.priority].append(action)
        return [(label_priority(n, listing.plan.priorities[n]), members) for n, members in lanes.items()]
    if group == "By agency":
        for action in actions:
            lanes.setdefault(knowledge.directory.name(action.lead) or "No agency named", []).append(action)
        return sorted(lanes.items(), key=lambda lane: (-len(lane[1]), lane[0].casefold()))
    return [("", actions)]


def _lane(
    title: str, members: Sequence[ActionRow], most: int, places: Mapping[int, int], knowledge: Knowledge
) -> Lane:
    by_status: dict[Status, list[ActionRow]] = {}
    for action in members:
        by_status.setdefault(action.status, []).append(action)
    cells = {
        status.value: [_card(action, places[action.id], knowledge) for action in own[:most]]
        for status, own in by_status.items()
    }
    counts = {status.value: len(own) for status, own in by_status.items()}
    late, lacking = sum(each.overdue for each in members), sum(each.no_update for each in members)
    summary = wording.plural(len(members), "action") + (f", {late} overdue" if late else "")
    summary += f", {wording.plural(lacking, 'update')} due" if lacking else ""
    return Lane(title=title, summary=summary, cells=cells, counts=counts)


def _card(action: ActionRow, place: int, knowledge: Knowledge) -> Card:
    names = knowledge.directory.list_names(action.agencies)
    lead, others = (names[0] if names else ""), len(names) - 1
    latest = action.latest
    due = _describe_due(action, knowledge)
    return Card(
        id=action.ref,
        ref=action.ref,
        shape=action.status.rag.shape,
        text=values.cut_text(action.text, 140),
        lead=f"{lead} +{others}" if others > 0 else lead,
        due=due,
        late=action.overdue,
        updated=f"{_day_month(latest)} {latest.who}" if latest else "",
        order=place,
        version=action.version,
        tip=tip_lines(
            [
                f"{action.ref}, {action.status}: {action.text}",
                f"Agencies: {wording.list_words(_spell_out(action, knowledge))}" if action.agencies else "",
                f"{'Overdue, due' if action.overdue else 'Due'}: {values.describe_due(action)}"
                if action.due
                else "",
                due if due and not action.due else "",
                f"Last update: {values.describe_report(latest)}",
                values.cut_text(latest.note, 200) if latest else "",
            ]
        ),
    )


def _spell_out(action: ActionRow, knowledge: Knowledge) -> list[str]:
    """The agencies of an action by their full names, each once."""
    return list(dict.fromkeys(knowledge.directory.spell_out(name) for name in action.agencies))


def _describe_due(action: ActionRow, knowledge: Knowledge) -> str:
    """What a card says of days: that it is overdue, else what is due next, else the plan's own words."""
    if action.overdue and action.due_date:
        return f"! Overdue {values.write_day(action.due_date)}"
    deadline = find_next_deadline(action, knowledge.details.get(action.id, NOTHING), knowledge.today)
    if deadline is not None:
        return f"{deadline.what.capitalize()} {values.write_day(deadline.day)}"
    return f"Due {values.describe_due(action)}" if action.due else ""


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
