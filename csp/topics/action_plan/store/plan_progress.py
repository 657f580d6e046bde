"""The cells of a plan's file, an action a row. Pure, and light where Word and Excel are not needed."""

from __future__ import annotations

from csp.topics.action_plan.store.plan_import import OUTCOME, VERSION
from csp.topics.action_plan.store.records import ActionRow, Listing

COLUMNS = (
    *("id", "priority", "priority_name", "action", "agencies", "measure", "reporting", "due"),
    *("linked_measure", "started", "baseline", "target", *OUTCOME, VERSION),
)


def list_cells(listing: Listing, action: ActionRow) -> list[str]:
    """The row of an action, in the order of COLUMNS."""
    return [
        *(action.ref, str(action.priority), listing.plan.priorities.get(action.priority, ""), action.text),
        *("; ".join(action.agencies), action.measure, action.reporting, action.due, action.linked_measure),
        *(action.started.isoformat() if action.started else "", write_number(action.baseline)),
        *(write_number(action.target), *list_outcome(action), str(action.version)),
    ]


def list_outcome(action: ActionRow) -> list[str]:
    """The cells of the columns of progress, in the order of OUTCOME."""
    latest = action.latest
    if latest is None:
        return [""] * len(OUTCOME)
    return [
        *(latest.status.value, latest.quarter.label, latest.note, write_number(latest.measure_value)),
        *(latest.evidence_link, latest.who, latest.at.isoformat(timespec="seconds")),
    ]


def write_number(value: float | None) -> str:
    return "" if value is None else repr(value).removesuffix(".0")
