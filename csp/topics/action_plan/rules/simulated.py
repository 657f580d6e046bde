"""Simulated updates of two quarters: a plan beside the sample is seen in the middle of its year. Pure.

They are worked out from the plan's own words, the same every time, and stored nowhere. An action has either
a real record or a simulated one: the first real update takes the place of all that is simulated of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from csp.topics.action_plan.store.entry_records import ActionDetails, Held, Measure
from csp.topics.action_plan.store.records import (
    SIMULATED,
    ActionRow,
    ActionView,
    Entry,
    Listing,
    Plan,
    Update,
)
from csp.topics.action_plan.store.status import Quarter, Status, is_overdue, lacks_update, list_quarters

AUTHOR = "Simulated updates"
# Of a hundred actions, how many stand how in the quarter that is reported on; the rest have no report.
_SHARES = (
    (Status.ON_TRACK, 52),
    (Status.COMPLETE, 12),
    (Status.AT_RISK, 16),
    (Status.OFF_TRACK, 8),
    (Status.NOT_STARTED, 4),
)
_WORDS = {
    Status.ON_TRACK: "Work goes on as agreed",
    Status.COMPLETE: "Done as agreed",
    Status.AT_RISK: "Behind, because people were needed elsewhere",
    Status.OFF_TRACK: "Stands still until there is money for it",
    Status.NOT_STARTED: "Not begun yet",
}
NOTHING = ActionDetails()
# Before the end of the quarter, so that some reports are in and some are still to come.
_BEFORE_END = timedelta(days=25)


def find_board_day(plan: Plan, today: date, is_simulated: bool) -> date:
    """The day that a plan is seen on: today, or beside simulated updates a fixed one in its third quarter."""
    quarters = list_quarters(plan.start, plan.end, plan.start.month)
    return quarters[min(2, len(quarters) - 1)].end - _BEFORE_END if is_simulated else today


def simulate_listing(listing: Listing, details: Mapping[int, ActionDetails]) -> Listing:
    """A plan with simulated updates where an action has no real one. listing: as seen on find_board_day()."""
    return replace(
        listing,
        actions=tuple(_simulate_action(a, listing, details.get(a.id, NOTHING)) for a in listing.actions),
    )


def simulate_view(view: ActionView, listing: Listing) -> ActionView:
    """One action with its simulated history, where it has no real one. listing: the plan without any."""
    if view.history or view.action.retired_at is not None:
        return view
    details = ActionDetails(measures=view.measures)
    entries = tuple(simulate_entries(view.action, listing, details))
    return replace(view, action=_simulate_action(view.action, listing, details), history=entries)


def list_simulated(listing: Listing) -> list[ActionRow]:
    """The actions whose record is simulated: where there is one, a page says "simulated updates"."""
    return [action for action in listing.actions if action.latest and action.latest.is_simulated]


def _simulate_action(action: ActionRow, listing: Listing, details: ActionDetails) -> ActionRow:
    if action.latest is not None or action.retired_at is not None:
        return action
    entries = simulate_entries(action, listing, details)
    if not entries:
        return action
    statuses = {entry.update.quarter: entry.update.status for entry in entries}
    marks = tuple(statuses.get(quarter) for quarter in listing.quarters)
    latest = entries[-1].update
    late = is_overdue(action.due_date, listing.today, latest.status)
    lacking = lacks_update(marks[-1], latest.status)
    return action._replace(latest=latest, marks=marks, overdue=late, no_update=lacking)


def simulate_entries(action: ActionRow, listing: Listing, details: ActionDetails) -> list[Entry]:
    """The simulated reports of an action, for the quarter before the one reported on and for that one."""
    drawn = _draw(action.ref, "status") % 100
    now = _pick_status(drawn, action, listing)
    before = {Status.COMPLETE: Status.ON_TRACK, Status.OFF_TRACK: Status.AT_RISK}.get(now, Status.ON_TRACK)
    first, second = listing.quarter.shift(-1), listing.quarter
    reports = [(first, Status.NOT_STARTED if now is Status.NOT_STARTED else before)]
    # Some have not reported yet: those are what the board reminds of.
    if drawn < sum(share for _, share in _SHARES) or now is Status.COMPLETE:
        reports.append((second, now))
    return [
        _make_entry(action, listing, quarter, status, details.measures)
        for quarter, status in reports
        if quarter.start >= listing.plan.start
    ]


def _pick_status(drawn: int, action: ActionRow, listing: Listing) -> Status:
    """By its draw; of the actions that are past their day every other one is done, and the first is late."""
    past = [a.ref for a in listing.actions if a.due_date is not None and a.due_date < listing.today]
    if action.ref in past:
        return Status.COMPLETE if past.index(action.ref) % 2 else Status.OFF_TRACK
    for status, share in _SHARES:
        if drawn < share:
            return status
        drawn -= share
    return Status.ON_TRACK


def _make_entry(
    action: ActionRow,
    listing: Listing,
    quarter: Quarter,
    status: Status,
    measures: Sequence[Held[Measure]],
) -> Entry:
    number = quarter.start.isoformat()
    values = {} if status is Status.NOT_STARTED else _draw_values(action, quarter, measures)
    counted = [f"{held.content.name}: {values[held.key]:g}" for held in measures if held.key in values]
    note = f"Simulated. {_WORDS[status]}." + (f" {'; '.join(counted)}." if counted else "")
    day = min(quarter.end + timedelta(days=5), listing.today - timedelta(days=1))
    only = next(iter(values.values())) if len(measures) == 1 and values else None
    update = Update(
        id=f"{SIMULATED}{action.ref}-{number}",
        action_id=action.id,
        version=action.version,
        who=AUTHOR,
        at=datetime.combine(day, time(12), UTC),
        quarter=quarter,
        status=status,
        note=note,
        measure_value=only,
        evidence_link="",
        corrects=None,
    )
    return Entry(update, listing.plan.label, action.ref, None, values)


def _draw_values(action: ActionRow, quarter: Quarter, measures: Sequence[Held[Measure]]) -> dict[str, float]:
    """A number of each measure: much the same from quarter to quarter, as counts of work are."""
    return {
        held.key: float(
            (4 + _draw(action.ref, held.content.name) % 40)
            * (80 + _draw(action.ref, held.content.name, quarter.start.isoformat()) % 60)
            // 100
        )
        for held in measures
    }


def _draw(*words: str) -> int:
    """A number that follows from words alone: the same on every machine."""
    return int.from_bytes(hashlib.sha256("|".join(words).encode()).digest()[:4])
